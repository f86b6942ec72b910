// The catalogue of published weights: every row fits what it says it is for, and says what may be
// done with it.
#include "formula_weights.h"
#include "run_fixtures.h"
#include "training/pretrained.h"

#include <QtTest/QtTest>

using namespace limn::training;

namespace
{

void catalogueRows()
{
    QTest::addColumn<QString>("name");
    for (const PublishedWeights& row : weightsCatalogue())
        QTest::newRow(row.name.c_str()) << QString::fromStdString(row.name);
}

/// The fetched row, and what its file is told by but for its logits, which made weights do not
/// give.
PublishedWeights fetchedRow()
{
    QFETCH(QString, name);
    PublishedWeights row = publishedWeights(name.toStdString());
    row.logits.reset();
    return row;
}

NetworkSpec specFor(const PublishedWeights& row)
{
    if (row.network.empty())
        return {.encoder = row.encoder};
    const ArchitectureRow& architecture = architectureRow(row.network);
    return {.architecture = row.network,
            .encoder = row.over.empty() ? architecture.encoders.front() : row.over,
            .classes = *row.classes};
}

/// What the file of a row holds, by the names that the network shares with its reference.
StateDict contentsOf(const PublishedWeights& row)
{
    const auto network = SegmentationNetwork::make(specFor(row));
    StateDict held;
    const StateDict own = row.network.empty() ? stateDict(network->encoder()) : stateDict(*network);
    for (const auto& [name, tensor] : own.tensors)
        held.tensors.emplace_back(name, tensor.detach());
    return held;
}

bool fits(const PublishedWeights& row, const StateDict& weights)
{
    try {
        requireFitting(row, weights);
    } catch (const TrainingError&) {
        return false;
    }
    return true;
}

/// Licences that forbid what Limn's users may want, by what they belong to.
bool isNonCommercial(const PublishedWeights& row)
{
    return row.encoder == "mit_b0" || row.over == "mit_b0";
}

} // namespace

class PublishedWeightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qunsetenv("LIMN_WEIGHTS_CATALOGUE"); }

    void everyRowFitsWhatItIsFor_data() { catalogueRows(); }
    void everyRowFitsWhatItIsFor()
    {
        const PublishedWeights row = fetchedRow();
        QVERIFY(row.encoder.empty() != row.network.empty());
        QVERIFY(fits(row, contentsOf(row)));
    }

    void otherNamesAndShapesAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"resnet18", "segformer_b0.ade20k", "lraspp_mobilenet_v3_large"})
            QTest::newRow(name) << QString(name);
    }
    void otherNamesAndShapesAreRefused()
    {
        const PublishedWeights row = fetchedRow();
        const StateDict right = contentsOf(row);
        for (const std::size_t place : {std::size_t{0}, right.tensors.size() - 2}) {
            StateDict renamed = right;
            renamed.tensors[place].first += "_of_another";
            QVERIFY2(!fits(row, renamed), right.tensors[place].first.c_str());
            StateDict reshaped = right;
            torch::Tensor& tensor = reshaped.tensors[place].second;
            tensor = torch::cat({tensor, tensor}, tensor.dim() - 1);
            QVERIFY2(!fits(row, reshaped), right.tensors[place].first.c_str());
        }
    }

    // Where no hash is published, the publisher's own logits tell the file.
    void publishedLogitsTellTheFile()
    {
        PublishedWeights row = publishedWeights("segformer_b0.ade20k");
        QVERIFY(row.logits && row.sha256.empty());
        const auto network = SegmentationNetwork::make(specFor(row));
        fillByFormula(*network);
        const StateDict weights = stateDict(*network);
        const auto refused = [&] {
            try {
                requireFitting(row, weights);
            } catch (const TrainingError& error) {
                return QString(error.what());
            }
            return QString();
        };
        QVERIFY2(refused().contains("other logits than are published"), qPrintable(refused()));

        row.logits = PublishedLogits{
            .height = 64, .width = 96, .channel = 149, .row = 40, .column = 90, .within = 1e-3};
        const torch::NoGradGuard noGrad;
        network->eval();
        const torch::Tensor logits = network->forward(torch::ones({1, 3, 64, 96}));
        for (int i = 0; i < 6; ++i)
            row.logits->values.push_back(logits[0][149][40][90 + i].item<double>());
        QCOMPARE(refused(), QString());
        row.logits->values.back() += 0.1;
        QVERIFY(!refused().isEmpty());
        row.logits->values.back() = std::nan("");
        QVERIFY(!refused().isEmpty());
    }

    // The numbers are those that the references count in the published networks.
    void networksAreAsLargeAsTheirFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("parameters");
        const auto row = [](const char* name, qint64 parameters) {
            QTest::newRow(name) << QString(name) << parameters;
        };
        row("fcn_resnet50", 32'957'013);
        row("deeplabv3_resnet50", 39'638'869);
        row("lraspp_mobilenet_v3_large", 3'221'538);
        row("fcn8s.voc", 134'489'759);
        row("segformer_b0.ade20k", 3'752'694);
        row("upernet_swin_t.ade20k", 59'018'064);
        row("upernet_convnext_tiny.ade20k", 59'318'838);
        row("unet_classic.brain", 7'763'041);
    }
    void networksAreAsLargeAsTheirFiles()
    {
        QFETCH(qint64, parameters);
        std::int64_t own = 0;
        for (const auto& parameter : SegmentationNetwork::make(specFor(fetchedRow()))->parameters())
            own += parameter.numel();
        QCOMPARE(own, std::int64_t{parameters});
    }

    void theAuxiliaryClassifierOfAFileIsLeftOut()
    {
        const PublishedWeights row = publishedWeights("fcn_resnet50");
        StateDict file = contentsOf(row);
        file.set("aux_classifier.4.weight", torch::zeros({21, 256, 1, 1}));
        file.set("aux_classifier.4.bias", torch::zeros({21}));
        const auto network =
            SegmentationNetwork::make({.architecture = "fcn", .encoder = "resnet50", .classes = 2});
        const auto notes = loadPretrained(*network, file, {});
        QCOMPARE(notes.size(), std::size_t{2});
        QVERIFY2(notes[0].find("classifier.4.weight") != std::string::npos, notes[0].c_str());
        QVERIFY2(notes[1].find("aux_classifier.4.weight") != std::string::npos, notes[1].c_str());
    }

    void whatForbidsCommerceSaysSo_data() { catalogueRows(); }
    void whatForbidsCommerceSaysSo()
    {
        const PublishedWeights row = fetchedRow();
        const bool says = row.licence.find("no commercial use") != std::string::npos;
        QCOMPARE(says, isNonCommercial(row));
        // Copyleft code and files of instance segmentation stay outside.
        for (const char* word : {"GPL", "BY-SA", "BY-NC"})
            QVERIFY2(row.licence.find(word) == std::string::npos, row.licence.c_str());
        // Where a publisher says nothing, the user is told what is known.
        QVERIFY(!row.licence.empty() || !row.note.empty());
    }

    void theTableOfEncodersNamesTheSameLicences()
    {
        const std::vector<PublishedWeights> rows = weightsCatalogue();
        for (const EncoderRow& encoder : encoders()) {
            if (encoder.file.empty())
                continue;
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) {
                return each.file == encoder.file;
            });
            QVERIFY2(row != rows.end(), encoder.file.c_str());
            QCOMPARE(QString::fromStdString(encoder.licence), QString::fromStdString(row->licence));
        }
    }

    void weightsAreKnownByEveryNameTheyAreCalled_data()
    {
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<QString>("weights");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << "mit_b0"
                                 << "none"
                                 << "";
        QTest::newRow("the encoder's own") << "mit_b0"
                                           << "imagenet"
                                           << "no commercial use";
        QTest::newRow("a name") << "mit_b0"
                                << "segformer_b0.ade20k"
                                << "no commercial use";
        QTest::newRow("a file") << "efficientnet_lite0"
                                << "/somewhere/tf_efficientnet_lite0-0aa007d2.pth"
                                << "Apache-2.0";
        QTest::newRow("a file of one's own") << "mit_b0"
                                             << "/somewhere/mine.safetensors"
                                             << "";
    }
    void weightsAreKnownByEveryNameTheyAreCalled()
    {
        QFETCH(QString, encoder);
        QFETCH(QString, weights);
        QFETCH(QString, says);
        const std::string licence = pretrainedLicence(encoder.toStdString(), weights.toStdString());
        QCOMPARE(licence.empty(), says.isEmpty());
        QVERIFY(QString::fromStdString(licence).contains(says));
    }

    // Caffe's networks saw blue, green and red in this order, in steps of 1 from 0 to 255.
    void blueFirstIsTurned()
    {
        const QTemporaryDir folder;
        const PublishedWeights row = publishedWeights("fcn8s.voc");
        StateDict state;
        state.set(row.blueFirst, torch::arange(12, torch::kFloat).reshape({2, 3, 1, 2}));
        for (const char* name : {"fcn8s_from_caffe.pth", "mine.pth"}) {
            const std::string file = folder.filePath(name).toStdString();
            writeSafetensors(file, state);
            const StateDict read = readPretrained("own", file);
            const bool turned = row.file == name;
            const torch::Tensor& filters = state.tensors[0].second;
            QVERIFY(torch::equal(read.tensors[0].second, turned ? filters.flip({1}) : filters));
            QCOMPARE(read.notes.size(), std::size_t{turned});
        }
        const std::vector<double> blueGreenRed{104.00698793, 116.66876762, 122.67891434};
        for (std::size_t colour = 0; colour < 3; ++colour) {
            const double seen =
                (1.0 - row.normalisation.mean[colour]) / row.normalisation.std[colour];
            QVERIFY(std::abs(seen - (255.0 - blueGreenRed[2 - colour])) < 1e-4);
        }
    }

    // Inception's file is scaled as torchvision's transform_input turns the usual scaling into.
    void inceptionIsScaledAsItsReferenceScalesItInside()
    {
        const Normalisation usual = encoderRow("resnet34").normalisation;
        const Normalisation own = encoderRow("inception_v3").normalisation;
        for (std::size_t colour = 0; colour < 3; ++colour)
            for (const double sample : {0.0, 0.25, 1.0}) {
                const double outside = (sample - usual.mean[colour]) / usual.std[colour];
                const double inside =
                    outside * (usual.std[colour] / 0.5) + (usual.mean[colour] - 0.5) / 0.5;
                QVERIFY(std::abs(inside - (sample - own.mean[colour]) / own.std[colour]) < 1e-12);
            }
    }
};

std::unique_ptr<QObject> run_tests::publishedWeightsTests()
{
    return std::make_unique<PublishedWeightsTest>();
}

#include "published_weights.moc"
