// Networks as they are built from the tables: any size, bands and classes, and what is refused.
#include "formula_weights.h"
#include "network_tests.h"
#include "training/core/registry.h"

#include <QtTest>

using namespace limn::training;

namespace
{

void architectureRows()
{
    QTest::addColumn<QString>("architecture");
    for (const auto& row : architectures()) {
        QTest::newRow(row.name.c_str()) << QString::fromStdString(row.name);
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

class NetworkBuildingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        const auto logits = network->forward(torch::randn({2, 7, 31, 65}));
        QCOMPARE(logits.sizes().vec(), (std::vector<int64_t>{2, 1, 31, 65}));
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

    void everyNetworkReadsAnyNumberOfBandsAndAnySize_data() { architectureRows(); }
    void everyNetworkReadsAnyNumberOfBandsAndAnySize()
    {
        QFETCH(QString, architecture);
        const torch::NoGradGuard noGrad;
        const auto& row = architectureRow(architecture.toStdString());
        const auto network = SegmentationNetwork::make({.architecture = row.name,
                                                        .encoder = referenceEncoder(row).name,
                                                        .bands = 5,
                                                        .classes = 3});
        network->eval();
        const auto logits = network->forward(torch::randn({1, 5, 33, 20}));
        QCOMPARE(logits.sizes().vec(), (std::vector<int64_t>{1, 3, 33, 20}));
        QVERIFY(torch::isfinite(logits).all().item<bool>());
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
};

std::unique_ptr<QObject> network_tests::buildingTests()
{
    return std::make_unique<NetworkBuildingTest>();
}

#include "network_building.moc"
