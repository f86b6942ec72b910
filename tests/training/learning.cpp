// How a network learns: losses, metrics and the training step.
#include "training/core/confusion_matrix.h"
#include "training/core/deep_supervision.h"
#include "training/core/drop_path.h"
#include "training/core/loss.h"
#include "training/core/optimisation.h"
#include "training/core/score_curves.h"

#include <cmath>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

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

QJsonObject readGolden(const char* name)
{
    QFile file(QString(LIMN_SOURCE_DIR "/tests/reference/golden/") + name);
    return file.open(QFile::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                      : QJsonObject();
}

torch::Tensor floats(const QJsonValue& array)
{
    std::vector<float> values;
    for (const QJsonValue value : array.toArray())
        values.push_back(static_cast<float>(value.toDouble()));
    return torch::tensor(values);
}

torch::Tensor indices(const QJsonValue& array)
{
    return floats(array).to(torch::kLong);
}

/// One term of the sum and no other.
LossSettings only(double LossSettings::*term)
{
    LossSettings settings;
    settings.crossEntropy = 0;
    settings.dice = 0;
    settings.*term = 1;
    return settings;
}

/// The affinity loss, pair by pair; [N, C, H, W], [N, H, W], [N, B, H, W] with even H and W.
double sumOverPairs(const torch::Tensor& logits, const torch::Tensor& target,
                    const torch::Tensor& images)
{
    const auto halved = [](const torch::Tensor& map) {
        return at::avg_pool2d(map.to(torch::kDouble), {2, 2}, {2, 2});
    };
    const torch::Tensor open = (target == ignored).unsqueeze(1);
    const torch::Tensor truth = torch::one_hot(target.masked_fill(target == ignored, 0), 3)
                                    .permute({0, 3, 1, 2})
                                    .to(torch::kDouble);
    const torch::Tensor classes =
        halved(torch::where(open, logits.to(torch::kDouble).softmax(1), truth));
    const torch::Tensor unlabelled = halved(open);
    const torch::Tensor colours =
        halved(images.to(torch::kDouble) / images.to(torch::kDouble).std({2, 3}, false, true));
    const auto u = unlabelled.accessor<double, 4>();
    double sum = 0;
    double whole = 0;
    const int64_t tall = u.size(2);
    const int64_t wide = u.size(3);
    for (int64_t n = 0; n < u.size(0); ++n)
        for (int64_t one = 0; one < tall * wide; ++one)
            for (int64_t other = one + 1; other < tall * wide; ++other) {
                const int64_t y = one / wide, x = one % wide, v = other / wide, w = other % wide;
                if (v - y > 5 || std::abs(w - x) > 5)
                    continue;
                const auto at = [&](const torch::Tensor& map, int64_t row, int64_t column) {
                    return map.select(0, n).select(1, row).select(1, column);
                };
                const double unlike =
                    (at(colours, y, x) - at(colours, v, w)).square().mean().item<double>();
                const double away = static_cast<double>((v - y) * (v - y) + (w - x) * (w - x));
                const double weight = (u[n][0][y][x] + u[n][0][v][w]) *
                                      std::exp(-unlike / (2 * 0.25) - away / (2 * 36));
                const double agree = (at(classes, y, x) * at(classes, v, w)).sum().item<double>();
                sum += weight * (1 - agree);
                whole += weight;
            }
    return sum / whole;
}

bool near(double ours, double theirs, double tolerance = 1e-5)
{
    return std::abs(ours - theirs) <= tolerance * std::max(1.0, std::abs(theirs));
}

} // namespace

Q_DECLARE_METATYPE(limn::training::LossSettings)

class Learning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

    void lossesAreTheReferences_data()
    {
        QTest::addColumn<QString>("golden");
        QTest::addColumn<LossSettings>("settings");
        QTest::addColumn<bool>("weighted");
        const auto row = [](const char* name, LossSettings settings, bool weighted = false) {
            QTest::newRow(name) << QString(name) << settings << weighted;
        };
        row("crossEntropy", only(&LossSettings::crossEntropy));
        row("weighted", only(&LossSettings::crossEntropy), true);
        LossSettings smoothed = only(&LossSettings::crossEntropy);
        smoothed.labelSmoothing = 0.1;
        row("smoothed", smoothed);
        row("weightedSmoothed", smoothed, true);
        LossSettings hardest = only(&LossSettings::crossEntropy);
        hardest.hardestShare = 0.25;
        row("hardest", hardest);
        row("dice", only(&LossSettings::dice));
        row("focal", only(&LossSettings::focal));
        row("tversky", only(&LossSettings::tversky));
        row("lovasz", only(&LossSettings::lovasz));
        row("boundary", only(&LossSettings::boundary));
        row("squaredError", only(&LossSettings::squaredError));
    }

    void lossesAreTheReferences()
    {
        QFETCH(QString, golden);
        QFETCH(LossSettings, settings);
        QFETCH(bool, weighted);
        const QJsonObject reference = readGolden("learning.json");
        const torch::Tensor target = indices(reference["target"]).view({2, 16, 12});
        const torch::Tensor weights = weighted ? floats(reference["weights"]) : torch::Tensor();
        torch::Tensor logits =
            floats(reference["logits"]).view({2, 4, 16, 12}).set_requires_grad(true);
        const torch::Tensor loss = lossOf(logits, target, settings, weights);
        loss.backward();
        const double value = loss.item<double>();
        const double slope = logits.grad().square().sum().item<double>();
        QVERIFY2(near(value, reference["losses"][golden].toDouble()),
                 qPrintable(QString::number(value)));
        QVERIFY2(near(slope, reference["slopes"][golden].toDouble()),
                 qPrintable(QString::number(slope)));
        const torch::Tensor unlabelled = (target == ignored).unsqueeze(1).expand_as(logits);
        QVERIFY(golden == "boundary" ||
                logits.grad().masked_select(unlabelled).eq(0).all().item<bool>());
    }

    /// Against the sum over pairs as it is written down, whose slope comes from differences.
    void affinityIsTheSumOverPairs()
    {
        const torch::Tensor images = at::randn({2, 3, 12, 16}, seeded(5), torch::TensorOptions());
        const torch::Tensor logits =
            at::randn({2, 3, 12, 16}, seeded(6), torch::TensorOptions()).set_requires_grad(true);
        torch::Tensor target = torch::full({2, 12, 16}, ignored, torch::kLong);
        target.narrow(1, 3, 4).fill_(1);
        target.narrow(2, 9, 3).fill_(2);
        const LossSettings settings = only(&LossSettings::affinity);
        const torch::Tensor loss = lossOf(logits, target, settings, {}, images);
        QVERIFY2(near(loss.item<double>(), sumOverPairs(logits.detach(), target, images)),
                 qPrintable(QString::number(loss.item<double>())));
        loss.backward();
        for (const int at : {0, 37, 200, 383, 600, 1151}) {
            constexpr double step = 1e-2;
            const auto moved = [&](double by) {
                torch::Tensor other = logits.detach().clone();
                other.view(-1)[at] += by;
                return sumOverPairs(other, target, images);
            };
            const double slope = (moved(step) - moved(-step)) / (2 * step);
            QVERIFY(std::abs(logits.grad().view(-1)[at].item<double>() - slope) < 1e-6);
        }
        const torch::Tensor labelled = (target != ignored).unsqueeze(1).expand_as(logits);
        QVERIFY(logits.grad().masked_select(labelled).eq(0).all().item<bool>());
    }

    void affinityIsNothingWhereAllIsLabelled()
    {
        torch::Tensor logits = torch::randn({1, 3, 8, 8}).set_requires_grad(true);
        const torch::Tensor loss =
            lossOf(logits, torch::ones({1, 8, 8}, torch::kLong), only(&LossSettings::affinity), {},
                   torch::randn({1, 2, 8, 8}));
        QCOMPARE(loss.item<double>(), 0.0);
        loss.backward();
        QVERIFY(logits.grad().eq(0).all().item<bool>());
    }

    void sumsWeighTheirTerms()
    {
        const torch::Tensor logits = at::randn({1, 3, 8, 8}, seeded(3), torch::TensorOptions());
        const torch::Tensor target = torch::arange(64).view({1, 8, 8}).remainder(3);
        LossSettings settings = only(&LossSettings::focal);
        settings.focal = 0.5;
        settings.lovasz = 2;
        const double expected =
            0.5 * lossOf(logits, target, only(&LossSettings::focal)).item<double>() +
            2 * lossOf(logits, target, only(&LossSettings::lovasz)).item<double>();
        QVERIFY(near(lossOf(logits, target, settings).item<double>(), expected));
        QVERIFY(torch::equal(lossOf(logits, target, {}), segmentationLoss(logits, target)));
    }

    void everyLossIsNothingWithoutLabels()
    {
        LossSettings settings;
        settings.focal = settings.tversky = settings.lovasz = 1;
        settings.boundary = settings.squaredError = 1;
        settings.labelSmoothing = 0.1;
        settings.hardestShare = 0.5;
        torch::Tensor logits = torch::randn({1, 3, 8, 8}).set_requires_grad(true);
        const torch::Tensor loss =
            lossOf(logits, torch::full({1, 8, 8}, ignored, torch::kLong), settings);
        QCOMPARE(loss.item<double>(), 0.0);
        loss.backward();
        QVERIFY(logits.grad().eq(0).all().item<bool>());
    }

    void optimisersAreTorchsOwn_data()
    {
        QTest::addColumn<QString>("optimiser");
        QTest::addColumn<double>("momentum");
        QTest::addColumn<bool>("nesterov");
        QTest::newRow("adamw") << "adamw" << 0.9 << false;
        QTest::newRow("adam") << "adam" << 0.9 << false;
        QTest::newRow("sgd") << "sgd" << 0.9 << false;
        QTest::newRow("sgd plain") << "sgd" << 0.0 << false;
        QTest::newRow("sgd nesterov") << "sgd" << 0.9 << true;
        QTest::newRow("rmsprop") << "rmsprop" << 0.9 << false;
        QTest::newRow("rmsprop plain") << "rmsprop" << 0.0 << false;
    }

    void optimisersAreTorchsOwn()
    {
        QFETCH(QString, optimiser);
        QFETCH(double, momentum);
        QFETCH(bool, nesterov);
        const torch::NoGradGuard noGradient;
        const QJsonObject golden = readGolden("learning.json");
        ParameterGroup group;
        group.weightDecay = 0.1;
        group.parameters = {floats(golden["start"])};
        group.firstMoments = {torch::zeros({6})};
        group.secondMoments = {torch::zeros({6})};
        torch::Tensor steps = torch::zeros({});
        for (const QJsonValue gradient : golden["gradients"].toArray()) {
            steps += 1;
            // Twice the gradient at twice the scale is the gradient.
            limn::training::update({optimiser.toStdString(), momentum, nesterov}, group,
                                   {floats(gradient) * 2}, steps, 0.05, torch::full({}, 2.0F));
        }
        const torch::Tensor end = floats(golden["optimisers"].toObject()[QTest::currentDataTag()]);
        QVERIFY2(torch::allclose(group.parameters[0], end, 1e-5, 1e-6), QTest::currentDataTag());
    }

    void schedules_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("progress");
        QTest::addColumn<double>("share");
        QTest::newRow("constant, warming up") << "constant" << 0.05 << 0.55;
        QTest::newRow("constant, at the end") << "constant" << 1.0 << 1.0;
        QTest::newRow("step, before the first") << "step" << 0.36 << 1.0;
        QTest::newRow("step, after one") << "step" << 0.38 << 0.1;
        QTest::newRow("step, after two") << "step" << 0.65 << 0.01;
        QTest::newRow("poly, half way") << "poly" << 0.55 << std::pow(0.5, 0.9);
        QTest::newRow("poly, at the end") << "poly" << 1.0 << 0.0;
        QTest::newRow("one cycle, at the start") << "onecycle" << 0.0 << 0.04;
        QTest::newRow("one cycle, at the top") << "onecycle" << 0.3 << 1.0;
        QTest::newRow("one cycle, half way down") << "onecycle" << 0.65 << 0.500002;
        QTest::newRow("one cycle, at the end") << "onecycle" << 1.0 << 4e-6;
        QTest::newRow("plateau waits") << "plateau" << 0.9 << 1.0;
        QTest::newRow("cosine, half way") << "cosine" << 0.55 << 0.505;
    }

    void schedules()
    {
        QFETCH(QString, kind);
        QFETCH(double, progress);
        QFETCH(double, share);
        ScheduleSettings settings;
        settings.kind = kind.toStdString();
        const double ours = rateShare(settings, 0.1, progress);
        QVERIFY2(std::abs(ours - share) < 1e-9, qPrintable(QString::number(ours, 'g', 12)));
    }

    void scoresAreTorchmetricsOnes()
    {
        const QJsonObject golden = readGolden("scores.json");
        const torch::Tensor reference = indices(golden["reference"]);
        const torch::Tensor scores = floats(golden["scores"]).view({-1, 3}).t();
        ScoreCurves curves(3);
        ConfusionMatrix matrix(3);
        // In two parts, as tiles come.
        for (const auto& [from, to] : {std::pair<int64_t, int64_t>{0, 150}, {150, 400}}) {
            curves.add(scores.slice(1, from, to), reference.slice(0, from, to));
            matrix.add(scores.slice(1, from, to).argmax(0), reference.slice(0, from, to));
        }
        for (int c = 0; c < 3; ++c) {
            QVERIFY(near(curves.rocAuc(c), golden["rocAuc"][c].toDouble()));
            QVERIFY(near(curves.prAuc(c), golden["prAuc"][c].toDouble()));
        }
        QVERIFY(near(curves.calibrationError(), golden["calibrationError"].toDouble()));
        QVERIFY(near(matrix.cohenKappa(), golden["cohenKappa"].toDouble()));
        QVERIFY(near(matrix.meanAccuracy(), golden["meanAccuracy"].toDouble()));
        QVERIFY(near(matrix.frequencyWeightedIou(), golden["frequencyWeightedIou"].toDouble()));
    }

    void encoderLearnsAsFarAsItIsLet_data()
    {
        QTest::addColumn<int>("frozenStages");
        QTest::addColumn<double>("stageFactor");
        QTest::addColumn<bool>("freezeBatchNorm");
        QTest::newRow("all of it") << 0 << 1.0 << false;
        QTest::newRow("without its first stages") << 4 << 1.0 << false;
        QTest::newRow("shallow stages slowly") << 0 << 0.5 << false;
        QTest::newRow("batch norms as they are") << 0 << 1.0 << true;
    }

    void encoderLearnsAsFarAsItIsLet()
    {
        QFETCH(int, frozenStages);
        QFETCH(double, stageFactor);
        QFETCH(bool, freezeBatchNorm);
        OptimisationSettings settings;
        settings.frozenShare = 0;
        settings.warmupShare = 0;
        settings.encoderFactor = 1;
        settings.weightDecay = 0;
        settings.frozenStages = frozenStages;
        settings.stageFactor = stageFactor;
        settings.freezeBatchNorm = freezeBatchNorm;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Values before = copied(optimisation.network());
        const Batch batch(19);
        optimisation.step(batch.images, batch.labels, 0);
        const QStringList moved = differing(before, copied(optimisation.network()));
        const auto moves = [&](const char* part) {
            return !moved.filter(QString("encoder.model.") + part).isEmpty();
        };
        QCOMPARE(moves("conv_stem"), frozenStages == 0);
        QCOMPARE(moves("bn1"), frozenStages == 0 && !freezeBatchNorm);
        QCOMPARE(moves("blocks.1."), frozenStages == 0);
        QVERIFY(moves("blocks.6."));
        QVERIFY(moved.filter("running_mean").filter("encoder").isEmpty() == freezeBatchNorm);
        // Adam's first step is the rate in size: each stage learns at its share of the next one's.
        const auto step = [&](const char* name) {
            const auto parameters = optimisation.network().named_parameters();
            for (const auto& [key, value] : before)
                if (key == name)
                    return (*parameters.find(name) - value).abs().max().item<double>();
            return 0.0;
        };
        if (frozenStages == 0 && !freezeBatchNorm) {
            const double ratio = step("encoder.model.blocks.5.0.conv_pw.weight") /
                                 step("encoder.model.blocks.6.0.conv_pw.weight");
            QVERIFY2(std::abs(ratio - stageFactor) < 0.05, qPrintable(QString::number(ratio)));
        }
    }

    void aNetworkWithoutBatchNormalisationLearns()
    {
        NetworkSpec spec = small();
        spec.architecture = "fpn";
        spec.encoder = "convnext_tiny";
        Optimisation optimisation(makeSeeded(spec), {}, torch::kCPU, Precision::Float32);
        const Batch batch(21);
        QVERIFY(optimisation.step(batch.images, batch.labels, 0.5).finite);
    }

    void absoluteWeightsPullTowardsZero()
    {
        OptimisationSettings settings;
        settings.rule = {"sgd", 0, false};
        settings.learningRate = 0.1;
        settings.l1 = 0.01;
        settings.weightDecay = 0;
        settings.warmupShare = 0;
        settings.gradientClip = 0;
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        Batch batch(20);
        batch.labels.fill_(ignored); // no other slope
        const Values before = copied(optimisation.network());
        optimisation.step(batch.images, batch.labels, 0);
        const auto parameters = optimisation.network().named_parameters();
        for (const auto& [name, value] : before) {
            const torch::Tensor* now = parameters.find(name);
            if (now != nullptr && value.dim() > 1 && name.starts_with("segmentation_head"))
                QVERIFY(torch::allclose(*now, value - 0.001 * value.sign(), 1e-5, 1e-7));
        }
    }

    void dropoutActsInTrainingAlone()
    {
        const auto network = makeSeeded(small());
        network->setDropout(0.5);
        const torch::Tensor x = at::randn({1, 3, 64, 64}, seeded(21), torch::TensorOptions());
        const torch::NoGradGuard noGradient;
        network->eval();
        QVERIFY(torch::equal(network->forward(x), network->forward(x)));
        network->train();
        network->encoder().eval();
        QVERIFY(!torch::equal(network->forward(x), network->forward(x)));
    }

    void dropPathLeavesImagesOut()
    {
        DropPath path(0.25);
        const torch::Tensor x = torch::ones({4000, 2, 3});
        torch::manual_seed(22);
        const torch::Tensor y = path.forward(x);
        // An image goes without all of it or gets more: the mean stays.
        const torch::Tensor kept = y.select(1, 0).select(1, 0);
        QVERIFY(torch::equal(y, kept.view({-1, 1, 1}).expand_as(y)));
        QVERIFY(torch::allclose(kept, (kept > 0).to(torch::kFloat) / 0.75));
        QVERIFY(std::abs(kept.mean().item<double>() - 1) < 0.05);
        path.eval();
        QVERIFY(torch::equal(path.forward(x), x));
    }

    void deeperBranchesAreLeftOutMore_data()
    {
        QTest::addColumn<int>("branches");
        QTest::newRow("efficientnet_lite0") << 9;
        QTest::newRow("resnet34") << 16;
        QTest::newRow("mobilenet_v2") << 10;
        QTest::newRow("mobilenet_v3_large") << 10;
        QTest::newRow("convnext_tiny") << 18;
        QTest::newRow("swin_t") << 12;
        QTest::newRow("mit_b0") << 8;
        QTest::newRow("vgg16_bn") << 0;
    }

    void deeperBranchesAreLeftOutMore()
    {
        QFETCH(int, branches);
        const std::string encoder = QTest::currentDataTag();
        const std::string architecture = encoder == "mit_b0" ? "segformer" : "fpn";
        const auto network = makeSeeded({architecture, encoder, 3, 2});
        OptimisationSettings settings;
        settings.stochasticDepth = 0.5;
        if (branches == 0) {
            QVERIFY_EXCEPTION_THROWN(requireSupported(*network, settings), TrainingError);
            return;
        }
        const torch::Tensor x = at::randn({2, 3, 64, 64}, seeded(24), torch::TensorOptions());
        const torch::NoGradGuard noGradient;
        network->eval();
        const torch::Tensor before = network->forward(x);
        QCOMPARE(network->setStochasticDepth(0.5), branches);
        QVERIFY(torch::equal(network->forward(x), before));
        std::vector<double> rates;
        for (const auto& module : network->modules())
            if (const auto* path = module->as<DropPath>())
                rates.push_back(path->rate());
        for (int i = 0; i < branches; ++i)
            QVERIFY(near(rates[static_cast<std::size_t>(i)], 0.5 * i / (branches - 1)));
        // Parameters and statistics are those of the reference, whatever is left out.
        const StateDict state = stateDict(*network);
        QVERIFY(std::none_of(state.tensors.begin(), state.tensors.end(), [](const auto& item) {
            return item.first.find("drop_path") != std::string::npos;
        }));
    }

    void stochasticDepthIsDrawnAnewForEachStep()
    {
        const auto lossesWith = [](double share) {
            OptimisationSettings settings;
            settings.pretrained = false;
            settings.learningRate = 1e-9; // the same network at every step
            settings.stochasticDepth = share;
            Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU,
                                      Precision::Float32);
            const Batch batch(25);
            std::vector<double> losses;
            for (int i = 0; i < 3; ++i)
                losses.push_back(optimisation.step(batch.images, batch.labels, 0.5).loss);
            return losses;
        };
        const std::vector<double> with = lossesWith(0.8);
        QCOMPARE(lossesWith(0.8), with);
        QVERIFY(std::abs(with[0] - with[1]) > 1e-4);
        QVERIFY(lossesWith(0) != with);
    }

    void coarserStagesAreTaughtLess()
    {
        const auto network = makeSeeded(small());
        const DeepSupervision supervision(*network, 0.5);
        const torch::Tensor labels = torch::zeros({1, 64, 64}, torch::kLong);
        std::vector<std::int64_t> sides;
        const auto one = [&](const torch::Tensor& logits, const torch::Tensor& targets) {
            sides.push_back(targets.size(1));
            return logits.mean();
        };
        const torch::Tensor own = torch::full({}, 10.0);
        // Losses of 2, 4 and 6 at half, a quarter and an eighth of the resolution.
        const std::vector<torch::Tensor> stages{torch::full({1, 3, 32, 32}, 2.0),
                                                torch::full({1, 3, 16, 16}, 4.0),
                                                torch::full({1, 3, 8, 8}, 6.0)};
        const double loss = supervision.loss(own, stages, labels, one).item<double>();
        QVERIFY(near(loss, (10 + 0.25 * 2 + 0.125 * 4 + 0.0625 * 6) / (1 + 0.25 + 0.125 + 0.0625)));
        QCOMPARE(sides, (std::vector<std::int64_t>{32, 16, 8}));
        // A stage's pixel is labelled as the image's nearest to its middle.
        const torch::Tensor counted = torch::arange(64).view({1, 8, 8});
        QVERIFY(torch::equal(DeepSupervision::thinned(counted, 4),
                             torch::tensor({18, 22, 50, 54}).view({1, 2, 2})));
    }

    void deepSupervision_data()
    {
        QTest::addColumn<int>("stages");
        QTest::addColumn<int>("finest"); ///< stride
        QTest::newRow("unet") << 3 << 2;
        QTest::newRow("unetplusplus") << 3 << 2;
        QTest::newRow("fpn") << 2 << 8;
        QTest::newRow("deeplabv3plus") << 0 << 0;
    }

    void deepSupervision()
    {
        QFETCH(int, stages);
        QFETCH(int, finest);
        OptimisationSettings settings;
        settings.pretrained = false;
        settings.deepSupervision = 1;
        const NetworkSpec spec = small(QTest::currentDataTag());
        if (stages == 0) {
            QVERIFY_EXCEPTION_THROWN(requireSupported(*makeSeeded(spec), settings), TrainingError);
            return;
        }
        // Every stage puts out what it says, at half the resolution of the one before.
        const auto network = makeSeeded(spec);
        const auto coarse = network->coarseStages();
        QCOMPARE(static_cast<int>(coarse.size()), stages);
        Activations activations;
        network->forward(torch::zeros({1, 3, 64, 64}), &activations);
        for (int i = 0; i < stages; ++i) {
            const torch::Tensor& map = activations.at(coarse[static_cast<std::size_t>(i)].layer);
            QCOMPARE(map.size(1), coarse[static_cast<std::size_t>(i)].channels);
            QCOMPARE(map.size(2), std::int64_t{64} / (finest << i));
        }

        // Its heads learn, are no part of the network, and are kept: what goes on from a saved
        // state goes on bit for bit.
        const Batch batch(26);
        const auto trained = [&](int steps) {
            auto made = std::make_unique<Optimisation>(makeSeeded(spec), settings, torch::kCPU,
                                                       Precision::Float32);
            for (int i = 0; i < steps; ++i)
                made->step(batch.images, batch.labels, 0.5);
            return made;
        };
        const auto whole = trained(4);
        const StateDict saved = trained(2)->state();
        torch::manual_seed(99);
        Optimisation resumed(SegmentationNetwork::make(spec), settings, torch::kCPU,
                             Precision::Float32);
        resumed.restore(saved);
        for (int i = 0; i < 2; ++i)
            resumed.step(batch.images, batch.labels, 0.5);
        const StateDict one = whole->state();
        const StateDict other = resumed.state();
        int heads = 0;
        for (const auto& [name, tensor] : one.tensors) {
            heads += name.starts_with("supervision.") ? 1 : 0;
            QVERIFY2(torch::equal(tensor, *other.find(name)), name.c_str());
        }
        QCOMPARE(heads, 2 * stages);
        for (const auto& [name, tensor] : saved.tensors)
            if (name.starts_with("supervision.") && tensor.dim() > 1)
                QVERIFY2(!torch::equal(tensor, *one.find(name)), name.c_str());
        for (const auto& [name, tensor] : stateDict(whole->network()).tensors)
            QVERIFY2(name.find("supervision") == std::string::npos, name.c_str());
        // A state without heads is another's.
        settings.deepSupervision = 0;
        const StateDict without = trained(1)->state();
        QVERIFY_EXCEPTION_THROWN(resumed.restore(without), TrainingError);
    }

    void rarerClassesCountMore()
    {
        OptimisationSettings settings;
        settings.classWeights = {1, 1, 0};
        settings.loss = only(&LossSettings::crossEntropy);
        settings.pretrained = false;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        Batch batch(22);
        batch.labels.fill_(2); // a class without weight teaches nothing
        const StepResult result = optimisation.step(batch.images, batch.labels, 0.5);
        QCOMPARE(result.loss, 0.0);
    }

    void blendedSamplesTeachBothLabels()
    {
        OptimisationSettings settings;
        settings.pretrained = false;
        const Batch batch(23);
        const torch::Tensor other = batch.labels.roll(1, 0);
        const auto lossWith = [&](const MixedLabels& mixed, const torch::Tensor& labels) {
            Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU,
                                      Precision::Float32);
            return optimisation.step(batch.images, labels, 0.5, mixed).loss;
        };
        const double expected = 0.7 * lossWith({}, batch.labels) + 0.3 * lossWith({}, other);
        QVERIFY(near(lossWith({other, 0.3}, batch.labels), expected));
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

    void startIsBoundedBySteps_data()
    {
        QTest::addColumn<int>("frozenSteps");
        QTest::addColumn<int>("warmupSteps");
        QTest::addColumn<QList<bool>>("frozen");
        QTest::addColumn<QList<double>>("shares"); ///< of the decoder's rate
        QTest::newRow("no bound") << 0 << 0 << QList<bool>{true, true, true, true}
                                  << QList<double>{0.28, 0.28, 0.28, 0.28};
        QTest::newRow("frozen for two steps") << 2 << 0 << QList<bool>{true, true, false, false}
                                              << QList<double>{0.28, 0.28, 0.28, 0.28};
        QTest::newRow("warm after three steps")
            << 0 << 3 << QList<bool>{true, true, true, true} << QList<double>{0.28, 0.4, 0.7, 1};
    }

    /// Early in a long run: a fifth of its warm-up, a tenth of the time its encoder is frozen for.
    void startIsBoundedBySteps()
    {
        QFETCH(QList<bool>, frozen);
        QFETCH(QList<double>, shares);
        QFETCH(int, frozenSteps);
        QFETCH(int, warmupSteps);
        OptimisationSettings settings;
        settings.learningRate = 1e-3;
        settings.frozenShare = 0.2;
        settings.warmupShare = 0.1;
        settings.frozenSteps = frozenSteps;
        settings.warmupSteps = warmupSteps;
        settings.averaging = 0;
        Optimisation optimisation(makeSeeded(small()), settings, torch::kCPU, Precision::Float32);
        const Batch batch(14);
        for (qsizetype i = 0; i < frozen.size(); ++i) {
            const Values before = copied(optimisation.network());
            const StepResult result = optimisation.step(batch.images, batch.labels, 0.02);
            QVERIFY2(std::abs(result.learningRate - shares[i] * 1e-3) < 1e-9,
                     qPrintable(QString::number(result.learningRate)));
            QCOMPARE(optimisation.encoderWasFrozen(), frozen[i]);
            QCOMPARE(differing(before, copied(optimisation.network()))
                         .contains("encoder.model.conv_stem.weight"),
                     !frozen[i]);
        }
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
        QTest::addColumn<QString>("optimiser");
        QTest::newRow("unet") << "unet"
                              << "adamw";
        QTest::newRow("fpn, which has dropout") << "fpn"
                                                << "adamw";
        QTest::newRow("SGD with momentum, dropout and L1") << "unet"
                                                           << "sgd";
        QTest::newRow("RMSprop, dropout and L1") << "unet"
                                                 << "rmsprop";
    }

    void resumedRunIsTheSameRun()
    {
        QFETCH(QString, architecture);
        QFETCH(QString, optimiser);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("state.safetensors").toStdString();
        const NetworkSpec spec = small(architecture.toStdString());
        OptimisationSettings settings;
        settings.frozenShare = 0.2; // the encoder is let go before the interruption
        settings.warmupShare = 1;   // and both still warm up after it
        settings.warmupSteps = 5;
        settings.seed = 4;
        settings.rule.optimiser = optimiser.toStdString();
        if (optimiser != "adamw") {
            settings.dropout = 0.2;
            settings.l1 = 1e-5;
            settings.stageFactor = 0.8;
            settings.learningRate = 1e-3;
        }
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
