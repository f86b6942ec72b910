// Reduced copies of large images that bring no overviews: their pixels, and that work goes on where
// it was.

#include "../several_tests.h"
#include "overview_tests.h"
#include "raster/overview_builder.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <memory>

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

bool build(const std::shared_ptr<const Raster>& raster, const std::vector<std::string>& files)
{
    return buildOverviews(raster, files, 2, {}, [](double) {});
}

} // namespace

class OverviewsTest : public QObject, private ImageFolder
{
    Q_OBJECT

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
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    OverviewsTest overviews;
    const auto files = overviewFileTests();
    const auto levels = levelTests();
    return tests::run(QCoreApplication::arguments(), {&overviews, files.get(), levels.get()});
}

#include "overviews.moc"
