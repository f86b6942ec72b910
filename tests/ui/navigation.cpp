// Going to a place, and measuring on the image with real mouse and key events.
#include "raster/raster.h"
#include "ui/coordinates.h"
#include "ui/go_to_box.h"
#include "ui/measure_tool.h"
#include "widgets/canvas.h"

#include <memory>
#include <ogr_spatialref.h>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using ui::MeasureTool;

namespace
{

/// 200 x 100 pixels of 5 m in UTM zone 14.
raster::RasterInfo utmImage()
{
    raster::RasterInfo info;
    info.size = {200, 100};
    info.transform = raster::GeoTransform{500000, 5, 0, 5200000, 0, -5};
    OGRSpatialReference crs;
    crs.importFromEPSG(26914);
    char* wkt = nullptr;
    crs.exportToWkt(&wkt);
    info.crsWkt = wkt;
    CPLFree(wkt);
    return info;
}

} // namespace

class NavigationTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairsAreRead_data();
    void pairsAreRead();
    void longitudesAndLatitudesAreRead_data();
    void longitudesAndLatitudesAreRead();
    void theBoxGoesThere_data();
    void theBoxGoesThere();
    void theBoxSaysWhatIsWrong_data();
    void theBoxSaysWhatIsWrong();
    void withoutGeoreferenceThereAreOnlyPixels();
    void aLineIsMeasured();
    void aDraggedLineIsMeasured();
    void anAreaIsMeasured();
    void pixelsAloneWithoutGeoreference();
    void lengthsAreReadable_data();
    void lengthsAreReadable();

private:
    QPoint at(double x, double y) const { return canvas_->view().toScreen({x, y}).toPoint(); }
    void click(double x, double y)
    {
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, at(x, y));
    }
    void startWith(MeasureTool& tool, const raster::RasterInfo& info)
    {
        canvas_ = std::make_unique<widgets::Canvas>();
        canvas_->resize(800, 400);
        canvas_->show();
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
        canvas_->setImageSize(info.size);
        canvas_->setView({{0, 0}, 4, {}, 1});
        tool.setImage(&info);
        canvas_->setTool(&tool);
    }

    std::unique_ptr<widgets::Canvas> canvas_;
};

void NavigationTools::pairsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<double>>("numbers");
    const QList<double> pair{512, 300};
    QTest::newRow("comma and space") << "512, 300" << pair;
    QTest::newRow("comma") << "512,300" << pair;
    QTest::newRow("space") << " 512 300 " << pair;
    QTest::newRow("semicolon") << "512;300" << pair;
    QTest::newRow("signs and exponents") << "-1.5e3 +.25" << QList<double>{-1500, 0.25};
    QTest::newRow("decimal commas") << "12,5; 7,25" << QList<double>{12.5, 7.25};
    QTest::newRow("one number") << "512" << QList<double>();
    QTest::newRow("three numbers") << "1 2 3" << QList<double>();
    QTest::newRow("words") << "here, there" << QList<double>();
    QTest::newRow("nothing") << "" << QList<double>();
}

void NavigationTools::pairsAreRead()
{
    QFETCH(QString, text);
    QFETCH(QList<double>, numbers);
    const auto pair = ui::parsePair(text);
    QCOMPARE(pair ? QList<double>({pair->first, pair->second}) : QList<double>(), numbers);
}

void NavigationTools::longitudesAndLatitudesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<double>>("lonLat");
    const QList<double> place{-98.5, 47.25};
    QTest::newRow("latitude first") << "47.25, -98.5" << place;
    QTest::newRow("as the status bar writes it") << "47.25000° N  98.50000° W" << place;
    QTest::newRow("letters first") << "W 98.5 N 47.25" << place;
    QTest::newRow("minutes") << "47° 15' N, 98° 30' W" << place;
    QTest::newRow("seconds") << "47°15'0\" N 98°29'60\" W" << QList<double>();
    QTest::newRow("south east") << "33.5S 151E" << QList<double>{151, -33.5};
    QTest::newRow("beyond the pole") << "91, 0" << QList<double>();
    QTest::newRow("twice north") << "47 N 98 N" << QList<double>();
    QTest::newRow("words") << "north pole" << QList<double>();
}

void NavigationTools::longitudesAndLatitudesAreRead()
{
    QFETCH(QString, text);
    QFETCH(QList<double>, lonLat);
    const auto place = ui::parseLonLat(text);
    QCOMPARE(place ? QList<double>({place->first, place->second}) : QList<double>(), lonLat);
}

void NavigationTools::theBoxGoesThere_data()
{
    QTest::addColumn<int>("system");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QPointF>("place");
    QTest::newRow("pixels") << 0 << "150, 20.5" << QPointF(150, 20.5);
    QTest::newRow("map") << 1 << "500250 5199900" << QPointF(50, 20);
    // Easting 500760.965, northing 5199607.864 by gdaltransform.
    QTest::newRow("longitude and latitude") << 2 << "46.95, -98.99" << QPointF(152.193, 78.4271);
}

void NavigationTools::theBoxGoesThere()
{
    QFETCH(int, system);
    QFETCH(QString, text);
    QFETCH(QPointF, place);
    raster::RasterInfo info = utmImage();
    info.size = {2000, 1000};
    ui::GoToBox box(info);
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    QSignalSpy chosen(&box, &ui::GoToBox::placeChosen);
    box.findChild<QComboBox*>("goToSystem")->setCurrentIndex(system);
    QTest::keyClicks(box.findChild<QLineEdit*>("goToText"), text);
    QTest::keyClick(box.findChild<QLineEdit*>("goToText"), Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    const QPointF got = chosen[0][0].toPointF();
    QVERIFY2(std::abs(got.x() - place.x()) < 0.01, qPrintable(QString::number(got.x())));
    QVERIFY2(std::abs(got.y() - place.y()) < 0.01, qPrintable(QString::number(got.y())));
}

void NavigationTools::theBoxSaysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("answer");
    QTest::newRow("no numbers") << "somewhere"
                                << "Write two numbers";
    QTest::newRow("outside") << "500, 20"
                             << "outside the image";
}

void NavigationTools::theBoxSaysWhatIsWrong()
{
    QFETCH(QString, text);
    QFETCH(QString, answer);
    ui::GoToBox box(utmImage());
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    QSignalSpy chosen(&box, &ui::GoToBox::placeChosen);
    QTest::keyClicks(box.findChild<QLineEdit*>("goToText"), text);
    QTest::keyClick(box.findChild<QLineEdit*>("goToText"), Qt::Key_Return);
    QCOMPARE(chosen.count(), 0);
    const QString said = box.findChild<QLabel*>("goToHint")->text();
    QVERIFY2(said.contains(answer), qPrintable(said));
}

void NavigationTools::withoutGeoreferenceThereAreOnlyPixels()
{
    raster::RasterInfo info;
    info.size = {10, 10};
    ui::GoToBox box(info);
    QCOMPARE(box.findChild<QComboBox*>("goToSystem")->count(), 1);
}

void NavigationTools::aLineIsMeasured()
{
    MeasureTool tool(MeasureTool::Kind::Length);
    startWith(tool, utmImage());
    QCOMPARE(tool.text(), QString());
    click(10, 10);
    click(40, 10);
    click(40, 50);
    QCOMPARE(tool.text(), QStringLiteral("350.0 m  ·  70.00 px"));
    QTest::keyClick(canvas_.get(), Qt::Key_Backspace);
    QTest::mouseMove(canvas_.get(), at(40, 20));
    QCOMPARE(tool.text(), QStringLiteral("200.0 m  ·  40.00 px"));
    QTest::keyClick(canvas_.get(), Qt::Key_Return);
    // Ended: it stays until the next click begins anew, or Esc clears it.
    QCOMPARE(tool.text(), QStringLiteral("150.0 m  ·  30.00 px"));
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    QCOMPARE(tool.text(), QString());
}

void NavigationTools::aDraggedLineIsMeasured()
{
    MeasureTool tool(MeasureTool::Kind::Length);
    startWith(tool, utmImage());
    QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, at(20, 20));
    QTest::mouseMove(canvas_.get(), at(60, 20));
    QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, at(60, 20));
    QCOMPARE(tool.text(), QStringLiteral("200.0 m  ·  40.00 px"));
    // Let go, it is done: the pointer moves on alone.
    QTest::mouseMove(canvas_.get(), at(90, 80));
    QCOMPARE(tool.text(), QStringLiteral("200.0 m  ·  40.00 px"));
}

void NavigationTools::anAreaIsMeasured()
{
    MeasureTool tool(MeasureTool::Kind::Area);
    startWith(tool, utmImage());
    click(10, 10);
    click(50, 10);
    click(50, 60);
    click(10, 60);
    QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, at(10, 60));
    QCOMPARE(tool.text(), QStringLiteral("5.000 ha  ·  2,000 px²"));
}

void NavigationTools::pixelsAloneWithoutGeoreference()
{
    MeasureTool tool(MeasureTool::Kind::Length);
    raster::RasterInfo info;
    info.size = {200, 100};
    startWith(tool, info);
    click(10, 10);
    click(40, 50);
    QTest::keyClick(canvas_.get(), Qt::Key_Return);
    QCOMPARE(tool.text(), QStringLiteral("50.00 px"));
}

void NavigationTools::lengthsAreReadable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("mm") << ui::formatLength(0.0042) << "4.200 mm";
    QTest::newRow("cm") << ui::formatLength(0.42) << "42.00 cm";
    QTest::newRow("m") << ui::formatLength(512.42) << "512.4 m";
    QTest::newRow("km") << ui::formatLength(12345) << "12.35 km";
    QTest::newRow("nothing") << ui::formatLength(0) << "0.000 cm";
    QTest::newRow("m2") << ui::formatArea(8420) << "8,420 m²";
    QTest::newRow("ha") << ui::formatArea(12400) << "1.240 ha";
    QTest::newRow("km2") << ui::formatArea(3.07e6) << "3.070 km²";
}

void NavigationTools::lengthsAreReadable()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(text, expected);
}

QTEST_MAIN(NavigationTools)
#include "navigation.moc"
