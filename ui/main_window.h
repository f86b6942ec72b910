// The window: lays out the panels around the canvas, connects them with the project, the tools and
// the engine, and says in the message bar what the user should know. GUI thread only.
#pragma once

#include "ui/backup_schedule.h"
#include "ui/bookmarks.h"
#include "ui/edit_target.h"
#include "ui/engine_client.h"
#include "ui/file_dialogs.h"
#include "ui/first_task.h"
#include "ui/history_panel.h"
#include "ui/image_scene.h"
#include "ui/images_panel.h"
#include "ui/job_field.h"
#include "ui/mask_clipboard.h"
#include "ui/mask_menu.h"
#include "ui/overview_file_job.h"
#include "ui/overview_job.h"
#include "ui/own_shortcuts.h"
#include "ui/project_opening.h"
#include "ui/project_places.h"
#include "ui/project_session.h"
#include "ui/recent_projects.h"
#include "ui/recipe_dialog.h"
#include "ui/result_layers.h"
#include "ui/runs_panel.h"
#include "ui/status_fields.h"
#include "ui/tool_options_bar.h"
#include "ui/tool_set.h"
#include "ui/training_panel.h"
#include "ui/training_session.h"
#include "ui/view_navigation.h"
#include "ui/welcome_page.h"
#include "ui/window_actions.h"
#include "widgets/canvas.h"
#include "widgets/class_palette.h"
#include "widgets/curve_plot.h"
#include "widgets/detached_work.h"
#include "widgets/layer_list.h"
#include "widgets/message_bar.h"
#include "widgets/split_view.h"

#include <memory>
#include <optional>
#include <QDockWidget>
#include <QMainWindow>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSettings>
#include <QStackedWidget>
#include <set>

namespace limn::ui
{

class NetworkView;
class UnsavedDialog;

/// What the window takes from its surroundings; a test gives its own.
struct Surroundings
{
    std::unique_ptr<QSettings> settings;
    std::unique_ptr<FileDialogs> dialogs;
    QString engineProgram;
    QString demoFolder;      ///< empty: the demo is not offered
    QString documentsFolder; ///< for projects that cannot lie beside their image
};

/// The user's settings and documents, Qt's dialogs, the engine beside this program.
Surroundings desktopSurroundings();

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(Surroundings surroundings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Images and projects, as named on the command line or dropped; what cannot be opened is said
    /// in the message bar.
    void open(const QStringList& paths);
    void openDemo();

    ProjectSession* session() const { return session_.get(); } ///< nullptr without a project

Q_SIGNALS:
    /// Everything is saved and the engine has ended: the program may go.
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    static constexpr int layoutVersion = 1;

    // Layout (main_window.cpp)
    void buildCentre();
    void buildDocks();
    void buildOverviewJob();
    void buildOverviewFileJob();
    void buildReading();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content,
                         Qt::DockWidgetArea area);
    void resetLayout();
    void showWorkspace(bool visible);
    void setTheme(const QString& name);
    void hideOverlays();

    // Mask work and undo history (main_window_masks.cpp)
    void connectMasks();
    void refreshHistory();

    // Classes (main_window_classes.cpp)
    void connectClasses();
    void refreshClasses();
    void refreshCounts();
    void measurePixel();
    void removeClass(int value);
    void mergeClass(int value);
    void replaceClass(int from, int to);
    void importClasses(const QString& file);
    void exportClasses(const QString& file);
    QString className(int value) const;

    // Networks and their weights as files (main_window_networks.cpp)
    void connectNetworks();
    void exportNetwork(const QString& file);

    // Faults of images and labels (main_window_check.cpp)
    void connectCheck();
    void showFinding(qint64 image, const QRect& area);
    void eraseSpecks(qint64 image, int classValue, const QRect& within, int smallerThan);

    // Runs and recipes (main_window_training.cpp)
    void connectRuns();
    void refreshRuns();
    void showRun(const QString& run);
    /// Puts what the run has recorded before what the plot shows of it, in the background.
    void readCurves(const QString& run);
    void lookForInterruptedRun();
    void readLatestRun();
    RecipeDialog& recipeDialog();

    // Ways of looking (main_window_viewing.cpp)
    void connectViewing();
    void refreshNetworkView();

    // Backups and settings (main_window_keeping.cpp)
    void connectKeeping();
    void askBackup(const QString& folder);
    void chooseBackup(const QString& folder, const std::vector<annotation::Backup>& found);
    void applySettings();

    // Connections (main_window_wiring.cpp)
    void connectActions();
    void connectTraining();
    void connectEngine();
    void connectScene();
    void refreshActions();
    void refreshFirstTask();
    void refreshLayerToggles();
    void refreshEngineStatus();
    void showCursor(QPointF image, bool inside);
    void pickClass();
    void reclassifySelected();
    void stepImage(int by);
    void explain(int classValue);

    // Projects (main_window_projects.cpp)
    void connectOpening();
    bool isShown(const QString& folder) const; ///< is the project that is open
    void openImages(const QStringList& files);
    /// Says `note` and adds `images` when it is open.
    void openProjectFolder(const QString& folder, const QStringList& images = {},
                           const QString& note = {});
    void openReadOnly(const QString& folder);
    void takeOpened(const ProjectOpening::Outcome& outcome);
    void tellFailure(const ProjectOpening::Outcome& outcome);
    void take(OpenedProject& opened);
    void finishOpening(const ProjectOpening::Outcome& outcome);
    void dropProject();
    void showImage(qint64 id);
    void tellShowingFailed(qint64 id, const QString& sentence);
    void refreshOpening(); ///< what the status bar says is being opened
    void tellAlpha();      ///< where a band counts as transparency, once an image
    void relink();
    void takeLatestRun(const RunHistory& runs);
    void fillRecentMenu();
    void lookForRecent(); ///< which recent projects are still there
    void showSaving();

    // Closing (main_window_closing.cpp)
    /// Calls `then` when everything of the project is on disk; where that takes long, or fails, the
    /// user is asked. The last one asked for counts.
    void whenSaved(std::function<void()> then);
    void continueAfterSaving();
    void askUnsaved();
    void closeUnsaved();
    void loseUnsaved();
    void keepRescueCopy();
    void endEngine();

    void note(const QString& text, const QString& action = {}, std::function<void()> act = {});
    void warn(const QString& text, const QString& action = {}, std::function<void()> act = {});
    void fail(const QString& text, const QString& action = {}, std::function<void()> act = {});

    Surroundings surroundings_;
    RecentProjects recent_;
    std::unique_ptr<ProjectSession> session_;
    EngineClient* engine_;
    TrainingSession* training_;
    ResultLayers* results_;
    EditTarget* target_;

    widgets::MessageBar* messages_ = nullptr;
    FirstTask* firstTask_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    WelcomePage* welcome_ = nullptr;
    widgets::Canvas* canvas_ = nullptr;
    widgets::SplitView* split_ = nullptr; ///< holds the canvas
    ImageScene* scene_ = nullptr;
    ToolSet* toolSet_ = nullptr;
    WindowActions* actions_ = nullptr;
    ViewNavigation* navigation_ = nullptr;
    Bookmarks* bookmarks_ = nullptr;
    OverviewJob* overviews_ = nullptr;
    OverviewFileJob* overviewFiles_ = nullptr;
    JobField* adding_ = nullptr;
    JobField* reading_ = nullptr; ///< of the project's drive
    ToolOptionsBar* options_ = nullptr;
    StatusFields* status_ = nullptr;
    ImagesPanel* images_ = nullptr;
    widgets::ClassPalette* classes_ = nullptr;
    widgets::LayerList* layerList_ = nullptr;
    HistoryPanel* history_ = nullptr;
    MaskMenu* maskMenu_ = nullptr;
    MaskClipboard* clipboard_ = nullptr;
    BackupSchedule* backups_ = nullptr;
    OwnShortcuts* ownShortcuts_ = nullptr;
    TrainingPanel* trainingPanel_ = nullptr;
    widgets::CurvePlot* curves_ = nullptr;
    RunsPanel* runs_ = nullptr;
    RecipeDialog* recipeDialog_ = nullptr; ///< made when it is first asked for
    NetworkView* networkView_ = nullptr;   ///< as well
    QPlainTextEdit* log_ = nullptr;
    QList<QDockWidget*> docks_;
    QByteArray defaultState_;
    bool workspaceVisible_ = true;

    bool tabHeld_ = false;
    QPointF cursor_;
    bool cursorInside_ = false;
    std::optional<double> groundOfPixel_; ///< square metres, of the image shown
    QString workText_;                    ///< what the engine is doing, for the status bar
    bool errorIsAboutEngine_ = false;     ///< what the message bar says
    QString savingError_;
    ProjectOpening* opening_ = nullptr;
    QString openingName_;      ///< of what takes long to open
    bool saysOpening_ = false; ///< the status bar does
    bool showFirstAdded_ = false;
    std::set<qint64> toldAlpha_;        ///< images of the project
    bool explainedOnce_ = false;        ///< for the first task
    std::function<void()> afterSaving_; ///< see whenSaved()
    QTimer savingPatience_;
    QPointer<UnsavedDialog> unsaved_;
    widgets::DetachedWork rescue_;
    widgets::DetachedWork curvesReading_;
    widgets::DetachedWork runLooking_;
    widgets::DetachedWork networkReading_;
    widgets::DetachedWork fileWork_; ///< files of classes, and looks for images that are gone
    bool endingEngine_ = false;
};

} // namespace limn::ui
