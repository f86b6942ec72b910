// A run from labels to weights: recipe, plan, split, sampler, learning, resuming.
#include "training/training_run.h"
#include "annotation/run_record.h"
#include "small_project.h"
#include "training/checkpoint.h"
#include "training/event_file.h"
#include "training/patch_sampler.h"
#include "training/pretrained.h"
#include "training/recipe_choice.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <limits>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <sys/resource.h>

namespace fs = std::filesystem;
using namespace limn;
using namespace limn::training;
using annotation::Project;
using annotation::Split;

namespace
{

struct Recorder : RunListener
{
    std::vector<double> losses;
    std::vector<double> rates;
    std::vector<double> meanIous;
    int labelChanges = 0;
    int checkpoints = 0;
    std::vector<std::string> warnings;
    std::optional<RunEnd> end;

    void progressed(const RunProgress& row) override
    {
        if (!std::isnan(row.loss))
            losses.push_back(row.loss);
        if (row.learningRate > 0)
            rates.push_back(row.learningRate);
    }
    void validated(const RunValidation& row) override { meanIous.push_back(row.meanIou); }
    void labelsChanged(std::int64_t, double) override { ++labelChanges; }
    void checkpointed(std::int64_t, double) override { ++checkpoints; }
    void logged(const std::string&, const std::string& message) override
    {
        warnings.push_back(message);
    }
    void ended(const RunEnd& e) override { end = e; }
};

Recipe quickRecipe(int epochs)
{
    Recipe recipe;
    recipe.weights = "none";
    recipe.device = "cpu";
    recipe.precision = "fp32";
    recipe.epochs = epochs;
    recipe.patchSize = 64;
    recipe.batchSize = 4;
    recipe.seed = 5;
    return recipe;
}

std::vector<double> lossesOnDisk(const TrainingRun& run)
{
    std::vector<double> losses;
    for (const auto& row : annotation::readMetrics(run.folder()))
        if (row["kind"] == "train")
            losses.push_back(row["loss"]);
    return losses;
}

bool sameTensors(const StateDict& a, const StateDict& b)
{
    if (a.tensors.size() != b.tensors.size())
        return false;
    for (std::size_t i = 0; i < a.tensors.size(); ++i)
        if (a.tensors[i].first != b.tensors[i].first ||
            !torch::equal(a.tensors[i].second, b.tensors[i].second))
            return false;
    return true;
}

} // namespace

class TrainingRunTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path folder() const { return folder_.path().toStdString(); }
    /// One band of 128 x 128 float32 samples.
    template <class Value>
    std::string writeFloats(const char* name, Value value)
    {
        raster::WriterOptions options;
        options.size = {128, 128};
        options.type = raster::SampleType::Float32;
        std::vector<float> samples;
        for (int y = 0; y < 128; ++y)
            for (int x = 0; x < 128; ++x)
                samples.push_back(value(x, y));
        const fs::path file = folder() / name;
        raster::RasterWriter writer(file.string(), options);
        writer.write({0, 0, 128, 128}, std::span<const float>(samples));
        writer.finish();
        return file.string();
    }
    std::unique_ptr<Project> open(const fs::path& path)
    {
        return Project::open(path, Project::Access::ReadWrite);
    }
    std::unique_ptr<Project> make(const char* name, int width = 256, int height = 256)
    {
        return open(small::makeProject(folder_.path().toStdString(), name, width, height));
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("LIMN_WEIGHTS_DIR", folder_.filePath("weights").toLocal8Bit());
        qputenv("XDG_CACHE_HOME", folder_.filePath("cache").toLocal8Bit());
        qputenv("HOME", folder_.filePath("home").toLocal8Bit());
    }

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
        const RecipeChoice choice = chooseRecipe(recipeFromSettings(settings), facts, onCpu);
        QTEST(choice.recipe.augmentation.scale, "scale");
        QTEST(choice.recipe.patchSize, "patchSize");
        QTEST(choice.recipe.batchSize, "batchSize");
        QFETCH(QString, reason);
        QCOMPARE(choice.reasons.size(), std::size_t(reason.isEmpty() ? 0 : 1));
        if (!reason.isEmpty())
            QVERIFY2(choice.reasons.front().find(reason.toStdString()) != std::string::npos,
                     choice.reasons.front().c_str());
    }

    void thinClassesAreFound()
    {
        const auto path = small::makeProject(folder_.path().toStdString(), "thin");
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

    void trainingAndValidationNeverShareAPixel()
    {
        const auto project = make("split");
        const TrainingPlan plan = planTraining(*project, quickRecipe(1));
        const TrainingImage& image = plan.images.images.front();
        const ClassIndex classes(plan.classes);
        const raster::PixelRect all = image.raster->bounds();
        std::vector<std::int64_t> train(256 * 256);
        std::vector<std::int64_t> validation(256 * 256);
        std::vector<std::uint8_t> labels(256 * 256);
        readTargets(image, classes, plan.split, Split::Train, all, all, train.data());
        readTargets(image, classes, plan.split, Split::Validation, all, all, validation.data());
        image.labels->read(all, labels);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const bool trains = train[i] != ignored;
            const bool validates = validation[i] != ignored;
            QVERIFY(!(trains && validates));
            QCOMPARE(trains || validates, labels[i] != 0);
            if (trains)
                QCOMPARE(train[i], std::int64_t{labels[i]} - 1);
        }
    }

    void tooFewLabelsToHoldBackAllTrain()
    {
        const fs::path path = small::makeProject(folder_.path().toStdString(), "few");
        const auto project = open(path);
        const auto image = project->images().front().id;
        project->removeShape(image, 1);
        project->removeShape(image, 2);
        project->putShape(image, small::rectangle(1, 1, 40, 40, 8, 8));
        project->putShape(image, small::rectangle(2, 2, 50, 40, 8, 8));
        const TrainingPlan plan = planTraining(*project, quickRecipe(1));
        QVERIFY(plan.ready);
        QVERIFY(plan.split.everythingTrains);
        QVERIFY(plan.sentence.find("too few labels") != std::string::npos);
        QCOMPARE(plan.labels[0].trainPixels, std::int64_t{64});
    }

    void batchesDependOnSeedAndNumberAlone()
    {
        const auto project = make("batches");
        const auto sampler = [&](std::uint64_t seed) {
            TrainingPlan plan = planTraining(*project, quickRecipe(1));
            const auto& raster = plan.images.images.front().raster;
            const BandScaling scaling =
                bandScaling({raster}, {0, 1, 2}, {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}});
            return std::make_unique<PatchSampler>(std::move(plan.images.images), scaling,
                                                  ClassIndex(plan.classes), plan.split,
                                                  SamplerSettings{64, 4, seed});
        };
        const auto first = sampler(1);
        std::vector<Batch> batches;
        for (int n = 0; n < 5; ++n)
            batches.push_back(first->next());
        QVERIFY(!torch::equal(batches[0].images, batches[1].images));
        const auto second = sampler(1);
        second->seek(3);
        QVERIFY(torch::equal(second->next().images, batches[3].images));
        const Batch fourth = second->next();
        QVERIFY(torch::equal(fourth.images, batches[4].images));
        QVERIFY(torch::equal(fourth.labels, batches[4].labels));
        QVERIFY(!torch::equal(sampler(2)->next().images, batches[0].images));
        // Both classes are seen about equally often.
        std::int64_t ofFirst = 0;
        std::int64_t ofSecond = 0;
        first->seek(0);
        for (int n = 0; n < 30; ++n) {
            const Batch batch = first->next();
            ofFirst += (batch.labels == 0).sum().item<std::int64_t>();
            ofSecond += (batch.labels == 1).sum().item<std::int64_t>();
        }
        QVERIFY(ofFirst > 0 && ofSecond > 0);
        QVERIFY(double(ofFirst) / double(ofSecond) > 0.6);
        QVERIFY(double(ofFirst) / double(ofSecond) < 1.7);
    }

    void wholeNetworksAreTakenWithAHeadForOtherClasses()
    {
        const auto source = SegmentationNetwork::make({.encoder = "resnet18", .classes = 21});
        StateDict file = stateDict(*source);
        file.set("aux_classifier.0.weight", torch::ones({2}));
        const auto network =
            SegmentationNetwork::make({.encoder = "resnet18", .bands = 4, .classes = 2});
        const std::vector<std::string> notes = loadPretrained(*network, file, {});
        QCOMPARE(notes.size(), std::size_t{3});
        QVERIFY(QString::fromStdString(notes[0]).contains("from 3 bands to 4"));
        QVERIFY(QString::fromStdString(notes[1]).contains("segmentation_head.0.weight"));
        QVERIFY(QString::fromStdString(notes[2]).contains("aux_classifier.0.weight"));
        const StateDict own = stateDict(*network);
        const std::string layer = "decoder.blocks.4.conv2.0.weight";
        QVERIFY(torch::equal(*own.find(layer), *file.find(layer)));
        QVERIFY(torch::equal(*own.find("encoder.conv1.weight"),
                             inflateFirstConvolution(*file.find("encoder.conv1.weight"), 4, {})));

        // Of another decoder's network only the encoder is taken.
        const auto other =
            SegmentationNetwork::make({.architecture = "fpn", .encoder = "resnet18"});
        const std::vector<std::string> said = loadPretrained(*other, file, {});
        QCOMPARE(said.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(said[0]).contains("only the encoder"));
        QVERIFY_EXCEPTION_THROWN(
            loadPretrained(*SegmentationNetwork::make({.encoder = "resnet34"}), file, {}),
            TrainingError);
    }

    void validationCoversEveryHeldBackPixelOnce()
    {
        const auto project = make("cover", 300, 200);
        TrainingPlan plan = planTraining(*project, quickRecipe(1));
        const auto& raster = plan.images.images.front().raster;
        const BandScaling scaling =
            bandScaling({raster}, {0, 1, 2}, {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}});
        PatchSampler sampler(std::move(plan.images.images), scaling, ClassIndex(plan.classes),
                             plan.split, {64, 4, 1});
        const auto places = sampler.validationPlaces(1000);
        const Batch batch = sampler.validationBatch(places);
        QCOMPARE((batch.labels != ignored).sum().item<std::int64_t>(),
                 sampler.index().pixels(Split::Validation));
        QCOMPARE(sampler.validationPlaces(2).size(), std::size_t{2});
    }

    void patchesOfImagesSmallerThanAPatchAreMirrored()
    {
        const std::string file =
            small::writeImage(fs::path(folder_.path().toStdString()) / "tiny.tif", 5, 3);
        const auto raster = raster::Raster::open(file);
        BandScaling scaling;
        scaling.bands.resize(3);
        const torch::Tensor inside = readNormalised(*raster, scaling, {0, 0, 5, 3});
        const torch::Tensor patch = readNormalised(*raster, scaling, {-4, -7, 16, 16});
        QVERIFY(torch::equal(patch.slice(1, 7, 10).slice(2, 4, 9), inside));
        QVERIFY(torch::equal(patch.select(2, 3), patch.select(2, 5)));  // left border
        QVERIFY(torch::equal(patch.select(1, 10), patch.select(1, 8))); // lower border
        const std::string pixel =
            small::writeImage(fs::path(folder_.path().toStdString()) / "pixel.tif", 1, 1);
        const torch::Tensor grown =
            readNormalised(*raster::Raster::open(pixel), scaling, {-3, -3, 8, 8});
        QVERIFY(torch::equal(grown, grown.select(2, 3).unsqueeze(2).expand_as(grown)));
    }

    void learnsTwoTextures()
    {
        const auto project = make("learns");
        Recorder recorder;
        Recipe recipe = quickRecipe(14);
        recipe.optimisation.averaging = 0.9;
        const auto run =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, recorder);
        while (run->step())
            ;
        QVERIFY(recorder.end);
        QCOMPARE(recorder.end->state, std::string("finished"));
        QVERIFY2(recorder.end->bestMeanIou > 0.9,
                 qPrintable(QString::number(recorder.end->bestMeanIou)));
        QVERIFY(recorder.losses.back() < recorder.losses.front() / 2);
        const LoadedModel model = loadModel(run->folder());
        QCOMPARE(model.run, run->id());
        QCOMPARE(model.description.classes.size(), std::size_t{2});
        QCOMPARE(model.description.network.bands, 3);
    }

    void sameSeedSameCurve()
    {
        const auto project = make("seed");
        std::vector<std::vector<double>> curves;
        for (const std::uint64_t seed : {5, 5, 6}) {
            Recipe recipe = quickRecipe(1);
            recipe.seed = seed;
            Recorder recorder;
            const auto run = TrainingRun::start(*project, planTraining(*project, recipe),
                                                std::nullopt, recorder);
            while (run->step())
                ;
            curves.push_back(recorder.losses);
            curves.back().insert(curves.back().end(), recorder.meanIous.begin(),
                                 recorder.meanIous.end());
        }
        QVERIFY(curves[0].size() > 8);
        QCOMPARE(curves[0], curves[1]);
        QVERIFY(curves[0] != curves[2]);
    }

    void resumedRunIsTheRunThatWasNeverStopped()
    {
        const auto project = make("resume");
        Recorder recorder;
        const auto whole = TrainingRun::start(*project, planTraining(*project, quickRecipe(2)),
                                              std::nullopt, recorder);
        while (whole->step())
            ;

        auto first = TrainingRun::start(*project, planTraining(*project, quickRecipe(2)),
                                        std::nullopt, recorder);
        while (first->steps() < 5)
            first->step();
        first->interrupt();
        const std::string id = first->id();
        QCOMPARE(annotation::readRun(first->folder()).state, std::string("interrupted"));
        first.reset();
        const auto second = TrainingRun::resume(*project, id, recorder);
        QCOMPARE(second->steps(), std::int64_t{5});
        while (second->step())
            ;
        QCOMPARE(lossesOnDisk(*second), lossesOnDisk(*whole));
        QVERIFY(sameTensors(readSafetensors(second->folder() / lastFile),
                            readSafetensors(whole->folder() / lastFile)));
        QVERIFY_EXCEPTION_THROWN(TrainingRun::resume(*project, id, recorder), TrainingError);
    }

    void labelsPaintedMeanwhileAreTakenIn()
    {
        const auto project = make("meanwhile");
        Recorder recorder;
        const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(2)),
                                            std::nullopt, recorder);
        run->step();
        const auto image = project->images().front().id;
        project->putShape(image, small::rectangle(3, 2, 10, 10, 20, 20));
        annotation::ClassList classes = project->classes();
        annotation::addClass(classes, "third");
        project->setClasses(classes);
        while (run->step())
            ;
        QCOMPARE(recorder.end->state, std::string("finished"));
        QCOMPARE(recorder.labelChanges, 1);
        QVERIFY(!recorder.warnings.empty());
        QVERIFY(recorder.warnings.front().find("third") != std::string::npos);
    }

    void stopKeepsTheWeights()
    {
        const auto project = make("stop");
        Recorder recorder;
        const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(1000)),
                                            std::nullopt, recorder);
        run->step(); // its first files
        run->step();
        run->requestStop();
        while (run->step())
            ;
        QCOMPARE(recorder.end->state, std::string("stopped"));
        QCOMPARE(loadModel(run->folder()).step, std::int64_t{1});
        QVERIFY(fs::exists(run->folder() / trainerFile));
    }

    void startsFromAnotherRunsWeights()
    {
        const auto project = make("from");
        Recorder recorder;
        const auto first = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                              std::nullopt, recorder);
        while (first->step())
            ;
        const auto second = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                               first->folder(), recorder);
        const LoadedModel best = loadModel(first->folder());
        QVERIFY(sameTensors(stateDict(second->network()), stateDict(*best.network)));
    }

    void failureEndsTheRunAndIsTold()
    {
        const auto project = make("fails");
        Recorder recorder;
        const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(1000)),
                                            std::nullopt, recorder);
        run->step();
        fs::remove_all(run->folder());
        small::writeFile(run->folder(), "a file where the run's folder was");
        while (run->step())
            ;
        QCOMPARE(recorder.end->state, std::string("failed"));
        QVERIFY2(recorder.end->message.find(run->id()) != std::string::npos,
                 recorder.end->message.c_str());
        QVERIFY(run->isOver());
    }

    void runsAreRecordedForTensorBoard()
    {
        // The check value of CRC-32C, masked as TFRecord does.
        constexpr std::uint32_t crc = 0xE3069283;
        QCOMPARE(maskedCrc("123456789"), ((crc >> 15) | (crc << 17)) + 0xA282EAD8);

        const auto project = make("board");
        Recorder recorder;
        auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(2)),
                                      std::nullopt, recorder);
        while (run->steps() < 5)
            run->step();
        run->interrupt();
        const std::string id = run->id();
        run = TrainingRun::resume(*project, id, recorder);
        while (run->step())
            ;
        int files = 0;
        for (const auto& entry : fs::directory_iterator(run->folder()))
            files += entry.path().filename().string().starts_with("events.out.tfevents.") ? 1 : 0;
        QCOMPARE(files, 2);

        QProcess python;
        python.start(qEnvironmentVariable("LIMN_TENSORBOARD_PYTHON", "python3"),
                     {"-c",
                      "from tensorboard.backend.event_processing.event_accumulator import "
                      "EventAccumulator\n"
                      "import json, sys\n"
                      "events = EventAccumulator(sys.argv[1])\n"
                      "events.Reload()\n"
                      "print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] "
                      "for tag in events.Tags()['scalars']}))\n",
                      QString::fromStdString(run->folder().string())});
        if (!python.waitForFinished(100'000) || python.exitCode() != 0)
            QSKIP("TensorBoard is not installed for this Python (LIMN_TENSORBOARD_PYTHON)");
        const auto read = nlohmann::json::parse(python.readAllStandardOutput().toStdString());
        std::vector<nlohmann::json> losses;
        for (const auto& row : annotation::readMetrics(run->folder())) {
            if (row["kind"] == "train")
                losses.push_back({row["step"], row["loss"].get<float>()});
            else if (row["kind"] == "validation")
                QCOMPARE(read["mean IoU"][row["epoch"].get<int>()][0], row["step"]);
        }
        QCOMPARE(nlohmann::json(losses).size(), read["loss/training"].size());
        for (std::size_t i = 0; i < losses.size(); ++i) {
            QCOMPARE(read["loss/training"][i][0], losses[i][0]);
            QVERIFY(std::abs(read["loss/training"][i][1].get<double>() -
                             losses[i][1].get<double>()) < 1e-6);
        }
        QVERIFY(read.contains("IoU/smooth"));
        QVERIFY(read.contains("learning rate"));
    }

    void interruptedBeforeItsFirstStepItIsSavedOnce()
    {
        const auto project = make("early");
        Recorder recorder;
        const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(2)),
                                            std::nullopt, recorder);
        run->interrupt();
        QCOMPARE(recorder.checkpoints, 1);
        QCOMPARE(recorder.end->state, std::string("interrupted"));
        const auto resumed = TrainingRun::resume(*project, run->id(), recorder);
        QVERIFY(resumed->step());
        QCOMPARE(resumed->steps(), std::int64_t{1});
    }

    void pausedRunKeepsItsCurve()
    {
        const auto project = make("pause");
        std::vector<std::vector<double>> curves;
        for (const bool paused : {false, true}) {
            Recorder recorder;
            const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                                std::nullopt, recorder);
            while (run->steps() < 3)
                run->step();
            if (paused) {
                const int before = recorder.checkpoints;
                run->setPaused(true);
                QVERIFY(run->isPaused());
                QCOMPARE(recorder.checkpoints, before + 1);
                run->setPaused(false);
            }
            while (run->step())
                ;
            curves.push_back(recorder.losses);
        }
        QCOMPARE(curves[0], curves[1]);
    }

    /// Everything that is off at first, together: the promises hold for it too.
    void everySettingKeepsSeedAndResuming()
    {
        const auto project = make("everything");
        const Recipe recipe = recipeFromSettings({"optimiser=sgd",
                                                  "nesterov=true",
                                                  "learningRate=0.01",
                                                  "schedule=onecycle",
                                                  "focal=0.5",
                                                  "tversky=0.5",
                                                  "lovasz=0.5",
                                                  "boundary=0.2",
                                                  "squaredError=0.5",
                                                  "labelSmoothing=0.05",
                                                  "hardestShare=0.5",
                                                  "classWeighting=root",
                                                  "dropout=0.2",
                                                  "l1=0.000001",
                                                  "rotation=20",
                                                  "translation=0.1",
                                                  "crop=0.2",
                                                  "perspective=0.2",
                                                  "elastic=2",
                                                  "gamma=0.3",
                                                  "bandGain=0.1",
                                                  "hue=0.1",
                                                  "saturation=0.3",
                                                  "noise=0.05",
                                                  "blur=1",
                                                  "sharpen=0.5",
                                                  "jpeg=0.3",
                                                  "equalise=0.3",
                                                  "stretch=0.3",
                                                  "cutout=0.3",
                                                  "mixup=0.3",
                                                  "cutmix=0.4"},
                                                 quickRecipe(1));
        Recorder recorder;
        const auto whole =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, recorder);
        while (whole->step())
            ;
        auto first =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, recorder);
        while (first->steps() < 4)
            first->step();
        first->interrupt();
        const auto second = TrainingRun::resume(*project, first->id(), recorder);
        while (second->step())
            ;
        QVERIFY(lossesOnDisk(*whole).size() >= 8);
        QCOMPARE(lossesOnDisk(*second), lossesOnDisk(*whole));
        QVERIFY(sameTensors(readSafetensors(second->folder() / lastFile),
                            readSafetensors(whole->folder() / lastFile)));
    }

    void lossThatIsNoNumberGoesBackWithHalfTheRate()
    {
        const auto project = make("explodes");
        Recipe recipe = recipeFromSettings({"optimiser=sgd", "learningRate=10", "momentum=0.9999",
                                            "gradientClip=0", "warmupShare=0", "schedule=constant",
                                            "weightDecay=10", "averaging=0"},
                                           quickRecipe(400));
        recipe.patience = 0;
        Recorder recorder;
        const auto run =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, recorder);
        while (run->step())
            ;
        // From 10 to 5, 2.5, 1.25 and 0.625; then it gives up.
        QCOMPARE(std::count_if(recorder.warnings.begin(), recorder.warnings.end(),
                               [](const std::string& line) {
                                   return line.find("half the learning rate") != std::string::npos;
                               }),
                 4);
        QCOMPARE(recorder.rates.front(), 10.0);
        QCOMPARE(recorder.end->state, std::string("failed"));
        QVERIFY(recorder.end->message.find("not a number") != std::string::npos);
    }

    void fullDiskEndsTheRunWhichCanGoOn()
    {
        const auto project = make("full");
        Recorder recorder;
        auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(2)),
                                      std::nullopt, recorder);
        while (run->steps() < 3)
            run->step();
        {
            // A limit on the size of files stands for the full disk.
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit before{};
            ::getrlimit(RLIMIT_FSIZE, &before);
            const rlimit limit{1 << 20, before.rlim_max};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            while (run->step())
                ;
            ::setrlimit(RLIMIT_FSIZE, &before);
        }
        QCOMPARE(recorder.end->state, std::string("failed"));
        QVERIFY2(recorder.end->message.find(run->id()) != std::string::npos,
                 recorder.end->message.c_str());
        const std::string id = run->id();
        run = TrainingRun::resume(*project, id, recorder);
        while (run->step())
            ;
        QCOMPARE(recorder.end->state, std::string("finished"));
    }

    void newClassesGrowTheHead()
    {
        const auto project = make("grow");
        Recorder recorder;
        const auto first = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                              std::nullopt, recorder);
        while (first->step())
            ;
        // Class 1 is gone, 2 stays, 3 is new: as many as before, so that only values tell them.
        annotation::ClassList classes = project->classes();
        classes.erase(classes.begin());
        classes.push_back({3, "third", {10, 20, 30}, '3', true, false});
        project->setClasses(classes);
        const auto image = project->images().front().id;
        project->putShape(image, small::rectangle(9, 3, 4, 2, 60, 200));
        const auto second = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                               first->folder(), recorder);
        const LoadedModel old = loadModel(first->folder());
        const auto head = [](const SegmentationNetwork& network) {
            return *network.named_parameters().find("segmentation_head.0.weight");
        };
        const torch::Tensor before = head(*old.network);
        const torch::Tensor now = head(second->network());
        QVERIFY(torch::equal(now[0], before[1]));
        QVERIFY(!torch::equal(now[1], before[0]));
        bool said = false;
        for (const std::string& line : recorder.warnings)
            said = said || line.find("third") != std::string::npos;
        QVERIFY(said);
    }

    void rateFallsWhereValidationDoesNotRise()
    {
        const auto project = make("plateau");
        Recorder recorder;
        // A rate too small to learn anything: the first validation stays the best one.
        const Recipe recipe =
            recipeFromSettings({"schedule=plateau", "plateauPatience=1", "stepFactor=0.5",
                                "learningRate=0.000000001", "warmupShare=0", "averaging=0"},
                               quickRecipe(8));
        const auto run =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, recorder);
        while (run->step())
            ;
        QCOMPARE(recorder.rates.front(), 1e-9);
        QVERIFY2(recorder.rates.back() <= 0.5e-9,
                 qPrintable(QString::number(recorder.rates.back())));
        QVERIFY(std::any_of(recorder.warnings.begin(), recorder.warnings.end(),
                            [](const std::string& line) {
                                return line.find("learning rate falls") != std::string::npos;
                            }));
    }

    void unusualProjectsTrain_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* what : {"NaN and infinite pixels", "a constant image", "one pixel a class",
                                 "254 classes", "another band count", "a class to validate only"})
            QTest::newRow(what) << QString(what);
    }

    void unusualProjectsTrain()
    {
        QFETCH(QString, what);
        const fs::path path = folder() / (what.toStdString() + ".limn");
        const auto project = Project::create(path);
        project->setClasses(small::twoClasses());
        std::int64_t lastShape = 100;
        const auto halves = [&](std::int64_t image) {
            project->putShape(image, small::rectangle(++lastShape, 1, 0, 0, 60, 128));
            project->putShape(image, small::rectangle(++lastShape, 2, 64, 0, 60, 128));
        };
        std::string said;
        if (what.startsWith("NaN")) {
            halves(project
                       ->addImage(writeFloats(
                           "nan.tif",
                           [](int x, int y) {
                               return (x + y) % 5 == 0 ? std::numeric_limits<float>::quiet_NaN()
                                      : (x + y) % 7 == 0
                                          ? std::numeric_limits<float>::infinity()
                                          : static_cast<float>(x < 64 ? 1 : 3) + 0.01f * y;
                           }))
                       .id);
        } else if (what.startsWith("a constant")) {
            halves(project->addImage(writeFloats("constant.tif", [](int, int) { return 7.f; })).id);
        } else if (what.startsWith("one pixel")) {
            const auto image = project->addImage(small::writeImage(folder() / "pixels.tif")).id;
            project->putShape(image, small::rectangle(1, 1, 20, 20, 1, 1));
            project->putShape(image, small::rectangle(2, 2, 220, 20, 1, 1));
            said = "too few labels";
        } else if (what.startsWith("254")) {
            annotation::ClassList classes;
            for (int value = 1; value <= 254; ++value)
                classes.push_back({value, "class " + std::to_string(value), {}, 0, true, false});
            project->setClasses(classes);
            const auto image = project->addImage(small::writeImage(folder() / "many.tif")).id;
            for (int value = 1; value <= 254; ++value)
                project->putShape(image, small::rectangle(value, value, (value - 1) % 16 * 16,
                                                          (value - 1) / 16 * 16, 16, 16));
        } else if (what.startsWith("another")) {
            halves(project->addImage(small::writeImage(folder() / "three.tif")).id);
            halves(project->addImage(small::writeImage(folder() / "three2.tif")).id);
            const auto other =
                project->addImage(small::writeImage(folder() / "four.tif", 256, 256, 4)).id;
            project->putShape(other, small::rectangle(9, 1, 0, 0, 60, 60));
            said = "4 bands";
        } else {
            annotation::ClassList classes = project->classes();
            annotation::addClass(classes, "only there");
            project->setClasses(classes);
            const auto first = project->addImage(small::writeImage(folder() / "first.tif")).id;
            const auto second = project->addImage(small::writeImage(folder() / "second.tif")).id;
            project->setImageSplit(first, Split::Train);
            project->setImageSplit(second, Split::Validation);
            halves(first);
            project->putShape(second, small::rectangle(5, 3, 0, 0, 60, 60));
        }
        Recorder recorder;
        TrainingPlan plan = planTraining(*project, quickRecipe(1));
        QVERIFY2(plan.ready, plan.sentence.c_str());
        QVERIFY2(plan.sentence.find(said) != std::string::npos, plan.sentence.c_str());
        const auto run = TrainingRun::start(*project, std::move(plan), std::nullopt, recorder);
        while (run->step())
            ;
        QVERIFY2(recorder.end->state == "finished", recorder.end->message.c_str());
        QVERIFY(recorder.losses.size() >= 8);
        for (const double loss : recorder.losses)
            QVERIFY(std::isfinite(loss));
    }

    void labelsAndImagesThatVanishMeanwhile()
    {
        const auto project = make("vanish");
        const auto extra = project->addImage(small::writeImage(folder() / "extra.tif")).id;
        project->putShape(extra, small::rectangle(7, 1, 10, 10, 100, 100));
        Recorder recorder;
        const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(3)),
                                            std::nullopt, recorder);
        while (run->steps() < 2)
            run->step();
        project->removeImage(extra);
        while (recorder.meanIous.empty())
            run->step();
        // Then every label goes: what was learned from them goes on.
        for (const annotation::Shape& shape : project->shapes(project->images().front().id))
            project->removeShape(project->images().front().id, shape.id);
        while (run->step())
            ;
        QVERIFY2(recorder.end->state == "finished", recorder.end->message.c_str());
    }
};

QTEST_GUILESS_MAIN(TrainingRunTest)
#include "training_run.moc"
