// Prediction by tiles: every pixel once, the same whoever asks, and no visible seams.
#include "training/core/tiled_prediction.h"
#include "training/core/optimisation.h"

#include <map>
#include <QtTest/QtTest>
#include <set>

using namespace limn::training;

namespace
{

std::shared_ptr<SegmentationNetwork> makeSeeded(const NetworkSpec& spec)
{
    torch::manual_seed(21);
    return SegmentationNetwork::make(spec);
}

/// Three textures that only their surroundings tell apart: stripes one way, the other way, and
/// blotches, in soft regions.
struct Texture
{
    torch::Tensor image;  ///< [3, H, W]
    torch::Tensor labels; ///< [H, W]

    Texture(int64_t height, int64_t width, std::uint64_t seed)
    {
        at::Generator generator = at::detail::createCPUGenerator(seed);
        const torch::Tensor regions =
            at::randn({1, 3, height / 48 + 2, width / 48 + 2}, generator, torch::TensorOptions());
        labels = at::upsample_bicubic2d(regions, {height, width}, false)[0].argmax(0);
        const torch::Tensor y = torch::arange(height).view({height, 1}).to(torch::kFloat);
        const torch::Tensor x = torch::arange(width).view({1, width}).to(torch::kFloat);
        const torch::Tensor across = (0.8 * x + 0 * y).sin();
        const torch::Tensor down = (0.8 * y + 0 * x).sin();
        const torch::Tensor kinds = torch::stack({across, down, across * down});
        const torch::Tensor chosen = kinds.gather(0, labels.unsqueeze(0)).repeat({3, 1, 1});
        image = chosen + 0.4 * at::randn({3, height, width}, generator, torch::TensorOptions());
    }
};

/// Counts how it is asked, and refuses rectangles outside the image.
TileSource sourceOf(const torch::Tensor& image)
{
    return [image](std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height) {
        if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > image.size(2) ||
            y + height > image.size(1))
            throw std::out_of_range("asked outside the image");
        return image.narrow(1, y, height).narrow(2, x, width);
    };
}

std::vector<GridCell> allCells(const PredictionGrid& grid)
{
    return cellsIn(grid, 0, 0, grid.width, grid.height);
}

} // namespace

class TiledPredictionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsOfARectangle_data()
    {
        QTest::addColumn<QRect>("rectangle");
        QTest::addColumn<QList<QPoint>>("cells"); // column, row
        QTest::newRow("one cell") << QRect(10, 10, 20, 20) << QList{QPoint(0, 0)};
        QTest::newRow("nearest to its middle first")
            << QRect(350, 0, 134, 200) << QList{QPoint(1, 0), QPoint(0, 0)};
        QTest::newRow("a line between two rows") << QRect(0, 384, 100, 1) << QList{QPoint(0, 1)};
        QTest::newRow("sticks out of the image")
            << QRect(-500, -500, 520, 520) << QList{QPoint(0, 0)};
        QTest::newRow("beyond the image") << QRect(2000, 0, 10, 10) << QList<QPoint>{};
        QTest::newRow("empty") << QRect(10, 10, 0, 0) << QList<QPoint>{};
    }

    void cellsOfARectangle()
    {
        QFETCH(QRect, rectangle);
        QFETCH(QList<QPoint>, cells);
        const PredictionGrid grid{1000, 800};
        QList<QPoint> found;
        for (const GridCell& cell :
             cellsIn(grid, rectangle.x(), rectangle.y(), rectangle.width(), rectangle.height()))
            found << QPoint(static_cast<int>(cell.column), static_cast<int>(cell.row));
        QCOMPARE(found, cells);
    }

    void viewsAreAveraged_data()
    {
        QTest::addColumn<int>("views");
        QTest::newRow("2") << 2;
        QTest::newRow("4") << 4;
        QTest::newRow("8") << 8;
    }

    /// What a network says of an image in many positions is the mean of what it says of the image
    /// that was mirrored and turned beforehand.
    void viewsAreAveraged()
    {
        QFETCH(int, views);
        constexpr int width = 160;
        constexpr int height = 96;
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 3});
        const torch::Tensor image = at::randn({3, height, width}, at::detail::createCPUGenerator(5),
                                              torch::TensorOptions());
        const auto softmaxOf = [&](const torch::Tensor& samples, int count) {
            TiledPrediction prediction(*network, {samples.size(2), samples.size(1), 256, 32},
                                       torch::kCPU, Precision::Float32, count);
            return prediction.predict({{0, 0}}, sourceOf(samples.contiguous()), true)
                .front()
                .softmax;
        };
        torch::Tensor sum = torch::zeros({3, height, width});
        int looks = 0;
        for (const bool transposed : {false, true})
            for (const bool upsideDown : {false, true})
                for (const bool mirrored : {false, true}) {
                    if (++looks > views)
                        continue;
                    std::vector<std::int64_t> axes;
                    if (mirrored)
                        axes.push_back(2);
                    if (upsideDown)
                        axes.push_back(1);
                    const torch::Tensor turned = transposed ? image.transpose(1, 2) : image;
                    const torch::Tensor seen = softmaxOf(turned.flip(axes), 1).flip(axes);
                    sum += transposed ? seen.transpose(1, 2) : seen;
                }
        const torch::Tensor together = softmaxOf(image, views);
        QVERIFY((together - sum / views).abs().max().item<float>() < 1e-5F);
        // One look alone differs by far more.
        QVERIFY((together - softmaxOf(image, 1)).abs().max().item<float>() > 1e-3F);
    }

    void thereAreOnlySomeNumbersOfViews()
    {
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 3});
        for (const int views : {-1, 0, 3, 16})
            QVERIFY_EXCEPTION_THROWN(TiledPrediction(*network, {64, 64, 256, 32}, torch::kCPU,
                                                     Precision::Float32, views),
                                     TrainingError);
    }

    void lowerResolutionsCoverTheImage_data()
    {
        QTest::addColumn<int>("reduction");
        QTest::newRow("half") << 2;
        QTest::newRow("quarter") << 4;
    }

    /// What the network says of working pixels is brought back to the image's, bilinear.
    void lowerResolutionsCoverTheImage()
    {
        QFETCH(int, reduction);
        constexpr int width = 1015; // no whole number of working pixels
        constexpr int height = 509;
        const std::int64_t wide = (width + reduction - 1) / reduction;
        const std::int64_t tall = (height + reduction - 1) / reduction;
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 3});
        network->eval();
        const torch::Tensor image =
            at::randn({3, tall, wide}, at::detail::createCPUGenerator(3), torch::TensorOptions());

        // In one piece: what the network makes of the whole, enlarged.
        TiledPrediction whole(*network, {width, height, 1024, 64, reduction}, torch::kCPU,
                              Precision::Float32);
        const CellPrediction all = whole.predict({{0, 0}}, sourceOf(image), true).front();
        QCOMPARE(all.classes.sizes(), (torch::IntArrayRef{height, width}));
        const torch::NoGradGuard noGradient;
        const torch::Tensor logits =
            network->forward(image.unsqueeze(0).contiguous(at::MemoryFormat::ChannelsLast));
        const torch::Tensor large = torch::upsample_bilinear2d(
            logits, {tall * reduction, wide * reduction}, /*align_corners=*/false)[0];
        // At the last pixels the tile knows how the image is filled up, and the enlarged one not.
        const auto inner = [&](const torch::Tensor& map) {
            return map.narrow(-2, 0, height - reduction).narrow(-1, 0, width - reduction);
        };
        QVERIFY(torch::allclose(inner(all.softmax), inner(large.softmax(0)), 1e-4, 1e-5));
        QVERIFY(torch::equal(all.softmax.argmax(0).to(torch::kByte), all.classes));

        // In several pieces: every pixel once.
        const PredictionGrid grid{width, height, 192, 32, reduction};
        TiledPrediction pieces(*network, grid, torch::kCPU, Precision::Float32);
        torch::Tensor times = torch::zeros({height, width});
        for (const GridCell& cell : allCells(grid)) {
            const CellPrediction part = pieces.predict({cell}, sourceOf(image)).front();
            QCOMPARE(part.x, cell.column * grid.inner());
            QCOMPARE(part.y, cell.row * grid.inner());
            QCOMPARE(part.classes.sizes(), part.confidence.sizes());
            times.narrow(0, part.y, part.classes.size(0)).narrow(1, part.x, part.classes.size(1)) +=
                1;
        }
        QVERIFY(torch::equal(times, torch::ones_like(times)));
    }

    void unfitGridsAreRefused_data()
    {
        QTest::addColumn<int>("tile");
        QTest::addColumn<int>("margin");
        QTest::newRow("tile off the stride") << 500 << 64;
        QTest::newRow("margin off the stride") << 512 << 50;
        QTest::newRow("nothing but margin") << 128 << 64;
        QTest::newRow("negative margin") << 128 << -32;
    }

    void unfitGridsAreRefused()
    {
        QFETCH(int, tile);
        QFETCH(int, margin);
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 2});
        QVERIFY_EXCEPTION_THROWN(
            TiledPrediction(*network, {100, 100, tile, margin}, torch::kCPU, Precision::Float32),
            TrainingError);
    }

    void everyPixelIsPredictedOnce_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("one row") << 300 << 1;
        QTest::newRow("smaller than a margin") << 20 << 17;
        QTest::newRow("one pixel over") << 65 << 64;
        QTest::newRow("whole cells") << 128 << 64;
        QTest::newRow("odd") << 203 << 131;
    }

    void everyPixelIsPredictedOnce()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 2});
        const PredictionGrid grid{width, height, 128, 32};
        TiledPrediction prediction(*network, grid, torch::kCPU, Precision::Float32);
        const torch::Tensor image = torch::randn({3, height, width});
        torch::Tensor times = torch::zeros({height, width}, torch::kInt);
        for (const CellPrediction& cell : prediction.predict(allCells(grid), sourceOf(image))) {
            QCOMPARE(cell.classes.scalar_type(), torch::kByte);
            QCOMPARE(cell.confidence.sizes(), cell.classes.sizes());
            QVERIFY(cell.classes.max().item<int>() < 2);
            QVERIFY(cell.confidence.min().item<int>() >= 127); // the winner of two
            times.narrow(0, cell.y, cell.classes.size(0))
                .narrow(1, cell.x, cell.classes.size(1))
                .add_(1);
        }
        QVERIFY(times.eq(1).all().item<bool>());
    }

    void confidenceIsTheWinningSoftmax()
    {
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 4});
        const PredictionGrid grid{90, 61, 160, 32}; // one cell
        const torch::Tensor image = torch::randn({3, 61, 90});
        TiledPrediction prediction(*network, grid, torch::kCPU, Precision::Float32);
        const CellPrediction cell = prediction.predict({{0, 0}}, sourceOf(image)).at(0);

        const torch::NoGradGuard noGradient;
        const auto [confidence, index] =
            torch::max(network->forward(image.unsqueeze(0)).softmax(1)[0], 0);
        QVERIFY(torch::equal(index.to(torch::kByte), cell.classes));
        const torch::Tensor off = confidence * 255 - cell.confidence.to(torch::kFloat);
        QVERIFY(off.abs().max().item<double>() <= 0.51);
    }

    void cellIsTheSameInAnyCompany_data()
    {
        QTest::addColumn<int>("precision");
        QTest::newRow("fp32") << static_cast<int>(Precision::Float32);
        QTest::newRow("bf16") << static_cast<int>(Precision::BFloat16);
    }

    void cellIsTheSameInAnyCompany()
    {
        QFETCH(int, precision);
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 3});
        const PredictionGrid grid{300, 210, 128, 32};
        TiledPrediction prediction(*network, grid, torch::kCPU, static_cast<Precision>(precision));
        const TileSource source = sourceOf(Texture(210, 300, 1).image);
        const std::vector<CellPrediction> whole = prediction.predict(allCells(grid), source);
        QCOMPARE(whole.size(), static_cast<std::size_t>(grid.columns() * grid.rows()));
        for (const CellPrediction& cell : whole) {
            const CellPrediction alone = prediction.predict({cell.cell}, source).at(0);
            QVERIFY(torch::equal(alone.classes, cell.classes));
            QVERIFY(torch::equal(alone.confidence, cell.confidence));
        }
        const std::vector<GridCell> visible = cellsIn(grid, 100, 50, 90, 90);
        QVERIFY(visible.size() > 1);
        for (const CellPrediction& seen : prediction.predict(visible, source)) {
            for (const CellPrediction& cell : whole) {
                if (cell.cell == seen.cell)
                    QVERIFY(torch::equal(seen.classes, cell.classes));
            }
        }
    }

    void seamsDoNotShow()
    {
        const auto network = makeSeeded({"unet", "efficientnet_lite0", 3, 3});
        OptimisationSettings settings;
        settings.pretrained = false;
        settings.learningRate = 5e-3;
        Optimisation optimisation(network, settings, torch::kCPU, Precision::Float32);
        constexpr int steps = 40;
        double loss = 0;
        for (int i = 0; i < steps; ++i) {
            const Texture texture(192, 192, 50 + i);
            const torch::Tensor images = texture.image.unsqueeze(0);
            loss = optimisation
                       .step(torch::cat({images, images.flip(3)}),
                             torch::stack({texture.labels, texture.labels.flip(1)}),
                             static_cast<double>(i) / steps)
                       .loss;
        }
        SegmentationNetwork& trained = optimisation.averaged();

        constexpr int64_t side = 1024;
        const Texture texture(side, side, 2);
        torch::Tensor whole;
        {
            const torch::NoGradGuard noGradient;
            whole = trained.forward(texture.image.unsqueeze(0)).argmax(1)[0].to(torch::kByte);
        }
        const auto changedShare = [&](int margin) {
            const PredictionGrid grid{side, side, 512, margin};
            TiledPrediction prediction(trained, grid, torch::kCPU, Precision::Float32);
            torch::Tensor tiled = torch::empty({side, side}, torch::kByte);
            for (const CellPrediction& cell :
                 prediction.predict(allCells(grid), sourceOf(texture.image))) {
                tiled.narrow(0, cell.y, cell.classes.size(0))
                    .narrow(1, cell.x, cell.classes.size(1))
                    .copy_(cell.classes);
            }
            return 100 * tiled.ne(whole).to(torch::kDouble).mean().item<double>();
        };
        const double accuracy =
            100 * whole.eq(texture.labels).to(torch::kDouble).mean().item<double>();
        const double without = changedShare(0);
        const double with = changedShare(64);
        qInfo("loss %.3f, %.1f %% right; classes changed: %.3f %% without margins, %.3f %% with",
              loss, accuracy, without, with);
        QVERIFY(accuracy > 95); // trained enough to mean something
        QVERIFY(with <= 0.6);
        QVERIFY(with < without);
    }
};

QTEST_GUILESS_MAIN(TiledPredictionTest)
#include "tiled_prediction.moc"
