// The layer list: eye, opacity, bands and stretch act on the layers, and follow them.
#include "widgets/layer_list.h"

#include "raster/raster_writer.h"
#include "tests/raster/raster_corpus.h"
#include "widgets/histogram_view.h"
#include "widgets/outline_layer.h"
#include "widgets/raster_layer.h"

#include <array>
#include <cmath>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QSlider>
#include <QStyleOptionComboBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace limn;
using namespace limn::widgets;

namespace
{

/// Four bands of 16 bits with ranges of their own.
std::string writeFourBands(const QString& path)
{
    constexpr int side = 120;
    raster::WriterOptions options;
    options.size = {side, side};
    options.bands = 4;
    options.type = raster::SampleType::UInt16;
    raster::RasterWriter writer(path.toStdString(), options);
    std::vector<float> samples(4u * side * side);
    for (int band = 0; band < 4; ++band)
        for (int i = 0; i < side * side; ++i)
            samples[band * side * side + i] = 100.0f * (band + 1) + i % 997;
    writer.write({0, 0, side, side}, samples);
    writer.finish();
    return path.toStdString();
}

} // namespace

class LayerListTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const raster::Raster> raster_;
    std::unique_ptr<RasterLayer> image_;
    std::unique_ptr<OutlineLayer> shapes_;
    std::unique_ptr<LayerList> list_;

    QWidget* row(const QString& id) const
    {
        return list_->findChild<QWidget*>(QStringLiteral("layer:") + id);
    }

    template <class Widget>
    Widget* part(const QString& id, const char* name) const
    {
        return row(id)->findChild<Widget*>(QString::fromLatin1(name));
    }

    /// As a user does: opens the box's list by key and takes the entry.
    static void choose(QComboBox* box, int index)
    {
        QVERIFY(index >= 0 && index < box->count());
        box->setFocus();
        while (box->currentIndex() > index)
            QTest::keyClick(box, Qt::Key_Up);
        while (box->currentIndex() < index)
            QTest::keyClick(box, Qt::Key_Down);
    }

private Q_SLOTS:
    void initTestCase()
    {
        raster_ = raster::Raster::open(writeFourBands(folder_.filePath("four.tif")));
    }

    void init()
    {
        raster::DisplaySettings settings = raster::defaultDisplay(*raster_);
        image_ = std::make_unique<RasterLayer>(raster_, settings);
        shapes_ =
            std::make_unique<OutlineLayer>(QStringLiteral("shapes"), QStringLiteral("Shapes"));
        list_ = std::make_unique<LayerList>();
        list_->resize(300, 400);
        list_->setLayers({image_.get(), shapes_.get()});
        list_->show();
        QVERIFY(QTest::qWaitForWindowExposed(list_.get()));
    }

    void cleanup()
    {
        list_.reset();
        shapes_.reset();
        image_.reset();
    }

    void theTopmostLayerStandsFirst()
    {
        QVERIFY(row(QStringLiteral("shapes")));
        QVERIFY(row(QStringLiteral("image")));
        QTRY_VERIFY(row(QStringLiteral("shapes"))->y() < row(QStringLiteral("image"))->y());
    }

    void theEyeHidesAndShows()
    {
        auto* eye = part<QToolButton>(QStringLiteral("shapes"), "eye");
        QTest::mouseClick(eye, Qt::LeftButton);
        QVERIFY(!shapes_->isVisible());
        QVERIFY(!part<QSlider>(QStringLiteral("shapes"), "opacity")->isEnabled());
        QTest::mouseClick(eye, Qt::LeftButton);
        QVERIFY(shapes_->isVisible());
    }

    void theSliderSetsTheOpacity()
    {
        auto* slider = part<QSlider>(QStringLiteral("shapes"), "opacity");
        auto* percent = part<QLabel>(QStringLiteral("shapes"), "percent");
        QCOMPARE(percent->text(), QStringLiteral("100 %"));
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_PageDown);
        QCOMPARE(shapes_->opacity(), 0.9);
        QCOMPARE(percent->text(), QStringLiteral("90 %"));
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(shapes_->opacity(), 0.0);
    }

    void theListFollowsTheLayers()
    {
        shapes_->setOpacity(0.35);
        QCOMPARE(part<QLabel>(QStringLiteral("shapes"), "percent")->text(), QStringLiteral("35 %"));
        QCOMPARE(part<QSlider>(QStringLiteral("shapes"), "opacity")->value(), 35);
        shapes_.reset();
        QTRY_VERIFY(!row(QStringLiteral("shapes")));
        list_->setLayers({});
        QTRY_VERIFY(!row(QStringLiteral("image")));
    }

    void bandsAreChosenAndStretched()
    {
        QSignalSpy changed(image_.get(), &RasterLayer::settingsChanged);
        auto* red = part<QComboBox>(QStringLiteral("image"), "band0");
        QCOMPARE(red->count(), 4);
        choose(red, 3);
        QTRY_COMPARE(image_->settings().bands, (std::array<int, 3>{3, 1, 2}));
        QCOMPARE(image_->settings().stretch[0], raster::percentileStretch(*raster_, 3, 2, 98));
        QVERIFY(changed.count() >= 1);
        QCOMPARE(part<QComboBox>(QStringLiteral("image"), "preset")->currentIndex(), -1);
    }

    void presetsSetAllThreeBands_data()
    {
        QTest::addColumn<int>("preset");
        QTest::addColumn<int>("red");
        QTest::addColumn<int>("green");
        QTest::addColumn<int>("blue");
        QTest::newRow("infrared") << 1 << 3 << 0 << 1;
        QTest::newRow("grey") << 2 << 0 << 0 << 0;
    }

    void presetsSetAllThreeBands()
    {
        QFETCH(int, preset);
        QFETCH(int, red);
        QFETCH(int, green);
        QFETCH(int, blue);
        choose(part<QComboBox>(QStringLiteral("image"), "preset"), preset);
        const std::array<int, 3> bands{red, green, blue};
        QTRY_COMPARE(image_->settings().bands, bands);
        QCOMPARE(part<QComboBox>(QStringLiteral("image"), "band0")->currentIndex(), red);
        QCOMPARE(image_->settings().stretch[2], raster::percentileStretch(*raster_, blue, 2, 98));
    }

    void theStretchIsChosen_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("0.5 to 99.5 per cent") << 1 << 0.5 << 99.5;
        QTest::newRow("minimum to maximum") << 2 << 0.0 << 100.0;
        QTest::newRow("the type's range") << 6 << -1.0 << -1.0;
    }

    void theStretchIsChosen()
    {
        QFETCH(int, choice);
        QFETCH(double, low);
        QFETCH(double, high);
        choose(part<QComboBox>(QStringLiteral("image"), "stretch"), choice);
        const raster::BandStretch expected =
            low < 0 ? raster::BandStretch{0, 65535, 1}
                    : raster::percentileStretch(*raster_, image_->settings().bands[1], low, high);
        QTRY_COMPARE(image_->settings().stretch[1].low, expected.low);
        QTRY_COMPARE(image_->settings().stretch[1].high, expected.high);
    }

    void theMeanAndItsDeviationsAreAStretch()
    {
        choose(part<QComboBox>(QStringLiteral("image"), "stretch"), 4);
        const auto statistics = raster::BandStatistics::of(*raster_, 1);
        const double low = statistics.mean() - 2 * statistics.deviation();
        QTRY_COMPARE(image_->settings().stretch[1].low, low);
        QCOMPARE(image_->settings().stretch[1].high,
                 statistics.mean() + 2 * statistics.deviation());
    }

    void theStretchIsThatOfTheView()
    {
        ViewTransform view;
        view.origin = {0, 0};
        view.viewport = {10, 1};
        image_->viewChanged(view);
        choose(part<QComboBox>(QStringLiteral("image"), "stretch"), 2);
        choose(part<QComboBox>(QStringLiteral("image"), "area"), 1);
        const auto expected = raster::percentileStretch(*raster_, 2, 0, 100, {0, 0, 10, 1});
        QTRY_COMPARE(image_->settings().stretch[2], expected);
        QCOMPARE(expected.high, 300.0 + 9);
    }

    void aHandleIsDragged()
    {
        auto* histogram = part<HistogramView>(QStringLiteral("image"), "histogram");
        auto* stretch = part<QComboBox>(QStringLiteral("image"), "stretch");
        QTRY_COMPARE(stretch->currentText(), QStringLiteral("2–98 %"));
        QTest::mouseClick(part<QToolButton>(QStringLiteral("image"), "channel1"), Qt::LeftButton);
        const auto before = image_->settings().stretch;
        const auto at = [&](double value) {
            return QPoint(static_cast<int>(std::lround(histogram->positionOf(value))), 20);
        };
        QTest::mousePress(histogram, Qt::LeftButton, {}, at(before[1].low));
        QMouseEvent move(QEvent::MouseMove, QPointF(at(600)), histogram->mapToGlobal(at(600)),
                         Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(histogram, &move);
        QTest::mouseRelease(histogram, Qt::LeftButton, {}, at(600));
        const auto after = image_->settings().stretch;
        QVERIFY2(std::abs(after[1].low - 600) < 10, qPrintable(QString::number(after[1].low)));
        QCOMPARE(after[1].high, before[1].high);
        QCOMPARE(after[0], before[0]);
        QCOMPARE(stretch->currentIndex(), -1);
        QCOMPARE(stretch->placeholderText(), QStringLiteral("Custom"));
    }

    void gammaHoldsForAllChannels()
    {
        auto* gamma = part<QDoubleSpinBox>(QStringLiteral("image"), "gamma");
        gamma->setFocus();
        QTest::keyClick(gamma, Qt::Key_Up);
        for (const auto& band : image_->settings().stretch)
            QCOMPARE(band.gamma, 1.1);
        // It stays when the stretch is chosen anew.
        choose(part<QComboBox>(QStringLiteral("image"), "stretch"), 2);
        QTRY_COMPARE(image_->settings().stretch[0].low, 100.0);
        QCOMPARE(image_->settings().stretch[0].gamma, 1.1);
    }

    void aSingleBandTakesARamp()
    {
        auto* ramp = part<QComboBox>(QStringLiteral("image"), "ramp");
        QVERIFY(!ramp->isVisible());
        choose(part<QComboBox>(QStringLiteral("image"), "preset"), 2);
        QTRY_VERIFY(ramp->isVisible());
        QVERIFY(!part<QComboBox>(QStringLiteral("image"), "band1")->isVisible());
        choose(ramp, 1);
        QCOMPARE(image_->settings().ramp, raster::ColourRamp::Viridis);
        choose(part<QComboBox>(QStringLiteral("image"), "band0"), 3);
        QTRY_COMPARE(image_->settings().bands, (std::array<int, 3>{3, 3, 3}));
        QCOMPARE(image_->settings().ramp, raster::ColourRamp::Viridis);
    }

    void theWheelChangesNothingOnItsWayThroughTheList()
    {
        auto* preset = part<QComboBox>(QStringLiteral("image"), "preset");
        auto* gamma = part<QDoubleSpinBox>(QStringLiteral("image"), "gamma");
        auto* slider = part<QSlider>(QStringLiteral("image"), "opacity");
        const int chosen = preset->currentIndex();
        const double curve = gamma->value();
        for (QWidget* under : std::initializer_list<QWidget*>{preset, gamma, slider}) {
            const QPointF place(under->rect().center());
            QWheelEvent notch(place, under->mapToGlobal(place), {}, {0, -120}, Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(under, &notch);
        }
        QCOMPARE(preset->currentIndex(), chosen);
        QCOMPARE(gamma->value(), curve);
        QCOMPARE(slider->value(), 100);
    }

    void namesOfBandsCanBeReadWhereTheListIsNarrow()
    {
        constexpr int narrowest = 288;
        const std::array names{"Red", "Near infrared", "Red edge 705 nm"};
        corpus::Recipe recipe;
        recipe.bands = 3;
        recipe.value = corpus::ramp;
        recipe.describe = [&](GDALDataset& dataset) {
            for (int band = 0; band < 3; ++band)
                dataset.GetRasterBand(band + 1)->SetDescription(names[band]);
        };
        const QString file = folder_.filePath("named.tif");
        QVERIFY(corpus::make(file, recipe));
        RasterLayer layer(raster::Raster::open(file.toStdString()), {{0, 1, 2}, {}});
        list_ = std::make_unique<LayerList>();
        list_->resize(narrowest, 400);
        list_->setLayers({&layer});
        list_->show();
        QVERIFY(QTest::qWaitForWindowExposed(list_.get()));
        for (int i = 0; i < 3; ++i) {
            const auto* box =
                part<QComboBox>(QStringLiteral("image"), qPrintable(QString("band%1").arg(i)));
            QCOMPARE(box->currentText(), QString("%1 %2").arg(i + 1).arg(names[i]));
            QVERIFY(box->toolTip().endsWith(box->currentText()));
            QStyleOptionComboBox option;
            option.initFrom(box);
            const QRect field = box->style()->subControlRect(QStyle::CC_ComboBox, &option,
                                                             QStyle::SC_ComboBoxEditField, box);
            QVERIFY(field.width() >= box->fontMetrics().horizontalAdvance(box->currentText()));
        }
        // Nor does the scroll bar lie over anything.
        const int bar = list_->style()->pixelMetric(QStyle::PM_ScrollBarExtent);
        QVERIFY(row(QStringLiteral("image"))->minimumSizeHint().width() <= narrowest - bar);
        list_.reset();
    }

    void theStretchThatAnImageComesWithIsNamed()
    {
        auto* stretch = part<QComboBox>(QStringLiteral("image"), "stretch");
        QTRY_COMPARE(stretch->currentText(), QStringLiteral("2–98 %"));
        QCOMPARE(part<QComboBox>(QStringLiteral("image"), "band1")->currentText(),
                 QStringLiteral("2"));
    }

    void whatCannotBeReadIsSaidInTheInterfacesWords()
    {
        const QString file = folder_.filePath("broken.tif");
        const auto raster = raster::Raster::open(writeFourBands(file));
        RasterLayer layer(raster, raster::defaultDisplay(*raster));
        list_ = std::make_unique<LayerList>(nullptr, [](const std::exception& error) {
            return QStringLiteral("in words: ") + QString::fromUtf8(error.what());
        });
        list_->setLayers({&layer});
        list_->show();
        auto* stretch = part<QComboBox>(QStringLiteral("image"), "stretch");
        QTRY_COMPARE(stretch->currentText(), QStringLiteral("2–98 %"));
        QVERIFY(QFile::resize(file, 100));
        choose(part<QComboBox>(QStringLiteral("image"), "band0"), 3);
        const auto* problem = part<QLabel>(QStringLiteral("image"), "problem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().startsWith("in words: " + file), qPrintable(problem->text()));
        list_.reset();
    }

    void theDisplaySectionFolds()
    {
        auto* stretch = part<QComboBox>(QStringLiteral("image"), "stretch");
        QVERIFY(stretch->isVisible());
        QTest::mouseClick(part<QToolButton>(QStringLiteral("image"), "fold"), Qt::LeftButton);
        QVERIFY(!stretch->isVisible());
    }
};

QTEST_MAIN(LayerListTest)
#include "layer_list.moc"
