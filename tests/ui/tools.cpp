// The tools, used with real mouse and key events on a canvas over real labels in a real project.
#include "tests/ui/labelled_canvas.h"

#include <QSignalSpy>
#include <QTest>

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
    void handPans();
    void readOnlyLabelsRefuseTools();

private:
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
