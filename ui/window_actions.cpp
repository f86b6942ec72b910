#include "ui/window_actions.h"

#include "ui/label_colours.h"
#include "ui/language.h"
#include "ui/own_shortcuts.h"
#include "widgets/icon.h"

#include <QMenuBar>
#include <QRegularExpression>

namespace limn::ui
{

namespace
{
QIcon swatch(const annotation::Rgb& rgb)
{
    QPixmap pixmap(14, 14);
    pixmap.fill(toColour(rgb));
    return pixmap;
}
} // namespace

WindowActions::WindowActions(QMainWindow& window) : QObject(&window), window_(window)
{
    buildFile();
    buildEditAndView();
    buildImage();
    buildAnnotate();
    buildTrainAndInspect();
    buildHelp();
    setClasses({}, 0);
    setSituation(false, false, false);
}

QAction* WindowActions::add(QMenu* menu, const QString& text, const QString& name,
                            const QList<QKeySequence>& keys, const QString& icon)
{
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setProperty(lastingTitle, text);
    action->setShortcuts(keys);
    if (!icon.isEmpty())
        action->setIcon(widgets::icon(icon));
    return action;
}

void WindowActions::buildFile()
{
    QMenu* menu = window_.menuBar()->addMenu(tr("&File"));
    openImages = add(menu, tr("Open &images…"), "openImages", {QKeySequence("Ctrl+O")}, "image");
    openAddress = add(menu, tr("Open an a&ddress…"), "openAddressAction");
    openProject = add(menu, tr("Open &project…"), "openProject", {QKeySequence("Ctrl+Shift+O")},
                      "folder-open");
    recent = menu->addMenu(tr("&Recent projects"));
    openDemo = add(menu, tr("Try the &wetlands demo"), "openDemo", {}, "droplets");
    menu->addSeparator();
    addImages = add(menu, tr("&Add images to the project…"), "addImagesAction", {}, "image-plus");
    backUp = add(menu, tr("&Back up now"), "backUp");
    restoreBackup = add(menu, tr("R&estore a backup…"), "restoreBackup", {}, "history");
    closeProject = add(menu, tr("&Close project"), "closeProject", {QKeySequence("Ctrl+W")});
    menu->addSeparator();
    quit = add(menu, tr("&Quit"), "quit", {QKeySequence("Ctrl+Q")});
}

void WindowActions::buildEditAndView()
{
    QMenu* edit = window_.menuBar()->addMenu(tr("&Edit"));
    undo = add(edit, tr("&Undo"), "undo", {QKeySequence("Ctrl+Z")}, "undo-2");
    redo = add(edit, tr("&Redo"), "redo", {QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")},
               "redo-2");
    edit->addSeparator();
    copyMask = add(edit, tr("&Copy the mask in view"), "copyMask", {QKeySequence("Ctrl+C")});
    pasteMask = add(edit, tr("&Paste the mask"), "pasteMask", {QKeySequence("Ctrl+V")});
    edit->addSeparator();
    settings = add(edit, tr("&Settings…"), "settingsAction", {QKeySequence("Ctrl+,")}, "settings");

    QMenu* view = window_.menuBar()->addMenu(tr("&View"));
    zoomIn = add(view, tr("Zoom &in"), "zoomIn", {QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")},
                 "zoom-in");
    zoomOut = add(view, tr("Zoom &out"), "zoomOut", {QKeySequence("Ctrl+-")}, "zoom-out");
    fit = add(view, tr("&Fit the image"), "fit", {QKeySequence("F"), QKeySequence("Ctrl+0")},
              "maximize");
    fullSize = add(view, tr("&100 %"), "fullSize", {QKeySequence("Ctrl+1")});
    goTo = add(view, tr("&Go to a place…"), "goToAction", {QKeySequence("Ctrl+G")}, "locate");
    bookmarks = view->addMenu(tr("&Bookmarks"));
    view->addSeparator();
    showNavigator = add(view, tr("&Navigator"), "showNavigator", {}, "map");
    showScaleBar = add(view, tr("S&cale bar"), "showScaleBar");
    for (QAction* part : {showNavigator, showScaleBar})
        part->setCheckable(true);
    view->addSeparator();
    const QStringList titles{tr("&Prediction"), tr("&Grad-CAM"), tr("P&olygons"),
                             tr("Brush &mask")};
    const QStringList names{"togglePrediction", "toggleGradCam", "togglePolygons", "toggleMask"};
    for (int i = 0; i < titles.size(); ++i) {
        QAction* toggle =
            add(view, titles[i], names[i], {QKeySequence(QString("Ctrl+%1").arg(i + 2))});
        toggle->setCheckable(true);
        toggle->setChecked(true);
        layerToggles << toggle;
    }
    hideOverlays = add(view, tr("&Hide all overlays (hold Tab)"), "hideOverlays", {}, "eye-off");
    hideOverlays->setCheckable(true);
    swipe = add(view, tr("Compare &with a swipe"), "swipe", {QKeySequence("Ctrl+\\")});
    swipe->setCheckable(true);
    split = add(view, tr("Two views side by si&de"), "split", {QKeySequence("Ctrl+Shift+\\")});
    split->setCheckable(true);
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Theme"));
    themes = new QActionGroup(this);
    for (const auto& [text, key] : {std::pair{tr("Follow the &system"), "system"},
                                    {tr("&Light"), "light"},
                                    {tr("&Dark"), "dark"}}) {
        QAction* action = add(theme, text, QString("theme-") + key);
        action->setCheckable(true);
        action->setData(key);
        themes->addAction(action);
    }
    QMenu* language = view->addMenu(tr("&Language"));
    languages = new QActionGroup(this);
    const auto addLanguage = [&](const QString& text, const QString& key) {
        QAction* action = add(language, text, "language-" + key);
        action->setCheckable(true);
        action->setData(key);
        languages->addAction(action);
    };
    addLanguage(tr("Follow the &system"), "system");
    for (const Language& one : ui::languages())
        addLanguage(one.name, one.key);
    fullScreen = add(view, tr("F&ull screen"), "fullScreen", {QKeySequence("F11")});
    fullScreen->setCheckable(true);
}

void WindowActions::buildImage()
{
    QMenu* menu = window_.menuBar()->addMenu(tr("&Image"));
    nextImage = add(menu, tr("&Next image"), "nextImage", {QKeySequence("N")});
    previousImage = add(menu, tr("&Previous image"), "previousImage", {QKeySequence("Shift+N")});
    menu->addSeparator();
    stretchImage = add(menu, tr("Stretch 2–98 % of the &image"), "stretchImage");
    stretchView = add(menu, tr("Stretch 2–98 % of the &view"), "stretchView");
    stretchRange = add(menu, tr("Stretch over the &full range"), "stretchRange");
    menu->addSeparator();
    buildOverviews = add(menu, tr("Build &overviews beside the file"), "buildOverviewsAction");
    menu->addSeparator();
    removeImage =
        add(menu, tr("&Remove the image from the project"), "removeImageAction", {}, "trash-2");
}

void WindowActions::buildAnnotate()
{
    using Tool = ToolSet::Tool;
    QMenu* menu = window_.menuBar()->addMenu(tr("&Annotate"));
    tools = new QActionGroup(this);
    toolBar = new QToolBar(tr("Tools"), &window_);
    toolBar->setObjectName("tools");
    toolBar->setMovable(false);
    toolBar->setIconSize({20, 20});
    const auto addTool = [&](Tool tool, const QString& text, const QString& name,
                             const QString& key, const QString& icon) {
        QAction* action = add(menu, text, name, {QKeySequence(key)}, icon);
        action->setCheckable(true);
        action->setData(static_cast<int>(tool));
        // The key may be the user's own.
        const auto describe = [action] {
            // Chinese texts have their access key in brackets.
            static const QRegularExpression accessKey(R"(\(&.\)|&)");
            const QString name = QString(action->text()).remove(accessKey);
            const QString now = action->shortcut().toString(QKeySequence::NativeText);
            action->setToolTip(now.isEmpty() ? name : tr("%1 (%2)").arg(name, now));
        };
        describe();
        connect(action, &QAction::changed, this, describe);
        tools->addAction(action);
        toolBar->addAction(action);
    };
    addTool(Tool::Brush, tr("&Brush"), "brush", "B", "brush");
    addTool(Tool::Eraser, tr("&Eraser"), "eraser", "E", "eraser");
    addTool(Tool::Polygon, tr("&Polygon"), "polygon", "P", "pentagon");
    addTool(Tool::Lasso, tr("Lass&o"), "lasso", "L", "lasso");
    addTool(Tool::Rectangle, tr("&Rectangle"), "rectangle", "R", "rectangle-horizontal");
    addTool(Tool::Ellipse, tr("Ell&ipse"), "ellipse", "O", "circle");
    addTool(Tool::Fill, tr("&Fill"), "fill", "G", "paint-bucket");
    addTool(Tool::Superpixels, tr("Superpi&xels"), "superpixels", "W", "superpixels");
    addTool(Tool::CompleteRegion, tr("Comple&te region"), "completeRegion", "K", "complete-region");
    addTool(Tool::Select, tr("&Select"), "select", "V", "mouse-pointer");
    addTool(Tool::Hand, tr("&Hand"), "hand", "H", "hand");
    toolBar->addSeparator();
    addTool(Tool::Ruler, tr("R&uler"), "ruler", "M", "ruler");
    addTool(Tool::Area, tr("Measure an &area"), "measureArea", "Shift+M", "ruler-area");
    toolAction(Tool::Brush)->setChecked(true);
    menu->addSeparator();
    smallerBrush = add(menu, tr("S&maller brush"), "smallerBrush", {QKeySequence("[")});
    largerBrush = add(menu, tr("&Larger brush"), "largerBrush", {QKeySequence("]")});
    menu->addSeparator();
    classes = menu->addMenu(tr("&Class"));
    classChoice = new QActionGroup(this);
    connect(classChoice, &QActionGroup::triggered, this,
            [this](const QAction* action) { Q_EMIT classChosen(action->data().toInt()); });
    importClasses = add(menu, tr("I&mport classes…"), "importClasses");
    exportClasses = add(menu, tr("E&xport classes…"), "exportClasses");
    swapClasses = add(menu, tr("Class chosen be&fore"), "swapClasses", {QKeySequence("X")});
    pickClass = add(menu, tr("Class &under the cursor"), "pickClass", {QKeySequence("I")});
    reclassify = add(menu, tr("&Give the selected polygon this class"), "reclassify",
                     {QKeySequence("Shift+C")});
    completeView =
        add(menu, tr("Mar&k the view as complete"), "completeView", {QKeySequence("Shift+K")});
    removeRegions = add(menu, tr("Remove the complete regions in &view"), "removeRegions",
                        {QKeySequence("Ctrl+Shift+K")});
    menu->addSeparator();
    accept =
        add(menu, tr("&Accept the prediction in view"), "accept", {QKeySequence("A")}, "check");
}

void WindowActions::buildTrainAndInspect()
{
    mask = window_.menuBar()->addMenu(tr("&Mask"));
    QMenu* trainMenu = window_.menuBar()->addMenu(tr("&Train"));
    train = add(trainMenu, tr("&Train"), "trainAction", {QKeySequence("T")}, "play");
    resume = add(trainMenu, tr("&Resume the interrupted training"), "resume");
    trainMenu->addSeparator();
    check = add(trainMenu, tr("&Check the images and labels…"), "checkAction", {}, "circle-check");
    saveCurves = add(trainMenu, tr("&Save the curves…"), "saveCurves", {}, "save");
    exportNetwork = add(trainMenu, tr("E&xport the network…"), "exportNetwork");
    restartEngine =
        add(trainMenu, tr("Start the &engine again"), "restartEngine", {}, "rotate-ccw");

    QMenu* inspect = window_.menuBar()->addMenu(tr("I&nspect"));
    predictImage = add(inspect, tr("&Predict the whole image"), "predictImage");
    cancelPrediction = add(inspect, tr("&Stop predicting"), "cancelPrediction");
    inspect->addSeparator();
    explain = add(inspect, tr("&Explain the class chosen"), "explainAction",
                  {QKeySequence("Ctrl+E")}, "flame");
    explainMenu = inspect->addMenu(tr("Explain &class"));
    inspect->addSeparator();
    networkView = add(inspect, tr("&What the network sees…"), "networkViewAction", {}, "scan-eye");
}

void WindowActions::buildHelp()
{
    windowMenu = window_.menuBar()->addMenu(tr("&Window"));
    resetLayout = new QAction(tr("&Reset the layout"), this);
    resetLayout->setObjectName("resetLayout");
    QMenu* help = window_.menuBar()->addMenu(tr("&Help"));
    shortcuts = add(help, tr("&Keyboard shortcuts"), "shortcutsAction",
                    {QKeySequence("F1"), QKeySequence("?")}, "keyboard");
    changeShortcuts = add(help, tr("&Change shortcuts…"), "changeShortcuts");
    about = add(help, tr("&About Limn"), "about", {}, "info");
}

QAction* WindowActions::toolAction(ToolSet::Tool tool) const
{
    for (QAction* action : tools->actions())
        if (action->data().toInt() == static_cast<int>(tool))
            return action;
    return nullptr;
}

void WindowActions::setClasses(const annotation::ClassList& list, int current)
{
    for (QAction* action : classChoice->actions())
        delete action;
    explainMenu->clear();
    const auto addChoice = [&](const QString& text, int value, const QString& key) {
        QAction* action = classes->addAction(text);
        action->setData(value);
        action->setCheckable(true);
        action->setChecked(value == current);
        if (!key.isEmpty())
            action->setShortcut(QKeySequence(key));
        classChoice->addAction(action);
        return action;
    };
    for (const annotation::ClassEntry& entry : list) {
        const QString name = QString::fromStdString(entry.name).replace('&', "&&");
        QAction* choice =
            addChoice(name, entry.value, entry.key ? QString(QChar(entry.key)) : QString());
        choice->setIcon(swatch(entry.colour));
        QAction* explained = explainMenu->addAction(swatch(entry.colour), name);
        connect(explained, &QAction::triggered, this,
                [this, value = entry.value] { Q_EMIT explainChosen(value); });
    }
    addChoice(tr("Unlabelled"), annotation::unlabelled, "0");
}

void WindowActions::setSituation(bool project, bool image, bool editable)
{
    for (QAction* action : {addImages, backUp, restoreBackup, importClasses})
        action->setEnabled(project && editable);
    for (QAction* action : {closeProject, exportClasses})
        action->setEnabled(project);
    copyMask->setEnabled(image);
    pasteMask->setEnabled(image && editable);
    for (QAction* action :
         {zoomIn, zoomOut, fit, fullSize, goTo, hideOverlays, nextImage, previousImage,
          stretchImage, stretchView, stretchRange, buildOverviews, pickClass})
        action->setEnabled(image);
    for (QAction* action : layerToggles)
        action->setEnabled(image);
    for (QAction* action : tools->actions())
        action->setEnabled(image);
    for (QAction* action :
         {smallerBrush, largerBrush, reclassify, completeView, removeRegions, accept, removeImage})
        action->setEnabled(image && editable);
    mask->setEnabled(image && editable);
    classes->setEnabled(project);
    networkView->setEnabled(project);
    check->setEnabled(project);
    for (QAction* action : classChoice->actions())
        action->setEnabled(project);
    swapClasses->setEnabled(project);
    if (!image) {
        undo->setEnabled(false);
        redo->setEnabled(false);
    }
}

} // namespace limn::ui
