// The networks are segmentation_models.pytorch's: names, shapes, logits, gradients. Golden values
// come from tests/reference/make_network_goldens.py.
#include "formula_weights.h"
#include "reference_json.h"
#include "training/core/registry.h"

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

void switchDropoutOff(SegmentationNetwork& network)
{
    for (const auto& module : network.modules(false)) {
        if (module->as<torch::nn::Dropout>() || module->as<torch::nn::Dropout2d>()) {
            module->eval();
        }
    }
}

std::int64_t numbersIn(const std::vector<torch::Tensor>& parameters)
{
    std::int64_t numbers = 0;
    for (const auto& parameter : parameters) {
        numbers += parameter.numel();
    }
    return numbers;
}

QString parentOf(const QString& name)
{
    return name.left(name.lastIndexOf(QLatin1Char('.')));
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

} // namespace

class NetworksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Small maps gain nothing from a second thread and lose much where others use the cores.
    void initTestCase() { at::set_num_threads(1); }

    void everyRowHasAGoldenFile()
    {
        std::set<std::string> covered;
        for (const auto& name : networksWithGoldens()) {
            const auto spec = specOf(QString::fromStdString(name));
            covered.insert({spec.architecture, spec.encoder});
        }
        QCOMPARE(covered.size(), architectures().size() + encoders().size());
    }

    void namesShapesAndTypesAreTheReferences_data() { networkRows(); }
    void namesShapesAndTypesAreTheReferences()
    {
        QFETCH(QString, name);
        const auto golden = goldenOf(name);
        const auto network = SegmentationNetwork::make(specOf(name));
        const auto own = stateDict(*network).tensors;
        const auto entries = golden["state"].toArray();
        QCOMPARE(own.size(), static_cast<std::size_t>(entries.size()));
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto entry = entries[static_cast<int>(i)].toArray();
            QCOMPARE(QString::fromStdString(own[i].first), entry[0].toString());
            QCOMPARE(own[i].second.sizes().vec(), integers(entry[1]));
            QCOMPARE(own[i].second.scalar_type(),
                     entry[2].toString() == QLatin1String("int64") ? torch::kLong : torch::kFloat);
        }
    }

    void logitsAndFeaturesAreTheReferences_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("wide");
        for (const auto& name : networksWithGoldens()) {
            QTest::addRow("%s, 3 bands, float32", name.c_str())
                << QString::fromStdString(name) << 0 << false;
            QTest::addRow("%s, 4 bands, float64", name.c_str())
                << QString::fromStdString(name) << 1 << true;
        }
    }
    void logitsAndFeaturesAreTheReferences()
    {
        QFETCH(QString, name);
        QFETCH(int, number);
        QFETCH(bool, wide);
        const double tolerance = wide ? 1e-9 : 1e-4;
        const auto golden = goldenOf(name);
        const auto one = golden["cases"].toArray()[number].toObject();
        const auto network = referenceNetwork(golden, one["bands"].toInt(), one["classes"].toInt());
        network->eval();
        auto x = wave(integers(one["input"])[0], integers(one["input"])[1],
                      integers(one["input"])[2], integers(one["input"])[3]);
        if (wide) {
            network->to(torch::kDouble);
            x = x.to(torch::kDouble);
        }
        const torch::NoGradGuard noGrad;

        const auto features = network->encoder().features(x);
        const auto channels = network->encoder().channels();
        const auto expected = one["features"].toArray();
        QCOMPARE(features.size(), static_cast<std::size_t>(expected.size()));
        for (std::size_t i = 0; i < features.size(); ++i) {
            const auto feature = expected[static_cast<int>(i)].toObject();
            QCOMPARE(features[i].sizes().vec(), integers(feature["shape"]));
            QCOMPARE(features[i].size(1), channels[i]);
            QVERIFY(relative(features[i].norm().item<double>(), feature["norm"].toDouble()) <
                    tolerance);
        }

        const auto logits = network->forward(x);
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

    void aTrainingStepHasTheReferencesGradients_data() { networkRows(); }
    void aTrainingStepHasTheReferencesGradients()
    {
        QFETCH(QString, name);
        const auto golden = goldenOf(name);
        const auto one = golden["training"].toObject();
        const auto network = referenceNetwork(golden, 3, 2);
        network->to(torch::kDouble);
        network->train();
        switchDropoutOff(*network);
        const auto x = wave(2, 3, 64, 96).to(torch::kDouble);
        const auto loss = network->forward(x).square().mean();
        loss.backward();
        QVERIFY(relative(loss.item<double>(), one["loss"].toDouble()) < 1e-8);

        // Layers that no logit depends on have no gradient on either side. Shifts that a later
        // batch normalisation takes away again have one that is noise around zero.
        const auto gradients = one["gradients"].toObject();
        double largest = 0;
        for (const auto& norm : gradients) {
            largest = std::max(largest, norm.toDouble());
        }
        std::set<QString> ran;
        qsizetype compared = 0;
        for (const auto& entry : network->named_parameters()) {
            const auto key = QString::fromStdString(entry.key());
            QVERIFY2(gradients.contains(key) == entry.value().grad().defined(), qPrintable(key));
            if (!entry.value().grad().defined()) {
                continue;
            }
            const double own = entry.value().grad().norm().item<double>();
            const double wanted = gradients[key].toDouble();
            QVERIFY2(std::abs(own - wanted) < 1e-6 * std::max(wanted, 1e-6 * largest),
                     qPrintable(key));
            ran.insert(parentOf(key));
            ++compared;
        }
        QCOMPARE(compared, gradients.size());
        const auto kept = one["kept"].toObject();
        compared = 0;
        for (const auto& entry : network->named_buffers()) {
            const auto key = QString::fromStdString(entry.key());
            if (!ran.contains(parentOf(key))) {
                continue;
            }
            const double own = entry.value().to(torch::kDouble).norm().item<double>();
            QVERIFY2(relative(own, kept[key].toDouble()) < 1e-8, qPrintable(key));
            ++compared;
        }
        QCOMPARE(compared, kept.size());
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
        QTest::newRow("pooling dilated") << "deeplabv3plus"
                                         << "vgg11_bn" << 3 << 2 << "choose one of";
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

    void everyNetworkReadsAnyNumberOfBands_data() { networkRows(); }
    void everyNetworkReadsAnyNumberOfBands()
    {
        QFETCH(QString, name);
        const torch::NoGradGuard noGrad;
        auto spec = specOf(name);
        spec.bands = 7;
        spec.classes = 1;
        const auto network = SegmentationNetwork::make(spec);
        network->eval();
        const auto logits = network->forward(torch::randn({2, 7, 32, 64}));
        QCOMPARE(logits.sizes().vec(), (std::vector<int64_t>{2, 1, 32, 64}));
        QVERIFY(torch::isfinite(logits).all().item<bool>());
        QVERIFY(network->spec() == spec);
    }

    void explainableLayersAreRecordedInTheGraph_data() { networkRows(); }
    void explainableLayersAreRecordedInTheGraph()
    {
        QFETCH(QString, name);
        const auto network = SegmentationNetwork::make(specOf(name));
        network->eval();
        Activations activations;
        const auto logits = network->forward(wave(1, 3, 64, 96), &activations);
        const auto layers = network->explainableLayers();
        QCOMPARE(activations.size(), layers.size());
        for (const auto& layer : layers) {
            QVERIFY2(activations.contains(layer), layer.c_str());
            QVERIFY(network->layer(layer) != nullptr);
            const auto gradient =
                torch::autograd::grad({logits.sum()}, {activations[layer]}, {}, true)[0];
            QVERIFY2(gradient.abs().sum().item<double>() > 0, layer.c_str());
        }
        const auto& deepest = activations.at(network->defaultExplainedLayer());
        const int64_t stride = architectureRow(network->spec().architecture).encoderStride;
        QCOMPARE(deepest.sizes().slice(2).vec(), (std::vector<int64_t>{64 / stride, 96 / stride}));

        // What is recorded is what the layer is: the encoder's own features.
        const torch::NoGradGuard noGrad;
        const auto features = network->encoder().features(wave(1, 3, 64, 96));
        QVERIFY(torch::equal(deepest, features.back()));
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

    void encoderAndDecoderShareNoParameter_data() { networkRows(); }
    void encoderAndDecoderShareNoParameter()
    {
        QFETCH(QString, name);
        const auto network = SegmentationNetwork::make(specOf(name));
        std::set<void*> seen;
        std::size_t stageParameters = 0;
        for (const auto& parameters :
             {network->encoderParameters(), network->decoderParameters()}) {
            for (const auto& parameter : parameters) {
                QVERIFY(seen.insert(parameter.data_ptr()).second);
            }
        }
        QCOMPARE(seen.size(), network->parameters().size());
        for (const auto& stage : network->encoder().stages()) {
            stageParameters += stage->parameters().size();
        }
        QCOMPARE(stageParameters, network->encoderParameters().size());
    }

    void theTableSaysWhatAnExpertNeeds()
    {
        for (const auto& row : encoders()) {
            QVERIFY(!row.title.empty() && !row.reference.empty() && !row.paper.empty());
            QVERIFY2(row.advice.ends_with('.'), row.advice.c_str());
            QVERIFY(!row.family.empty());
            QCOMPARE(row.weights.empty(), row.licence.empty());
            QCOMPARE(row.weights.empty(), row.file.empty());
            QCOMPARE(numbersIn(row.make({})->parameters()), row.parameters);
            QCOMPARE(row.normalisation.mean.size(), std::size_t{3});
            QCOMPARE(row.normalisation.std.size(), std::size_t{3});
        }
        for (const auto& row : architectures()) {
            QVERIFY(!row.title.empty() && !row.reference.empty() && !row.paper.empty());
            QVERIFY(!row.family.empty() && row.name.find('_') == std::string::npos);
            QVERIFY2(row.advice.ends_with('.'), row.advice.c_str());
            const auto network =
                SegmentationNetwork::make({.architecture = row.name, .encoder = "resnet34"});
            QCOMPARE(numbersIn(network->decoderParameters()), row.parameters);
        }
    }

    void aBatchOfOneTrains_data() { architectureRows(); }
    void aBatchOfOneTrains()
    {
        QFETCH(QString, architecture);
        const auto network =
            SegmentationNetwork::make({.architecture = architecture.toStdString()});
        network->train();
        const auto loss = network->forward(wave(1, 3, 64, 64)).square().mean();
        loss.backward();
        QVERIFY(std::isfinite(loss.item<double>()));
        for (const auto& parameter : network->decoderParameters()) {
            QVERIFY(torch::isfinite(parameter.grad()).all().item<bool>());
        }
    }
};

QTEST_GUILESS_MAIN(NetworksTest)
#include "networks.moc"
