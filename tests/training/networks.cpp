// The networks are their references': names, shapes, logits, gradients. Golden values come from
// tests/reference/make_network_goldens.py.
#include "formula_weights.h"
#include "reference_json.h"
#include "training/core/network_choice.h"
#include "training/core/tokens.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <set>

using namespace limn::training;

namespace
{

std::vector<int64_t> integers(const QJsonValue& list)
{
    std::vector<int64_t> result;
    for (const auto& value : list.toArray()) {
        result.push_back(value.toInteger());
    }
    return result;
}

double relative(double value, double reference)
{
    return std::abs(value - reference) / std::max(std::abs(reference), 1e-12);
}

/// A network of a golden file with the formula's weights.
std::shared_ptr<SegmentationNetwork> referenceNetwork(const QJsonObject& golden, int bands,
                                                      int classes)
{
    auto network =
        SegmentationNetwork::make({.architecture = golden["architecture"].toString().toStdString(),
                                   .encoder = golden["encoder"].toString().toStdString(),
                                   .bands = bands,
                                   .classes = classes});
    fillByFormula(*network);
    return network;
}

QString goldenPath(const QString& name)
{
    return QStringLiteral("reference/golden/%1.json").arg(name);
}

QJsonObject goldenOf(const QString& name)
{
    return referenceJson(goldenPath(name)).object();
}

/// "ARCHITECTURE_ENCODER" of those that go together and have a golden file.
std::vector<std::string> networksWithGoldens()
{
    std::vector<std::string> names;
    for (const auto& architecture : architectures()) {
        for (const auto& encoder : encoders()) {
            const auto name = architecture.name + "_" + encoder.name;
            if (compatible(architecture, encoder) &&
                QFile::exists(QStringLiteral(LIMN_SOURCE_DIR "/tests/") +
                              goldenPath(QString::fromStdString(name)))) {
                names.push_back(name);
            }
        }
    }
    return names;
}

void networkRows()
{
    QTest::addColumn<QString>("name");
    for (const auto& name : networksWithGoldens()) {
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
}

void architectureRows()
{
    QTest::addColumn<QString>("architecture");
    for (const auto& row : architectures()) {
        QTest::newRow(row.name.c_str()) << QString::fromStdString(row.name);
    }
}

NetworkSpec specOf(const QString& name)
{
    const auto architecture = name.section(QLatin1Char('_'), 0, 0);
    return {.architecture = architecture.toStdString(),
            .encoder = name.mid(architecture.size() + 1).toStdString()};
}

void switchChanceOff(SegmentationNetwork& network)
{
    for (const auto& module : network.modules(false)) {
        if (module->as<torch::nn::Dropout>() || module->as<torch::nn::Dropout2d>() ||
            module->as<DropPath>()) {
            module->eval();
        }
    }
}

/// The features of a golden file are the last of the network's.
std::vector<torch::Tensor> lastFeatures(SegmentationNetwork& network, const torch::Tensor& x,
                                        qsizetype count)
{
    auto features = network.encoder().features(x);
    const auto channels = network.encoder().channels();
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (features[i].size(1) != channels[i]) {
            throw TrainingError("A feature has other channels than the encoder says.");
        }
    }
    features.erase(features.begin(), features.end() - count);
    return features;
}

std::int64_t numbersIn(const std::vector<torch::Tensor>& parameters)
{
    std::int64_t numbers = 0;
    for (const auto& parameter : parameters) {
        numbers += parameter.numel();
    }
    return numbers;
}

/// Rows and columns that a map of this size gains below and to the right, filled as the header
/// says.
torch::Tensor paddedByHand(const torch::Tensor& x)
{
    const auto source = [](int64_t size) {
        const int64_t full = (size + 31) / 32 * 32;
        std::vector<int64_t> places;
        for (int64_t i = 0; i < full; ++i) {
            const bool reflects = full - size < size;
            places.push_back(i < size ? i : reflects ? 2 * (size - 1) - i : size - 1);
        }
        return torch::tensor(places);
    };
    return x.index_select(2, source(x.size(2))).index_select(3, source(x.size(3)));
}

void compareNames(SegmentationNetwork& network, const QJsonArray& entries)
{
    const auto own = stateDict(network).tensors;
    QCOMPARE(own.size(), static_cast<std::size_t>(entries.size()));
    for (std::size_t i = 0; i < own.size(); ++i) {
        const auto entry = entries[static_cast<int>(i)].toArray();
        QCOMPARE(QString::fromStdString(own[i].first), entry[0].toString());
        QCOMPARE(own[i].second.sizes().vec(), integers(entry[1]));
        QCOMPARE(own[i].second.scalar_type(),
                 own[i].first.ends_with("num_batches_tracked") ? torch::kLong : torch::kFloat);
    }
}

/// The input of a case of a golden file.
torch::Tensor waveOf(const QJsonObject& one)
{
    const auto shape = integers(one["input"]);
    return wave(shape[0], shape[1], shape[2], shape[3]);
}

void compareForward(SegmentationNetwork& network, const QJsonObject& one, double tolerance)
{
    const auto x = waveOf(one).to(network.parameters().front().scalar_type());
    const torch::NoGradGuard noGrad;
    const auto expected = one["features"].toArray();
    const auto features = lastFeatures(network, x, expected.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
        const auto feature = expected[static_cast<int>(i)].toObject();
        QCOMPARE(features[i].sizes().vec(), integers(feature["shape"]));
        QVERIFY(relative(features[i].norm().item<double>(), feature["norm"].toDouble()) <
                tolerance);
    }

    const auto logits = network.forward(x);
    const auto answer = one["logits"].toObject();
    QCOMPARE(logits.sizes().vec(), integers(answer["shape"]));
    QVERIFY(relative(logits.norm().item<double>(), answer["norm"].toDouble()) < tolerance);
    const double typical =
        answer["norm"].toDouble() / std::sqrt(static_cast<double>(logits.numel()));
    const auto flat = logits.flatten();
    const auto places = integers(answer["places"]);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double value = answer["values"].toArray()[static_cast<int>(i)].toDouble();
        const double own = flat[places[i]].item<double>();
        QVERIFY2(std::abs(own - value) < tolerance * std::max(typical, std::abs(value)),
                 qPrintable(QStringLiteral("%1 instead of %2").arg(own).arg(value)));
    }
}

/// One step's gradients and what it leaves in batch normalisation, in the order of the names.
void compareTraining(SegmentationNetwork& network, const QJsonObject& one)
{
    network.to(torch::kDouble);
    network.train();
    switchChanceOff(network);
    const auto loss = network.forward(waveOf(one).to(torch::kDouble)).square().mean();
    loss.backward();
    QVERIFY(relative(loss.item<double>(), one["loss"].toDouble()) < 1e-8);

    const auto norms = one["norms"].toArray();
    const auto state = stateDict(network).tensors;
    QCOMPARE(state.size(), static_cast<std::size_t>(norms.size()));
    double largest = 0;
    for (std::size_t i = 0; i < state.size(); ++i) {
        if (state[i].second.requires_grad()) {
            largest = std::max(largest, norms[static_cast<int>(i)].toDouble());
        }
    }
    for (std::size_t i = 0; i < state.size(); ++i) {
        const auto& [name, tensor] = state[i];
        const auto wanted = norms[static_cast<int>(i)];
        // Layers that no logit depends on have no gradient on either side.
        if (tensor.requires_grad()) {
            QVERIFY2(tensor.grad().defined() == wanted.isDouble(), name.c_str());
        }
        if (!wanted.isDouble()) {
            continue;
        }
        const auto& compared = tensor.requires_grad() ? tensor.grad() : tensor;
        const double own = compared.to(torch::kDouble).norm().item<double>();
        // Shifts that a later batch normalisation takes away again have a gradient that is noise
        // around zero.
        const double least = tensor.requires_grad() ? 1e-6 * largest : 1e-12;
        const double tolerance = tensor.requires_grad() ? 1e-6 : 1e-8;
        QVERIFY2(std::abs(own - wanted.toDouble()) < tolerance * std::max(wanted.toDouble(), least),
                 name.c_str());
    }
}

/// Every explainable layer is recorded in the graph; a map has the image's shape, and what is
/// recorded is what the layer is.
void checkExplainableLayers(SegmentationNetwork& network, const torch::Tensor& x)
{
    Activations activations;
    const auto logits = network.forward(x, &activations);
    const auto layers = network.explainableLayers();
    QCOMPARE(activations.size(), layers.size());
    for (const auto& layer : layers) {
        QVERIFY2(activations.contains(layer), layer.c_str());
        QVERIFY(network.layer(layer) != nullptr);
        const auto gradient =
            torch::autograd::grad({logits.sum()}, {activations[layer]}, {}, true)[0];
        QVERIFY2(gradient.abs().sum().item<double>() > 0, layer.c_str());
    }
    const auto& deepest = activations.at(network.defaultExplainedLayer());
    QCOMPARE(deepest.size(2) * x.size(3), deepest.size(3) * x.size(2));
    const torch::NoGradGuard noGrad;
    if (!network.encoder().featureLayers().empty()) {
        QVERIFY(torch::equal(deepest, network.encoder().features(x).back()));
    }
}

void checkParametersAreEncodersOrDecoders(SegmentationNetwork& network)
{
    std::set<void*> seen;
    for (const auto& parameters : {network.encoderParameters(), network.decoderParameters()}) {
        for (const auto& parameter : parameters) {
            QVERIFY(seen.insert(parameter.data_ptr()).second);
        }
    }
    QCOMPARE(seen.size(), network.parameters().size());
    std::size_t stageParameters = network.encoder().parameters(false).size();
    for (const auto& stage : network.encoder().stages()) {
        stageParameters += stage->parameters().size();
    }
    QCOMPARE(stageParameters, network.encoderParameters().size());
}

const MachineFacts laptop{.device = "2 CPU cores", .cores = 2, .freeBytes = 8'000'000'000};
const MachineFacts card{
    .device = "a card", .isCpu = false, .bfloat16 = true, .freeBytes = 80'000'000'000};

void orderColumns()
{
    QTest::addColumn<MachineFacts>("machine");
    QTest::addColumn<DataFacts>("data");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::addColumn<QString>("why"); ///< of the worse one
}

void orderRow(const char* name, const MachineFacts& machine, const DataFacts& data,
              const char* better, const char* worse, const char* why)
{
    QTest::newRow(name) << machine << data << better << worse << why;
}

/// Which of networksWithGoldens() bring every architecture and every encoder at least once.
std::vector<std::string> everyRowOnce()
{
    std::vector<std::string> names;
    std::set<std::string> covered;
    for (const auto& name : networksWithGoldens()) {
        const auto spec = specOf(QString::fromStdString(name));
        const bool newArchitecture = covered.insert(spec.architecture).second;
        const bool newEncoder = covered.insert(spec.encoder).second;
        if (newArchitecture || newEncoder) {
            names.push_back(name);
        }
    }
    return names;
}

/// The references themselves, in the Python that LIMN_PYTHON names or that packaging/setup has put
/// LibTorch into: tests/reference/check_export.py, one process for all networks.
class PythonReferences
{
public:
    PythonReferences()
    {
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start(
            qEnvironmentVariable("LIMN_PYTHON", LIMN_BINARY_DIR "/venv/bin/python"),
            {QStringLiteral(LIMN_SOURCE_DIR "/tests/reference/check_export.py"), "networks"});
        said_ = process_.waitForStarted() ? line() : process_.errorString();
    }
    ~PythonReferences()
    {
        process_.closeWriteChannel();
        process_.waitForFinished();
    }

    bool areThere() const { return said_ == "ready"; }
    const QString& said() const { return said_; } ///< "ready", or what is missing

    QString answer(const QStringList& question)
    {
        process_.write(question.join('\t').toUtf8() + '\n');
        return line();
    }

private:
    QString line()
    {
        constexpr int patience = 120'000;
        while (!process_.canReadLine() && process_.waitForReadyRead(patience)) {
        }
        return QString::fromUtf8(process_.readLine()).trimmed();
    }

    QProcess process_;
    QString said_;
};

/// The fetched `better` stands before the `worse`, whose reason holds `why`; the best first, and
/// every reason is one sentence.
template <typename Row>
void checkOrder(const std::vector<Suited<Row>>& rows)
{
    QFETCH(QString, better);
    QFETCH(QString, worse);
    QFETCH(QString, why);
    QStringList names;
    for (const auto& [row, suitability] : rows) {
        const auto reason = QString::fromStdString(suitability.reason);
        QVERIFY2(reason.size() > 1 && reason.endsWith('.') && !reason.contains(". "),
                 qPrintable(reason));
        names << QString::fromStdString(row->name);
        if (names.last() == worse) {
            QVERIFY2(reason.contains(why), qPrintable(reason));
        }
    }
    QVERIFY2(names.indexOf(better) < names.indexOf(worse), qPrintable(names.join(' ')));
    QVERIFY(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.suitability.demerits < b.suitability.demerits;
    }));
}

} // namespace

Q_DECLARE_METATYPE(limn::training::MachineFacts)
Q_DECLARE_METATYPE(limn::training::DataFacts)

class NetworksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowHasAGoldenFile()
    {
        std::set<std::string> covered;
        for (const auto& name : networksWithGoldens()) {
            const auto spec = specOf(QString::fromStdString(name));
            covered.insert({spec.architecture, spec.encoder});
        }
        QCOMPARE(covered.size(), architectures().size() + encoders().size());
    }

    void networksAreTheirReferences_data() { networkRows(); }
    void networksAreTheirReferences()
    {
        QFETCH(QString, name);
        const auto golden = goldenOf(name);
        const auto network = referenceNetwork(golden, 3, 2);
        compareNames(*network, golden["state"].toArray());
        checkParametersAreEncodersOrDecoders(*network);
        const auto one = golden["cases"].toArray()[0].toObject();
        network->eval();
        compareForward(*network, one, 1e-4);
        checkExplainableLayers(*network, waveOf(one));
        compareTraining(*network, golden["training"].toObject());
    }

    void referencesTakeWhatIsExported_data()
    {
        references_ = std::make_unique<PythonReferences>();
        if (!references_->areThere()) {
            QSKIP(qPrintable("The references are not there: " + references_->said()));
        }
        QTest::addColumn<QString>("name");
        for (const auto& name : everyRowOnce()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void referencesTakeWhatIsExported()
    {
        QFETCH(QString, name);
        auto spec = specOf(name);
        spec.bands = 4;
        spec.classes = 3;
        const auto network = SegmentationNetwork::make(spec);
        fillByFormula(*network);
        network->eval();
        const QTemporaryDir folder;
        const QString checkpoint = folder.filePath("network.pt");
        writeTorchCheckpoint(checkpoint.toStdString(), stateDict(*network));
        const torch::NoGradGuard noGrad;
        StateDict wanted;
        // A square, since TransUNet's reference takes nothing else.
        wanted.set("input", wave(1, spec.bands, 64, 64));
        wanted.set("logits", network->forward(wanted.tensors[0].second));
        const QString file = folder.filePath("case.safetensors");
        writeSafetensors(file.toStdString(), wanted);
        const QString said = references_->answer({checkpoint, file, name});
        if (said.startsWith("missing")) {
            QSKIP(qPrintable(said));
        }
        QVERIFY2(said.startsWith("good"), qPrintable(said));
    }

    // The largest have one case alone: what they share with others is read in others.
    void fourBandsInDoublePrecisionAreTheReferences_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& name : networksWithGoldens()) {
            const auto row = QString::fromStdString(name);
            if (goldenOf(row)["cases"].toArray().size() > 1) {
                QTest::newRow(name.c_str()) << row;
            }
        }
    }
    void fourBandsInDoublePrecisionAreTheReferences()
    {
        QFETCH(QString, name);
        const auto golden = goldenOf(name);
        const auto one = golden["cases"].toArray()[1].toObject();
        const auto network = referenceNetwork(golden, one["bands"].toInt(), one["classes"].toInt());
        network->eval();
        network->to(torch::kDouble);
        compareForward(*network, one, 1e-9);
    }

    void anySizeIsPaddedAndCutBack_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("one row") << 1 << 64;
        QTest::newRow("too small to reflect") << 5 << 13;
        QTest::newRow("just too small to reflect") << 16 << 16;
        QTest::newRow("one more than the stride") << 33 << 33;
        QTest::newRow("one less than twice the stride") << 63 << 65;
        QTest::newRow("exact") << 64 << 32;
    }
    void anySizeIsPaddedAndCutBack()
    {
        QFETCH(int, height);
        QFETCH(int, width);
        const torch::NoGradGuard noGrad;
        const auto network = SegmentationNetwork::make({.architecture = "fpn"});
        fillByFormula(*network);
        network->eval();
        const auto x = wave(1, 3, height, width);
        const auto logits = network->forward(x);
        QCOMPARE(logits.sizes().vec(), (std::vector<int64_t>{1, 2, height, width}));
        const auto whole = network->forward(paddedByHand(x));
        QVERIFY(torch::equal(logits, whole.narrow(2, 0, height).narrow(3, 0, width)));
    }

    void whatCannotBeBuiltIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<int>("bands");
        QTest::addColumn<int>("classes");
        QTest::addColumn<QString>("fragment");
        QTest::newRow("architecture") << "transformer"
                                      << "resnet34" << 3 << 2 << "unet, unetplusplus";
        QTest::newRow("encoder") << "unet"
                                 << "vgg" << 3 << 2 << "efficientnet_lite0, mobilenet_v2";
        QTest::newRow("empty name") << ""
                                    << "resnet34" << 3 << 2 << "unet, unetplusplus";
        QTest::newRow("pooling dilated")
            << "deeplabv3plus"
            << "vgg11_bn" << 3 << 2
            << "cannot be dilated to stride 16, as DeepLabV3+ wants; choose one of";
        QTest::newRow("no feature at stride 2")
            << "unetplusplus"
            << "mit_b0" << 3 << 2 << "no feature at stride 2, which U-Net++ wants; choose one of";
        QTest::newRow("brings its own encoder") << "segnet"
                                                << "resnet34" << 3 << 2 << "choose one of own";
        QTest::newRow("published over others")
            << "lraspp"
            << "resnet34" << 3 << 2
            << "published over MobileNetV3 large or MobileNetV3 small alone; choose one of "
               "mobilenet_v3";
        QTest::newRow("needs an encoder") << "unet"
                                          << "own" << 3 << 2 << "choose one of efficientnet_lite0";
        QTest::newRow("no bands") << "unet"
                                  << "resnet34" << 0 << 2 << "band";
        QTest::newRow("negative bands") << "unet"
                                        << "resnet34" << -4 << 2 << "band";
        QTest::newRow("no classes") << "unet"
                                    << "resnet34" << 3 << 0 << "class";
    }
    void whatCannotBeBuiltIsRefusedInOneSentence()
    {
        QFETCH(QString, architecture);
        QFETCH(QString, encoder);
        QFETCH(int, bands);
        QFETCH(int, classes);
        QFETCH(QString, fragment);
        try {
            SegmentationNetwork::make({.architecture = architecture.toStdString(),
                                       .encoder = encoder.toStdString(),
                                       .bands = bands,
                                       .classes = classes});
            QFAIL("was built");
        } catch (const TrainingError& error) {
            QVERIFY2(QString(error.what()).contains(fragment), error.what());
        }
    }

    void anImageOfOtherBandsIsRefused()
    {
        const auto network = SegmentationNetwork::make({.bands = 4});
        QVERIFY_EXCEPTION_THROWN(network->forward(torch::zeros({1, 3, 64, 64})), TrainingError);
        QVERIFY_EXCEPTION_THROWN(network->forward(torch::zeros({4, 64, 64})), TrainingError);
        QVERIFY_EXCEPTION_THROWN(network->forward(torch::zeros({1, 4, 0, 64})), TrainingError);
    }

    void everyEncoderReadsAnyNumberOfBands_data()
    {
        QTest::addColumn<QString>("encoder");
        for (const auto& row : encoders()) {
            if (row.name != ownEncoder) {
                QTest::newRow(row.name.c_str()) << QString::fromStdString(row.name);
            }
        }
    }
    void everyEncoderReadsAnyNumberOfBands()
    {
        QFETCH(QString, encoder);
        const torch::NoGradGuard noGrad;
        const NetworkSpec spec{
            .architecture = "fpn", .encoder = encoder.toStdString(), .bands = 7, .classes = 1};
        const auto network = SegmentationNetwork::make(spec);
        network->eval();
        const auto logits = network->forward(torch::randn({2, 7, 32, 64}));
        QCOMPARE(logits.sizes().vec(), (std::vector<int64_t>{2, 1, 32, 64}));
        QVERIFY(torch::isfinite(logits).all().item<bool>());
        QVERIFY(network->spec() == spec);

        // The row's number is that for three bands: the first convolution's filters make it up.
        const auto state = stateDict(network->encoder());
        const auto* filters = state.find(network->encoder().firstConvolution() + ".weight");
        QVERIFY(filters);
        QCOMPARE(numbersIn(network->encoderParameters()) - filters->numel() / 7 * 4,
                 encoderRow(spec.encoder).parameters);
    }

    void anUnknownLayerIsRefusedWithTheNamesThereAre()
    {
        const auto network = SegmentationNetwork::make({});
        try {
            network->layer("encoder.layer4");
            QFAIL("was found");
        } catch (const TrainingError& error) {
            for (const auto& layer : network->explainableLayers()) {
                QVERIFY2(QString(error.what()).contains(QString::fromStdString(layer)),
                         error.what());
            }
        }
    }

    void theTableSaysWhatAnExpertNeeds()
    {
        for (const auto& row : encoders()) {
            QVERIFY(!row.title.empty() && !row.reference.empty() && !row.paper.empty());
            QVERIFY2(row.advice.ends_with('.'), row.advice.c_str());
            QVERIFY(!row.family.empty());
            QCOMPARE(row.weights.empty(), row.licence.empty());
            QCOMPARE(row.weights.empty(), row.file.empty());
            QVERIFY(row.name == ownEncoder ||
                    (row.cost.multiplyAdds > 0 && row.cost.trainingBytes > 0));
            QCOMPARE(row.normalisation.mean.size(), std::size_t{3});
            QCOMPARE(row.normalisation.std.size(), std::size_t{3});
        }
        for (const auto& row : architectures()) {
            QVERIFY(!row.title.empty() && !row.reference.empty() && !row.paper.empty());
            QVERIFY(!row.family.empty() && row.name.find('_') == std::string::npos);
            QVERIFY(row.cost.multiplyAdds > 0 && row.cost.trainingBytes > 0);
            QVERIFY2(row.advice.ends_with('.'), row.advice.c_str());
        }
    }

    void networksAreOrderedByWhatSuits_data()
    {
        orderColumns();
        const auto row = orderRow;
        const DataFacts roads{.labelledPixels = 3'000'000, .thinClass = "road", .thinWidth = 5};
        row("the table's order among equals", card, {}, "unet", "unetplusplus", "takes about");
        row("thin objects, a map of cells of 8", laptop, roads, "unet", "pspnet",
            "cells of 8 px, which are coarse for \"road\", about 5 px wide");
        row("thin objects, a map of cells of 4", laptop, roads, "fpn", "pspnet", "cells of 8 px");
        row("wide objects", laptop, {.thinClass = "field", .thinWidth = 200}, "pspnet", "upernet",
            "s a training step");
        row("one core more", {.device = "3 CPU cores", .cores = 3}, {}, "unet", "fcn8s",
            "About 6.3 s a training step");
        row("bfloat16", {.device = "2 CPU cores", .cores = 2, .bfloat16 = true}, {}, "unet",
            "fcn8s", "About 5.7 s a training step");
        row("little memory", {.device = "a card", .isCpu = false, .freeBytes = 2'000'000'000}, {},
            "unet", "segnet", "takes about 1.8 GB");
        row("less memory than it takes",
            {.device = "a card", .isCpu = false, .freeBytes = 3'000'000'000}, {}, "segnet", "fcn8s",
            "training step takes about 5.8 GB, and 3.0 GB are free");
        row("larger patches", {.device = "a card", .isCpu = false, .freeBytes = 3'000'000'000},
            {.pixelsAStep = 16 * 256 * 256}, "fpn", "segnet", "takes about 5.7 GB, and 3.0 GB");
        row("few labels", card, {.labelledPixels = 20'000}, "pspnet", "upernet",
            "8.3 million parameters behind its encoder are new, for 20 thousand");
        row("nothing pretrained", card, {.labelledPixels = 5'000'000}, "upernet", "unetclassic",
            "All of its 31 million parameters are new, for 5.0 million labelled");
        row("tiny images", card, {.smallestSide = 40}, "pspnet", "unet",
            "as small as 40 px its deepest map has 2 cells a side");
    }
    void networksAreOrderedByWhatSuits()
    {
        QFETCH(MachineFacts, machine);
        QFETCH(DataFacts, data);
        const auto rows = suitedNetworks(machine, data);
        QCOMPARE(rows.size(), architectures().size());
        checkOrder(rows);
    }

    void encodersAreOrderedByWhatSuits_data()
    {
        orderColumns();
        const auto row = orderRow;
        row("weights that are here", laptop, {}, "resnet18", "mobilenet_v2",
            "ImageNet weights are not here yet");
        row("other bands", card, {.bands = 4}, "resnet18", "resnet34",
            "weights are here and are adapted to 4 bands");
        row("slow", laptop, {}, "resnet18", "resnet34", "About 1.6 s a training step");
        row("many labels for a card", card, {.labelledPixels = 5'000'000}, "resnet34",
            "densenet121", "Small for a graphics card and 5.0 million labelled pixels");
        row("few labels", card, {.labelledPixels = 50'000}, "resnet18", "resnet34",
            "21 million parameters are many for 50 thousand labelled pixels");
        row("thin objects", card, {.thinClass = "crack", .thinWidth = 3}, "resnet101", "swin_t",
            "first feature has cells of 4 px, which are coarse for \"crack\", about 3 px wide");
    }
    void encodersAreOrderedByWhatSuits()
    {
        QFETCH(MachineFacts, machine);
        QFETCH(DataFacts, data);
        const auto rows = suitedEncoders(
            machine, data, {"resnet18", "resnet34", "resnet101", "densenet121", "swin_t"});
        QCOMPARE(rows.size(), encoders().size() - 1);
        checkOrder(rows);
    }

    void otherBandsCostNetworksWithoutWeightsLess()
    {
        const auto demerits = [](int bands) {
            for (const auto& [row, suitability] : suitedNetworks({}, {.bands = bands})) {
                if (row->name == "unetclassic") {
                    return suitability.demerits;
                }
            }
            return 0.0;
        };
        QVERIFY(demerits(8) < demerits(3));
    }

    void whatTheOrderWasMadeForIsSaid()
    {
        const MachineFacts laptop{.device = "2 CPU cores", .cores = 2, .freeBytes = 8'000'000'000};
        QCOMPARE(inWords(laptop, {}), std::string("For 2 CPU cores with 8.0 GB free, 3 bands."));
        QCOMPARE(inWords({}, {.bands = 1,
                              .smallestSide = 900,
                              .labelledPixels = 1'234'567,
                              .thinClass = "road",
                              .thinWidth = 4.6}),
                 std::string("For 1 CPU core, 1 band, images from 900 px, 1.2 million labelled "
                             "pixels, the thinnest objects of \"road\", about 5 px wide."));
    }

    void aBatchOfOneTrains_data() { architectureRows(); }
    void aBatchOfOneTrains()
    {
        QFETCH(QString, architecture);
        const auto& row = architectureRow(architecture.toStdString());
        const auto& encoder = referenceEncoder(row);
        const auto network =
            SegmentationNetwork::make({.architecture = row.name, .encoder = encoder.name});
        QCOMPARE(numbersIn(encoder.name == ownEncoder ? network->parameters()
                                                      : network->decoderParameters()),
                 row.parameters);
        network->train();
        const auto loss = network->forward(wave(1, 3, 64, 32)).square().mean();
        loss.backward();
        QVERIFY(std::isfinite(loss.item<double>()));
        for (const auto& parameter : network->decoderParameters()) {
            QVERIFY(torch::isfinite(parameter.grad()).all().item<bool>());
        }
    }

private:
    std::unique_ptr<PythonReferences> references_;
};

QTEST_GUILESS_MAIN(NetworksTest)
#include "networks.moc"
