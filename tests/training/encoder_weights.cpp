// Every encoder of the table takes a classifier's file by the names its references write, and
// images of any number of bands start from it.
#include "formula_weights.h"
#include "reference_json.h"
#include "training/core/registry.h"

#include <QtTest>
#include <regex>

using namespace limn::training;

namespace
{

void encoderRows()
{
    QTest::addColumn<QString>("encoder");
    for (const auto& row : encoders()) {
        if (row.name == ownEncoder) {
            continue;
        }
        QTest::newRow(row.name.c_str()) << QString::fromStdString(row.name);
    }
}

/// What the published file of an encoder holds: its classifier's names, and no counters.
StateDict classifierFile(SegmentationNetwork& network)
{
    const std::string& encoder = network.spec().encoder;
    StateDict file;
    for (const auto& [own, tensor] : stateDict(network.encoder()).tensors) {
        if (own.ends_with("num_batches_tracked")) {
            continue;
        }
        std::string name = own;
        if (name.starts_with("model.")) {
            name = name.substr(std::string("model.").size());
        } else if (encoder == "densenet121") {
            name =
                std::regex_replace(name, std::regex(R"((denselayer\d+\.[a-z]+)([12]\.))"), "$1.$2");
        }
        file.set(name, tensor.detach().clone());
    }
    const std::string head = encoder.starts_with("resnet")     ? "fc"
                             : encoder.starts_with("vgg")      ? "classifier.6"
                             : encoder == "mobilenet_v2"       ? "classifier.1"
                             : encoder == "efficientnet_lite0" ? "conv_head"
                                                               : "classifier";
    file.set(head + ".weight", torch::zeros({10, 10}));
    return file;
}

std::shared_ptr<SegmentationNetwork> emptyNetwork(const QString& encoder, int bands)
{
    const auto network =
        SegmentationNetwork::make({.encoder = encoder.toStdString(), .bands = bands});
    network->eval();
    return network;
}

} // namespace

class EncoderWeightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPublishedFileFitsEveryNumberOfBands_data() { encoderRows(); }
    void aPublishedFileFitsEveryNumberOfBands()
    {
        QFETCH(QString, encoder);
        const torch::NoGradGuard noGrad;
        const auto source = emptyNetwork(encoder, 3);
        fillByFormula(*source);
        const auto file = classifierFile(*source);

        const auto same = emptyNetwork(encoder, 3);
        loadEncoderWeights(*same, file, {});
        const auto colours = wave(1, 3, 64, 64);
        const auto wanted = source->encoder().features(colours);
        const auto own = same->encoder().features(colours);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QVERIFY(torch::equal(own[i], wanted[i]));
        }

        const auto grey = wave(1, 1, 64, 64);
        const auto greyFeature = source->encoder().features(grey.expand({1, 3, 64, 64})).back();
        for (const int bands : {1, 4}) {
            const auto network = emptyNetwork(encoder, bands);
            loadEncoderWeights(*network, file, {});
            const auto feature =
                network->encoder().features(grey.expand({1, bands, 64, 64})).back();
            const auto apart = (feature - greyFeature).norm() / greyFeature.norm();
            QVERIFY2(apart.item<double>() < 1e-3, qPrintable(QString::number(bands)));
        }
    }

    // The names and shapes are torchvision's own: make_file_names.py.
    void torchvisionsFilesFitEncodersWithTimmsNames_data()
    {
        QTest::addColumn<QString>("encoder");
        const auto files =
            referenceJson(QStringLiteral("reference/golden/file_names.json")).object();
        for (const auto& encoder : files.keys()) {
            QTest::newRow(qPrintable(encoder)) << encoder;
        }
    }
    void torchvisionsFilesFitEncodersWithTimmsNames()
    {
        QFETCH(QString, encoder);
        const auto entries = referenceJson(QStringLiteral("reference/golden/file_names.json"))
                                 .object()[encoder]
                                 .toArray();
        StateDict file;
        for (const auto& entry : entries) {
            std::vector<int64_t> shape;
            for (const auto& size : entry.toArray()[1].toArray()) {
                shape.push_back(size.toInteger());
            }
            const std::string name = entry.toArray()[0].toString().toStdString();
            file.set(name, formulaTensor(name, torch::empty(shape)));
        }
        const auto network = emptyNetwork(encoder, 3);
        loadEncoderWeights(*network, file, {});
        std::size_t found = 0;
        const auto own = stateDict(network->encoder());
        for (const auto& [name, tensor] : file.tensors) {
            const auto place = network->encoder().ownName(name);
            const auto* mine = own.find("model." + place);
            mine = mine ? mine : own.find(place);
            if (!place.empty() && mine) {
                QVERIFY2(torch::equal(*mine, tensor.reshape(mine->sizes())), name.c_str());
                ++found;
            }
        }
        QCOMPARE(found, own.tensors.size());
    }

    // Microsoft's own file counts the layers that halve with the stage before, timm's with the one
    // behind: told, and not taken for each other.
    void stagesOfMicrosoftsSwinAreNotMixedUp()
    {
        const auto source = emptyNetwork("swin_t", 3);
        const auto timm = classifierFile(*source);
        StateDict microsoft;
        for (const auto& [name, tensor] : timm.tensors) {
            auto theirs = std::regex_replace(name, std::regex(R"(^layers_(\d))"), "layers.$1");
            const auto place = theirs.find(".downsample.");
            if (place != std::string::npos) {
                --theirs[place - 1];
            }
            microsoft.set(theirs, tensor);
        }
        QVERIFY(microsoft.find("layers.0.downsample.reduction.weight"));
        const auto network = emptyNetwork("swin_t", 3);
        loadEncoderWeights(*network, timm, {});
        try {
            loadEncoderWeights(*network, microsoft, {});
            QFAIL("was taken");
        } catch (const TrainingError& error) {
            const QString said = error.what();
            QVERIFY2(said.contains("layers_0.downsample") && said.contains("missing"),
                     error.what());
        }
    }

    void aFileOfAnotherEncoderIsRefused_data()
    {
        QTest::addColumn<QString>("encoder");
        for (const char* encoder : {"efficientnet_lite0", "resnet18", "vgg11_bn"}) {
            QTest::newRow(encoder) << QString(encoder);
        }
    }
    void aFileOfAnotherEncoderIsRefused()
    {
        QFETCH(QString, encoder);
        const auto other = emptyNetwork(encoder == "resnet18" ? "mobilenet_v2" : "resnet18", 3);
        const auto network = emptyNetwork(encoder, 3);
        try {
            loadEncoderWeights(*network, classifierFile(*other), {});
            QFAIL("was taken");
        } catch (const TrainingError& error) {
            const auto title = QString::fromStdString(encoderRow(encoder.toStdString()).title);
            QVERIFY2(QString(error.what()).contains(title), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(EncoderWeightsTest)
#include "encoder_weights.moc"
