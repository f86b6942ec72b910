// Overviews beside the image's file, for those who ask for them: every program that reads the image
// finds them, and nothing half done is left.

#include "full_disk.h"
#include "overview_tests.h"
#include "raster/overview_file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unistd.h>

using namespace limn::raster;

Q_DECLARE_METATYPE(corpus::Recipe)

namespace
{

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

class OverviewFileTest : public QObject, private ImageFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder_.reset(); }

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

std::unique_ptr<QObject> overviewFileTests()
{
    return std::make_unique<OverviewFileTest>();
}

#include "overview_files.moc"
