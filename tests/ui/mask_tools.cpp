// The tools that fill areas of the mask, with real mouse and key events on a canvas over real
// labels in a real project.
#include "tests/ui/labelled_canvas.h"
#include "ui/tool_options_bar.h"

#include <atomic>
#include <QSignalSpy>
#include <QTest>
#include <thread>

using namespace limn;
using annotation::Over;
using raster::PixelRect;
using ui::ToolSet;

Q_DECLARE_METATYPE(ToolSet::Tool)

class MaskTools : public QObject, tests::LabelledCanvas
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }
    void rectangleFillsWhatIsDragged();
    void ellipseFillsWhatIsDragged();
    void shiftMakesSquaresAndCircles_data();
    void shiftMakesSquaresAndCircles();
    void lassoFillsWhatTheLineEncloses();
    void altErases_data();
    void altErases();
    void escGivesUp_data();
    void escGivesUp();
    void aClickFillsNothing_data();
    void aClickFillsNothing();
    void protectionHolds_data();
    void protectionHolds();
    void fillTakesWhatLooksAlike();
    void fillErasesWithAlt();
    void fillObeysItsTolerance();
    void fillSaysWhenItWasCutOff();
    void fillSaysWhenThereIsNothing();
    void strokesGoOnWhileAFillIsComputed();
    void cancelledWorkChangesNothing();
    void otherWorkIsRefusedMeanwhile();
    void superpixelsArePaintedWhereTheyAreTouched();
    void superpixelsEraseAndAreGivenUp();
    void superpixelsFollowTheView();
    void superpixelsObeyTheirOptions();
    void fillComparesTheBandsChosen_data();
    void fillComparesTheBandsChosen();
    void aCompleteRegionIsDraggedAndTakenAway();
    void aCompleteRegionNeedsAClassAndNoLock();
    void readOnlyLabelsRefuse_data();
    void readOnlyLabelsRefuse();

private:
    void fillAt(double x, double y, Qt::KeyboardModifiers modifiers = {})
    {
        click(x, y, modifiers);
        QTRY_VERIFY(!tools_->maskWork().isRunning());
    }
    /// With the superpixels of the view at hand.
    const annotation::Superpixels& divide()
    {
        tools_->choose(ToolSet::Tool::Superpixels);
        const auto& tool = tools_->superpixels();
        canvas_->repaint();
        if (!tool.superpixels() && !QTest::qWaitFor([&] { return tool.superpixels() != nullptr; }))
            qFatal("the view was not divided");
        return *tool.superpixels();
    }
    static void areaTools()
    {
        QTest::addColumn<ToolSet::Tool>("tool");
        QTest::newRow("rectangle") << ToolSet::Tool::Rectangle;
        QTest::newRow("ellipse") << ToolSet::Tool::Ellipse;
        QTest::newRow("lasso") << ToolSet::Tool::Lasso;
    }
    /// Around (100, 100) with the tool in hand.
    void encircle(Qt::KeyboardModifiers modifiers = {})
    {
        if (tools_->current() != ToolSet::Tool::Lasso) {
            drag({60, 60}, {140, 140}, modifiers);
            return;
        }
        press(60, 60, modifiers);
        for (const QPointF to : {QPointF(140, 60), QPointF(140, 140), QPointF(60, 140)})
            moveTo(to.x(), to.y(), modifiers);
        release(60, 62, modifiers);
    }
};

void MaskTools::rectangleFillsWhatIsDragged()
{
    tools_->choose(ToolSet::Tool::Rectangle);
    drag({150, 120}, {50, 80});
    QCOMPARE(mask(52, 82), 1);
    QCOMPARE(mask(148, 118), 1);
    QCOMPARE(mask(47, 100), 0);
    QCOMPARE(mask(100, 123), 0);
    QVERIFY(std::abs(painted(1) - 4000) < 150);
    QCOMPARE(labels_->undoText(), std::string("Rectangle"));
    labels_->undo();
    QCOMPARE(painted(1), 0);
    QVERIFY(!labels_->canUndo());
    QVERIFY(writer_->flush(5000));
}

void MaskTools::ellipseFillsWhatIsDragged()
{
    tools_->choose(ToolSet::Tool::Ellipse);
    drag({50, 80}, {150, 120});
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(53, 100), 1);
    QCOMPARE(mask(53, 83), 0);
    QVERIFY(std::abs(painted(1) - 3142) < 150);
    QCOMPARE(labels_->undoText(), std::string("Ellipse"));
}

void MaskTools::shiftMakesSquaresAndCircles_data()
{
    QTest::addColumn<ToolSet::Tool>("tool");
    QTest::addColumn<QPointF>("to");
    QTest::addColumn<int>("pixels");
    QTest::newRow("square to the right") << ToolSet::Tool::Rectangle << QPointF(160, 110) << 3600;
    QTest::newRow("square to the top left") << ToolSet::Tool::Rectangle << QPointF(60, 40) << 3600;
    QTest::newRow("circle") << ToolSet::Tool::Ellipse << QPointF(110, 160) << 2827;
}

void MaskTools::shiftMakesSquaresAndCircles()
{
    QFETCH(ToolSet::Tool, tool);
    QFETCH(QPointF, to);
    QFETCH(int, pixels);
    tools_->choose(tool);
    drag({100, 100}, to, Qt::ShiftModifier);
    QVERIFY2(std::abs(painted(1) - pixels) < 150, QByteArray::number(painted(1)).constData());
    // It lies on the side that was dragged to.
    const QPointF way = to - QPointF(100, 100);
    QCOMPARE(mask(100 + (way.x() > 0 ? 30 : -30), 100 + (way.y() > 0 ? 30 : -30)), 1);
    QCOMPARE(mask(100 - (way.x() > 0 ? 30 : -30), 100 - (way.y() > 0 ? 30 : -30)), 0);
}

void MaskTools::lassoFillsWhatTheLineEncloses()
{
    tools_->choose(ToolSet::Tool::Lasso);
    // Around a corner, and on past the beginning.
    press(40, 40);
    for (const QPointF to : {QPointF(160, 40), QPointF(160, 160), QPointF(120, 160),
                             QPointF(120, 80), QPointF(40, 80), QPointF(40, 40), QPointF(80, 40)})
        moveTo(to.x(), to.y());
    release(80, 42);
    QCOMPARE(mask(60, 60), 1);
    QCOMPARE(mask(140, 140), 1);
    QCOMPARE(mask(60, 120), 0);
    QCOMPARE(labels_->undoText(), std::string("Lasso"));
    labels_->undo();
    QCOMPARE(painted(1), 0);
}

void MaskTools::altErases_data()
{
    areaTools();
}

void MaskTools::altErases()
{
    QFETCH(ToolSet::Tool, tool);
    tools_->choose(ToolSet::Tool::Rectangle);
    drag({10, 10}, {190, 190});
    tools_->choose(tool);
    encircle(Qt::AltModifier);
    QCOMPARE(mask(100, 100), 0);
    QCOMPARE(mask(30, 30), 1);
    QCOMPARE(labels_->undoText(), std::string("Erase area"));
    labels_->undo();
    QCOMPARE(mask(100, 100), 1);
}

void MaskTools::escGivesUp_data()
{
    areaTools();
}

void MaskTools::escGivesUp()
{
    QFETCH(ToolSet::Tool, tool);
    tools_->choose(tool);
    press(60, 60);
    moveTo(140, 60);
    moveTo(140, 140);
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    release(140, 140);
    QCOMPARE(painted(1), 0);
    QVERIFY(!labels_->canUndo());
    encircle();
    QCOMPARE(mask(100, 100), 1);
}

void MaskTools::aClickFillsNothing_data()
{
    areaTools();
}

void MaskTools::aClickFillsNothing()
{
    QFETCH(ToolSet::Tool, tool);
    tools_->choose(tool);
    click(100, 100);
    QVERIFY(!labels_->canUndo());
}

void MaskTools::protectionHolds_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("overLocked");
    QTest::addColumn<int>("overOther");
    QTest::newRow("all but locked") << 0 << 1 << 3;
    QTest::newRow("unlabelled only") << 1 << 1 << 2;
    QTest::newRow("everything") << 2 << 3 << 3;
}

void MaskTools::protectionHolds()
{
    QFETCH(int, row);
    QFETCH(int, overLocked);
    QFETCH(int, overOther);
    tools_->choose(ToolSet::Tool::Rectangle);
    drag({10, 10}, {190, 60});
    target_->setClass(2, Qt::red);
    drag({10, 70}, {190, 120});
    target_->setProtectedValues({1});
    target_->setClass(3, Qt::green);
    // Chosen in the bar, as the user does, and shared by all tools that paint.
    ui::ToolOptionsBar bar(*tools_);
    bar.findChild<QComboBox*>("paintOver")->setCurrentIndex(row);
    for (const auto& [tool, x] : {std::pair{ToolSet::Tool::Rectangle, 30},
                                  {ToolSet::Tool::Ellipse, 70},
                                  {ToolSet::Tool::Brush, 110}}) {
        tools_->choose(tool);
        drag({x - 5.0, 20}, {x + 5.0, 180});
        QCOMPARE(mask(x, 100), overOther);
        QCOMPARE(mask(x, 40), overLocked);
        QCOMPARE(mask(x, 150), 3);
    }
    // The locked class itself is painted only where everything is allowed.
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    target_->setClass(1, Qt::blue);
    tools_->choose(ToolSet::Tool::Rectangle);
    drag({150, 150}, {180, 180});
    QCOMPARE(refused.count(), row == 2 ? 0 : 1);
    QCOMPARE(mask(165, 165), row == 2 ? 1 : 0);
}

void MaskTools::fillTakesWhatLooksAlike()
{
    // The image's left half is dark and smooth, the right half bright and striped.
    tools_->choose(ToolSet::Tool::Fill);
    tools_->setFillTolerance(30);
    fillAt(50, 100);
    QCOMPARE(painted(1), side * side / 2);
    QCOMPARE(mask(99, 0), 1);
    QCOMPARE(mask(100, 0), 0);
    QCOMPARE(labels_->undoText(), std::string("Fill"));
    labels_->undo();
    QCOMPARE(painted(1), 0);
    QVERIFY(writer_->flush(5000));
}

void MaskTools::fillErasesWithAlt()
{
    tools_->choose(ToolSet::Tool::Rectangle);
    drag({50, 50}, {150, 150});
    tools_->choose(ToolSet::Tool::Fill);
    tools_->setFillTolerance(30);
    fillAt(70, 100, Qt::AltModifier);
    QCOMPARE(mask(98, 100), 0);
    QCOMPARE(mask(110, 100), 1);
}

void MaskTools::fillObeysItsTolerance()
{
    tools_->choose(ToolSet::Tool::Fill);
    ui::ToolOptionsBar bar(*tools_);
    bar.findChild<QSpinBox*>("fillTolerance")->setValue(255);
    fillAt(50, 100);
    QCOMPARE(painted(1), side * side);
    labels_->undo();
    bar.findChild<QSpinBox*>("fillTolerance")->setValue(0);
    fillAt(50, 100);
    QVERIFY(painted(1) > 0 && painted(1) < 100);
}

void MaskTools::fillComparesTheBandsChosen_data()
{
    QTest::addColumn<QString>("bands");
    QTest::addColumn<int>("pixels");
    QTest::newRow("colours shown") << "Colours shown" << side * side;
    QTest::newRow("one band") << "Band 4" << side * side / 2;
    QTest::newRow("all bands") << "All bands" << side * side / 2;
}

void MaskTools::fillComparesTheBandsChosen()
{
    QFETCH(QString, bands);
    QFETCH(int, pixels);
    // What is shown is one colour; in the file the left half is dark and the right one bright.
    const std::shared_ptr<const raster::Raster> raster =
        raster::Raster::open(folder_->filePath("image.tif").toStdString());
    target_->setPicture(
        [](const raster::PixelRect&, std::span<std::uint8_t> rgba) {
            std::ranges::fill(rgba, std::uint8_t{200});
        },
        {}, raster);
    ui::ToolOptionsBar bar(*tools_);
    tools_->setImage(&raster->info());
    auto* choice = bar.findChild<QComboBox*>("fillBands");
    QCOMPARE(choice->count(), 6);
    choice->setCurrentIndex(choice->findText(bands, Qt::MatchStartsWith));
    tools_->choose(ToolSet::Tool::Fill);
    tools_->setFillTolerance(60);
    fillAt(50, 100);
    QCOMPARE(painted(1), pixels);
    // While another image is opened the choice stays.
    tools_->setImage(nullptr);
    tools_->setImage(&raster->info());
    QVERIFY(choice->currentText().startsWith(bands));
}

void MaskTools::aCompleteRegionIsDraggedAndTakenAway()
{
    const auto stored = [&] {
        return writer_->flush(5000) ? writer_->project().completeRegions(labels_->image().id).size()
                                    : std::size_t{99};
    };
    tools_->choose(ToolSet::Tool::CompleteRegion);
    press(50, 40);
    moveTo(120, 90);
    moveTo(150, 120);
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    release(150, 120);
    QVERIFY(labels_->completeRegions().empty());
    drag({150, 120}, {50, 40});
    QCOMPARE(labels_->completeRegions().size(), std::size_t{1});
    QVERIFY(labels_->completeRegions()[0].rect == (raster::PixelRect{50, 40, 100, 80}));
    QCOMPARE(labels_->completeRegions()[0].classValue, 1);
    QCOMPARE(painted(1), 0);
    QCOMPARE(stored(), std::size_t{1});
    // Shift makes a square, a click none, and what lies outside the image is cut off.
    drag({10, 150}, {30, 160}, Qt::ShiftModifier);
    QVERIFY(labels_->completeRegions()[1].rect == (raster::PixelRect{10, 150, 20, 20}));
    click(100, 180);
    QCOMPARE(labels_->completeRegions().size(), std::size_t{2});
    labels_->undo();
    labels_->undo();
    QCOMPARE(stored(), std::size_t{0});
    labels_->redo();
    labels_->redo();
    // Alt takes away what it touches, and says where there is nothing.
    click(100, 100, Qt::AltModifier);
    QCOMPARE(labels_->completeRegions().size(), std::size_t{1});
    QSignalSpy noted(target_.get(), &ui::EditTarget::noted);
    click(100, 100, Qt::AltModifier);
    QCOMPARE(noted.count(), 1);
    drag({5, 140}, {40, 180}, Qt::AltModifier);
    QCOMPARE(stored(), std::size_t{0});
    QCOMPARE(labels_->undoText(), std::string("Remove complete region"));
}

void MaskTools::aCompleteRegionNeedsAClassAndNoLock()
{
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    tools_->choose(ToolSet::Tool::CompleteRegion);
    target_->setClass(0, Qt::white);
    drag({50, 40}, {150, 120});
    QCOMPARE(refused.count(), 1);
    QVERIFY(labels_->completeRegions().empty());
    target_->setClass(2, Qt::red);
    target_->setProtectedValues({2});
    drag({50, 40}, {150, 120});
    QCOMPARE(refused.count(), 1);
    QCOMPARE(labels_->completeRegions()[0].classValue, 2);
}

void MaskTools::fillSaysWhenItWasCutOff()
{
    QSignalSpy noted(target_.get(), &ui::EditTarget::noted);
    tools_->choose(ToolSet::Tool::Fill);
    tools_->setFillTolerance(255);
    fillAt(50, 100);
    QCOMPARE(noted.count(), 0);
    labels_->undo();
    // Of the view, a quarter more is searched on each side.
    target_->setVisibleRect({40, 40, 80, 40});
    fillAt(50, 60);
    QCOMPARE(painted(1), 120 * 60);
    QCOMPARE(noted.count(), 1);
    QVERIFY(noted[0][0].toString().contains("cut off"));
}

void MaskTools::fillSaysWhenThereIsNothing()
{
    QSignalSpy noted(target_.get(), &ui::EditTarget::noted);
    tools_->choose(ToolSet::Tool::Fill);
    fillAt(50, 100);
    const int before = painted(1);
    fillAt(50, 100);
    QCOMPARE(painted(1), before);
    QCOMPARE(noted.count(), 1);
    target_->setPicture({});
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    fillAt(50, 100);
    QCOMPARE(refused.count(), 1);
}

void MaskTools::strokesGoOnWhileAFillIsComputed()
{
    // The picture is not read before the stroke has begun.
    std::atomic<bool> open = false;
    target_->setPicture([&](const raster::PixelRect&, std::span<std::uint8_t> rgba) {
        while (!open)
            std::this_thread::yield();
        std::ranges::fill(rgba, std::uint8_t{200});
    });
    tools_->choose(ToolSet::Tool::Fill);
    click(50, 100);
    QVERIFY(tools_->maskWork().isRunning());
    target_->setClass(2, Qt::red);
    target_->edit([](annotation::ImageAnnotation& labels) {
        labels.beginStroke({10, 2, true, false, {}}, {100, 100});
    });
    open = true;
    QTest::qWait(200);
    QVERIFY(tools_->maskWork().isRunning());
    QVERIFY(labels_->isStroking());
    target_->edit([](annotation::ImageAnnotation& labels) { labels.endStroke(); });
    QTRY_VERIFY(!tools_->maskWork().isRunning());
    QCOMPARE(painted(2), 400);
    QCOMPARE(painted(1), side * side - 400);
    labels_->undo();
    QCOMPARE(painted(2), 400);
    QCOMPARE(painted(1), 0);
}

void MaskTools::cancelledWorkChangesNothing()
{
    std::atomic<bool> open = false;
    target_->setPicture([&](const raster::PixelRect&, std::span<std::uint8_t> rgba) {
        while (!open)
            std::this_thread::yield();
        std::ranges::fill(rgba, std::uint8_t{200});
    });
    QSignalSpy progressed(&tools_->maskWork(), &ui::MaskWork::progressed);
    tools_->choose(ToolSet::Tool::Fill);
    click(50, 100);
    QTRY_VERIFY(progressed.count() > 0);
    QCOMPARE(progressed[0][0].toString(), QString("Fill"));
    QVERIFY(progressed[0][2].toInt() > 0);
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    QVERIFY(!tools_->maskWork().isRunning());
    QCOMPARE(progressed.last()[2].toInt(), 0);
    // So does another image; another tool does not.
    click(50, 100);
    tools_->choose(ToolSet::Tool::Brush);
    QVERIFY(tools_->maskWork().isRunning());
    target_->setImage(labels_.get(), outlines_.get());
    QVERIFY(!tools_->maskWork().isRunning());
    open = true;
    QTest::qWait(100);
    QVERIFY(!labels_->canUndo());
}

void MaskTools::otherWorkIsRefusedMeanwhile()
{
    std::atomic<bool> open = false;
    target_->setPicture([&](const raster::PixelRect&, std::span<std::uint8_t> rgba) {
        while (!open)
            std::this_thread::yield();
        std::ranges::fill(rgba, std::uint8_t{200});
    });
    QSignalSpy noted(target_.get(), &ui::EditTarget::noted);
    tools_->choose(ToolSet::Tool::Fill);
    click(50, 100);
    click(60, 100);
    QCOMPARE(noted.count(), 1);
    open = true;
    QTRY_VERIFY(!tools_->maskWork().isRunning());
    QCOMPARE(labels_->history().size(), std::size_t{1});
}

void MaskTools::superpixelsArePaintedWhereTheyAreTouched()
{
    const annotation::Superpixels parts = divide();
    QVERIFY(parts.count > 20);
    drag({30, 100}, {80, 100});
    std::vector<bool> touched(static_cast<std::size_t>(parts.count));
    for (int x = 31; x < 80; ++x)
        touched[static_cast<std::size_t>(parts.at(x, 100))] = true;
    for (int x = 31; x < 80; ++x)
        QCOMPARE(mask(x, 100), 1);
    // All of each superpixel, and nothing of the others but at the rounded ends of the drag.
    int wrong = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            wrong += (mask(x, y) == 1) != touched[static_cast<std::size_t>(parts.at(x, y))];
    QVERIFY2(wrong < painted(1) / 4, QByteArray::number(wrong).constData());
    QCOMPARE(labels_->undoText(), std::string("Superpixels"));
    QCOMPARE(labels_->history().size(), std::size_t{1});
    labels_->undo();
    QCOMPARE(painted(1), 0);
    QVERIFY(writer_->flush(5000));
}

void MaskTools::superpixelsEraseAndAreGivenUp()
{
    tools_->choose(ToolSet::Tool::Rectangle);
    drag({10, 10}, {190, 190});
    divide();
    drag({50, 100}, {90, 100}, Qt::AltModifier);
    QCOMPARE(mask(70, 100), 0);
    QCOMPARE(mask(30, 30), 1);
    QCOMPARE(labels_->undoText(), std::string("Erase superpixels"));
    labels_->undo();
    press(50, 100, Qt::AltModifier);
    moveTo(90, 100, Qt::AltModifier);
    QTest::keyClick(canvas_.get(), Qt::Key_Escape);
    release(90, 100, Qt::AltModifier);
    QCOMPARE(mask(70, 100), 1);
    QCOMPARE(labels_->history().size(), std::size_t{2});
}

void MaskTools::superpixelsFollowTheView()
{
    const PixelRect before = divide().window;
    QCOMPARE(before.width, side);
    canvas_->zoomTo(8);
    canvas_->repaint();
    // What belongs to another view is painted no more.
    QVERIFY(!tools_->superpixels().superpixels());
    QSignalSpy noted(target_.get(), &ui::EditTarget::noted);
    click(100, 100);
    QCOMPARE(noted.count(), 1);
    QCOMPARE(painted(1), 0);
    const annotation::Superpixels near = divide();
    QVERIFY(near.window.width < 80);
    click(100, 100);
    QCOMPARE(mask(100, 100), 1);
    QVERIFY(painted(1) < 200);
}

void MaskTools::superpixelsObeyTheirOptions()
{
    const int many = divide().count;
    ui::ToolOptionsBar bar(*tools_);
    auto* size = bar.findChild<QSpinBox*>("superpixelSize");
    QCOMPARE(size->value(), 24);
    tools_->growBrush(true);
    QCOMPARE(size->value(), 28);
    size->setValue(96);
    bar.findChild<QSpinBox*>("superpixelCompactness")->setValue(40);
    QCOMPARE(tools_->superpixels().options().size, 96);
    QCOMPARE(tools_->superpixels().options().compactness, 40);
    const int few = divide().count;
    QVERIFY2(few * 4 < many, QByteArray::number(few).constData());
}

void MaskTools::readOnlyLabelsRefuse_data()
{
    areaTools();
    QTest::newRow("fill") << ToolSet::Tool::Fill;
    QTest::newRow("complete region") << ToolSet::Tool::CompleteRegion;
}

void MaskTools::readOnlyLabelsRefuse()
{
    QFETCH(ToolSet::Tool, tool);
    const annotation::ImageRecord record = labels_->image();
    const auto project = annotation::Project::open(folder_->filePath("image.limn").toStdString(),
                                                   annotation::Project::Access::ReadOnly);
    annotation::ImageAnnotation readOnly(record, *project);
    target_->setImage(&readOnly, outlines_.get());
    QSignalSpy refused(target_.get(), &ui::EditTarget::refused);
    tools_->choose(tool);
    encircle();
    QVERIFY(!tools_->maskWork().isRunning());
    QVERIFY(refused.count() >= 1);
    QVERIFY(readOnly.mask().tiles().empty());
    target_->setImage(nullptr, nullptr);
}

QTEST_MAIN(MaskTools)
#include "mask_tools.moc"
