// Augmentation: images and labels stay together, what is not labelled stays so, and a seed gives
// the same batch again.
#include "training/core/augmentation.h"
#include "training/core/loss.h"

#include <cmath>
#include <QtTest/QtTest>
#include <set>

using namespace limn::training;

namespace
{

at::Generator seeded(std::uint64_t seed)
{
    return at::detail::createCPUGenerator(seed);
}

AugmentationSettings nothing()
{
    return {false, false, 0, 0, 0};
}

/// One kind of change and no other.
AugmentationSettings only(double AugmentationSettings::*kind, double strength)
{
    AugmentationSettings settings = nothing();
    settings.*kind = strength;
    return settings;
}

/// A batch whose labels can be told from its first band.
struct Batch
{
    torch::Tensor images;
    torch::Tensor labels;

    explicit Batch(std::uint64_t seed, int64_t samples = 8, int64_t side = 64)
    {
        at::Generator generator = seeded(seed);
        labels = at::randint(0, 3, {samples, side / 16, side / 16}, generator,
                             torch::TensorOptions().dtype(torch::kLong))
                     .repeat_interleave(16, 1)
                     .repeat_interleave(16, 2);
        images = at::rand({samples, 3, side, side}, generator, torch::TensorOptions()) * 0.2 +
                 0.25 * labels.unsqueeze(1).to(torch::kFloat);
        labels.slice(1, 0, 8).fill_(ignored);
    }

    Batch augmented(const AugmentationSettings& settings, std::uint64_t seed,
                    const BandLevels& levels = {}) const
    {
        Batch result = *this;
        result.images = images.clone();
        result.labels = labels.clone();
        at::Generator generator = seeded(seed);
        augment(result.images, result.labels, settings, generator, levels);
        return result;
    }
};

struct Kind
{
    const char* name;
    double AugmentationSettings::*member;
    double strength;
};

const Kind placeKinds[] = {{"scale", &AugmentationSettings::scale, 0.5},
                           {"rotation", &AugmentationSettings::rotation, 45},
                           {"translation", &AugmentationSettings::translation, 0.3},
                           {"crop", &AugmentationSettings::crop, 0.5},
                           {"perspective", &AugmentationSettings::perspective, 0.6},
                           {"elastic", &AugmentationSettings::elastic, 3}};
const Kind lightKinds[] = {{"brightness", &AugmentationSettings::brightness, 0.3},
                           {"contrast", &AugmentationSettings::contrast, 0.3},
                           {"gamma", &AugmentationSettings::gamma, 0.8},
                           {"bandGain", &AugmentationSettings::bandGain, 0.3},
                           {"hue", &AugmentationSettings::hue, 0.3},
                           {"saturation", &AugmentationSettings::saturation, 0.5},
                           {"noise", &AugmentationSettings::noise, 0.2},
                           {"blur", &AugmentationSettings::blur, 2},
                           {"sharpen", &AugmentationSettings::sharpen, 1},
                           {"jpeg", &AugmentationSettings::jpeg, 1},
                           {"equalise", &AugmentationSettings::equalise, 1},
                           {"stretch", &AugmentationSettings::stretch, 1}};

/// As a three-band image is told to augment(): samples are in 0..1 already.
const BandLevels colourLevels{{0, 0, 0}, {1, 1, 1}, {0, 1, 2}};

} // namespace

class Augmentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameBatch()
    {
        const Batch batch(3, 8);
        const auto augmented = [&](std::uint64_t seed) {
            std::pair result{batch.images.clone(), batch.labels.clone()};
            at::Generator generator = seeded(seed);
            augment(result.first, result.second, {}, generator);
            return result;
        };
        QVERIFY(torch::equal(augmented(5).first, augmented(5).first));
        QVERIFY(torch::equal(augmented(5).second, augmented(5).second));
        QVERIFY(!torch::equal(augmented(5).first, augmented(6).first));
        QVERIFY(!torch::equal(augmented(5).second, augmented(6).second));
    }

    void turnsMoveLabelsWithTheirPixels_data()
    {
        QTest::addColumn<bool>("flips");
        QTest::addColumn<bool>("rightAngles");
        QTest::addColumn<int>("orientations");
        QTest::newRow("nothing") << false << false << 1;
        QTest::newRow("flips") << true << false << 4;
        QTest::newRow("right angles") << false << true << 4;
        QTest::newRow("both") << true << true << 8;
    }

    void turnsMoveLabelsWithTheirPixels()
    {
        QFETCH(bool, flips);
        QFETCH(bool, rightAngles);
        QFETCH(int, orientations);
        constexpr int64_t samples = 64;
        const torch::Tensor pattern = torch::arange(0, 36, torch::kLong).view({1, 6, 6});
        torch::Tensor labels = pattern.repeat({samples, 1, 1});
        torch::Tensor images = labels.to(torch::kFloat).unsqueeze(1).repeat({1, 2, 1, 1});
        at::Generator generator = seeded(7);
        augment(images, labels, {flips, rightAngles, 0, 0, 0}, generator);

        std::set<std::vector<int64_t>> seen;
        for (int64_t i = 0; i < samples; ++i) {
            QVERIFY(torch::equal(images[i][0], labels[i].to(torch::kFloat)));
            QVERIFY(torch::equal(images[i][1], images[i][0]));
            QVERIFY(torch::equal(std::get<0>(labels[i].flatten().sort()), pattern.flatten()));
            seen.insert({labels[i][0][0].item<int64_t>(), labels[i][0][5].item<int64_t>()});
        }
        QCOMPARE(static_cast<int>(seen.size()), orientations);
    }

    void turnsWithoutFlipsDoNotMirror()
    {
        constexpr int64_t samples = 64;
        torch::Tensor labels =
            torch::arange(0, 16, torch::kLong).view({1, 4, 4}).repeat({64, 1, 1});
        const torch::Tensor original = labels[0].clone();
        torch::Tensor images = labels.to(torch::kFloat).unsqueeze(1);
        at::Generator generator = seeded(8);
        augment(images, labels, {false, true, 0, 0, 0}, generator);
        for (int64_t i = 0; i < samples; ++i) {
            bool turned = false;
            for (int64_t quarter = 0; quarter < 4; ++quarter)
                turned = turned || torch::equal(labels[i], original.rot90(quarter));
            QVERIFY(turned);
        }
    }

    void zoomTakesLabelsAlong()
    {
        // A ramp: each pixel's value is its column, so a label, taken from the nearest pixel, is
        // the interpolated image rounded.
        constexpr int64_t samples = 32;
        constexpr int64_t side = 48;
        torch::Tensor labels = torch::arange(0, side, torch::kLong).repeat({samples, side, 1});
        const torch::Tensor before = labels.clone();
        torch::Tensor images = labels.to(torch::kFloat).unsqueeze(1);
        at::Generator generator = seeded(9);
        augment(images, labels, {false, false, 0.5, 0, 0}, generator);

        int untouched = 0;
        int enlarged = 0;
        int shrunk = 0;
        for (int64_t i = 0; i < samples; ++i) {
            const torch::Tensor labelled = labels[i] != ignored;
            const torch::Tensor off = (images[i][0] - labels[i].to(torch::kFloat)).abs();
            QVERIFY(off.masked_select(labelled).max().item<double>() <= 0.5 + 1e-3);
            if (torch::equal(labels[i], before[i])) {
                ++untouched;
                QCOMPARE(off.max().item<double>(), 0.0);
            } else if (labelled.all().item<bool>()) {
                ++enlarged;
            } else {
                ++shrunk; // from outside the patch: a border of `ignored`, the middle stays
                QVERIFY(!labelled[0][0].item<bool>());
                QVERIFY(labelled[side / 2][side / 2].item<bool>());
            }
        }
        QVERIFY(untouched > 5);
        QVERIFY(enlarged > 3);
        QVERIFY(shrunk > 3);
    }

    void lightChangesImagesOnly()
    {
        const Batch batch(10, 16);
        torch::Tensor images = batch.images.clone();
        torch::Tensor labels = batch.labels.clone();
        at::Generator generator = seeded(11);
        augment(images, labels, {false, false, 0, 0.1, 0.2}, generator);
        QVERIFY(torch::equal(labels, batch.labels));
        const torch::Tensor shift = (images.mean({2, 3}) - batch.images.mean({2, 3})).abs();
        const torch::Tensor gain = images.std({2, 3}) / batch.images.std({2, 3});
        QVERIFY(shift.max().item<double>() <= 0.1 + 1e-5);
        QVERIFY(shift.max().item<double>() > 0.05);
        QVERIFY(gain.min().item<double>() >= 0.8 - 1e-4 && gain.max().item<double>() <= 1.2 + 1e-4);
        QVERIFY(gain.max().item<double>() - gain.min().item<double>() > 0.1);
    }

    void pixelsMoveWithTheirLabels_data()
    {
        QTest::addColumn<int>("kind");
        for (int i = 0; i < static_cast<int>(std::size(placeKinds)); ++i)
            QTest::newRow(placeKinds[i].name) << i;
        QTest::newRow("all of them") << -1;
    }

    void pixelsMoveWithTheirLabels()
    {
        QFETCH(int, kind);
        AugmentationSettings settings = nothing();
        for (int i = 0; i < static_cast<int>(std::size(placeKinds)); ++i)
            if (kind < 0 || kind == i)
                settings.*placeKinds[i].member = placeKinds[i].strength / (kind < 0 ? 3 : 1);
        // A ramp along each axis: a label, taken from the nearest pixel, is the interpolated image
        // rounded, wherever it went.
        constexpr int64_t samples = 24;
        constexpr int64_t side = 64;
        for (const bool transposed : {false, true}) {
            torch::Tensor labels = torch::arange(0, side, torch::kLong).repeat({samples, side, 1});
            if (transposed)
                labels = labels.transpose(1, 2).contiguous();
            const torch::Tensor before = labels.clone();
            torch::Tensor images = labels.to(torch::kFloat).unsqueeze(1);
            at::Generator generator = seeded(31);
            augment(images, labels, settings, generator);
            const torch::Tensor labelled = labels != ignored;
            const torch::Tensor off = (images.squeeze(1) - labels.to(torch::kFloat)).abs();
            QVERIFY(off.masked_select(labelled).max().item<double>() <= 0.5 + 2e-3);
            QVERIFY(labelled.to(torch::kFloat).mean().item<double>() > 0.6);
            int moved = 0;
            for (int64_t i = 0; i < samples; ++i)
                moved += torch::equal(labels[i], before[i]) ? 0 : 1;
            QVERIFY(moved > samples / 5);
            QVERIFY(moved < samples); // half keep the sensor's own sharpness
        }
    }

    void unlabelledStaysUnlabelled()
    {
        AugmentationSettings settings;
        for (const Kind& kind : placeKinds)
            settings.*kind.member = kind.strength / 2;
        for (const Kind& kind : lightKinds)
            settings.*kind.member = kind.strength;
        settings.cutout = 0.3;
        settings.cutmix = 0.5;
        Batch batch(32);
        batch.labels.fill_(ignored);
        const Batch after = batch.augmented(settings, 33, colourLevels);
        QVERIFY((after.labels == ignored).all().item<bool>());
        QVERIFY(after.images.isfinite().all().item<bool>());
    }

    void lightLeavesPlacesAlone_data()
    {
        QTest::addColumn<int>("kind");
        for (int i = 0; i < static_cast<int>(std::size(lightKinds)); ++i)
            QTest::newRow(lightKinds[i].name) << i;
    }

    void lightLeavesPlacesAlone()
    {
        QFETCH(int, kind);
        const Batch batch(34);
        const AugmentationSettings settings =
            only(lightKinds[kind].member, lightKinds[kind].strength);
        const Batch after = batch.augmented(settings, 35, colourLevels);
        QVERIFY(torch::equal(after.labels, batch.labels));
        QVERIFY(after.images.isfinite().all().item<bool>());
        QVERIFY(!torch::equal(after.images, batch.images));
        QVERIFY(torch::equal(after.images, batch.augmented(settings, 35, colourLevels).images));
        QVERIFY(!torch::equal(after.images, batch.augmented(settings, 36, colourLevels).images) ||
                settings.equalise == 1 || settings.stretch == 1);
        // Blocks stay where they are: what was brighter is still brighter, seen from afar.
        const auto blocks = [](const torch::Tensor& images) {
            return at::avg_pool2d(images.mean(1, true), {16, 16}).flatten();
        };
        const torch::Tensor together = torch::stack({blocks(after.images), blocks(batch.images)});
        QVERIFY(at::corrcoef(together)[0][1].item<double>() > 0.5);
    }

    void switchingOneKindOffLeavesTheOthersAsTheyWere()
    {
        const Batch batch(37);
        AugmentationSettings two = only(&AugmentationSettings::brightness, 0.3);
        const Batch bright = batch.augmented(two, 38);
        two.cutout = 0.5;
        const Batch both = batch.augmented(two, 38);
        const torch::Tensor same = both.images == bright.images;
        QVERIFY(same.to(torch::kFloat).mean().item<double>() > 0.7);
    }

    void cutoutTakesImageAndLabels()
    {
        Batch batch(39, 16);
        batch.labels.fill_(1);
        const Batch after = batch.augmented(only(&AugmentationSettings::cutout, 0.5), 40);
        int cut = 0;
        for (int64_t i = 0; i < 16; ++i) {
            const torch::Tensor gone = after.labels[i] == ignored;
            cut += gone.any().item<bool>() ? 1 : 0;
            QVERIFY(torch::equal(after.images[i].eq(0).all(0), gone));
            QVERIFY(gone.to(torch::kFloat).mean().item<double>() <= 0.25);
        }
        QVERIFY(cut > 2 && cut < 14);
    }

    void coloursTurnAboutGrey()
    {
        // Grey stays grey, and luma stays as it is.
        Batch batch(41);
        batch.images = torch::rand({8, 1, 64, 64}).expand({8, 3, 64, 64}).contiguous();
        AugmentationSettings settings = only(&AugmentationSettings::hue, 1);
        settings.saturation = 0.9;
        const Batch grey = batch.augmented(settings, 42, colourLevels);
        QVERIFY(torch::allclose(grey.images, batch.images, 0, 5e-3));
        batch.images = torch::rand({8, 3, 64, 64});
        const Batch turned = batch.augmented(settings, 42, colourLevels);
        const auto luma = [](const torch::Tensor& images) {
            return (images * torch::tensor({0.299F, 0.587F, 0.114F}).view({1, 3, 1, 1})).sum(1);
        };
        QVERIFY(torch::allclose(luma(turned.images), luma(batch.images), 0, 5e-3));
        QVERIFY(!torch::allclose(turned.images, batch.images, 0, 0.05));
        // Without red, green and blue there is nothing to turn.
        QVERIFY(torch::equal(batch.augmented(settings, 42).images, batch.images));
    }

    void equalisingSpreadsTheValues()
    {
        Batch batch(43);
        batch.images = torch::rand({2, 1, 64, 64}) * 0.1 + 0.45;
        batch.labels = batch.labels.slice(0, 0, 2);
        for (const auto kind : {&AugmentationSettings::equalise, &AugmentationSettings::stretch}) {
            const Batch after = batch.augmented(only(kind, 1), 44);
            QVERIFY(after.images.std().item<double>() > 1.5 * batch.images.std().item<double>());
            QVERIFY(after.images.min().item<double>() >= 0 &&
                    after.images.max().item<double>() <= 1);
        }
    }

    void cutmixPastesImageAndLabels()
    {
        const Batch batch(45, 6);
        // Labels of three classes, each with its own level in the image.
        const Batch after = batch.augmented(only(&AugmentationSettings::cutmix, 1), 46);
        QVERIFY(!torch::equal(after.labels, batch.labels));
        const torch::Tensor labelled = after.labels != ignored;
        const torch::Tensor level = 0.25 * after.labels.to(torch::kFloat);
        const torch::Tensor above = after.images.select(1, 0) - level;
        QVERIFY(above.masked_select(labelled).min().item<double>() >= -1e-6);
        QVERIFY(above.masked_select(labelled).max().item<double>() <= 0.2 + 1e-6);
    }

    void mixupTellsWhatItBlendedIn()
    {
        const Batch batch(47, 5);
        torch::Tensor images = batch.images.clone();
        torch::Tensor labels = batch.labels.clone();
        at::Generator generator = seeded(48);
        const MixedLabels mixed =
            augment(images, labels, only(&AugmentationSettings::mixup, 0.4), generator);
        QVERIFY(torch::equal(labels, batch.labels));
        QVERIFY(mixed.share > 0 && mixed.share <= 0.5);
        int64_t partner = -1;
        for (int64_t by = 1; by < 5; ++by)
            if (torch::equal(mixed.labels, batch.labels.roll(by, 0)))
                partner = by;
        QVERIFY(partner > 0);
        QVERIFY(
            torch::allclose(images, batch.images.lerp(batch.images.roll(partner, 0), mixed.share)));
        torch::Tensor single = batch.images.slice(0, 0, 1).clone();
        torch::Tensor one = batch.labels.slice(0, 0, 1).clone();
        QVERIFY(!augment(single, one, only(&AugmentationSettings::mixup, 0.4), generator)
                     .labels.defined());
    }
};

QTEST_GUILESS_MAIN(Augmentation)
#include "augmentation.moc"
