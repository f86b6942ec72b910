// What is found wrong with images and labels before training, and the page that shows it.
#include "training/project_check.h"
#include "run_fixtures.h"
#include "training/check_report.h"
#include "training/image_likeness.h"
#include "training/label_check.h"

#include <array>
#include <cmath>
#include <fstream>
#include <QtTest/QtTest>
#include <random>
#include <sstream>

namespace fs = std::filesystem;
using namespace limn;
using namespace limn::training;
using namespace run_tests;
using annotation::Project;
using annotation::Split;

namespace
{

/// Three 8-bit bands of side x side pixels; value(u, v) 0..1 at u, v 0..1.
template <class Value>
std::string writePicture(const fs::path& file, int side, Value value)
{
    raster::WriterOptions options;
    options.size = {side, side};
    options.bands = 3;
    std::vector<std::uint8_t> samples;
    for (int band = 0; band < 3; ++band)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                samples.push_back(static_cast<std::uint8_t>(
                    255 * std::clamp(value((x + 0.5) / side, (y + 0.5) / side), 0.0, 1.0)));
    raster::RasterWriter writer(file.string(), options);
    writer.write({0, 0, side, side}, std::span<const std::uint8_t>(samples));
    writer.finish();
    return file.string();
}

/// A landscape of its own for each number.
class Landscape
{
public:
    explicit Landscape(int number)
    {
        std::mt19937 random(static_cast<unsigned>(number));
        std::uniform_real_distribution<double> any(0, 1);
        for (std::array<double, 3>& wave : waves_)
            wave = {18 * any(random), 18 * any(random), 6.3 * any(random)};
    }
    double operator()(double u, double v) const
    {
        double height = 0;
        for (const auto& [along, across, phase] : waves_)
            height += std::sin(along * u + across * v + phase);
        return 0.5 + height / 16;
    }

private:
    std::array<std::array<double, 3>, 12> waves_{};
};

std::vector<Finding> ofKind(const ProjectCheck& check, const std::string& kind)
{
    std::vector<Finding> found;
    std::copy_if(check.findings.begin(), check.findings.end(), std::back_inserter(found),
                 [&](const Finding& finding) { return finding.kind == kind; });
    return found;
}

ProjectCheck checked(const Project& project, LoadedModel* model = nullptr)
{
    return checkProject(project, model, torch::kCPU, Precision::Float32,
                        [](double, const std::string&) { return true; });
}

annotation::MaskTilePtr tileWith(const std::vector<std::tuple<int, int, int, int>>& rectangles,
                                 std::uint8_t value)
{
    auto tile = std::make_shared<annotation::MaskTile>();
    tile->fill(0);
    for (const auto& [x, y, width, height] : rectangles)
        for (int row = y; row < y + height; ++row)
            std::fill_n(tile->begin() + row * annotation::maskTileSize + x, width, value);
    return tile;
}

} // namespace

class ProjectCheckTest : public QObject, run_tests::Folder
{
    Q_OBJECT

    /// Images of landscapes 1 and 2, half of each labelled with either class.
    std::unique_ptr<Project> sound(const char* name) const
    {
        auto project = Project::create(folder() / name);
        project->setClasses(small::twoClasses());
        std::int64_t shape = 0;
        for (const int number : {1, 2}) {
            const auto id =
                project
                    ->addImage(writePicture(folder() / (name + std::to_string(number) + ".tif"),
                                            512, Landscape(number)))
                    .id;
            project->putShape(id, small::rectangle(++shape, 1, 0, 0, 250, 512));
            project->putShape(id, small::rectangle(++shape, 2, 260, 0, 252, 512));
        }
        return project;
    }

    /// The corner of a block that trains with every size of blocks.
    static std::pair<int, int> placeThatTrains(const annotation::ImageRecord& image)
    {
        for (int x = 0; x < image.size.width; x += 128) {
            bool trains = true;
            for (int size = 128; size >= 16; size /= 2) {
                annotation::SplitRule rule;
                rule.blockSize = size;
                trains = trains && annotation::splitAt(rule, image, x, 0) == Split::Train;
            }
            if (trains)
                return {x, 0};
        }
        qFatal("every block of %s validates at some size", image.path.c_str());
    }

private Q_SLOTS:
    void soundProjectsGetNoFindings()
    {
        const auto project = sound("sound");
        const ProjectCheck check = checked(*project);
        QVERIFY2(check.findings.empty(),
                 check.findings.empty() ? "" : check.findings.front().sentence.c_str());
        QCOMPARE(check.images, 2);
        QCOMPARE(check.labelledImages, 2);
        QCOMPARE(check.classes.size(), std::size_t{2});
        QCOMPARE(check.classes[0].pixels, std::int64_t{2 * 250 * 512});
        QCOMPARE(check.classes[0].pixels,
                 check.classes[0].trainPixels + check.classes[0].validationPixels);
        QVERIFY(std::abs(check.classes[0].share + check.classes[1].share - 1) < 1e-9);
    }

    void picturesAreAlikeOrNot_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<double>("gain");
        QTest::addColumn<double>("noise");
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("alike");
        QTest::newRow("the same") << 512 << 1.0 << 0.0 << 1 << true;
        QTest::newRow("smaller") << 200 << 1.0 << 0.0 << 1 << true;
        QTest::newRow("darker, with noise") << 512 << 0.5 << 0.05 << 1 << true;
        for (int number = 2; number < 12; ++number)
            QTest::addRow("another, %d", number) << 512 << 1.0 << 0.0 << number << false;
        QTest::newRow("blank") << 512 << 0.0 << 0.0 << 1 << false;
    }

    void picturesAreAlikeOrNot()
    {
        QFETCH(int, side);
        QFETCH(double, gain);
        QFETCH(double, noise);
        QFETCH(int, number);
        const auto likeness = [](const std::string& file) {
            return likenessOf(*raster::Raster::open(file));
        };
        const Likeness first = likeness(writePicture(folder() / "first.tif", 512, Landscape(1)));
        std::mt19937 random(3);
        std::normal_distribution<double> grain(0, 1);
        const Landscape landscape(number);
        const Likeness second =
            likeness(writePicture(folder() / "second.tif", side, [&](double u, double v) {
                return gain * landscape(u, v) + noise * grain(random);
            }));
        QCOMPARE(second.blank, gain == 0);
        QTEST(isAlike(first, second), "alike");
    }

    void imagesThatTeachNothingAreFound()
    {
        const auto project = sound("images");
        const auto add = [&](const char* name, int side, auto value) {
            return project->addImage(writePicture(folder() / name, side, value)).id;
        };
        const auto landscapeAgain = [known = Landscape(1)](double u, double v) {
            return 0.8 * known(u, v);
        };
        const auto again = add("again.tif", 300, landscapeAgain);
        const auto flat = add("flat.tif", 64, [](double, double) { return 0.3; });
        const auto gone = add("gone.tif", 64, [](double u, double v) { return u * v; });
        const auto broken = add("broken.tif", 64, [](double u, double v) { return u * v; });
        fs::remove(folder() / "gone.tif");
        fs::resize_file(folder() / "broken.tif", 100);

        ProjectCheck check = checked(*project);
        QCOMPARE(check.findings.size(), std::size_t{4});
        const auto unreadable = ofKind(check, "unreadable");
        QCOMPARE(unreadable.size(), std::size_t{2});
        QCOMPARE(unreadable[0].image, gone);
        QCOMPARE(unreadable[1].image, broken);
        QCOMPARE(ofKind(check, "blank").at(0).image, flat);
        Finding alike = ofKind(check, "alike").at(0);
        QCOMPARE(alike.image, again);
        QCOMPARE(alike.other, project->images().front().id);
        QCOMPARE(alike.remedy, std::string("remove"));
        for (const Finding& finding : check.findings)
            QVERIFY2(finding.sentence.ends_with('.'), finding.sentence.c_str());

        // Labelled ones must not be on both sides; once they are on one, nothing is wrong.
        project->putShape(again, small::rectangle(50, 1, 0, 0, 100, 100));
        alike = ofKind(checked(*project), "alike").at(0);
        QCOMPARE(alike.remedy, std::string("train"));
        project->setImageSplit(alike.image, Split::Train);
        project->setImageSplit(alike.other, Split::Train);
        QVERIFY(ofKind(checked(*project), "alike").empty());

        // The page shows every finding, with pictures of what can be read.
        check = checked(*project);
        const fs::path page = folder() / "report";
        const std::vector<FindingPictures> pictures = writeCheckReport(*project, check, page);
        QCOMPARE(pictures.size(), check.findings.size());
        std::ostringstream html;
        html << std::ifstream(page / "index.html").rdbuf();
        for (std::size_t i = 0; i < check.findings.size(); ++i) {
            const Finding& finding = check.findings[i];
            QCOMPARE(pictures[i].image.empty(), finding.kind == "unreadable");
            if (pictures[i].image.empty())
                continue;
            QVERIFY(html.str().find(pictures[i].image) != std::string::npos);
            const raster::PixelSize size =
                raster::Raster::open((page / pictures[i].image).string())->size();
            QVERIFY(size.width <= 320 && size.height <= 320);
        }
        small::writeFile(folder() / "file", "in the way");
        QVERIFY_EXCEPTION_THROWN(writeCheckReport(*project, check, folder() / "file" / "report"),
                                 TrainingError);
    }

    void classesThatCannotBeLearnedAreFound()
    {
        const auto project = sound("classes");
        const auto first = project->images().front().id;
        annotation::ClassList classes = project->classes();
        const int unused = annotation::addClass(classes, "unused").value;
        const int rare = annotation::addClass(classes, "rare").value;
        project->setClasses(classes);
        project->putShape(first, small::rectangle(60, rare, 300, 300, 10, 10));
        ProjectCheck check = checked(*project);
        QCOMPARE(ofKind(check, "unused class").at(0).classValue, unused);
        QCOMPARE(ofKind(check, "rare class").at(0).classValue, rare);
        QCOMPARE(ofKind(check, "rare class").at(0).pixels, std::int64_t{100});
    }

    void imagesThatCouldValidateAreNamed()
    {
        const auto project = sound("validate");
        const std::vector<annotation::ImageRecord> images = project->images();
        std::int64_t id = 100;
        for (const annotation::ImageRecord& image : images) {
            for (const annotation::Shape& shape : project->shapes(image.id))
                project->removeShape(image.id, shape.id);
            // Both classes in so small a place that they train together, whatever the blocks.
            const auto [x, y] = placeThatTrains(image);
            const int side = image.id == images.front().id ? 6 : 5;
            project->putShape(image.id, small::rectangle(++id, 1, x, y, side, side));
            project->putShape(image.id, small::rectangle(++id, 2, x + side, y, side, side));
        }
        const auto found = ofKind(checked(*project), "no validation");
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].remedy, std::string("validate"));
        QCOMPARE(found[0].image, images.back().id); // the one with fewer labels
        project->setImageSplit(found[0].image, Split::Validation);
        QVERIFY(ofKind(checked(*project), "no validation").empty());
        // Where every image is pinned, that is what its owner wants.
        for (const annotation::ImageRecord& image : images)
            project->setImageSplit(image.id, Split::Train);
        const auto pinned = ofKind(checked(*project), "no validation");
        QCOMPARE(pinned.size(), std::size_t{1});
        QCOMPARE(pinned[0].remedy, std::string());
    }

    void specksAreFoundOnceEach()
    {
        const auto project = Project::create(folder() / "specks");
        project->setClasses(small::twoClasses());
        const auto image =
            project->addImage(writePicture(folder() / "specks.tif", 512, Landscape(3))).id;
        // One pixel, eleven in a row, four that lie on both sides of a border of tiles; twelve are
        // an object, and so is what touches another tile's.
        project->putMaskTile(image, {0, 0},
                             tileWith({{10, 10, 1, 1},
                                       {20, 20, 11, 1},
                                       {254, 100, 2, 1},
                                       {40, 40, 4, 3},
                                       {250, 200, 6, 1}},
                                      1));
        project->putMaskTile(image, {1, 0}, tileWith({{0, 100, 2, 1}, {0, 200, 6, 1}}, 1));
        project->putShape(image, small::rectangle(1, 2, 300, 300, 3, 3));
        const auto found = ofKind(checked(*project), "specks");
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found[0].classValue, 1);
        QCOMPARE(found[0].pixels, std::int64_t{1 + 11 + 4});
        QVERIFY2(found[0].sentence.find("3 specks of \"smooth\"") != std::string::npos,
                 found[0].sentence.c_str());
        QVERIFY((found[0].within == raster::PixelRect{10, 10, 248, 91}));
        QCOMPARE(found[1].classValue, 2);
        QCOMPARE(found[1].pixels, std::int64_t{9});
        QVERIFY((found[1].area == raster::PixelRect{300, 300, 3, 3}));
        QCOMPARE(found[1].remedy, std::string("erase"));
    }

    void labelsThatANetworkDoubtsAreFound()
    {
        const auto project = make("doubts");
        TrainingImages images = openTrainingImages(*project);
        const ClassIndex classes(project->classes());
        PredictedCell predicted;
        predicted.rect = {0, 0, 128, 128};
        predicted.classes.assign(128 * 128, 1);
        predicted.confidence.assign(128 * 128, 250);
        const auto predict = [&](int x, int y, int side, int value, int confidence) {
            for (int v = y; v < y + side; ++v)
                for (int u = x; u < x + side; ++u) {
                    predicted.classes[static_cast<std::size_t>(v) * 128 + u] =
                        static_cast<std::uint8_t>(value);
                    predicted.confidence[static_cast<std::size_t>(v) * 128 + u] =
                        static_cast<std::uint8_t>(confidence);
                }
        };
        predict(20, 20, 10, 2, 252);  // doubted
        predict(60, 20, 10, 2, 200);  // not sure
        predict(20, 60, 5, 2, 255);   // too small
        predict(100, 60, 20, 2, 255); // not labelled
        const auto found = findDisagreements(images.images.front(), classes, predicted, 64, 0.95);
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY((found[0].area == raster::PixelRect{20, 20, 10, 10}));
        QCOMPARE(found[0].labelled, 1);
        QCOMPARE(found[0].predicted, 2);
        QCOMPARE(found[0].pixels, std::int64_t{100});
        QVERIFY(std::abs(found[0].confidence - 252 / 255.0) < 1e-6);
    }

    void checksCanBeEnded()
    {
        const auto project = sound("ended");
        int asked = 0;
        checkProject(*project, nullptr, torch::kCPU, Precision::Float32,
                     [&](double, const std::string&) { return ++asked < 2; });
        QCOMPARE(asked, 2);
    }
};

std::unique_ptr<QObject> run_tests::projectCheckTests()
{
    return std::make_unique<ProjectCheckTest>();
}

#include "project_check.moc"
