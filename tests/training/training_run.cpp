// A run from labels to weights: recipe, plan, split, sampler, learning, resuming.
#include "training/training_run.h"
#include "annotation/run_record.h"
#include "small_project.h"
#include "training/checkpoint.h"
#include "training/patch_sampler.h"

#include <fstream>
#include <QTemporaryDir>
#include <QtTest/QtTest>

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
    std::vector<double> meanIous;
    int labelChanges = 0;
    std::vector<std::string> warnings;
    std::optional<RunEnd> end;

    void progressed(const RunProgress& row) override
    {
        if (!std::isnan(row.loss))
            losses.push_back(row.loss);
    }
    void validated(const RunValidation& row) override { meanIous.push_back(row.meanIou); }
    void labelsChanged(std::int64_t, double) override { ++labelChanges; }
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
        QCOMPARE(toJson(recipeFromJson(toJson(recipe))), toJson(recipe));
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
    }

    void recipeRefusesWhatItDoesNotKnow()
    {
        QVERIFY_EXCEPTION_THROWN(recipeFromJson({{"colour", "red"}}), TrainingError);
        QVERIFY_EXCEPTION_THROWN(recipeFromJson({{"epochs", "many"}}), RecipeTypeError);
        QVERIFY_EXCEPTION_THROWN(recipeFromJson({{"batchSize", 0}}), TrainingError);
        QVERIFY_EXCEPTION_THROWN(recipeFromJson({{"patchSize", 100}}), TrainingError);
        QVERIFY_EXCEPTION_THROWN(recipeFromJson({{"minutes", -1}}), TrainingError);
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
};

QTEST_GUILESS_MAIN(TrainingRunTest)
#include "training_run.moc"
