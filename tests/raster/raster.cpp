// What a Raster says about a file and what its pixels are, for the kinds of files that people have.

#include "raster/raster.h"
#include "raster_corpus.h"

#include <QtTest>

#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

using namespace limn::raster;

Q_DECLARE_METATYPE(corpus::Recipe)

namespace
{

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

bool samePixels(const PixelBlock& a, const PixelBlock& b)
{
    return a.samples == b.samples && a.valid == b.valid;
}

} // namespace

class RasterTest : public QObject, private corpus::Folder
{
    Q_OBJECT

private Q_SLOTS:
    void samplesKeepTheirValuesInEveryType_data();
    void samplesKeepTheirValuesInEveryType();
    void signedBytesAreNegative();
    void layoutOnDiskDoesNotMatter_data();
    void layoutOnDiskDoesNotMatter();
    void describesTheFile();
    void findsTheRolesOfBands_data();
    void findsTheRolesOfBands();
    void missingPixelsAreInvalid_data();
    void missingPixelsAreInvalid();
    void aPixelIsMissingOnlyWhereAllBandsAre();
    void alphaIsValidityAndNoBand();
    void anAlphaBandThatSaysNearInfraredIsABand();
    void anInternalMaskIsValidity();
    void palettesBecomeColours();
    void windowsMayStickOut_data();
    void windowsMayStickOut();
    void resamplesToTheSizeAskedFor_data();
    void resamplesToTheSizeAskedFor();
    void averagesAreMeansOfValidPixels();
    void bandsComeInTheOrderAskedFor();
    void aBandThatIsNotThereIsAnError();
    void readsASinglePixelImage();
    void otherFormatsOpenToo_data();
    void otherFormatsOpenToo();
    void filesOfSeveralImagesNameThem();
    void classIndicesAreExact();
    void classIndicesRefuseOtherValues_data();
    void classIndicesRefuseOtherValues();
    void manyThreadsReadTheSamePixels();
};

void RasterTest::samplesKeepTheirValuesInEveryType_data()
{
    QTest::addColumn<int>("gdalType");
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    const auto row = [](const char* name, GDALDataType gdal, SampleType type, double low,
                        double high) {
        QTest::newRow(name) << int(gdal) << int(type) << low << high;
    };
    row("8-bit", GDT_Byte, SampleType::UInt8, 0, 255);
    row("16-bit", GDT_UInt16, SampleType::UInt16, 0, 65535);
    row("signed 16-bit", GDT_Int16, SampleType::Int16, -32768, 32767);
    row("32-bit", GDT_UInt32, SampleType::UInt32, 0, 16777216);
    row("signed 32-bit", GDT_Int32, SampleType::Int32, -16777216, 16777216);
    row("float", GDT_Float32, SampleType::Float32, -1.5e30, 2.25e-3);
    row("double", GDT_Float64, SampleType::Float64, -0.125, 1048576.5);
}

void RasterTest::samplesKeepTheirValuesInEveryType()
{
    QFETCH(int, gdalType);
    QFETCH(int, type);
    QFETCH(double, low);
    QFETCH(double, high);
    corpus::Recipe recipe;
    recipe.type = static_cast<GDALDataType>(gdalType);
    recipe.value = [=](int, int x, int) { return x % 2 ? high : low; };
    const auto raster = made("type.tif", recipe);
    QCOMPARE(int(raster->info().bands.at(0).type), type);
    const PixelBlock block = raster->read(raster->bounds());
    QCOMPARE(block.sample(0, 0, 5), static_cast<float>(low));
    QCOMPARE(block.sample(0, 1, 47), static_cast<float>(high));
    QVERIFY(block.isValid(0, 0) && block.isValid(63, 47));
}

void RasterTest::signedBytesAreNegative()
{
    corpus::Recipe recipe;
    recipe.options = {"PIXELTYPE=SIGNEDBYTE"};
    recipe.value = [](int, int x, int) { return x == 0 ? 128 : x == 1 ? 255 : x; };
    const auto raster = made("int8.tif", recipe);
    QCOMPARE(raster->info().bands.at(0).type, SampleType::Int8);
    const PixelBlock block = raster->read(raster->bounds());
    QCOMPARE(block.sample(0, 0, 0), -128.f);
    QCOMPARE(block.sample(0, 1, 0), -1.f);
    QCOMPARE(block.sample(0, 60, 0), 60.f);
}

void RasterTest::layoutOnDiskDoesNotMatter_data()
{
    QTest::addColumn<corpus::Recipe>("recipe");
    const auto row = [](const char* name, std::vector<const char*> options) {
        corpus::Recipe recipe;
        recipe.width = 300;
        recipe.height = 200;
        recipe.bands = 3;
        recipe.options = std::move(options);
        recipe.value = corpus::ramp;
        QTest::newRow(name) << recipe;
    };
    row("strips", {"INTERLEAVE=PIXEL"});
    row("strips, band by band", {"INTERLEAVE=BAND"});
    row("one strip", {"BLOCKYSIZE=200"});
    row("tiles", {"TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=64"});
    row("tiles, deflate and predictor", {"TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2"});
    row("BigTIFF, LZW", {"BIGTIFF=YES", "COMPRESS=LZW"});
}

void RasterTest::layoutOnDiskDoesNotMatter()
{
    QFETCH(corpus::Recipe, recipe);
    const auto raster = made("layout.tif", recipe);
    const PixelRect window{37, 51, 140, 120};
    const PixelBlock block = raster->read(window);
    QCOMPARE(block.bands, 3);
    for (int b = 0; b < 3; ++b)
        for (int y = 0; y < window.height; y += 7)
            for (int x = 0; x < window.width; ++x)
                QCOMPARE(block.sample(b, x, y),
                         static_cast<float>(corpus::ramp(b, window.x + x, window.y + y)));
}

void RasterTest::describesTheFile()
{
    corpus::Recipe recipe;
    recipe.width = 600;
    recipe.height = 500;
    recipe.bands = 2;
    recipe.type = GDT_Int16;
    recipe.options = {"TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=256"};
    recipe.describe = [](GDALDataset& dataset) {
        std::array<double, 6> transform{500000, 2, 0.5, 5200000, 0.5, -2};
        dataset.SetGeoTransform(transform.data());
        corpus::setCrs(dataset, 32614);
        dataset.GetRasterBand(1)->SetDescription("height");
        dataset.GetRasterBand(1)->SetNoDataValue(-32768);
    };
    recipe.complete = [](GDALDataset& dataset) {
        int factors[] = {2, 4};
        dataset.BuildOverviews("NEAREST", 2, factors, 0, nullptr, nullptr, nullptr);
    };
    const auto raster = made("described.tif", recipe);
    const RasterInfo& info = raster->info();
    QCOMPARE(info.path, at("described.tif").toStdString());
    QCOMPARE(info.driver, std::string("GTiff"));
    QCOMPARE(info.size, (PixelSize{600, 500}));
    QCOMPARE(info.block, (PixelSize{128, 256}));
    QCOMPARE(info.overviews, (std::vector<PixelSize>{{300, 250}, {150, 125}}));
    QCOMPARE(info.bands.at(0).name, std::string("height"));
    QCOMPARE(info.bands.at(1).name, std::string("Band 2"));
    QCOMPARE(info.bands.at(0).nodata, std::optional<double>(-32768));
    QVERIFY(info.transform.has_value());
    QCOMPARE(info.transform->at(2), 0.5);
    QVERIFY(info.crsWkt.find("UTM zone 14N") != std::string::npos);
    QVERIFY(!info.paletted);

    const auto plain = made("plain.tif", {});
    QVERIFY(!plain->info().transform.has_value());
    QVERIFY(plain->info().crsWkt.empty());
    QCOMPARE(plain->info().bands.at(0).name, std::string("Grey"));
}

void RasterTest::findsTheRolesOfBands_data()
{
    QTest::addColumn<int>("colour");
    QTest::addColumn<QString>("description");
    QTest::addColumn<int>("role");
    const auto row = [](const char* name, GDALColorInterp colour, const char* description,
                        BandRole role) {
        QTest::newRow(name) << int(colour) << QString(description) << int(role);
    };
    row("colour red", GCI_RedBand, "", BandRole::Red);
    row("colour wins over a plain name", GCI_BlueBand, "Band 3", BandRole::Blue);
    row("description green", GCI_Undefined, "Green", BandRole::Green);
    row("nothing said", GCI_Undefined, "", BandRole::Unknown);
    row("NIR", GCI_Undefined, "NIR", BandRole::NearInfrared);
    row("nir with a number", GCI_Undefined, "B8 (nir08)", BandRole::NearInfrared);
    row("near infrared", GCI_Undefined, "Near infrared", BandRole::NearInfrared);
    row("near-infrared", GCI_Undefined, "near-infrared 842 nm", BandRole::NearInfrared);
    row("short wave infrared is another", GCI_Undefined, "SWIR", BandRole::Unknown);
    row("thermal infrared is another", GCI_Undefined, "thermal infrared", BandRole::Unknown);
    row("red edge is not red", GCI_Undefined, "Red edge", BandRole::Unknown);
    row("a place name with nir in it", GCI_Undefined, "Zanirovo", BandRole::Unknown);
}

void RasterTest::findsTheRolesOfBands()
{
    QFETCH(int, colour);
    QFETCH(QString, description);
    QFETCH(int, role);
    corpus::Recipe recipe;
    recipe.bands = 5;
    recipe.describe = [&](GDALDataset& dataset) {
        dataset.GetRasterBand(5)->SetColorInterpretation(static_cast<GDALColorInterp>(colour));
        dataset.GetRasterBand(5)->SetDescription(description.toUtf8().constData());
    };
    const auto raster = made("role.tif", recipe);
    QCOMPARE(raster->bandCount(), 5);
    QCOMPARE(int(raster->info().bands.at(4).role), role);
}

void RasterTest::missingPixelsAreInvalid_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("nodata"); ///< what the file declares
    QTest::addColumn<bool>("declared");
    QTest::addColumn<double>("value"); ///< of the pixel
    QTest::addColumn<bool>("valid");
    const double inf = std::numeric_limits<double>::infinity();
    const auto row = [](const char* name, GDALDataType type, std::optional<double> nodata,
                        double value, bool valid) {
        QTest::newRow(name) << int(type) << nodata.value_or(0) << nodata.has_value() << value
                            << valid;
    };
    row("byte 0", GDT_Byte, 0, 0, false);
    row("byte beside nodata", GDT_Byte, 0, 1, true);
    row("nodata that a byte cannot hold", GDT_Byte, -10000, 0, true);
    row("nodata that is no whole number", GDT_Byte, 0.5, 0, true);
    row("-32768", GDT_Int16, -32768, -32768, false);
    row("largest 32-bit number", GDT_UInt32, 4294967295., 4294967295., false);
    row("-9999 in floats", GDT_Float32, -9999, -9999, false);
    row("beside -9999 in floats", GDT_Float32, -9999, -9998.9, true);
    row("least float, cut text", GDT_Float32, -3.40282e38, -3.40282346638528860e+38, false);
    row("least float", GDT_Float32, -3.4028234663852886e38, -3.4028234663852886e38, false);
    row("0.1 as float and as double", GDT_Float32, 0.1, 0.1, false);
    row("least double", GDT_Float64, -1.7976931348623157e308, -1.7976931348623157e308, false);
    row("NaN declared", GDT_Float32, notANumber, notANumber, false);
    row("a number where NaN is declared", GDT_Float32, notANumber, 5, true);
    row("NaN that nobody declared", GDT_Float32, {}, notANumber, false);
    row("NaN in doubles", GDT_Float64, {}, notANumber, false);
    row("infinity", GDT_Float32, {}, inf, false);
    row("minus infinity", GDT_Float32, {}, -inf, false);
}

void RasterTest::missingPixelsAreInvalid()
{
    QFETCH(int, type);
    QFETCH(double, nodata);
    QFETCH(bool, declared);
    QFETCH(double, value);
    QFETCH(bool, valid);
    corpus::Recipe recipe;
    recipe.type = static_cast<GDALDataType>(type);
    recipe.value = [=](int, int x, int) { return x == 3 ? value : 7; };
    if (declared)
        recipe.describe = [=](GDALDataset& dataset) {
            dataset.GetRasterBand(1)->SetNoDataValue(nodata);
        };
    const auto raster = made("missing.tif", recipe);
    const PixelBlock block = raster->read(raster->bounds());
    QCOMPARE(block.isValid(3, 9), valid);
    QVERIFY(block.isValid(2, 9) && block.isValid(4, 9));
    QVERIFY(std::isfinite(block.sample(0, 3, 9)));
    if (!valid)
        QCOMPARE(block.sample(0, 3, 9), 0.f);
}

void RasterTest::aPixelIsMissingOnlyWhereAllBandsAre()
{
    corpus::Recipe recipe;
    recipe.bands = 4;
    recipe.options = {"PHOTOMETRIC=MINISBLACK", "ALPHA=NO"};
    recipe.value = [](int b, int x, int) { return x == 0 ? 0 : x == 1 && b == 3 ? 0 : 90; };
    recipe.describe = [](GDALDataset& dataset) { dataset.GetRasterBand(1)->SetNoDataValue(0); };
    const auto raster = made("allbands.tif", recipe);
    const PixelBlock block = raster->read(raster->bounds());
    QVERIFY(!block.isValid(0, 0));
    QVERIFY(block.isValid(1, 0));
    QCOMPARE(block.sample(3, 1, 0), 0.f);
    QCOMPARE(block.sample(0, 1, 0), 90.f);
}

void RasterTest::alphaIsValidityAndNoBand()
{
    corpus::Recipe recipe;
    recipe.bands = 4;
    recipe.options = {"PHOTOMETRIC=RGB", "ALPHA=YES"};
    recipe.value = [](int b, int x, int) {
        return b == 3 ? (x < 10 ? 0 : x == 10 ? 1 : 255) : 200;
    };
    const auto raster = made("rgba.tif", recipe);
    QCOMPARE(raster->bandCount(), 3);
    QCOMPARE(raster->info().bands.at(2).role, BandRole::Blue);
    QCOMPARE(raster->info().bands.at(2).name, std::string("Blue"));
    const PixelBlock block = raster->read(raster->bounds());
    QVERIFY(!block.isValid(9, 20));
    QVERIFY(block.isValid(10, 20));
    QCOMPARE(block.sample(1, 9, 20), 0.f);
    QCOMPARE(block.sample(1, 11, 20), 200.f);
}

void RasterTest::anAlphaBandThatSaysNearInfraredIsABand()
{
    corpus::Recipe recipe;
    recipe.bands = 4;
    recipe.options = {"PHOTOMETRIC=RGB", "ALPHA=YES"};
    recipe.value = [](int b, int x, int) { return b == 3 ? x : 100; };
    recipe.describe = [](GDALDataset& dataset) {
        dataset.GetRasterBand(4)->SetDescription("Near infrared");
    };
    const auto raster = made("rgbn.tif", recipe);
    QCOMPARE(raster->bandCount(), 4);
    QCOMPARE(raster->info().bands.at(3).role, BandRole::NearInfrared);
    const PixelBlock block = raster->read(raster->bounds());
    QVERIFY(block.isValid(0, 0)); // dark in near infrared is water, not nothing
    QCOMPARE(block.sample(3, 33, 0), 33.f);
}

void RasterTest::anInternalMaskIsValidity()
{
    CPLSetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES");
    corpus::Recipe recipe;
    recipe.bands = 3;
    recipe.value = [](int, int, int) { return 80; };
    recipe.describe = [](GDALDataset& dataset) { dataset.CreateMaskBand(GMF_PER_DATASET); };
    recipe.complete = [](GDALDataset& dataset) {
        std::vector<std::uint8_t> mask(64 * 48, 255);
        std::fill_n(mask.begin(), 64 * 5, std::uint8_t{0});
        QCOMPARE(dataset.GetRasterBand(1)->GetMaskBand()->RasterIO(
                     GF_Write, 0, 0, 64, 48, mask.data(), 64, 48, GDT_Byte, 0, 0, nullptr),
                 CE_None);
    };
    const auto raster = made("masked.tif", recipe);
    CPLSetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", nullptr);
    QCOMPARE(raster->bandCount(), 3);
    const PixelBlock block = raster->read(raster->bounds());
    QVERIFY(!block.isValid(30, 4));
    QVERIFY(block.isValid(30, 5));
}

void RasterTest::palettesBecomeColours()
{
    corpus::Recipe recipe;
    recipe.value = [](int, int x, int) { return x % 5; };
    recipe.describe = [](GDALDataset& dataset) {
        GDALColorTable table;
        const GDALColorEntry water{20, 80, 220, 255};
        const GDALColorEntry crops{10, 120, 30, 255};
        table.SetColorEntry(1, &water);
        table.SetColorEntry(2, &crops);
        dataset.GetRasterBand(1)->SetColorTable(&table);
        dataset.GetRasterBand(1)->SetNoDataValue(4);
    };
    const auto raster = made("palette.tif", recipe);
    QVERIFY(raster->info().paletted);
    QCOMPARE(raster->bandCount(), 3);
    QCOMPARE(raster->info().bands.at(0).role, BandRole::Red);
    QCOMPARE(raster->info().bands.at(2).name, std::string("Blue"));
    const PixelBlock block =
        raster->read(raster->bounds(), raster->size(), std::array{2, 0}, Resampling::Average);
    QCOMPARE(block.bands, 2);
    QCOMPARE(block.sample(0, 1, 0), 220.f);
    QCOMPARE(block.sample(1, 1, 0), 20.f);
    QCOMPARE(block.sample(0, 2, 0), 30.f);
    QVERIFY(block.isValid(2, 0));
    QVERIFY(!block.isValid(4, 0));
}

void RasterTest::windowsMayStickOut_data()
{
    QTest::addColumn<QRect>("window");
    QTest::newRow("left and top") << QRect(-10, -7, 30, 30);
    QTest::newRow("right and bottom") << QRect(50, 40, 30, 30);
    QTest::newRow("all around") << QRect(-5, -5, 80, 70);
    QTest::newRow("beyond") << QRect(200, 10, 10, 10);
    QTest::newRow("touching from outside") << QRect(-10, 0, 10, 10);
    QTest::newRow("far away") << QRect(-2000000000, -2000000000, 20, 20);
    QTest::newRow("as far as numbers go") << QRect(2147483600, 2147483600, 20, 20);
    QTest::newRow("one pixel in the corner") << QRect(63, 47, 1, 1);
}

void RasterTest::windowsMayStickOut()
{
    QFETCH(QRect, window);
    corpus::Recipe recipe;
    recipe.value = [](int b, int x, int y) { return 1 + corpus::ramp(b, x, y); };
    const auto raster = made("sticking.tif", recipe);
    const PixelRect rect{window.x(), window.y(), window.width(), window.height()};
    const PixelBlock block = raster->read(rect);
    QCOMPARE(block.width, rect.width);
    QCOMPARE(block.height, rect.height);
    for (int y = 0; y < rect.height; ++y)
        for (int x = 0; x < rect.width; ++x) {
            const bool inside = raster->bounds().contains(rect.x + x, rect.y + y);
            QCOMPARE(block.isValid(x, y), inside);
            QCOMPARE(block.sample(0, x, y),
                     inside ? static_cast<float>(1 + corpus::ramp(0, rect.x + x, rect.y + y))
                            : 0.f);
        }
}

void RasterTest::resamplesToTheSizeAskedFor_data()
{
    QTest::addColumn<QRect>("window");
    QTest::addColumn<QSize>("out");
    QTest::newRow("half") << QRect(0, 0, 256, 128) << QSize(128, 64);
    QTest::newRow("odd reduction") << QRect(3, 5, 250, 120) << QSize(83, 41);
    QTest::newRow("one sample") << QRect(0, 0, 256, 128) << QSize(1, 1);
    QTest::newRow("twice") << QRect(10, 10, 40, 30) << QSize(80, 60);
    QTest::newRow("stretched one way") << QRect(0, 0, 256, 16) << QSize(64, 64);
    QTest::newRow("sticking out, reduced") << QRect(-128, -64, 512, 256) << QSize(128, 64);
    QTest::newRow("a pixel from outside, reduced") << QRect(-255, 0, 256, 128) << QSize(64, 32);
}

/// The image is a plane, 2 x + 300 y (in floats), so that every resampling must give the plane back
/// to within the distance between samples.
void RasterTest::resamplesToTheSizeAskedFor()
{
    QFETCH(QRect, window);
    QFETCH(QSize, out);
    corpus::Recipe recipe;
    recipe.width = 256;
    recipe.height = 128;
    recipe.type = GDT_Float32;
    recipe.value = [](int, int x, int y) { return 2 * (x + 0.5) + 300 * (y + 0.5); };
    const auto raster = made("plane.tif", recipe);
    const PixelRect rect{window.x(), window.y(), window.width(), window.height()};
    const double stepX = double(rect.width) / out.width();
    const double stepY = double(rect.height) / out.height();
    for (const Resampling method :
         {Resampling::Nearest, Resampling::Average, Resampling::Bilinear}) {
        const PixelBlock block =
            raster->read(rect, {out.width(), out.height()}, std::array{0}, method);
        QCOMPARE(block.width, out.width());
        QCOMPARE(block.height, out.height());
        for (int y = 0; y < block.height; ++y)
            for (int x = 0; x < block.width; ++x) {
                const double column = rect.x + (x + 0.5) * stepX;
                const double row = rect.y + (y + 0.5) * stepY;
                const bool inside = column >= 0 && row >= 0 && column < 256 && row < 128;
                QCOMPARE(block.isValid(x, y), inside);
                if (!inside)
                    continue;
                const double slack = 2 * (stepX / 2 + 1) + 300 * (stepY / 2 + 1);
                QVERIFY(std::abs(block.sample(0, x, y) - (2 * column + 300 * row)) <= slack);
            }
    }
}

void RasterTest::averagesAreMeansOfValidPixels()
{
    corpus::Recipe recipe;
    recipe.value = [](int, int x, int y) {
        return x < 32 ? (x + y) % 2 ? 100 : 50 : x % 2 ? 255 : 60;
    };
    recipe.describe = [](GDALDataset& dataset) { dataset.GetRasterBand(1)->SetNoDataValue(255); };
    const auto raster = made("mean.tif", recipe);
    const PixelBlock block =
        raster->read(raster->bounds(), {32, 24}, std::array{0}, Resampling::Average);
    QCOMPARE(block.sample(0, 3, 3), 75.f);
    QCOMPARE(block.sample(0, 20, 3), 60.f);
}

void RasterTest::bandsComeInTheOrderAskedFor()
{
    corpus::Recipe recipe;
    recipe.bands = 5;
    recipe.type = GDT_UInt16;
    recipe.value = [](int b, int x, int) { return 1000 * b + x; };
    const auto raster = made("order.tif", recipe);
    const std::array bands{4, 1, 4, 0, 1};
    const PixelBlock block = raster->read({5, 5, 20, 20}, {20, 20}, bands);
    for (int b = 0; b < 5; ++b)
        for (int x = 0; x < 20; ++x)
            QCOMPARE(block.sample(b, x, 19), 1000.f * bands[b] + 5 + x);
}

void RasterTest::aBandThatIsNotThereIsAnError()
{
    const auto raster = made("three.tif", {.bands = 3});
    for (const int band : {-1, 3}) {
        const QString sentence = corpus::sentenceOf([&] {
            raster->read({0, 0, 4, 4}, {4, 4}, std::array{band});
        });
        QVERIFY2(sentence.contains("three.tif") && sentence.contains("3 bands"),
                 qPrintable(sentence));
    }
}

void RasterTest::readsASinglePixelImage()
{
    const auto raster =
        made("pixel.tif", {.width = 1, .height = 1, .value = [](int, int, int) { return 42; }});
    const PixelBlock block = raster->read(raster->bounds());
    QCOMPARE(block.samples, std::vector<float>{42});
    const PixelBlock larger =
        raster->read({-1, -1, 3, 3}, {9, 9}, std::array{0}, Resampling::Bilinear);
    QVERIFY(larger.isValid(4, 4) && !larger.isValid(0, 0));
    QCOMPARE(larger.sample(0, 4, 4), 42.f);
}

void RasterTest::otherFormatsOpenToo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("driver");
    QTest::addColumn<double>("slack");
    QTest::newRow("PNG") << "a.png" << QByteArray("PNG") << 0.0;
    QTest::newRow("JPEG") << "a.jpg" << QByteArray("JPEG") << 20.0;
    QTest::newRow("BMP") << "a.bmp" << QByteArray("BMP") << 0.0;
    QTest::newRow("JPEG 2000") << "a.jp2" << QByteArray("JP2OpenJPEG") << 20.0;
    QTest::newRow("WebP") << "a.webp" << QByteArray("WEBP") << 20.0;
    QTest::newRow("VRT") << "a.vrt" << QByteArray("VRT") << 0.0;
    QTest::newRow("ENVI, a header beside the pixels") << "a.dat" << QByteArray("ENVI") << 0.0;
}

void RasterTest::otherFormatsOpenToo()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, driver);
    QFETCH(double, slack);
    corpus::Recipe recipe;
    recipe.bands = 3;
    recipe.value = [](int b, int x, int y) { return x + y + 30 * b; };
    QVERIFY(corpus::makeCopy(at(name), driver.constData(), recipe));
    const auto raster = Raster::open(at(name).toStdString());
    QCOMPARE(raster->info().driver, driver.toStdString());
    QCOMPARE(raster->info().bands.at(1).role, BandRole::Green);
    const PixelBlock block = raster->read(raster->bounds());
    for (int b = 0; b < 3; ++b)
        QVERIFY(std::abs(block.sample(b, 20, 30) - (50 + 30 * b)) <= slack);
}

void RasterTest::filesOfSeveralImagesNameThem()
{
    corpus::Recipe recipe;
    recipe.bands = 2;
    recipe.value = corpus::ramp;
    QVERIFY(corpus::makeCopy(at("variables.nc"), "netCDF", recipe));
    std::vector<InnerImage> images;
    try {
        Raster::open(at("variables.nc").toStdString());
    } catch (const SeveralImages& several) {
        images = several.images();
        QVERIFY(QString(several.what()).startsWith(at("variables.nc")));
    }
    QCOMPARE(images.size(), std::size_t{2});
    QVERIFY(QString::fromStdString(images[1].description).contains("Band2"));
    const auto second = Raster::open(images[1].name);
    QCOMPARE(second->bandCount(), 1);
    QCOMPARE(second->read({3, 4, 1, 1}).sample(0, 0, 0), float(corpus::ramp(1, 3, 4)));
}

void RasterTest::classIndicesAreExact()
{
    corpus::Recipe recipe;
    recipe.value = [](int, int x, int y) { return (x * 7 + y) % 256; };
    recipe.describe = [](GDALDataset& dataset) {
        GDALColorTable table;
        const GDALColorEntry any{1, 2, 3, 255};
        table.SetColorEntry(3, &any);
        dataset.GetRasterBand(1)->SetColorTable(&table);
        dataset.GetRasterBand(1)->SetNoDataValue(255);
    };
    const auto raster = made("classes.tif", recipe);
    const PixelRect window{-2, 10, 70, 40};
    const std::vector<std::uint8_t> indices = readIndices(*raster, window);
    QCOMPARE(indices.size(), std::size_t{70 * 40});
    for (int y = 0; y < window.height; ++y)
        for (int x = 0; x < window.width; ++x) {
            const bool inside = raster->bounds().contains(x - 2, y + 10);
            const int value = ((x - 2) * 7 + y + 10) % 256;
            QCOMPARE(int(indices[y * 70 + x]), inside && value != 255 ? value : 0);
        }
}

void RasterTest::classIndicesRefuseOtherValues_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<double>("value");
    QTest::newRow("256") << int(GDT_UInt16) << 256.;
    QTest::newRow("-1") << int(GDT_Int16) << -1.;
    QTest::newRow("a fraction") << int(GDT_Float32) << 1.5;
    QTest::newRow("NaN") << int(GDT_Float32) << notANumber;
}

void RasterTest::classIndicesRefuseOtherValues()
{
    QFETCH(int, type);
    QFETCH(double, value);
    corpus::Recipe recipe;
    recipe.type = static_cast<GDALDataType>(type);
    recipe.value = [=](int, int x, int y) { return x == 5 && y == 6 ? value : 2; };
    const auto raster = made("classes16.tif", recipe);
    QCOMPARE(int(readIndices(*raster, {0, 0, 5, 5}).back()), 2);
    const QString sentence = corpus::sentenceOf([&] { readIndices(*raster, raster->bounds()); });
    QVERIFY2(sentence.contains("classes16.tif") && sentence.contains("column 5, row 6"),
             qPrintable(sentence));
}

void RasterTest::manyThreadsReadTheSamePixels()
{
    corpus::Recipe recipe;
    recipe.width = recipe.height = 700;
    recipe.bands = 3;
    recipe.options = {"TILED=YES", "COMPRESS=DEFLATE", "BLOCKXSIZE=128", "BLOCKYSIZE=128"};
    recipe.value = corpus::ramp;
    const auto raster = made("shared.tif", recipe);
    const auto windowOf = [](int i) { return PixelRect{i * 37 % 500, i * 53 % 500, 180, 150}; };
    std::vector<PixelBlock> expected;
    for (int i = 0; i < 24; ++i)
        expected.push_back(raster->read(windowOf(i)));
    std::atomic<int> equal = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 12; ++t)
            threads.emplace_back([&, t] {
                for (int n = 0; n < 24; ++n) {
                    const int i = (n + 2 * t) % 24;
                    equal += samePixels(raster->read(windowOf(i)), expected[i]);
                }
            });
    }
    QCOMPARE(equal.load(), 12 * 24);
}

QTEST_GUILESS_MAIN(RasterTest)
#include "raster.moc"
