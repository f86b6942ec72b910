// Which networks and encoders suit a machine and its labels, and the reasons given.
#include "network_tests.h"
#include "training/core/network_choice.h"

#include <QtTest>

using namespace limn::training;

namespace
{

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

class NetworkOrderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        QCOMPARE(inWords(laptop, {}), std::string("For 2 CPU cores with 8.0 GB free; 3 bands."));
        QCOMPARE(inWords({}, {.bands = 1,
                              .smallestSide = 900,
                              .labelledPixels = 1'234'567,
                              .thinClass = "road",
                              .thinWidth = 4.6}),
                 std::string("For 1 CPU core; 1 band; images from 900 px; 1.2 million labelled "
                             "pixels; the thinnest objects of \"road\", about 5 px wide."));
    }
};

std::unique_ptr<QObject> network_tests::orderTests()
{
    return std::make_unique<NetworkOrderTest>();
}

#include "network_order.moc"
