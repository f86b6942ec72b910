// The runs of a project: a list to choose from, and of those chosen curves over each other, scores,
// settings that differ, notes. Files are read, written and deleted on other threads, in the order
// asked for, since their drive may not answer; everything that trains is asked of the window. GUI
// thread only.
#pragma once

#include "ui/job_field.h"
#include "ui/run_list.h"
#include "widgets/curve_comparison.h"
#include "widgets/detached_work.h"

#include <functional>
#include <future>
#include <map>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <QWidget>

namespace limn::ui
{

class RunsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit RunsPanel(QWidget* parent = nullptr);
    ~RunsPanel() override; ///< writes notes that are not yet, for a bounded time

    /// With its runs, which have been read already; an empty folder: no project. The choice is
    /// lost, and what is still being asked of another project's drive is left to it.
    void setProject(const QString& folder, bool readOnly, std::vector<ListedRun> runs = {});
    void setClasses(const annotation::ClassList& classes);
    /// Defaults of every setting, to tell what a run had differently.
    void setStandardRecipe(const QJsonObject& recipe);
    /// The run that trains, empty: none; `possible` where another may be started.
    void setTraining(const QString& underWay, bool possible);
    /// Reads the list again, in the background; what is chosen stays chosen.
    void refresh();

    QStringList chosenRuns() const;
    void choose(const QStringList& runs);
    void deleteRuns(const QStringList& runs); ///< in the background; deleted() or failed() tells

Q_SIGNALS:
    void continueAsked(const QString& run);
    void startFromAsked(const QString& run);
    /// A new run with the recipe of this one, which the user may change before.
    void duplicateAsked(const QJsonObject& recipe);
    void showAsked(const QString& run);                          ///< its predictions and curves
    void measureAsked(const QString& run, const QString& title); ///< its scores
    void deleteAsked(const QStringList& runs, const QString& what);
    void deleted(const QStringList& runs);
    void failed(const QString& sentence);

private:
    void buildList();
    void buildDetails();
    const ListedRun* find(const QString& run) const;
    std::vector<ListedRun> chosen() const;
    /// Called on the GUI thread with whether its project is still shown and waited for.
    using Answer = std::function<void(bool wanted)>;
    /// Has `work` done after all that was asked before; `what` is said where it takes long. Must
    /// not throw, and must own whatever it uses.
    void ask(const QString& what, std::function<Answer()> work);
    void waitNoLonger();
    void showRuns(std::vector<ListedRun> runs);
    void showChosen();
    void readDetails();
    void showDetails();
    void refreshButtons();
    void fill(QTableWidget& table, const QList<ComparisonRow>& rows,
              const std::vector<ListedRun>& runs) const;
    void change(const QString& run, const std::function<void(annotation::RunNotes&)>& how);
    void saveNotes();
    void showMenu(const QPoint& place);

    QString folder_;
    bool readOnly_ = true;
    bool canStart_ = false;
    QString underWay_;
    annotation::ClassList classes_;
    nlohmann::json standard_ = nlohmann::json::object();
    std::vector<ListedRun> runs_;
    std::map<QString, annotation::RunNotes> unwritten_; ///< by run; newer than those on disk
    QStringList detailed_;                              ///< the runs of details_
    std::vector<RunDetails> details_;
    bool filling_ = false;
    bool listing_ = false;   ///< the list is being read
    bool listAgain_ = false; ///< something has changed since that began
    bool deleting_ = false;

    QTreeWidget* list_;
    QToolButton* continue_ = nullptr;
    QToolButton* startFrom_ = nullptr;
    QToolButton* duplicate_ = nullptr;
    QToolButton* show_ = nullptr;
    QToolButton* measure_ = nullptr;
    QToolButton* pin_ = nullptr;
    QToolButton* delete_ = nullptr;
    widgets::CurveComparison* curves_;
    QTableWidget* metrics_;
    QTableWidget* settings_;
    QPlainTextEdit* notes_;
    QString notesOf_; ///< the run whose notes are shown
    QTimer notesTimer_;
    JobField* waiting_;

    int generation_ = 0;            ///< what an older one asked for is not waited for
    int asked_ = 0;                 ///< not answered yet
    std::shared_future<void> turn_; ///< when what was asked for last is done
    widgets::DetachedWork work_;
};

} // namespace limn::ui
