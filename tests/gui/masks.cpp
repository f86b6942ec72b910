// Mask menu and history in the real window, by mouse and keyboard, without an engine.
#include "tests/ui/made_image.h"
#include "ui/main_window.h"
#include "ui/operation_dialog.h"

#include <QComboBox>
#include <QFile>
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

using namespace limn;

namespace
{
constexpr int side = 256;

class NoFiles : public ui::FileDialogs
{
public:
    void openImages(QWidget*, std::function<void(const QStringList&)>) override {}
    void openProject(QWidget*, std::function<void(const QString&)>) override {}
    void saveCurves(QWidget*, std::function<void(const QString&)>) override {}
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
        QTRY_VERIFY(!work().isRunning());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<ui::MainWindow> window_;
    widgets::Canvas* canvas_ = nullptr;
};

void Masks::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    tests::makeImage(folder_->filePath("field.tif"), side, side);
    ui::Surroundings surroundings;
    surroundings.settings =
        std::make_unique<QSettings>(folder_->filePath("settings.ini"), QSettings::IniFormat);
    surroundings.dialogs = std::make_unique<NoFiles>();
    surroundings.documentsFolder = folder_->filePath("documents");
    window_ = std::make_unique<ui::MainWindow>(std::move(surroundings));
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->activateWindow();
    canvas_ = find<widgets::Canvas>("canvas");
    window_->open({folder_->filePath("field.tif")});
    QTRY_VERIFY(window_->session() && window_->session()->labels());
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

QTEST_MAIN(Masks)
#include "masks.moc"
