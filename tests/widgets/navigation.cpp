// Navigator and scale bar over a real canvas: they follow the view, and the navigator moves it; and
// two views of one place side by side.
#include "widgets/canvas.h"
#include "widgets/navigator.h"
#include "widgets/scale_bar.h"
#include "widgets/split_view.h"

#include <memory>
#include <QComboBox>
#include <QMouseEvent>
#include <QPainter>
#include <QTest>

using namespace limn::widgets;

namespace
{

/// One colour over the whole image.
class PlainLayer : public CanvasLayer
{
public:
    PlainLayer(const QString& id, QColor colour, bool overlay)
        : CanvasLayer(id, id), colour_(colour), overlay_(overlay)
    {}
    bool isOverlay() const override { return overlay_; }
    void paint(QPainter& painter, const ViewTransform&, const QRect& exposed) override
    {
        painter.fillRect(exposed, colour_);
    }

private:
    QColor colour_;
    bool overlay_;
};

} // namespace

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

    void twoViewsShowTheSamePlace()
    {
        Canvas* right = canvas_.get();
        SplitView view(canvas_.release());
        view.resize(802, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(!view.left()->isVisible());
        QCOMPARE(right->width(), 802);
        right->fit();
        view.setSplit(true);
        QTRY_VERIFY(view.left()->isVisible() && view.left()->width() == 400);
        QCOMPARE(right->width(), 400);
        const auto same = [&] {
            return view.left()->view().origin == right->view().origin &&
                   view.left()->view().scale == right->view().scale;
        };
        // What was fitted stays so in its half.
        QVERIFY(right->view().visibleImage().contains(QRectF(0, 0, 8000, 4000)));
        QVERIFY(same());
        right->zoomTo(1);
        right->centreOn({3000, 2000});
        QVERIFY(same());
        QTest::mousePress(view.left(), Qt::LeftButton, {}, {100, 100});
        QMouseEvent move(QEvent::MouseMove, QPointF(160, 130),
                         view.left()->mapToGlobal(QPointF(160, 130)), Qt::NoButton, Qt::LeftButton,
                         {});
        QCoreApplication::sendEvent(view.left(), &move);
        QTest::mouseRelease(view.left(), Qt::LeftButton, {}, {160, 130});
        QCOMPARE(right->view().visibleImage().center(), QPointF(2940, 1970));
        QVERIFY(same());
        view.left()->zoomBy(2, {50, 60});
        QCOMPARE(right->view().scale, 2.0);
        QVERIFY(same());
        right->setImageSize({500, 400});
        QCOMPARE(view.left()->imageSize(), (limn::raster::PixelSize{500, 400}));
        QVERIFY(same());
        right->fit();
        view.setSplit(false);
        QTRY_COMPARE(right->width(), 802);
        QCOMPARE(right->view().visibleImage().center(), QPointF(250, 200));
    }

    void eachViewShowsWhatIsChosenForIt()
    {
        PlainLayer image("image", Qt::red, false);
        PlainLayer mask("mask", Qt::green, true);
        PlainLayer result("prediction", Qt::blue, true);
        Canvas* right = canvas_.get();
        SplitView view(canvas_.release());
        view.resize(802, 600);
        view.show();
        view.setSplit(true);
        view.setLayers({&image, &mask, &result});
        const auto at = [](Canvas* canvas) {
            return canvas->grab().toImage().pixelColor(canvas->width() / 2, canvas->height() / 2);
        };
        QCOMPARE(at(view.left()), QColor(Qt::red));
        QCOMPARE(at(right), QColor(Qt::blue));
        const auto choose = [&](Canvas* canvas, const QString& title) {
            auto* box = canvas->findChild<QComboBox*>();
            QVERIFY(box->isVisible());
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Home);
            while (box->currentText() != title)
                QTest::keyClick(box, Qt::Key_Down);
        };
        choose(view.left(), "prediction");
        choose(right, "mask");
        QCOMPARE(at(view.left()), QColor(Qt::blue));
        QCOMPARE(at(right), QColor(Qt::green));
        // The choice outlives the layers of an image.
        view.setLayers({});
        view.setLayers({&image, &mask, &result});
        QCOMPARE(at(view.left()), QColor(Qt::blue));
        QCOMPARE(at(right), QColor(Qt::green));
        // One that is gone before the others are told is shown no more.
        auto gone = std::make_unique<PlainLayer>("prediction", Qt::yellow, true);
        view.setLayers({&image, gone.get()});
        QCOMPARE(at(view.left()), QColor(Qt::yellow));
        gone.reset();
        right->setImageSize({});
        right->setImageSize({300, 200});
        view.setSplit(false);
        view.setSplit(true);
        QCOMPARE(at(view.left()), QColor(Qt::red));
        view.setLayers({&image, &mask, &result});
        view.setSplit(false);
        QCOMPARE(at(right), QColor(Qt::blue));
        QVERIFY(!right->findChild<QComboBox*>()->isVisible());
    }

    void pressesGoThroughTheBar()
    {
        QCOMPARE(canvas_->childAt(bar_->geometry().center()), nullptr);
    }
};

QTEST_MAIN(NavigationTest)
#include "navigation.moc"
