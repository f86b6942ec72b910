// Files that can only be decoded in large pieces: what takes too much is refused, and what is taken
// keeps to its room in memory, whoever reads it and however many at once.

#include "http_server.h"
#include "raster/decoding_room.h"
#include "raster/raster.h"
#include "raster/tile_loader.h"
#include "raster_corpus.h"
#include "wrong_input_tests.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

using namespace limn::raster;
using limn::tests::HttpServer;

namespace
{

constexpr int pieceSide = 2048;
/// What a reader of such a file needs at least: all bands, and once more band by band.
constexpr std::size_t leastBytes = std::size_t{2} * 3 * pieceSide * pieceSide;
/// For one reader of such a file, compressed or far, and not for two.
constexpr std::size_t roomForOne = std::size_t{44} << 20;
constexpr std::chrono::hours veryPatient{1};

/// Four tiles of three bands, of one value each.
corpus::Recipe largePieces(int value)
{
    corpus::Recipe recipe;
    recipe.width = recipe.height = 2 * pieceSide;
    recipe.bands = 3;
    recipe.options = {"TILED=YES", "BLOCKXSIZE=2048", "BLOCKYSIZE=2048", "COMPRESS=DEFLATE",
                      "INTERLEAVE=PIXEL"};
    recipe.value = nullptr;
    recipe.complete = [value](GDALDataset& dataset) {
        for (int band = 1; band <= 3; ++band)
            dataset.GetRasterBand(band)->Fill(value + band);
    };
    return recipe;
}

bool shows(const PixelBlock& block, int value)
{
    return block.isValid(3, 3) && block.sample(0, 3, 3) == static_cast<float>(value + 1) &&
           block.sample(2, 3, 3) == static_cast<float>(value + 3);
}

/// How many handles of this process hold one of the files.
int openHandles(const std::vector<std::string>& files)
{
    int handles = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        const auto file = std::filesystem::read_symlink(entry.path(), gone).string();
        handles += static_cast<int>(std::count(files.begin(), files.end(), file));
    }
    return handles;
}

} // namespace

class LargePiecesTest : public QObject, private corpus::Folder
{
    Q_OBJECT

    std::shared_ptr<Raster> madeIn(const std::shared_ptr<DecodingRoom>& room, const QString& name,
                                   int value) const
    {
        if (!corpus::make(at(name), largePieces(value)))
            return {};
        return Raster::open(at(name).toStdString(), {}, room);
    }

    /// A far file of one piece, opened in the room; from then on the server says nothing.
    std::shared_ptr<Raster> hangingIn(const std::shared_ptr<DecodingRoom>& room,
                                      HttpServer& server) const
    {
        corpus::Recipe recipe = largePieces(0);
        recipe.width = recipe.height = pieceSide;
        recipe.complete = nullptr;
        // Noise, so that it is more than what is fetched to open it.
        recipe.value = [](int band, int x, int y) {
            const auto seed = (x * 73856093u) ^ (y * 19349663u) ^ (band * 83492791u);
            return static_cast<double>(seed * 2654435761u >> 24);
        };
        if (!corpus::make(at("far.tif"), recipe))
            return {};
        auto far = Raster::open(server.address("far.tif"), {}, room);
        server.setMood(HttpServer::Mood::Hanging);
        return far;
    }

private Q_SLOTS:
    void absurdSizesTakeNoMemory();
    void largePiecesAreRefused_data();
    void largePiecesAreRefused();
    void allWhoShareARoomKeepToIt();
    void aPieceIsKeptUntilOthersNeedTheRoom();
    void whatNeedsMoreThanTheRoomIsReadAlone();
    void aWaitEndsWhenItIsStopped();
    void aReadThatHangsHoldsUpNobodyOnceItIsGivenUp();
    void aShareThatIsHeldForLongIsNotWaitedFor();
};

/// A file of a few hundred bytes that promises 4 10^12 pixels: opening and reading a corner of it
/// must take the memory of the corner.
void LargePiecesTest::absurdSizesTakeNoMemory()
{
    corpus::Recipe recipe;
    recipe.width = recipe.height = 2000000;
    recipe.options = {"SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=4096", "BLOCKYSIZE=4096",
                      "BIGTIFF=YES"};
    recipe.value = nullptr;
    const auto raster = made("absurd.tif", recipe);
    QVERIFY(QFile(at("absurd.tif")).size() < 10000000);
    const PixelBlock block = raster->read({1999990, 1999990, 20, 20});
    QVERIFY(block.isValid(9, 9) && !block.isValid(10, 10));

    // Rows of 2 10^9 pixels would have to be decoded as a whole.
    recipe.width = 2000000000;
    recipe.height = 3;
    recipe.options = {"SPARSE_OK=TRUE"};
    const QString sentence = corpus::sentenceOf([&] { made("wide.tif", recipe); });
    QVERIFY2(sentence.contains("wide.tif") && sentence.contains("TILED=YES"), qPrintable(sentence));
}

void LargePiecesTest::largePiecesAreRefused_data()
{
    QTest::addColumn<QString>("name");
    corpus::Recipe tile;
    tile.width = tile.height = 16384;
    tile.bands = 3;
    tile.options = {"TILED=YES", "BLOCKXSIZE=16384", "BLOCKYSIZE=16384", "SPARSE_OK=TRUE"};
    tile.value = nullptr;
    QVERIFY(corpus::make(at("tile.tif"), tile));
    QTest::newRow("one tile of three bands") << "tile.tif";
    corpus::Recipe strips;
    strips.width = 30000;
    strips.height = 60000;
    strips.options = {"BLOCKYSIZE=30000", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE"};
    strips.value = nullptr;
    QVERIFY(corpus::make(at("strips.tif"), strips));
    QTest::newRow("two strips") << "strips.tif";

    QVERIFY(corpus::makeCopy(at("huge.jpg"), "JPEG", {.bands = 3}, "PROGRESSIVE=YES"));
    QFile file(at("huge.jpg"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 frame = file.readAll().indexOf("\xff\xc2");
    QVERIFY(frame > 0 && file.seek(frame + 5));
    QCOMPARE(file.write("\x40\x00\x40\x00", 4), 4); // rows and columns: 16384
    QTest::newRow("a progressive JPEG") << "huge.jpg";

    QVERIFY(corpus::makeCopy(at("huge.webp"), "WEBP", {.bands = 3}, "LOSSLESS=YES"));
    QFile picture(at("huge.webp"));
    QVERIFY(picture.open(QIODevice::ReadWrite) && picture.seek(21));
    // Width and height less 1, 14 bits each: 9000.
    QCOMPARE(picture.write("\x27\xe3\xc9\x08", 4), 4);
    QTest::newRow("a lossless WebP") << "huge.webp";

    corpus::Recipe plain;
    plain.width = plain.height = 32768;
    plain.options = {"TILED=YES", "SPARSE_OK=TRUE"};
    plain.value = nullptr;
    QVERIFY(corpus::make(at("below.tif"), plain));
    tile.bands = 1;
    tile.type = GDT_UInt32;
    QVERIFY(corpus::make(at("overview.tif"), tile));
    QVERIFY(QFile::rename(at("overview.tif"), at("below.tif.ovr")));
    QTest::newRow("an overview of one tile") << "below.tif";

    QVERIFY(corpus::makeCopy(at("mosaic.vrt"), "VRT", tile));
    QTest::newRow("a mosaic of large tiles") << "mosaic.vrt";
}

void LargePiecesTest::largePiecesAreRefused()
{
    QFETCH(QString, name);
    const QString sentence = corpus::sentenceOf([&] { Raster::open(at(name).toStdString()); });
    QVERIFY2(sentence.startsWith(at(name)) && sentence.contains("512 MiB"), qPrintable(sentence));
}

void LargePiecesTest::allWhoShareARoomKeepToIt()
{
    const auto room = std::make_shared<DecodingRoom>(roomForOne, veryPatient);
    const std::array rasters{madeIn(room, "first.tif", 10), madeIn(room, "second.tif", 20)};
    QVERIFY(rasters[0] && rasters[1]);
    std::atomic<int> right = 0;
    std::atomic<int> within = 0;
    {
        std::barrier begin(8);
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                begin.arrive_and_wait();
                const int corner = i / 2 % 2 * pieceSide + 200 * i;
                const PixelBlock block = rasters[i % 2]->read({corner, 100, 8, 8});
                const std::size_t taken = room->taken();
                within += taken >= leastBytes && taken <= roomForOne;
                right += shows(block, i % 2 == 0 ? 10 : 20);
            });
    }
    QCOMPARE(right.load(), 8);
    QCOMPARE(within.load(), 8);
    // Whoever waited for the room closed what the one before had open.
    QCOMPARE(openHandles({at("first.tif").toStdString(), at("second.tif").toStdString()}), 1);
}

void LargePiecesTest::aPieceIsKeptUntilOthersNeedTheRoom()
{
    const auto room = std::make_shared<DecodingRoom>(roomForOne, veryPatient);
    auto first = madeIn(room, "kept.tif", 10);
    auto second = madeIn(room, "other.tif", 20);
    QCOMPARE(room->taken(), std::size_t{0});
    QVERIFY(shows(first->read({0, 0, 8, 8}), 10));
    const std::size_t kept = room->taken();
    QVERIFY(kept >= leastBytes);
    QVERIFY(shows(first->read({900, 0, 8, 8}), 10));
    QCOMPARE(room->taken(), kept);
    QVERIFY(shows(second->read({0, 0, 8, 8}), 20));
    QVERIFY(room->taken() <= roomForOne);
    QCOMPARE(openHandles({at("kept.tif").toStdString()}), 0);
    QVERIFY(shows(first->read({900, 900, 8, 8}), 10));
    QCOMPARE(openHandles({at("other.tif").toStdString()}), 0);
    second.reset();
    QCOMPARE(room->taken(), kept);
    first.reset();
    QCOMPARE(room->taken(), std::size_t{0});
}

void LargePiecesTest::whatNeedsMoreThanTheRoomIsReadAlone()
{
    const auto room = std::make_shared<DecodingRoom>(std::size_t{1} << 20, veryPatient);
    const std::array rasters{madeIn(room, "large.tif", 10), madeIn(room, "larger.tif", 20)};
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] {
                right += shows(rasters[i % 2]->read({40, 50, 8, 8}), 10 + i % 2 * 10);
            });
    }
    QCOMPARE(right.load(), 4);
    QCOMPARE(room->taken(), std::size_t{0});
    QCOMPARE(openHandles({at("large.tif").toStdString(), at("larger.tif").toStdString()}), 0);
}

void LargePiecesTest::aWaitEndsWhenItIsStopped()
{
    HttpServer server(folder().toStdString());
    const auto room = std::make_shared<DecodingRoom>(roomForOne, veryPatient);
    const auto near = madeIn(room, "near.tif", 10);
    const auto far = hangingIn(room, server);
    QVERIFY(near && far);
    const int before = server.requests();
    std::jthread hangs([&] { corpus::sentenceOf([&] { far->read({5, 5, 8, 8}); }); });
    QTRY_VERIFY(server.requests() > before);

    std::stop_source stop;
    std::atomic<int> waits = 0;
    QString sentence;
    {
        const std::jthread reader([&] {
            const ReadWatch watch{stop.get_token(), [&](bool waiting) { waits += waiting; }};
            sentence = corpus::sentenceOf([&] {
                near->read({0, 0, 8, 8}, {8, 8}, std::array{0, 1, 2}, Resampling::Nearest, watch);
            });
        });
        QTRY_COMPARE(waits.load(), 1);
        stop.request_stop();
    }
    QVERIFY2(sentence.startsWith(at("near.tif")), qPrintable(sentence));

    // So does that of a view that is closed, at once, and of its raster nothing is left.
    auto view = Raster::open(at("near.tif").toStdString(), {}, room);
    const std::weak_ptr<const Raster> alive = view;
    {
        const TileGrid grid(view->size(), 256);
        TileLoader loader(std::move(view), grid, {{0, 1, 2}, {}}, 1 << 24, 2, {});
        loader.want({{0, 3, 3}, {0, 4, 3}});
        QVERIFY(!loader.cached({0, 3, 3}));
        // Who waits for room does not wait for an answer of the file.
        QVERIFY(loader.giveUp(veryPatient).empty());
    }
    QVERIFY(alive.expired());
    server.setMood(HttpServer::Mood::Helpful);
}

void LargePiecesTest::aReadThatHangsHoldsUpNobodyOnceItIsGivenUp()
{
    HttpServer server(folder().toStdString());
    const auto room = std::make_shared<DecodingRoom>(roomForOne, veryPatient);
    const auto near = madeIn(room, "near.tif", 10);
    auto far = hangingIn(room, server);
    QVERIFY(near && far);
    const int before = server.requests();
    const TileKey key{0, 3, 3};
    const std::weak_ptr<const Raster> alive = far;
    auto hanging = std::make_unique<TileLoader>(far, TileGrid(far->size(), 256),
                                                DisplaySettings{{0, 1, 2}, {}}, 1 << 24, 1,
                                                TileLoader::Ready());
    far.reset();
    hanging->want({key});
    QTRY_VERIFY(server.requests() > before);
    TileLoader loader(near, TileGrid(near->size(), 256), {{0, 1, 2}, {}}, 1 << 24, 2, {});
    loader.want({key});
    const std::size_t held = room->taken();
    QVERIFY(held > leastBytes);

    QCOMPARE(hanging->giveUp(std::chrono::milliseconds(1)).size(), std::size_t{1});
    QTRY_VERIFY(loader.cached(key));
    QVERIFY2(loader.cached(key)->error.empty(), loader.cached(key)->error.c_str());
    QVERIFY(room->taken() >= leastBytes && room->taken() <= roomForOne);
    // The one that hung ends after all, and gives back nothing again.
    server.setMood(HttpServer::Mood::Helpful);
    hanging.reset();
    QTRY_VERIFY(alive.expired());
    QVERIFY(room->taken() >= leastBytes && room->taken() <= roomForOne);
    QVERIFY(shows(near->read({pieceSide, pieceSide, 8, 8}), 10));
    QVERIFY(room->taken() <= roomForOne);
}

void LargePiecesTest::aShareThatIsHeldForLongIsNotWaitedFor()
{
    HttpServer server(folder().toStdString());
    const auto room = std::make_shared<DecodingRoom>(roomForOne, std::chrono::milliseconds(20));
    const auto near = madeIn(room, "near.tif", 10);
    const auto far = hangingIn(room, server);
    QVERIFY(near && far);
    const int before = server.requests();
    const std::jthread hangs([&] { corpus::sentenceOf([&] { far->read({5, 5, 8, 8}); }); });
    QTRY_VERIFY(server.requests() > before);
    QVERIFY(shows(near->read({0, 0, 8, 8}), 10));
    server.setMood(HttpServer::Mood::Helpful);
}

std::unique_ptr<QObject> largePieceTests()
{
    return std::make_unique<LargePiecesTest>();
}

#include "large_pieces.moc"
