// The runs of a project: a list to choose from, and of those chosen curves over each other, scores,
// settings that differ, notes. Names, pins and notes are written at once; everything that trains is
// asked of the window. GUI thread only.
#pragma once

#include "ui/run_list.h"
#include "widgets/curve_comparison.h"

#include <functional>
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
    ~RunsPanel() override; ///< writes notes that are not yet

    /// Empty: no project. The choice is lost.
    void setProject(const QString& folder, bool readOnly);
    /// The same, where its runs have been read already.
    void setProject(const QString& folder, bool readOnly, std::vector<ListedRun> runs);
    void setClasses(const annotation::ClassList& classes);
    /// Defaults of every setting, to tell what a run had differently.
    void setStandardRecipe(const QJsonObject& recipe);
    /// The run that trains, empty: none; `possible` where another may be started.
    void setTraining(const QString& underWay, bool possible);
    /// Reads the list again; what is chosen stays chosen.
    void refresh();

    QStringList chosenRuns() const;
    void choose(const QStringList& runs);
    void deleteRuns(const QStringList& runs);

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
    void showRuns(std::vector<ListedRun> runs);
    void showChosen();
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
    bool filling_ = false;

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
};

} // namespace limn::ui
