// The tools, used with real mouse and key events on a canvas over real labels in a real project.
#include "tests/ui/labelled_canvas.h"
#include "ui/tool_options_bar.h"

#include <algorithm>
#include <QComboBox>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTabletEvent>
#include <QTest>
#include <QToolButton>

using namespace limn;
using ui::ToolSet;

class Tools : public QObject, tests::LabelledCanvas
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }
    void brushPaintsAlongThePointersPath();
    void altErasesWithTheBrush();
    void eraserErases();
    void shiftDrawsAStraightLine();
    void shiftClickGoesOnFromTheLastStroke();
    void escTakesTheStrokeUnderWayBack();
    void lockedClassesAreProtected();
    void onlyUnlabelledLeavesLabelsAlone();
    void bracketsAndRightDragChangeTheSize();
    void polygonFinishes_data();
    void polygonFinishes();
    void backspaceTakesTheLastVertexBack();
    void escGivesThePolygonUp();
    void polygonNeedsAClass();
    void vertexIsDraggedInsertedAndRemoved();
    void outlineKeepsThreeVertices();
    void selectMovesAndRemovesAPolygon();
    void aVertexIsInsertedOnEitherSideOfAnEdge_data();
    void aVertexIsInsertedOnEitherSideOfAnEdge();
    void shiftAndAltCombinePolygons_data();
    void shiftAndAltCombinePolygons();
    void altCutsOnlyTheSelectedPolygon();
    void nothingToCombineIsSaid();
    void verticesFollowTheNeighboursBorder();
    void draggedVerticesGoToTheNeighbour();
    void aPensPressureChangesTheSize();
    void theBrushMayBeSquareAndKeepItsSizeOnTheScreen();
    void handPans();
    void readOnlyLabelsRefuseTools();

private:
    void drawPolygon(const QList<QPointF>& corners, Qt::KeyboardModifiers modifiers = {})
    {
        tools_->choose(ToolSet::Tool::Polygon);
        for (const QPointF& corner : corners)
            click(corner.x(), corner.y(), modifiers);
        QTest::keyClick(canvas_.get(), Qt::Key_Return);
    }
    /// Of a polygon there, by what lies inside.
    bool isInside(double x, double y) const { return labels_->shapeAt({x, y}) != nullptr; }
    void drawTriangle()
    {
        tools_->choose(ToolSet::Tool::Polygon);
        click(40, 40);
        click(160, 40);
        click(100, 160);
        QTest::keyClick(canvas_.get(), Qt::Key_Return);
    }
};

void Tools::brushPaintsAlongThePointersPath()
{
    drag({50, 100}, {150, 100});
    QCOMPARE(mask(50, 100), 1);
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(150, 100), 1);
    QCOMPARE(mask(100, 103), 1);
    QCOMPARE(mask(100, 110), 0);
    QVERIFY(labels_->canUndo());
    labels_->undo();
    QCOMPARE(mask(100, 100), 0);
    QVERIFY(writer_->flush(5000));
}

void Tools::altErasesWithTheBrush()
{
    drag({50, 100}, {150, 100});
    drag({100, 100}, {110, 100}, Qt::AltModifier);
    QCOMPARE(mask(105, 100), 0);
    QCOMPARE(mask(60, 100), 1);
}

void Tools::eraserErases()
{
    drag({50, 100}, {150, 100});
    tools_->choose(ToolSet::Tool::Eraser);
    drag({50, 100}, {150, 100});
    QCOMPARE(mask(100, 100), 0);
}

void Tools::shiftDrawsAStraightLine()
{
    // There and back by a detour: only the line from the first to the last point stays.
    press(40, 40, Qt::ShiftModifier);
    moveTo(160, 40, Qt::ShiftModifier);
    moveTo(160, 160, Qt::ShiftModifier);
    release(160, 160, Qt::ShiftModifier);
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(150, 42), 0);
}

void Tools::shiftClickGoesOnFromTheLastStroke()
{
    drag({40, 40}, {60, 40});
    click(160, 40, Qt::ShiftModifier);
    QCOMPARE(mask(110, 40), 1);
}

void Tools::escTakesTheStrokeUnderWayBack()
{
    QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, at(100, 100));
    QCOMPARE(mask(100, 100), 1);
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    QCOMPARE(mask(100, 100), 0);
    QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, at(100, 100));
    QCOMPARE(mask(100, 100), 0);
    QVERIFY(!labels_->canUndo());
}

void Tools::lockedClassesAreProtected()
{
    drag({50, 100}, {150, 100});
    target_->setProtectedValues({1});
    target_->setClass(2, Qt::red);
    drag({100, 60}, {100, 140});
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(100, 120), 2);
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    target_->setClass(1, Qt::blue);
    drag({20, 20}, {30, 20});
    QCOMPARE(refused.count(), 1);
    QCOMPARE(mask(25, 20), 0);
}

void Tools::onlyUnlabelledLeavesLabelsAlone()
{
    drag({50, 100}, {150, 100});
    tools_->setOver(annotation::Over::OnlyUnlabelled);
    target_->setClass(2, Qt::red);
    drag({100, 60}, {100, 140});
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(100, 120), 2);
}

void Tools::bracketsAndRightDragChangeTheSize()
{
    QSignalSpy changed(tools_.get(), &ToolSet::brushOptionsChanged);
    tools_->growBrush(true);
    QCOMPARE(tools_->brushOptions().size, 12.0);
    tools_->growBrush(false);
    QCOMPARE(tools_->brushOptions().size, 10.0);
    drag({100, 100}, {110, 100}, Qt::ShiftModifier, Qt::RightButton);
    QVERIFY(tools_->brushOptions().size > 10.0);
    QCOMPARE(mask(100, 100), 0);
    QVERIFY(changed.count() >= 3);
    tools_->choose(ToolSet::Tool::Eraser);
    QVERIFY(tools_->brushOptions().size > 10.0);
}

void Tools::polygonFinishes_data()
{
    QTest::addColumn<QString>("how");
    for (const char* how : {"Enter", "double click", "click on the first vertex"})
        QTest::newRow(how) << QString(how);
}

void Tools::polygonFinishes()
{
    QFETCH(QString, how);
    tools_->choose(ToolSet::Tool::Polygon);
    click(40, 40);
    click(160, 40);
    click(160, 160);
    QVERIFY(tools_->isDrawingPolygon());
    if (how == "double click") {
        click(40, 160);
        QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, at(40, 160));
    } else if (how == "Enter") {
        click(40, 160);
        QTest::keyClick(canvas_.get(), Qt::Key_Return);
    } else {
        click(40, 160);
        click(40, 40);
    }
    QVERIFY(!tools_->isDrawingPolygon());
    QCOMPARE(labels_->shapes().size(), std::size_t{1});
    const annotation::Shape& shape = labels_->shapes().front();
    QCOMPARE(shape.classValue, 1);
    QVERIFY(annotation::contains(shape, {100, 100}));
    QVERIFY(!annotation::contains(shape, {20, 100}));
    QCOMPARE(outlines_->selected(), shape.id);
}

void Tools::backspaceTakesTheLastVertexBack()
{
    tools_->choose(ToolSet::Tool::Polygon);
    click(40, 40);
    click(160, 40);
    click(100, 160);
    click(190, 190);
    QTest::keyClick(canvas_.get(), Qt::Key_Backspace);
    QTest::keyClick(canvas_.get(), Qt::Key_Enter);
    QCOMPARE(labels_->shapes().size(), std::size_t{1});
    QCOMPARE(labels_->shapes().front().rings.front().size(), std::size_t{3});
}

void Tools::escGivesThePolygonUp()
{
    tools_->choose(ToolSet::Tool::Polygon);
    click(40, 40);
    click(160, 40);
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    QVERIFY(!tools_->isDrawingPolygon());
    QVERIFY(labels_->shapes().empty());
}

void Tools::polygonNeedsAClass()
{
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    target_->setClass(0, Qt::white);
    tools_->choose(ToolSet::Tool::Polygon);
    click(40, 40);
    QCOMPARE(refused.count(), 1);
    QVERIFY(!tools_->isDrawingPolygon());
}

void Tools::vertexIsDraggedInsertedAndRemoved()
{
    drawTriangle();
    const std::int64_t id = labels_->shapes().front().id;
    drag({40, 40}, {20, 20});
    const annotation::Point moved = labels_->shape(id)->rings[0][0];
    QVERIFY(std::abs(moved.x - 20) < 1 && std::abs(moved.y - 20) < 1);

    const annotation::Ring ring = labels_->shape(id)->rings[0];
    click((ring[0].x + ring[1].x) / 2, (ring[0].y + ring[1].y) / 2, Qt::ControlModifier);
    QCOMPARE(labels_->shape(id)->rings[0].size(), std::size_t{4});
    // The new vertex is the one that Delete takes away again.
    QTest::keyClick(canvas_.get(), Qt::Key_Delete);
    QCOMPARE(labels_->shape(id)->rings[0], ring);

    QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, at(100, 30));
    QCOMPARE(labels_->shape(id)->rings[0].size(), std::size_t{4});
    labels_->undo();
    QCOMPARE(labels_->shape(id)->rings[0], ring);
}

void Tools::outlineKeepsThreeVertices()
{
    drawTriangle();
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    click(40, 40);
    QTest::keyClick(canvas_.get(), Qt::Key_Backspace);
    QCOMPARE(refused.count(), 1);
    QCOMPARE(labels_->shapes().front().rings.front().size(), std::size_t{3});
}

void Tools::selectMovesAndRemovesAPolygon()
{
    drawTriangle();
    target_->select(0);
    tools_->choose(ToolSet::Tool::Select);
    drag({100, 80}, {120, 90});
    QCOMPARE(outlines_->selected(), labels_->shapes().front().id);
    const annotation::Point first = labels_->shapes().front().rings[0][0];
    QVERIFY(std::abs(first.x - 60) < 1 && std::abs(first.y - 50) < 1);
    QTest::keyClick(canvas_.get(), Qt::Key_Delete);
    QVERIFY(labels_->shapes().empty());
    labels_->undo();
    QCOMPARE(labels_->shapes().size(), std::size_t{1});
}

void Tools::aVertexIsInsertedOnEitherSideOfAnEdge_data()
{
    QTest::addColumn<int>("off");
    QTest::newRow("inside") << 4;
    QTest::newRow("outside") << -4;
}

void Tools::aVertexIsInsertedOnEitherSideOfAnEdge()
{
    QFETCH(int, off);
    drawTriangle();
    tools_->choose(ToolSet::Tool::Select);
    const std::int64_t id = labels_->shapes().front().id;
    const annotation::Ring ring = labels_->shape(id)->rings[0];
    const QPoint place =
        at((ring[0].x + ring[1].x) / 2, (ring[0].y + ring[1].y) / 2) + QPoint(0, off);
    QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, place);
    QCOMPARE(labels_->shape(id)->rings[0].size(), std::size_t{4});
    QCOMPARE(outlines_->selected(), id);
}

void Tools::shiftAndAltCombinePolygons_data()
{
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("first");  // only in the one that was there
    QTest::addColumn<bool>("both");   // in both
    QTest::addColumn<bool>("second"); // only in what is drawn
    QTest::newRow("add") << Qt::KeyboardModifiers(Qt::ShiftModifier) << "Add to polygon" << true
                         << true << true;
    QTest::newRow("cut") << Qt::KeyboardModifiers(Qt::AltModifier) << "Cut out of polygon" << true
                         << false << false;
    QTest::newRow("intersect") << (Qt::ShiftModifier | Qt::AltModifier) << "Intersect polygon"
                               << false << true << false;
}

void Tools::shiftAndAltCombinePolygons()
{
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, what);
    QFETCH(bool, first);
    QFETCH(bool, both);
    QFETCH(bool, second);
    drawPolygon({{40, 40}, {120, 40}, {120, 160}, {40, 160}});
    target_->select(0);
    drawPolygon({{80, 80}, {170, 80}, {170, 120}, {80, 120}}, modifiers);
    QCOMPARE(labels_->shapes().size(), std::size_t{1});
    QCOMPARE(isInside(60, 60), first);
    QCOMPARE(isInside(100, 100), both);
    QCOMPARE(isInside(150, 100), second);
    QCOMPARE(QString::fromStdString(labels_->undoText()), what);
    labels_->undo();
    QVERIFY(isInside(60, 60) && isInside(100, 100) && !isInside(150, 100));
    QVERIFY(writer_->flush(5000));
}

void Tools::altCutsOnlyTheSelectedPolygon()
{
    drawPolygon({{20, 40}, {90, 40}, {90, 160}, {20, 160}});
    drawPolygon({{110, 40}, {180, 40}, {180, 160}, {110, 160}});
    QCOMPARE(outlines_->selected(), labels_->shapes().back().id);
    drawPolygon({{60, 80}, {140, 80}, {140, 120}, {60, 120}}, Qt::AltModifier);
    QVERIFY(isInside(75, 100));
    QVERIFY(!isInside(125, 100));
    target_->select(0);
    // Inside one a hole is cut.
    drawPolygon({{30, 130}, {50, 130}, {50, 150}, {30, 150}}, Qt::AltModifier);
    QVERIFY(!isInside(40, 140));
    QVERIFY(isInside(25, 140));
    QCOMPARE(labels_->shapes().front().rings.size(), std::size_t{2});
}

void Tools::nothingToCombineIsSaid()
{
    QSignalSpy noted(target_.get(), &ui::EditTarget::noted);
    drawPolygon({{80, 80}, {170, 80}, {170, 120}}, Qt::AltModifier);
    QCOMPARE(noted.count(), 1);
    QVERIFY(!labels_->canUndo());
    drawPolygon({{80, 80}, {170, 80}, {170, 120}}, Qt::ShiftModifier);
    QCOMPARE(labels_->shapes().size(), std::size_t{1});
}

void Tools::verticesFollowTheNeighboursBorder()
{
    drawPolygon({{40, 40}, {100, 40}, {120, 100}, {100, 160}, {40, 160}});
    const annotation::Ring neighbour = labels_->shapes().front().rings[0];
    target_->select(0);
    // From near its upper right corner to near the lower one, around on the right.
    drawPolygon({{101, 41}, {180, 41}, {180, 159}, {101, 159}});
    QCOMPARE(labels_->shapes().size(), std::size_t{2});
    annotation::Ring ring = labels_->shapes().back().rings[0];
    const auto has = [&](const annotation::Point& point) {
        return std::ranges::find(ring, point) != ring.end();
    };
    // It has the neighbour's own vertices, the one between them too.
    for (std::size_t i = 1; i <= 3; ++i)
        QVERIFY(has(neighbour[i]));
    labels_->undo();
    // Not with Ctrl held, nor when snapping is off.
    drawPolygon({{101, 41}, {180, 41}, {180, 159}, {101, 159}}, Qt::ControlModifier);
    ring = labels_->shapes().back().rings[0];
    QVERIFY(!has(neighbour[1]) && !has(neighbour[2]));
    labels_->undo();
    tools_->setSnaps(false);
    drawPolygon({{101, 41}, {180, 41}, {180, 159}, {101, 159}});
    ring = labels_->shapes().back().rings[0];
    QVERIFY(!has(neighbour[1]) && !has(neighbour[2]));
}

void Tools::draggedVerticesGoToTheNeighbour()
{
    drawPolygon({{20, 40}, {90, 40}, {90, 160}, {20, 160}});
    const annotation::Ring neighbour = labels_->shapes().front().rings[0];
    drawPolygon({{130, 60}, {180, 60}, {180, 140}, {130, 140}});
    const std::int64_t id = labels_->shapes().back().id;
    drag({130, 60}, {91, 41});
    QVERIFY(labels_->shape(id)->rings[0][0] == neighbour[1]);
    drag({130, 140}, {91.5, 100});
    QVERIFY(std::abs(labels_->shape(id)->rings[0][3].x - neighbour[1].x) < 1e-6);
}

void Tools::aPensPressureChangesTheSize()
{
    ui::BrushOptions options = tools_->brushOptions();
    options.size = 40;
    tools_->setBrushOptions(options);
    const QPointingDevice pen(
        "pen", 1, QInputDevice::DeviceType::Stylus, QPointingDevice::PointerType::Pen,
        QInputDevice::Capability::Pressure | QInputDevice::Capability::Position, 1, 1);
    const auto send = [&](QEvent::Type type, double x, double y, double pressure) {
        const QPointF screen(at(x, y));
        QTabletEvent event(type, &pen, screen, canvas_->mapToGlobal(screen), pressure, 0, 0, 0, 0,
                           0, {}, Qt::LeftButton,
                           type == QEvent::TabletRelease ? Qt::NoButton : Qt::LeftButton);
        QCoreApplication::sendEvent(canvas_.get(), &event);
    };
    const auto line = [&](double y) {
        send(QEvent::TabletPress, 40, y, 0.2);
        send(QEvent::TabletMove, 160, y, 1.0);
        send(QEvent::TabletRelease, 160, y, 0.0);
    };
    line(50);
    QCOMPARE(mask(40, 50), 1);
    QCOMPARE(mask(40, 60), 0);
    QCOMPARE(mask(155, 65), 1);
    QCOMPARE(labels_->history().size(), std::size_t{1});
    // As thick everywhere where pressure does not count.
    options.pressure = false;
    tools_->setBrushOptions(options);
    line(150);
    QCOMPARE(mask(40, 165), 1);
    QCOMPARE(mask(155, 165), 1);
}

void Tools::theBrushMayBeSquareAndKeepItsSizeOnTheScreen()
{
    ui::ToolOptionsBar bar(*tools_);
    // 10 px wide: the corners are painted by a square alone.
    click(50, 50);
    QCOMPARE(mask(53, 50), 1);
    QCOMPARE(mask(54, 54), 0);
    bar.findChild<QToolButton*>("squareBrush")->click();
    click(100, 50);
    QCOMPARE(mask(104, 54), 1);
    QCOMPARE(mask(96, 46), 1);
    QCOMPARE(mask(106, 50), 0);
    // Of the same size on the screen it is half as wide on an image twice as large.
    auto* unit = bar.findChild<QComboBox*>("brushUnit");
    unit->setCurrentIndex(unit->findData(true));
    bar.findChild<QDoubleSpinBox*>("brushSize")->setValue(60);
    click(50, 150);
    QCOMPARE(mask(59, 150), 1);
    QCOMPARE(mask(61, 150), 0);
    canvas_->zoomTo(6);
    target_->setScale(canvas_->view().scale);
    click(100, 120);
    QCOMPARE(mask(104, 124), 1);
    QCOMPARE(mask(106, 120), 0);
}

void Tools::handPans()
{
    tools_->choose(ToolSet::Tool::Hand);
    canvas_->zoomTo(8);
    const QPointF before = canvas_->view().origin;
    QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, QPoint(300, 300));
    const QPointF screen(340, 320);
    QMouseEvent move(QEvent::MouseMove, screen, canvas_->mapToGlobal(screen), Qt::NoButton,
                     Qt::LeftButton, {});
    QCoreApplication::sendEvent(canvas_.get(), &move);
    QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, QPoint(340, 320));
    QCOMPARE(canvas_->view().origin, before - QPointF(5, 2.5));
    QVERIFY(labels_->mask().tiles().empty());
}

void Tools::readOnlyLabelsRefuseTools()
{
    const annotation::ImageRecord record = labels_->image();
    const auto project = annotation::Project::open(folder_->filePath("image.limn").toStdString(),
                                                   annotation::Project::Access::ReadOnly);
    annotation::ImageAnnotation readOnly(record, *project);
    target_->setImage(&readOnly, outlines_.get());
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    drag({50, 100}, {150, 100});
    QVERIFY(refused.count() >= 1);
    QCOMPARE(static_cast<int>(readOnly.mask().at(100, 100)), 0);
    tools_->choose(ToolSet::Tool::Polygon);
    click(40, 40);
    QVERIFY(!tools_->isDrawingPolygon());
    target_->setImage(nullptr, nullptr);
}

QTEST_MAIN(Tools)
#include "tools.moc"
