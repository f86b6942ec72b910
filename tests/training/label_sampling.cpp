// Which labels train and which validate, and what batches are made of them.
#include "run_fixtures.h"
#include "training/label_history.h"
#include "training/patch_sampler.h"
#include "training/training_plan.h"

#include <map>
#include <QtTest/QtTest>

namespace fs = std::filesystem;
using namespace limn;
using namespace limn::training;
using namespace run_tests;
using annotation::Project;
using annotation::Split;

namespace
{

constexpr int side = 64;
constexpr int patches = 4; ///< of a batch

std::unique_ptr<PatchSampler> samplerOf(const Project& project, double newest, double replay)
{
    TrainingPlan plan = planTraining(project, quickRecipe(1));
    if (!plan.ready)
        qFatal("%s", plan.sentence.c_str());
    const ModelDescription model = describeModel(plan);
    return std::make_unique<PatchSampler>(std::move(plan.images.images), model.scaling,
                                          model.classIndex(), model.split,
                                          SamplerSettings{side, patches, 1, newest, replay});
}

/// Of so many batches, how many show the class in the patch at `place` of the batch.
int shown(PatchSampler& sampler, int batches, int place, int classIndex)
{
    int count = 0;
    for (int n = 0; n < batches; ++n)
        count += (sampler.next().labels[place] == classIndex).any().item<bool>() ? 1 : 0;
    return count;
}

} // namespace

class SamplingTest : public QObject, run_tests::Folder
{
    Q_OBJECT

    /// 512 x 512 pixels that all train: much of the first class, little of the second, and a third
    /// class that nothing is labelled with yet.
    std::unique_ptr<Project> correctable(const char* name) const
    {
        auto project = make(name, 512, 512);
        annotation::ClassList classes = project->classes();
        annotation::addClass(classes, "corrected");
        project->setClasses(classes);
        const auto image = project->images().front().id;
        project->setImageSplit(image, Split::Train);
        for (const annotation::Shape& shape : project->shapes(image))
            project->removeShape(image, shape.id);
        project->putShape(image, small::rectangle(1, 1, 0, 0, 384, 384));
        project->putShape(image, small::rectangle(2, 2, 448, 0, 64, 256));
        return project;
    }

    /// What a user paints while a run goes on: two whole blocks, so that every patch drawn there
    /// shows them.
    static void correct(Project& project)
    {
        project.putShape(project.images().front().id, small::rectangle(7, 3, 448, 448, 64, 64));
    }

private Q_SLOTS:
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
        readTargets(image, classes, plan.split, Split::Train, all, all, 1, train.data());
        readTargets(image, classes, plan.split, Split::Validation, all, all, 1, validation.data());
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
        const fs::path path = small::makeProject(folder(), "few");
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
        const auto sampler = [&](std::uint64_t seed, int threads = 1) {
            TrainingPlan plan = planTraining(*project, quickRecipe(1));
            const auto& raster = plan.images.images.front().raster;
            const BandScaling scaling =
                bandScaling({raster}, {0, 1, 2}, {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}});
            return std::make_unique<PatchSampler>(
                std::move(plan.images.images), scaling, ClassIndex(plan.classes), plan.split,
                SamplerSettings{.patchSize = 64, .batchSize = 4, .seed = seed, .threads = threads});
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
        const auto several = sampler(1, 4);
        for (const Batch& batch : batches) {
            const Batch same = several->next();
            QVERIFY(torch::equal(same.images, batch.images));
            QVERIFY(torch::equal(same.labels, batch.labels));
        }
        several->seek(1);
        QVERIFY(torch::equal(several->next().images, batches[1].images));
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
        const std::string file = small::writeImage(folder() / "tiny.tif", 5, 3);
        const auto raster = raster::Raster::open(file);
        BandScaling scaling;
        scaling.bands.resize(3);
        const torch::Tensor inside = readNormalised(*raster, scaling, {0, 0, 5, 3});
        const torch::Tensor patch = readNormalised(*raster, scaling, {-4, -7, 16, 16});
        QVERIFY(torch::equal(patch.slice(1, 7, 10).slice(2, 4, 9), inside));
        QVERIFY(torch::equal(patch.select(2, 3), patch.select(2, 5)));  // left border
        QVERIFY(torch::equal(patch.select(1, 10), patch.select(1, 8))); // lower border
        const std::string pixel = small::writeImage(folder() / "pixel.tif", 1, 1);
        const torch::Tensor grown =
            readNormalised(*raster::Raster::open(pixel), scaling, {-3, -3, 8, 8});
        QVERIFY(torch::equal(grown, grown.select(2, 3).unsqueeze(2).expand_as(grown)));
    }

    void workingPixelsAreMeansAndMajorities_data()
    {
        QTest::addColumn<int>("reduction");
        QTest::newRow("half") << 2;
        QTest::newRow("quarter") << 4;
    }

    void workingPixelsAreMeansAndMajorities()
    {
        QFETCH(int, reduction);
        const auto project =
            make(QTest::currentDataTag(), 101, 66); // no whole number of working pixels
        const auto id = project->images().front().id;
        for (const annotation::Shape& shape : project->shapes(id))
            project->removeShape(id, shape.id);
        project->putShape(id, small::rectangle(1, 1, 3, 5, 50, 60));
        project->putShape(id, small::rectangle(2, 2, 53, 0, 48, 66));
        project->setImageSplit(id, Split::Train);
        const TrainingImages images = openTrainingImages(*project);
        const TrainingImage& image = images.images.front();
        const raster::PixelSize size = reducedSize({101, 66}, reduction);
        const raster::PixelRect whole{0, 0, size.width, size.height};

        const raster::PixelBlock all = image.raster->read(image.raster->bounds());
        const raster::PixelBlock reduced = readReduced(*image.raster, whole, reduction);
        QCOMPARE(reduced.width, size.width);
        // Away from the cut end the file's own reduction serves; it rounds.
        const raster::PixelBlock inner = readReduced(*image.raster, {1, 1, 5, 4}, reduction);
        std::vector<std::uint8_t> labels(101 * 66);
        image.labels->read(image.raster->bounds(), labels);
        std::vector<std::int64_t> targets(static_cast<std::size_t>(size.width) * size.height);
        const ClassIndex classes(project->classes());
        readTargets(image, classes, {}, Split::Train, whole, whole, reduction, targets.data());
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                double sum = 0;
                int count = 0;
                std::array<int, 3> votes{};
                for (int v = y * reduction; v < std::min(66, (y + 1) * reduction); ++v)
                    for (int u = x * reduction; u < std::min(101, (x + 1) * reduction); ++u) {
                        sum += all.sample(1, u, v);
                        ++count;
                        ++votes[labels[static_cast<std::size_t>(v) * 101 + u]];
                    }
                QVERIFY(reduced.isValid(x, y));
                QVERIFY(std::abs(reduced.sample(1, x, y) - sum / count) < 1e-3);
                if (x >= 1 && x < 6 && y >= 1 && y < 5)
                    QVERIFY(std::abs(inner.sample(1, x - 1, y - 1) - sum / count) <= 0.51);
                const std::int64_t target = targets[static_cast<std::size_t>(y) * size.width + x];
                if (2 * (votes[1] + votes[2]) < count)
                    QCOMPARE(target, ignored);
                else if (votes[1] != votes[2])
                    QCOMPARE(target, std::int64_t{votes[1] > votes[2] ? 0 : 1});
                else
                    QVERIFY(target == 0 || target == 1);
            }
    }

    void lowerResolutionsHoldBackWhatTheyShould()
    {
        const auto project = make("lower", 600, 400);
        TrainingPlan plan = planTraining(*project, quickRecipe(1));
        const ModelDescription model = describeModel(plan);
        PatchSampler sampler(std::move(plan.images.images), model.scaling, model.classIndex(),
                             plan.split, {64, 4, 1, 0, 0, 2});
        const Batch batch = sampler.next();
        QCOMPARE(batch.images.sizes(), (torch::IntArrayRef{4, 3, 64, 64}));
        for (int i = 0; i < 4; ++i)
            QVERIFY((batch.labels[i] != ignored).any().item<bool>());
        // Of four pixels one is left; the blocks' sides are even, and so are most of the labels'.
        const Batch held = sampler.validationBatch(sampler.validationPlaces(1000));
        const auto counted = (held.labels != ignored).sum().item<std::int64_t>();
        const std::int64_t pixels = sampler.index().pixels(Split::Validation);
        QVERIFY(pixels > 0);
        QVERIFY2(std::abs(4.0 * double(counted) / double(pixels) - 1) < 0.03,
                 qPrintable(QString("%1 of %2").arg(counted).arg(pixels)));
    }

    void indexOfChangedLabelsIsThatOfAllLabels()
    {
        const auto project = correctable("incremental");
        const auto id = project->images().front().id;
        TrainingImages images = openTrainingImages(*project);
        const ClassIndex classes(project->classes());
        const SplitChoice split{{false, 64}};
        LabelIndex index(images.images, classes, split);
        const auto compare = [&] {
            QVERIFY(images.images.front().labels->refresh());
            index.update(images.images);
            const LabelIndex whole(images.images, classes, split);
            QCOMPARE(index.trainingCells(), whole.trainingCells());
            for (int c = 0; c < classes.size(); ++c) {
                QCOMPARE(index.pixels(c), whole.pixels(c));
                QCOMPARE(index.width(c), whole.width(c));
                QCOMPARE(index.outlineWidth(c), whole.outlineWidth(c));
                QCOMPARE(index.narrowWidth(c), whole.narrowWidth(c));
                for (const Split part : {Split::Train, Split::Validation}) {
                    const auto& ours = index.blocks(part, c);
                    const auto& all = whole.blocks(part, c);
                    QVERIFY(std::equal(ours.begin(), ours.end(), all.begin(), all.end(),
                                       [](const LabelledBlock& a, const LabelledBlock& b) {
                                           return a.x == b.x && a.y == b.y &&
                                                  a.pixelsUpTo == b.pixelsUpTo;
                                       }));
                }
            }
            QVERIFY(std::equal(index.contents().begin(), index.contents().end(),
                               whole.contents().begin(), whole.contents().end(),
                               [](const BlockContent& a, const BlockContent& b) {
                                   return a.place() == b.place() && a.hash == b.hash;
                               }));
        };
        QCOMPARE(index.pixels(2), std::int64_t{0});
        correct(*project);
        compare();
        QCOMPARE(index.pixels(2), std::int64_t{64 * 64});
        annotation::MaskTile tile{};
        std::fill_n(tile.begin(), 5000, std::uint8_t{2});
        project->putMaskTile(id, {1, 1}, std::make_shared<annotation::MaskTile>(tile));
        compare();
        project->removeShape(id, 1);
        compare();
        QCOMPARE(index.pixels(0), std::int64_t{0});
    }

    void widthsOfWhatIsLabelled()
    {
        const auto project = make("widths", 1280, 1280);
        const auto id = project->images().front().id;
        for (const annotation::Shape& shape : project->shapes(id))
            project->removeShape(id, shape.id);
        // Strokes: nothing is known of the objects but that they are at least as wide.
        project->putShape(id, small::rectangle(1, 1, 0, 100, 1280, 20));
        project->putShape(id, small::rectangle(2, 2, 0, 600, 1280, 20));
        Recipe recipe = quickRecipe(1);
        TrainingPlan plan = planTraining(*project, recipe);
        QVERIFY(std::isinf(plan.facts.classes[0].width));
        QVERIFY(std::abs(plan.facts.classes[0].outlineWidth - 8 * 20 / (2 * M_PI)) < 0.1);
        QCOMPARE(plan.recipe.workingResolution, "1");
        QVERIFY2(plan.sentence.find("Objects of 25 px (\"smooth\"): working at full resolution.") !=
                     std::string::npos,
                 plan.sentence.c_str());
        // The whole image, with one large object; it lies across cells of 256 px.
        project->putShape(id, small::rectangle(1, 1, 0, 0, 1280, 1280));
        project->putShape(id, small::rectangle(2, 2, 128, 128, 420, 420));
        plan = planTraining(*project, recipe);
        QVERIFY(std::abs(plan.facts.classes[1].outlineWidth - 8 * 420 / (4 * M_PI)) < 1);
        QCOMPARE(plan.recipe.workingResolution, "2");
        QVERIFY2(plan.sentence.find("64 px patches at half resolution") != std::string::npos &&
                     plan.sentence.find("Objects of 267 px (\"striped\"): working at half "
                                        "resolution.") != std::string::npos,
                 plan.sentence.c_str());
        QCOMPARE(describeModel(plan).reduction, 2);
        // With a few small ones beside it nothing is given away.
        for (int i = 0; i < 12; ++i)
            project->putShape(id, small::rectangle(10 + i, 2, 700 + 40 * i, 900, 20, 20));
        QCOMPARE(planTraining(*project, recipe).recipe.workingResolution, "1");
        recipe.workingResolution = "4";
        QCOMPARE(planTraining(*project, recipe).recipe.workingResolution, "4");
    }

    void newLabelsTakeTheirShareOfEveryBatch()
    {
        const auto project = correctable("share");
        const auto plain = samplerOf(*project, 0, 0);
        const auto sampler = samplerOf(*project, 0.25, 0.25);
        sampler->trackNews({}, 20);
        // As long as nothing is new both take the same patches.
        for (int n = 0; n < 3; ++n)
            QVERIFY(torch::equal(plain->next().images, sampler->next().images));
        QVERIFY(sampler->refreshLabels() == LabelNews::None);

        correct(*project);
        QVERIFY(sampler->refreshLabels() == LabelNews::Changed);
        QCOMPARE(shown(*sampler, 20, 0, 2), 20); // the patch for what is new
        const int later = shown(*sampler, 60, 0, 2);
        QVERIFY2(later > 5 && later < 40, qPrintable(QString::number(later)));

        // The second patch goes by area, where the first class has nine tenths and the new one
        // next to nothing; the last two go class by class.
        sampler->seek(3);
        QVERIFY(shown(*sampler, 20, 1, 0) > 12);
        sampler->seek(3);
        QCOMPARE(shown(*sampler, 20, 1, 2), 0);
        sampler->seek(3);
        const int evenly = shown(*sampler, 20, 2, 2);
        QVERIFY2(evenly > 1 && evenly < 14, qPrintable(QString::number(evenly)));
    }

    void whatIsNewIsKeptWithTheRun()
    {
        const auto project = correctable("kept");
        const auto sampler = samplerOf(*project, 0.5, 0.25);
        sampler->trackNews({}, 20);
        sampler->seek(4);
        correct(*project);
        QVERIFY(sampler->refreshLabels() == LabelNews::Changed);
        const fs::path file = folder() / labelsFile;
        sampler->history().save(file);
        const Batch batch = sampler->next();

        const auto resumed = samplerOf(*project, 0.5, 0.25);
        resumed->seek(4);
        resumed->trackNews(LabelHistory::load(file), 20);
        QVERIFY(torch::equal(resumed->next().images, batch.images));
        const auto ignorant = samplerOf(*project, 0.5, 0.25);
        ignorant->seek(4);
        QVERIFY(!torch::equal(ignorant->next().images, batch.images));

        // A run that starts from this one takes for new what came after it.
        LabelHistory before = LabelHistory::load(file);
        before.forgetTimes();
        const auto next = samplerOf(*project, 0.5, 0.25);
        next->trackNews(before, 20);
        QVERIFY(!next->history().hasNews());
        project->putShape(project->images().front().id, small::rectangle(8, 2, 0, 448, 64, 64));
        const auto after = samplerOf(*project, 0.5, 0.25);
        after->trackNews(before, 20);
        QVERIFY(after->history().hasNews());
        QCOMPARE(after->history().since(project->images().front().id, 0, 448), std::int64_t{0});
        QCOMPARE(after->history().since(project->images().front().id, 64, 448),
                 LabelHistory::always);
        QCOMPARE(shown(*after, 10, 0, 1), 10);
    }

    void labelsThatAreHeldBackAreTold()
    {
        const auto project = correctable("held back");
        project->setImageSplit(project->images().front().id, Split::Auto);
        const TrainingPlan plan = planTraining(*project, quickRecipe(1));
        const auto sampler = samplerOf(*project, 0.25, 0.25);
        sampler->trackNews({}, 20);
        const annotation::ImageRecord image = project->images().front();
        // A place of each kind where nothing is labelled yet: the lowest row and the last column.
        const int block = plan.split.rule.blockSize;
        std::map<Split, std::pair<int, int>> places;
        for (int n = 0; n < 4; ++n)
            for (const auto& [x, y] : {std::pair(n * block, 3 * block), {3 * block, n * block}})
                places[plan.split.at(image, x, y)] = {x + 8, y + 8};
        QVERIFY(places.contains(Split::Validation) && places.contains(Split::Train));
        const auto paint = [&](int id, Split split) {
            const auto [x, y] = places[split];
            project->putShape(image.id, small::rectangle(id, 3, x, y, 40, 40));
            return sampler->refreshLabels();
        };
        QVERIFY(paint(20, Split::Validation) == LabelNews::HeldBack);
        QVERIFY(!sampler->history().hasNews());
        QVERIFY(paint(21, Split::Train) == LabelNews::Changed);
        QVERIFY(sampler->history().hasNews());
    }

    void damagedMemoryOfLabelsIsTold()
    {
        QVERIFY(!LabelHistory::load(folder() / "none").hasNews());
        const fs::path file = folder() / "damaged";
        small::writeFile(file, "no tensors");
        QVERIFY_EXCEPTION_THROWN(LabelHistory::load(file), TrainingError);
        StateDict other;
        other.set("blocks", torch::zeros({3, 4}, torch::kInt64));
        writeSafetensors(file, other);
        QVERIFY_EXCEPTION_THROWN(LabelHistory::load(file), TrainingError);
    }

    void nothingLeftToTrainOnIsTold()
    {
        const auto project = correctable("nothing");
        const auto image = project->images().front().id;
        const auto sampler = samplerOf(*project, 0, 0);
        sampler->next();
        for (const annotation::Shape& shape : project->shapes(image))
            project->removeShape(image, shape.id);
        QVERIFY(sampler->refreshLabels() == LabelNews::NothingLeft);
        QVERIFY_EXCEPTION_THROWN(sampler->next(), TrainingError);
        project->putShape(image, small::rectangle(9, 1, 0, 0, 100, 100));
        QVERIFY(sampler->refreshLabels() == LabelNews::Changed);
        QVERIFY((sampler->next().labels == 0).any().item<bool>());
    }
};

std::unique_ptr<QObject> run_tests::samplingTests()
{
    return std::make_unique<SamplingTest>();
}

#include "label_sampling.moc"
