// Mask menu, history, classes and backups in the real window, by mouse and keyboard, without an
// engine.
#include "annotation/run_record.h"
#include "annotation/tile_store.h"
#include "tests/annotation/failing_drive.h"
#include "tests/ui/made_image.h"
#include "ui/main_window.h"
#include "ui/operation_dialog.h"

#include <filesystem>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace limn;

namespace
{
constexpr int side = 256;

/// Answers with one class list in the user's place.
class OneFile : public ui::FileDialogs
{
public:
    explicit OneFile(QString classes) : classes_(std::move(classes)) {}
    void openImages(QWidget*, std::function<void(const QStringList&)>) override {}
    void openProject(QWidget*, std::function<void(const QString&)>) override {}
    void openFolder(QWidget*, const QString&, std::function<void(const QString&)>) override {}
    void openClasses(QWidget*, std::function<void(const QString&)> chosen) override
    {
        chosen(classes_);
    }
    void saveClasses(QWidget*, std::function<void(const QString&)> chosen) override
    {
        chosen(classes_);
    }
    void saveCurves(QWidget*, std::function<void(const QString&)>) override {}

private:
    QString classes_;
};
} // namespace

class Masks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void menuEntriesChangeTheClassInView_data();
    void menuEntriesChangeTheClassInView();
    void menuNeedsAClassThatIsNotLocked();
    void aDialogGoesWithItsClass();
    void historyGoesToAnyStep();
    void toolKeysReachTheirTools_data();
    void toolKeysReachTheirTools();
    void longWorkShowsProgressAndIsStopped();
    void largeAreasArePaintedInTheBackground();
    void polygonsAreBurnedAndTraced();
    void grabCutReplacesItsPolygon();
    void aPolygonIsSimplifiedAndGivenAnotherClass();
    void theClassUnderTheCursorIsPicked();
    void masksAreCopiedBetweenImages();
    void aBackupIsRestoredFromTheMenu();
    void aDamagedProjectOffersItsBackups();
    void aDamagedTileIsToldAndTheOthersStay();
    void aLostShareIsToldAndNothingIsLost();
    void aShareThatHangsFreezesNothing();
    void whatIsAskedOfADriveThatHangsIsLeftOrWaitedFor();
    void openingIsStopped();
    void anImageThatWasMovedIsShownOnceItIsFound();
    void closingAsksWhileAShareHangs_data();
    void closingAsksWhileAShareHangs();
    void theViewIsMarkedAsCompleteByKey();
    void classesAreRemovedAfterSayingWhereTheyAre();
    void classesAreMerged();
    void classListsAreExportedAndImported();
    void settingsReachUndoAndBackups();
    void keysAreTheUsersOwn();

private:
    template <typename T>
    T* find(const char* name) const
    {
        return window_->findChild<T*>(QLatin1String(name));
    }
    annotation::ImageAnnotation& labels() const { return *window_->session()->labels(); }
    int mask(int x, int y) const { return labels().mask().at(x, y); }
    QPoint at(double x, double y) const { return canvas_->view().toScreen({x, y}).toPoint(); }
    void key(Qt::Key which) const { QTest::keyClick(canvas_, which); }
    /// With the tool of that key.
    void drag(Qt::Key tool, QPointF from, QPointF to) const
    {
        key(tool);
        QTest::mousePress(canvas_, Qt::LeftButton, {}, at(from.x(), from.y()));
        const QPointF screen(at(to.x(), to.y()));
        QMouseEvent move(QEvent::MouseMove, screen, canvas_->mapToGlobal(screen), Qt::NoButton,
                         Qt::LeftButton, {});
        QCoreApplication::sendEvent(canvas_, &move);
        QTest::mouseRelease(canvas_, Qt::LeftButton, {}, at(to.x(), to.y()));
    }
    ui::MaskWork& work() const { return window_->findChild<ui::ToolSet*>()->maskWork(); }
    /// Chooses a menu entry and gives its window the number.
    void apply(const char* entry, int number = 0) const
    {
        find<QAction>(entry)->trigger();
        if (auto* field = find<QSpinBox>("operationNumber"))
            field->setValue(number);
        if (auto* button = find<QPushButton>("applyOperation")) {
            QTest::mouseClick(button, Qt::LeftButton);
            find<ui::OperationDialog>("operation")->close();
            window_->activateWindow();
            canvas_->setFocus();
        }
        QTRY_VERIFY_WITH_TIMEOUT(!work().isRunning(), 60000);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void open()
    {
        ui::Surroundings surroundings;
        surroundings.settings =
            std::make_unique<QSettings>(folder_->filePath("settings.ini"), QSettings::IniFormat);
        surroundings.dialogs = std::make_unique<OneFile>(folder_->filePath("classes.csv"));
        surroundings.documentsFolder = folder_->filePath("documents");
        window_ = std::make_unique<ui::MainWindow>(std::move(surroundings));
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->activateWindow();
        canvas_ = find<widgets::Canvas>("canvas");
    }
    void drawPolygon(const QList<QPointF>& corners) const
    {
        key(Qt::Key_P);
        for (const QPointF& corner : corners)
            QTest::mouseClick(canvas_, Qt::LeftButton, {}, at(corner.x(), corner.y()));
        key(Qt::Key_Return);
    }
    widgets::MessageBar& messages() const { return *window_->findChild<widgets::MessageBar*>(); }
    QString projectOfTwoImages();
    /// The panel's own menu entries are those of its context menu; this asks as they do.
    widgets::ClassPalette& palette() const { return *window_->findChild<widgets::ClassPalette*>(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<ui::MainWindow> window_;
    widgets::Canvas* canvas_ = nullptr;
};

void Masks::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    tests::makeImage(folder_->filePath("field.tif"), side, side);
    open();
    window_->open({folder_->filePath("field.tif")});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    // GrabCut and the like need the picture, which is read in the background.
    const auto* scene = window_->findChild<ui::ImageScene*>();
    QTRY_VERIFY(scene && scene->picture());
    for (const char* name : {"water", "land"})
        window_->session()->addClass(name);
    window_->session()->setCurrentClass(1);
    QTRY_VERIFY(canvas_->view().scale > 1);
    canvas_->setFocus();
}

void Masks::cleanup()
{
    window_.reset();
    folder_.reset();
}

void Masks::menuEntriesChangeTheClassInView_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QPoint>("place");
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("fill holes") << "fillHoles" << 0 << "Fill holes" << QPoint(100, 100) << 0 << 1;
    QTest::newRow("remove specks")
        << "removeSpecks" << 1000 << "Remove specks" << QPoint(210, 50) << 1 << 0;
    QTest::newRow("smooth") << "smoothClass" << 20 << "Smooth" << QPoint(210, 50) << 1 << 0;
    QTest::newRow("grow") << "growClass" << 7 << "Grow" << QPoint(44, 100) << 0 << 1;
    QTest::newRow("shrink") << "shrinkClass" << 7 << "Shrink" << QPoint(54, 100) << 1 << 0;
    QTest::newRow("change class") << "changeClass" << 0 << "Change class" << QPoint(60, 100) << 1
                                  << 2;
}

void Masks::menuEntriesChangeTheClassInView()
{
    QFETCH(QString, entry);
    QFETCH(int, number);
    QFETCH(QString, text);
    QFETCH(QPoint, place);
    QFETCH(int, before);
    QFETCH(int, after);
    // A square with a hole, and a speck beside it.
    drag(Qt::Key_R, {50, 50}, {150, 150});
    key(Qt::Key_0);
    drag(Qt::Key_R, {90, 90}, {110, 110});
    key(Qt::Key_1);
    drag(Qt::Key_R, {205, 45}, {215, 55});
    QCOMPARE(mask(place.x(), place.y()), before);
    const std::size_t steps = labels().history().size();
    apply(qPrintable(entry), number);
    QCOMPARE(mask(place.x(), place.y()), after);
    QCOMPARE(QString::fromStdString(labels().undoText()), text);
    QCOMPARE(labels().history().size(), steps + 1);
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(mask(place.x(), place.y()), before);
}

void Masks::menuNeedsAClassThatIsNotLocked()
{
    auto* messages = window_->findChild<widgets::MessageBar*>();
    // That there is no engine stays said until it is read.
    QTRY_VERIFY(!messages->text().isEmpty());
    messages->dismiss();
    drag(Qt::Key_R, {50, 50}, {150, 150});
    window_->session()->setCurrentClass(0);
    apply("fillHoles");
    QVERIFY2(messages->text().contains("Choose a class"), qPrintable(messages->text()));
    annotation::ClassEntry water = window_->session()->classes().front();
    water.locked = true;
    window_->session()->changeClass(water);
    window_->session()->setCurrentClass(1);
    apply("shrinkClass", 5);
    QVERIFY2(messages->text().contains("locked"), qPrintable(messages->text()));
    QCOMPARE(mask(51, 100), 1);
}

void Masks::aDialogGoesWithItsClass()
{
    find<QAction>("growClass")->trigger();
    auto* dialog = find<ui::OperationDialog>("operation");
    QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
    key(Qt::Key_2);
    QVERIFY(!dialog->isVisible());
}

void Masks::historyGoesToAnyStep()
{
    auto* list = find<QListWidget>("historyList");
    QCOMPARE(list->count(), 1);
    drag(Qt::Key_R, {20, 20}, {60, 60});
    drag(Qt::Key_O, {80, 20}, {120, 60});
    drag(Qt::Key_B, {20, 100}, {60, 100});
    QCOMPARE(list->count(), 4);
    QCOMPARE(list->item(2)->text(), QString("Ellipse"));
    QCOMPARE(list->currentRow(), 3);
    find<QDockWidget>("historyDock")->raise();
    const auto clickRow = [&](int row) {
        const QPoint middle = list->visualItemRect(list->item(row)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, middle);
    };
    clickRow(1);
    QCOMPARE(mask(40, 40), 1);
    QCOMPARE(mask(100, 40), 0);
    QCOMPARE(mask(40, 100), 0);
    QCOMPARE(list->currentRow(), 1);
    clickRow(3);
    QCOMPARE(mask(40, 100), 1);
    clickRow(0);
    QCOMPARE(mask(40, 40), 0);
    QCOMPARE(list->count(), 4);
    drag(Qt::Key_R, {20, 20}, {60, 60});
    QCOMPARE(list->count(), 2);
}

void Masks::toolKeysReachTheirTools_data()
{
    using Tool = ui::ToolSet::Tool;
    QTest::addColumn<Qt::Key>("which");
    QTest::addColumn<int>("tool");
    QTest::newRow("rectangle") << Qt::Key_R << static_cast<int>(Tool::Rectangle);
    QTest::newRow("ellipse") << Qt::Key_O << static_cast<int>(Tool::Ellipse);
    QTest::newRow("lasso") << Qt::Key_L << static_cast<int>(Tool::Lasso);
    QTest::newRow("fill") << Qt::Key_G << static_cast<int>(Tool::Fill);
    QTest::newRow("superpixels") << Qt::Key_W << static_cast<int>(Tool::Superpixels);
    QTest::newRow("complete region") << Qt::Key_K << static_cast<int>(Tool::CompleteRegion);
}

void Masks::toolKeysReachTheirTools()
{
    QFETCH(Qt::Key, which);
    QFETCH(int, tool);
    key(which);
    const auto* tools = window_->findChild<ui::ToolSet*>();
    QCOMPARE(static_cast<int>(tools->current()), tool);
}

void Masks::longWorkShowsProgressAndIsStopped()
{
    QVERIFY(work().start("Think", [](annotation::MaskTiles&, annotation::Progress& progress) {
        while (true)
            progress.report(0.5);
        return annotation::MaskEdit();
    }));
    auto* stop = find<QToolButton>("cancelJob");
    QTRY_VERIFY(stop->isVisible());
    QVERIFY(find<QLabel>("job")->text().contains("Think"));
    // The window goes on meanwhile.
    drag(Qt::Key_R, {20, 20}, {60, 60});
    QCOMPARE(mask(40, 40), 1);
    QTest::mouseClick(stop, Qt::LeftButton);
    QVERIFY(!work().isRunning());
    QVERIFY(!stop->isVisible());
}

void Masks::largeAreasArePaintedInTheBackground()
{
    // The image enlarged to 400 Mpx.
    const QString file = folder_->filePath("large.vrt");
    QFile vrt(file);
    QVERIFY(vrt.open(QIODevice::WriteOnly));
    vrt.write("<VRTDataset rasterXSize=\"20000\" rasterYSize=\"20000\">"
              "<VRTRasterBand dataType=\"Byte\" band=\"1\"><SimpleSource>"
              "<SourceFilename relativeToVRT=\"1\">field.tif</SourceFilename>"
              "<SourceBand>1</SourceBand><SrcRect xOff=\"0\" yOff=\"0\" xSize=\"256\" "
              "ySize=\"256\"/><DstRect xOff=\"0\" yOff=\"0\" xSize=\"20000\" "
              "ySize=\"20000\"/></SimpleSource></VRTRasterBand></VRTDataset>");
    vrt.close();
    window_->session()->addImages({file});
    QTRY_COMPARE(window_->session()->images().size(), std::size_t{2});
    window_->session()->showImage(window_->session()->images().back().id);
    QTRY_COMPARE(canvas_->imageSize().width, 20000);
    QTRY_VERIFY(canvas_->view().scale < 1);
    drag(Qt::Key_O, {100, 100}, {19900, 19900});
    QVERIFY(work().isRunning());
    QCOMPARE(mask(10000, 10000), 0);
    QTRY_VERIFY(!work().isRunning());
    QCOMPARE(mask(10000, 10000), 1);
    QCOMPARE(mask(200, 200), 0);
    QCOMPARE(QString::fromStdString(labels().undoText()), QString("Ellipse"));
    labels().undo();
    QVERIFY(labels().mask().tiles().empty());
}

void Masks::polygonsAreBurnedAndTraced()
{
    drawPolygon({{50, 50}, {150, 50}, {150, 150}, {50, 150}});
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    QCOMPARE(mask(100, 100), 0);
    apply("burnPolygons");
    QVERIFY(labels().shapes().empty());
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(45, 100), 0);
    QCOMPARE(QString::fromStdString(labels().undoText()), QString("Burn polygons"));

    find<QAction>("traceMask")->trigger();
    find<QDoubleSpinBox>("traceSimplify")->setValue(0);
    QTest::mouseClick(find<QPushButton>("applyOperation"), Qt::LeftButton);
    QTRY_VERIFY(!work().isRunning());
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    QCOMPARE(mask(100, 100), 0);
    const annotation::Shape traced = labels().shapes().front();
    QCOMPARE(traced.classValue, 1);
    QCOMPARE(traced.rings.front().size(), std::size_t{4});
    // Both ways are taken back as one step each, and forth again.
    labels().undo();
    QVERIFY(labels().shapes().empty());
    QCOMPARE(mask(100, 100), 1);
    labels().undo();
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    QCOMPARE(mask(100, 100), 0);
    labels().redo();
    labels().redo();
    QVERIFY(labels().shapes().front() == traced);
}

void Masks::grabCutReplacesItsPolygon()
{
    messages().dismiss();
    find<QAction>("grabCut")->trigger();
    QTRY_VERIFY2(messages().text().contains("select it first"), qPrintable(messages().text()));
    // The image is dark on its left half and bright on the right.
    drawPolygon({{100, 10}, {250, 10}, {250, 250}, {100, 250}});
    apply("grabCut");
    QVERIFY(labels().shapes().empty());
    int inside = 0;
    for (int x = 0; x < side; ++x) {
        inside += mask(x, 130) == 1;
        QVERIFY(mask(x, 130) == 0 || (x >= 120 && x <= 250));
        QCOMPARE(mask(x, 5), 0);
    }
    QVERIFY2(inside > 80, QByteArray::number(inside).constData());
    labels().undo();
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    QCOMPARE(mask(200, 130), 0);
}

void Masks::aPolygonIsSimplifiedAndGivenAnotherClass()
{
    // A vertex on its upper side is hardly off the line.
    drawPolygon({{50, 50}, {100, 51}, {150, 50}, {150, 150}, {50, 150}});
    QCOMPARE(labels().shapes().front().rings.front().size(), std::size_t{5});
    find<QAction>("simplifyPolygon")->trigger();
    find<QDoubleSpinBox>("simplifyTolerance")->setValue(3);
    QTest::mouseClick(find<QPushButton>("applyOperation"), Qt::LeftButton);
    QCOMPARE(labels().shapes().front().rings.front().size(), std::size_t{4});
    find<ui::OperationDialog>("operation")->close();
    window_->activateWindow();
    canvas_->setFocus();
    key(Qt::Key_2);
    QTest::keyClick(canvas_, Qt::Key_C, Qt::ShiftModifier);
    QCOMPARE(labels().shapes().front().classValue, 2);
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().shapes().front().classValue, 1);
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().shapes().front().rings.front().size(), std::size_t{5});
}

void Masks::theClassUnderTheCursorIsPicked()
{
    drag(Qt::Key_R, {50, 50}, {150, 150});
    key(Qt::Key_2);
    QCOMPARE(window_->session()->currentClass(), 2);
    const auto pickAt = [this](double x, double y) {
        const QPointF screen(at(x, y));
        QMouseEvent move(QEvent::MouseMove, screen, canvas_->mapToGlobal(screen), Qt::NoButton,
                         Qt::NoButton, {});
        QCoreApplication::sendEvent(canvas_, &move);
        key(Qt::Key_I);
    };
    pickAt(100, 100);
    QCOMPARE(window_->session()->currentClass(), 1);
    key(Qt::Key_X);
    QCOMPARE(window_->session()->currentClass(), 2);
    drawPolygon({{180, 50}, {240, 50}, {240, 100}});
    key(Qt::Key_1);
    pickAt(230, 60);
    QCOMPARE(window_->session()->currentClass(), 2);
}

void Masks::masksAreCopiedBetweenImages()
{
    tests::makeImage(folder_->filePath("second.tif"), side, side);
    tests::makeImage(folder_->filePath("smaller.tif"), side / 2, side / 2);
    QTest::keyClick(canvas_, Qt::Key_V, Qt::ControlModifier);
    QVERIFY(!labels().canUndo());
    drag(Qt::Key_R, {50, 50}, {150, 150});
    QTest::keyClick(canvas_, Qt::Key_C, Qt::ControlModifier);
    window_->session()->addImages(
        {folder_->filePath("second.tif"), folder_->filePath("smaller.tif")});
    QTRY_COMPARE(window_->session()->images().size(), std::size_t{3});
    window_->session()->showImage(window_->session()->images()[1].id);
    QTest::keyClick(canvas_, Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(!work().isRunning());
    QCOMPARE(mask(100, 100), 1);
    QCOMPARE(mask(40, 100), 0);
    QCOMPARE(QString::fromStdString(labels().undoText()), QString("Paste mask"));
    // Another size: the middle of what was copied lies in the middle of the view.
    window_->session()->showImage(window_->session()->images()[2].id);
    QTRY_COMPARE(canvas_->imageSize().width, side / 2);
    QTest::keyClick(canvas_, Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(!work().isRunning());
    QCOMPARE(mask(side / 4, side / 4), 1);
}

void Masks::aBackupIsRestoredFromTheMenu()
{
    drag(Qt::Key_R, {50, 50}, {150, 150});
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    auto* backups = window_->findChild<ui::BackupSchedule*>();
    QSignalSpy made(backups, &ui::BackupSchedule::made);
    find<QAction>("backUp")->trigger();
    QTRY_COMPARE(made.count(), 1);
    key(Qt::Key_2);
    drag(Qt::Key_R, {50, 50}, {150, 150});
    QCOMPARE(mask(100, 100), 2);
    // The welcome page, which needs more, is out of sight.
    const QSize small(1000, 600);
    window_->resize(small);
    QCOMPARE(window_->size(), small);
    find<QAction>("restoreBackup")->trigger();
    QTRY_VERIFY(find<QDialog>("restore"));
    const auto* dialog = find<QDialog>("restore");
    QVERIFY(dialog->isVisible() && !dialog->isModal());
    QCOMPARE(find<QTreeWidget>("backups")->topLevelItemCount(), 1);
    QTest::mouseClick(find<QPushButton>("restoreBackupButton"), Qt::LeftButton);
    // As it is now it is saved first, and kept as a backup.
    QTRY_VERIFY(window_->session() && window_->session()->labels() && mask(100, 100) == 1);
    // Panels and welcome page were not side by side meanwhile.
    QCOMPARE(window_->width(), small.width());
}

void Masks::aDamagedProjectOffersItsBackups()
{
    drag(Qt::Key_R, {50, 50}, {150, 150});
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    const QString project = window_->session()->folder();
    auto* backups = window_->findChild<ui::BackupSchedule*>();
    QSignalSpy made(backups, &ui::BackupSchedule::made);
    find<QAction>("backUp")->trigger();
    QTRY_COMPARE(made.count(), 1);
    find<QAction>("closeProject")->trigger();
    QFile file(project + "/project.gpkg");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(50000, 'x'));
    file.close();
    window_->open({project});
    QTRY_VERIFY2(messages().text().contains("damaged"), qPrintable(messages().text()));
    QVERIFY(!window_->session());
    messages().triggerAction();
    QTRY_VERIFY(find<QPushButton>("restoreBackupButton"));
    QTest::mouseClick(find<QPushButton>("restoreBackupButton"), Qt::LeftButton);
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    QCOMPARE(mask(100, 100), 1);
}

void Masks::aDamagedTileIsToldAndTheOthersStay()
{
    // Three tiles wide, an ellipse in each.
    tests::makeImage(folder_->filePath("wide.tif"), 768, 256);
    window_->session()->addImages({folder_->filePath("wide.tif")});
    QTRY_COMPARE(window_->session()->images().size(), std::size_t{2});
    window_->session()->showImage(window_->session()->images().back().id);
    QTRY_COMPARE(canvas_->imageSize().width, 768);
    for (const int left : {0, 256, 512})
        drag(Qt::Key_O, {left + 60.0, 60}, {left + 200.0, 200});
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    const QString project = window_->session()->folder();
    find<QAction>("closeProject")->trigger();
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(qPrintable(project + "/project.gpkg"), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database,
                          "UPDATE mask_tiles SET pixels = CAST(substr(pixels, 1, length(pixels) - "
                          "1) || CASE substr(pixels, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS "
                          "BLOB) WHERE tile_column = 1",
                          nullptr, nullptr, nullptr),
             SQLITE_OK);
    QCOMPARE(sqlite3_changes(database), 1);
    sqlite3_close(database);
    messages().dismiss();
    window_->open({project});
    QTRY_COMPARE(canvas_->imageSize().width, 768);
    QTRY_VERIFY2(messages().text().contains("x 256, y 0"), qPrintable(messages().text()));
    QVERIFY2(messages().text().contains("restore it from a backup"), qPrintable(messages().text()));
    messages().dismiss();

    // The other two are shown; a mask without its middle is still a mask.
    const auto isShown = [this](double x, double y) {
        canvas_->setOverlaysHidden(true);
        const QColor bare = canvas_->grab().toImage().pixelColor(at(x, y));
        canvas_->setOverlaysHidden(false);
        return canvas_->grab().toImage().pixelColor(at(x, y)) != bare;
    };
    QTRY_VERIFY(isShown(130, 130));
    QVERIFY(isShown(640, 130));
    QVERIFY(!isShown(384, 130));
    QVERIFY(!isShown(20, 20));
    // They can be worked on and are saved; what reaches the damaged one is refused as a whole.
    key(Qt::Key_2);
    drag(Qt::Key_R, {100, 100}, {160, 160});
    QCOMPARE(mask(130, 130), 2);
    const std::size_t steps = labels().history().size();
    drag(Qt::Key_R, {180, 20}, {600, 240});
    QTRY_VERIFY2(messages().text().contains("x 256, y 0"), qPrintable(messages().text()));
    drag(Qt::Key_B, {384, 130}, {640, 130});
    QCOMPARE(labels().history().size(), steps);
    QVERIFY(!labels().isStroking());
    QCOMPARE(mask(190, 30), 0);
    QCOMPARE(mask(590, 30), 0);
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(mask(130, 130), 1);
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    const auto reader =
        annotation::Project::open(project.toStdString(), annotation::Project::Access::ReadOnly);
    const annotation::MaskTiles stored = reader->mask(window_->session()->currentImage());
    QCOMPARE(stored.at(130, 130), 1);
    QCOMPARE(stored.at(640, 130), 1);
    // What a class is used for cannot be told, which keeps nothing else from being saved.
    messages().dismiss();
    Q_EMIT palette().removeRequested(1);
    QTRY_VERIFY2(messages().text().contains("damaged"), qPrintable(messages().text()));
    drag(Qt::Key_R, {20, 20}, {40, 40});
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    QCOMPARE(window_->session()->classes().size(), std::size_t{2});
}

void Masks::aLostShareIsToldAndNothingIsLost()
{
    tests::makeImage(folder_->filePath("second.tif"), side, side);
    window_->session()->addImages({folder_->filePath("second.tif")});
    QTRY_COMPARE(window_->session()->images().size(), std::size_t{2});
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    const QString project = window_->session()->folder();
    find<QAction>("closeProject")->trigger();
    fixtures::FailingDrive drive(project.toStdString());
    window_->open({project});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    const qint64 shown = window_->session()->currentImage();
    QTRY_VERIFY(canvas_->view().scale > 1);
    const auto* saved = find<QToolButton>("saved");
    drag(Qt::Key_R, {20, 20}, {60, 60});
    QTRY_COMPARE(saved->text(), QString("Saved"));

    messages().dismiss();
    drive.fail(fixtures::FailingDrive::Everything);
    drag(Qt::Key_O, {80, 20}, {120, 60});
    QTRY_VERIFY2(saved->text().contains("NOT SAVED"), qPrintable(saved->text()));
    QTRY_VERIFY2(messages().text().contains("network drive"), qPrintable(messages().text()));
    // The window goes on: tools, undo, classes, and what needs the file says that it cannot be
    // read.
    drag(Qt::Key_R, {20, 100}, {60, 140});
    drag(Qt::Key_R, {80, 100}, {120, 140});
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_2);
    drag(Qt::Key_B, {150, 100}, {200, 100});
    window_->session()->addClass("reeds");
    key(Qt::Key_N);
    QCOMPARE(window_->session()->currentImage(), shown);
    QCOMPARE(mask(100, 40), 1);
    QCOMPARE(mask(40, 120), 1);
    QCOMPARE(mask(100, 120), 0);
    QVERIFY(saved->text().contains("NOT SAVED"));
    // Closing the project would lose it all, so it stays, and the user is asked.
    find<QAction>("closeProject")->trigger();
    QVERIFY(window_->session() && window_->session()->labels());
    QVERIFY(find<QLabel>("unsavedText")->text().contains("network drive"));
    QTest::mouseClick(find<QPushButton>("backToProject"), Qt::LeftButton);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!find<QDialog>("unsaved"));

    drive.fail(fixtures::FailingDrive::None);
    QTest::mouseClick(find<QToolButton>("saved"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(saved->text(), QString("Saved"), 20000);
    QTRY_VERIFY2(!messages().text().contains("NOT SAVED"), qPrintable(messages().text()));
    {
        const auto reader =
            annotation::Project::open(project.toStdString(), annotation::Project::Access::ReadOnly);
        const annotation::MaskTiles stored = reader->mask(shown);
        for (const auto& [place, value] : {std::pair{QPoint(40, 40), 1},
                                           {QPoint(100, 40), 1},
                                           {QPoint(40, 120), 1},
                                           {QPoint(100, 120), 0},
                                           {QPoint(175, 100), 2}})
            QCOMPARE(stored.at(place.x(), place.y()), value);
        QCOMPARE(reader->classes().size(), std::size_t{3});
    }
    find<QAction>("closeProject")->trigger();
    QVERIFY(!window_->session());
}

QString Masks::projectOfTwoImages()
{
    tests::makeImage(folder_->filePath("second.tif"), side, side);
    window_->session()->addImages({folder_->filePath("second.tif")});
    [this] {
        QTRY_COMPARE(window_->session()->images().size(), std::size_t{2});
        QTRY_VERIFY(window_->session()->saveState().isSaved());
    }();
    const QString project = window_->session()->folder();
    find<QAction>("closeProject")->trigger();
    return project;
}

void Masks::aShareThatHangsFreezesNothing()
{
    const QString project = projectOfTwoImages();
    fixtures::FailingDrive drive(project.toStdString());
    drive.watchThisThread();
    drive.hang();
    auto* field = find<ui::JobField>("addingJob");
    const auto* job = field->findChild<QLabel*>("jobText");
    window_->open({project});
    QTRY_VERIFY(drive.waiting() > 0);
    QTRY_VERIFY(field->isVisible());
    QCOMPARE(job->text(), QString("Opening field"));
    QVERIFY(!window_->session());
    drive.answer();
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    QVERIFY(!field->isVisible());
    QTRY_VERIFY(canvas_->view().scale > 1);
    const auto* saved = find<QToolButton>("saved");
    QTRY_COMPARE(saved->text(), QString("Saved"));
    const qint64 shown = window_->session()->currentImage();

    drive.hang();
    const auto colourAt = [this](double x, double y) {
        return canvas_->grab().toImage().pixelColor(at(x, y));
    };
    const QColor bare = colourAt(40, 40);
    drag(Qt::Key_R, {20, 20}, {60, 60});
    QTRY_VERIFY(drive.waiting() > 0);
    // It is seen at once, and so is what follows.
    QVERIFY(colourAt(40, 40) != bare);
    const QPointF corner = canvas_->view().toScreen({0, 0});
    const QPointF from = at(100, 100);
    const QPointF to = from + QPointF(30, 20);
    QTest::mousePress(canvas_, Qt::MiddleButton, {}, from.toPoint());
    QMouseEvent move(QEvent::MouseMove, to, canvas_->mapToGlobal(to), Qt::NoButton,
                     Qt::MiddleButton, {});
    QCoreApplication::sendEvent(canvas_, &move);
    QTest::mouseRelease(canvas_, Qt::MiddleButton, {}, to.toPoint());
    QVERIFY(canvas_->view().toScreen({0, 0}) != corner);
    drag(Qt::Key_B, {100, 100}, {150, 100});
    QTRY_COMPARE_WITH_TIMEOUT(saved->text(), QString("NOT SAVED — no answer"), 20000);
    QVERIFY2(messages().text().contains("does not answer"), qPrintable(messages().text()));
    QVERIFY2(saved->toolTip().contains("memory"), qPrintable(saved->toolTip()));

    // Another image has to wait, and can be done without.
    key(Qt::Key_N);
    QTRY_VERIFY(field->isVisible());
    QCOMPARE(job->text(), QString("Opening second.tif"));
    QCOMPARE(window_->session()->currentImage(), shown);
    QTest::mouseClick(field->findChild<QToolButton*>("stopJob"), Qt::LeftButton);
    QVERIFY(!field->isVisible());
    window_->session()->addClass("reeds");
    find<QAction>("addBookmark")->trigger();
    drag(Qt::Key_R, {20, 150}, {60, 200});
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(saved->text().startsWith("NOT SAVED"));
    key(Qt::Key_N);
    QCOMPARE(drive.watchedCalls(), 0);

    drive.answer();
    QTRY_VERIFY(window_->session()->currentImage() != shown);
    QTRY_COMPARE(saved->text(), QString("Saved"));
    QTRY_VERIFY2(!messages().text().contains("NOT SAVED"), qPrintable(messages().text()));
    QCOMPARE(drive.watchedCalls(), 0);
    const auto reader =
        annotation::Project::open(project.toStdString(), annotation::Project::Access::ReadOnly);
    const annotation::MaskTiles stored = reader->mask(shown);
    QCOMPARE(stored.at(40, 40), 1);
    QCOMPARE(stored.at(125, 100), 1);
    QCOMPARE(stored.at(40, 170), 0);
    QCOMPARE(reader->classes().size(), std::size_t{3});
    QVERIFY(reader->setting("desktop/bookmarks").has_value());
}

void Masks::whatIsAskedOfADriveThatHangsIsLeftOrWaitedFor()
{
    const qint64 image = window_->session()->currentImage();
    const QString project = projectOfTwoImages();
    const std::filesystem::path folder = project.toStdString();
    annotation::RunRecord record;
    record.id = "first";
    record.state = "finished";
    record.started = "2026-03-01T10:00:00Z";
    annotation::writeRun(folder / "runs" / "first", record);
    const std::filesystem::path predicted = annotation::predictionFile(folder, "first", image);
    std::filesystem::create_directories(predicted.parent_path());
    {
        auto tile = std::make_shared<annotation::MaskTile>();
        tile->fill(2);
        annotation::TileStore store(predicted, annotation::TileStore::Access::ReadWrite);
        store.put({{"class", {0, 0}, tile}});
    }
    fixtures::FailingDrive drive(folder);
    window_->open({project});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    const auto* results = window_->findChild<ui::ResultLayers*>();
    QTRY_VERIFY(results->prediction() && canvas_->view().scale > 1);
    const auto readsPrediction = [&] {
        return window_->findChild<ui::ResultLayers*>()->predictedAt(10, 10) == 2;
    };
    QTRY_VERIFY(readsPrediction());
    drive.watchThisThread();

    drive.hang();
    auto* field = find<ui::JobField>("readingJob");
    key(Qt::Key_A);
    QTRY_VERIFY(field->isVisible());
    QCOMPARE(field->findChild<QLabel*>("jobText")->text(), QString("Reading the prediction"));
    key(Qt::Key_A); // once is enough
    QVERIFY2(messages().text().contains("still being read"), qPrintable(messages().text()));
    QTest::mouseClick(field->findChild<QToolButton*>("stopJob"), Qt::LeftButton);
    QVERIFY(!field->isVisible());
    drag(Qt::Key_R, {20, 20}, {60, 60});
    QCOMPARE(mask(40, 40), 1);
    drive.answer();
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    QCOMPARE(mask(100, 100), 0); // it was wanted no more

    drive.hang();
    key(Qt::Key_A);
    QTRY_VERIFY(drive.waiting() > 0);
    drag(Qt::Key_R, {100, 100}, {150, 150});
    drive.answer();
    QTRY_COMPARE(mask(200, 200), 2);
    QCOMPARE(mask(40, 40), 1);
    QCOMPARE(mask(120, 120), 1); // painted while it was read
    QVERIFY(!field->isVisible());

    // The project is closed meanwhile: nothing is waited for, and nothing comes back.
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    drive.hang();
    key(Qt::Key_A);
    QTRY_VERIFY(drive.waiting() > 0);
    find<QAction>("closeProject")->trigger();
    QVERIFY(!window_->session());
    QVERIFY(!field->isVisible());
    QCOMPARE(drive.watchedCalls(), 0);
    drive.answer();
}

void Masks::openingIsStopped()
{
    const QString project = projectOfTwoImages();
    fixtures::FailingDrive drive(project.toStdString());
    drive.watchThisThread();
    drive.hang();
    window_->open({project});
    auto* field = find<ui::JobField>("addingJob");
    QTRY_VERIFY(field->isVisible());
    QTRY_VERIFY(drive.waiting() > 0);
    QTest::mouseClick(field->findChild<QToolButton*>("stopJob"), Qt::LeftButton);
    QVERIFY(!field->isVisible());
    // What is opened instead comes at once.
    window_->open({folder_->filePath("second.tif")});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    QCOMPARE(window_->session()->name(), QString("second"));
    drive.answer();
    QTRY_COMPARE(drive.waiting(), 0);
    QCOMPARE(drive.watchedCalls(), 0);
    // Nobody holds what came too late.
    const auto isFree = [&project] {
        try {
            annotation::Project::open(project.toStdString(),
                                      annotation::Project::Access::ReadWrite);
            return true;
        } catch (const annotation::ProjectError&) {
            return false;
        }
    };
    QTRY_VERIFY(isFree());
    QCOMPARE(window_->session()->name(), QString("second"));
}

void Masks::anImageThatWasMovedIsShownOnceItIsFound()
{
    const QString project = window_->session()->folder();
    const qint64 image = window_->session()->currentImage();
    window_.reset();
    QVERIFY(QDir().mkpath(folder_->filePath("moved")));
    const QString moved = folder_->filePath("moved/field.tif");
    QVERIFY(QFile::rename(folder_->filePath("field.tif"), moved));
    open();
    window_->open({project});
    QTRY_VERIFY(window_->session() && messages().text().contains("does not exist"));
    QCOMPARE(window_->session()->currentImage(), qint64{0});
    window_->session()->moveImages({{image, moved}});
    QTRY_COMPARE(window_->session()->currentImage(), image);
    QTRY_VERIFY(window_->session()->raster());
}

void Masks::closingAsksWhileAShareHangs_data()
{
    QTest::addColumn<QString>("answer");
    QTest::newRow("the drive answers") << "";
    QTest::newRow("a copy is kept") << "keepCopy";
    QTest::newRow("it is lost") << "loseEdits";
}

void Masks::closingAsksWhileAShareHangs()
{
    QFETCH(QString, answer);
    const QString project = projectOfTwoImages();
    fixtures::FailingDrive drive(project.toStdString());
    window_->open({project});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    QTRY_VERIFY(canvas_->view().scale > 1);
    drag(Qt::Key_R, {20, 20}, {60, 60});
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    drive.watchThisThread();
    drive.hang();
    drag(Qt::Key_R, {80, 20}, {120, 60});
    QSignalSpy closed(window_.get(), &ui::MainWindow::closed);
    window_->close();
    QTRY_VERIFY_WITH_TIMEOUT(find<QDialog>("unsaved"), 20000);
    QVERIFY(find<QDialog>("unsaved")->isVisible() && !find<QDialog>("unsaved")->isModal());
    QVERIFY2(find<QLabel>("unsavedText")->text().contains("of field are not on disk"),
             qPrintable(find<QLabel>("unsavedText")->text()));
    // Second thoughts: the project stays, and what is painted now is asked about, too.
    QTest::mouseClick(find<QPushButton>("backToProject"), Qt::LeftButton);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    drag(Qt::Key_R, {20, 80}, {60, 120});
    window_->close();
    QTRY_VERIFY_WITH_TIMEOUT(find<QDialog>("unsaved"), 20000);
    QCOMPARE(closed.count(), 0);
    if (answer.isEmpty())
        drive.answer();
    else
        QTest::mouseClick(find<QPushButton>(qPrintable(answer)), Qt::LeftButton);
    QTRY_COMPARE(closed.count(), 1);
    QVERIFY(!window_->isVisible());
    window_.reset();
    QCOMPARE(drive.watchedCalls(), 0);
    drive.answer();

    QString kept = project;
    const QDir copies(folder_->filePath("documents/Limn Projects"));
    QCOMPARE(copies.entryList({"field-*.limn"}).size(), answer == "keepCopy" ? 1 : 0);
    if (answer == "keepCopy")
        kept = copies.filePath(copies.entryList({"field-*.limn"}).front());
    const auto reader =
        annotation::Project::open(kept.toStdString(), annotation::Project::Access::ReadOnly);
    const annotation::MaskTiles stored = reader->mask(reader->images().front().id);
    QCOMPARE(stored.at(40, 40), 1);
    QCOMPARE(stored.at(40, 100), answer == "loseEdits" ? 0 : 1);
    QCOMPARE(reader->classes().size(), std::size_t{2});
}

void Masks::theViewIsMarkedAsCompleteByKey()
{
    canvas_->zoomTo(6);
    const raster::PixelRect view = window_->findChild<ui::EditTarget*>()->visibleRect();
    QVERIFY(view.width < side);
    QTest::keyClick(canvas_, Qt::Key_K, Qt::ShiftModifier);
    QCOMPARE(labels().completeRegions().size(), std::size_t{1});
    QVERIFY(labels().completeRegions()[0].rect == view);
    QTest::keyClick(canvas_, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(labels().completeRegions().empty());
    QTest::keyClick(canvas_, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().completeRegions().size(), std::size_t{1});
    // What training will read.
    QTRY_VERIFY(window_->session()->saveState().isSaved());
    QCOMPARE(window_->session()->project().completeRegions(1).size(), std::size_t{1});
}

void Masks::classesAreRemovedAfterSayingWhereTheyAre()
{
    drag(Qt::Key_R, {50, 50}, {150, 150});
    const auto& counted = labels().mask();
    QVERIFY(counted.at(100, 100) == 1);
    Q_EMIT palette().removeRequested(1);
    QTRY_VERIFY(find<QDialog>("classChange"));
    QVERIFY2(find<QLabel>("classUse")->text().contains("painted pixels"),
             qPrintable(find<QLabel>("classUse")->text()));
    QCOMPARE(window_->session()->classes().size(), std::size_t{2});
    QCOMPARE(find<QComboBox>("classInto")->currentData().toInt(), 0);
    QTest::mouseClick(find<QPushButton>("changeClassNow"), Qt::LeftButton);
    QTRY_COMPARE(window_->session()->classes().size(), std::size_t{1});
    QTRY_VERIFY(window_->session()->labels());
    QCOMPARE(mask(100, 100), 0);
    // What was there before can be brought back.
    const auto kept = annotation::listBackups(window_->session()->folder().toStdString());
    QCOMPARE(kept.size(), std::size_t{1});
    // Nothing is labelled with the other one: it goes at once.
    Q_EMIT palette().removeRequested(2);
    QTRY_VERIFY(window_->session()->classes().empty());
}

void Masks::classesAreMerged()
{
    drag(Qt::Key_R, {50, 50}, {150, 150});
    drawPolygon({{160, 60}, {200, 60}, {200, 100}});
    Q_EMIT palette().mergeRequested(1);
    QTRY_VERIFY(find<QDialog>("classChange"));
    QVERIFY(find<QLabel>("classUse")->text().contains("1 polygon"));
    QTest::mouseClick(find<QPushButton>("changeClassNow"), Qt::LeftButton);
    QTRY_COMPARE(window_->session()->classes().size(), std::size_t{1});
    QTRY_VERIFY(window_->session()->labels());
    QCOMPARE(mask(100, 100), 2);
    QCOMPARE(labels().shapes().front().classValue, 2);
}

void Masks::classListsAreExportedAndImported()
{
    find<QAction>("exportClasses")->trigger();
    QTRY_VERIFY(messages().text().contains("classes.csv"));
    QFile file(folder_->filePath("classes.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("1,water,#0072b2,1"));
    file.close();
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("value,name,colour\n9,reed,#123456\n1,water,#654321\n");
    file.close();
    find<QAction>("importClasses")->trigger();
    const annotation::ClassList& classes = window_->session()->classes();
    QTRY_COMPARE(classes.size(), std::size_t{3});
    QCOMPARE(classes[2].value, 9);
    QVERIFY(classes[0].colour == annotation::parseColour("#654321"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("nothing of use");
    file.close();
    messages().dismiss();
    find<QAction>("importClasses")->trigger();
    QTRY_VERIFY2(messages().text().contains("no class list"), qPrintable(messages().text()));
}

void Masks::settingsReachUndoAndBackups()
{
    find<QAction>("settingsAction")->trigger();
    auto* dialog = find<QDialog>("settings");
    QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
    QCOMPARE(find<QSpinBox>("undoMegabytes")->value(), 512);
    QCOMPARE(find<QSpinBox>("backupMinutes")->value(), 10);
    find<QSpinBox>("undoMegabytes")->setValue(16);
    find<QSpinBox>("backupMinutes")->setValue(0);
    auto* timer = window_->findChild<ui::BackupSchedule*>()->findChild<QTimer*>();
    QVERIFY(timer && !timer->isActive());
    window_.reset();
    open();
    find<QAction>("settingsAction")->trigger();
    QCOMPARE(find<QSpinBox>("undoMegabytes")->value(), 16);
    QCOMPARE(find<QSpinBox>("backupMinutes")->value(), 0);
}

void Masks::keysAreTheUsersOwn()
{
    using Tool = ui::ToolSet::Tool;
    const auto tool = [this] { return window_->findChild<ui::ToolSet*>()->current(); };
    const auto choose = [this](const QString& title) {
        find<QAction>("changeShortcuts")->trigger();
        auto* list = find<QTreeWidget>("shortcutList");
        const auto found = list->findItems(title, Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        list->setCurrentItem(found.front());
    };
    const auto leave = [this](const char* button) {
        QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton);
        find<QDialog>("ownShortcuts")->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        window_->activateWindow();
        canvas_->setFocus();
    };
    // By its lasting name, though the menu says what it would undo.
    drag(Qt::Key_R, {50, 50}, {150, 150});
    QVERIFY(find<QAction>("undo")->text().contains("Rectangle"));
    choose("Undo");
    leave("resetShortcut");
    choose("Superpixels");
    QVERIFY(!find<QDialog>("ownShortcuts")->isModal());
    auto* typed = find<QKeySequenceEdit>("shortcutKey");
    QCOMPARE(typed->keySequence(), QKeySequence("W"));
    typed->setKeySequence(QKeySequence("5"));
    QVERIFY(!find<QPushButton>("assignShortcut")->isEnabled());
    typed->setKeySequence(QKeySequence("R"));
    QVERIFY(find<QLabel>("shortcutClash")->text().contains("Rectangle"));
    leave("assignShortcut");
    key(Qt::Key_R);
    QCOMPARE(tool(), Tool::Superpixels);
    QCOMPARE(find<QAction>("superpixels")->toolTip(), QString("Superpixels (R)"));
    key(Qt::Key_B);
    key(Qt::Key_W);
    QCOMPARE(tool(), Tool::Brush);
    // It is so after the next start, too.
    window_.reset();
    open();
    window_->open({folder_->filePath("field.tif")});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    canvas_->setFocus();
    key(Qt::Key_R);
    QCOMPARE(tool(), Tool::Superpixels);
    choose("Rectangle");
    leave("resetShortcut");
    key(Qt::Key_R);
    QCOMPARE(tool(), Tool::Rectangle);
    choose("Superpixels");
    leave("resetShortcut");
    key(Qt::Key_W);
    QCOMPARE(tool(), Tool::Superpixels);
}

QTEST_MAIN(Masks)
#include "masks.moc"
