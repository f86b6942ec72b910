// What has cost others days when they ported these networks, each by itself: the golden values of
// networks.cpp would show it, but not where. How maps are enlarged inside decoders is in those
// values alone; layouts of files, and padding and eps on real weights, are in weights.cpp and
// weight_files.cpp, names in encoder_weights.cpp, licences and scaling in published_weights.cpp.
#include "formula_weights.h"
#include "network_tests.h"
#include "training/core/registry.h"

#include <QtTest>
#include <regex>

using namespace limn::training;

namespace
{

namespace nn = torch::nn;

std::shared_ptr<SegmentationNetwork> networkOf(const QString& architecture, const QString& encoder)
{
    return SegmentationNetwork::make(
        {.architecture = architecture.toStdString(), .encoder = encoder.toStdString()});
}

struct NormFigures
{
    double eps = 0;
    double momentum = 0; ///< 0: of a norm that keeps nothing
};

std::optional<NormFigures> figuresOf(const nn::Module& module)
{
    if (const auto* batch = module.as<nn::BatchNorm2dImpl>()) {
        return NormFigures{batch->options.eps(), batch->options.momentum().value_or(0)};
    }
    if (const auto* layer = module.as<nn::LayerNormImpl>()) {
        return NormFigures{layer->options.eps(), 0};
    }
    if (const auto* group = module.as<nn::GroupNormImpl>()) {
        return NormFigures{group->options.eps(), 0};
    }
    return std::nullopt;
}

/// How many of the first rows of [N, C, H, W] are all the same.
int firstRowsAlike(const torch::Tensor& maps)
{
    const double typical = maps.abs().mean().item<double>();
    int alike = 1;
    while (alike < maps.size(2) &&
           (maps.select(2, alike) - maps.select(2, 0)).abs().max().item<double>() <
               1e-5 * typical) {
        ++alike;
    }
    return alike;
}

/// Leaves HRNet's largest map nothing but what its last exchange takes from the smallest.
void cutLargestBranchOff(Encoder& encoder)
{
    static const std::regex ofLargest(
        R"(.*(transition1\.0|stage\d\.\d\.(branches|fuse_layers)\.0)\..*)");
    const torch::NoGradGuard noGrad;
    for (const auto& entry : encoder.named_parameters()) {
        if (std::regex_match(entry.key(), ofLargest) &&
            entry.key().find("stage4.2.fuse_layers.0.3.") == std::string::npos) {
            torch::Tensor(entry.value()).zero_();
        }
    }
}

} // namespace

class NetworkTrapsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Neither is in any file.
    void normsHaveTheEpsAndMomentumOfTheirReferences_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<QString>("layers"); ///< a regular expression of full names
        QTest::addColumn<double>("eps");
        QTest::addColumn<double>("momentum");
        const auto row = [](const char* architecture, const char* encoder, const char* layers,
                            double eps, double momentum) {
            QTest::newRow(
                qPrintable(QStringLiteral("%1 %2 %3").arg(architecture).arg(encoder).arg(layers)))
                << QString(architecture) << QString(encoder) << QString(layers) << eps << momentum;
        };
        row("unet", "efficientnet_lite0", "encoder\\..*", 1e-3, 0.1);
        row("unet", "efficientnet_lite0", "decoder\\..*", 1e-5, 0.1);
        row("unet", "efficientnet_b0", "encoder\\..*", 1e-5, 0.1);
        row("unet", "resnet34", ".*", 1e-5, 0.1);
        row("unet", "densenet121", "encoder\\..*", 1e-5, 0.1);
        row("unet", "vgg16_bn", "encoder\\..*", 1e-5, 0.1);
        row("unet", "xception", "encoder\\..*", 1e-5, 0.1);
        row("segnet", "own", ".*", 1e-5, 0.1);
        row("unetclassic", "own", ".*", 1e-5, 0.1);
        row("unet", "mobilenet_v2", "encoder\\..*", 1e-5, 0.1);
        row("unet", "mobilenet_v3_small", "encoder\\..*", 1e-3, 0.01);
        row("lraspp", "mobilenet_v3_large", "backbone\\..*", 1e-3, 0.01);
        row("lraspp", "mobilenet_v3_large", "classifier\\..*", 1e-5, 0.1);
        row("unet", "inception_v3", "encoder\\..*", 1e-3, 0.1);
        row("unet", "hrnet_w18", "encoder\\..*", 1e-5, 0.1);
        row("hrnet", "hrnet_w18", ".*", 1e-5, 0.1);
        row("segformer", "mit_b0", "encoder\\.patch_embed\\d\\.norm", 1e-5, 0);
        row("segformer", "mit_b0", "encoder\\.block\\d\\.\\d\\.attn\\.norm", 1e-5, 0);
        row("segformer", "mit_b0", "encoder\\.block\\d\\.\\d\\.norm[12]", 1e-6, 0);
        row("segformer", "mit_b0", "encoder\\.norm\\d", 1e-6, 0);
        row("unet", "swin_t", "encoder\\..*", 1e-5, 0);
        row("unet", "convnext_tiny", "encoder\\..*", 1e-6, 0);
        row("fpn", "vit_b_16", "encoder\\..*", 1e-6, 0);
        row("upernet", "resnet18", "decoder\\.feature_norms\\..*", 1e-6, 0);
        row("transunet", "own", ".*\\.gn_proj", 1e-5, 0);
        row("transunet", "own", ".*\\.gn[123]?", 1e-6, 0);
        row("transunet", "own", "transformer\\.encoder\\..*", 1e-6, 0);
    }
    void normsHaveTheEpsAndMomentumOfTheirReferences()
    {
        QFETCH(QString, architecture);
        QFETCH(QString, encoder);
        QFETCH(QString, layers);
        QFETCH(double, eps);
        QFETCH(double, momentum);
        const auto network = networkOf(architecture, encoder);
        const std::regex wanted(layers.toStdString());
        int seen = 0;
        for (const auto& module : network->named_modules(std::string(), false)) {
            const auto figures = figuresOf(*module.value());
            if (!figures || !std::regex_match(module.key(), wanted)) {
                continue;
            }
            ++seen;
            QVERIFY2(std::abs(figures->eps - eps) < 1e-9 * eps, module.key().c_str());
            QVERIFY2(std::abs(figures->momentum - momentum) < 1e-9, module.key().c_str());
        }
        QVERIFY(seen > 0);
    }

    // Whether a stage's first block has the stage's rate or the one before is a matter of whose
    // network it is.
    void dilationIsThatOfItsReference_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<QString>("convolution");
        QTest::addColumn<int>("rate");
        const auto row = [](const char* architecture, const char* convolution, int rate) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(architecture).arg(convolution)))
                << QString(architecture) << QString(convolution) << rate;
        };
        row("deeplabv3", "encoder.layer3.0.conv2", 2);
        row("deeplabv3", "encoder.layer3.5.conv2", 2);
        row("deeplabv3", "encoder.layer4.0.conv2", 4);
        row("deeplabv3", "encoder.layer4.2.conv2", 4);
        row("deeplabv3plus", "encoder.layer3.0.conv2", 1);
        row("deeplabv3plus", "encoder.layer4.0.conv2", 2);
        row("deeplabv3torchvision", "backbone.layer3.0.conv2", 1);
        row("deeplabv3torchvision", "backbone.layer3.1.conv2", 2);
        row("deeplabv3torchvision", "backbone.layer4.0.conv2", 2);
        row("deeplabv3torchvision", "backbone.layer4.1.conv2", 4);
        row("fcn", "backbone.layer3.0.conv2", 1);
        row("fcn", "backbone.layer4.2.conv2", 4);
    }
    void dilationIsThatOfItsReference()
    {
        QFETCH(QString, architecture);
        QFETCH(QString, convolution);
        QFETCH(int, rate);
        const auto network = networkOf(architecture, "resnet50");
        const auto* layer = network->layer(convolution.toStdString())->as<nn::Conv2dImpl>();
        QVERIFY(layer);
        QCOMPARE((*layer->options.dilation())[0], int64_t{rate});
        QCOMPARE((*layer->options.dilation())[1], int64_t{rate});
    }

    // Where corners stay in place, the logits' second row is another than the first; where pixels
    // do, the first half of a cell's rows are the same.
    void theLastMapIsEnlargedAsByItsReference_data()
    {
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<int>("alike"); ///< first rows of the logits
        const auto row = [](const char* architecture, const char* encoder, int alike) {
            QTest::newRow(architecture) << QString(encoder) << alike;
        };
        row("fpn", "resnet18", 1);
        row("deeplabv3plus", "resnet18", 1);
        row("deeplabv3", "resnet18", 1);
        row("pspnet", "resnet18", 1);
        row("segformer", "mit_b0", 1);
        row("upernet", "resnet18", 1);
        row("hrnet", "hrnet_w18", 1);
        row("fcn", "resnet50", 4);
        row("deeplabv3torchvision", "mobilenet_v3_large", 8);
        row("lraspp", "mobilenet_v3_large", 4);
    }
    void theLastMapIsEnlargedAsByItsReference()
    {
        QFETCH(QString, encoder);
        QFETCH(int, alike);
        const torch::NoGradGuard noGrad;
        const auto network = networkOf(QTest::currentDataTag(), encoder);
        fillByFormula(*network);
        network->eval();
        QCOMPARE(firstRowsAlike(network->forward(wave(1, 3, 64, 64))), alike);
    }

    // HRNet for classes of images copies cells from branch to branch, HRNet for segmentation
    // blends them; no name tells one from the other.
    void branchesOfHrNetAreEnlargedAsByTheirReference_data()
    {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<bool>("copies");
        QTest::newRow("timm's trunk") << "unet" << true;
        QTest::newRow("as published for segmentation") << "hrnet" << false;
    }
    void branchesOfHrNetAreEnlargedAsByTheirReference()
    {
        QFETCH(QString, architecture);
        QFETCH(bool, copies);
        const torch::NoGradGuard noGrad;
        const auto network = networkOf(architecture, "hrnet_w18");
        fillByFormula(*network);
        network->eval();
        cutLargestBranchOff(network->encoder());
        // Inside the 8 x 8 cells that a cell of the smallest branch becomes, away from where a
        // later convolution sees the next ones.
        const auto feature = network->encoder().features(wave(1, 3, 64, 64))[2];
        const auto inside = feature.slice(2, 2, 6).slice(3, 2, 6);
        QVERIFY(inside.abs().max().item<double>() > 0);
        QCOMPARE(firstRowsAlike(inside) == inside.size(2), copies);
    }

    // TensorFlow puts the odd pixel of its padding at the end: at stride 2 a cell sees pixels from
    // its own on. PyTorch's symmetric padding begins one before, and ends one before.
    void tensorFlowsPaddingLiesAtTheEnd_data()
    {
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<int>("last"); ///< row that the first cell of the feature at stride 2 sees
        QTest::newRow("TensorFlow's") << "efficientnet_lite0" << 4;
        QTest::newRow("PyTorch's") << "mobilenet_v2" << 3;
    }
    void tensorFlowsPaddingLiesAtTheEnd()
    {
        QFETCH(QString, encoder);
        QFETCH(int, last);
        const auto network = networkOf("unet", encoder);
        fillByFormula(*network);
        network->eval();
        const auto image = wave(1, 3, 64, 64).set_requires_grad(true);
        const auto feature = network->encoder().features(image)[1];
        feature.slice(2, 0, 1).slice(3, 0, 1).square().sum().backward();
        const auto seen = image.grad().abs().sum({0, 1, 3}).nonzero();
        QCOMPARE(seen.min().item<int64_t>(), int64_t{0});
        QCOMPARE(seen.max().item<int64_t>(), int64_t{last});
    }
};

std::unique_ptr<QObject> network_tests::trapTests()
{
    return std::make_unique<NetworkTrapsTest>();
}

#include "network_traps.moc"
