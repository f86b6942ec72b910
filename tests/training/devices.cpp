// Which devices and precisions there are, and what is said of those there are not.
#include "training/core/device.h"
#include "training/core/network.h"
#include "training/core/thread_waiting.h"

#include <QtTest>
#include <sstream>

using namespace limn::training;

class DevicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstDeviceIsTheCpu()
    {
        const auto rows = devices();
        QCOMPARE(rows.front().name, std::string("cpu"));
        QVERIFY(QString::fromStdString(rows.front().title).contains("CPU core"));
        QVERIFY(rows.front().freeBytes > 0);
        QVERIFY(chooseDevice("cpu").is_cpu());
        QCOMPARE(chooseDevice("auto").is_cpu(), rows.size() == 1);
        QCOMPARE(toString(choosePrecision("auto", torch::kCPU)),
                 std::string(rows.front().bfloat16 ? "bf16" : "fp32"));
        QCOMPARE(toString(choosePrecision("fp32", torch::kCPU)), std::string("fp32"));
        QCOMPARE(toString(choosePrecision("bf16", torch::kCPU)), std::string("bf16"));
    }

    void aDeviceThatIsNotThereIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("fragment");
        QTest::newRow("beyond the last GPU") << "cuda:99"
                                             << "no GPU";
        QTest::newRow("no number") << "cuda:"
                                   << "not a device";
        QTest::newRow("no number at all") << "cuda:x"
                                          << "not a device";
        QTest::newRow("huge number") << "cuda:99999999999999999999"
                                     << "not a device";
        QTest::newRow("another maker's") << "tpu"
                                         << "not a device";
        QTest::newRow("nothing") << ""
                                 << "not a device";
    }
    void aDeviceThatIsNotThereIsRefused()
    {
        QFETCH(QString, name);
        QFETCH(QString, fragment);
        try {
            chooseDevice(name.toStdString());
            QFAIL("was found");
        } catch (const TrainingError& error) {
            QVERIFY2(QString(error.what()).contains(fragment), error.what());
        }
    }

    void anUnknownPrecisionIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(choosePrecision("fp8", torch::kCPU), TrainingError);
    }

    void autocastLastsAsLongAsItsScope()
    {
        const torch::NoGradGuard noGrad;
        const auto x = torch::ones({1, 3, 8, 8});
        const auto filters = torch::ones({4, 3, 3, 3});
        {
            const AutocastScope scope(torch::kCPU, Precision::BFloat16);
            QCOMPARE(torch::conv2d(x, filters).scalar_type(), torch::kBFloat16);
            {
                const AutocastScope inner(torch::kCPU, Precision::Float32);
                QCOMPARE(torch::conv2d(x, filters).scalar_type(), torch::kFloat);
            }
            QCOMPARE(torch::conv2d(x, filters).scalar_type(), torch::kBFloat16);
        }
        QCOMPARE(torch::conv2d(x, filters).scalar_type(), torch::kFloat);
    }

    void busyProcessorsAreCountedWithoutTheirIdleTime()
    {
        // user nice system idle iowait irq softirq steal guest guest_nice
        const std::string stat = "cpu  600 60 6 9999 999 3 3 50 40 30\n"
                                 "cpu0 100 20 3 5000 400 1 2 9 8 7\n"
                                 "cpu1 200 30 2 4000 300 1 1 9 8 7\n"
                                 "cpu12 300 10 1 999 299 1 0 9 8 7\n"
                                 "intr 123 cpu1 7\nctxt 5\n";
        const auto seconds = [&](const std::set<int>& processors) {
            std::istringstream text(stat);
            return busySeconds(text, processors, 100);
        };
        QCOMPARE(seconds({0}), 1.26);
        QCOMPARE(seconds({1}), 2.34);
        QCOMPARE(seconds({0, 12}), 1.26 + 3.12);
        QCOMPARE(seconds({3}), 0.0);
        std::istringstream nothing;
        QCOMPARE(busySeconds(nothing, {0}, 100), 0.0);
    }

    void threadsAreDisturbedByWhoeverTakesMuchOfACore()
    {
        QVERIFY(!isDisturbed(false, 0.05));
        QVERIFY(isDisturbed(false, 0.9));
        // Between the two it stays as it was.
        QVERIFY(!isDisturbed(false, 0.2));
        QVERIFY(isDisturbed(true, 0.2));
        QVERIFY(!isDisturbed(true, 0.05));
    }
};

QTEST_GUILESS_MAIN(DevicesTest)
#include "devices.moc"
