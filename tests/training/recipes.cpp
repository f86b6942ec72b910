// What a run is told, and what a plan makes of it for the labels at hand.
#include "run_fixtures.h"
#include "training/recipe_choice.h"
#include "training/training_plan.h"

#include <fstream>
#include <limits>
#include <QtTest/QtTest>
#include <set>

namespace fs = std::filesystem;
using namespace limn;
using namespace limn::training;
using namespace run_tests;

namespace
{

MachineFacts machineLike(bool isCpu)
{
    return {.isCpu = isCpu, .cores = 2, .bfloat16 = true};
}

/// The 80 images of 400 x 400 whose figures docs/BENCHMARKS.md has.
LabelFacts roads()
{
    LabelFacts facts{{{"ground", 0.955, 110, 90, 40}, {"road", 0.045, 11, 12, 9}}, 400};
    facts.largestImage = 400 * 400;
    facts.images = 72; // the others validate
    facts.pixels = std::int64_t{72} * 400 * 400;
    facts.area = std::int64_t{72} * 400 * 400;
    return facts;
}

std::string reasonOf(const RecipeChoice& choice, Topic topic)
{
    for (const TopicReason& one : choice.topics)
        if (one.topic == topic)
            return one.reason;
    return {};
}

} // namespace

class RecipesTest : public QObject, run_tests::Folder
{
    Q_OBJECT

private Q_SLOTS:
    void recipeSurvivesJson()
    {
        Recipe recipe = quickRecipe(7);
        recipe.seed = 18446744073709551615u;
        recipe.optimisation.learningRate = 0.0125;
        recipe.augmentation.flips = false;
        recipe.optimisation.rule = {"sgd", 0.8, true};
        recipe.optimisation.loss.lovasz = 0.5;
        recipe.augmentation.elastic = 4;
        recipe.classWeighting = "root";
        QCOMPARE(toJson(recipeFromJson(toJson(recipe))), toJson(recipe));
        // Every key has its place in the schema, with its default.
        const nlohmann::json schema = recipeSchema();
        QCOMPARE(schema["properties"].size(), toJson(recipe).size());
        QCOMPARE(schema["propertyOrder"].size(), toJson(recipe).size());
        const nlohmann::json standard = toJson(Recipe());
        for (const auto& item : standard.items())
            QCOMPARE(schema["properties"][item.key()]["default"], item.value());
        QCOMPARE(schema["properties"]["optimiser"]["enum"].size(), std::size_t{4});
        QCOMPARE(schema["properties"]["rotation"]["maximum"].get<double>(), 180.0);
    }

    /// What a specialist looks for, by the names of the papers.
    void whatSpecialistsSetIsThere()
    {
        const nlohmann::json properties = recipeSchema()["properties"];
        for (const char* key : {"crossEntropy",
                                "labelSmoothing",
                                "classWeighting",
                                "dice",
                                "focal",
                                "tversky",
                                "lovasz",
                                "boundary",
                                "squaredError",
                                "affinity",
                                "gradientClip",
                                "weightDecay",
                                "l1",
                                "dropout",
                                "stochasticDepth",
                                "frozenStages",
                                "stageFactor",
                                "encoderFactor",
                                "freezeBatchNorm",
                                "averaging",
                                "precision",
                                "hardestShare",
                                "patience",
                                "deepSupervision",
                                "warmupShare",
                                "warmupSteps",
                                "frozenShare",
                                "frozenSteps",
                                "nesterov",
                                "momentum",
                                "rangeTest",
                                "accumulation",
                                "flips",
                                "rightAngles",
                                "rotation",
                                "scale",
                                "translation",
                                "elastic",
                                "perspective",
                                "crop",
                                "brightness",
                                "contrast",
                                "hue",
                                "saturation",
                                "gamma",
                                "bandGain",
                                "noise",
                                "blur",
                                "sharpen",
                                "jpeg",
                                "equalise",
                                "stretch",
                                "cutout",
                                "mixup",
                                "cutmix",
                                "workingResolution",
                                "views"})
            QVERIFY2(properties.contains(key), key);
        const auto offers = [&](const char* key, const std::vector<std::string>& wanted) {
            const auto choices = properties[key]["enum"].get<std::set<std::string>>();
            return std::all_of(wanted.begin(), wanted.end(),
                               [&](const std::string& one) { return choices.contains(one); });
        };
        QVERIFY(offers("optimiser", {"adamw", "adam", "sgd", "rmsprop"}));
        QVERIFY(offers("schedule", {"constant", "step", "cosine", "onecycle", "poly", "plateau"}));
        QVERIFY(offers("precision", {"fp32", "bf16"}));
    }

    void recipeFromTextsAndFiles()
    {
        const Recipe base = quickRecipe(7);
        const Recipe set = recipeFromSettings(
            {"learningRate=0.004", "encoder=resnet34", "flips=false", "epochs=3"}, base);
        QCOMPARE(set.optimisation.learningRate, 0.004);
        QCOMPARE(set.encoder, std::string("resnet34"));
        QVERIFY(!set.augmentation.flips);
        QCOMPARE(set.epochs, 3);
        QCOMPARE(set.patchSize, base.patchSize);

        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        nlohmann::json recipe = toJson(set);
        recipe["from"] = "";
        std::ofstream(file) << nlohmann::json({{"id", "a"}, {"recipe", recipe}});
        QCOMPARE(toJson(recipeFromFile(file, base)), toJson(set));
        std::ofstream(file) << nlohmann::json({{"epochs", 9}});
        QCOMPARE(recipeFromFile(file, base).epochs, 9);
        QCOMPARE(recipeFromFile(file, base).seed, base.seed);

        // A network that does not go with the usual encoder brings another, unless one is named.
        QCOMPARE(recipeFromSettings({"network=segnet"}).encoder, "own");
        QCOMPARE(recipeFromSettings({"network=lraspp"}).encoder, "mobilenet_v3_large");
        QVERIFY_EXCEPTION_THROWN(recipeFromSettings({"network=segnet", "encoder=resnet34"}),
                                 TrainingError);
    }

    void labelsChooseWhatWasNotAsked_data()
    {
        QTest::addColumn<double>("width"); ///< of the thinner of two classes
        QTest::addColumn<int>("side");     ///< of the smallest image
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<bool>("onCpu");
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("patchSize");
        QTest::addColumn<int>("batchSize");
        QTest::addColumn<QString>("reason"); ///< part of the only one; empty: there is none
        const double unknown = std::numeric_limits<double>::infinity();
        QTest::newRow("ordinary") << 40.0 << 900 << QStringList() << true << 0.25 << 256 << 4 << "";
        QTest::newRow("graphics card")
            << 40.0 << 900 << QStringList() << false << 0.25 << 256 << 8 << "";
        QTest::newRow("borders on nothing")
            << unknown << 900 << QStringList() << true << 0.25 << 256 << 4 << "";
        QTest::newRow("thin") << 4.6 << 900 << QStringList() << true << 0.0 << 256 << 4
                              << "\"crack\" is about 5 px wide and 0.2 % of the labels";
        QTest::newRow("thin, but zoom was asked for")
            << 4.6 << 900 << QStringList{"scale=0.1"} << true << 0.1 << 256 << 4 << "";
        QTest::newRow("small images") << 40.0 << 100 << QStringList() << true << 0.25 << 128 << 4
                                      << "Images are as small as 100 px";
        QTest::newRow("tiny images")
            << 40.0 << 9 << QStringList() << true << 0.25 << 64 << 4 << "9 px";
        QTest::newRow("nothing is labelled")
            << 40.0 << 0 << QStringList() << true << 0.25 << 256 << 4 << "";
        QTest::newRow("sizes were asked for")
            << 40.0 << 100 << QStringList{"patchSize=256", "batchSize=8"} << true << 0.25 << 256
            << 8 << "";
    }

    void labelsChooseWhatWasNotAsked()
    {
        QFETCH(double, width);
        QFETCH(int, side);
        QFETCH(QStringList, asked);
        QFETCH(bool, onCpu);
        std::vector<std::string> settings;
        for (const QString& one : asked)
            settings.push_back(one.toStdString());
        const LabelFacts facts{{{"coating", 0.998, 200}, {"crack", 0.002, width}}, side};
        const RecipeChoice choice =
            chooseRecipe(recipeFromSettings(settings), facts, machineLike(onCpu));
        QTEST(choice.recipe.augmentation.scale, "scale");
        QTEST(choice.recipe.patchSize, "patchSize");
        QTEST(choice.recipe.batchSize, "batchSize");
        QFETCH(QString, reason);
        QCOMPARE(choice.reasons.size(), std::size_t(reason.isEmpty() ? 0 : 1));
        if (!reason.isEmpty())
            QVERIFY2(choice.reasons.front().find(reason.toStdString()) != std::string::npos,
                     choice.reasons.front().c_str());
    }

    void sharesThatAreAskedForAreNotBounded_data()
    {
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<int>("frozenSteps");
        QTest::addColumn<int>("warmupSteps");
        QTest::newRow("nothing asked") << QStringList() << 20 << 30;
        QTest::newRow("frozen for a third") << QStringList{"frozenShare=0.3"} << 0 << 30;
        QTest::newRow("a long warm-up") << QStringList{"warmupShare=0.2"} << 20 << 0;
        QTest::newRow("share and steps")
            << QStringList{"frozenShare=0.3", "frozenSteps=7", "warmupSteps=9"} << 7 << 9;
    }

    void sharesThatAreAskedForAreNotBounded()
    {
        QFETCH(QStringList, asked);
        std::vector<std::string> settings;
        for (const QString& one : asked)
            settings.push_back(one.toStdString());
        const RecipeChoice choice =
            chooseRecipe(recipeFromSettings(settings), {}, machineLike(true));
        QTEST(choice.recipe.optimisation.frozenSteps, "frozenSteps");
        QTEST(choice.recipe.optimisation.warmupSteps, "warmupSteps");
    }

    void largeObjectsAreSeenFromFurther_data()
    {
        QTest::addColumn<double>("object"); ///< of the smaller class
        QTest::addColumn<double>("narrow");
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("resolution");
        QTest::addColumn<QString>("says");
        const double unknown = std::numeric_limits<double>::infinity();
        QTest::newRow("thin") << 6.0 << 4.0 << 5000 << ""
                              << "1"
                              << "Objects of 6 px (\"lake\"): working at full resolution.";
        QTest::newRow("large") << 400.0 << 90.0 << 5000 << ""
                               << "2"
                               << "Objects of 400 px (\"lake\"): working at half resolution.";
        QTest::newRow("very large")
            << 800.0 << 200.0 << 5000 << ""
            << "4"
            << "Objects of 800 px (\"lake\"): working at quarter resolution.";
        QTest::newRow("large, with narrow parts") << 400.0 << 30.0 << 5000 << ""
                                                  << "1"
                                                  << "working at full resolution";
        QTest::newRow("large in small images") << 400.0 << 90.0 << 500 << ""
                                               << "1"
                                               << "working at full resolution";
        QTest::newRow("nothing borders on anything") << unknown << unknown << 5000 << ""
                                                     << "1"
                                                     << "";
        QTest::newRow("not measured") << 0.0 << 0.0 << 5000 << ""
                                      << "1"
                                      << "";
        QTest::newRow("asked for") << 6.0 << 4.0 << 5000 << "workingResolution=2"
                                   << "2"
                                   << "";
        QTest::newRow("full resolution asked for") << 400.0 << 90.0 << 5000 << "workingResolution=1"
                                                   << "1"
                                                   << "";
    }

    void largeObjectsAreSeenFromFurther()
    {
        QFETCH(double, object);
        QFETCH(double, narrow);
        QFETCH(int, side);
        QFETCH(QString, asked);
        QFETCH(QString, says);
        std::vector<std::string> settings;
        if (!asked.isEmpty())
            settings.push_back(asked.toStdString());
        const double larger = object > 0 ? object * 2 : 0;
        const LabelFacts facts{
            {{"land", 0.8, 100, larger, narrow}, {"lake", 0.2, 100, object, narrow}}, side};
        const RecipeChoice choice =
            chooseRecipe(recipeFromSettings(settings), facts, machineLike(true));
        QTEST(QString::fromStdString(choice.recipe.workingResolution), "resolution");
        QCOMPARE(choice.reasons.size(), std::size_t(says.isEmpty() ? 0 : 1));
        if (!says.isEmpty())
            QVERIFY2(choice.reasons.front().find(says.toStdString()) != std::string::npos,
                     choice.reasons.front().c_str());
    }

    void smallImagesAreSeenInSeveralPositions_data()
    {
        QTest::addColumn<qint64>("pixels");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("views");
        QTest::newRow("small") << qint64{400 * 400} << ""
                               << "8";
        QTest::newRow("half a megapixel") << qint64{1 << 19} << ""
                                          << "8";
        QTest::newRow("more than half") << qint64{(1 << 19) + 1} << ""
                                        << "4";
        QTest::newRow("nothing turned was learned") << qint64{400 * 400} << "rightAngles=false"
                                                    << "4";
        QTest::newRow("a megapixel") << qint64{1 << 20} << ""
                                     << "4";
        QTest::newRow("more than that") << qint64{(1 << 20) + 1} << ""
                                        << "1";
        QTest::newRow("size unknown") << qint64{0} << ""
                                      << "1";
        QTest::newRow("nothing mirrored was learned") << qint64{400 * 400} << "flips=false"
                                                      << "1";
        QTest::newRow("asked for") << qint64{400 * 400} << "views=2"
                                   << "2";
        QTest::newRow("asked for one") << qint64{400 * 400} << "views=1"
                                       << "1";
    }

    void smallImagesAreSeenInSeveralPositions()
    {
        QFETCH(qint64, pixels);
        QFETCH(QString, asked);
        std::vector<std::string> settings;
        if (!asked.isEmpty())
            settings.push_back(asked.toStdString());
        LabelFacts facts;
        facts.largestImage = pixels;
        const RecipeChoice choice =
            chooseRecipe(recipeFromSettings(settings), facts, machineLike(true));
        QTEST(QString::fromStdString(choice.recipe.views), "views");
        QCOMPARE(!choice.reasons.empty(), choice.recipe.views != "1" && !asked.startsWith("views"));
    }

    void roadsAreLearnedAsTheirFiguresWere()
    {
        const MachineFacts machine{
            .cores = 2, .bfloat16 = true, .freeBytes = std::int64_t{8'000'000'000}};
        const RecipeChoice network = chooseNetwork({}, roads(), machine, {"efficientnet_lite0"});
        const RecipeChoice choice = chooseRecipe(network.recipe, roads(), machine);
        nlohmann::json expected = toJson(Recipe{});
        expected["batchSize"] = 4;
        expected["workingResolution"] = "1";
        expected["views"] = "8";
        expected["minutes"] = 12.0;
        QCOMPARE(QString::fromStdString(toJson(choice.recipe).dump()),
                 QString::fromStdString(expected.dump()));
    }

    void theEncoderIsOneWhoseWeightsAreHere_data()
    {
        QTest::addColumn<QStringList>("here");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<bool>("onCpu");
        QTest::addColumn<qint64>("pixels"); ///< labelled
        QTest::addColumn<qint64>("free");
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<QString>("says"); ///< part of the only reason; empty: there is none
        const qint64 many = 20'000'000;
        const qint64 gigabyte = 1'000'000'000;
        const auto row = [&](const char* name, const QStringList& here, const char* asked,
                             bool onCpu, qint64 pixels, qint64 free, const char* encoder,
                             const char* says) {
            QTest::newRow(name) << here << asked << onCpu << pixels << free << encoder << says;
        };
        const QStringList both{"efficientnet_lite0", "resnet34"};
        const char* usual = "efficientnet_lite0";
        row("the usual one is here", {usual}, "", true, many, 8 * gigabyte, usual, "");
        row("none is here", {}, "", true, many, 8 * gigabyte, usual, "");
        row("another is here", {"resnet18"}, "", true, many, 8 * gigabyte, "resnet18",
            "weights of EfficientNet-Lite0 are not on this machine and those of ResNet-18 are");
        row("what is here does not fit", {"resnet18"}, "", true, many, gigabyte / 4, usual, "");
        row("what is here is far too slow", {"vgg16"}, "", true, many, 8 * gigabyte, usual, "");
        row("named", {"resnet18"}, "encoder=efficientnet_lite0", true, many, 8 * gigabyte, usual,
            "");
        row("from nothing, as was asked", {"resnet18"}, "weights=none", true, many, 8 * gigabyte,
            usual, "");
        row("the other one does not go with the network", {"swin_t"}, "network=segnet", true, many,
            8 * gigabyte, "own", "");
        row("a processor stays with the small one", both, "", true, many, 8 * gigabyte, usual, "");
        row("a card with many labels", both, "", false, many, 80 * gigabyte, "resnet34",
            "ResNet-34 suits this graphics card and so many labels better than EfficientNet-Lite0");
        row("a card with few labels", both, "", false, 50'000, 80 * gigabyte, usual, "");
        row("a card with little memory", both, "", false, many, gigabyte / 2, usual, "");
    }

    void theEncoderIsOneWhoseWeightsAreHere()
    {
        QFETCH(QStringList, here);
        QFETCH(QString, asked);
        QFETCH(bool, onCpu);
        QFETCH(qint64, pixels);
        QFETCH(qint64, free);
        QFETCH(QString, says);
        std::set<std::string> names;
        for (const QString& one : here)
            names.insert(one.toStdString());
        std::vector<std::string> settings;
        if (!asked.isEmpty())
            settings.push_back(asked.toStdString());
        MachineFacts machine = machineLike(onCpu);
        machine.freeBytes = free;
        LabelFacts facts = roads();
        facts.pixels = pixels;
        const RecipeChoice choice =
            chooseNetwork(recipeFromSettings(settings), facts, machine, names);
        QTEST(QString::fromStdString(choice.recipe.encoder), "encoder");
        QVERIFY(choice.recipe.network == "unet" || asked.startsWith("network"));
        QCOMPARE(choice.reasons.size(), std::size_t(says.isEmpty() ? 0 : 1));
        if (!says.isEmpty())
            QVERIFY2(choice.reasons.front().find(says.toStdString()) != std::string::npos,
                     choice.reasons.front().c_str());
    }

    void whatDoesNotFitIsAddedUp_data()
    {
        QTest::addColumn<double>("free"); ///< GB
        QTest::addColumn<bool>("onCpu");
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<int>("batchSize");
        QTest::addColumn<int>("accumulation");
        QTest::newRow("unknown") << 0.0 << true << QStringList() << 4 << 1;
        QTest::newRow("enough") << 8.0 << true << QStringList() << 4 << 1;
        QTest::newRow("half of it") << 1.3 << true << QStringList() << 2 << 2;
        QTest::newRow("for one patch") << 0.6 << true << QStringList() << 1 << 4;
        QTest::newRow("for none") << 0.01 << true << QStringList() << 1 << 4;
        QTest::newRow("a card's batch") << 1.3 << false << QStringList() << 4 << 2;
        QTest::newRow("parts were asked for")
            << 1.3 << true << QStringList{"accumulation=3"} << 2 << 3;
        QTest::newRow("the batch was asked for")
            << 0.6 << true << QStringList{"batchSize=16"} << 16 << 1;
        QTest::newRow("small patches") << 0.6 << true << QStringList{"patchSize=96"} << 4 << 1;
    }

    void whatDoesNotFitIsAddedUp()
    {
        QFETCH(double, free);
        QFETCH(bool, onCpu);
        QFETCH(QStringList, asked);
        std::vector<std::string> settings;
        for (const QString& one : asked)
            settings.push_back(one.toStdString());
        MachineFacts machine = machineLike(onCpu);
        machine.freeBytes = std::llround(free * 1e9);
        const RecipeChoice choice = chooseRecipe(recipeFromSettings(settings), {}, machine);
        QTEST(choice.recipe.batchSize, "batchSize");
        QTEST(choice.recipe.accumulation, "accumulation");
        const bool usual = choice.recipe.batchSize >= (onCpu ? 4 : 8);
        QCOMPARE(choice.reasons.size(), std::size_t(usual ? 0 : 1));
        if (!usual)
            QVERIFY2(choice.reasons.front().find("GB that are free") != std::string::npos,
                     choice.reasons.front().c_str());
    }

    void labelsAndMachineChooseTheLength_data()
    {
        QTest::addColumn<double>("area"); ///< megapixels
        QTest::addColumn<int>("cores");
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<double>("minutes");
        QTest::addColumn<QString>("reason");
        const QStringList nothing;
        QTest::newRow("roads") << 11.52 << 2 << nothing << 12.0 << "seen about 30 times";
        QTest::newRow("twice the cores") << 11.52 << 4 << nothing << 6.0 << "seen about 30 times";
        QTest::newRow("some strokes") << 0.5 << 2 << nothing << 3.0 << "more than 30 times";
        QTest::newRow("ten gigapixels")
            << 1e4 << 2 << nothing << 30.0 << "would take about 172 hours";
        QTest::newRow("nothing labelled") << 0.0 << 2 << nothing << 3.0 << "";
        QTest::newRow("half resolution")
            << 11.52 << 2 << QStringList{"workingResolution=2"} << 3.0 << "30 times";
        QTest::newRow("asked for") << 11.52 << 2 << QStringList{"minutes=4"} << 4.0 << "";
        QTest::newRow("the usual asked for") << 11.52 << 2 << QStringList{"minutes=3"} << 3.0 << "";
        QTest::newRow("epochs asked for") << 11.52 << 2 << QStringList{"epochs=9"} << 3.0 << "";
    }

    void labelsAndMachineChooseTheLength()
    {
        QFETCH(double, area);
        QFETCH(int, cores);
        QFETCH(QStringList, asked);
        QFETCH(QString, reason);
        std::vector<std::string> settings;
        for (const QString& one : asked)
            settings.push_back(one.toStdString());
        LabelFacts facts;
        facts.area = std::llround(area * 1e6);
        MachineFacts machine = machineLike(true);
        machine.cores = cores;
        const RecipeChoice choice = chooseRecipe(recipeFromSettings(settings), facts, machine);
        QTEST(choice.recipe.minutes, "minutes");
        const std::string said = reasonOf(choice, Topic::Length);
        QVERIFY2(reason.isEmpty() ? said.empty()
                                  : said.find(reason.toStdString()) != std::string::npos,
                 said.c_str());
    }

    void ratesAreTriedWhereTheUsualOneIsNotKnownToFit_data()
    {
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<bool>("tries");
        QTest::addColumn<QString>("reason"); ///< empty: there is none
        QTest::newRow("as usual") << QStringList() << false << "was found for such networks";
        QTest::newRow("another optimiser")
            << QStringList{"optimiser=sgd", "minutes=30"} << true << "that of AdamW, so rates";
        QTest::newRow("another optimiser, briefly")
            << QStringList{"optimiser=sgd", "minutes=2"} << false << "too many for so short";
        QTest::newRow("another optimiser, few epochs")
            << QStringList{"optimiser=rmsprop", "epochs=3"} << false << "too many for so short";
        QTest::newRow("a transformer")
            << QStringList{"encoder=mit_b0", "minutes=60"} << true << "that of convolutions";
        QTest::newRow("large batches")
            << QStringList{"batchSize=16", "accumulation=4", "minutes=90"} << true
            << "that of smaller batches";
        QTest::newRow("a rate was asked for")
            << QStringList{"optimiser=sgd", "learningRate=0.1"} << false << "";
        QTest::newRow("no trying was asked for")
            << QStringList{"optimiser=sgd", "rangeTest=false"} << false << "";
    }

    void ratesAreTriedWhereTheUsualOneIsNotKnownToFit()
    {
        QFETCH(QStringList, asked);
        QFETCH(QString, reason);
        std::vector<std::string> settings;
        for (const QString& one : asked)
            settings.push_back(one.toStdString());
        const RecipeChoice choice =
            chooseRecipe(recipeFromSettings(settings), {}, machineLike(true));
        QTEST(choice.recipe.rangeTest, "tries");
        const std::string said = reasonOf(choice, Topic::Rate);
        QVERIFY2(reason.isEmpty() ? said.empty()
                                  : said.find(reason.toStdString()) != std::string::npos,
                 said.c_str());
        QCOMPARE(!choice.reasons.empty(), choice.recipe.rangeTest);
    }

    void lengthsAreTold_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("told");
        QTest::newRow("minutes") << "minutes=12"
                                 << "about 12 minutes";
        QTest::newRow("seconds") << "minutes=0.5"
                                 << "about 30 seconds";
        QTest::newRow("one epoch") << "epochs=1"
                                   << "1 epoch";
        QTest::newRow("epochs") << "epochs=9"
                                << "9 epochs";
    }

    void lengthsAreTold()
    {
        QFETCH(QString, asked);
        QTEST(QString::fromStdString(lengthText(recipeFromSettings({asked.toStdString()}))),
              "told");
    }

    void theLossStaysAndItIsSaidWhy()
    {
        LabelFacts facts = roads();
        RecipeChoice choice = chooseRecipe({}, facts, machineLike(true));
        QCOMPARE(reasonOf(choice, Topic::Loss), std::string("No class is rare."));
        facts.classes[1].share = 0.002;
        choice = chooseRecipe({}, facts, machineLike(true));
        QVERIFY(reasonOf(choice, Topic::Loss).starts_with("\"road\" is 0.2 % of the labels: Dice"));
        choice = chooseRecipe(recipeFromSettings({"focal=1"}), facts, machineLike(true));
        QCOMPARE(reasonOf(choice, Topic::Loss), std::string());
        QCOMPARE(choice.recipe.optimisation.loss.affinity, 0.0);
        for (const PlanRow& row : planRows(choice.recipe, choice.topics))
            if (row.title == "Loss") {
                QCOMPARE(row.chosen, std::string("cross-entropy + Dice + focal"));
                QCOMPARE(row.reason, std::string("As it was set."));
            }
    }

    void strokesAreSpreadToWhatLooksAlike()
    {
        LabelFacts facts = roads();
        facts.pixels = facts.area * 12 / 100;
        RecipeChoice choice = chooseRecipe({}, facts, machineLike(true));
        QCOMPARE(choice.recipe.optimisation.loss.affinity, 1.0);
        QVERIFY(reasonOf(choice, Topic::Loss).starts_with("Only 12 % of the labelled places"));
        for (const PlanRow& row : planRows(choice.recipe, choice.topics))
            if (row.title == "Loss")
                QCOMPARE(row.chosen, std::string("cross-entropy + Dice + affinity"));
        choice = chooseRecipe(recipeFromSettings({"affinity=0"}), facts, machineLike(true));
        QCOMPARE(choice.recipe.optimisation.loss.affinity, 0.0);
    }

    void aRunGoesOnWithTheNetworkOfItsWeights()
    {
        const auto project = make("going on");
        Recipe recipe = quickRecipe(1);
        recipe.encoder = "mobilenet_v3_small";
        Recorder recorder;
        const auto run =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, recorder);
        while (run->step())
            continue;
        const Recipe next = goingOnFrom({}, run->folder());
        QCOMPARE(next.network, std::string("unet"));
        QCOMPARE(next.encoder, std::string("mobilenet_v3_small"));
        QCOMPARE(goingOnFrom({}, run->folder() / bestFile).encoder, next.encoder);
        QCOMPARE(chooseNetwork(next, roads(), machineLike(true), {"resnet18"}).recipe.encoder,
                 next.encoder);
        QCOMPARE(goingOnFrom(recipeFromSettings({"encoder=resnet18"}), run->folder()).encoder,
                 std::string("resnet18"));
        QVERIFY_EXCEPTION_THROWN(goingOnFrom({}, folder() / "nothing"), TrainingError);
    }

    void thinClassesAreFound()
    {
        const auto path = small::makeProject(folder(), "thin");
        const auto project =
            annotation::Project::open(path, annotation::Project::Access::ReadWrite);
        const auto image = project->images().front().id;
        for (const annotation::Shape& shape : project->shapes(image))
            project->removeShape(image, shape.id);
        project->putShape(image, small::rectangle(1, 1, 0, 0, 256, 256));
        for (int i = 0; i < 10; ++i)
            project->putShape(image, small::rectangle(2 + i, 2, 20 + 20 * i, 0, 3, 256));
        Recipe recipe = quickRecipe(1);
        recipe.batchSize = 16;
        const TrainingPlan plan = planTraining(*project, recipe);
        QVERIFY2(plan.sentence.find("\"striped\" is about 4 px wide and 12 % of the labels") !=
                     std::string::npos,
                 plan.sentence.c_str());
        QCOMPARE(plan.recipe.augmentation.scale, 0.0);
        QCOMPARE(plan.recipe.batchSize, 4);
        QCOMPARE(plan.recipe.patchSize, 64);
    }

    void recipeRefusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QString>("settings"); ///< KEY=VALUE, separated by spaces
        QTest::addColumn<QString>("names");    ///< what the sentence speaks of
        QTest::newRow("unknown key") << "colour=red"
                                     << "colour";
        QTest::newRow("text for a number") << "epochs=many"
                                           << "epochs";
        QTest::newRow("number for a switch") << "flips=1"
                                             << "flips";
        QTest::newRow("below its range") << "batchSize=0"
                                         << "batchSize";
        QTest::newRow("above its range") << "rotation=181"
                                         << "rotation";
        QTest::newRow("off the stride") << "patchSize=100"
                                        << "multiple of 32";
        QTest::newRow("negative time") << "minutes=-1"
                                       << "minutes";
        QTest::newRow("no such optimiser") << "optimiser=lion"
                                           << "adamw, adam, sgd, rmsprop";
        QTest::newRow("no such schedule") << "schedule=random"
                                          << "cosine";
        QTest::newRow("no such network") << "network=segnext"
                                         << "segnext";
        QTest::newRow("not KEY=VALUE") << "fast"
                                       << "KEY=VALUE";
        QTest::newRow("two lengths") << "minutes=3 epochs=5"
                                     << "minutes and epochs";
        QTest::newRow("no loss at all") << "crossEntropy=0 dice=0"
                                        << "no loss";
        QTest::newRow("smoothing without cross-entropy") << "crossEntropy=0 labelSmoothing=0.1"
                                                         << "labelSmoothing";
        QTest::newRow("hard pixels of no pixel loss") << "crossEntropy=0 hardestShare=0.5"
                                                      << "hardestShare";
        QTest::newRow("class weights of no pixel loss") << "crossEntropy=0 classWeighting=root"
                                                        << "classWeighting";
        QTest::newRow("Nesterov without SGD") << "nesterov=true"
                                              << "nesterov";
        QTest::newRow("Nesterov without momentum") << "optimiser=sgd nesterov=true momentum=0"
                                                   << "momentum";
        QTest::newRow("frozen stages of nothing learned") << "weights=none frozenStages=2"
                                                          << "frozenStages";
        QTest::newRow("more than a whole batch") << "newestShare=0.7 replayShare=0.5"
                                                 << "newestShare and replayShare";
        QTest::newRow("no batch at all") << "accumulation=0"
                                         << "accumulation";
        QTest::newRow("no such number of views") << "views=3"
                                                 << "views";
        QTest::newRow("no such working resolution") << "workingResolution=3"
                                                    << "auto, 1, 2, 4";
        QTest::newRow("always left out") << "stochasticDepth=1"
                                         << "stochasticDepth";
        QTest::newRow("more than the loss itself") << "deepSupervision=1.5"
                                                   << "deepSupervision";
        QTest::newRow("no address") << "mlflow=localhost:5000"
                                    << "http://";
        QTest::newRow("no experiment") << "mlflow=http://localhost:5000 mlflowExperiment="
                                       << "mlflowExperiment";
        QTest::newRow("ends before the rate falls") << "schedule=plateau patience=3"
                                                    << "plateauPatience";
    }

    void recipeRefusesWhatItDoesNotKnow()
    {
        QFETCH(QString, settings);
        QFETCH(QString, names);
        std::vector<std::string> texts;
        for (const QString& text : settings.split(' '))
            texts.push_back(text.toStdString());
        try {
            recipeFromSettings(texts);
            QFAIL("taken");
        } catch (const TrainingError& error) {
            QVERIFY2(QString(error.what()).contains(names), error.what());
            QVERIFY2(QString(error.what()).endsWith('.'), error.what());
        }
    }

    void planTellsWhatTrainWillDo()
    {
        const auto project = make("plan");
        Recipe wanted = quickRecipe(0);
        wanted.minutes = 3;
        const TrainingPlan plan = planTraining(*project, wanted);
        QVERIFY(plan.ready);
        for (const char* part :
             {"Train U-Net", "EfficientNet-Lite0", "from scratch", "64 px", "about 3 minutes"})
            QVERIFY2(plan.sentence.find(part) != std::string::npos, plan.sentence.c_str());
        QCOMPARE(plan.recipe.device, std::string("cpu"));
        QCOMPARE(plan.recipe.optimisation.pretrained, false);
        QCOMPARE(plan.rows.size(), std::size_t{10});
        for (const PlanRow& row : plan.rows)
            QVERIFY2(!row.chosen.empty() && row.reason.ends_with('.'), row.title.c_str());
        for (const ClassLabels& row : plan.labels) {
            QVERIFY(row.trainPixels > 0);
            QVERIFY(row.validationPixels > 0);
            QCOMPARE(row.pixels, row.trainPixels + row.validationPixels);
            QCOMPARE(row.pixels, std::int64_t{94 * 252});
        }
    }

    void withoutPretrainedFileTheDefaultStartsFromScratchAndSaysSo()
    {
        const auto project = make("scratch");
        // ResNet-34's file is never installed with Limn; EfficientNet-Lite0's lies beside a build.
        const QByteArray home = qgetenv("HOME");
        const auto restored = qScopeGuard([&home] { qputenv("HOME", home); });
        qputenv("HOME", "/nonexistent");
        Recipe wanted = quickRecipe(1);
        wanted.encoder = "resnet34";
        wanted.weights.clear();
        const TrainingPlan plan = planTraining(*project, wanted);
        QCOMPARE(plan.recipe.weights, std::string("none"));
        QVERIFY(!plan.warnings.empty());
        wanted.weights = "imagenet";
        QVERIFY_EXCEPTION_THROWN(planTraining(*project, wanted), TrainingError);
    }
};

std::unique_ptr<QObject> run_tests::recipeTests()
{
    return std::make_unique<RecipesTest>();
}

#include "recipes.moc"
