// Where a network looked: against a closed form and against pytorch-grad-cam.
#include "training/core/grad_cam.h"
#include "formula_weights.h"
#include "training/core/optimisation.h"

#include <QtTest/QtTest>

using namespace limn::training;

namespace
{

/// Features as they are: one convolution at full size, the rest pooled from it.
class PlainEncoder : public Encoder
{
public:
    PlainEncoder()
        : conv_(register_module(
              "conv", torch::nn::Conv2d(torch::nn::Conv2dOptions(2, channels_, 3).padding(1))))
    {}
    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> all{torch::tanh(conv_(x))};
        for (int level = 1; level < 6; ++level)
            all.push_back(torch::avg_pool2d(all.back(), 2));
        return all;
    }
    std::vector<int64_t> channels() const override { return std::vector<int64_t>(6, channels_); }
    std::string firstConvolution() const override { return "conv"; }
    std::vector<std::shared_ptr<torch::nn::Module>> stages() override { return {conv_.ptr()}; }

private:
    static constexpr int64_t channels_ = 5;
    torch::nn::Conv2d conv_;
};

/// A network whose last layer is a 1 x 1 convolution of the recorded layer "last".
class OneByOne : public SegmentationNetwork
{
public:
    OneByOne()
        : SegmentationNetwork({"unet", "plain", 2, 3}, std::make_shared<PlainEncoder>()),
          head_(register_module("head", torch::nn::Conv2d(torch::nn::Conv2dOptions(5, 3, 1))))
    {}
    torch::Tensor weight() const { return head_->weight; } ///< [3, 5, 1, 1]

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        record("last", features.front());
        return head_(features.front());
    }
    std::vector<std::string> decoderLayers() const override { return {"last"}; }

private:
    torch::nn::Conv2d head_;
};

std::shared_ptr<OneByOne> oneByOne()
{
    torch::manual_seed(31);
    return std::make_shared<OneByOne>();
}

/// Largest absolute difference.
double apart(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

CamMethod methodNamed(const QString& name)
{
    return name == "hirescam" ? CamMethod::HiResCam : CamMethod::GradCam;
}

} // namespace

class GradCamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The score is the sum of w_c . a(pixel): its gradient at the layer is w_c wherever a pixel
    /// is scored and 0 elsewhere.
    void layerBeforeAOneByOneHasAClosedForm_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<bool>("masked");
        QTest::newRow("hirescam, all pixels") << "hirescam" << false;
        QTest::newRow("hirescam, some pixels") << "hirescam" << true;
        QTest::newRow("gradcam, all pixels") << "gradcam" << false;
        QTest::newRow("gradcam, some pixels") << "gradcam" << true;
    }

    void layerBeforeAOneByOneHasAClosedForm()
    {
        QFETCH(QString, method);
        QFETCH(bool, masked);
        const auto network = oneByOne();
        const torch::Tensor image = torch::randn({1, 2, 32, 64});
        torch::Tensor pixels = torch::ones({32, 64});
        if (masked) {
            pixels.zero_();
            pixels.slice(0, 4, 20).slice(1, 30, 50).fill_(1);
        }
        CamRequest request{1, "last", methodNamed(method), pixels};
        const CamResult result = explain(*network, image, request);

        const torch::Tensor weight = network->weight().detach()[1]; // [5, 1, 1]
        const torch::Tensor share =
            method == "hirescam" ? pixels : torch::full({}, pixels.mean().item<float>());
        const torch::Tensor expected = ((weight * share) * result.activation[0]).sum(0);
        QVERIFY2(apart(result.raw, expected) < 1e-5,
                 qPrintable(QString::number(apart(result.raw, expected))));
        QVERIFY(apart(result.gradient[0], weight * pixels) < 1e-7);

        const torch::Tensor positive = expected.clamp_min(0);
        QVERIFY(apart(result.map, positive / positive.max()) < 1e-4);
        QCOMPARE(result.map.min().item<double>(), 0.0);
    }

    void withoutPixelsThoseOfTheClassAreScored()
    {
        const auto network = oneByOne();
        const torch::Tensor image = torch::randn({1, 2, 32, 32});
        torch::Tensor predicted;
        {
            const torch::NoGradGuard noGradient;
            predicted = (network->forward(image).argmax(1)[0] == 2).to(torch::kFloat);
        }
        QVERIFY(predicted.any().item<bool>() && !predicted.all().item<bool>());
        CamRequest request{2, "last", CamMethod::HiResCam, {}};
        const torch::Tensor without = explain(*network, image, request).raw;
        request.pixels = predicted;
        QVERIFY(torch::equal(without, explain(*network, image, request).raw));
    }

    void classThatIsNowhereIsExplainedOverAllPixels()
    {
        const auto network = oneByOne();
        {
            const torch::NoGradGuard noGradient;
            network->named_parameters()["head.bias"][2] = -1000;
        }
        const torch::Tensor image = torch::randn({1, 2, 32, 32});
        CamRequest request{2, "last", CamMethod::HiResCam, {}};
        const torch::Tensor without = explain(*network, image, request).raw;
        request.pixels = torch::ones({32, 32});
        QVERIFY(torch::equal(without, explain(*network, image, request).raw));
    }

    void imageOffTheStrideGetsAMapOfItsSize()
    {
        const auto network = oneByOne();
        const torch::Tensor image = torch::randn({1, 2, 45, 33});
        const CamResult result =
            explain(*network, image, {0, "last", CamMethod::HiResCam, torch::ones({45, 33})});
        QCOMPARE(result.map.size(0), 45);
        QCOMPARE(result.map.size(1), 33);
        // This layer lies at the image's own resolution: what is left of it is not resized.
        const torch::Tensor kept = result.raw.slice(0, 0, 45).slice(1, 0, 33).clamp_min(0);
        QVERIFY(apart(result.map, kept / kept.max()) < 1e-4);
    }

    void networkIsLeftAsItWas()
    {
        const auto network = oneByOne();
        network->train();
        network->encoder().eval();
        for (torch::Tensor& parameter : network->encoder().parameters())
            parameter.set_requires_grad(false);
        explain(*network, torch::randn({1, 2, 32, 32}), {0, "last", CamMethod::GradCam, {}});
        QVERIFY(network->is_training());
        QVERIFY(!network->encoder().is_training());
        for (const torch::Tensor& parameter : network->encoder().parameters())
            QVERIFY(!parameter.requires_grad());
        for (const torch::Tensor& parameter : network->parameters())
            QVERIFY(!parameter.grad().defined());
    }

    void averagedNetworkOfARunCanBeExplained()
    {
        torch::manual_seed(32);
        Optimisation optimisation(SegmentationNetwork::make({"unet", "efficientnet_lite0", 3, 2}),
                                  {}, torch::kCPU, Precision::Float32);
        const torch::Tensor image = torch::randn({1, 3, 64, 96});
        for (const std::string& layer : optimisation.averaged().explainableLayers()) {
            const CamResult result =
                explain(optimisation.averaged(), image, {1, layer, CamMethod::GradCam, {}});
            QCOMPARE(result.map.sizes(), at::IntArrayRef({64, 96}));
            QVERIFY(result.map.isfinite().all().item<bool>());
            QVERIFY(result.map.min().item<double>() >= 0 && result.map.max().item<double>() <= 1);
        }
    }

    void impossibleRequestsAreRefused_data()
    {
        QTest::addColumn<int>("classIndex");
        QTest::addColumn<QString>("layer");
        QTest::addColumn<int>("pixelsSide");
        QTest::newRow("class") << 3 << "last" << 32;
        QTest::newRow("negative class") << -1 << "last" << 32;
        QTest::newRow("layer") << 0 << "decoder.nowhere" << 32;
        QTest::newRow("layer without a record") << 0 << "head" << 32;
        QTest::newRow("pixels of another size") << 0 << "last" << 16;
    }

    void impossibleRequestsAreRefused()
    {
        QFETCH(int, classIndex);
        QFETCH(QString, layer);
        QFETCH(int, pixelsSide);
        const auto network = oneByOne();
        const CamRequest request{classIndex, layer.toStdString(), CamMethod::GradCam,
                                 torch::ones({pixelsSide, pixelsSide})};
        QVERIFY_EXCEPTION_THROWN(explain(*network, torch::randn({1, 2, 32, 32}), request),
                                 TrainingError);
    }

    void mapsArePytorchGradCams_data()
    {
        QTest::addColumn<QString>("layer");
        QTest::addColumn<QString>("method");
        QTest::newRow("middle layer, Grad-CAM") << "encoder.layer3"
                                                << "gradcam";
        QTest::newRow("last layer, Grad-CAM") << "encoder.layer4"
                                              << "gradcam";
        QTest::newRow("last layer, HiResCAM") << "encoder.layer4"
                                              << "hirescam";
    }

    /// Its activations and gradients of a batch of two, through our arithmetic.
    void mapsArePytorchGradCams()
    {
        QFETCH(QString, layer);
        QFETCH(QString, method);
        const torch::Tensor expected = golden(layer, method);
        const torch::Tensor maps = camMap(golden(layer, "activation"), golden(layer, "gradient"),
                                          methodNamed(method), expected.size(1), expected.size(2));
        QVERIFY2(apart(maps, expected) < 2e-5, qPrintable(QString::number(apart(maps, expected))));
    }

    void networkIsExplainedAsByPytorchGradCam_data() { mapsArePytorchGradCams_data(); }

    /// The whole way, from the image through a U-Net over ResNet-34.
    void networkIsExplainedAsByPytorchGradCam()
    {
        QFETCH(QString, layer);
        QFETCH(QString, method);
        const torch::Tensor expected = golden(layer, method);
        const torch::Tensor images = wave(expected.size(0), 3, expected.size(1), expected.size(2));
        const auto network = SegmentationNetwork::make({"unet", "resnet34", 3, 3});
        fillByFormula(*network);
        CamRequest request{2, layer.toStdString(), methodNamed(method), torch::zeros({64, 96})};
        request.pixels.slice(0, 16, 48).slice(1, 24, 80).fill_(1); // as make_gradcam_golden.py
        for (int64_t i = 0; i < images.size(0); ++i) {
            const CamResult result = explain(*network, images.narrow(0, i, 1), request);
            QVERIFY2(apart(result.activation[0], golden(layer, "activation")[i]) < 1e-4,
                     qPrintable(QString::number(
                         apart(result.activation[0], golden(layer, "activation")[i]))));
            QVERIFY2(apart(result.gradient[0], golden(layer, "gradient")[i]) < 1e-4,
                     qPrintable(
                         QString::number(apart(result.gradient[0], golden(layer, "gradient")[i]))));
            QVERIFY2(apart(result.map, expected[i]) < 1e-3,
                     qPrintable(QString::number(apart(result.map, expected[i]))));
        }
    }

private:
    torch::Tensor golden(const QString& layer, const QString& name) const
    {
        return *golden_.find((layer + "." + name).toStdString());
    }
    const StateDict golden_ =
        readSafetensors(LIMN_SOURCE_DIR "/tests/reference/golden/gradcam.safetensors");
};

QTEST_GUILESS_MAIN(GradCamTest)
#include "grad_cam.moc"
