// Images at several sizes: the levels that files of several kinds bring, and reduced copies of
// those that bring none, their pixels, and that work goes on where it was. And overviews beside the
// file, for those who ask for them.

#include "full_disk.h"
#include "raster/overview_builder.h"
#include "raster/overview_file.h"
#include "raster/tiff_directories.h"
#include "raster_corpus.h"
#include "slides.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <thread>
#include <tiffio.h>
#include <unistd.h>

using namespace limn::raster;

Q_DECLARE_METATYPE(corpus::Recipe)

namespace
{

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// Tall, so that a copy has several strips of 512 rows.
corpus::Recipe tall(int bands, GDALDataType type)
{
    corpus::Recipe recipe;
    recipe.width = 301;
    recipe.height = 9002;
    recipe.bands = bands;
    recipe.type = type;
    recipe.options = {"TILED=YES", "COMPRESS=LZW"};
    recipe.value = [](int band, int x, int y) { return 20 + (x / 3 + y / 7 + 40 * band) % 200; };
    return recipe;
}

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

bool build(const std::shared_ptr<const Raster>& raster, const std::vector<std::string>& files)
{
    return buildOverviews(raster, files, 2, {}, [](double) {});
}

/// Of which two overviews are of use beside the file; each halves both sides exactly.
corpus::Recipe besideRecipe(int bands, GDALDataType type)
{
    corpus::Recipe recipe;
    recipe.width = 608;
    recipe.height = 904;
    recipe.bands = bands;
    recipe.type = type;
    recipe.value = [](int band, int x, int y) { return 20 + (x / 3 + y / 7 + 40 * band) % 200; };
    return recipe;
}

/// A pixel of `small`, `factor` times smaller than `full`: of the first overview the mean of the
/// valid pixels under it, of the next, a mean of means, between the least and the largest of them;
/// without means one of them.
void compareReduced(const PixelBlock& full, const PixelBlock& small, int band, int x, int y,
                    int factor, bool means)
{
    std::vector<float> under;
    bool isOne = false;
    for (int i = 0; i < factor * factor; ++i) {
        const int px = factor * x + i % factor;
        const int py = factor * y + i / factor;
        isOne = isOne || (full.isValid(px, py) == small.isValid(x, y) &&
                          full.sample(band, px, py) == small.sample(band, x, y));
        if (full.isValid(px, py))
            under.push_back(full.sample(band, px, py));
    }
    if (!means) {
        QVERIFY(isOne);
        return;
    }
    QCOMPARE(small.isValid(x, y), !under.empty());
    if (under.empty())
        return;
    const double sample = small.sample(band, x, y);
    const auto [least, most] = std::minmax_element(under.begin(), under.end());
    QVERIFY(sample >= *least - 0.51 && sample <= *most + 0.51);
    const double mean =
        std::accumulate(under.begin(), under.end(), 0.0) / static_cast<double>(under.size());
    if (factor == 2)
        QVERIFY2(std::abs(sample - mean) <= 0.51, qPrintable(QString::number(sample - mean)));
}

} // namespace

class OverviewsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    std::string at(const char* name) const { return folder_->filePath(name).toStdString(); }
    std::shared_ptr<Raster> made(const corpus::Recipe& recipe) const
    {
        const QString path = folder_->filePath("image.tif");
        return corpus::make(path, recipe) ? Raster::open(path.toStdString()) : nullptr;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder_.reset(); }

    void largeImagesWithoutOverviewsNeedThem_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QSize>("smallest");
        QTest::addColumn<bool>("needs");
        QTest::newRow("small") << QSize(5000, 5000) << QSize() << false;
        QTest::newRow("large") << QSize(100000, 100000) << QSize() << true;
        QTest::newRow("with overviews") << QSize(100000, 100000) << QSize(400, 400) << false;
        QTest::newRow("one overview is not enough")
            << QSize(100000, 100000) << QSize(50000, 50000) << true;
    }

    void largeImagesWithoutOverviewsNeedThem()
    {
        QFETCH(QSize, size);
        QFETCH(QSize, smallest);
        QFETCH(bool, needs);
        RasterInfo info;
        info.size = {size.width(), size.height()};
        if (smallest.isValid())
            info.overviews = {{smallest.width(), smallest.height()}};
        QCOMPARE(needsOverviews(info), needs);
        const auto files = overviewFiles("folder", "7", "nowhere.tif", info.size);
        QCOMPARE(files.size(), std::size_t(size.width() > 10000 ? 2 : 0));
    }

    void copiesOfWhatWasBeforeAreRemoved()
    {
        for (const char* file :
             {"7-10-20-4.tif", "7-11-21-4.tif", "7-11-21-16.tif", "71-10-20-4.tif"})
            QVERIFY(corpus::writeText(folder_->filePath(file), "copy"));
        for (const char* begun : {"7-10-20-16.tif.strips", "7-11-21-16.tif.strips"}) {
            QVERIFY(QDir(folder_->path()).mkdir(begun));
            QVERIFY(corpus::writeText(folder_->filePath(QString(begun) + "/0.tif"), "strip"));
        }
        removeOldOverviews(at("."), "7", {at("7-11-21-4.tif"), at("7-11-21-16.tif")});
        const auto left = [this] {
            return QDir(folder_->path())
                .entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        };
        QCOMPARE(left(), (QStringList{"7-11-21-16.tif", "7-11-21-16.tif.strips", "7-11-21-4.tif",
                                      "71-10-20-4.tif"}));
        removeOldOverviews(at("."), "7", {});
        QCOMPARE(left(), QStringList{"71-10-20-4.tif"});
        removeOldOverviews(at("nowhere"), "7", {});
    }

    void namesFollowTheFile()
    {
        QVERIFY(corpus::writeText(folder_->filePath("a"), "one"));
        const auto before = overviewFiles("folder", "7", at("a"), {20000, 20000});
        QVERIFY(before.front().starts_with("folder/7-"));
        QVERIFY(corpus::writeText(folder_->filePath("a"), "another"));
        QVERIFY(before != overviewFiles("folder", "7", at("a"), {20000, 20000}));
    }

    void pixelsAreMeansOfTheValidOnes_data()
    {
        QTest::addColumn<corpus::Recipe>("recipe");
        QTest::newRow("bytes") << tall(1, GDT_Byte);
        QTest::newRow("three bands of 16 bits") << tall(3, GDT_UInt16);
        QTest::newRow("signed") << tall(1, GDT_Int16);

        corpus::Recipe nodata = tall(2, GDT_Int16);
        nodata.value = [](int band, int x, int y) {
            return x % 40 < 6 && (y / 9) % 5 == band ? -99 : 100 + x / 3;
        };
        nodata.describe = [](GDALDataset& dataset) {
            dataset.GetRasterBand(1)->SetNoDataValue(-99);
        };
        QTest::newRow("nodata in each band") << nodata;

        corpus::Recipe real = tall(1, GDT_Float32);
        real.value = [](int, int x, int y) { return (x / 8 + y / 8) % 4 ? 0.01 * x : notANumber; };
        QTest::newRow("NaN") << real;

        corpus::Recipe alpha = tall(4, GDT_Byte);
        alpha.options = {"TILED=YES", "ALPHA=YES", "PHOTOMETRIC=RGB"};
        alpha.value = [](int band, int x, int y) {
            return band < 3 ? 30 + x / 2 : (x / 10 + y / 10) % 3 ? 255 : 0;
        };
        QTest::newRow("alpha") << alpha;

        corpus::Recipe palette = tall(1, GDT_Byte);
        palette.value = [](int, int x, int y) { return (x / 4 + y / 8) % 3; };
        palette.describe = [](GDALDataset& dataset) {
            GDALColorTable table;
            const GDALColorEntry colours[] = {{200, 40, 10, 255}, {0, 90, 250, 255}, {7, 7, 7, 0}};
            for (int i = 0; i < 3; ++i)
                table.SetColorEntry(i, &colours[i]);
            dataset.GetRasterBand(1)->SetColorTable(&table);
        };
        QTest::newRow("palette with transparency") << palette;
    }

    void pixelsAreMeansOfTheValidOnes()
    {
        QFETCH(corpus::Recipe, recipe);
        const auto raster = made(recipe);
        QVERIFY(raster);
        QVERIFY(build(raster, {at("copy.tif")}));
        const auto copied = Raster::open(raster->info().path, {at("copy.tif")});
        QCOMPARE(copied->info().overviews.size(), std::size_t{1});
        QCOMPARE(copied->bandCount(), raster->bandCount());
        // A part that begins and ends between strips, and the ragged edge.
        for (const PixelRect& window :
             {PixelRect{40, 1900, 200, 400}, PixelRect{280, 8960, 20, 40}}) {
            const PixelBlock full = raster->read(window);
            std::vector<int> bands(raster->bandCount());
            for (int b = 0; b < raster->bandCount(); ++b)
                bands[b] = b;
            const PixelSize out{window.width / 4, window.height / 4};
            const PixelBlock small = copied->read(window, out, bands);
            for (int b = 0; b < full.bands; ++b)
                for (int y = 0; y < out.height; ++y)
                    for (int x = 0; x < out.width; ++x) {
                        double sum = 0;
                        int count = 0;
                        bool any = false;
                        const bool own = raster->info().bands[b].nodata.has_value();
                        for (int i = 0; i < 16; ++i) {
                            const int px = 4 * x + i % 4;
                            const int py = 4 * y + i / 4;
                            const double sample = full.sample(b, px, py);
                            any = any || full.isValid(px, py);
                            if (!full.isValid(px, py) || (own && sample == -99))
                                continue;
                            sum += sample;
                            ++count;
                        }
                        QCOMPARE(small.isValid(x, y), any);
                        if (count == 0)
                            continue;
                        const double rounding =
                            raster->info().bands[b].type == SampleType::Float32 ? 1e-5 : 0.51;
                        QVERIFY(std::abs(small.sample(b, x, y) - sum / count) <= rounding);
                    }
        }
    }

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

    void nothingIsWrittenBesideTheImage()
    {
        const auto raster = made(tall(1, GDT_Byte));
        QVERIFY(QDir(folder_->path()).mkdir("project"));
        QVERIFY(build(raster, {at("project/1.tif"), at("project/2.tif")}));
        const auto names = [](const QString& folder) {
            return QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
        };
        QCOMPARE(names(folder_->path()), QStringList({"image.tif", "project"}));
        QCOMPARE(names(folder_->filePath("project")), QStringList({"1.tif", "2.tif"}));
        const auto copied =
            Raster::open(raster->info().path, {at("project/1.tif"), at("project/2.tif")});
        QCOMPARE(copied->info().overviews, (std::vector<PixelSize>{{76, 2251}, {19, 563}}));
    }

    void stoppedWorkGoesOn()
    {
        const auto raster = made(tall(1, GDT_UInt16));
        std::stop_source stop;
        double reached = 0;
        const bool whole =
            buildOverviews(raster, {at("copy.tif")}, 1, stop.get_token(), [&](double part) {
                reached = part;
                if (part > 0.5)
                    stop.request_stop();
            });
        QVERIFY(!whole);
        QVERIFY(reached > 0.5 && reached < 1);
        QVERIFY(!QFile::exists(folder_->filePath("copy.tif")));
        const QDir strips(folder_->filePath("copy.tif.strips"));
        const auto kept = strips.entryInfoList({"*.tif"});
        QVERIFY(kept.size() >= 2);
        const QDateTime written = kept.first().lastModified();

        double first = -1;
        QVERIFY(buildOverviews(raster, {at("copy.tif")}, 1, {}, [&](double part) {
            if (first < 0)
                first = part;
            if (QFile::exists(kept.first().filePath()))
                QCOMPARE(QFileInfo(kept.first().filePath()).lastModified(), written);
        }));
        QVERIFY(first > 0);
        QVERIFY(!strips.exists());
        QCOMPARE(Raster::open(at("copy.tif"))->size(), (PixelSize{76, 2251}));
    }

    void aStripOfAnotherKindIsMadeAnew()
    {
        const auto raster = made(tall(1, GDT_Byte));
        QVERIFY(QDir(folder_->path()).mkdir("copy.tif.strips"));
        corpus::Recipe other;
        other.width = 76;
        other.height = 512;
        QVERIFY(corpus::make(folder_->filePath("copy.tif.strips/1.tif"), other));
        QVERIFY_EXCEPTION_THROWN(build(raster, {at("copy.tif")}), RasterError);
        QVERIFY(!QFile::exists(folder_->filePath("copy.tif")));
        QVERIFY(build(raster, {at("copy.tif")}));
        const auto copy = Raster::open(at("copy.tif"));
        QCOMPARE(copy->size(), (PixelSize{76, 2251}));
        QVERIFY(copy->read({10, 700, 1, 1}).sample(0, 0, 0) > 0);
        QCOMPARE(QDir(folder_->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList({"copy.tif", "image.tif"}));
    }

    void damagedCopiesAreLeftOutAndMadeAnew()
    {
        const auto raster = made(tall(1, GDT_Byte));
        QVERIFY(build(raster, {at("copy.tif")}));
        QVERIFY(corpus::cutTo(folder_->filePath("copy.tif"), 0.3));
        const auto without = Raster::open(raster->info().path, {at("copy.tif")});
        QVERIFY(without->info().overviews.empty());
        QVERIFY(build(raster, {at("copy.tif")}));
        QVERIFY(!Raster::open(raster->info().path, {at("copy.tif")})->info().overviews.empty());
    }

    void copiesOfAnotherImageAreLeftOut()
    {
        const auto raster = made(tall(1, GDT_Byte));
        corpus::Recipe other = tall(3, GDT_Byte);
        QVERIFY(corpus::make(folder_->filePath("other.tif"), other));
        QVERIFY(Raster::open(raster->info().path, {at("other.tif"), at("nowhere.tif")})
                    ->info()
                    .overviews.empty());
    }

    void aFolderThatIsMissingIsSaid()
    {
        const auto raster = made(tall(1, GDT_Byte));
        QVERIFY_EXCEPTION_THROWN(build(raster, {at("no/such/folder/copy.tif")}), RasterError);
    }

    void filesBesideTheImageServeEveryProgram_data()
    {
        QTest::addColumn<corpus::Recipe>("recipe");
        QTest::addColumn<bool>("means");
        corpus::Recipe bytes = besideRecipe(3, GDT_Byte);
        QTest::newRow("colours") << bytes << true;
        QTest::newRow("two bands of 16 bits") << besideRecipe(2, GDT_UInt16) << true;
        corpus::Recipe real = besideRecipe(5, GDT_Float32);
        real.value = [](int band, int x, int y) { return 0.25 * (x + 7 * y) + band; };
        QTest::newRow("five bands of floats") << real << true;
        corpus::Recipe nodata = besideRecipe(1, GDT_Int16);
        nodata.value = [](int, int x, int y) { return (x / 5 + y / 3) % 4 ? 100 + x : -99; };
        nodata.describe = [](GDALDataset& dataset) {
            dataset.GetRasterBand(1)->SetNoDataValue(-99);
        };
        QTest::newRow("nodata") << nodata << true;
        corpus::Recipe alpha = besideRecipe(4, GDT_Byte);
        alpha.options = {"ALPHA=YES", "PHOTOMETRIC=RGB"};
        alpha.value = [](int band, int x, int y) {
            return band < 3 ? 30 + x / 4 : (x / 10 + y / 10) % 3 ? 255 : 0;
        };
        QTest::newRow("alpha") << alpha << true;
        corpus::Recipe classes = besideRecipe(1, GDT_Byte);
        classes.value = [](int, int x, int y) { return (x / 4 + y / 8) % 3; };
        classes.describe = [](GDALDataset& dataset) {
            GDALColorTable table;
            const GDALColorEntry colours[] = {{200, 40, 10, 255}, {0, 90, 250, 255}, {7, 7, 7, 0}};
            for (int i = 0; i < 3; ++i)
                table.SetColorEntry(i, &colours[i]);
            dataset.GetRasterBand(1)->SetColorTable(&table);
        };
        QTest::newRow("palette") << classes << false;
    }

    void filesBesideTheImageServeEveryProgram()
    {
        QFETCH(corpus::Recipe, recipe);
        QFETCH(bool, means);
        const auto before = made(recipe);
        QVERIFY(before && before->info().overviews.empty());
        const std::string image = before->info().path;
        QFile file(QString::fromStdString(image));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        std::vector<double> parts;
        QVERIFY(buildOverviewFile(image, {}, [&](double part) { parts.push_back(part); }));
        QVERIFY(std::is_sorted(parts.begin(), parts.end()) && !parts.empty());
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files, QDir::Name),
                 QStringList({"image.tif", "image.tif.ovr"}));
        QVERIFY(file.seek(0) && file.readAll() == bytes);

        // Another program: GDAL without any of ours.
        const GDALDatasetUniquePtr plain(GDALDataset::Open(image.c_str()));
        QCOMPARE(plain->GetRasterBand(recipe.bands)->GetOverviewCount(), 2);
        const auto after = Raster::open(image);
        QCOMPARE(after->info().overviews, (std::vector<PixelSize>{{304, 452}, {152, 226}}));
        QCOMPARE(after->bandCount(), before->bandCount());
        for (int level = 1; level <= 2; ++level) {
            const int factor = 1 << level;
            const PixelRect window{40, 60, 200, 400};
            const PixelSize out{window.width / factor, window.height / factor};
            std::vector<int> bands(before->bandCount());
            for (int b = 0; b < before->bandCount(); ++b)
                bands[b] = b;
            const PixelBlock full = before->read(window);
            const PixelBlock small = after->read(window, out, bands);
            for (int b = 0; b < small.bands; ++b)
                for (int y = 0; y < out.height; ++y)
                    for (int x = 0; x < out.width; ++x)
                        compareReduced(full, small, b, x, y, factor, means);
        }
    }

    void besideTheImageNothingHalfDoneIsLeft()
    {
        const auto raster = made(besideRecipe(3, GDT_Byte));
        const std::string image = raster->info().path;
        const auto names = [&] { return QDir(folder_->path()).entryList(QDir::Files); };
        std::stop_source stop;
        QVERIFY(!buildOverviewFile(image, stop.get_token(), [&](double) { stop.request_stop(); }));
        QCOMPARE(names(), QStringList{"image.tif"});
        QString sentence;
        {
            const corpus::FullDisk full(2000);
            sentence = corpus::sentenceOf([&] { buildOverviewFile(image, {}, [](double) {}); });
        }
        QVERIFY2(sentence.startsWith(at("image.tif.ovr").c_str()) && sentence.contains("space"),
                 qPrintable(sentence));
        QCOMPARE(names(), QStringList{"image.tif"});
        QVERIFY(buildOverviewFile(image, {}, [](double) {}));
    }

    void overviewsThatCannotLieBesideTheImageAreRefused_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("says");
        QTest::newRow("there are some inside") << "inside"
                                               << "has overviews already";
        QTest::newRow("there are some beside") << "beside"
                                               << "has overviews already";
        QTest::newRow("another file of that name") << "other"
                                                   << "move it away";
        QTest::newRow("a small image") << "small"
                                       << "so small";
        QTest::newRow("a mask of its own") << "mask"
                                           << "has a mask of its own";
        QTest::newRow("no file") << "missing"
                                 << "no file on a disk";
        QTest::newRow("a folder that may only be read") << "locked"
                                                        << "permissions";
    }

    void overviewsThatCannotLieBesideTheImageAreRefused()
    {
        QFETCH(QString, kind);
        QFETCH(QString, says);
        corpus::Recipe recipe = besideRecipe(1, GDT_Byte);
        if (kind == "small")
            recipe.width = recipe.height = 200;
        if (kind == "inside")
            recipe.complete = [](GDALDataset& dataset) {
                int factor = 4;
                dataset.BuildOverviews("NEAREST", 1, &factor, 0, nullptr, nullptr, nullptr);
            };
        if (kind == "mask")
            recipe.describe = [](GDALDataset& dataset) { dataset.CreateMaskBand(GMF_PER_DATASET); };
        if (kind == "locked") {
            if (geteuid() == 0)
                QSKIP("the superuser may write everywhere");
            QVERIFY(QDir(folder_->path()).mkdir("locked"));
        }
        const QString name = kind == "locked" ? "locked/image.tif" : "image.tif";
        if (kind != "missing")
            QVERIFY(corpus::make(folder_->filePath(name), recipe));
        if (kind == "beside")
            QVERIFY(buildOverviewFile(at("image.tif"), {}, [](double) {}));
        if (kind == "other")
            QVERIFY(corpus::writeText(folder_->filePath("image.tif.ovr"), "what somebody wrote"));
        if (kind == "locked")
            QVERIFY(QFile::setPermissions(folder_->filePath("locked"),
                                          QFile::ReadOwner | QFile::ExeOwner));
        const auto names = [&] { return QDir(folder_->path()).entryList(QDir::Files); };
        const QStringList before = names();
        const QString sentence = corpus::sentenceOf(
            [&] { buildOverviewFile(folder_->filePath(name).toStdString(), {}, [](double) {}); });
        if (kind == "locked")
            QFile::setPermissions(folder_->filePath("locked"),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY2(sentence.contains(says) && !sentence.contains('\n'), qPrintable(sentence));
        QCOMPARE(names(), before);
    }
};

QTEST_GUILESS_MAIN(OverviewsTest)
#include "overviews.moc"
