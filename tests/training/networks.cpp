// The networks are their references': names, shapes, logits, gradients. Golden values come from
// tests/reference/make_network_goldens.py.
#include "../several_tests.h"
#include "formula_weights.h"
#include "network_tests.h"
#include "reference_json.h"
#include "training/core/drop_path.h"
#include "training/core/registry.h"

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

/// Shape, norm and mean, the last by how large a value typically is.
void compareSummary(const torch::Tensor& own, const QJsonObject& reference, double tolerance)
{
    QCOMPARE(own.sizes().vec(), integers(reference["shape"]));
    if (own.numel() == 0) {
        return;
    }
    const double norm = reference["norm"].toDouble();
    QVERIFY(norm > 0);
    QVERIFY(relative(own.norm().item<double>(), norm) < tolerance);
    const double mean = own.mean().item<double>();
    const double typical = norm / std::sqrt(static_cast<double>(own.numel()));
    QVERIFY2(std::abs(mean - reference["mean"].toDouble()) < tolerance * typical,
             qPrintable(QStringLiteral("a mean of %1").arg(mean)));
}

void compareForward(SegmentationNetwork& network, const QJsonObject& one, double tolerance)
{
    const auto x = waveOf(one).to(network.parameters().front().scalar_type());
    const torch::NoGradGuard noGrad;
    const auto expected = one["features"].toArray();
    const auto features = lastFeatures(network, x, expected.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
        compareSummary(features[i], expected[static_cast<int>(i)].toObject(), tolerance);
    }

    const auto logits = network.forward(x);
    const auto answer = one["logits"].toObject();
    compareSummary(logits, answer, tolerance);
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

} // namespace

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

    void fourBandsInDoublePrecisionAreTheReferences_data() { networkRows(); }
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

private:
    std::unique_ptr<PythonReferences> references_;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    NetworksTest references;
    const auto building = network_tests::buildingTests();
    const auto order = network_tests::orderTests();
    const auto traps = network_tests::trapTests();
    return tests::run(QCoreApplication::arguments(),
                      {building.get(), order.get(), traps.get(), &references});
}

#include "networks.moc"
