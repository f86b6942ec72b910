// Navigator and scale bar over a real canvas: they follow the view, and the navigator moves it.
#include "widgets/canvas.h"
#include "widgets/navigator.h"
#include "widgets/scale_bar.h"

#include <memory>
#include <QMouseEvent>
#include <QTest>

using namespace limn::widgets;

class NavigationTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Canvas> canvas_;
    Navigator* navigator_ = nullptr;
    ScaleBar* bar_ = nullptr;

    void dragTo(QPointF at) const
    {
        QMouseEvent move(QEvent::MouseMove, at, navigator_->mapToGlobal(at), Qt::NoButton,
                         Qt::LeftButton, {});
        QCoreApplication::sendEvent(navigator_, &move);
    }
    QPointF middle() const { return canvas_->view().visibleImage().center(); }

private Q_SLOTS:
    void init()
    {
        canvas_ = std::make_unique<Canvas>();
        navigator_ = new Navigator(canvas_.get());
        bar_ = new ScaleBar(canvas_.get());
        canvas_->resize(800, 600);
        canvas_->show();
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
        canvas_->setImageSize({8000, 4000});
        canvas_->zoomTo(1);
    }

    void cleanup() { canvas_.reset(); }

    void theNavigatorIsThereWhenSomethingIsOutOfView()
    {
        QVERIFY(navigator_->isVisible());
        QCOMPARE(navigator_->size(), QSize(Navigator::side, Navigator::side / 2));
        QCOMPARE(navigator_->geometry().bottomRight(), QPoint(800 - 13, 600 - 13));
        canvas_->fit();
        QVERIFY(!navigator_->isVisible());
        canvas_->zoomTo(0.5);
        QVERIFY(navigator_->isVisible());
        navigator_->setWanted(false);
        QVERIFY(!navigator_->isVisible());
        navigator_->setWanted(true);
        canvas_->setImageSize({});
        QVERIFY(!navigator_->isVisible());
    }

    void aPressTakesTheViewThere()
    {
        QTest::mouseClick(navigator_, Qt::LeftButton, {},
                          navigator_->positionOf({6000, 1000}).toPoint());
        QVERIFY(std::abs(middle().x() - 6000) < 8000.0 / Navigator::side);
        QVERIFY(std::abs(middle().y() - 1000) < 8000.0 / Navigator::side);
        QCOMPARE(canvas_->view().scale, 1.0);
    }

    /// Taken hold of off its middle, the frame does not jump.
    void theFrameIsDragged()
    {
        const QPointF before = middle();
        const QPoint held = navigator_->positionOf(before + QPointF(200, 100)).toPoint();
        QTest::mousePress(navigator_, Qt::LeftButton, {}, held);
        QVERIFY(QLineF(before, middle()).length() < 2);
        dragTo(held + QPointF(22, -11));
        QVERIFY(std::abs(middle().x() - before.x() - 1000) < 2);
        QVERIFY(std::abs(middle().y() - before.y() + 500) < 2);
        QTest::mouseRelease(navigator_, Qt::LeftButton, {}, held);
    }

    void theBarIsARoundLength_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<double>("metres");
        QTest::addColumn<double>("length");
        QTest::addColumn<QString>("text");
        QTest::newRow("metres") << 1.0 << 1.0 << 100.0 << "100 m";
        QTest::newRow("5 m pixels reduced") << 0.1 << 5.0 << 100.0 << "5 km";
        QTest::newRow("centimetres") << 2.0 << 0.01 << 100.0 << "50 cm";
        QTest::newRow("microscope") << 1.0 << 2.5e-7 << 80.0 << "20 µm";
        QTest::newRow("no ground") << 0.5 << 0.0 << 100.0 << "200 px";
        QTest::newRow("never less than a pixel") << 400.0 << 0.0 << 400.0 << "1 px";
    }

    void theBarIsARoundLength()
    {
        QFETCH(double, scale);
        QFETCH(double, metres);
        QFETCH(double, length);
        QFETCH(QString, text);
        const auto ground = metres > 0 ? std::optional(metres) : std::nullopt;
        const ScaleBar::Length made = ScaleBar::lengthFor(scale, ground);
        QVERIFY2(std::abs(made.screen - length) < 1e-6, qPrintable(QString::number(made.screen)));
        QCOMPARE(made.text, text);
    }

    void theBarFollowsTheView()
    {
        bar_->setGroundSize([](QPointF) { return std::optional(5.0); });
        QCOMPARE(bar_->length().text, QStringLiteral("500 m"));
        canvas_->zoomTo(0.25);
        QCOMPARE(bar_->length().text, QStringLiteral("2 km"));
        QVERIFY(bar_->isVisible());
        canvas_->setImageSize({});
        QVERIFY(!bar_->isVisible());
    }

    void pressesGoThroughTheBar()
    {
        QCOMPARE(canvas_->childAt(bar_->geometry().center()), nullptr);
    }
};

QTEST_MAIN(NavigationTest)
#include "navigation.moc"
