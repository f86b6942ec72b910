// What is wrong or slow is refused in a sentence, or read as far as it can be: damaged files,
// absurd headers, files that change while they are open, addresses that fail or never answer.

#include "../several_tests.h"
#include "http_server.h"
#include "raster/band_statistics.h"
#include "raster/display.h"
#include "raster/georeference.h"
#include "raster/raster.h"
#include "raster/tile_loader.h"
#include "raster_corpus.h"
#include "wrong_input_tests.h"

#include <QCoreApplication>
#include <QScopeGuard>
#include <QtTest>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <thread>

using namespace limn::raster;
using limn::tests::HttpServer;

Q_DECLARE_METATYPE(corpus::Recipe)
Q_DECLARE_METATYPE(limn::tests::HttpServer::Mood)

namespace
{

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// More than what is fetched to open it.
corpus::Recipe noise()
{
    corpus::Recipe recipe;
    recipe.width = recipe.height = 1200;
    recipe.options = {"TILED=YES"};
    recipe.value = [](int, int x, int y) { return (x * 7919 + y * 104729) % 253; };
    return recipe;
}

} // namespace

class WrongInputTest : public QObject, private corpus::Folder
{
    Q_OBJECT

private Q_SLOTS:
    void wrongFilesAreRefusedInASentence_data();
    void wrongFilesAreRefusedInASentence();
    void damagedPixelsAreAnErrorWhenRead_data();
    void damagedPixelsAreAnErrorWhenRead();
    void headersThatPromiseTooMuch_data();
    void headersThatPromiseTooMuch();
    void nothingValidIsStillAnImage_data();
    void nothingValidIsStillAnImage();
    void placesThatAreNoneDoNoHarm_data();
    void placesThatAreNoneDoNoHarm();
    void aFileThatVanishesWhileOpen_data();
    void aFileThatVanishesWhileOpen();
    void aFileThatIsWrittenToWhileOpen_data();
    void aFileThatIsWrittenToWhileOpen();
    void whatLiesBesideAFileMayBeWrong_data();
    void whatLiesBesideAFileMayBeWrong();
    void anAddressOpensAsAFileDoes();
    void aBucketOpensAsAFileDoes();
    void wrongAddressesAreRefusedInASentence_data();
    void wrongAddressesAreRefusedInASentence();
    void anAddressThatFailsWhileOpenIsAskedAgain_data();
    void anAddressThatFailsWhileOpenIsAskedAgain();
    void aReadThatHangsIsGivenUpAndLeftBehind();
    void aReadThatHungIsTriedAgain();
};

void WrongInputTest::wrongFilesAreRefusedInASentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says");
    corpus::Recipe recipe;
    recipe.width = recipe.height = 300;
    recipe.options = {"TILED=YES", "COMPRESS=DEFLATE"};
    recipe.value = [](int, int x, int y) { return (x * 7919 + y * 104729) % 253; };

    QTest::newRow("missing") << "nowhere.tif"
                             << "does not exist; check the path or relink it";
    QVERIFY(corpus::writeText(at("empty.tif"), ""));
    QTest::newRow("zero bytes") << "empty.tif"
                                << "is empty (0 bytes); export it again";
    QVERIFY(corpus::writeText(at("letter.tif"), "Dear colleague,\nhere is no image.\n"));
    QTest::newRow("text") << "letter.tif"
                          << "is no image that GDAL can read";
    QVERIFY(corpus::writeText(at("page.png"), "<html><body>404</body></html>"));
    QTest::newRow("web page called PNG") << "page.png"
                                         << "is no image that GDAL can read";
    QTest::newRow("folder") << ""
                            << "is a folder, not an image";
    QVERIFY(corpus::make(at("cut.tif"), recipe) && corpus::cutTo(at("cut.tif"), 0.6));
    QTest::newRow("truncated GeoTIFF") << "cut.tif"
                                       << "copy or export it again";
    QVERIFY(corpus::make(at("header.tif"), recipe) && corpus::cutTo(at("header.tif"), 0.0005));
    QTest::newRow("header only") << "header.tif"
                                 << "header.tif";
    QVERIFY(corpus::writeText(at("magic.png"), QByteArray("\x89PNG\r\n\x1a\n", 8)));
    QTest::newRow("PNG of eight bytes") << "magic.png"
                                        << "magic.png";
    QVERIFY(corpus::make(at("complex.tif"), {.type = GDT_CFloat32}));
    QVERIFY(corpus::makeCopy(at("raw.dat"), "ENVI", recipe) && QFile::remove(at("raw.hdr")));
    QTest::newRow("raw pixels without their header") << "raw.dat"
                                                     << "is no image that GDAL can read";
    QTest::newRow("complex samples") << "complex.tif"
                                     << "convert it to amplitude or intensity";
}

void WrongInputTest::wrongFilesAreRefusedInASentence()
{
    QFETCH(QString, name);
    QFETCH(QString, says);
    const QString path = name.isEmpty() ? folder() : at(name);
    const QString sentence = corpus::sentenceOf([&] { Raster::open(path.toStdString()); });
    QVERIFY2(sentence.startsWith(path) && sentence.contains(says), qPrintable(sentence));
    QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
}

void WrongInputTest::damagedPixelsAreAnErrorWhenRead_data()
{
    QTest::addColumn<QString>("name");
    corpus::Recipe recipe;
    recipe.width = recipe.height = 300;
    recipe.bands = 3;
    recipe.value = [](int b, int x, int y) { return (x * 7919 + y * 104729 + b * 31) % 253; };
    QVERIFY(corpus::makeCopy(at("cut.png"), "PNG", recipe) && corpus::cutTo(at("cut.png"), 0.5));
    QTest::newRow("truncated PNG") << "cut.png";
    QVERIFY(corpus::makeCopy(at("cut.jpg"), "JPEG", recipe) && corpus::cutTo(at("cut.jpg"), 0.5));
    QTest::newRow("truncated JPEG") << "cut.jpg";

    recipe.options = {"TILED=YES", "COMPRESS=DEFLATE"};
    QVERIFY(corpus::make(at("holes.tif"), recipe));
    QFile file(at("holes.tif"));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() / 2));
    QVERIFY(file.write(QByteArray(4000, '\x5a')) == 4000);
    QTest::newRow("overwritten tiles") << "holes.tif";

    QVERIFY(corpus::makeCopy(at("lonely.vrt"), "VRT", recipe));
    QVERIFY(QFile::remove(at("lonely.vrt.source.tif")));
    QTest::newRow("VRT without its source") << "lonely.vrt";
}

void WrongInputTest::damagedPixelsAreAnErrorWhenRead()
{
    QFETCH(QString, name);
    const QString sentence = corpus::sentenceOf([&] {
        const auto raster = Raster::open(at(name).toStdString());
        raster->read(raster->bounds());
    });
    QVERIFY2(sentence.startsWith(at(name)) && sentence.contains("copy or export it again"),
             qPrintable(sentence));
}

void WrongInputTest::headersThatPromiseTooMuch_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("2^31 x 2^31 pixels") << corpus::bareTiff(1u << 31, 1u << 31, 200);
    QTest::newRow("2^32 - 1 pixels a row") << corpus::bareTiff(0xffffffff, 1, 200);
    QTest::newRow("2^31 - 1 squared, one tile") << corpus::bareTiff(0x7fffffff, 0x7fffffff, 200);
    QTest::newRow("no width") << corpus::bareTiff(0, 100, 200);
    QTest::newRow("tile beyond the end") << corpus::bareTiff(256, 256, 4000000000u);
    QTest::newRow("tile in the directory") << corpus::bareTiff(256, 256, 8);
}

/// Refused in one sentence, when it is opened or when it is read, in next to no memory.
void WrongInputTest::headersThatPromiseTooMuch()
{
    QFETCH(QByteArray, file);
    QVERIFY(corpus::writeText(at("promise.tif"), file));
    const QString sentence = corpus::sentenceOf([&] {
        const auto raster = Raster::open(at("promise.tif").toStdString());
        raster->read({0, 0, 100, 100});
    });
    QVERIFY2(sentence.startsWith(at("promise.tif")) && !sentence.contains('\n'),
             qPrintable(sentence));
}

void WrongInputTest::nothingValidIsStillAnImage_data()
{
    QTest::addColumn<corpus::Recipe>("recipe");
    QTest::newRow("NaN everywhere") << corpus::nanEverywhere();
    QTest::newRow("nodata everywhere") << corpus::nodataEverywhere(GDT_Int16, -9999);
    QTest::newRow("nodata 0 everywhere") << corpus::nodataEverywhere(GDT_Byte, 0);
    QTest::newRow("nodata of odd digits")
        << corpus::nodataEverywhere(GDT_Float32, -3.402823466e+38);
    QTest::newRow("nodata NaN everywhere") << corpus::nodataEverywhere(GDT_Float64, notANumber);
    QTest::newRow("transparent everywhere") << corpus::transparentEverywhere();
}

void WrongInputTest::nothingValidIsStillAnImage()
{
    QFETCH(corpus::Recipe, recipe);
    const auto raster = made("void.tif", recipe);
    QVERIFY(raster);
    const PixelBlock block = raster->read(raster->bounds());
    QVERIFY(std::none_of(block.valid.begin(), block.valid.end(), [](auto v) { return v != 0; }));
    QVERIFY(std::all_of(block.samples.begin(), block.samples.end(),
                        [](float sample) { return sample == 0.f; }));
    for (const BandStretch& stretch : defaultDisplay(*raster).stretch)
        QVERIFY(std::isfinite(stretch.low) && stretch.high > stretch.low);
    QCOMPARE(BandStatistics::of(*raster, 0).count(), std::size_t{0});
}

void WrongInputTest::placesThatAreNoneDoNoHarm_data()
{
    using Transform = std::array<double, 6>;
    QTest::addColumn<corpus::Recipe>("recipe");
    QTest::newRow("latitude 4000") << corpus::misplaced(Transform{0, 1, 0, 4000, 0, -1}, 4326);
    QTest::newRow("zone left far behind")
        << corpus::misplaced(Transform{9e9, 5, 0, 9e9, 0, -5}, 32633);
    QTest::newRow("no extent") << corpus::misplaced(Transform{0, 0, 0, 0, 0, 0}, 32633);
    QTest::newRow("all on a line") << corpus::misplaced(Transform{0, 1, 2, 0, 2, 4}, 32633);
    QTest::newRow("NaN") << corpus::misplaced(
        Transform{notANumber, notANumber, 0, notANumber, 0, notANumber}, 32633);
    corpus::Recipe nonsense = corpus::misplaced(Transform{0, 1, 0, 0, 0, -1}, 0);
    nonsense.complete = [](GDALDataset& dataset) {
        OGRSpatialReference crs;
        crs.importFromWkt("LOCAL_CS[\"the back garden\",UNIT[\"cubit\",0]]");
        dataset.SetSpatialRef(&crs);
    };
    QTest::newRow("a CRS of its own") << nonsense;
}

/// The pixels are what they are; only the place is not told, or told without numbers that are none.
void WrongInputTest::placesThatAreNoneDoNoHarm()
{
    QFETCH(corpus::Recipe, recipe);
    const auto raster = made("lost.tif", recipe);
    QVERIFY(raster);
    QCOMPARE(raster->read(raster->bounds()).sample(0, 5, 3), float(corpus::ramp(0, 5, 3)));
    const Georeference georeference(raster->info());
    for (const auto& [column, row] : {std::pair{0., 0.}, {32., 24.}, {-1e6, 1e9}}) {
        if (const auto lonLat = georeference.toLonLat(column, row))
            QVERIFY(std::isfinite(lonLat->x) && std::abs(lonLat->y) <= 90);
        if (const auto metres = georeference.metresPerPixel(column, row))
            QVERIFY(std::isfinite(*metres) && *metres > 0);
    }
}

void WrongInputTest::aFileThatVanishesWhileOpen_data()
{
    QTest::addColumn<bool>("removed");
    QTest::newRow("removed") << true;
    QTest::newRow("cut to nothing") << false;
}

/// What is open of it may still be read, as the system keeps removed files; what cannot be read is
/// said with the file's name, and asking again later does no harm.
void WrongInputTest::aFileThatVanishesWhileOpen()
{
    QFETCH(bool, removed);
    corpus::Recipe recipe;
    recipe.width = recipe.height = 1024;
    recipe.options = {"TILED=YES", "COMPRESS=DEFLATE"};
    recipe.value = corpus::ramp;
    const auto raster = made("going.tif", recipe);
    QVERIFY(removed ? QFile::remove(at("going.tif")) : QFile::resize(at("going.tif"), 0));
    std::atomic<int> named = 0;
    std::atomic<int> whole = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&, t] {
                const QString sentence = corpus::sentenceOf([&] {
                    raster->read({t * 128, t * 128, 128, 128});
                });
                named += sentence.startsWith(at("going.tif"));
                whole += sentence.isEmpty();
            });
    }
    QCOMPARE(named + whole, 8);
    if (!removed)
        QVERIFY(named > 0);
    QVERIFY(corpus::make(at("going.tif"), recipe));
    QCOMPARE(raster->read({0, 0, 64, 64}).sample(0, 5, 3), float(corpus::ramp(0, 5, 3)));
}

void WrongInputTest::aFileThatIsWrittenToWhileOpen_data()
{
    QTest::addColumn<corpus::Recipe>("before");
    QTest::addColumn<corpus::Recipe>("after");
    QTest::addColumn<bool>("fits");
    corpus::Recipe whole;
    whole.width = 300;
    whole.height = 260;
    whole.options = {"TILED=YES", "SPARSE_OK=TRUE"};
    whole.value = corpus::ramp;
    corpus::Recipe begun = whole;
    begun.value = nullptr;
    QTest::newRow("its pixels come later") << begun << whole << true;
    corpus::Recipe other = whole;
    other.value = [](int band, int x, int y) { return 250 - corpus::ramp(band, x, y); };
    QTest::newRow("other pixels") << whole << other << true;
    corpus::Recipe longer = whole;
    longer.height = 900;
    QTest::newRow("more rows") << whole << longer << false;
    corpus::Recipe smaller = whole;
    smaller.width = 60;
    QTest::newRow("fewer columns") << whole << smaller << false;
    corpus::Recipe fewer = whole;
    fewer.bands = 1;
    corpus::Recipe several = whole;
    several.bands = 3;
    QTest::newRow("fewer bands") << several << fewer << false;
}

/// What was written since is what is read, and no mixture with what is remembered of the file;
/// where it no longer fits, that is said.
void WrongInputTest::aFileThatIsWrittenToWhileOpen()
{
    QFETCH(corpus::Recipe, before);
    QFETCH(corpus::Recipe, after);
    QFETCH(bool, fits);
    const auto raster = made("growing.tif", before);
    const std::vector<float> first = raster->read(raster->bounds()).samples;
    QVERIFY(corpus::make(at("growing.tif"), after));
    // Written in the same moment it might pass for the old one.
    const std::filesystem::path file = at("growing.tif").toStdString();
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) +
                                               std::chrono::seconds(1));
    const QString sentence = corpus::sentenceOf([&] {
        const PixelBlock block = raster->read(raster->bounds());
        QVERIFY(block.samples != first);
        for (const auto& [x, y] : {std::pair{0, 0}, {299, 3}, {17, 259}, {280, 258}})
            QCOMPARE(block.sample(0, x, y), float(after.value(0, x, y)));
    });
    QVERIFY2(fits ? sentence.isEmpty() : sentence.contains("has changed on disk"),
             qPrintable(sentence));
}

void WrongInputTest::whatLiesBesideAFileMayBeWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("beside");
    QTest::newRow("overviews that are none") << "beside.tif.ovr" << QByteArray("no overviews");
    QTest::newRow("overviews of another size")
        << "beside.tif.ovr" << corpus::bareTiff(7000, 5000, 4000000000u);
    QTest::newRow("a mask that is none") << "beside.tif.msk" << QByteArray("II*\0no mask", 11);
    QTest::newRow("statistics that are none") << "beside.tif.aux.xml" << QByteArray("<PAMDataset>");
    QTest::newRow("a world file of words") << "beside.tfw" << QByteArray("one\ntwo\nthree\n");
    QTest::newRow("a world file of zeros") << "beside.tfw" << QByteArray("0\n0\n0\n0\n0\n0\n");
}

/// The image is shown all the same, and its own pixels are what they are.
void WrongInputTest::whatLiesBesideAFileMayBeWrong()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, beside);
    corpus::Recipe recipe;
    recipe.width = 300;
    recipe.height = 200;
    recipe.value = corpus::ramp;
    QVERIFY(corpus::make(at("beside.tif"), recipe));
    QVERIFY(corpus::writeText(at(name), beside));
    const auto removed = qScopeGuard([&] { QFile::remove(at(name)); });
    const auto raster = Raster::open(at("beside.tif").toStdString());
    const PixelBlock block = raster->read({10, 20, 100, 100});
    QCOMPARE(block.sample(0, 5, 3), float(corpus::ramp(0, 15, 23)));
    QVERIFY(block.isValid(5, 3));
    // A view of the whole may need what is wrong; then it is said.
    const QString sentence = corpus::sentenceOf([&] {
        raster->read(raster->bounds(), {30, 20}, std::array{0});
    });
    QVERIFY2(sentence.isEmpty() || sentence.startsWith(at("beside.tif")), qPrintable(sentence));
}

void WrongInputTest::anAddressOpensAsAFileDoes()
{
    HttpServer server(folder().toStdString());
    const auto near = made("near.tif", noise());
    const auto far = Raster::open(server.address("near.tif"));
    QCOMPARE(far->size(), near->size());
    const PixelRect window{300, 700, 400, 300};
    QCOMPARE(far->read(window).samples, near->read(window).samples);
}

/// Amazon's protocol, spoken to the server of this test.
void WrongInputTest::aBucketOpensAsAFileDoes()
{
    HttpServer server(folder().toStdString());
    QVERIFY(QDir(folder()).mkpath("bucket/deep"));
    const auto near = made("bucket/deep/near.tif", noise());
    const QByteArray host = QByteArray("127.0.0.1:") + QByteArray::number(server.port());
    const std::array<std::pair<const char*, QByteArray>, 4> settings{
        {{"AWS_S3_ENDPOINT", host},
         {"AWS_HTTPS", "NO"},
         {"AWS_VIRTUAL_HOSTING", "FALSE"},
         {"AWS_NO_SIGN_REQUEST", "YES"}}};
    for (const auto& [key, value] : settings)
        CPLSetConfigOption(key, value.constData());
    const auto unset = qScopeGuard([&] {
        for (const auto& [key, value] : settings)
            CPLSetConfigOption(key, nullptr);
    });
    const auto far = Raster::open("/vsis3/bucket/deep/near.tif");
    const PixelRect window{300, 700, 400, 300};
    QCOMPARE(far->read(window).samples, near->read(window).samples);
}

void WrongInputTest::wrongAddressesAreRefusedInASentence_data()
{
    QTest::addColumn<HttpServer::Mood>("mood");
    QTest::newRow("404") << HttpServer::Mood::NotFound;
    QTest::newRow("cut off") << HttpServer::Mood::CuttingOff;
}

void WrongInputTest::wrongAddressesAreRefusedInASentence()
{
    QFETCH(HttpServer::Mood, mood);
    HttpServer server(folder().toStdString());
    const QString file = QString("refused%1.tif").arg(static_cast<int>(mood));
    QVERIFY(corpus::make(at(file), noise()));
    const std::string address = server.address(file.toStdString());
    server.setMood(mood);
    const QString sentence = corpus::sentenceOf([&] { Raster::open(address); });
    QVERIFY2(sentence.startsWith(QString::fromStdString(address)) &&
                 sentence.contains("check the address and the connection"),
             qPrintable(sentence));
    // What is not there now may be there later.
    server.setMood(HttpServer::Mood::Helpful);
    QCOMPARE(Raster::open(address)->size().width, 1200);
}

void WrongInputTest::anAddressThatFailsWhileOpenIsAskedAgain_data()
{
    wrongAddressesAreRefusedInASentence_data();
}

void WrongInputTest::anAddressThatFailsWhileOpenIsAskedAgain()
{
    QFETCH(HttpServer::Mood, mood);
    HttpServer server(folder().toStdString());
    const QString file = QString("failing%1.tif").arg(static_cast<int>(mood));
    const auto near = made(file, noise());
    const auto far = Raster::open(server.address(file.toStdString()));
    const PixelRect window{600, 600, 300, 300};
    server.setMood(mood);
    const QString sentence = corpus::sentenceOf([&] { far->read(window); });
    QVERIFY2(sentence.contains(file), qPrintable(sentence));
    server.setMood(HttpServer::Mood::Helpful);
    QCOMPARE(far->read(window).samples, near->read(window).samples);
}

void WrongInputTest::aReadThatHangsIsGivenUpAndLeftBehind()
{
    HttpServer server(folder().toStdString());
    QVERIFY(corpus::make(at("hanging.tif"), noise()));
    auto far = Raster::open(server.address("hanging.tif"));
    const std::weak_ptr<const Raster> alive = far;
    const TileGrid grid(far->size(), 256);
    server.setMood(HttpServer::Mood::Hanging);
    const int before = server.requests();
    const TileKey key{0, 3, 3};
    {
        std::atomic<int> announced = 0;
        TileLoader loader(std::move(far), grid, {}, 1 << 24, 1,
                          [&](const TileKey&, const DisplayTilePtr&) { ++announced; });
        loader.want({key});
        QTRY_VERIFY(server.requests() > before);
        QVERIFY(loader.giveUp(std::chrono::hours(1)).empty());
        QVERIFY(!loader.cached(key));
        const auto given = loader.giveUp(std::chrono::milliseconds(1));
        QCOMPARE(given.size(), std::size_t{1});
        QCOMPARE(given[0].first, key);
        QVERIFY(given[0].second->error.find("has not answered") != std::string::npos);
        QCOMPARE(loader.cached(key), given[0].second);
        QVERIFY(loader.giveUp(std::chrono::milliseconds(1)).empty());

        // Asked again it hangs again; neither read is waited for.
        const int asked = server.requests();
        loader.retryFailed();
        QTRY_VERIFY(server.requests() > asked);
        QCOMPARE(announced.load(), 0);
    }
    QVERIFY(!alive.expired());
    server.setMood(HttpServer::Mood::Helpful);
    QTRY_VERIFY(alive.expired());
}

void WrongInputTest::aReadThatHungIsTriedAgain()
{
    HttpServer server(folder().toStdString());
    const auto near = made("recovering.tif", noise());
    auto far = Raster::open(server.address("recovering.tif"));
    const TileGrid grid(far->size(), 256);
    server.setMood(HttpServer::Mood::Hanging);
    const int before = server.requests();
    TileLoader loader(std::move(far), grid, {}, 1 << 24, 1, {});
    const TileKey key{0, 3, 3};
    loader.want({key});
    QTRY_VERIFY(server.requests() > before);
    QCOMPARE(loader.giveUp(std::chrono::milliseconds(1)).size(), std::size_t{1});
    server.setMood(HttpServer::Mood::Helpful);
    loader.retryFailed();
    QTRY_VERIFY(loader.cached(key) && loader.cached(key)->error.empty());
    const PixelBlock block = near->read(grid.area(key));
    QCOMPARE(int(loader.cached(key)->pixels[0] & 0xff), int(block.sample(0, 0, 0)));
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    WrongInputTest wrongInput;
    const auto pieces = largePieceTests();
    return tests::run(QCoreApplication::arguments(), {&wrongInput, pieces.get()});
}

#include "wrong_input.moc"
