// The canvas: panning, zooming, which part of it is painted when, and what the tool gets.
#include "widgets/canvas.h"
#include "widgets/swipe_line.h"

#include <cmath>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace limn;
using namespace limn::widgets;

namespace
{

constexpr raster::PixelSize imageSize{1000, 600};
constexpr QSize widgetSize{400, 300};

/// Every image pixel has a colour of its own; remembers what it was asked to paint.
class PatternLayer : public CanvasLayer
{
public:
    explicit PatternLayer(const QString& id = QStringLiteral("pattern"), bool overlay = false)
        : CanvasLayer(id, id), overlay_(overlay)
    {}

    static QColor colourAt(int x, int y) { return {x * 7 % 251, y * 5 % 241, (x + y) % 239}; }

    bool isOverlay() const override { return overlay_; }
    void viewChanged(const ViewTransform& view) override { told.push_back(view); }
    void paint(QPainter& painter, const ViewTransform& view, const QRect& exposed) override
    {
        painted.push_back(exposed);
        for (int y = exposed.top(); y <= exposed.bottom(); ++y)
            for (int x = exposed.left(); x <= exposed.right(); ++x) {
                const QPointF at = view.toImage(QPointF(x + 0.5, y + 0.5));
                const QPoint pixel(std::floor(at.x()), std::floor(at.y()));
                if (QRect(0, 0, imageSize.width, imageSize.height).contains(pixel))
                    painter.fillRect(x, y, 1, 1, colourAt(pixel.x(), pixel.y()));
            }
    }

    std::vector<QRect> painted;
    std::vector<ViewTransform> told;

private:
    bool overlay_;
};

/// Writes down what it gets; uses presses when told so.
class NotingTool : public CanvasTool
{
public:
    bool usesPress = true;
    bool usesDoubleClick = true;
    bool usesKeys = false;
    std::vector<std::pair<QString, QPointF>> notes;

    QStringList names() const
    {
        QStringList result;
        for (const auto& note : notes)
            result << note.first;
        return result;
    }
    bool press(const PointerEvent& event) override { return note("press", event, usesPress); }
    bool move(const PointerEvent& event) override { return note("move", event, true); }
    bool release(const PointerEvent& event) override { return note("release", event, true); }
    bool doubleClick(const PointerEvent& event) override
    {
        return note("doubleClick", event, usesDoubleClick);
    }
    bool key(const QKeyEvent& event) override
    {
        notes.emplace_back(QStringLiteral("key:") + event.text(), QPointF());
        return usesKeys;
    }
    void leave() override { notes.emplace_back(QStringLiteral("leave"), QPointF()); }
    void cancel() override { notes.emplace_back(QStringLiteral("cancel"), QPointF()); }
    QCursor cursor() const override { return Qt::CrossCursor; }

private:
    bool note(const char* name, const PointerEvent& event, bool used)
    {
        notes.emplace_back(QString::fromLatin1(name), event.image);
        return used;
    }
};

void wheel(Canvas& canvas, QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers = {})
{
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, angle, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas, &event);
}

double distance(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

class CanvasTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Canvas> canvas_;
    std::unique_ptr<PatternLayer> layer_;

private Q_SLOTS:
    void init()
    {
        layer_ = std::make_unique<PatternLayer>();
        canvas_ = std::make_unique<Canvas>();
        canvas_->resize(widgetSize);
        canvas_->setImageSize(imageSize);
        canvas_->setLayers({layer_.get()});
        canvas_->show();
        canvas_->setFocus();
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
        canvas_->grab();
    }

    void fitShowsTheWholeImageAndStaysFitted()
    {
        const QRectF whole(0, 0, imageSize.width, imageSize.height);
        QVERIFY(canvas_->view().visibleImage().contains(whole));
        canvas_->resize(700, 500);
        QTRY_COMPARE(canvas_->view().viewport, QSize(700, 500));
        QVERIFY(canvas_->view().visibleImage().contains(whole));
        QVERIFY(canvas_->view().visibleImage().width() < whole.width() * 1.2);
    }

    void aViewThatWasChosenStaysWhenTheWidgetGrows()
    {
        canvas_->zoomTo(2);
        const double scale = canvas_->view().scale;
        const QPointF origin = canvas_->view().origin;
        canvas_->resize(500, 350);
        QTRY_COMPARE(canvas_->view().viewport, QSize(500, 350));
        QCOMPARE(canvas_->view().scale, scale);
        QCOMPARE(canvas_->view().origin, origin);
    }

    void aBarAboveMovesNothingUnderTheHand_data()
    {
        QTest::addColumn<bool>("fitted");
        QTest::newRow("fitted") << true;
        QTest::newRow("a view that was chosen") << false;
    }

    void aBarAboveMovesNothingUnderTheHand()
    {
        QFETCH(bool, fitted);
        QWidget page;
        auto* column = new QVBoxLayout(&page);
        auto* bar = new QWidget(&page);
        bar->setFixedHeight(36);
        bar->hide();
        auto* canvas = new Canvas(&page);
        column->addWidget(bar);
        column->addWidget(canvas, 1);
        auto* below = new QWidget(&page);
        below->setFixedHeight(60);
        column->addWidget(below);
        page.resize(500, 400);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        canvas->setImageSize(imageSize);
        if (!fitted)
            canvas->zoomTo(2);
        const auto shownAt = [&](const QPoint& place) {
            return canvas->view().toImage(canvas->mapFrom(&page, place));
        };
        const QPoint hand(200, 200);
        const QPointF before = shownAt(hand);
        const int height = canvas->height();
        bar->show();
        below->setFixedHeight(55); // gives way a little, as panels do
        QTRY_VERIFY(canvas->height() < height);
        QCOMPARE(shownAt(hand), before);
        QCOMPARE(canvas->isFitted(), fitted);
        bar->hide();
        below->setFixedHeight(60);
        QTRY_COMPARE(canvas->height(), height);
        QCOMPARE(shownAt(hand), before);
        page.resize(400, 400);
        QTRY_VERIFY(canvas->width() < 400);
        QCOMPARE(shownAt(hand) != before, fitted);
    }

    void wheelZoomsAtTheCursor_data()
    {
        QTest::addColumn<QPointF>("cursor");
        QTest::addColumn<int>("delta");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        const Qt::KeyboardModifiers none;
        QTest::newRow("in, middle") << QPointF(200, 150) << 120 << none;
        QTest::newRow("in, left of it") << QPointF(90, 120) << 120 << none;
        QTest::newRow("in, with Ctrl")
            << QPointF(230, 110) << 120 << Qt::KeyboardModifiers(Qt::ControlModifier);
        QTest::newRow("out") << QPointF(190, 160) << -120 << none;
        QTest::newRow("in, touchpad step") << QPointF(260, 180) << 15 << none;
    }

    void wheelZoomsAtTheCursor()
    {
        QFETCH(QPointF, cursor);
        QFETCH(int, delta);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        canvas_->zoomTo(3);
        const double before = canvas_->view().scale;
        const QPointF held = canvas_->view().toImage(cursor);
        wheel(*canvas_, cursor, {0, delta}, modifiers);
        QVERIFY(delta > 0 ? canvas_->view().scale > before : canvas_->view().scale < before);
        QVERIFY(distance(canvas_->view().toScreen(held), cursor) <= 0.75);
    }

    void wheelNeverStepsOverOneToOne()
    {
        canvas_->zoomTo(0.9);
        wheel(*canvas_, {200, 150}, {0, 120});
        QCOMPARE(canvas_->view().scale, 1.0);
        wheel(*canvas_, {200, 150}, {0, 120});
        wheel(*canvas_, {200, 150}, {0, -240});
        QCOMPARE(canvas_->view().scale, 1.0);
    }

    void shiftAndWheelPanSideways()
    {
        canvas_->zoomTo(3);
        const ViewTransform before = canvas_->view();
        wheel(*canvas_, {200, 150}, {0, 120}, Qt::ShiftModifier);
        QCOMPARE(canvas_->view().scale, before.scale);
        QVERIFY(canvas_->view().origin.x() < before.origin.x());
        QCOMPARE(canvas_->view().origin.y(), before.origin.y());
    }

    void heldSpaceOrMiddleButtonPans_data()
    {
        QTest::addColumn<bool>("space");
        QTest::newRow("Space and left button") << true;
        QTest::newRow("middle button") << false;
    }

    void heldSpaceOrMiddleButtonPans()
    {
        QFETCH(bool, space);
        NotingTool tool;
        canvas_->setTool(&tool);
        canvas_->zoomTo(2);
        const QPointF held = canvas_->view().toImage(QPointF(200, 150));
        const auto button = space ? Qt::LeftButton : Qt::MiddleButton;
        if (space)
            QTest::keyPress(canvas_.get(), Qt::Key_Space);
        QTest::mousePress(canvas_.get(), button, {}, {200, 150});
        QTest::mouseMove(canvas_.get(), {150, 170});
        QTest::mouseRelease(canvas_.get(), button, {}, {150, 170});
        if (space)
            QTest::keyRelease(canvas_.get(), Qt::Key_Space);
        QVERIFY(distance(canvas_->view().toScreen(held), QPointF(150, 170)) < 1e-6);
        QVERIFY(!tool.names().contains(QStringLiteral("press")));
        QVERIFY(!tool.names().contains(QStringLiteral("release")));

        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, {100, 100});
        QVERIFY(tool.names().contains(QStringLiteral("press")));
    }

    void aPressThatTheToolDoesNotUsePans()
    {
        NotingTool tool;
        tool.usesPress = false;
        canvas_->setTool(&tool);
        canvas_->zoomTo(2);
        const QPointF origin = canvas_->view().origin;
        QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, {200, 150});
        QTest::mouseMove(canvas_.get(), {180, 140});
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, {180, 140});
        QCOMPARE(canvas_->view().origin, origin + QPointF(10, 5));
        QVERIFY(!tool.names().contains(QStringLiteral("release")));
    }

    void theImageStaysReachable_data()
    {
        QTest::addColumn<QPointF>("origin");
        QTest::addColumn<double>("scale");
        QTest::newRow("far left above") << QPointF(-1e6, -1e6) << 2.0;
        QTest::newRow("far right below") << QPointF(1e6, 1e6) << 2.0;
        QTest::newRow("too near") << QPointF(100, 100) << 1e5;
        QTest::newRow("too far") << QPointF(0, 0) << 1e-7;
    }

    void theImageStaysReachable()
    {
        QFETCH(QPointF, origin);
        QFETCH(double, scale);
        ViewTransform wanted = canvas_->view();
        wanted.origin = origin;
        wanted.scale = scale;
        canvas_->setView(wanted);
        const ViewTransform& view = canvas_->view();
        const QPointF middle = view.toImage(QPointF(200, 150));
        // But for the rounding to whole screen pixels.
        const double slack = 1 / view.scale;
        QVERIFY(QRectF(0, 0, imageSize.width, imageSize.height)
                    .adjusted(-slack, -slack, slack, slack)
                    .contains(middle));
        QVERIFY(view.scale <= Canvas::maxScale);
        QVERIFY(imageSize.width * view.scale >= 100);
    }

    void pixelsLieWhereTheViewSays()
    {
        canvas_->zoomTo(4);
        const QImage shown = canvas_->grab().toImage();
        for (const QPoint at : {QPoint(3, 2), QPoint(200, 150), QPoint(399, 299)}) {
            const QPointF image = canvas_->view().toImage(QPointF(at) + QPointF(0.5, 0.5));
            QCOMPARE(shown.pixelColor(at),
                     PatternLayer::colourAt(std::floor(image.x()), std::floor(image.y())));
        }
    }

    void aPanPaintsOnlyWhatComesIntoSight_data()
    {
        QTest::addColumn<QPoint>("by");
        QTest::newRow("left") << QPoint(-30, 0);
        QTest::newRow("right") << QPoint(30, 0);
        QTest::newRow("up") << QPoint(0, -20);
        QTest::newRow("down") << QPoint(0, 20);
        QTest::newRow("slanted") << QPoint(25, -15);
        QTest::newRow("slanted back") << QPoint(-17, 21);
    }

    void aPanPaintsOnlyWhatComesIntoSight()
    {
        QFETCH(QPoint, by);
        canvas_->zoomTo(3);
        canvas_->grab();
        layer_->painted.clear();
        QTest::mousePress(canvas_.get(), Qt::MiddleButton, {}, {200, 150});
        QTest::mouseMove(canvas_.get(), QPoint(200, 150) + by);
        QTest::mouseRelease(canvas_.get(), Qt::MiddleButton, {}, QPoint(200, 150) + by);
        const QImage moved = canvas_->grab().toImage();
        int pixels = 0;
        for (const QRect& rect : layer_->painted)
            pixels += rect.width() * rect.height();
        QVERIFY(pixels > 0);
        QVERIFY(pixels <= std::abs(by.x()) * 300 + std::abs(by.y()) * 400);

        Canvas fresh;
        fresh.resize(widgetSize);
        fresh.setImageSize(imageSize);
        fresh.setLayers({layer_.get()});
        fresh.setView(canvas_->view());
        QCOMPARE(moved, fresh.grab().toImage());
    }

    void aChangedLayerPaintsOnlyItsPart()
    {
        canvas_->zoomTo(2);
        canvas_->grab();
        layer_->painted.clear();
        QSignalSpy frames(canvas_.get(), &Canvas::framePainted);
        const QPointF at = canvas_->view().toImage(QPointF(100, 100));
        Q_EMIT layer_->changed(QRectF(at, QSizeF(10, 10)));
        QTRY_COMPARE(frames.count(), 1);
        QCOMPARE(layer_->painted.size(), 1u);
        QVERIFY(layer_->painted[0].contains(QRect(100, 100, 20, 20)));
        QVERIFY(layer_->painted[0].width() <= 26);
        layer_->painted.clear();
        Q_EMIT layer_->changed({});
        QTRY_COMPARE(layer_->painted.size(), 1u);
        QCOMPARE(layer_->painted[0], canvas_->rect());
    }

    void layersAreToldOfTheViewBeforeTheyPaint()
    {
        QVERIFY(!layer_->told.empty());
        QCOMPARE(layer_->told.back(), canvas_->view());
        canvas_->zoomTo(5);
        canvas_->grab();
        QCOMPARE(layer_->told.back(), canvas_->view());
    }

    void overlaysHideTogetherAndTheImageStays()
    {
        PatternLayer overlay(QStringLiteral("overlay"), true);
        canvas_->setLayers({layer_.get(), &overlay});
        canvas_->grab();
        QVERIFY(!overlay.painted.empty());
        overlay.painted.clear();
        layer_->painted.clear();
        canvas_->setOverlaysHidden(true);
        canvas_->grab();
        QVERIFY(overlay.painted.empty());
        QVERIFY(!layer_->painted.empty());
        canvas_->setOverlaysHidden(false);
        canvas_->grab();
        QVERIFY(!overlay.painted.empty());
    }

    void swipeShowsOverlaysRightOfTheLine()
    {
        PatternLayer overlay(QStringLiteral("overlay"), true);
        canvas_->setLayers({layer_.get(), &overlay});
        SwipeLine line(canvas_.get());
        line.setWanted(true);
        QCOMPARE(canvas_->swipe(), std::optional(0.5));
        const auto paintedFrom = [&] {
            overlay.painted.clear();
            layer_->painted.clear();
            canvas_->grab();
            int left = widgetSize.width();
            for (const QRect& part : overlay.painted)
                left = std::min(left, part.left());
            return left;
        };
        QCOMPARE(paintedFrom(), widgetSize.width() / 2);
        int base = widgetSize.width();
        canvas_->zoomBy(1.1, {10, 10});
        QCOMPARE(paintedFrom(), widgetSize.width() / 2);
        for (const QRect& part : layer_->painted)
            base = std::min(base, part.left());
        QCOMPARE(base, 0);

        const QPoint grip(line.width() / 2, 40);
        QTest::mousePress(&line, Qt::LeftButton, {}, grip);
        QTest::mouseMove(&line, grip - QPoint(100, 0));
        QTest::mouseRelease(&line, Qt::LeftButton, {}, grip);
        QCOMPARE(paintedFrom(), widgetSize.width() / 2 - 100);
        // A pan moves the picture below the line, not the line.
        QTest::keyClick(canvas_.get(), Qt::Key_Right);
        QCOMPARE(paintedFrom(), widgetSize.width() / 2 - 100);
        line.setWanted(false);
        QCOMPARE(paintedFrom(), 0);
    }

    void invisibleAndTransparentLayersAreNotPainted()
    {
        layer_->setVisible(false);
        layer_->painted.clear();
        canvas_->grab();
        QVERIFY(layer_->painted.empty());
        layer_->setVisible(true);
        layer_->setOpacity(0);
        canvas_->grab();
        QVERIFY(layer_->painted.empty());
    }

    void aDeletedLayerLeaves()
    {
        auto second = std::make_unique<PatternLayer>(QStringLiteral("second"));
        canvas_->setLayers({layer_.get(), second.get()});
        canvas_->grab();
        second.reset();
        QCOMPARE(canvas_->layers(), std::vector<CanvasLayer*>{layer_.get()});
        canvas_->grab();
    }

    void theToolGetsPointerEventsInImageCoordinates()
    {
        NotingTool tool;
        canvas_->setTool(&tool);
        canvas_->zoomTo(2);
        QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, {50, 60});
        QTest::mouseMove(canvas_.get(), {80, 90});
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, {80, 90});
        QCOMPARE(tool.names(), QStringList({"press", "move", "release"}));
        QCOMPARE(tool.notes[0].second, canvas_->view().toImage(QPointF(50, 60)));
        QCOMPARE(tool.notes[1].second, canvas_->view().toImage(QPointF(80, 90)));
        QCOMPARE(canvas_->cursor().shape(), Qt::CrossCursor);
    }

    void aDoubleClickThatTheToolDoesNotUseIsAPress_data()
    {
        QTest::addColumn<bool>("used");
        QTest::newRow("used") << true;
        QTest::newRow("not used") << false;
    }

    void aDoubleClickThatTheToolDoesNotUseIsAPress()
    {
        QFETCH(bool, used);
        NotingTool tool;
        tool.usesDoubleClick = used;
        canvas_->setTool(&tool);
        QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, {50, 60});
        QCOMPARE(tool.names().count(QStringLiteral("doubleClick")), 1);
        QCOMPARE(tool.names().count(QStringLiteral("press")), used ? 0 : 1);
    }

    void keysGoToTheToolFirst()
    {
        NotingTool tool;
        canvas_->setTool(&tool);
        canvas_->zoomTo(2);
        const ViewTransform before = canvas_->view();
        tool.usesKeys = true;
        QTest::keyClick(canvas_.get(), Qt::Key_Plus);
        QCOMPARE(canvas_->view(), before);
        QCOMPARE(tool.names(), QStringList{QStringLiteral("key:+")});
        tool.usesKeys = false;
        QTest::keyClick(canvas_.get(), Qt::Key_Plus);
        QVERIFY(canvas_->view().scale > before.scale);
        QTest::keyClick(canvas_.get(), Qt::Key_Right);
        QVERIFY(canvas_->view().origin.x() > before.origin.x());
        QTest::keyClick(canvas_.get(), Qt::Key_Escape);
        QCOMPARE(tool.names().last(), QStringLiteral("cancel"));
    }

    void theToolIsCancelledWhenItIsChangedOrTheImageIs()
    {
        NotingTool first;
        NotingTool second;
        canvas_->setTool(&first);
        canvas_->setTool(&second);
        QCOMPARE(first.names(), QStringList{QStringLiteral("cancel")});
        canvas_->setImageSize({20, 10});
        QCOMPARE(second.names(), QStringList{QStringLiteral("cancel")});
    }

    void aDeletedToolLeaves()
    {
        auto tool = std::make_unique<NotingTool>();
        canvas_->setTool(tool.get());
        tool.reset();
        QCOMPARE(canvas_->tool(), nullptr);
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, {50, 60});
        canvas_->grab();
    }

    void theCursorIsReportedInImageCoordinates()
    {
        QSignalSpy moved(canvas_.get(), &Canvas::cursorMoved);
        canvas_->zoomTo(2);
        QTest::mouseMove(canvas_.get(), {120, 130});
        QTRY_VERIFY(!moved.isEmpty());
        QCOMPARE(moved.last()[0].toPointF(), canvas_->view().toImage(QPointF(120, 130)));
        QCOMPARE(moved.last()[1].toBool(), true);
        canvas_->fit();
        QTest::mouseMove(canvas_.get(), {2, 2});
        QTRY_COMPARE(moved.last()[1].toBool(), false);
    }

    void withoutAnImageTheTextIsShownAndNoLayerPainted()
    {
        canvas_->setImageSize({});
        layer_->painted.clear();
        const QImage plain = canvas_->grab().toImage();
        canvas_->setEmptyText(QStringLiteral("Drop images here"));
        const QImage withText = canvas_->grab().toImage();
        QVERIFY(layer_->painted.empty());
        QVERIFY(plain != withText);
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, {}, {50, 60});
        wheel(*canvas_, {50, 50}, {0, 120});
    }

    void showRectBringsItIntoSight()
    {
        canvas_->showRect(QRectF(500, 300, 40, 20));
        QVERIFY(canvas_->view().visibleImage().contains(QRectF(500, 300, 40, 20)));
        QVERIFY(canvas_->view().scale > 4);
    }

    void anImageOfOnePixelIsShown()
    {
        canvas_->setImageSize({1, 1});
        canvas_->grab();
        QCOMPARE(canvas_->view().scale, Canvas::maxScale);
        wheel(*canvas_, {200, 150}, {0, -1200});
        QVERIFY(canvas_->view().visibleImage().contains(QRectF(0, 0, 1, 1)));
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas.moc"
