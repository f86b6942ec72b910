// How a network learns: losses, augmentation, metrics and the training step.
#include "training/core/augmentation.h"
#include "training/core/confusion_matrix.h"
#include "training/core/loss.h"
#include "training/core/optimisation.h"

#include <cmath>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <set>

using namespace limn::training;

namespace
{

at::Generator seeded(std::uint64_t seed)
{
    return at::detail::createCPUGenerator(seed);
}

NetworkSpec small(const std::string& architecture = "unet")
{
    return {architecture, "efficientnet_lite0", 3, 3};
}

std::shared_ptr<SegmentationNetwork> makeSeeded(const NetworkSpec& spec)
{
    torch::manual_seed(20);
    return SegmentationNetwork::make(spec);
}

/// A batch whose classes can be told from its colours.
struct Batch
{
    torch::Tensor images;
    torch::Tensor labels;

    explicit Batch(std::uint64_t seed, int64_t samples = 2, int64_t side = 64)
    {
        at::Generator generator = seeded(seed);
        labels = at::randint(0, 3, {samples, side / 16, side / 16}, generator,
                             torch::TensorOptions().dtype(torch::kLong))
                     .repeat_interleave(16, 1)
                     .repeat_interleave(16, 2);
        images = at::randn({samples, 3, side, side}, generator, torch::TensorOptions()) * 0.3 +
                 torch::one_hot(labels, 3).permute({0, 3, 1, 2}).to(torch::kFloat);
        labels.slice(1, 0, 4).fill_(ignored);
    }
};

using Values = std::vector<std::pair<std::string, torch::Tensor>>;

Values copied(const torch::nn::Module& module)
{
    Values values;
    for (const auto& item : module.named_parameters())
        values.emplace_back(item.key(), item.value().detach().clone());
    for (const auto& item : module.named_buffers())
        values.emplace_back(item.key(), item.value().detach().clone());
    return values;
}

bool isEncoders(const std::string& name)
{
    return name.starts_with("encoder.");
}

/// Names of what is not the same bit for bit.
QStringList differing(const Values& before, const Values& after)
{
    QStringList names;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!torch::equal(before[i].second, after[i].second))
            names << QString::fromStdString(before[i].first);
    }
    return names;
}

} // namespace

class Learning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(2); }

    void crossEntropyIsTheMeanOverLabelledPixels_data()
    {
        QTest::addColumn<bool>("weighted");
        QTest::newRow("plain") << false;
        QTest::newRow("with class weights") << true;
    }

    void crossEntropyIsTheMeanOverLabelledPixels()
    {
        QFETCH(bool, weighted);
        at::Generator generator = seeded(1);
        const torch::Tensor logits = at::randn({2, 4, 9, 7}, generator, torch::TensorOptions());
        torch::Tensor target =
            at::randint(0, 4, {2, 9, 7}, generator, torch::TensorOptions().dtype(torch::kLong));
        target.slice(2, 0, 3).fill_(ignored);
        const torch::Tensor weights =
            weighted ? torch::tensor({0.5F, 1.0F, 3.0F, 0.1F}) : torch::Tensor();
        const torch::Tensor reference = at::cross_entropy_loss(
            logits, target, weights.defined() ? std::optional(weights) : std::nullopt,
            at::Reduction::Mean, ignored);
        QVERIFY(torch::allclose(crossEntropyLoss(logits, target, weights), reference, 1e-6, 1e-6));
        QVERIFY(torch::equal(crossEntropyLoss(logits, target.to(torch::kByte), weights),
                             crossEntropyLoss(logits, target, weights)));
    }

    void diceOfTwoPixelsIsAsWrittenDown()
    {
        // Class 0 at the first pixel with p = 0.8, class 1 at the second with p = 0.6; class 2
        // occurs nowhere and does not count.
        const torch::Tensor p =
            torch::tensor({{0.8, 0.3}, {0.1, 0.6}, {0.1, 0.1}}, torch::kFloat).view({1, 3, 1, 2});
        const torch::Tensor target = torch::tensor({0, 1}).view({1, 1, 2});
        const double first = 1 - (2 * 0.8 + 1) / (0.8 + 0.3 + 1 + 1);
        const double second = 1 - (2 * 0.6 + 1) / (0.1 + 0.6 + 1 + 1);
        const double loss = diceLoss(p.log(), target).item<double>();
        QVERIFY2(std::abs(loss - (first + second) / 2) < 1e-6, qPrintable(QString::number(loss)));
    }

    void unlabelledPixelsTeachNothing()
    {
        torch::Tensor logits =
            at::randn({1, 3, 8, 8}, seeded(2), torch::TensorOptions()).set_requires_grad(true);
        torch::Tensor target = torch::ones({1, 8, 8}, torch::kLong);
        target.slice(1, 0, 4).fill_(ignored);
        segmentationLoss(logits, target).backward();
        QVERIFY(logits.grad().slice(2, 0, 4).eq(0).all().item<bool>());
        QVERIFY(logits.grad().slice(2, 4).ne(0).all().item<bool>());
    }

    void noLabelAtAllIsNoLoss()
    {
        torch::Tensor logits = torch::randn({1, 3, 4, 4}).set_requires_grad(true);
        const torch::Tensor loss =
            segmentationLoss(logits, torch::full({1, 4, 4}, ignored, torch::kLong));
        QCOMPARE(loss.item<double>(), 0.0);
        loss.backward();
        QVERIFY(logits.grad().eq(0).all().item<bool>());
    }

    void metricsAreTorchmetricsOnes()
    {
        QFile file(LIMN_SOURCE_DIR "/tests/reference/golden/metrics.json");
        QVERIFY(file.open(QFile::ReadOnly));
        const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
        const auto pixels = [&](const char* name) {
            std::vector<int64_t> values;
            for (const QJsonValue value : golden[name].toArray())
                values.push_back(value.toInt());
            return torch::tensor(values);
        };
        const int classes = golden["classes"].toInt();
        ConfusionMatrix matrix(classes);
        matrix.add(pixels("predicted").to(torch::kByte), pixels("reference"));

        const QJsonArray counts = golden["confusion"].toArray();
        for (int row = 0; row < classes; ++row) {
            for (int column = 0; column < classes; ++column)
                QCOMPARE(matrix.at(row, column), counts[row].toArray()[column].toInteger());
        }
        const int nowhere = golden["nowhere"].toInt();
        const std::pair<const char*, double (ConfusionMatrix::*)(int) const> metrics[] = {
            {"iou", &ConfusionMatrix::iou},
            {"dice", &ConfusionMatrix::dice},
            {"precision", &ConfusionMatrix::precision},
            {"recall", &ConfusionMatrix::recall}};
        for (const auto& [name, metric] : metrics) {
            for (int index = 0; index < classes; ++index) {
                const double ours = (matrix.*metric)(index);
                if (index == nowhere) // 0 / 0, which torchmetrics gives as 0
                    QVERIFY(std::isnan(ours));
                else
                    QVERIFY2(std::abs(ours - golden[name].toArray()[index].toDouble()) < 1e-6,
                             qPrintable(QString("%1 of %2: %3").arg(name).arg(index).arg(ours)));
            }
        }
        QVERIFY(std::abs(matrix.meanIou() - golden["mean_iou"].toDouble()) < 1e-6);
        QVERIFY(std::abs(matrix.pixelAccuracy() - golden["pixel_accuracy"].toDouble()) < 1e-6);
    }

    void classesOutsideTheMatrixAreRefused()
    {
        ConfusionMatrix matrix(3);
        QVERIFY_EXCEPTION_THROWN(matrix.add(torch::tensor({3}), torch::tensor({0})),
                                 std::out_of_range);
        QVERIFY_EXCEPTION_THROWN(matrix.add(torch::tensor({0}), torch::tensor({-1})),
                                 std::out_of_range);
    }

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

    void lossFalls_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("precision");
        QTest::newRow("unet fp32") << "unet" << static_cast<int>(Precision::Float32);
        QTest::newRow("unet bf16") << "unet" << static_cast<int>(Precision::BFloat16);
        QTest::newRow("fpn fp32") << "fpn" << static_cast<int>(Precision::Float32);
    }

    void lossFalls()
    {
        QFETCH(QString, architecture);
        QFETCH(int, precision);
        OptimisationSettings settings;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small(architecture.toStdString())), settings,
                                  torch::kCPU, static_cast<Precision>(precision));
        const Batch batch(12);
        double first = 0;
        double last = 0;
        constexpr int steps = 20;
        for (int i = 0; i < steps; ++i) {
            const StepResult result =
                optimisation.step(batch.images, batch.labels, static_cast<double>(i) / steps);
            QVERIFY(result.finite);
            (i == 0 ? first : last) = result.loss;
        }
        QCOMPARE(optimisation.steps(), steps);
        QVERIFY2(last < 0.6 * first, qPrintable(QString("%1 to %2").arg(first).arg(last)));
    }

    void rateWarmsUpAndFades_data()
    {
        QTest::addColumn<double>("progress");
        QTest::addColumn<double>("share");
        QTest::newRow("starts at a tenth") << 0.0 << 0.1;
        QTest::newRow("half way up") << 0.05 << 0.55;
        QTest::newRow("full") << 0.1 << 1.0;
        QTest::newRow("half way down") << 0.55 << 0.505;
        QTest::newRow("ends at a hundredth") << 1.0 << 0.01;
    }

    void rateWarmsUpAndFades()
    {
        QFETCH(double, progress);
        QFETCH(double, share);
        OptimisationSettings settings;
        settings.learningRate = 1e-3;
        settings.warmupShare = 0.1;
        settings.averaging = 0;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(13);
        const StepResult result = optimisation.step(batch.images, batch.labels, progress);
        QVERIFY(std::abs(result.learningRate - share * 1e-3) < 1e-9);
    }

    void pretrainedEncoderIsFrozenFirst()
    {
        OptimisationSettings settings;
        settings.frozenShare = 0.5;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(14);
        const Values start = copied(optimisation.network());
        optimisation.step(batch.images, batch.labels, 0.2);
        const Values frozen = copied(optimisation.network());
        for (const QString& name : differing(start, frozen))
            QVERIFY2(!isEncoders(name.toStdString()), qPrintable(name));
        QVERIFY(!differing(start, frozen).isEmpty());

        optimisation.step(batch.images, batch.labels, 0.6);
        const QStringList moved = differing(frozen, copied(optimisation.network()));
        QVERIFY(moved.contains("encoder.model.conv_stem.weight"));
        QVERIFY(moved.contains("encoder.model.bn1.running_mean"));
    }

    void encoderFromScratchLearnsAtOnce()
    {
        OptimisationSettings settings;
        settings.frozenShare = 0.5;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(14);
        const Values start = copied(optimisation.network());
        optimisation.step(batch.images, batch.labels, 0.2);
        QVERIFY(differing(start, copied(optimisation.network()))
                    .contains("encoder.model.conv_stem.weight"));
    }

    void gradientIsClippedToItsNorm()
    {
        OptimisationSettings settings;
        settings.gradientClip = 0.01;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(15);
        optimisation.step(batch.images, batch.labels, 0.2);
        // The first moment after one step is a tenth of the gradient.
        double squares = 0;
        for (const auto& [name, tensor] : optimisation.state().tensors) {
            if (name.starts_with("first_moment."))
                squares += tensor.square().sum().item<double>();
        }
        QVERIFY2(std::abs(std::sqrt(squares) - 0.001) < 1e-6,
                 qPrintable(QString::number(std::sqrt(squares))));
    }

    void weightsDecayBiasesAndNormsDoNot()
    {
        OptimisationSettings settings;
        settings.learningRate = 0.1;
        settings.weightDecay = 0.5;
        settings.warmupShare = 0;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        Batch batch(16);
        batch.labels.fill_(ignored); // no gradient: decay alone is left
        const Values before = copied(optimisation.network());
        optimisation.step(batch.images, batch.labels, 0);
        for (const auto& item : optimisation.network().named_parameters()) {
            const auto found = std::find_if(before.begin(), before.end(), [&](const auto& value) {
                return value.first == item.key();
            });
            const double kept = found->second.dim() > 1 ? 1 - 0.1 * 0.5 : 1;
            QVERIFY2(torch::allclose(item.value(), found->second * kept, 1e-5, 1e-8),
                     item.key().c_str());
        }
    }

    void stepThatIsNotANumberIsLeftOut()
    {
        OptimisationSettings settings;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(17);
        optimisation.step(batch.images, batch.labels, 0.1);
        const Values before = copied(optimisation.network());
        const Values averageBefore = copied(optimisation.averaged());

        torch::Tensor broken = batch.images.clone();
        broken[0][0][3][3] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!optimisation.step(broken, batch.labels, 0.2).finite);
        QCOMPARE(differing(before, copied(optimisation.network())), QStringList());
        QCOMPARE(differing(averageBefore, copied(optimisation.averaged())), QStringList());
        QVERIFY(optimisation.step(batch.images, batch.labels, 0.3).finite);
    }

    void averageFollowsParametersAndStatistics()
    {
        OptimisationSettings settings;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(18);
        const Values start = copied(optimisation.network());
        optimisation.step(batch.images, batch.labels, 0.2);
        const Values now = copied(optimisation.network());
        const Values average = copied(optimisation.averaged());
        QVERIFY(!optimisation.averaged().is_training());
        for (std::size_t i = 0; i < start.size(); ++i) {
            if (!start[i].second.is_floating_point()) {
                QVERIFY(torch::equal(average[i].second, now[i].second));
                continue;
            }
            const torch::Tensor expected = start[i].second.lerp(now[i].second, 1 - 2.0 / 11.0);
            QVERIFY2(torch::allclose(average[i].second, expected, 1e-5, 1e-7),
                     start[i].first.c_str());
        }
    }

    void withoutAveragingTheNetworkIsItsOwnAverage()
    {
        OptimisationSettings settings;
        settings.averaging = 0;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        QCOMPARE(&optimisation.averaged(), &optimisation.network());
        QVERIFY(!optimisation.network().is_training());
    }

    void resumedRunIsTheSameRun_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::newRow("unet") << "unet";
        QTest::newRow("fpn, which has dropout") << "fpn";
    }

    void resumedRunIsTheSameRun()
    {
        QFETCH(QString, architecture);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("state.safetensors").toStdString();
        const NetworkSpec spec = small(architecture.toStdString());
        OptimisationSettings settings;
        settings.frozenShare = 0.2; // the encoder is let go before the interruption
        settings.seed = 4;
        const auto train = [](Optimisation& optimisation, int from, int to) {
            for (int i = from; i < to; ++i) {
                const Batch batch(100 + i);
                optimisation.step(batch.images, batch.labels, i / 6.0);
            }
        };
        Optimisation whole(makeSeeded(spec), settings, torch::kCPU, Precision::Float32);
        train(whole, 0, 6);
        {
            Optimisation interrupted(makeSeeded(spec), settings, torch::kCPU, Precision::Float32);
            train(interrupted, 0, 3);
            writeSafetensors(file, interrupted.state());
        }
        torch::manual_seed(999);
        Optimisation resumed(SegmentationNetwork::make(spec), settings, torch::kCPU,
                             Precision::Float32);
        resumed.restore(readSafetensors(file));
        QCOMPARE(resumed.steps(), 3);
        train(resumed, 3, 6);
        QCOMPARE(differing(copied(whole.network()), copied(resumed.network())), QStringList());
        QCOMPARE(differing(copied(whole.averaged()), copied(resumed.averaged())), QStringList());
    }

    void stateOfAnotherNetworkIsRefused()
    {
        Optimisation unet(makeSeeded(small()), {}, torch::kCPU, Precision::Float32);
        Optimisation fpn(makeSeeded(small("fpn")), {}, torch::kCPU, Precision::Float32);
        QVERIFY_EXCEPTION_THROWN(fpn.restore(unet.state()), TrainingError);
        StateDict incomplete = unet.state();
        incomplete.tensors.pop_back();
        QVERIFY_EXCEPTION_THROWN(unet.restore(incomplete), TrainingError);
    }
};

QTEST_GUILESS_MAIN(Learning)
#include "learning.moc"
