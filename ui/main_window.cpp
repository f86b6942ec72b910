#include "ui/main_window.h"

#include "raster/block_cache.h"
#include "ui/words.h"
#include "widgets/theme.h"

#include <algorithm>
#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QFontDatabase>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <utility>

namespace limn::ui
{

namespace
{
/// What is looked at is kept as tiles; GDAL's own blocks are needed only until their tile is there.
constexpr int blockCacheMegabytes = 32;
/// Of the screen, for what the system draws around the window: else the status bar lies below it.
constexpr QSize frameRoom(4, 40);
/// In the status bar, in pixels.
constexpr int longestJobName = 160;
/// How long pending edits are waited for before the user is asked.
constexpr int savingPatience = 2000;

QString standardDocuments()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return documents.isEmpty() ? QDir::homePath() : documents;
}
} // namespace

Surroundings desktopSurroundings()
{
    raster::limitBlockCache(blockCacheMegabytes);
    Surroundings surroundings;
    surroundings.settings = std::make_unique<QSettings>("Limn", "Limn");
    surroundings.dialogs = std::make_unique<QtFileDialogs>();
    surroundings.engineProgram = EngineClient::locate();
    surroundings.demoFolder = locateDemo();
    surroundings.documentsFolder = standardDocuments();
    return surroundings;
}

MainWindow::MainWindow(Surroundings surroundings, QWidget* parent)
    : QMainWindow(parent),
      surroundings_(std::move(surroundings)),
      recent_(*surroundings_.settings),
      engine_(new EngineClient(surroundings_.engineProgram, this)),
      training_(new TrainingSession(*engine_, this)),
      results_(new ResultLayers(*engine_, this)),
      target_(new EditTarget(this))
{
    setObjectName("limn");
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    setTheme(surroundings_.settings->value("theme", "system").toString());
    buildCentre();
    actions_ = new WindowActions(*this);
    addToolBar(Qt::LeftToolBarArea, actions_->toolBar);
    options_ = new ToolOptionsBar(*toolSet_, this);
    addToolBar(Qt::TopToolBarArea, options_);
    navigation_ = new ViewNavigation(*canvas_, *actions_, *toolSet_, *surroundings_.settings, this);
    bookmarks_ = new Bookmarks(
        *canvas_, *actions_->bookmarks, [this](qint64 image) { showImage(image); }, this);
    buildOverviewJob();
    status_ = new StatusFields(*statusBar());
    buildDocks();
    buildReading();
    buildOverviewFileJob();
    connectOpening();
    connectActions();
    connectClasses();
    connectScene();
    connectMasks();
    connectKeeping();
    connectTraining();
    connectRuns();
    connectNetworks();
    connectCheck();
    connectViewing();
    connectEngine();

    savingPatience_.setSingleShot(true);
    savingPatience_.setInterval(savingPatience);
    connect(&savingPatience_, &QTimer::timeout, this, &MainWindow::continueAfterSaving);

    const QSize available = screen() ? screen()->availableSize() : QSize(1280, 800);
    resize((available - frameRoom).boundedTo({1600, 1000}));
    defaultState_ = saveState(layoutVersion);
    restoreGeometry(surroundings_.settings->value("window/geometry").toByteArray());
    restoreState(surroundings_.settings->value("window/state").toByteArray(), layoutVersion);
    showWorkspace(false);
    welcome_->setDemoAvailable(!surroundings_.demoFolder.isEmpty());
    actions_->openDemo->setVisible(!surroundings_.demoFolder.isEmpty());
    setWindowTitle(tr("Limn"));
    refreshActions();
    engine_->start();
}

MainWindow::~MainWindow()
{
    // Canvas, layers and tools use the labels of the session, which goes before its widgets do.
    engine_->disconnect(this);
    overviews_->setSession(nullptr);
    overviewFiles_->setSession(nullptr);
    backups_->setSession(nullptr);
    scene_->setSession(nullptr);
    session_.reset();
    delete toolSet_;
    delete scene_;
}

void MainWindow::buildCentre()
{
    auto* centre = new QWidget(this);
    messages_ = new widgets::MessageBar(centre);
    firstTask_ = new FirstTask(centre);
    firstTask_->hide();
    pages_ = new QStackedWidget(centre);
    welcome_ = new WelcomePage(recent_, pages_);
    canvas_ = new widgets::Canvas(pages_);
    canvas_->setObjectName("canvas");
    canvas_->setEmptyText(tr("Drop images here, or add them in the Images panel."));
    canvas_->installEventFilter(this);
    pages_->addWidget(welcome_);
    split_ = new widgets::SplitView(canvas_, pages_);
    pages_->addWidget(split_);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(messages_);
    layout->addWidget(firstTask_);
    layout->addWidget(pages_, 1);
    setCentralWidget(centre);
    toolSet_ = new ToolSet(*canvas_, *target_, this);
    scene_ = new ImageScene(*canvas_, *results_, *target_, this);
}

void MainWindow::buildOverviewJob()
{
    overviews_ = new OverviewJob(this);
    auto* field = new JobField(tr("Stop building overviews until the image is shown again"), this);
    field->setObjectName("overviewJob");
    statusBar()->addPermanentWidget(field);
    connect(overviews_, &OverviewJob::progressed, field,
            [field](double part) { field->show(tr("Building overviews"), part); });
    connect(overviews_, &OverviewJob::built, this,
            [this](qint64 image) { images_->renewThumbnail(image); });
    connect(overviews_, &OverviewJob::ended, field, &JobField::clear);
    connect(overviews_, &OverviewJob::failed, this,
            [this](const QString& sentence) { fail(sentence); });
    connect(field, &JobField::stopAsked, overviews_, &OverviewJob::stop);
    adding_ = new JobField(tr("Stop opening or adding"), this);
    adding_->setObjectName("addingJob");
    statusBar()->addPermanentWidget(adding_);
    connect(adding_, &JobField::stopAsked, this, [this] {
        opening_->stop();
        if (!session_)
            return;
        session_->stopShowing();
        session_->stopAdding();
        images_->setCurrent(session_->currentImage());
    });
}

void MainWindow::buildReading()
{
    reading_ = new JobField(tr("Stop reading"), this);
    reading_->setObjectName("readingJob");
    statusBar()->addPermanentWidget(reading_);
    connect(results_, &ResultLayers::readingChanged, this, [this] {
        if (results_->isReading())
            reading_->expect(tr("Reading the prediction"));
        else
            reading_->clear();
    });
    connect(reading_, &JobField::stopAsked, this, [this] {
        results_->stopReading();
        curvesReading_.forget();
        reading_->clear();
    });
}

void MainWindow::buildOverviewFileJob()
{
    overviewFiles_ = new OverviewFileJob(this);
    auto* field =
        new JobField(tr("Stop building overviews; the file that was begun is removed"), this);
    field->setObjectName("overviewFileJob");
    statusBar()->addPermanentWidget(field);
    connect(overviewFiles_, &OverviewFileJob::progressed, field,
            [field](const QString& name, double part) {
                const QString shown =
                    field->fontMetrics().elidedText(name, Qt::ElideMiddle, longestJobName);
                field->show(tr("Building overviews beside %1").arg(shown), part);
            });
    connect(overviewFiles_, &OverviewFileJob::built, this,
            [this](qint64 image, const QString& file) {
                images_->renewThumbnail(image);
                note(tr("The overviews are in %1, where other programs find them too.").arg(file));
            });
    connect(overviewFiles_, &OverviewFileJob::failed, this,
            [this](const QString& sentence) { fail(sentence); });
    connect(overviewFiles_, &OverviewFileJob::ended, this, [this, field] {
        field->clear();
        overviews_->setHeld(false);
    });
    connect(field, &JobField::stopAsked, overviewFiles_, &OverviewFileJob::stop);
    const auto build = [this](const QList<qint64>& ids) {
        if (!session_)
            return;
        // Its own overviews in the project would be built for nothing.
        overviews_->setHeld(true);
        overviewFiles_->build(ids);
    };
    connect(actions_->buildOverviews, &QAction::triggered, this,
            [this, build] { build({session_ ? session_->currentImage() : 0}); });
    connect(images_, &ImagesPanel::overviewsAsked, this, build);
}

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content,
                                 Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    docks_ << dock;
    actions_->windowMenu->addAction(dock->toggleViewAction());
    return dock;
}

void MainWindow::buildDocks()
{
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    images_ = new ImagesPanel(this);
    classes_ = new widgets::ClassPalette(this);
    layerList_ =
        new widgets::LayerList(this, [](const std::exception& error) { return inWords(error); });
    layerList_->setMinimumWidth(288);
    history_ = new HistoryPanel(this);
    trainingPanel_ = new TrainingPanel(*training_, *engine_, *results_, this);
    // What Train will do is said in full on small screens too.
    auto* trainingScroll = new QScrollArea(this);
    trainingScroll->setFrameShape(QFrame::NoFrame);
    trainingScroll->setWidgetResizable(true);
    trainingScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    trainingScroll->setWidget(trainingPanel_);
    trainingScroll->viewport()->setAutoFillBackground(false);
    trainingPanel_->setAutoFillBackground(false);
    curves_ = new widgets::CurvePlot(this);
    curves_->setObjectName("curves");
    runs_ = new RunsPanel(this);
    log_ = new QPlainTextEdit(this);
    log_->setObjectName("log");
    log_->setReadOnly(true);
    log_->setFrameShape(QFrame::NoFrame);
    log_->setMaximumBlockCount(5000);
    log_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    log_->setPlaceholderText(tr("What the engine reports appears here."));

    QDockWidget* images = addDock("imagesDock", tr("Images"), images_, Qt::LeftDockWidgetArea);
    QDockWidget* classes = addDock("classesDock", tr("Classes"), classes_, Qt::RightDockWidgetArea);
    QDockWidget* layers = addDock("layersDock", tr("Layers"), layerList_, Qt::RightDockWidgetArea);
    QDockWidget* history = addDock("historyDock", tr("History"), history_, Qt::RightDockWidgetArea);
    tabifyDockWidget(layers, history);
    layers->raise();
    QDockWidget* training =
        addDock("trainDock", tr("Train"), trainingScroll, Qt::RightDockWidgetArea);
    QDockWidget* curves =
        addDock("curvesDock", tr("Training curves"), curves_, Qt::BottomDockWidgetArea);
    QDockWidget* runs = addDock("runsDock", tr("Runs"), runs_, Qt::BottomDockWidgetArea);
    QDockWidget* log = addDock("logDock", tr("Log"), log_, Qt::BottomDockWidgetArea);
    tabifyDockWidget(curves, runs);
    tabifyDockWidget(runs, log);
    curves->raise();
    resizeDocks({images, classes}, {208, 288}, Qt::Horizontal);
    resizeDocks({classes, layers, training}, {144, 392, 248}, Qt::Vertical);
    resizeDocks({curves}, {240}, Qt::Vertical);
    actions_->windowMenu->addSeparator();
    actions_->windowMenu->addAction(actions_->resetLayout);
}

void MainWindow::resetLayout()
{
    restoreState(defaultState_, layoutVersion);
}

void MainWindow::showWorkspace(bool visible)
{
    // First of all, since panels around the welcome page would ask for a wider window.
    if (!visible && workspaceVisible_) {
        surroundings_.settings->setValue("window/state", saveState(layoutVersion));
        for (QDockWidget* dock : docks_)
            dock->hide();
        actions_->toolBar->hide();
        options_->hide();
    }
    // The page that is out of sight asks for no room; told while it is in sight, else the layouts
    // around it would go on with what it asked for before.
    const QSizePolicy::Policy room = visible ? QSizePolicy::Ignored : QSizePolicy::Preferred;
    welcome_->setSizePolicy(room, room);
    pages_->setCurrentWidget(visible ? static_cast<QWidget*>(split_) : welcome_);
    firstTask_->setVisible(visible &&
                           !surroundings_.settings->value("firstTask/dismissed").toBool());
    if (visible == workspaceVisible_)
        return;
    workspaceVisible_ = visible;
    if (visible)
        restoreState(surroundings_.settings->value("window/state").toByteArray(), layoutVersion);
    else
        lookForRecent();
    actions_->windowMenu->setEnabled(visible);
}

void MainWindow::setTheme(const QString& name)
{
    const auto theme = name == "light"  ? widgets::Theme::Light
                       : name == "dark" ? widgets::Theme::Dark
                                        : widgets::Theme::System;
    widgets::applyTheme(*qApp, theme);
    surroundings_.settings->setValue("theme", name);
}

void MainWindow::hideOverlays()
{
    for (widgets::Canvas* canvas : {canvas_, split_->left()})
        canvas->setOverlaysHidden(tabHeld_ || actions_->hideOverlays->isChecked());
}

bool MainWindow::eventFilter(QObject* object, QEvent* event)
{
    if (object != canvas_)
        return QMainWindow::eventFilter(object, event);
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    if (isKey) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            if (!key->isAutoRepeat()) {
                tabHeld_ = event->type() == QEvent::KeyPress;
                hideOverlays();
            }
            return true;
        }
    } else if (event->type() == QEvent::FocusOut && tabHeld_) {
        tabHeld_ = false;
        hideOverlays();
    }
    return false;
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && session_)
        showSaving();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            return;
        }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    const bool onlyImages = std::none_of(paths.begin(), paths.end(), isProjectPath);
    if (session_ && onlyImages) {
        showFirstAdded_ = true;
        session_->addImages(paths);
    } else {
        open(paths);
    }
}

void MainWindow::note(const QString& text, const QString& action, std::function<void()> act)
{
    messages_->show(widgets::MessageBar::Kind::Note, text, action, std::move(act));
}

void MainWindow::warn(const QString& text, const QString& action, std::function<void()> act)
{
    messages_->show(widgets::MessageBar::Kind::Warning, text, action, std::move(act));
}

void MainWindow::fail(const QString& text, const QString& action, std::function<void()> act)
{
    log_->appendPlainText(text);
    errorIsAboutEngine_ = false;
    messages_->show(widgets::MessageBar::Kind::Error, text, action, std::move(act));
}

} // namespace limn::ui
