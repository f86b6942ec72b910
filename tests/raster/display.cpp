// From samples to what the eye sees, and from pixels to the map.

#include "raster/display.h"
#include "raster/band_statistics.h"
#include "raster/georeference.h"
#include "raster/ground_measure.h"
#include "raster_corpus.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

using namespace limn::raster;

Q_DECLARE_METATYPE(corpus::Recipe)
Q_DECLARE_METATYPE(limn::raster::BandStretch)

namespace
{

PixelBlock blockOf(int bands, std::vector<float> samples)
{
    PixelBlock block;
    block.bands = bands;
    block.height = 1;
    block.width = static_cast<int>(samples.size()) / bands;
    block.samples = std::move(samples);
    block.valid.assign(block.width, 1);
    return block;
}

std::vector<int> shadesOf(const PixelBlock& block, const DisplaySettings& settings)
{
    std::vector<std::uint8_t> rgba(block.valid.size() * 4);
    toRgba(block, settings, rgba.data());
    return {rgba.begin(), rgba.end()};
}

DisplaySettings allStretched(const BandStretch& stretch)
{
    return {{0, 0, 0}, {stretch, stretch, stretch}};
}

corpus::Recipe utmTile(std::array<double, 6> transform, int epsg)
{
    corpus::Recipe recipe;
    recipe.width = 100;
    recipe.height = 80;
    recipe.describe = [=](GDALDataset& dataset) {
        std::array<double, 6> copy = transform;
        dataset.SetGeoTransform(copy.data());
        corpus::setCrs(dataset, epsg);
    };
    return recipe;
}

} // namespace

class DisplayTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;

    std::shared_ptr<Raster> made(const corpus::Recipe& recipe) const
    {
        const QString path = folder_.filePath("image.tif");
        QFile::remove(path + ".aux.xml");
        return corpus::make(path, recipe) ? Raster::open(path.toStdString()) : nullptr;
    }

private Q_SLOTS:
    void percentilesIgnoreMissingPixels();
    void percentilesOfSpecialBands_data();
    void percentilesOfSpecialBands();
    void percentilesOfAWindow();
    void percentilesOfAHugeImageAreSampled();
    void statisticsOfKnownSamples();
    void statisticsAgreeWithPercentiles();
    void wholeNumbersMakeAnEvenHistogram();
    void outliersDoNotSqueezeTheHistogram();
    void statisticsOfNothing();
    void rampsColourASingleBand();
    void defaultBands_data();
    void defaultBands();
    void defaultStretch_data();
    void defaultStretch();
    void stretchIsLinearAndClamped_data();
    void stretchIsLinearAndClamped();
    void gammaAboveOneBrightens();
    void channelsAreStretchedEachByItsOwn();
    void invalidPixelsAreTransparent();
    void wholeRowsAreConverted();
    void settingsSurviveJson();
    void brokenJsonIsAnError_data();
    void brokenJsonIsAnError();

    void pixelsAndMapAreInverse_data();
    void pixelsAndMapAreInverse();
    void longitudeAndLatitude_data();
    void longitudeAndLatitude();
    void withoutGeoreferencing();
    void controlPointsPlaceAnImage();
    void otherPlanetsHaveNoLongitude();
    void longitudeAndLatitudeLeadBack();
    void lengthsAndAreasOnAGrid();
    void lengthsAndAreasOnTheEllipsoid();
    void lengthsWithoutGeoreferencingArePixels();
};

void DisplayTest::percentilesIgnoreMissingPixels()
{
    corpus::Recipe recipe;
    recipe.width = 101;
    recipe.height = 10;
    recipe.type = GDT_Int16;
    recipe.value = [](int, int x, int y) { return y == 0 ? -9999 : x; };
    recipe.describe = [](GDALDataset& dataset) { dataset.GetRasterBand(1)->SetNoDataValue(-9999); };
    const BandStretch stretch = percentileStretch(*made(recipe), 0, 10, 90);
    QCOMPARE(stretch.low, 10.);
    QCOMPARE(stretch.high, 90.);
    QCOMPARE(stretch.gamma, 1.);
}

void DisplayTest::percentilesOfSpecialBands_data()
{
    QTest::addColumn<corpus::Recipe>("recipe");
    QTest::addColumn<BandStretch>("stretch");
    corpus::Recipe recipe;
    recipe.type = GDT_Float32;
    recipe.value = [](int, int, int) { return 7.5; };
    QTest::newRow("constant") << recipe << BandStretch{7.5, 8.5, 1};
    recipe.value = [](int, int x, int y) { return x == 3 && y == 3 ? 40 : 0; };
    QTest::newRow("nearly all one value") << recipe << BandStretch{0, 40, 1};
    recipe.value = [](int, int, int) { return std::numeric_limits<double>::quiet_NaN(); };
    QTest::newRow("nothing valid") << recipe << BandStretch{};
}

void DisplayTest::percentilesOfSpecialBands()
{
    QFETCH(corpus::Recipe, recipe);
    QFETCH(BandStretch, stretch);
    QCOMPARE(percentileStretch(*made(recipe), 0, 2, 98), stretch);
}

void DisplayTest::percentilesOfAWindow()
{
    corpus::Recipe recipe;
    recipe.value = [](int, int x, int) { return x < 32 ? 10 + x % 2 : 200 + x % 3; };
    const auto raster = made(recipe);
    QCOMPARE(percentileStretch(*raster, 0, 0, 100, {40, 5, 10, 10}), (BandStretch{200, 202, 1}));
    QCOMPARE(percentileStretch(*raster, 0, 0, 100), (BandStretch{10, 202, 1}));
    QCOMPARE(percentileStretch(*raster, 0, 0, 100, {500, 500, 10, 10}), BandStretch{});
}

/// Without overviews a raster of 10^12 pixels can only be sampled; reading it whole would never
/// end.
void DisplayTest::percentilesOfAHugeImageAreSampled()
{
    corpus::Recipe recipe;
    recipe.width = recipe.height = 1000000;
    recipe.options = {"SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=2048", "BLOCKYSIZE=2048",
                      "BIGTIFF=YES"};
    recipe.value = nullptr;
    QCOMPARE(percentileStretch(*made(recipe), 0, 2, 98), (BandStretch{0, 1, 1}));
}

void DisplayTest::statisticsOfKnownSamples()
{
    const BandStatistics statistics(std::vector<float>{4, 2, 4, 4, 5, 5, 7, 9});
    QCOMPARE(statistics.count(), std::size_t{8});
    QCOMPARE(statistics.least(), 2.);
    QCOMPARE(statistics.most(), 9.);
    QCOMPARE(statistics.mean(), 5.);
    QCOMPARE(statistics.deviation(), 2.);
    QCOMPARE(statistics.deviationStretch(1.5), (BandStretch{2, 8, 1}));
    const auto& bars = statistics.histogram();
    QCOMPARE(std::accumulate(bars.begin(), bars.end(), 0U), 8U);
    QCOMPARE(bars.front(), 1U);
    QCOMPARE(bars.back(), 1U);
}

void DisplayTest::statisticsAgreeWithPercentiles()
{
    corpus::Recipe recipe;
    recipe.width = 640;
    recipe.height = 480;
    recipe.type = GDT_Int16;
    recipe.value = [](int, int x, int y) { return (x * 7919 + y * 104729) % 5003 - 1000; };
    const auto raster = made(recipe);
    for (const PixelRect& window : {PixelRect{}, PixelRect{100, 50, 77, 33}}) {
        const BandStatistics statistics = BandStatistics::of(*raster, 0, window);
        for (const auto& [low, high] : {std::pair{2., 98.}, {0.5, 99.5}, {0., 100.}, {25., 75.}})
            QCOMPARE(statistics.percentileStretch(low, high),
                     percentileStretch(*raster, 0, low, high, window));
    }
}

/// Bytes from 20 to 179, each as often as the others: no comb of high and low bins.
void DisplayTest::wholeNumbersMakeAnEvenHistogram()
{
    for (const int values : {160, 1000}) {
        std::vector<float> samples;
        for (int value = 0; value < values; ++value)
            samples.insert(samples.end(), 12, static_cast<float>(20 + value));
        const BandStatistics statistics(samples);
        const auto& bars = statistics.histogram();
        QVERIFY(bars.size() <= std::size_t{BandStatistics::mostBins});
        for (std::size_t i = 1; i + 1 < bars.size(); ++i)
            QCOMPARE(bars[i], bars[1]);
    }
}

void DisplayTest::outliersDoNotSqueezeTheHistogram()
{
    std::vector<float> samples(10000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(i % 100);
    samples[17] = 1e30f;
    samples[18] = -1e30f;
    const BandStatistics statistics(samples);
    QVERIFY(statistics.histogramLow() > -10 && statistics.histogramHigh() < 110);
    QCOMPARE(statistics.most(), double{1e30f});
}

void DisplayTest::statisticsOfNothing()
{
    const BandStatistics nothing;
    QCOMPARE(nothing.count(), std::size_t{0});
    QCOMPARE(nothing.percentileStretch(2, 98), BandStretch{});
    QCOMPARE(nothing.deviationStretch(2), BandStretch{});
    const BandStatistics constant(std::vector<float>(5, 7.5f));
    QCOMPARE(constant.deviationStretch(2), (BandStretch{7.5, 8.5, 1}));
    QVERIFY(constant.histogramHigh() > constant.histogramLow());
}

void DisplayTest::rampsColourASingleBand()
{
    DisplaySettings settings = allStretched({0, 255, 1});
    for (const auto& [ramp, low, high] : {std::tuple{ColourRamp::Viridis, 0x440154, 0xfde725},
                                          {ColourRamp::Magma, 0x000004, 0xfcfdbf},
                                          {ColourRamp::Cividis, 0x00224e, 0xfee838}}) {
        settings.ramp = ramp;
        const auto rgba = [](int rgb) {
            return std::vector<int>{rgb >> 16, rgb >> 8 & 255, rgb & 255, 255};
        };
        QCOMPARE(shadesOf(blockOf(1, {0}), settings), rgba(low));
        QCOMPARE(shadesOf(blockOf(3, {255, 255, 255}), settings), rgba(high));
    }
    // Three different bands have colours of their own.
    settings.bands = {0, 1, 2};
    QCOMPARE(shadesOf(blockOf(3, {10, 20, 30}), settings), (std::vector<int>{10, 20, 30, 255}));
}

void DisplayTest::defaultBands_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QList<int>>("bands");
    QTest::newRow("one band is grey") << 1 << QStringList() << QList<int>{0, 0, 0};
    QTest::newRow("two bands are grey") << 2 << QStringList() << QList<int>{0, 0, 0};
    QTest::newRow("three") << 3 << QStringList() << QList<int>{0, 1, 2};
    QTest::newRow("four without roles") << 4 << QStringList() << QList<int>{0, 1, 2};
    QTest::newRow("by name") << 5 << QStringList{"blue", "green", "red edge", "red", "nir"}
                             << QList<int>{3, 1, 0};
}

void DisplayTest::defaultBands()
{
    QFETCH(int, count);
    QFETCH(QStringList, names);
    QFETCH(QList<int>, bands);
    corpus::Recipe recipe;
    recipe.bands = count;
    recipe.type = GDT_UInt16;
    recipe.value = corpus::ramp;
    recipe.describe = [&](GDALDataset& dataset) {
        for (int b = 0; b < names.size(); ++b)
            dataset.GetRasterBand(b + 1)->SetDescription(names[b].toUtf8().constData());
    };
    const DisplaySettings settings = defaultDisplay(*made(recipe));
    QCOMPARE(QList<int>(settings.bands.begin(), settings.bands.end()), bands);
}

void DisplayTest::defaultStretch_data()
{
    QTest::addColumn<corpus::Recipe>("recipe");
    QTest::addColumn<BandStretch>("stretch");
    corpus::Recipe recipe;
    recipe.width = 101;
    recipe.height = 40;
    const BandStretch asItIs{};
    recipe.value = [](int, int x, int) { return 2.55 * x; };
    QTest::newRow("8-bit over the whole range") << recipe << asItIs;
    recipe.value = [](int, int x, int) { return 100 + x / 2; };
    QTest::newRow("8-bit over a part") << recipe << BandStretch{101, 149, 1};
    recipe.value = [](int, int x, int) { return x % 2 ? 255 : 0; };
    QTest::newRow("black and white") << recipe << asItIs;
    recipe.value = [](int, int, int) { return 0; };
    QTest::newRow("all black") << recipe << BandStretch{0, 1, 1};
    recipe.value = [](int, int, int) { return 9; };
    QTest::newRow("one value is bright") << recipe << BandStretch{8, 9, 1};
    recipe.type = GDT_UInt16;
    recipe.value = [](int, int x, int) { return 1000 + 10 * x; };
    QTest::newRow("16-bit from 2 to 98 %") << recipe << BandStretch{1020, 1980, 1};
    recipe.value = [](int, int x, int y) { return y < 20 ? 0 : 1000 + 10 * x; };
    QTest::newRow("16-bit with a collar") << recipe << BandStretch{1020, 1980, 1};
    recipe.value = [](int, int x, int) { return x % 2; };
    QTest::newRow("classes 0 and 1") << recipe << BandStretch{0, 1, 1};
}

void DisplayTest::defaultStretch()
{
    QFETCH(corpus::Recipe, recipe);
    QFETCH(BandStretch, stretch);
    const DisplaySettings settings = defaultDisplay(*made(recipe));
    for (const BandStretch& band : settings.stretch)
        QVERIFY2(band == stretch, toJson(settings).c_str());
}

void DisplayTest::stretchIsLinearAndClamped_data()
{
    QTest::addColumn<BandStretch>("stretch");
    QTest::addColumn<float>("sample");
    QTest::addColumn<int>("shade");
    const float inf = std::numeric_limits<float>::infinity();
    const BandStretch asItIs{};
    for (const int value : {0, 1, 127, 128, 254, 255})
        QTest::addRow("8-bit %d", value) << asItIs << float(value) << value;
    const BandStretch wide{-100, 410, 1};
    QTest::newRow("below") << wide << -101.f << 0;
    QTest::newRow("at low") << wide << -100.f << 0;
    QTest::newRow("middle") << wide << 155.f << 128;
    QTest::newRow("at high") << wide << 410.f << 255;
    QTest::newRow("above") << wide << 1e30f << 255;
    QTest::newRow("infinite") << wide << inf << 255;
    QTest::newRow("minus infinite") << wide << -inf << 0;
    QTest::newRow("NaN") << wide << std::numeric_limits<float>::quiet_NaN() << 0;
    QTest::newRow("narrow") << BandStretch{0.001, 0.002, 1} << 0.0012f << 51;
    QTest::newRow("empty range, above") << BandStretch{5, 5, 1} << 6.f << 255;
    QTest::newRow("empty range, below") << BandStretch{5, 5, 1} << 4.f << 0;
}

void DisplayTest::stretchIsLinearAndClamped()
{
    QFETCH(BandStretch, stretch);
    QFETCH(float, sample);
    QFETCH(int, shade);
    QCOMPARE(shadesOf(blockOf(1, {sample}), allStretched(stretch)),
             (std::vector<int>{shade, shade, shade, 255}));
}

void DisplayTest::gammaAboveOneBrightens()
{
    for (const double gamma : {0.5, 2.0, 2.2}) {
        const DisplaySettings settings = allStretched({0, 1000, gamma});
        for (int value = 0; value <= 1000; value += 20) {
            const int shade = shadesOf(blockOf(1, {float(value)}), settings).front();
            QVERIFY(std::abs(shade - 255 * std::pow(value / 1000.0, 1 / gamma)) <= 1);
        }
    }
}

void DisplayTest::channelsAreStretchedEachByItsOwn()
{
    const DisplaySettings settings{{3, 1, 0}, {{{0, 10, 1}, {0, 100, 1}, {0, 1000, 1}}}};
    QCOMPARE(shadesOf(blockOf(3, {4, 40, 200}), settings), (std::vector<int>{102, 102, 51, 255}));
    QVERIFY_EXCEPTION_THROWN(shadesOf(blockOf(2, {1, 2}), settings), std::invalid_argument);
}

void DisplayTest::invalidPixelsAreTransparent()
{
    PixelBlock block = blockOf(3, {9, 9, 9, 9, 9, 9});
    block.valid[1] = 0;
    QCOMPARE(shadesOf(block, {}), (std::vector<int>{9, 9, 9, 255, 0, 0, 0, 0}));
}

void DisplayTest::wholeRowsAreConverted()
{
    constexpr int count = 5003;
    std::vector<float> samples(3 * count);
    for (int i = 0; i < 3 * count; ++i)
        samples[i] = static_cast<float>(i % 256);
    const std::vector<int> shades = shadesOf(blockOf(3, samples), {{0, 1, 2}, {}});
    for (int i = 0; i < count; ++i)
        for (int channel = 0; channel < 3; ++channel)
            QCOMPARE(shades[i * 4 + channel], (i + channel * count) % 256);
}

void DisplayTest::settingsSurviveJson()
{
    const DisplaySettings settings{{3, 1, 200},
                                   {{{-1.5, 1e-9, 0.45}, {0.1, 65535, 1}, {1e300, 2e300, 3}}}};
    QCOMPARE(displayFromJson(toJson(settings)), settings);
    QCOMPARE(displayFromJson(toJson({})), DisplaySettings{});
    DisplaySettings coloured;
    for (const ColourRamp ramp : colourRamps()) {
        coloured.ramp = ramp;
        QCOMPARE(displayFromJson(toJson(coloured)), coloured);
    }
}

void DisplayTest::brokenJsonIsAnError_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << "";
    QTest::newRow("no JSON") << "{bands";
    QTest::newRow("another object") << "{}";
    QTest::newRow("two bands") << R"({"bands":[0,1],"stretch":[]})";
    QTest::newRow("no stretch") << R"({"bands":[0,1,2],"stretch":[]})";
    QTest::newRow("words for numbers") << R"({"bands":["a","b","c"],"stretch":[1,2,3]})";
    QTest::newRow("no such ramp")
        << R"({"bands":[0,0,0],"stretch":[{"low":0,"high":1,"gamma":1},)"
           R"({"low":0,"high":1,"gamma":1},{"low":0,"high":1,"gamma":1}],"ramp":"rainbow"})";
    QTest::newRow("gamma 0") << R"({"bands":[0,0,0],"stretch":[{"low":0,"high":1,"gamma":0},)"
                                R"({"low":0,"high":1,"gamma":1},{"low":0,"high":1,"gamma":1}]})";
}

void DisplayTest::brokenJsonIsAnError()
{
    QFETCH(QString, text);
    QVERIFY_EXCEPTION_THROWN(displayFromJson(text.toStdString()), std::runtime_error);
}

void DisplayTest::pixelsAndMapAreInverse_data()
{
    QTest::addColumn<QList<double>>("transform");
    QTest::newRow("north up") << QList<double>{485902, 5, 0, 5209248, 0, -5};
    QTest::newRow("rotated") << QList<double>{485902, 4, 3, 5209248, 3, -4};
    QTest::newRow("south up") << QList<double>{485902, 5, 0, 5209248, 0, 5};
    QTest::newRow("oblong pixels") << QList<double>{485902, 0.5, 0, 5209248, 0, -2};
}

void DisplayTest::pixelsAndMapAreInverse()
{
    QFETCH(QList<double>, transform);
    std::array<double, 6> t{};
    std::copy(transform.begin(), transform.end(), t.begin());
    const Georeference place(made(utmTile(t, 26914))->info());
    QVERIFY(place.isGeoreferenced());
    QCOMPARE(place.crsName(), std::string("EPSG:26914"));
    const MapPoint map = place.toMap(10.5, 20.25);
    QCOMPARE(map.x, t[0] + 10.5 * t[1] + 20.25 * t[2]);
    QCOMPARE(map.y, t[3] + 10.5 * t[4] + 20.25 * t[5]);
    const MapPoint pixel = place.toPixel(map.x, map.y);
    QVERIFY(std::abs(pixel.x - 10.5) < 1e-6 && std::abs(pixel.y - 20.25) < 1e-6);
    const double side = std::sqrt(std::abs(t[1] * t[5] - t[2] * t[4]));
    QVERIFY(std::abs(place.metresPerPixel().value() - side) < 1e-4);
}

/// Golden values from `gdaltransform -t_srs EPSG:4326` (PROJ 9.1).
void DisplayTest::longitudeAndLatitude_data()
{
    QTest::addColumn<QList<double>>("transform");
    QTest::addColumn<int>("epsg");
    QTest::addColumn<double>("longitude");
    QTest::addColumn<double>("latitude");
    QTest::addColumn<double>("metres");
    QTest::newRow("UTM 14N") << QList<double>{485902, 5, 0, 5209248, 0, -5} << 26914 << -99.1855644
                             << 47.0365995 << 5.0;
    QTest::newRow("Web Mercator, stretched 1.96 at 59 degrees")
        << QList<double>{0, 10, 0, 8200000, 0, -10} << 3857 << 0.0 << 59.0906238 << 5.14;
    QTest::newRow("degrees on the equator")
        << QList<double>{20, 0.01, 0, 0.4, 0, -0.01} << 4326 << 20.0 << 0.4 << 1109.4;
    QTest::newRow("feet") << QList<double>{6010000, 10, 0, 2110000, 0, -10} << 2227 << -122.4088521
                          << 37.7742220 << 3.048;
}

void DisplayTest::longitudeAndLatitude()
{
    QFETCH(QList<double>, transform);
    QFETCH(int, epsg);
    QFETCH(double, longitude);
    QFETCH(double, latitude);
    QFETCH(double, metres);
    std::array<double, 6> t{};
    std::copy(transform.begin(), transform.end(), t.begin());
    const Georeference place(made(utmTile(t, epsg))->info());
    const auto point = place.toLonLat(0, 0);
    QVERIFY(point.has_value());
    const QByteArray seen = QString("%1 %2 %3")
                                .arg(point->x, 0, 'f', 7)
                                .arg(point->y, 0, 'f', 7)
                                .arg(place.metresPerPixel().value_or(-1))
                                .toUtf8();
    QVERIFY2(std::abs(point->x - longitude) < 1e-5 && std::abs(point->y - latitude) < 1e-5,
             seen.constData());
    QVERIFY2(std::abs(place.metresPerPixel().value() / metres - 1) < 0.005, seen.constData());
}

void DisplayTest::withoutGeoreferencing()
{
    const Georeference place(made({})->info());
    QVERIFY(!place.isGeoreferenced());
    QVERIFY(place.crsName().empty());
    QVERIFY(!place.toLonLat(1, 1).has_value());
    QVERIFY(!place.metresPerPixel().has_value());
    QCOMPARE(place.toMap(3, 4).x, 3.);
    QCOMPARE(place.toPixel(3, 4).y, 4.);
}

void DisplayTest::controlPointsPlaceAnImage()
{
    corpus::Recipe recipe;
    recipe.width = recipe.height = 100;
    recipe.describe = [](GDALDataset& dataset) {
        std::vector<GDAL_GCP> points(9);
        GDALInitGCPs(9, points.data());
        for (int i = 0; i < 9; ++i) {
            points[i].dfGCPPixel = i % 3 * 50;
            points[i].dfGCPLine = i / 3 * 50;
            points[i].dfGCPX = 10 + 0.01 * points[i].dfGCPPixel;
            points[i].dfGCPY = 50 - 0.01 * points[i].dfGCPLine;
        }
        OGRSpatialReference crs;
        crs.importFromEPSG(4326);
        dataset.SetGCPs(9, points.data(), &crs);
        GDALDeinitGCPs(9, points.data());
    };
    const auto raster = made(recipe);
    QVERIFY(!raster->info().transform.has_value());
    QCOMPARE(raster->info().controlPoints.size(), std::size_t{9});
    const Georeference place(raster->info());
    QVERIFY(place.isGeoreferenced());
    QCOMPARE(place.crsName(), std::string("EPSG:4326"));
    const auto point = place.toLonLat(25, 75).value();
    QVERIFY(std::abs(point.x - 10.25) < 1e-6 && std::abs(point.y - 49.25) < 1e-6);
    const MapPoint pixel = place.toPixel(10.25, 49.25);
    QVERIFY(std::abs(pixel.x - 25) < 1e-3 && std::abs(pixel.y - 75) < 1e-3);
}

void DisplayTest::otherPlanetsHaveNoLongitude()
{
    corpus::Recipe recipe;
    recipe.describe = [](GDALDataset& dataset) {
        std::array<double, 6> transform{7376380, 5, 0, -860015, 0, -5};
        dataset.SetGeoTransform(transform.data());
        OGRSpatialReference crs;
        crs.SetFromUserInput("+proj=eqc +R=3396190 +units=m");
        dataset.SetSpatialRef(&crs);
    };
    const Georeference place(made(recipe)->info());
    QVERIFY(place.isGeoreferenced());
    QVERIFY(!place.toLonLat(5, 5).has_value());
    QCOMPARE(place.metresPerPixel().value(), 5.);
}

void DisplayTest::longitudeAndLatitudeLeadBack()
{
    const auto raster = made(utmTile({485902, 5, 0.3, 5209248, 0.2, -5}, 26914));
    const Georeference georeference(raster->info());
    for (const auto& [column, row] : {std::pair{0., 0.}, {99.5, 3.25}, {50., 79.}, {-400., 900.}}) {
        const auto lonLat = georeference.toLonLat(column, row);
        QVERIFY(lonLat);
        const auto back = georeference.fromLonLat(lonLat->x, lonLat->y);
        QVERIFY(back);
        QVERIFY(std::hypot(back->x - column, back->y - row) < 1e-4);
    }
    QVERIFY(!Georeference(RasterInfo{}).fromLonLat(0, 0));
}

void DisplayTest::lengthsAndAreasOnAGrid()
{
    const auto raster = made(utmTile({485902, 5, 0, 5209248, 0, -5}, 26914));
    const Georeference georeference(raster->info());
    const std::vector<MapPoint> corner{{0, 0}, {30, 0}, {30, 40}};
    QCOMPARE(groundLength(georeference, corner).value(), 350.);
    QCOMPARE(groundArea(georeference, corner).value(), 15000.);
    QCOMPARE(pixelLength(corner), 70.);
    QCOMPARE(pixelArea(corner), 600.);
    QCOMPARE(groundLength(georeference, std::span(corner).first(1)).value(), 0.);
    QCOMPARE(groundArea(georeference, std::span(corner).first(2)).value(), 0.);
}

/// WGS 84 itself is the reference: a quarter of a meridian has 10 001 965.729 m (Rapp, Geometric
/// Geodesy), a degree of the equator pi a / 180, the whole ellipsoid 510 065 621.72 km2.
void DisplayTest::lengthsAndAreasOnTheEllipsoid()
{
    corpus::Recipe recipe;
    recipe.width = 360;
    recipe.height = 180;
    recipe.describe = [](GDALDataset& dataset) {
        double transform[] = {-180, 1, 0, 90, 0, -1};
        dataset.SetGeoTransform(transform);
        corpus::setCrs(dataset, 4326);
    };
    const auto raster = made(recipe);
    const Georeference georeference(raster->info());
    const auto within = [](double value, double expected, double part) {
        return std::abs(value / expected - 1) < part;
    };
    const std::vector<MapPoint> meridian{{190, 90}, {190, 0}};
    QVERIFY(within(groundLength(georeference, meridian).value(), 10001965.729, 1e-6));
    const std::vector<MapPoint> equator{{180, 90}, {181, 90}};
    QVERIFY(within(groundLength(georeference, equator).value(), 111319.4908, 1e-8));
    // The shorter way round, over the date line.
    const std::vector<MapPoint> dateLine{{359, 90}, {361, 90}};
    QVERIFY(within(groundLength(georeference, dateLine).value(), 2 * 111319.4908, 1e-8));
    const std::vector<MapPoint> octant{{180, 0}, {270, 0}, {270, 90}, {180, 90}};
    QVERIFY(within(groundArea(georeference, octant).value(), 510065621.72e6 / 8, 1e-6));
}

void DisplayTest::lengthsWithoutGeoreferencingArePixels()
{
    const Georeference nowhere{RasterInfo{}};
    const std::vector<MapPoint> line{{0, 0}, {3, 4}};
    QVERIFY(!groundLength(nowhere, line));
    QVERIFY(!groundArea(nowhere, line));
    QCOMPARE(pixelLength(line), 5.);
}

QTEST_GUILESS_MAIN(DisplayTest)
#include "display.moc"
