// The whole loop in the real window with the real engine, by mouse and keyboard: open, annotate,
// train, watch, predict, explain, lose the engine, resume, close, and find everything again.
#include "tests/raster/http_server.h"
#include "tests/ui/made_image.h"
#include "ui/check_dialog.h"
#include "ui/main_window.h"
#include "ui/shortcuts_sheet.h"

#include <csignal>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using ui::TrainingSession;

namespace
{
/// How long the engine may take for one thing; the whole test ends well before.
constexpr int patience = 60000;
constexpr int side = 256;

/// Answers in the user's place.
class GivenFiles : public ui::FileDialogs
{
public:
    void openImages(QWidget*, std::function<void(const QStringList&)> chosen) override
    {
        chosen(images);
    }
    void openProject(QWidget*, std::function<void(const QString&)> chosen) override
    {
        chosen(project);
    }
    void openFolder(QWidget*, const QString&, std::function<void(const QString&)>) override {}
    void openClasses(QWidget*, std::function<void(const QString&)>) override {}
    void saveClasses(QWidget*, std::function<void(const QString&)>) override {}
    void saveCurves(QWidget*, std::function<void(const QString&)> chosen) override
    {
        chosen(curves);
    }

    QStringList images;
    QString project;
    QString curves;
};
} // namespace

class Loop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void wholeLoop();
    void faultsOfLabelsAreFoundAndMended();
    void worksWithoutAnEngine();
    void wrongFilesAreSaidInTheBar_data();
    void wrongFilesAreSaidInTheBar();
    void anAddressThatHangsFreezesNothing();
    void projectOpenElsewhereCanBeLookedAt();
    void keysReachTheirActions();
    void demoOpens();

private:
    void startWindow(const QString& engine);
    void endWindow();
    template <typename T>
    T* find(const char* name = "") const
    {
        return window_->findChild<T*>(QLatin1String(name));
    }
    QAction* action(const char* name) const { return find<QAction>(name); }
    void trigger(const char* name) const { action(name)->trigger(); }
    QString message() const { return messages_->text(); }
    QPoint at(double x, double y) const { return canvas_->view().toScreen({x, y}).toPoint(); }
    void click(double x, double y) const
    {
        QTest::mouseClick(canvas_, Qt::LeftButton, {}, at(x, y));
    }
    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(canvas_, which, modifiers);
    }
    void drag(QPointF from, QPointF to) const;
    void addClass(const QString& name) const;
    void annotateBothTextures() const;
    int predictedPixels(int value) const;
    annotation::ImageAnnotation& labels() const { return *window_->session()->labels(); }

    std::unique_ptr<QTemporaryDir> folder_;
    GivenFiles* files_ = nullptr;
    std::unique_ptr<ui::MainWindow> window_;
    widgets::Canvas* canvas_ = nullptr;
    widgets::MessageBar* messages_ = nullptr;
    TrainingSession* training_ = nullptr;
    ui::ResultLayers* results_ = nullptr;
};

void Loop::initTestCase()
{
    QCoreApplication::setApplicationVersion("test");
    QApplication::setQuitOnLastWindowClosed(false);
}

void Loop::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    tests::makeImage(folder_->filePath("field.tif"), side, side);
}

void Loop::cleanup()
{
    window_.reset();
    folder_.reset();
}

void Loop::startWindow(const QString& engine)
{
    ui::Surroundings surroundings;
    surroundings.settings =
        std::make_unique<QSettings>(folder_->filePath("settings.ini"), QSettings::IniFormat);
    auto files = std::make_unique<GivenFiles>();
    files_ = files.get();
    files_->images = {folder_->filePath("field.tif")};
    surroundings.dialogs = std::move(files);
    surroundings.engineProgram = engine;
    surroundings.demoFolder = ui::locateDemo();
    surroundings.documentsFolder = folder_->filePath("documents");
    window_ = std::make_unique<ui::MainWindow>(std::move(surroundings));
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->activateWindow();
    canvas_ = find<widgets::Canvas>("canvas");
    messages_ = window_->findChild<widgets::MessageBar*>();
    training_ = window_->findChild<TrainingSession*>();
    results_ = window_->findChild<ui::ResultLayers*>();
}

void Loop::endWindow()
{
    QSignalSpy closed(window_.get(), &ui::MainWindow::closed);
    window_->close();
    QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, patience);
    window_.reset();
}

void Loop::drag(QPointF from, QPointF to) const
{
    QTest::mousePress(canvas_, Qt::LeftButton, {}, at(from.x(), from.y()));
    const int steps = 8;
    for (int i = 1; i <= steps; ++i) {
        const QPointF on = from + (to - from) * i / steps;
        const QPointF screen(at(on.x(), on.y()));
        QMouseEvent move(QEvent::MouseMove, screen, canvas_->mapToGlobal(screen), Qt::NoButton,
                         Qt::LeftButton, {});
        QCoreApplication::sendEvent(canvas_, &move);
    }
    QTest::mouseRelease(canvas_, Qt::LeftButton, {}, at(to.x(), to.y()));
}

void Loop::addClass(const QString& name) const
{
    auto* edit = find<QLineEdit>("newClass");
    QTest::keyClicks(edit, name);
    QTest::keyClick(edit, Qt::Key_Return);
}

void Loop::annotateBothTextures() const
{
    // Strokes spread over the image, so that blocks held back for validation hold both classes.
    key(Qt::Key_1);
    for (int y = 16; y < side; y += 32)
        drag({20, double(y)}, {108, double(y)});
    key(Qt::Key_2);
    for (int y = 16; y < side; y += 32)
        drag({148, double(y)}, {236, double(y)});
}

int Loop::predictedPixels(int value) const
{
    int found = -1;
    results_->readPredicted({0, 0, side, side}, [&](const ui::ResultLayers::Predicted& predicted) {
        found = static_cast<int>(std::count(predicted.begin(), predicted.end(), value));
    });
    return QTest::qWaitFor([&] { return found >= 0; }, patience) ? found : -1;
}

void Loop::wholeLoop()
{
    startWindow(ui::EngineClient::locate());

    // Open: the project is made beside the image, and the window says so.
    QTest::mouseClick(find<QPushButton>("welcomeImages"), Qt::LeftButton);
    QTRY_VERIFY(window_->session());
    QTRY_COMPARE(window_->session()->images().size(), std::size_t{1});
    QTRY_VERIFY(window_->session()->labels());
    QVERIFY(QDir(folder_->filePath("field.limn")).exists());
    QVERIFY2(message().contains("field.limn"), qPrintable(message()));
    QTRY_VERIFY(canvas_->view().scale > 1);

    // The first steps are ticked off as they are done.
    auto* firstSteps = find<ui::FirstTask>("firstTask");
    QVERIFY(firstSteps->isVisible());
    QTRY_COMPARE(firstSteps->stepsDone(), 1);

    // Without classes and labels Train says why it cannot.
    auto* sentence = find<QLabel>("trainSentence");
    auto* train = find<QPushButton>("train");
    QTRY_VERIFY_WITH_TIMEOUT(training_->state() == TrainingSession::State::Idle, patience);
    QTRY_VERIFY(!training_->sentence().isEmpty());
    QVERIFY(!train->isEnabled());

    // Annotate: classes, strokes, a polygon with vertices, undo and redo.
    addClass("dark");
    addClass("bright");
    QCOMPARE(window_->session()->classes().size(), std::size_t{2});
    canvas_->setFocus();
    key(Qt::Key_B);
    annotateBothTextures();
    QCOMPARE(static_cast<int>(labels().mask().at(60, 16)), 1);
    QCOMPARE(static_cast<int>(labels().mask().at(200, 16)), 2);
    QTRY_COMPARE(firstSteps->stepsDone(), 3);
    key(Qt::Key_P);
    click(20, 60);
    click(100, 60);
    click(100, 100);
    click(60, 120);
    key(Qt::Key_Backspace);
    click(20, 100);
    key(Qt::Key_Return);
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(labels().shapes().empty());
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    // It is of the class chosen last; the first one is what it shows.
    key(Qt::Key_V);
    click(60, 80);
    key(Qt::Key_1);
    key(Qt::Key_C, Qt::ShiftModifier);
    QCOMPARE(labels().shapes().front().classValue, 1);
    key(Qt::Key_B);
    auto* saved = find<QToolButton>("saved");
    QTRY_COMPARE(saved->text(), QString("Saved"));

    // Train: small and short, else as the user would.
    training_->setRecipe({{"patchSize", 64}, {"batchSize", 4}, {"minutes", 10}, {"seed", 1}});
    QTRY_VERIFY_WITH_TIMEOUT(training_->canStart(), patience);
    QTRY_VERIFY2_WITH_TIMEOUT(train->isEnabled(), qPrintable(sentence->text()), patience);
    auto* curves = find<widgets::CurvePlot>("curves");
    QTest::mouseClick(train, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(training_->state(), TrainingSession::State::Running, patience);
    const QString run = training_->run();
    QVERIFY(!run.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(curves->trainingPoints() > 3, patience);
    QVERIFY(find<QProgressBar>("trainProgress")->isVisible());

    // Painting goes on meanwhile.
    canvas_->setFocus();
    drag({20, 200}, {100, 200});
    QTRY_COMPARE(saved->text(), QString("Saved"));

    // Watch: validation, and the prediction comes tile by tile.
    QTRY_VERIFY_WITH_TIMEOUT(curves->validationPoints() > 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(predictedPixels(1) + predictedPixels(2) == side * side, patience);

    // Explain: a map of why, over the image.
    QTest::mouseClick(find<QPushButton>("explain"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(results_->explainedClass() != 0, patience);
    QVERIFY(results_->saliency()->isVisible());
    QCOMPARE(firstSteps->stepsDone(), 5);
    QTest::mouseClick(find<QToolButton>("firstTaskClose"), Qt::LeftButton);
    QVERIFY(!firstSteps->isVisible());

    // Both are hidden while Tab is held.
    QTest::keyPress(canvas_, Qt::Key_Tab);
    QVERIFY(canvas_->overlaysHidden());
    QTest::keyRelease(canvas_, Qt::Key_Tab);
    QVERIFY(!canvas_->overlaysHidden());
    key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(!results_->prediction()->isVisible());
    key(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(results_->prediction()->isVisible());

    // The engine is killed: the window says so, and the run goes on when asked to.
    QSignalSpy checkpoints(window_->findChild<ui::EngineClient*>(), &ui::EngineClient::notified);
    const auto hasCheckpoint = [&] {
        return std::any_of(checkpoints.begin(), checkpoints.end(), [](const QVariantList& call) {
            return call[0].toString() == "train/checkpoint";
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasCheckpoint(), patience);
    auto* engine = window_->findChild<ui::EngineClient*>();
    ::kill(static_cast<pid_t>(engine->processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains("Nothing painted is lost"), patience);
    QCOMPARE(training_->interruptedRun(), run);
    QVERIFY(messages_->hasAction());
    messages_->triggerAction();
    QTRY_COMPARE_WITH_TIMEOUT(training_->state(), TrainingSession::State::Running, patience);
    QCOMPARE(training_->run(), run);
    QTRY_VERIFY(curves->trainingPoints() > 0);
    const int points = curves->trainingPoints();
    QTRY_VERIFY_WITH_TIMEOUT(curves->trainingPoints() > points, patience);

    // Stop by key: the best weights are kept and predict the whole image.
    canvas_->setFocus();
    key(Qt::Key_T);
    QTRY_COMPARE_WITH_TIMEOUT(training_->state(), TrainingSession::State::Idle, patience);
    files_->curves = folder_->filePath("curves.csv");
    trigger("saveCurves");
    QVERIFY(QFile::exists(files_->curves));

    // Accepting the prediction in view is one undoable step.
    QTRY_VERIFY_WITH_TIMEOUT(predictedPixels(1) + predictedPixels(2) == side * side, patience);
    const int before = labels().mask().at(4, 124);
    QCOMPARE(before, 0);
    key(Qt::Key_A);
    QTRY_VERIFY(labels().mask().at(4, 124) != 0);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(static_cast<int>(labels().mask().at(4, 124)), 0);

    // Close and open again: all labels are there, and so are curves and prediction.
    const std::size_t vertices = labels().shapes().front().rings.front().size();
    endWindow();
    startWindow(ui::EngineClient::locate());
    auto* recent = find<QListWidget>("recentProjects");
    QCOMPARE(recent->count(), 1);
    QTest::mouseClick(recent->viewport(), Qt::LeftButton, {},
                      recent->visualItemRect(recent->item(0)).center());
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    QVERIFY(!find<ui::FirstTask>("firstTask")->isVisible()); // closed for good
    QCOMPARE(static_cast<int>(labels().mask().at(60, 16)), 1);
    QCOMPARE(static_cast<int>(labels().mask().at(60, 200)), 1);
    QCOMPARE(static_cast<int>(labels().mask().at(200, 16)), 2);
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    QCOMPARE(labels().shapes().front().rings.front().size(), vertices);
    QCOMPARE(window_->session()->classes().size(), std::size_t{2});
    QCOMPARE(results_->run(), run);
    QVERIFY(find<widgets::CurvePlot>("curves")->trainingPoints() > 0);
    QTRY_COMPARE(predictedPixels(1) + predictedPixels(2), side * side);
    endWindow();
}

void Loop::faultsOfLabelsAreFoundAndMended()
{
    startWindow(ui::EngineClient::locate());
    QVERIFY(!action("checkAction")->isEnabled());
    QTest::mouseClick(find<QPushButton>("welcomeImages"), Qt::LeftButton);
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    addClass("dark");
    addClass("bright");
    canvas_->setFocus();
    annotateBothTextures();
    // Slips of the hand: two dabs of a few pixels, and a tiny polygon.
    const std::vector<std::uint8_t> dab(4, 1);
    labels().paint({120, 40, 2, 2}, dab, -1, false, "dab");
    labels().paint({124, 90, 2, 2}, dab, -1, false, "dab");
    labels().addShape(1, {{{118, 150}, {121, 150}, {121, 153}, {118, 153}}});
    QTRY_COMPARE(find<QToolButton>("saved")->text(), QString("Saved"));

    trigger("checkAction");
    auto* dialog = window_->findChild<ui::CheckDialog*>();
    QVERIFY(dialog);
    auto* summary = dialog->findChild<QLabel*>("checkSummary");
    const auto findings = [&] { return dialog->findChildren<QFrame*>("finding"); };
    QTRY_COMPARE_WITH_TIMEOUT(findings().size(), 1, patience);
    auto* text = dialog->findChild<QLabel*>("findingText");
    QVERIFY2(text->text().contains("3 specks of \"dark\""), qPrintable(text->text()));
    QVERIFY(!dialog->findChild<QLabel*>("picture")->pixmap().isNull());
    auto* classes = dialog->findChild<QTableWidget*>("classBalance");
    QCOMPARE(classes->rowCount(), 2);
    QCOMPARE(classes->item(0, 0)->text(), QString("dark"));

    canvas_->fit();
    const double whole = canvas_->view().scale;
    QTest::mouseClick(dialog->findChild<QPushButton*>("showFinding"), Qt::LeftButton);
    QTRY_VERIFY(canvas_->view().scale > whole);
    auto* mend = dialog->findChild<QPushButton*>("mendFinding");
    QTest::mouseClick(mend, Qt::LeftButton);
    QVERIFY(!mend->isEnabled());
    QTRY_COMPARE(int(labels().mask().at(120, 40)), 0);
    QCOMPARE(int(labels().mask().at(125, 91)), 0);
    QVERIFY(labels().shapes().empty());
    QCOMPARE(int(labels().mask().at(60, 16)), 1);
    QVERIFY2(message().contains("specks of dark"), qPrintable(message()));
    QTRY_COMPARE(find<QToolButton>("saved")->text(), QString("Saved"));

    auto* again = dialog->findChild<QPushButton*>("checkAgain");
    QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), patience);
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(summary->text().startsWith("Nothing is wrong"),
                              qPrintable(summary->text()), patience);
    QVERIFY(findings().isEmpty());
    // One step takes all of it back.
    trigger("undo");
    QCOMPARE(int(labels().mask().at(120, 40)), 1);
    QCOMPARE(labels().shapes().size(), std::size_t{1});
    dialog->close();
    endWindow();
}

void Loop::worksWithoutAnEngine()
{
    startWindow("/nowhere/limn-engine");
    QTRY_VERIFY(message().contains("/nowhere/limn-engine"));
    QVERIFY(messages_->hasAction());
    trigger("openImages");
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    addClass("dark");
    canvas_->setFocus();
    drag({20, 50}, {100, 50});
    QCOMPARE(static_cast<int>(labels().mask().at(60, 50)), 1);
    QVERIFY(!find<QPushButton>("train")->isEnabled());
    QVERIFY(find<QLabel>("trainSentence")->text().contains("/nowhere/limn-engine"));
    endWindow();
    const auto project = annotation::Project::open(folder_->filePath("field.limn").toStdString(),
                                                   annotation::Project::Access::ReadOnly);
    QCOMPARE(static_cast<int>(project->mask(project->images().front().id).at(60, 50)), 1);
}

void Loop::wrongFilesAreSaidInTheBar_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("missing image") << "missing.tif";
    QTest::newRow("no image") << "settings.ini";
    QTest::newRow("missing project") << "missing.limn";
    QTest::newRow("folder that is no project") << "empty.limn";
}

void Loop::wrongFilesAreSaidInTheBar()
{
    QFETCH(QString, name);
    startWindow("/nowhere/limn-engine");
    QDir(folder_->path()).mkdir("empty.limn");
    messages_->dismiss();
    window_->open({folder_->filePath(name)});
    QTRY_VERIFY2(message().contains(name), qPrintable(message()));
    QVERIFY(!window_->session());
    QCOMPARE(messages_->kind(), widgets::MessageBar::Kind::Error);
    endWindow();
}

void Loop::anAddressThatHangsFreezesNothing()
{
    tests::HttpServer server(folder_->path().toStdString());
    server.setMood(tests::HttpServer::Mood::Hanging);
    startWindow("/nowhere/limn-engine");
    window_->open({QString::fromStdString(server.address("field.tif"))});
    QTRY_VERIFY(server.requests() > 0);
    auto* field = find<ui::JobField>("addingJob");
    QTRY_VERIFY(field->isVisible());
    QVERIFY(field->findChild<QLabel*>("jobText")->text().contains("field.tif"));
    QTest::mouseClick(field->findChild<QToolButton*>("stopJob"), Qt::LeftButton);
    QVERIFY(!field->isVisible());
    window_->open({QString::fromStdString(server.address("field.tif"))});
    // What is opened instead comes at once, and what hangs no more.
    trigger("openImages");
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    server.setMood(tests::HttpServer::Mood::Helpful);
    QCOMPARE(window_->session()->images().size(), std::size_t{1});
    QVERIFY(!field->isVisible());
    endWindow();
}

void Loop::projectOpenElsewhereCanBeLookedAt()
{
    const std::string path = folder_->filePath("field.limn").toStdString();
    auto elsewhere = annotation::Project::create(path);
    elsewhere->addImage(folder_->filePath("field.tif").toStdString());
    startWindow("/nowhere/limn-engine");
    messages_->dismiss();
    window_->open({QString::fromStdString(path)});
    QTRY_VERIFY(messages_->hasAction());
    QVERIFY(!window_->session());
    messages_->triggerAction();
    QTRY_VERIFY(window_->session());
    QVERIFY(window_->session()->isReadOnly());
    QTRY_VERIFY(window_->session()->labels());
    QCOMPARE(find<QToolButton>("saved")->text(), QString("Read-only"));
    endWindow();
}

void Loop::keysReachTheirActions()
{
    startWindow("/nowhere/limn-engine");
    trigger("openImages");
    QTRY_VERIFY(window_->session() && window_->session()->labels());
    addClass("dark");
    addClass("bright");
    canvas_->setFocus();
    using Tool = ui::ToolSet::Tool;
    auto* tools = window_->findChild<ui::ToolSet*>();
    for (const auto& [letter, tool] : {std::pair{Qt::Key_E, Tool::Eraser},
                                       {Qt::Key_P, Tool::Polygon},
                                       {Qt::Key_V, Tool::Select},
                                       {Qt::Key_H, Tool::Hand},
                                       {Qt::Key_B, Tool::Brush}}) {
        key(letter);
        QCOMPARE(tools->current(), tool);
    }
    key(Qt::Key_1);
    QCOMPARE(window_->session()->currentClass(), 1);
    key(Qt::Key_2);
    QCOMPARE(window_->session()->currentClass(), 2);
    key(Qt::Key_X);
    QCOMPARE(window_->session()->currentClass(), 1);
    key(Qt::Key_0);
    QCOMPARE(window_->session()->currentClass(), 0);
    const double size = tools->brushOptions().size;
    key(Qt::Key_BracketRight);
    QVERIFY(tools->brushOptions().size > size);
    key(Qt::Key_BracketLeft);
    QCOMPARE(tools->brushOptions().size, size);

    key(Qt::Key_2);
    drag({148, 50}, {200, 50});
    key(Qt::Key_1);
    QTest::mouseMove(canvas_, at(170, 50));
    key(Qt::Key_I);
    QCOMPARE(window_->session()->currentClass(), 2);

    key(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(canvas_->view().scale, 1.0);
    key(Qt::Key_F);
    QVERIFY(canvas_->view().scale > 1.0);

    files_->images = {folder_->filePath("second.tif")};
    tests::makeImage(files_->images.first(), 64, 64);
    trigger("addImagesAction");
    QTRY_COMPARE(window_->session()->images().size(), std::size_t{2});
    const qint64 first = window_->session()->currentImage();
    key(Qt::Key_N);
    QVERIFY(window_->session()->currentImage() != first);
    key(Qt::Key_N, Qt::ShiftModifier);
    QCOMPARE(window_->session()->currentImage(), first);

    key(Qt::Key_F1);
    QVERIFY(window_->findChild<ui::ShortcutsSheet*>());
    const auto lightness = [this] {
        return window_->palette().color(QPalette::Window).lightness();
    };
    trigger("theme-dark");
    QTRY_VERIFY(lightness() < 100);
    trigger("theme-light");
    QTRY_VERIFY(lightness() > 200);
    endWindow();
}

void Loop::demoOpens()
{
    startWindow("/nowhere/limn-engine");
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    QTRY_VERIFY2_WITH_TIMEOUT(window_->session(), qPrintable(message()), 20000);
    QCOMPARE(window_->session()->classes().size(), std::size_t{3});
    QTRY_VERIFY(window_->session()->labels());
    QVERIFY(!labels().shapes().empty());
    trigger("closeProject");
    QVERIFY(!window_->session());
    QVERIFY(find<QPushButton>("welcomeDemo")->isVisible());
    endWindow();
}

QTEST_MAIN(Loop)
#include "loop.moc"
