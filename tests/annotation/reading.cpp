// What the engine reads and writes: labels, splits, results, runs, messages.

#include "annotation/label_reader.h"
#include "annotation/protocol/framing.h"
#include "annotation/run_record.h"
#include "annotation/split.h"
#include "annotation/tile_store.h"

#include "fixtures.h"

#include <QTest>

#include <fstream>
#include <random>

using namespace limn::annotation;
using limn::raster::PixelRect;
namespace fs = std::filesystem;

namespace
{

using Pixels = std::vector<std::uint8_t>;

Shape rectangle(std::int64_t id, int classValue, double x, double y, double width, double height)
{
    return {id, classValue, {{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}}};
}

MaskTilePtr tileWith(const PixelRect& area, std::uint8_t value)
{
    auto tile = std::make_shared<MaskTile>();
    tile->fill(0);
    for (int y = area.y; y < area.bottom(); ++y)
        std::fill_n(tile->begin() + y * maskTileSize + area.x, area.width, value);
    return tile;
}

} // namespace

class ReadingTest : public QObject, fixtures::TestFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renewFolder(); }

    void labelsAreMaskOverShapesOverCompleteRegions();
    void cellsCountWhatReadingGives_data();
    void cellsCountWhatReadingGives();
    void onlyLabelledCellsAreListed();
    void refreshFollowsEveryChange();
    void aHugeCompleteRegionIsCountedWithoutPixels();
    void blocksAreSmallEnoughForTheImage_data();
    void blocksAreSmallEnoughForTheImage();
    void fewImagesAreSplitByBlocks();
    void manyImagesAreSplitByImage();
    void ofVeryManyImagesFewerValidate();
    void pinnedImagesKeepTheirSplit();
    void theSplitIsTheSameForEver();
    void movedImagesKeepTheirSplit();
    void resultsComeBackFromTheStore();
    void readersSeeResultsAsTheyAreWritten();
    void wrongStoresGetOneSentence_data();
    void wrongStoresGetOneSentence();
    void runsAreListedNewestFirst();
    void aHalfWrittenMetricIsSkipped();
    void damagedRunsGetOneSentence_data();
    void damagedRunsGetOneSentence();
    void messagesArriveHoweverTheyAreCut();
    void headersAreReadLeniently_data();
    void headersAreReadLeniently();
    void malformedHeadersAreToldAndSkipped_data();
    void malformedHeadersAreToldAndSkipped();
};

void ReadingTest::labelsAreMaskOverShapesOverCompleteRegions()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 300, 280));
    project->putShape(image.id, rectangle(1, 2, 10, 10, 100, 100));
    project->putShape(image.id, rectangle(2, 3, 60, 10, 100, 50));
    project->putMaskTile(image.id, {0, 0}, tileWith({40, 40, 40, 10}, 4));
    project->setCompleteRegions(image.id, {{0, {0, 0, 200, 90}, 1}, {0, {150, 0, 900, 30}, 5}});
    const LabelReader reader(*project, image);
    const PixelRect window{-5, -5, 320, 300};
    Pixels labels(static_cast<std::size_t>(window.width) * window.height, 99);
    reader.read(window, labels);
    for (int y = window.y; y < window.bottom(); ++y) {
        for (int x = window.x; x < window.right(); ++x) {
            int expected = 0;
            if (PixelRect{10, 10, 100, 100}.contains(x, y))
                expected = 2;
            if (PixelRect{60, 10, 100, 50}.contains(x, y))
                expected = 3;
            if (PixelRect{40, 40, 40, 10}.contains(x, y))
                expected = 4;
            if (expected == 0 && PixelRect{0, 0, 200, 90}.contains(x, y))
                expected = 1;
            if (expected == 0 && PixelRect{150, 0, 900, 30}.contains(x, y))
                expected = 5;
            if (!PixelRect{0, 0, 300, 280}.contains(x, y))
                expected = 0;
            QCOMPARE(
                int(labels[static_cast<std::size_t>(y - window.y) * window.width + x - window.x]),
                expected);
        }
    }
}

void ReadingTest::cellsCountWhatReadingGives_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("isDense");
    QTest::newRow("a few tiles") << 900 << false;
    QTest::newRow("every tile painted") << 6500 << true;
}

void ReadingTest::cellsCountWhatReadingGives()
{
    QFETCH(int, width);
    QFETCH(bool, isDense);
    constexpr int height = 700;
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", width, height));
    std::map<MaskTileKey, StoredTilePtr> painted;
    for (const MaskTileKey& key : tilesCovering({0, 0, isDense ? width : 0, height})) {
        // Every third is of one class; at the edges pixels past the image are 0 when they are read.
        const int size = (key.column + key.row) % 3 == 0 ? maskTileSize : 20 + 7 * key.column;
        painted[key] = std::make_shared<const StoredTile>(
            tileWith({0, 0, size, maskTileSize}, static_cast<std::uint8_t>(1 + key.column % 9)));
    }
    project->putStoredTiles(image.id, painted);
    project->putShape(image.id, rectangle(1, 2, 200.4, 100.6, 350.3, 300));
    project->putMaskTile(image.id, {1, 1}, tileWith({0, 0, 256, 100}, 4));
    project->putMaskTile(image.id, {3, 2}, tileWith({100, 100, 20, 20}, 7));
    project->setCompleteRegions(image.id, {{0, {0, 500, 900, 200}, 1}});
    const LabelReader reader(*project, image);
    QCOMPARE(isDense, reader.cells().size() > 70);
    std::array<std::int64_t, 256> total{};
    MaskTileKey last{-1, -1};
    for (const LabelledCell& cell : reader.cells()) {
        QVERIFY(std::pair(cell.key.row, cell.key.column) > std::pair(last.row, last.column));
        last = cell.key;
        const PixelRect area = tileArea(cell.key, image.size);
        Pixels labels(static_cast<std::size_t>(area.width) * area.height);
        reader.read(area, labels);
        std::array<std::int32_t, 256> counts{};
        for (const std::uint8_t label : labels)
            ++counts[label];
        QVERIFY(counts == cell.counts);
    }
    Pixels labels(static_cast<std::size_t>(width) * height);
    reader.read({0, 0, width, height}, labels);
    // Apart from shapes and regions it is what the mask shows.
    const MaskTiles mask = project->mask(image.id);
    for (int x = 1000; x < width; x += 7)
        QCOMPARE(labels[static_cast<std::size_t>(300) * width + x], mask.at(x, 300));
    for (const std::uint8_t label : labels)
        ++total[label];
    QVERIFY(total == reader.counts());
    QVERIFY(total[1] > 0 && total[2] > 0 && total[4] > 0);
}

void ReadingTest::onlyLabelledCellsAreListed()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 1024, 1024));
    QVERIFY(LabelReader(*project, image).cells().empty());
    // A shape whose bounds touch four cells but whose area lies in one, and one outside the image.
    project->putShape(image.id, {1, 2, {{{10, 10}, {250, 10}, {256.2, 256.2}}}});
    project->putShape(image.id, rectangle(2, 2, 2000, 2000, 50, 50));
    project->putMaskTile(image.id, {3, 0}, tileWith({5, 5, 1, 1}, 1));
    const LabelReader reader(*project, image);
    QCOMPARE(reader.cells().size(), 2u);
    QVERIFY(reader.cells()[0].key == (MaskTileKey{0, 0}));
    QVERIFY(reader.cells()[1].key == (MaskTileKey{3, 0}));
    QCOMPARE(reader.counts()[1], 1);
}

void ReadingTest::refreshFollowsEveryChange()
{
    const auto writer = Project::create(root_ / "p.limn");
    const auto image = writer->addImage(fixtures::makeImage(root_ / "a.tif", 700, 600));
    const auto other = writer->addImage(fixtures::makeImage(root_ / "b.tif", 700, 600));
    const auto project = Project::open(root_ / "p.limn", Project::Access::ReadOnly);
    LabelReader reader(*project, image);
    QVERIFY(!reader.refresh());
    const auto follows = [&](const std::function<void()>& change) {
        change();
        if (!reader.refresh() || reader.refresh())
            return false;
        const LabelReader fresh(*project, image);
        const auto same = [](const LabelledCell& a, const LabelledCell& b) {
            return a.key == b.key && a.counts == b.counts;
        };
        Pixels refreshed(700 * 600);
        Pixels again(700 * 600);
        reader.read({0, 0, 700, 600}, refreshed);
        fresh.read({0, 0, 700, 600}, again);
        return refreshed == again && std::ranges::equal(reader.cells(), fresh.cells(), same) &&
               reader.revision() == fresh.revision();
    };
    QVERIFY(follows([&] { writer->putMaskTile(image.id, {0, 0}, tileWith({9, 9, 30, 30}, 1)); }));
    QVERIFY(follows([&] { writer->putMaskTile(image.id, {1, 1}, tileWith({9, 9, 30, 30}, 2)); }));
    QVERIFY(follows([&] { writer->putMaskTile(image.id, {0, 0}, tileWith({0, 0, 60, 30}, 3)); }));
    QVERIFY(follows([&] { writer->putShape(image.id, rectangle(1, 4, 5, 5, 500, 300)); }));
    QVERIFY(follows([&] { writer->putShape(image.id, rectangle(2, 5, 100, 5, 300, 300)); }));
    QVERIFY(follows([&] { writer->putShape(image.id, rectangle(2, 5, 100, 5, 300, 300), 0); }));
    QVERIFY(follows([&] { writer->putShape(image.id, rectangle(1, 4, 300, 300, 50, 50)); }));
    QVERIFY(follows([&] { writer->setCompleteRegions(image.id, {{0, {0, 0, 700, 300}, 1}}); }));
    QVERIFY(follows([&] { writer->setCompleteRegions(image.id, {{0, {0, 0, 300, 600}, 2}}); }));
    QVERIFY(follows([&] { writer->removeShape(image.id, 2); }));
    QVERIFY(follows([&] { writer->putMaskTile(image.id, {1, 1}, nullptr); }));
    writer->putMaskTile(other.id, {0, 0}, tileWith({9, 9, 30, 30}, 1));
    QVERIFY(!reader.refresh());
    writer->removeImage(image.id);
    QVERIFY(reader.refresh());
    QVERIFY(reader.cells().empty());
    QVERIFY(!reader.refresh());
}

void ReadingTest::aHugeCompleteRegionIsCountedWithoutPixels()
{
    // A GeoTIFF of 60000 x 60000 that holds no block is a few bytes on disk, its labels 3.6 GB.
    GDALAllRegister();
    const std::string file = (root_ / "huge.tif").string();
    {
        const char* options[] = {"TILED=YES", "SPARSE_OK=TRUE", "BLOCKXSIZE=4096",
                                 "BLOCKYSIZE=4096", nullptr};
        const GDALDatasetUniquePtr made(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
            file.c_str(), 60000, 60000, 1, GDT_Byte, const_cast<char**>(options)));
        QVERIFY(made != nullptr);
    }
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(file);
    project->setCompleteRegions(image.id, {{0, {100, 100, 59900, 59900}, 2}});
    project->putMaskTile(image.id, {100, 100}, tileWith({0, 0, 10, 10}, 1));
    const LabelReader reader(*project, image);
    QCOMPARE(reader.counts()[1], 100);
    QCOMPARE(reader.counts()[2], std::int64_t{59900} * 59900 - 100);
    QCOMPARE(reader.counts()[0], std::int64_t{60000} * 60000 - std::int64_t{59900} * 59900);
}

void ReadingTest::blocksAreSmallEnoughForTheImage_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("block");
    QTest::newRow("large") << 20000 << 20000 << 256;
    QTest::newRow("just large enough") << 1024 << 1024 << 256;
    QTest::newRow("the demo") << 934 << 724 << 128;
    QTest::newRow("a photograph") << 300 << 200 << 32;
    QTest::newRow("tiny") << 20 << 20 << 16;
    QTest::newRow("beyond 2^31 pixels") << 100000 << 100000 << 256;
}

void ReadingTest::blocksAreSmallEnoughForTheImage()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, block);
    QCOMPARE(splitRule(1, {width, height}).blockSize, block);
    QVERIFY(!splitRule(9, {width, height}).byImage);
    QVERIFY(splitRule(10, {width, height}).byImage);
}

void ReadingTest::fewImagesAreSplitByBlocks()
{
    for (const char* path : {"a.tif", "b.tif", "c/d.tif", ""}) {
        ImageRecord image;
        image.path = path;
        const SplitRule rule = splitRule(1, {934, 724});
        const auto validates = [&](int column, int row) {
            return splitAt(rule, image, column * rule.blockSize + 1,
                           row * rule.blockSize + rule.blockSize - 1) == Split::Validation;
        };
        for (int row = 0; row < 30; ++row) {
            for (int column = 0; column < 30; ++column) {
                int inRow = 0;
                int inColumn = 0;
                for (int i = 0; i < 5; ++i) {
                    inRow += validates(column + i, row);
                    inColumn += validates(column, row + i);
                }
                QCOMPARE(inRow, 1);
                QCOMPARE(inColumn, 1);
            }
        }
        const Split corner = splitAt(rule, image, 128, 128);
        QVERIFY(splitAt(rule, image, 255, 255) == corner);
    }
    // Different images start their pattern at different places.
    std::set<int> starts;
    for (int i = 0; i < 40; ++i) {
        ImageRecord image;
        image.path = "image" + std::to_string(i);
        for (int column = 0; column < 5; ++column) {
            if (splitAt(splitRule(1, {934, 724}), image, column * 128, 0) == Split::Validation)
                starts.insert(column);
        }
    }
    QCOMPARE(starts.size(), 5u);
}

void ReadingTest::manyImagesAreSplitByImage()
{
    for (const double share : {0.1, 0.2, 0.25, 0.5}) {
        SplitRule rule = splitRule(20, {500, 500});
        rule.share = share;
        std::vector<int> validation;
        for (int id = 1; id <= 200; ++id) {
            ImageRecord image;
            image.id = id;
            image.path = std::to_string(id);
            const Split split = splitAt(rule, image, 0, 0);
            QVERIFY(splitAt(rule, image, 499, 499) == split);
            if (split == Split::Validation)
                validation.push_back(id);
        }
        QCOMPARE(validation.size(), static_cast<std::size_t>(200 * share));
        // No five (four, two, ten) images in the order added go without.
        const int group = static_cast<int>(1 / share);
        for (int i = 0; i < 200 / group; ++i)
            QCOMPARE((validation[static_cast<std::size_t>(i)] - 1) / group, i);
    }
}

void ReadingTest::ofVeryManyImagesFewerValidate()
{
    const auto validates = [](int labelled, int id) {
        ImageRecord image;
        image.id = id;
        return splitAt(splitRule(labelled, {500, 500}), image, 0, 0) == Split::Validation;
    };
    int before = 0;
    int now = 0;
    for (int id = 1; id <= 200; ++id) {
        before += validates(39, id) ? 1 : 0;
        now += validates(40, id) ? 1 : 0;
        QVERIFY2(!validates(40, id) || validates(39, id), "one that trained came to validate");
        if (id % 10 == 0)
            QCOMPARE(now, id / 10);
    }
    QCOMPARE(before, 40);
    QCOMPARE(now, 20);
}

void ReadingTest::pinnedImagesKeepTheirSplit()
{
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        ImageRecord image;
        image.split = split;
        for (const int labelled : {1, 100}) {
            for (int x = 0; x < 2000; x += 50)
                QVERIFY(splitAt(splitRule(labelled, {2000, 2000}), image, x, x) == split);
        }
    }
}

void ReadingTest::theSplitIsTheSameForEver()
{
    // Recorded once; a change here would move the validation pixels of every project there is.
    ImageRecord image;
    image.id = 3;
    image.path = "images/field.tif";
    QString blocks;
    for (int row = 0; row < 2; ++row) {
        for (int column = 0; column < 10; ++column)
            blocks += splitAt(splitRule(1, {2560, 2560}), image, column * 256, row * 256) ==
                              Split::Validation
                          ? 'v'
                          : '.';
    }
    QString images;
    for (int id = 1; id <= 20; ++id) {
        image.id = id;
        images += splitAt(splitRule(20, {100, 100}), image, 0, 0) == Split::Validation ? 'v' : '.';
    }
    QCOMPARE(blocks + " " + images, QString("..v....v..v....v.... ....v.v......v.....v"));
}

void ReadingTest::movedImagesKeepTheirSplit()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto id = project->addImage(fixtures::makeImage(root_ / "a.tif", 400, 300)).id;
    const auto blocks = [&] {
        const ImageRecord image = *project->image(id);
        const SplitRule rule = splitRule(1, image.size);
        QString text;
        for (int y = 0; y < 300; y += rule.blockSize)
            for (int x = 0; x < 400; x += rule.blockSize)
                text += splitAt(rule, image, x, y) == Split::Validation ? 'v' : '.';
        return text;
    };
    const QString before = blocks();
    for (const char* folder : {"b", "c", "d", "e", "f"}) {
        fs::create_directories(root_ / folder);
        fs::copy_file(root_ / "a.tif", root_ / folder / "moved.tif");
        project->moveImage(id, root_ / folder / "moved.tif");
        QCOMPARE(project->image(id)->path, (fs::path(folder) / "moved.tif").string());
        QCOMPARE(blocks(), before);
    }
    project->removeImage(id);
    QVERIFY(!project->setting("images/" + std::to_string(id) + "/firstPath"));
}

void ReadingTest::resultsComeBackFromTheStore()
{
    const fs::path file = predictionFile(root_ / "p.limn", "run-1", 7);
    QCOMPARE(file, root_ / "p.limn" / "predictions" / "run-1" / "7.tiles");
    TileStore store(file, TileStore::Access::ReadWrite);
    auto tile = std::make_shared<MaskTile>();
    std::mt19937 random(5);
    for (std::uint8_t& value : *tile)
        value = static_cast<std::uint8_t>(random());
    const auto blank = tileWith({}, 0);
    store.put({{"class", {0, 0}, tile}, {"class", {2, 1}, tile}, {"confidence", {2, 1}, blank}});
    store.setProperty("step", "100");
    store.setProperty("step", "200");
    QVERIFY(*store.get("class", {2, 1}) == *tile);
    QVERIFY(*store.get("confidence", {2, 1}) == *blank);
    QVERIFY(store.get("class", {1, 1}) == nullptr);
    QVERIFY(store.keys("class") == (std::vector<MaskTileKey>{{0, 0}, {2, 1}}));
    QCOMPARE(*store.property("step"), std::string("200"));
    QVERIFY(!store.property("other").has_value());
    for (const int step : {1, 5}) {
        const PixelRect window{-10, 250, 700, 60};
        const int columns = (window.width + step - 1) / step;
        Pixels read(static_cast<std::size_t>(columns) * ((window.height + step - 1) / step), 77);
        store.read("class", window, step, read);
        for (std::size_t i = 0; i < read.size(); ++i) {
            const int x = window.x + static_cast<int>(i % columns) * step;
            const int y = window.y + static_cast<int>(i / columns) * step;
            int expected = 0;
            if ((x >= 0 && x < 256 && y < 256) || (x >= 512 && y >= 256))
                expected = (*tile)[static_cast<std::size_t>(y % 256) * 256 + x % 256];
            QCOMPARE(int(read[i]), expected);
        }
    }
    store.put({{"class", {0, 0}, nullptr}});
    QVERIFY(store.keys("class") == (std::vector<MaskTileKey>{{2, 1}}));
    store.clear("class");
    QVERIFY(store.keys("class").empty());
    QCOMPARE(store.keys("confidence").size(), 1u);
}

void ReadingTest::readersSeeResultsAsTheyAreWritten()
{
    const fs::path file = root_ / "r.tiles";
    TileStore writer(file, TileStore::Access::ReadWrite);
    const TileStore reader(file, TileStore::Access::ReadOnly);
    QVERIFY(reader.keys("class").empty());
    writer.put({{"class", {4, 5}, tileWith({0, 0, 5, 5}, 3)}});
    QCOMPARE(reader.keys("class").size(), 1u);
    QCOMPARE((*reader.get("class", {4, 5}))[0], 3);
    TileStore again(file, TileStore::Access::ReadWrite);
    QCOMPARE(again.keys("class").size(), 1u);
}

void ReadingTest::wrongStoresGetOneSentence_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("exists");
    QTest::newRow("missing") << QByteArray() << false;
    QTest::newRow("not a database") << QByteArray(5000, 'x') << true;
    QTest::newRow("zero bytes") << QByteArray() << true;
}

void ReadingTest::wrongStoresGetOneSentence()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, exists);
    if (exists)
        fixtures::writeText(root_ / "r.tiles", bytes);
    const std::string message =
        fixtures::messageOf([&] { TileStore(root_ / "r.tiles", TileStore::Access::ReadOnly); });
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
}

void ReadingTest::runsAreListedNewestFirst()
{
    const fs::path runs = root_ / "p.limn" / "runs";
    const auto made = [&](const std::string& id, const std::string& started) {
        RunRecord run{id, "running", started, {{"network", "unet"}}, {{"steps", 5}}};
        writeRun(runs / id, run);
        run.state = "finished";
        writeRun(runs / id, run);
    };
    made("a", "2026-11-22T10:15:02Z");
    made("b", "2026-11-23T10:15:02Z");
    made("c", "2026-11-21T10:15:02Z");
    fs::create_directories(runs / "empty");
    fs::create_directories(runs / "damaged");
    fixtures::writeText(runs / "damaged" / "run.json", "{\"id\":");
    const auto listed = listRuns(root_ / "p.limn");
    QCOMPARE(listed.size(), 3u);
    QCOMPARE(listed[0].id, std::string("b"));
    QCOMPARE(listed[2].id, std::string("c"));
    QCOMPARE(listed[0].state, std::string("finished"));
    QCOMPARE(listed[0].recipe.at("network").get<std::string>(), std::string("unet"));
    QCOMPARE(listed[0].summary.at("steps").get<int>(), 5);
    QVERIFY(listRuns(root_ / "nowhere.limn").empty());
}

void ReadingTest::aHalfWrittenMetricIsSkipped()
{
    fs::create_directories(root_ / "run");
    QVERIFY(readMetrics(root_ / "run").empty());
    appendMetrics(root_ / "run", {{"step", 1}});
    appendMetrics(root_ / "run", {{"step", 2}});
    std::ofstream(root_ / "run" / "metrics.jsonl", std::ios::app) << "{\"step\":";
    QCOMPARE(readMetrics(root_ / "run").size(), 2u);
    appendMetrics(root_ / "run", {{"step", 3}});
    const auto rows = readMetrics(root_ / "run");
    QCOMPARE(rows.size(), 3u);
    QCOMPARE(rows[2].at("step").get<int>(), 3);
}

void ReadingTest::damagedRunsGetOneSentence_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << QByteArray() << "cannot be read";
    QTest::newRow("cut short") << QByteArray("{\"id\":\"a\",") << "damaged";
    QTest::newRow("not an object") << QByteArray("[1,2]") << "damaged";
    QTest::newRow("no id") << QByteArray("{\"format\":1,\"state\":\"running\"}") << "damaged";
    QTest::newRow("wrong types") << QByteArray("{\"format\":\"x\",\"id\":5,\"state\":{}}")
                                 << "damaged";
    QTest::newRow("newer") << QByteArray("{\"format\":9,\"id\":\"a\",\"state\":\"x\"}")
                           << "newer Limn (format 9";
}

void ReadingTest::damagedRunsGetOneSentence()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    if (!text.isEmpty())
        fixtures::writeText(root_ / "run.json", text);
    const std::string message = fixtures::messageOf([&] { readRun(root_); });
    QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
}

void ReadingTest::messagesArriveHoweverTheyAreCut()
{
    const std::vector<std::string> bodies{"{}",
                                          "",
                                          std::string(70000, 'x'),
                                          "\r\n\r\n",
                                          "Content-Length: 5\r\n\r\nhello",
                                          "\xc3\xa9\xe4\xb8\xad"};
    std::string stream;
    for (const std::string& body : bodies)
        stream += protocol::frame(body);
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{7}, std::size_t{4096}, stream.size()}) {
        protocol::Decoder decoder;
        std::vector<std::string> read;
        for (std::size_t i = 0; i < stream.size(); i += piece) {
            decoder.feed(std::string_view(stream).substr(i, piece));
            while (const auto body = decoder.next())
                read.push_back(*body);
        }
        QVERIFY(read == bodies);
    }
}

void ReadingTest::headersAreReadLeniently_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("as written") << QByteArray("Content-Length: 2\r\n\r\n");
    QTest::newRow("no space") << QByteArray("Content-Length:2\r\n\r\n");
    QTest::newRow("another case") << QByteArray("content-LENGTH: 2\r\n\r\n");
    QTest::newRow("bare newlines") << QByteArray("Content-Length: 2\n\n");
    QTest::newRow("another header before") << QByteArray(
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n");
    QTest::newRow("another header after") << QByteArray("Content-Length: 2\r\nX: y:z\r\n\r\n");
}

void ReadingTest::headersAreReadLeniently()
{
    QFETCH(QByteArray, header);
    protocol::Decoder decoder;
    decoder.feed(header.toStdString() + "{}");
    const auto body = decoder.next();
    QVERIFY(body.has_value());
    QCOMPARE(*body, std::string("{}"));
    QVERIFY(!decoder.next().has_value());
}

void ReadingTest::malformedHeadersAreToldAndSkipped_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("no colon") << QByteArray("hello\n") << "without a colon";
    QTest::newRow("bytes that are no text") << QByteArray("\x01\xff\x00\n", 4) << "without a colon";
    QTest::newRow("JSON without a header")
        << QByteArray("{\"a\":1}\r\n\r\n") << "no Content-Length";
    QTest::newRow("no length") << QByteArray("X: 1\r\n\r\n") << "no Content-Length";
    QTest::newRow("not a number") << QByteArray("Content-Length: two\r\n\r\n")
                                  << "is no number ('two')";
    QTest::newRow("negative") << QByteArray("Content-Length: -2\r\n\r\n") << "is no number";
    QTest::newRow("number and more") << QByteArray("Content-Length: 2x\r\n\r\n") << "is no number";
    QTest::newRow("empty") << QByteArray("Content-Length:\r\n\r\n") << "is no number";
    QTest::newRow("beyond 64 bits")
        << QByteArray("Content-Length: 99999999999999999999999\r\n\r\n") << "is no number";
    QTest::newRow("too long") << QByteArray("Content-Length: 67108865\r\n\r\n") << "is beyond";
    QTest::newRow("endless line") << QByteArray(20000, 'x') << "header is too long";
    QTest::newRow("endless header")
        << QByteArray("X: y\r\n").repeated(3000) << "header is too long";
}

void ReadingTest::malformedHeadersAreToldAndSkipped()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{100000}}) {
        protocol::Decoder decoder;
        std::vector<std::string> errors;
        std::vector<std::string> bodies;
        // After the bad header comes what looks like a body, and then good messages.
        const std::string stream =
            bytes.toStdString() + "junk" + protocol::frame("{\"b\":2}") + protocol::frame("{}");
        for (std::size_t i = 0; i < stream.size(); i += piece) {
            decoder.feed(std::string_view(stream).substr(i, piece));
            bool more = true;
            while (more) {
                const std::string error = fixtures::messageOf([&] {
                    const auto body = decoder.next();
                    more = body.has_value();
                    if (body)
                        bodies.push_back(*body);
                });
                if (!error.empty())
                    errors.push_back(error);
            }
        }
        QCOMPARE(errors.size(), 1u);
        QVERIFY2(QString::fromStdString(errors[0]).contains(says), errors[0].c_str());
        QVERIFY(bodies == (std::vector<std::string>{"{\"b\":2}", "{}"}));
    }
}

QTEST_GUILESS_MAIN(ReadingTest)
#include "reading.moc"
