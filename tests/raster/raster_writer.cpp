// What is written is what is read back, whole or not at all.

#include "raster/raster_writer.h"
#include "full_disk.h"
#include "raster_corpus.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>
#include <unistd.h>

using namespace limn::raster;

namespace
{

std::vector<float> noise(std::size_t count)
{
    std::vector<float> values(count);
    std::uint32_t state = 12345;
    for (float& value : values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(state >> 8) / 1000.f;
    }
    return values;
}

WriterOptions sized(int width, int height, int bands = 1, SampleType type = SampleType::UInt8)
{
    WriterOptions options;
    options.size = {width, height};
    options.bands = bands;
    options.type = type;
    return options;
}

} // namespace

class RasterWriterTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString at(const QString& name) const { return folder_->filePath(name); }
    std::string path(const QString& name = "out.tif") const { return at(name).toStdString(); }
    QStringList files() const { return QDir(folder_->path()).entryList(QDir::Files); }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void valuesComeBackInEveryType_data();
    void valuesComeBackInEveryType();
    void windowsAreCutAtTheEdge();
    void blocksMayComeInAnyOrder();
    void georeferencingComesBack_data();
    void georeferencingComesBack();
    void controlPointsComeBack();
    void paletteNamesAndNodataComeBack();
    void fourBandsStayFourBands();
    void filesAreTiledAndCompressed();
    void appearsOnlyWhenFinished();
    void isRemovedWithoutFinish();
    void replacesAnOlderFileAndWhatBelongedToIt();
    void aFullDiskIsASentence_data();
    void aFullDiskIsASentence();
    void aDeviceWithoutRoomIsASentence();
    void unwritablePlacesAreASentence_data();
    void unwritablePlacesAreASentence();
    void impossibleOptionsAreASentence_data();
    void impossibleOptionsAreASentence();
    void samplesMustFillTheWindow();
    void picturesComeBack_data();
    void picturesComeBack();
    void transparentIsWhiteInJpeg();
    void picturesThatCannotBeWritten_data();
    void picturesThatCannotBeWritten();
};

void RasterWriterTest::valuesComeBackInEveryType_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<float>("value");
    QTest::addColumn<float>("readBack");
    const auto row = [](const char* name, SampleType type, float value, float readBack) {
        QTest::newRow(name) << int(type) << value << readBack;
    };
    row("byte", SampleType::UInt8, 200, 200);
    row("byte rounds", SampleType::UInt8, 17.6f, 18);
    row("byte saturates", SampleType::UInt8, 1e9f, 255);
    row("signed byte", SampleType::Int8, -128, -128);
    row("signed byte saturates", SampleType::Int8, 300, 127);
    row("16-bit", SampleType::UInt16, 65535, 65535);
    row("signed 16-bit", SampleType::Int16, -32768, -32768);
    row("32-bit", SampleType::UInt32, 16777216, 16777216);
    row("signed 32-bit", SampleType::Int32, -16777216, -16777216);
    row("float", SampleType::Float32, -1.25e-20f, -1.25e-20f);
    row("double", SampleType::Float64, 0.1f, 0.1f);
}

void RasterWriterTest::valuesComeBackInEveryType()
{
    QFETCH(int, type);
    QFETCH(float, value);
    QFETCH(float, readBack);
    RasterWriter writer(path(), sized(300, 5, 2, static_cast<SampleType>(type)));
    std::vector<float> samples(300 * 5 * 2, 1);
    samples[300 * 5 + 4 * 300 + 299] = value; // the last of band 2
    writer.write({0, 0, 300, 5}, samples);
    writer.finish();
    const auto raster = Raster::open(path());
    QCOMPARE(int(raster->info().bands.at(1).type), type);
    const PixelBlock block = raster->read(raster->bounds());
    QCOMPARE(block.sample(1, 299, 4), readBack);
    QCOMPARE(block.sample(0, 299, 4), 1.f);
    QCOMPARE(block.sample(1, 298, 4), 1.f);
}

void RasterWriterTest::windowsAreCutAtTheEdge()
{
    RasterWriter writer(path(), sized(100, 60));
    std::vector<std::uint8_t> samples(80 * 50);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::uint8_t>(i % 250 + 1);
    writer.write({-20, -10, 80, 50}, samples);
    writer.write({70, 40, 80, 50}, samples);
    writer.write({500, 500, 80, 50}, samples);
    writer.finish();
    const auto raster = Raster::open(path());
    const PixelBlock block = raster->read(raster->bounds());
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 100; ++x) {
            const int first = x < 60 && y < 40 ? (y + 10) * 80 + x + 20 : -1;
            const int second = x >= 70 && y >= 40 ? (y - 40) * 80 + x - 70 : -1;
            const int i = std::max(first, second);
            QCOMPARE(block.sample(0, x, y), i < 0 ? 0.f : static_cast<float>(i % 250 + 1));
        }
}

void RasterWriterTest::blocksMayComeInAnyOrder()
{
    constexpr int side = 700;
    const std::vector<float> values = noise(side * side);
    RasterWriter writer(path(), sized(side, side, 1, SampleType::Float32));
    for (int row = 6; row >= 0; --row)
        for (const int column : {3, 1, 6, 0, 5, 2, 4}) {
            std::vector<float> samples;
            for (int y = 0; y < 100; ++y)
                for (int x = 0; x < 100; ++x)
                    samples.push_back(values[(row * 100 + y) * side + column * 100 + x]);
            writer.write({column * 100, row * 100, 100, 100}, samples);
        }
    writer.finish();
    const auto raster = Raster::open(path());
    QCOMPARE(raster->read(raster->bounds()).samples, values);
}

void RasterWriterTest::georeferencingComesBack_data()
{
    QTest::addColumn<QList<double>>("transform");
    QTest::addColumn<int>("epsg");
    QTest::newRow("UTM") << QList<double>{485902, 5, 0, 5209248, 0, -5} << 26914;
    QTest::newRow("rotated") << QList<double>{1e6, 0.3, 0.1, 2e6, 0.1, -0.3} << 32633;
    QTest::newRow("degrees") << QList<double>{-180, 0.01, 0, 90, 0, -0.01} << 4326;
    QTest::newRow("no CRS") << QList<double>{10, 1, 0, 20, 0, -1} << 0;
}

void RasterWriterTest::georeferencingComesBack()
{
    QFETCH(QList<double>, transform);
    QFETCH(int, epsg);
    corpus::Recipe recipe;
    recipe.describe = [&](GDALDataset& dataset) {
        std::array<double, 6> t{};
        std::copy(transform.begin(), transform.end(), t.begin());
        dataset.SetGeoTransform(t.data());
        if (epsg)
            corpus::setCrs(dataset, epsg);
    };
    QVERIFY(corpus::make(at("in.tif"), recipe));
    const auto in = Raster::open(path("in.tif"));
    QCOMPARE(in->info().crsWkt.empty(), epsg == 0);
    RasterWriter writer(path(), WriterOptions::like(in->info()));
    writer.finish();
    const auto out = Raster::open(path());
    QCOMPARE(out->size(), in->size());
    QCOMPARE(out->info().transform, in->info().transform);
    QCOMPARE(out->info().crsWkt, in->info().crsWkt);
}

void RasterWriterTest::controlPointsComeBack()
{
    WriterOptions options = sized(50, 50);
    options.controlPoints = {
        {0, 0, 10, 50}, {50, 0, 11, 50.1}, {0, 50, 10.1, 49}, {50, 50, 11, 49}};
    options.crsWkt = SRS_WKT_WGS84_LAT_LONG;
    RasterWriter writer(path(), options);
    writer.finish();
    const RasterInfo info = Raster::open(path())->info();
    QCOMPARE(info.controlPoints.size(), std::size_t{4});
    QCOMPARE(info.controlPoints[1].mapY, 50.1);
    QCOMPARE(info.controlPoints[2].row, 50.);
    QVERIFY(info.crsWkt.find("WGS 84") != std::string::npos);
}

void RasterWriterTest::paletteNamesAndNodataComeBack()
{
    WriterOptions options = sized(20, 20);
    options.palette = {
        {0, {0, 0, 0}, "unlabelled"}, {1, {0, 114, 178}, "water"}, {7, {230, 159, 0}, "dry shore"}};
    options.nodata = 0;
    options.bandNames = {"class"};
    {
        RasterWriter writer(path(), options);
        std::vector<std::uint8_t> samples(400, 7);
        samples[0] = 0;
        samples[1] = 1;
        writer.write({0, 0, 20, 20}, samples);
        writer.finish();
    }
    const auto raster = Raster::open(path());
    QVERIFY(raster->info().paletted);
    const PixelBlock block = raster->read({0, 0, 3, 1});
    QVERIFY(!block.isValid(0, 0));
    QCOMPARE((std::array{block.sample(0, 1, 0), block.sample(1, 1, 0), block.sample(2, 1, 0)}),
             (std::array{0.f, 114.f, 178.f}));
    QCOMPARE(int(readIndices(*raster, {2, 0, 1, 1}).front()), 7);
    // Names as another program sees them.
    GDALDatasetUniquePtr dataset(GDALDataset::Open(path().c_str()));
    dataset->GetSpatialRef(); // GDAL loads the sidecar with the georeferencing, not with the names
    char** names = dataset->GetRasterBand(1)->GetCategoryNames();
    QCOMPARE(CSLCount(names), 8);
    QCOMPARE(QString(names[1]), QString("water"));
    QCOMPARE(QString(names[7]), QString("dry shore"));
    QCOMPARE(QString(dataset->GetRasterBand(1)->GetDescription()), QString("class"));
    QVERIFY(!files().join(' ').contains(".partial"));
}

void RasterWriterTest::fourBandsStayFourBands()
{
    WriterOptions options = sized(16, 16, 4);
    options.bandNames = {"Red", "Green", "Blue", "Near infrared"};
    RasterWriter writer(path(), options);
    writer.write({0, 0, 16, 16}, std::vector<std::uint8_t>(16 * 16 * 4, 0));
    writer.finish();
    const auto raster = Raster::open(path());
    QCOMPARE(raster->bandCount(), 4);
    QCOMPARE(raster->info().bands.at(0).role, BandRole::Red);
    QCOMPARE(raster->info().bands.at(3).role, BandRole::NearInfrared);
    QVERIFY(raster->read(raster->bounds()).isValid(3, 3));
}

void RasterWriterTest::filesAreTiledAndCompressed()
{
    RasterWriter writer(path(), sized(2000, 1500));
    for (int y = 0; y < 1500; y += 100)
        writer.write({0, y, 2000, 100},
                     std::vector<std::uint8_t>(200000, static_cast<std::uint8_t>(y / 400)));
    writer.finish();
    const RasterInfo info = Raster::open(path())->info();
    QCOMPARE(info.block, (PixelSize{256, 256}));
    QVERIFY(QFileInfo(at("out.tif")).size() < 100000);
}

void RasterWriterTest::appearsOnlyWhenFinished()
{
    RasterWriter writer(path(), sized(600, 600));
    writer.write({0, 0, 600, 600}, std::vector<std::uint8_t>(360000, 3));
    QVERIFY(!QFile::exists(at("out.tif")));
    QVERIFY(QFile::exists(at("out.tif.partial")));
    writer.finish();
    QCOMPARE(files(), QStringList{"out.tif"});
    writer.finish(); // once more changes nothing
    QCOMPARE(files(), QStringList{"out.tif"});
}

void RasterWriterTest::isRemovedWithoutFinish()
{
    {
        WriterOptions options = sized(600, 600);
        options.palette = {{1, {1, 2, 3}, "one"}};
        RasterWriter writer(path(), options);
        writer.write({0, 0, 600, 600}, std::vector<std::uint8_t>(360000, 1));
    }
    QCOMPARE(files(), QStringList());
}

void RasterWriterTest::replacesAnOlderFileAndWhatBelongedToIt()
{
    QVERIFY(corpus::make(at("out.tif"), {.width = 9, .height = 9}));
    QVERIFY(corpus::writeText(at("out.tif.aux.xml"), "<PAMDataset/>"));
    QVERIFY(corpus::make(at("out.tif.ovr"), {.width = 5, .height = 5}));
    RasterWriter writer(path(), sized(30, 30));
    QCOMPARE(Raster::open(path())->size(), (PixelSize{9, 9})); // until the new one is whole
    writer.finish();
    QCOMPARE(files(), QStringList{"out.tif"});
    QCOMPARE(Raster::open(path())->size(), (PixelSize{30, 30}));
    QVERIFY(Raster::open(path())->info().overviews.empty());
}

void RasterWriterTest::aFullDiskIsASentence_data()
{
    QTest::addColumn<int>("room");
    QTest::newRow("nothing") << 0;
    QTest::newRow("the header") << 1000;
    QTest::newRow("some tiles") << 900000;
}

void RasterWriterTest::aFullDiskIsASentence()
{
    QFETCH(int, room);
    QVERIFY(corpus::make(at("out.tif"), {.width = 9, .height = 9}));
    const std::vector<float> values = noise(1000 * 1000);
    QString sentence;
    {
        const corpus::FullDisk full(room);
        sentence = corpus::sentenceOf([&] {
            RasterWriter writer(path(), sized(1000, 1000, 1, SampleType::Float32));
            writer.write({0, 0, 1000, 1000}, values);
            writer.finish();
        });
    }
    QVERIFY2(sentence.startsWith(at("out.tif")) && sentence.contains("cannot be written"),
             qPrintable(sentence));
    QVERIFY2(sentence.contains("space") && !sentence.contains('\n'), qPrintable(sentence));
    QCOMPARE(files(), QStringList{"out.tif"});
    QCOMPARE(Raster::open(path())->size(), (PixelSize{9, 9})); // the older file is untouched
}

void RasterWriterTest::aDeviceWithoutRoomIsASentence()
{
    if (!QFile::exists("/dev/full"))
        QSKIP("this system has no /dev/full");
    QVERIFY(QFile::link("/dev/full", at("out.tif.partial")));
    const QString sentence = corpus::sentenceOf([&] {
        RasterWriter writer(path(), sized(100, 100));
        writer.write({0, 0, 100, 100}, std::vector<std::uint8_t>(10000, 1));
        writer.finish();
    });
    QVERIFY2(sentence.contains("out.tif cannot be written"), qPrintable(sentence));
    QCOMPARE(files(), QStringList());
}

void RasterWriterTest::unwritablePlacesAreASentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing folder") << "nowhere/out.tif"
                                    << "does not exist";
    QTest::newRow("a file as folder") << "file/out.tif"
                                      << "is no folder";
    QTest::newRow("a folder as file") << "folder"
                                      << "is a folder";
    QTest::newRow("a folder without permission") << "locked/out.tif"
                                                 << "permissions";
    QTest::newRow("a name too long") << QString(300, 'a') << "choose another folder";
}

void RasterWriterTest::unwritablePlacesAreASentence()
{
    QFETCH(QString, name);
    QFETCH(QString, says);
    QVERIFY(corpus::writeText(at("file"), "text"));
    QVERIFY(QDir(folder_->path()).mkdir("folder") && QDir(folder_->path()).mkdir("locked"));
    QVERIFY(QFile::setPermissions(at("locked"), QFile::ReadOwner | QFile::ExeOwner));
    if (name.startsWith("locked") && geteuid() == 0)
        QSKIP("the superuser may write everywhere");
    for (const bool picture : {false, true}) {
        const QString target = picture ? at(name) + ".png" : at(name);
        if (picture && name == "folder")
            QVERIFY(QDir().mkdir(target));
        const QString sentence = corpus::sentenceOf([&] {
            if (picture)
                writePicture(target.toStdString(), 1, 1, 3, std::vector<std::uint8_t>(3));
            else
                RasterWriter(target.toStdString(), sized(10, 10));
        });
        QVERIFY2(sentence.startsWith(target) && sentence.contains(says), qPrintable(sentence));
    }
}

void RasterWriterTest::impossibleOptionsAreASentence_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("bands");
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("paletteValue");
    QTest::newRow("no pixels") << QSize(0, 5) << 1 << int(SampleType::UInt8) << -1;
    QTest::newRow("no bands") << QSize(5, 5) << 0 << int(SampleType::UInt8) << -1;
    QTest::newRow("palette of floats") << QSize(5, 5) << 1 << int(SampleType::Float32) << 1;
    QTest::newRow("palette of two bands") << QSize(5, 5) << 2 << int(SampleType::UInt8) << 1;
    QTest::newRow("palette beyond 255") << QSize(5, 5) << 1 << int(SampleType::UInt8) << 256;
}

void RasterWriterTest::impossibleOptionsAreASentence()
{
    QFETCH(QSize, size);
    QFETCH(int, bands);
    QFETCH(int, type);
    QFETCH(int, paletteValue);
    WriterOptions options =
        sized(size.width(), size.height(), bands, static_cast<SampleType>(type));
    if (paletteValue >= 0)
        options.palette = {{paletteValue, {1, 2, 3}, "class"}};
    const QString sentence = corpus::sentenceOf([&] { RasterWriter(path(), options); });
    QVERIFY2(sentence.contains("out.tif"), qPrintable(sentence));
    QCOMPARE(files(), QStringList());
}

void RasterWriterTest::samplesMustFillTheWindow()
{
    RasterWriter writer(path(), sized(10, 10, 2));
    QVERIFY_EXCEPTION_THROWN(writer.write({0, 0, 10, 10}, std::vector<std::uint8_t>(100)),
                             std::invalid_argument);
}

void RasterWriterTest::picturesComeBack_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("slack");
    QTest::newRow("PNG with alpha") << "picture.png" << 4 << 0;
    QTest::newRow("PNG") << "picture.PNG" << 3 << 0;
    QTest::newRow("JPEG") << "picture.jpg" << 3 << 25;
}

void RasterWriterTest::picturesComeBack()
{
    QFETCH(QString, name);
    QFETCH(int, channels);
    QFETCH(int, slack);
    constexpr int width = 40;
    constexpr int height = 30;
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                pixels.push_back(
                    static_cast<std::uint8_t>(c == 3 ? (x < 5 ? 0 : 255) : 4 * x + 2 * y + 10 * c));
    writePicture(path(name), width, height, channels, pixels);
    QCOMPARE(files(), QStringList{name});
    const auto raster = Raster::open(path(name));
    QCOMPARE(raster->bandCount(), 3);
    const PixelBlock block = raster->read(raster->bounds());
    QCOMPARE(block.isValid(4, 9), channels == 3);
    QVERIFY(block.isValid(5, 9));
    for (int c = 0; c < 3; ++c)
        QVERIFY(std::abs(block.sample(c, 20, 9) - (80 + 18 + 10 * c)) <= slack);
}

void RasterWriterTest::transparentIsWhiteInJpeg()
{
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 64 * 64; ++i)
        pixels.insert(pixels.end(), {0, 0, 0, static_cast<std::uint8_t>(i % 64 < 32 ? 0 : 128)});
    writePicture(path("picture.jpeg"), 64, 64, 4, pixels);
    const auto raster = Raster::open(path("picture.jpeg"));
    const PixelBlock block = raster->read(raster->bounds());
    QVERIFY(block.sample(0, 8, 30) > 245);
    QVERIFY(std::abs(block.sample(1, 56, 30) - 127) < 10);
}

void RasterWriterTest::picturesThatCannotBeWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("full");
    QTest::newRow("another ending") << "picture.gif" << false;
    QTest::newRow("no ending") << "picture" << false;
    QTest::newRow("full disk, PNG") << "picture.png" << true;
    QTest::newRow("full disk, JPEG") << "picture.jpg" << true;
}

void RasterWriterTest::picturesThatCannotBeWritten()
{
    QFETCH(QString, name);
    QFETCH(bool, full);
    std::vector<std::uint8_t> pixels;
    for (const float value : noise(400 * 400 * 3))
        pixels.push_back(static_cast<std::uint8_t>(static_cast<int>(value) % 256));
    QString sentence;
    {
        std::optional<corpus::FullDisk> disk;
        if (full)
            disk.emplace(rlim_t{20000});
        sentence = corpus::sentenceOf([&] { writePicture(path(name), 400, 400, 3, pixels); });
    }
    QVERIFY2(sentence.startsWith(at(name)), qPrintable(sentence));
    QCOMPARE(files(), QStringList());
}

QTEST_GUILESS_MAIN(RasterWriterTest)
#include "raster_writer.moc"
