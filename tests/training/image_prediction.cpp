// What a trained network says of whole images: prediction, explanation, evaluation, pictures.
#include "training/image_prediction.h"
#include "small_project.h"
#include "training/curves.h"
#include "training/evaluation.h"
#include "training/explanation.h"
#include "training/live_prediction.h"
#include "training/picture.h"
#include "training/training_run.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace fs = std::filesystem;
using namespace limn;
using namespace limn::training;

class ImagePredictionTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<annotation::Project> project_;
    LoadedModel model_;
    std::shared_ptr<raster::Raster> large_; ///< several cells in both directions

    fs::path at(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }
    ImagePrediction predictionOf(const raster::Raster& raster)
    {
        return {*model_.network, model_.description, raster, torch::kCPU, Precision::Float32};
    }

    static Recipe shortRecipe(int patchSize)
    {
        Recipe recipe;
        recipe.weights = "none";
        recipe.device = "cpu";
        recipe.precision = "fp32";
        recipe.epochs = 8;
        recipe.patchSize = patchSize;
        recipe.batchSize = 4;
        recipe.optimisation.averaging = 0.9;
        return recipe;
    }

private Q_SLOTS:
    void initTestCase()
    {
        project_ = annotation::Project::open(small::makeProject(folder_.path().toStdString()),
                                             annotation::Project::Access::ReadOnly);
        const Recipe recipe = shortRecipe(64);
        RunListener listener;
        const auto run =
            TrainingRun::start(*project_, planTraining(*project_, recipe), std::nullopt, listener);
        while (run->step())
            ;
        model_ = loadModel(run->folder());
        large_ = raster::Raster::open(small::writeImage(at("large.tif"), 700, 690));
    }

    void whatIsSeenFirstStaysTheSame()
    {
        ImagePrediction prediction = predictionOf(*large_);
        QVERIFY(prediction.grid().columns() > 1 && prediction.grid().rows() > 1);
        QVERIFY(predictToGeoTiff(prediction, model_.description, *large_, at("whole.tif"),
                                 [](auto, auto) { return true; }));
        const auto whole = raster::Raster::open(at("whole.tif"));
        const std::vector<std::uint8_t> expected = raster::readIndices(*whole, whole->bounds());
        QVERIFY(std::count(expected.begin(), expected.end(), 1) > 10000);
        QVERIFY(std::count(expected.begin(), expected.end(), 2) > 10000);

        annotation::TileStore tiles(at("view.tiles"), annotation::TileStore::Access::ReadWrite);
        // A view in the lower right corner first, then everything.
        for (const GridCell& cell : prediction.cells({660, 650, 30, 30}))
            store(tiles, prediction.predict(cell));
        std::vector<std::uint8_t> seen(30 * 30);
        tiles.read("class", {660, 650, 30, 30}, 1, seen);
        QCOMPARE(seen, raster::readIndices(*whole, {660, 650, 30, 30}));
        for (const GridCell& cell : prediction.cells(large_->bounds()))
            store(tiles, prediction.predict(cell));
        std::vector<std::uint8_t> stored(expected.size());
        tiles.read("class", large_->bounds(), 1, stored);
        QCOMPARE(stored, expected);
        tiles.read("confidence", large_->bounds(), 1, stored);
        // With two classes the winning one has at least half the probability.
        QVERIFY(*std::min_element(stored.begin(), stored.end()) >= 127);
    }

    void viewIsPredictedAgainWithoutTheRest()
    {
        RunWeights weights(*project_);
        int tiles = 0;
        int ends = 0;
        LivePrediction live(*project_, weights,
                            {[&](const TilesPredicted&) { ++tiles; },
                             [&](auto, const auto&, const std::string& message) {
                                 QCOMPARE(message, std::string());
                                 ++ends;
                             }});
        live.viewChanged(); // nothing was asked for
        QVERIFY(!live.predictNext());
        const std::int64_t image = project_->images().front().id;
        live.setView(image, "", {10, 10, 50, 50});
        live.viewChanged(); // nothing was predicted
        live.setImage(image, "");
        while (live.predictNext())
            ;
        QCOMPARE(tiles, 1);
        QCOMPARE(ends, 2);
        live.viewChanged();
        QVERIFY(!live.predictNew());
        QVERIFY(live.predictNext());
        QVERIFY(!live.predictNext());
        QCOMPARE(tiles, 2);
        QCOMPARE(ends, 3); // the whole image was done before, and stays so
        live.weightsChanged();
        while (live.predictNext())
            ;
        QCOMPARE(tiles, 3);
        QCOMPARE(ends, 5);
    }

    void mapsKeepGeoreferenceAndColours()
    {
        const auto image = raster::Raster::open(project_->images().front().file);
        ImagePrediction prediction = predictionOf(*image);
        predictToGeoTiff(prediction, model_.description, *image, at("map.tif"),
                         [](auto, auto) { return true; });
        const auto map = raster::Raster::open(at("map.tif"));
        QVERIFY(map->info().transform == image->info().transform);
        QCOMPARE(map->size(), image->size());
        QVERIFY(map->info().paletted);
        const raster::PixelBlock block = map->read({2, 2, 1, 1});
        const auto value = raster::readIndices(*map, {2, 2, 1, 1}).front();
        const auto colour = annotation::findClass(model_.description.classes, value)->colour;
        for (int c = 0; c < 3; ++c)
            QCOMPARE(block.sample(c, 0, 0), float(colour[c]));
    }

    void endedPredictionLeavesNoFile()
    {
        ImagePrediction prediction = predictionOf(*large_);
        QVERIFY(!predictToGeoTiff(prediction, model_.description, *large_, at("ended.tif"),
                                  [](auto, auto) { return false; }));
        QVERIFY(!fs::exists(at("ended.tif")));
    }

    /// Learned and asked at half the resolution, everything answers at the image's own.
    void lowerResolutionsAnswerAtTheImages()
    {
        const auto project = annotation::Project::open(
            small::makeProject(folder_.path().toStdString(), "lower", 513, 511),
            annotation::Project::Access::ReadOnly);
        Recipe recipe = shortRecipe(128);
        recipe.workingResolution = "2";
        RunListener listener;
        const auto run =
            TrainingRun::start(*project, planTraining(*project, recipe), std::nullopt, listener);
        while (run->step())
            ;
        LoadedModel model = loadModel(run->folder());
        QCOMPARE(model.description.reduction, 2);
        QCOMPARE(toJson(model.description)["workingResolution"].get<int>(), 2);
        const Evaluation evaluation =
            evaluateSplit(*project, model, annotation::Split::Validation, torch::kCPU,
                          Precision::Float32, [](auto, auto) { return true; });
        QVERIFY2(evaluation.confusion.meanIou() > 0.8,
                 qPrintable(QString::number(evaluation.confusion.meanIou())));

        const auto image = raster::Raster::open(project->images().front().file);
        ImagePrediction prediction(*model.network, model.description, *image, torch::kCPU,
                                   Precision::Float32, {128, 32});
        QVERIFY(prediction.grid().columns() > 1);
        QVERIFY(predictToGeoTiff(prediction, model.description, *image, at("lower_map.tif"),
                                 [](auto, auto) { return true; }));
        const auto map = raster::Raster::open(at("lower_map.tif"));
        QCOMPARE(map->size(), image->size());
        const std::vector<std::uint8_t> classes = raster::readIndices(*map, map->bounds());
        std::int64_t right = 0;
        for (int y = 0; y < 511; ++y)
            for (int x = 0; x < 513; ++x)
                right += classes[static_cast<std::size_t>(y) * 513 + x] == small::truth(513, x, y)
                             ? 1
                             : 0;
        QVERIFY2(right > 0.9 * 511 * 513, qPrintable(QString::number(right)));

        ExplanationRequest request;
        request.area = {31, 41, 301, 203};
        const auto explanation = explainArea(*model.network, model.description, *image, torch::kCPU,
                                             request, [] { return true; });
        QCOMPARE(explanation->area(), request.area);
        const std::vector<float> all = explanation->read(request.area);
        QVERIFY(*std::max_element(all.begin(), all.end()) > 0.2f);
        QVERIFY(*std::max_element(all.begin(), all.end()) <= 1.0001f);
    }

    void invalidPixelsAreNotPredicted()
    {
        raster::WriterOptions options;
        options.size = {64, 64};
        options.bands = 3;
        options.nodata = 0;
        std::vector<std::uint8_t> samples(3 * 64 * 64, 90);
        for (int b = 0; b < 3; ++b)
            std::fill_n(samples.begin() + b * 4096, 10 * 64, 0); // the upper ten rows
        raster::RasterWriter writer(at("holes.tif"), options);
        writer.write({0, 0, 64, 64}, std::span<const std::uint8_t>(samples));
        writer.finish();
        const auto raster = raster::Raster::open(at("holes.tif"));
        const PredictedCell cell = predictionOf(*raster).predict({0, 0});
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x)
                QCOMPARE(cell.classes[y * 64 + x] == 0, y < 10);
    }

    void imageOfOnePixel()
    {
        const auto raster = raster::Raster::open(small::writeImage(at("pixel.tif"), 1, 1));
        const PredictedCell cell = predictionOf(*raster).predict({0, 0});
        QCOMPARE(cell.rect, (raster::PixelRect{0, 0, 1, 1}));
        QVERIFY(cell.classes[0] == 1 || cell.classes[0] == 2);
        const auto explanation = explainArea(*model_.network, model_.description, *raster,
                                             torch::kCPU, {}, [] { return true; });
        QCOMPARE(explanation->read({0, 0, 1, 1}).size(), std::size_t{1});
    }

    void explanationCoversTheAreaAskedFor()
    {
        ExplanationRequest request;
        request.area = {50, 70, 333, 201};
        request.classIndex = 1;
        const auto explanation = explainArea(*model_.network, model_.description, *large_,
                                             torch::kCPU, request, [] { return true; });
        QCOMPARE(explanation->area(), request.area);
        const std::vector<float> all = explanation->read(request.area);
        QVERIFY(*std::min_element(all.begin(), all.end()) >= 0);
        QVERIFY(*std::max_element(all.begin(), all.end()) <= 1.0001f);
        QVERIFY(*std::max_element(all.begin(), all.end()) > 0.2f);
        const std::vector<float> part = explanation->read({60, 80, 40, 30});
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x)
                QCOMPARE(part[y * 40 + x], all[(y + 10) * 333 + x + 10]);

        writeExplanation(*explanation, *large_, at("cam.tif"));
        const auto map = raster::Raster::open(at("cam.tif"));
        const raster::GeoTransform before = *large_->info().transform;
        const raster::GeoTransform after = *map->info().transform;
        QCOMPARE(after[0], before[0] + 50 * before[1]);
        QCOMPARE(after[3], before[3] + 70 * before[5]);
        QCOMPARE(map->read({10, 10, 1, 1}).samples[0], part[0]);
        writeHeatPicture(*explanation, *large_, at("cam.png"));
        QCOMPARE(raster::Raster::open(at("cam.png"))->size(), (raster::PixelSize{333, 201}));

        QVERIFY(!explainArea(*model_.network, model_.description, *large_, torch::kCPU, request,
                             [] { return false; }));
        request.area = {5000, 0, 10, 10};
        QVERIFY_EXCEPTION_THROWN(explainArea(*model_.network, model_.description, *large_,
                                             torch::kCPU, request, [] { return true; }),
                                 TrainingError);
    }

    void areasTooLargeForOnePassAreTiled()
    {
        const auto huge = raster::Raster::open(small::writeImage(at("huge.tif"), 1300, 1000));
        ExplanationRequest request;
        request.layer = model_.network->explainableLayers().back();
        int tiles = 0;
        const auto explanation =
            explainArea(*model_.network, model_.description, *huge, torch::kCPU, request, [&] {
                ++tiles;
                return true;
            });
        QVERIFY(tiles > 1);
        const std::vector<float> all = explanation->read(huge->bounds());
        QVERIFY(*std::max_element(all.begin(), all.end()) <= 1.0001f);
        QVERIFY(*std::max_element(all.begin(), all.end()) > 0.5f);
    }

    void evaluationCountsOneSplitOnly()
    {
        const auto everyCell = [](auto, auto) { return true; };
        const Evaluation train = evaluateSplit(*project_, model_, annotation::Split::Train,
                                               torch::kCPU, Precision::Float32, everyCell);
        const Evaluation validation =
            evaluateSplit(*project_, model_, annotation::Split::Validation, torch::kCPU,
                          Precision::Float32, everyCell);
        QCOMPARE(train.confusion.total() + validation.confusion.total(),
                 std::int64_t{2 * 94 * 252});
        QVERIFY(validation.confusion.total() > 0);
        QVERIFY2(validation.confusion.meanIou() > 0.8,
                 qPrintable(QString::number(validation.confusion.meanIou())));
        QVERIFY(validation.scores.rocAuc(0) > 0.9);
        QVERIFY(validation.scores.prAuc(1) > 0.9);
        QVERIFY(validation.scores.calibrationError() < 0.5);
        QVERIFY_EXCEPTION_THROWN(evaluateSplit(*project_, model_, annotation::Split::Test,
                                               torch::kCPU, Precision::Float32, everyCell),
                                 TrainingError);
    }

    void metricsAreNullWhereTheyAreNotDefined()
    {
        Evaluation evaluation(3);
        ConfusionMatrix& confusion = evaluation.confusion;
        confusion.add(0, 0, 6);
        confusion.add(0, 1, 2);
        confusion.add(1, 1, 4);
        annotation::ClassList classes = small::twoClasses();
        classes.push_back({3, "never", {}, 0, true, false});
        const nlohmann::json metrics =
            nlohmann::json::parse(metricsJson(evaluation, classes).dump());
        QCOMPARE(metrics["classes"][0]["iou"].get<double>(), 6.0 / 8);
        QCOMPARE(metrics["classes"][1]["precision"].get<double>(), 4.0 / 6);
        QVERIFY(metrics["classes"][2]["iou"].is_null());
        for (const char* key : {"rocAuc", "prAuc", "boundaryF1", "boundaryIou", "hausdorff95"})
            QVERIFY2(metrics["classes"][0][key].is_null(), key);
        QVERIFY(metrics["classes"][0]["iouInterval"][0].is_null());
        QCOMPARE(metrics["pixelAccuracy"].get<double>(), 10.0 / 12);
        QCOMPARE(metrics["confusionMatrix"][0][1].get<int>(), 2);
    }

    void bordersAreScoredAsTheReferencesDo()
    {
        QFile file(LIMN_SOURCE_DIR "/tests/reference/golden/scores.json");
        QVERIFY(file.open(QFile::ReadOnly));
        const nlohmann::json golden = nlohmann::json::parse(file.readAll().toStdString());
        const int side = golden["side"];
        const auto truth = golden["truth"].get<std::vector<std::uint8_t>>();
        const auto made = golden["made"].get<std::vector<std::uint8_t>>();
        BoundaryScores scores(golden["classes"], 3);
        scores.add(made, truth, side, side);
        for (const int c : {1, 2}) {
            const auto expected = [&](const char* name) {
                return golden["borders"][name][c - 1].get<double>();
            };
            QVERIFY(std::abs(scores.boundaryF1(c) - expected("f1")) < 1e-9);
            QVERIFY(std::abs(scores.boundaryIou(c) - expected("iou")) < 1e-9);
            QVERIFY(std::abs(scores.hausdorff95(c) - expected("hausdorff")) < 1e-5);
        }
    }

    void bordersTowardsUnlabelledAreNone()
    {
        // Class 0 left, class 1 right, and in between nothing is known.
        constexpr int side = 32;
        std::vector<std::uint8_t> reference(side * side);
        std::vector<std::uint8_t> predicted(side * side);
        for (int i = 0; i < side * side; ++i) {
            const int x = i % side;
            reference[i] = x < 12 ? 0 : x < 20 ? 255 : 1;
            predicted[i] = x < 15 ? 0 : 1;
        }
        BoundaryScores scores(2, 3);
        scores.add(predicted, reference, side, side);
        for (const int c : {0, 1}) {
            QVERIFY(std::isnan(scores.boundaryF1(c)));
            QVERIFY(std::isnan(scores.boundaryIou(c)));
            QVERIFY(std::isnan(scores.hausdorff95(c)));
        }
    }

    void intervalsHoldTheMetric()
    {
        std::vector<SparseCounts> units;
        ConfusionMatrix all(2);
        for (int i = 0; i < 12; ++i) {
            ConfusionMatrix unit(2);
            unit.add(0, 0, 50 + 3 * i);
            unit.add(1, 1, 40);
            unit.add(1, 0, i);
            all.add(unit);
            units.emplace_back(unit);
        }
        const Intervals intervals = bootstrapIntervals(units, 2);
        QCOMPARE(intervals.units, 12);
        QVERIFY(intervals.meanIou.first < all.meanIou());
        QVERIFY(intervals.meanIou.second > all.meanIou());
        QVERIFY(intervals.meanIou.second - intervals.meanIou.first < 0.2);
        QVERIFY(intervals.meanIou == bootstrapIntervals(units, 2).meanIou);
        // The same everywhere: nothing to doubt.
        const Intervals sure = bootstrapIntervals({units[3], units[3], units[3]}, 2);
        QCOMPARE(sure.iou[1].first, sure.iou[1].second);
        QVERIFY(std::isnan(bootstrapIntervals({units[0]}, 2).meanIou.first));
    }

    void comparesWithAnIndependentMap()
    {
        const auto write = [&](const char* name, std::vector<std::uint8_t> values) {
            raster::WriterOptions options;
            options.size = {4, 2};
            raster::RasterWriter writer(at(name), options);
            writer.write({0, 0, 4, 2}, std::span<const std::uint8_t>(values));
            writer.finish();
            return raster::Raster::open(at(name));
        };
        const auto prediction = write("p.tif", {2, 2, 2, 1, 1, 1, 1, 2});
        const auto reference = write("r.tif", {1, 1, 0, 1, 0, 0, 0, 1});
        const nlohmann::json metrics = compareWithReference(*prediction, 2, *reference);
        QCOMPARE(metrics["iou"].get<double>(), 3.0 / 5);
        QCOMPARE(metrics["precision"].get<double>(), 3.0 / 4);
        QCOMPARE(metrics["recall"].get<double>(), 3.0 / 4);
        QCOMPARE(metrics["accuracy"].get<double>(), 6.0 / 8);
        QVERIFY_EXCEPTION_THROWN(compareWithReference(*prediction, 2, *large_), TrainingError);
    }

    void damagedModelFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("description");
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("not JSON") << QByteArray("{");
        QTest::newRow("nothing in it") << QByteArray("{\"version\":1}");
        QTest::newRow("newer") << QByteArray("{\"version\":99}");
        nlohmann::json wrong = toJson(model_.description);
        wrong["network"]["bands"] = 9;
        QTest::newRow("contradicts itself") << QByteArray::fromStdString(wrong.dump());
        wrong = toJson(model_.description);
        wrong["classes"][0]["colour"] = "reddish";
        QTest::newRow("no colour") << QByteArray::fromStdString(wrong.dump());
        wrong = toJson(model_.description);
        wrong["network"]["encoder"] = "resnet34";
        QTest::newRow("other network") << QByteArray::fromStdString(wrong.dump());
        wrong = toJson(model_.description);
        wrong["workingResolution"] = 3;
        QTest::newRow("no such resolution") << QByteArray::fromStdString(wrong.dump());
    }

    void damagedModelFilesAreRefused()
    {
        QFETCH(QByteArray, description);
        StateDict state = stateDict(*model_.network);
        state.metadata["limn.model"] = description.toStdString();
        writeSafetensors(at("damaged.safetensors"), state);
        QVERIFY_EXCEPTION_THROWN(loadModel(at("damaged.safetensors")), TrainingError);
    }

    void otherSampleTypesAreScaledByTheirOwnLimits()
    {
        raster::WriterOptions options;
        options.size = {100, 100};
        options.type = raster::SampleType::UInt16;
        std::vector<float> samples(10000);
        for (int i = 0; i < 10000; ++i)
            samples[i] = 1000.0f + static_cast<float>(i % 100) * 20;
        raster::RasterWriter writer(at("deep.tif"), options);
        writer.write({0, 0, 100, 100}, std::span<const float>(samples));
        writer.finish();
        const auto raster = raster::Raster::open(at("deep.tif"));
        const BandRoles roles = bandRoles(raster->info());
        const BandScaling scaling =
            bandScaling({raster}, roles, {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}});
        QVERIFY(scaling.bands[0].low >= 1000 && scaling.bands[0].low < 1100);
        QVERIFY(scaling.bands[0].high > 2800 && scaling.bands[0].high <= 2980);
        std::vector<float> normalised(10000);
        scaling.apply(raster->read(raster->bounds()), normalised.data());
        QVERIFY(std::abs(normalised[0] + 1) < 0.1);
        QVERIFY(std::abs(normalised[99] - 1) < 0.1);
        QVERIFY(bandScalingFromJson(toJson(scaling)) == scaling);
    }
};

QTEST_GUILESS_MAIN(ImagePredictionTest)
#include "image_prediction.moc"
