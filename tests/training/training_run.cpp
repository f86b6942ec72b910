// A run from labels to weights: learning, resuming, failing, recording.
#include "../several_tests.h"
#include "memory_limit.h"
#include "run_fixtures.h"
#include "training/checkpoint.h"
#include "training/event_file.h"
#include "training/label_history.h"
#include "training/pretrained.h"
#include "training/validation_pass.h"

#include <csignal>
#include <limits>
#include <QProcess>
#include <QtTest/QtTest>
#include <sys/resource.h>

namespace fs = std::filesystem;
using namespace limn;
using namespace limn::training;
using namespace run_tests;
using annotation::Project;
using annotation::Split;

namespace
{

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

class TrainingRunTest : public QObject, run_tests::Folder
{
    Q_OBJECT

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

private Q_SLOTS:
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

    void aLuckyValidationIsNotTheBest_data()
    {
        QTest::addColumn<QList<double>>("scores");
        QTest::addColumn<QList<bool>>("best");
        const auto row = [](const char* name, QList<double> scores, QList<bool> best) {
            QTest::newRow(name) << scores << best;
        };
        row("one", {0.5}, {true});
        row("rising", {0.2, 0.5, 0.6, 0.7}, {true, true, true, true});
        row("two, falling", {0.5, 0.4}, {true, false});
        row("lucky early", {0.5, 0.9, 0.6, 0.75, 0.8}, {true, true, false, true, true});
        row("unlucky", {0.5, 0.6, 0.2, 0.7, 0.8}, {true, true, false, true, true});
        row("collapse", {0.8, 0.84, 0.85, 0.76, 0.7}, {true, true, true, false, false});
        row("standing still", {0.5, 0.5, 0.5}, {true, true, true});
    }

    void aLuckyValidationIsNotTheBest()
    {
        QFETCH(QList<double>, scores);
        QList<bool> best;
        SteadyScore steady;
        for (const double score : scores)
            best.append(steady.take(score));
        QTEST(best, "best");
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
        project->putShape(image, small::rectangle(3, 2, 10, 10, 80, 80));
        annotation::ClassList classes = project->classes();
        annotation::addClass(classes, "third");
        project->setClasses(classes);
        while (run->step())
            ;
        QCOMPARE(recorder.end->state, std::string("finished"));
        QCOMPARE(recorder.labelChanges, 1);
        QVERIFY(LabelHistory::load(run->folder() / labelsFile).hasNews());
        QVERIFY(!recorder.warnings.empty());
        QVERIFY(recorder.warnings.front().find("third") != std::string::npos);
    }

    void stopKeepsTheWeights_data()
    {
        QTest::addColumn<int>("steps"); ///< before it is stopped
        QTest::addColumn<int>("asked"); ///< how often
        QTest::addColumn<int>("validations");
        QTest::newRow("before its first step") << 0 << 1 << 0;
        QTest::newRow("what was learned is validated") << 3 << 1 << 1;
        QTest::newRow("in haste") << 3 << 2 << 0;
    }

    void stopKeepsTheWeights()
    {
        QFETCH(int, steps);
        QFETCH(int, asked);
        const auto project = make(QTest::currentDataTag());
        Recorder recorder;
        const auto run = TrainingRun::start(*project, planTraining(*project, quickRecipe(1000)),
                                            std::nullopt, recorder);
        run->step(); // its first files
        while (run->steps() < steps)
            run->step();
        for (int i = 0; i < asked; ++i)
            run->requestStop();
        while (run->step())
            ;
        QCOMPARE(recorder.end->state, std::string("stopped"));
        QCOMPARE(run->steps(), std::int64_t{steps});
        QCOMPARE(loadModel(run->folder()).step, std::int64_t{steps});
        QVERIFY(fs::exists(run->folder() / trainerFile));
        QTEST(int(recorder.meanIous.size()), "validations");
        const nlohmann::json summary = annotation::readRun(run->folder()).summary;
        QCOMPARE(summary["bestMeanIou"].is_null(), recorder.meanIous.empty());
        QCOMPARE(fs::exists(run->folder() / bestFile), !recorder.meanIous.empty());
        // It goes on from the step after, in the epoch that it was in.
        recorder.losses.clear();
        const auto resumed = TrainingRun::resume(*project, run->id(), recorder);
        while (resumed->steps() < steps + 1)
            resumed->step();
        const auto rows = annotation::readMetrics(run->folder());
        QCOMPARE(rows.back()["step"].get<int>(), steps + 1);
        QCOMPARE(rows.back()["epoch"].get<int>(), 0);
        QCOMPARE(summary["plan"].size(), std::size_t{10}); // what was decided goes with the run
        QVERIFY(!summary["plan"][0]["reason"].get<std::string>().empty());
        QVERIFY(summary["waitingShare"].get<double>() >= 0);
        QVERIFY(summary["waitingShare"].get<double>() <= 1);
    }

    void validationsComeOftenAtFirst_data()
    {
        QTest::addColumn<double>("minutes");
        QTest::addColumn<double>("begun");
        QTest::addColumn<double>("cost");
        QTest::addColumn<double>("shortest");
        QTest::addColumn<double>("longest");
        QTest::newRow("a short run begins") << 3.0 << 0.0 << 0.0 << 4.5 << 15.0;
        QTest::newRow("a run of seconds") << 0.5 << 0.0 << 0.0 << 0.75 << 3.75;
        QTest::newRow("a quarter of an hour begins") << 12.0 << 0.0 << 0.0 << 18.0 << 15.0;
        QTest::newRow("two minutes later") << 12.0 << 120.0 << 0.5 << 18.0 << 40.0;
        QTest::newRow("ten minutes later") << 12.0 << 600.0 << 0.5 << 18.0 << 90.0;
        QTest::newRow("a validation is dear") << 12.0 << 15.0 << 3.0 << 18.0 << 60.0;
        QTest::newRow("very dear") << 12.0 << 15.0 << 30.0 << 18.0 << 90.0;
        QTest::newRow("a day begins") << 1440.0 << 0.0 << 0.0 << 60.0 << 15.0;
        QTest::newRow("hours later") << 1440.0 << 20000.0 << 1.0 << 60.0 << 120.0;
    }

    void validationsComeOftenAtFirst()
    {
        QFETCH(double, minutes);
        QFETCH(double, begun);
        QFETCH(double, cost);
        const EpochLength length = epochByTheClock(60 * minutes, begun, cost);
        QTEST(length.shortest, "shortest");
        QTEST(length.longest, "longest");
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
        // What was painted since is new to it, and a damaged memory of labels only means that
        // nothing is.
        project->putShape(project->images().front().id, small::rectangle(3, 2, 10, 10, 80, 80));
        const auto third = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                              first->folder(), recorder);
        third->step();
        QVERIFY(LabelHistory::load(third->folder() / labelsFile).hasNews());
        fs::resize_file(first->folder() / labelsFile, 5);
        const auto fourth = TrainingRun::start(*project, planTraining(*project, quickRecipe(1)),
                                               first->folder(), recorder);
        QVERIFY(recorder.told(labelsFile) > 0);
        fourth->step();
        QVERIFY(!LabelHistory::load(fourth->folder() / labelsFile).hasNews());
    }

    void memoryThatDoesNotSufficeTakesFewerPatchesAtOnce()
    {
        const auto project = make("memory");
        Recipe whole = quickRecipe(1);
        whole.patchSize = 128;
        Recipe halves = whole;
        halves.batchSize = 2;
        halves.accumulation = 2;
        MemoryLimit memory;
        // Over the first steps: a checkpoint takes more than they do.
        const auto peakOf = [&](const Recipe& recipe, Recorder& recorder) {
            const auto run = TrainingRun::start(*project, planTraining(*project, recipe),
                                                std::nullopt, recorder);
            run->step();
            memory.watch();
            while (run->steps() < 4)
                run->step();
            const std::int64_t peak = memory.peak();
            while (run->step())
                ;
            return peak;
        };
        Recorder all;
        Recorder half;
        const std::int64_t much = peakOf(whole, all);
        const std::int64_t less = peakOf(halves, half);
        QVERIFY2(less < much, qPrintable(QString("%1 %2").arg(less).arg(much)));
        QVERIFY(all.losses != half.losses); // batch norms see other batches

        Recorder recorder;
        auto run =
            TrainingRun::start(*project, planTraining(*project, whole), std::nullopt, recorder);
        run->step();
        memory.watch((less + much) / 2);
        while (run->steps() < 4 && run->step())
            ;
        QVERIFY(memory.refusals() > 0);
        memory.watch();
        run->interrupt();
        run = TrainingRun::resume(*project, std::string(run->id()), recorder);
        while (run->step())
            ;
        QVERIFY2(recorder.end->state == "finished", recorder.end->message.c_str());
        QCOMPARE(recorder.told("from now on 2 patches go through the network at a time; a step "
                               "still learns from 4."),
                 1);
        QCOMPARE(recorder.losses, half.losses);

        // A single patch is too much.
        Recorder failed;
        run = TrainingRun::start(*project, planTraining(*project, whole), std::nullopt, failed);
        run->step();
        memory.watch(less / 4);
        while (run->step())
            ;
        memory.watch();
        QCOMPARE(failed.end->state, std::string("failed"));
        QVERIFY2(failed.end->message.find("memory does not suffice") != std::string::npos,
                 failed.end->message.c_str());
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
                      "import importlib.util, json, sys\n"
                      "if importlib.util.find_spec('tensorboard') is None:\n"
                      "    sys.exit(77)\n"
                      "from tensorboard.backend.event_processing.event_accumulator import "
                      "EventAccumulator\n"
                      "events = EventAccumulator(sys.argv[1])\n"
                      "events.Reload()\n"
                      "print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] "
                      "for tag in events.Tags()['scalars']}))\n",
                      QString::fromStdString(run->folder().string())});
        QVERIFY(python.waitForStarted());
        QVERIFY(python.waitForFinished(100'000));
        constexpr int absent = 77;
        if (python.exitCode() == absent)
            QSKIP("TensorBoard is not installed for this Python (LIMN_TENSORBOARD_PYTHON)");
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
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
                const StateDict written = readSafetensors(run->folder() / lastFile);
                for (const auto& [name, tensor] : stateDict(run->network()).tensors)
                    QVERIFY2(torch::equal(*written.find(name), tensor), name.c_str());
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
                                                  "affinity=0.5",
                                                  "labelSmoothing=0.05",
                                                  "hardestShare=0.5",
                                                  "classWeighting=root",
                                                  "dropout=0.2",
                                                  "stochasticDepth=0.3",
                                                  "deepSupervision=0.5",
                                                  "workingResolution=2",
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
                                                  "cutmix=0.4",
                                                  "batchSize=2",
                                                  "accumulation=2"},
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

    void fittingRateIsFoundByTrying()
    {
        const auto project = make("rates");
        Recipe recipe = quickRecipe(1);
        recipe.rangeTest = true;
        const auto begin = [&](const Recipe& wanted, Recorder& recorder) {
            return TrainingRun::start(*project, planTraining(*project, wanted), std::nullopt,
                                      recorder);
        };
        Recorder tried;
        const auto run = begin(recipe, tried);
        while (run->step())
            ;
        QCOMPARE(tried.told("is the fitting one"), 1);
        const double rate =
            annotation::readRun(run->folder()).summary["learningRate"].get<double>();
        QVERIFY2(rate > 1e-5 && rate < 0.1, qPrintable(QString::number(rate)));

        // Interrupted while it tries, it tries again; and training is what it would be had the
        // rate been asked for.
        Recorder interrupted;
        auto part = begin(recipe, interrupted);
        for (int i = 0; i < 5; ++i)
            part->step();
        part->interrupt();
        part = TrainingRun::resume(*project, std::string(part->id()), interrupted);
        while (part->step())
            ;
        QCOMPARE(interrupted.losses, tried.losses);
        recipe.rangeTest = false;
        recipe.optimisation.learningRate = rate;
        Recorder asked;
        const auto plain = begin(recipe, asked);
        while (plain->step())
            ;
        QCOMPARE(asked.losses, tried.losses);
        QCOMPARE(asked.rates, tried.rates);
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
        // Then every label goes: there is nothing to learn until some are back.
        const auto image = project->images().front().id;
        const std::vector<annotation::Shape> shapes = project->shapes(image);
        for (const annotation::Shape& shape : shapes)
            project->removeShape(image, shape.id);
        while (run->step())
            ;
        QVERIFY2(recorder.end->state == "stopped", recorder.end->message.c_str());
        QVERIFY2(recorder.end->message.find("no label is left") != std::string::npos,
                 recorder.end->message.c_str());
        QVERIFY_EXCEPTION_THROWN(TrainingRun::resume(*project, run->id(), recorder), TrainingError);
        for (const annotation::Shape& shape : shapes)
            project->putShape(image, shape);
        const auto resumed = TrainingRun::resume(*project, run->id(), recorder);
        while (resumed->step())
            ;
        QVERIFY2(recorder.end->state == "finished", recorder.end->message.c_str());
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    TrainingRunTest runs;
    const auto recipes = recipeTests();
    const auto sampling = samplingTests();
    const auto checks = projectCheckTests();
    const auto weights = publishedWeightsTests();
    return tests::run(QCoreApplication::arguments(),
                      {recipes.get(), sampling.get(), checks.get(), weights.get(), &runs});
}

#include "training_run.moc"
