// Images at several sizes: the levels that files of several kinds bring, slides and microscopes'
// files above all.

#include "overview_tests.h"
#include "raster/raster.h"
#include "raster/tiff_directories.h"
#include "slides.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <atomic>
#include <cmath>
#include <thread>
#include <tiffio.h>

using namespace limn::raster;

namespace
{

constexpr int omeSide = 512;

/// Told apart by plane, level and place.
quint16 omeSample(int plane, int level, int x, int y)
{
    return static_cast<quint16>(10000 * (plane + 1) + 1000 * level + (x + 2 * y) % 900);
}

QString omeXml(const QString& order, int depths, const QString& tiffData)
{
    return QString(
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME "
               "xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image ID=\"Image:0\">"
               "<Pixels DimensionOrder=\"%1\" SizeX=\"512\" SizeY=\"512\" SizeC=\"3\" "
               "SizeZ=\"%2\" SizeT=\"1\" Type=\"uint16\"><Channel Name=\"DAPI\"/><Channel "
               "Name=\"GFP &amp; co\"/><Channel Name=\"Cy5\"/>%3</Pixels></Image></OME>")
        .arg(order)
        .arg(depths)
        .arg(tiffData);
}

bool writeOmeLevel(TIFF* tiff, int plane, int level)
{
    constexpr int tile = 64;
    const int side = omeSide >> level;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, side);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, side);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 16);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    if (level > 0)
        TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
    std::array<quint16, tile * tile> samples;
    for (int y = 0; y < side; y += tile)
        for (int x = 0; x < side; x += tile) {
            for (int i = 0; i < tile * tile; ++i)
                samples[i] = omeSample(plane, level, x + i % tile, y + i / tile);
            if (TIFFWriteTile(tiff, samples.data(), x, y, 0, 0) < 0)
                return false;
        }
    return TIFFWriteDirectory(tiff) != 0;
}

/// A pyramid as microscopes' programs write it: a directory a plane, its two levels below it.
bool writeOmeTiff(const std::string& path, const QString& description, int planes)
{
    const std::unique_ptr<TIFF, void (*)(TIFF*)> tiff(TIFFOpen(path.c_str(), "w"), TIFFClose);
    bool written = tiff != nullptr;
    for (int plane = 0; plane < planes && written; ++plane) {
        std::array<toff_t, 2> below{};
        TIFFSetField(tiff.get(), TIFFTAG_SUBIFD, static_cast<int>(below.size()), below.data());
        if (plane == 0 && !description.isEmpty())
            TIFFSetField(tiff.get(), TIFFTAG_IMAGEDESCRIPTION, description.toUtf8().constData());
        for (int level = 0; level <= static_cast<int>(below.size()) && written; ++level)
            written = writeOmeLevel(tiff.get(), plane, level);
    }
    return written;
}

} // namespace

class LevelsTest : public QObject, private ImageFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder_.reset(); }

    void overviewsAreUsed()
    {
        corpus::Recipe recipe;
        recipe.width = 256;
        recipe.height = 256;
        recipe.options = {"TILED=YES"};
        recipe.value = [](int, int, int) { return 10; };
        recipe.complete = [](GDALDataset& dataset) {
            int factor = 2;
            dataset.BuildOverviews("NEAREST", 1, &factor, 0, nullptr, nullptr, nullptr);
            dataset.GetRasterBand(1)->GetOverview(0)->Fill(77); // to be told apart
        };
        const auto raster = made(recipe);
        const auto read = [&](int side) {
            return raster->read(raster->bounds(), {side, side}, std::array{0}).sample(0, 0, 0);
        };
        QCOMPARE(read(256), 10.f);
        QCOMPARE(read(128), 77.f);
        QCOMPARE(read(32), 77.f);
    }

    void slidesShowTheirLevels_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("description");
        QTest::addColumn<QPoint>("offset"); // of what was scanned
        QTest::addColumn<QSize>("whole");
        QTest::newRow("Aperio") << "slide.svs"
                                << QByteArray("Aperio Image Library v11.2.1|AppMag = 20|MPP = 0.5")
                                << QPoint(0, 0) << QSize(2000, 1600);
        QTest::newRow("Leica, a part of the glass")
            << "slide.scn"
            << QByteArray(
                   "<?xml version=\"1.0\"?>"
                   "<scn xmlns=\"http://www.leica-microsystems.com/scn/2010/10/01\">"
                   "<collection sizeX=\"2400\" sizeY=\"2000\"><image>"
                   "<creationDate>2024-01-01T00:00:00Z</creationDate>"
                   "<device model=\"SCN400\" version=\"1\"/>"
                   "<pixels sizeX=\"2000\" sizeY=\"1600\">"
                   "<dimension sizeX=\"2000\" sizeY=\"1600\" r=\"0\" ifd=\"0\"/>"
                   "<dimension sizeX=\"500\" sizeY=\"400\" r=\"1\" ifd=\"1\"/></pixels>"
                   "<view sizeX=\"2000\" sizeY=\"1600\" offsetX=\"200\" offsetY=\"100\"/>"
                   "<scanSettings><objectiveSettings><objective>20</objective></objectiveSettings>"
                   "<illuminationSettings><numericalAperture>0.4</numericalAperture>"
                   "<illuminationSource>brightfield</illuminationSource></illuminationSettings>"
                   "</scanSettings></image></collection></scn>")
            << QPoint(200, 100) << QSize(2400, 2000);
    }

    void slidesShowTheirLevels()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, description);
        QFETCH(QPoint, offset);
        QFETCH(QSize, whole);
        corpus::Recipe recipe;
        recipe.width = 2000;
        recipe.height = 1600;
        recipe.bands = 3;
        recipe.options = {"TILED=YES", "PHOTOMETRIC=RGB", "INTERLEAVE=PIXEL"};
        recipe.value = [](int band, int x, int y) {
            return (x / 40 * 11 + y / 40 * 7 + 80 * band) % 251;
        };
        recipe.describe = [&](GDALDataset& dataset) {
            dataset.SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", description.constData());
        };
        recipe.complete = [](GDALDataset& dataset) {
            int factor = 4;
            dataset.FlushCache();
            dataset.BuildOverviews("NEAREST", 1, &factor, 0, nullptr, nullptr, nullptr);
        };
        QVERIFY(corpus::make(folder_->filePath("slide.tif"), recipe));
        QVERIFY(QFile::rename(folder_->filePath("slide.tif"), folder_->filePath(name)));
        const auto slide = Raster::open(folder_->filePath(name).toStdString());
        QCOMPARE(slide->info().driver, std::string("OpenSlide"));
        QCOMPARE(slide->size(), (PixelSize{whole.width(), whole.height()}));
        QCOMPARE(slide->bandCount(), 3);
        QVERIFY(slide->info().bands[0].role == BandRole::Red);
        QCOMPARE(slide->info().overviews,
                 (std::vector<PixelSize>{{whole.width() / 4, whole.height() / 4}}));
        // Over the border of blocks.
        const PixelRect window{offset.x() + 450, offset.y() + 300, 200, 300};
        const PixelBlock block = slide->read(window);
        for (int band = 0; band < 3; ++band)
            for (int y = 0; y < block.height; y += 7)
                for (int x = 0; x < block.width; x += 7)
                    QCOMPARE(block.sample(band, x, y),
                             static_cast<float>(recipe.value(band, 450 + x, 300 + y)));
        QVERIFY(block.isValid(5, 5));
        QCOMPARE(slide->read({offset.x() - 1, offset.y(), 1, 1}).isValid(0, 0), false);
        const PixelBlock reduced =
            slide->read(slide->bounds(), {whole.width() / 4, whole.height() / 4}, std::array{2});
        QCOMPARE(reduced.sample(0, offset.x() / 4 + 125, offset.y() / 4 + 100),
                 static_cast<float>(recipe.value(2, 500, 400)));
        // Every thread has a handle of its own.
        std::atomic<int> equal = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back(
                    [&] { equal += slide->read(window).samples == block.samples; });
        }
        QCOMPARE(equal.load(), 4);
    }

    /// As Hamamatsu's scanners write them; a JPEG keeps values only nearly.
    void slidesOfJpegsShowTheirLevels()
    {
        corpus::Recipe recipe;
        recipe.bands = 3;
        std::vector<corpus::JpegLevel> levels;
        for (const int step : {1, 4}) {
            recipe.width = 2000 / step;
            recipe.height = 1600 / step;
            recipe.value = [step](int band, int x, int y) {
                return step * (x + y) / 20 + 30 * band;
            };
            const QString file = folder_->filePath(QString("level%1.jpg").arg(step));
            QVERIFY(corpus::makeCopy(file, "JPEG", recipe));
            levels.push_back(
                {file, static_cast<quint32>(recipe.width), static_cast<quint32>(recipe.height)});
        }
        QVERIFY(corpus::makeNdpi(folder_->filePath("slide.ndpi"), levels));
        const auto slide = Raster::open(at("slide.ndpi"));
        QCOMPARE(slide->info().driver, std::string("OpenSlide"));
        QCOMPARE(slide->size(), (PixelSize{2000, 1600}));
        // Between the file's own levels lie those that a JPEG can be decoded to.
        const std::vector<PixelSize> halves{{1000, 800}, {500, 400}, {250, 200}, {125, 100}};
        QCOMPARE(slide->info().overviews, halves);
        const auto isNear = [](float value, int wanted) { return std::abs(value - wanted) < 6; };
        const PixelBlock block = slide->read({1400, 1100, 300, 300});
        const PixelBlock reduced = slide->read(slide->bounds(), {500, 400}, std::array{0, 1, 2});
        for (int band = 0; band < 3; ++band) {
            QVERIFY(isNear(block.sample(band, 200, 100), (1600 + 1200) / 20 + 30 * band));
            QVERIFY(isNear(reduced.sample(band, 400, 300), (1600 + 1200) / 20 + 30 * band));
        }
    }

    /// As 3DHISTECH's scanners write them: many pictures in a file, none where there is only glass.
    void slidesOfManyPicturesShowTheirLevels()
    {
        constexpr int width = 300;
        constexpr int height = 200;
        corpus::Recipe recipe;
        recipe.width = width;
        recipe.height = height;
        recipe.bands = 3;
        const auto value = [](int band, int x, int y) { return (x / 7 + y / 5 + 60 * band) % 251; };
        std::vector<corpus::SlidePicture> pictures;
        const auto add = [&](int level, int column, int row) {
            recipe.value = [=](int band, int x, int y) {
                return value(band, column * width + (x << level), row * height + (y << level));
            };
            const QString file =
                folder_->filePath(QString("%1-%2-%3.png").arg(level).arg(column).arg(row));
            pictures.push_back({file, level, column, row});
            return corpus::makeCopy(file, "PNG", recipe);
        };
        QVERIFY(add(0, 0, 0) && add(0, 1, 0) && add(0, 0, 1) && add(1, 0, 0));
        QVERIFY(corpus::makeMrxs(folder_->filePath("scan"), pictures, width, height, 2, 2, 2));
        const auto slide = Raster::open(at("scan.mrxs"));
        QCOMPARE(slide->info().driver, std::string("OpenSlide"));
        QCOMPARE(slide->size(), (PixelSize{2 * width, 2 * height}));
        QCOMPARE(slide->info().overviews, (std::vector<PixelSize>{{width, height}}));
        const PixelBlock block = slide->read(slide->bounds());
        for (int band = 0; band < 3; ++band)
            for (const auto& [x, y] : {std::pair{10, 20}, {450, 30}, {299, 199}, {120, 390}})
                QCOMPARE(block.sample(band, x, y), static_cast<float>(value(band, x, y)));
        QVERIFY(block.isValid(450, 30) && !block.isValid(450, 300));
        const PixelBlock reduced = slide->read(slide->bounds(), {width, height}, std::array{1});
        QCOMPARE(reduced.sample(0, 100, 50), static_cast<float>(value(1, 200, 100)));
        // Without its folder it is no slide, and no picture either.
        QVERIFY(QDir(folder_->filePath("scan")).removeRecursively());
        const QString sentence = corpus::sentenceOf([&] { Raster::open(at("scan.mrxs")); });
        QVERIFY2(sentence.contains("scan.mrxs"), qPrintable(sentence));
    }

    void channelsAndLevelsOfOmeFiles_data()
    {
        QTest::addColumn<QString>("description");
        QTest::addColumn<int>("planes");
        QTest::addColumn<QList<int>>("directories");
        QTest::addColumn<QStringList>("names");
        const QStringList named{"DAPI", "GFP & co", "Cy5"};
        QTest::newRow("channels follow each other")
            << omeXml("XYCZT", 1, {}) << 3 << QList<int>{0, 1, 2} << named;
        QTest::newRow("channels before depths")
            << omeXml("XYCZT", 2, {}) << 6 << QList<int>{0, 1, 2} << named;
        QTest::newRow("depths before channels")
            << omeXml("XYZCT", 2, {}) << 6 << QList<int>{0, 2, 4} << named;
        QTest::newRow("each plane named")
            << omeXml("XYCZT", 1,
                      "<TiffData FirstC='0' IFD='2'/><TiffData FirstC='1' IFD='0'/>"
                      "<TiffData FirstC='2' IFD='1'/>")
            << 3 << QList<int>{2, 0, 1} << named;
        QTest::newRow("a run of planes") << omeXml("XYCZT", 1, "<TiffData IFD='1' PlaneCount='3'/>")
                                         << 4 << QList<int>{1, 2, 3} << named;
        QTest::newRow("a channel in another file")
            << omeXml("XYCZT", 1,
                      "<TiffData FirstC='0' IFD='0'/><TiffData FirstC='1' IFD='0'><UUID "
                      "FileName='other.tif'>urn:uuid:1</UUID></TiffData><TiffData FirstC='2' "
                      "IFD='1'><UUID FileName='cells.ome.tif'/></TiffData>")
            << 2 << QList<int>{0, 1} << QStringList{"DAPI", "Cy5"};
        QTest::newRow("a file that was renamed")
            << omeXml("XYCZT", 1,
                      "<TiffData FirstC='0' IFD='1'><UUID FileName='old.tif'/></TiffData>"
                      "<TiffData FirstC='1' IFD='0'><UUID FileName='old.tif'/></TiffData>"
                      "<TiffData FirstC='2' IFD='2'><UUID FileName='old.tif'/></TiffData>")
            << 3 << QList<int>{1, 0, 2} << named;
        QTest::newRow("a channel that is not there")
            << omeXml("XYCZT", 1, {}) << 2 << QList<int>{0, 1} << QStringList{"DAPI", "GFP & co"};
        QTest::newRow("levels without a description")
            << QString() << 1 << QList<int>{0} << QStringList{"Grey"};
        QTest::newRow("a description cut short")
            << omeXml("XYCZT", 1, {}).left(150) << 3 << QList<int>{0} << QStringList{"Grey"};
    }

    void channelsAndLevelsOfOmeFiles()
    {
        QFETCH(QString, description);
        QFETCH(int, planes);
        QFETCH(QList<int>, directories);
        QFETCH(QStringList, names);
        QVERIFY(writeOmeTiff(at("cells.ome.tif"), description, planes));
        const auto raster = Raster::open(at("cells.ome.tif"));
        QCOMPARE(raster->size(), (PixelSize{omeSide, omeSide}));
        QCOMPARE(raster->info().overviews,
                 (std::vector<PixelSize>{{omeSide / 2, omeSide / 2}, {omeSide / 4, omeSide / 4}}));
        QCOMPARE(raster->bandCount(), static_cast<int>(directories.size()));
        std::vector<int> bands;
        for (int b = 0; b < raster->bandCount(); ++b) {
            QCOMPARE(QString::fromStdString(raster->info().bands[b].name), names[b]);
            QVERIFY(raster->info().bands[b].type == SampleType::UInt16);
            bands.push_back(b);
        }
        for (int level = 0; level < 3; ++level) {
            const int side = omeSide >> level;
            const PixelBlock block = raster->read(raster->bounds(), {side, side}, bands);
            for (int b = 0; b < block.bands; ++b)
                for (const int place : {0, side / 2, side - 1})
                    QCOMPARE(block.sample(b, place, place),
                             static_cast<float>(omeSample(directories[b], level, place, place)));
        }
        // Every thread has a handle of its own.
        const PixelRect window{30, 40, 200, 100};
        const PixelBlock expected = raster->read(window);
        std::atomic<int> equal = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back(
                    [&] { equal += raster->read(window).samples == expected.samples; });
        }
        QCOMPARE(equal.load(), 4);
    }

    void levelsThatLieNowhereAreLeftOut()
    {
        QVERIFY(writeOmeTiff(at("cells.ome.tif"), omeXml("XYCZT", 1, {}), 3));
        const auto directories = tiffDirectories(at("cells.ome.tif"), 3);
        QCOMPARE(directories.size(), std::size_t{3});
        QCOMPARE(directories[1].below.size(), std::size_t{2});
        QFile file(folder_->filePath("cells.ome.tif"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        int spoilt = 0;
        for (const TiffDirectory& directory : directories)
            for (const TiffDirectory& level : directory.below) {
                const auto offset = static_cast<quint32>(level.offset);
                const QByteArray wanted(reinterpret_cast<const char*>(&offset), 4);
                const qsizetype place = bytes.indexOf(wanted);
                if (place < 0)
                    continue;
                bytes.replace(place, 4, "\xf0\xff\xff\x7f", 4);
                ++spoilt;
            }
        QVERIFY(spoilt >= 4);
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const auto raster = Raster::open(at("cells.ome.tif"));
        QCOMPARE(raster->bandCount(), 3);
        QCOMPARE(raster->read({5, 5, 1, 1}).sample(2, 0, 0),
                 static_cast<float>(omeSample(2, 0, 5, 5)));
    }
};

std::unique_ptr<QObject> levelTests()
{
    return std::make_unique<LevelsTest>();
}

#include "levels.moc"
