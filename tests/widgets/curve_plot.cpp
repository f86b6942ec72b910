// The training curves: what is counted, shown, read by hovering, and written to files.
#include "widgets/curve_plot.h"

#include "widgets/custom_plot.h"
#include "widgets/theme.h"

#include <cmath>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace limn::widgets;

class CurvePlotTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;

    static void fill(CurvePlot& plot)
    {
        for (int i = 0; i < 50; ++i)
            plot.addTrainingLoss(i, i * 2.0, 1.0 / (1 + i));
        plot.addValidation({20, 40, 0.5, 0.9, true}); // a lucky one
        plot.addValidation({40, 80, 0.3, 0.7, true});
        plot.addValidation({45, 90, 0.3, 0.8, false});
        plot.addLabelChange(10, 20);
    }

private Q_SLOTS:
    void countsItsPoints()
    {
        CurvePlot plot;
        fill(plot);
        QCOMPARE(plot.trainingPoints(), 50);
        QCOMPARE(plot.validationPoints(), 3);
        plot.clear();
        QCOMPARE(plot.trainingPoints(), 0);
        QCOMPARE(plot.validationPoints(), 0);
    }

    /// The run says which of its validations is the best: not always the highest.
    void theLegendNamesTheBestValidation()
    {
        CurvePlot plot;
        fill(plot);
        const auto* inner = plot.findChild<QCustomPlot*>();
        QStringList names;
        for (int i = 0; i < inner->graphCount(); ++i)
            names.append(inner->graph(i)->name());
        QVERIFY2(names.contains(QStringLiteral("Validation mIoU, best 0.700")),
                 qPrintable(names.join(QLatin1String(", "))));
    }

    void showsAllAsItComesAgainstStepsOrTime()
    {
        CurvePlot plot;
        plot.resize(600, 300);
        plot.show();
        fill(plot);
        auto* inner = plot.findChild<QCustomPlot*>();
        QTRY_VERIFY(inner->xAxis->range().contains(49) && inner->xAxis->range().upper < 52);
        QVERIFY(inner->yAxis->range().contains(1.0));
        QTest::mouseClick(plot.findChild<QToolButton*>(QStringLiteral("byTime")), Qt::LeftButton);
        QCOMPARE(plot.axis(), CurvePlot::Axis::Time);
        QTRY_VERIFY(inner->xAxis->range().contains(98) && inner->xAxis->range().upper < 104);
        plot.setAxis(CurvePlot::Axis::Steps);
        QTRY_VERIFY(inner->xAxis->range().upper < 52);
    }

    void staysWhereItWasZoomedUntilADoubleClick()
    {
        CurvePlot plot;
        plot.resize(600, 300);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        fill(plot);
        auto* inner = plot.findChild<QCustomPlot*>();
        QTRY_VERIFY(inner->xAxis->range().contains(49));
        QTRY_VERIFY(inner->axisRect()->width() > 100);
        const QPoint middle = inner->axisRect()->center();
        QWheelEvent wheel(middle, inner->mapToGlobal(QPointF(middle)), {}, {0, 120}, Qt::NoButton,
                          {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(inner, &wheel);
        const double zoomed = inner->xAxis->range().upper;
        QVERIFY(zoomed < 49);
        QSignalSpy replots(inner, &QCustomPlot::afterReplot);
        plot.addTrainingLoss(60, 120, 0.01);
        QTRY_VERIFY(!replots.isEmpty());
        QCOMPARE(inner->xAxis->range().upper, zoomed);
        QTest::mouseDClick(inner, Qt::LeftButton, {}, middle);
        QTest::mouseRelease(inner, Qt::LeftButton, {}, middle);
        QTRY_VERIFY(inner->xAxis->range().contains(60));
    }

    void hoveringReadsTheValues()
    {
        CurvePlot plot;
        plot.resize(600, 300);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        fill(plot);
        auto* inner = plot.findChild<QCustomPlot*>();
        QTRY_VERIFY(inner->xAxis->range().contains(49));
        const int x = static_cast<int>(inner->xAxis->coordToPixel(39));
        QTest::mouseMove(inner, inner->axisRect()->center());
        QTest::mouseMove(inner, {x, inner->axisRect()->center().y()});
        auto* readOut = plot.findChild<QLabel*>(QStringLiteral("readOut"));
        QTRY_VERIFY(readOut->text().contains(QStringLiteral("39")));
        QVERIFY(readOut->text().contains(QStringLiteral("0.025"))); // 1 / 40
        QVERIFY(readOut->text().contains(QStringLiteral("0.700")));
    }

    void savesPictures_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("magic");
        QTest::newRow("png") << QStringLiteral("curves.png") << QByteArray("\x89PNG");
        QTest::newRow("pdf") << QStringLiteral("curves.PDF") << QByteArray("%PDF-");
    }

    void savesPictures()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, magic);
        CurvePlot plot;
        fill(plot);
        QCOMPARE(plot.save(folder_.filePath(name)), QString());
        QFile file(folder_.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith(magic));
        if (name.endsWith(QStringLiteral("png"))) {
            const QImage picture = QImage::fromData(bytes);
            QCOMPARE(picture.pixelColor(0, 0), QColor(Qt::white));
            // The curves themselves, not only axes: some pixel in the colour of the mIoU curve.
            bool coloured = false;
            for (int y = 0; y < picture.height() && !coloured; ++y)
                for (int x = 0; x < picture.width() && !coloured; ++x) {
                    const QColor pixel = picture.pixelColor(x, y);
                    coloured = pixel.red() > 180 && pixel.blue() < 40;
                }
            QVERIFY(coloured);
        }
    }

    void savesTheNumbers()
    {
        CurvePlot plot;
        fill(plot);
        const QString path = folder_.filePath("curves.csv");
        QCOMPARE(plot.save(path), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 1 + 50 + 3 + 1);
        QCOMPARE(lines[0], QByteArray("kind,step,seconds,training_loss,validation_loss,"
                                      "validation_miou"));
        QCOMPARE(lines[2], QByteArray("training,1,2,0.5,,"));
        QCOMPARE(lines[52], QByteArray("validation,40,80,,0.3,0.7"));
        QCOMPARE(lines[54], QByteArray("label_change,10,20,,,"));
    }

    void saysWhyItCannotSave_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("missing folder, png") << folder_.filePath("none/curves.png");
        QTest::newRow("missing folder, pdf") << folder_.filePath("none/curves.pdf");
        QTest::newRow("missing folder, csv") << folder_.filePath("none/curves.csv");
        QTest::newRow("unknown ending") << folder_.filePath("curves.xyz");
    }

    void saysWhyItCannotSave()
    {
        QFETCH(QString, path);
        CurvePlot plot;
        fill(plot);
        const QString failure = plot.save(path);
        QVERIFY(failure.contains(path));
        QVERIFY(!QFile::exists(path));
    }

    void survivesNumbersThatAreNone()
    {
        CurvePlot plot;
        plot.resize(600, 300);
        plot.show();
        plot.addTrainingLoss(0, 0, std::nan(""));
        plot.addTrainingLoss(1, 1, std::numeric_limits<double>::infinity());
        plot.addTrainingLoss(2, 2, 0.7);
        plot.addValidation({2, 2, std::nan(""), std::nan(""), false});
        auto* inner = plot.findChild<QCustomPlot*>();
        QTRY_VERIFY(inner->yAxis->range().upper < 1 && inner->yAxis->range().upper > 0.7);
        QCOMPARE(plot.save(folder_.filePath("nan.png")), QString());
    }

    void takesAHundredThousandPoints()
    {
        CurvePlot plot;
        plot.resize(600, 300);
        plot.show();
        for (int i = 0; i < 100000; ++i)
            plot.addTrainingLoss(i, i * 0.1, 1 + std::sin(i * 0.01));
        QCOMPARE(plot.trainingPoints(), 100000);
        auto* inner = plot.findChild<QCustomPlot*>();
        QTRY_VERIFY(inner->xAxis->range().contains(99999));
    }

    void followsTheTheme()
    {
        CurvePlot plot;
        fill(plot);
        plot.setPalette(themePalette(true));
        const QImage dark = plot.grab().toImage();
        plot.setPalette(themePalette(false));
        const QImage light = plot.grab().toImage();
        QVERIFY(dark.pixelColor(20, 60).lightness() < 80);
        QVERIFY(light.pixelColor(20, 60).lightness() > 200);
    }
};

QTEST_MAIN(CurvePlotTest)
#include "curve_plot.moc"
