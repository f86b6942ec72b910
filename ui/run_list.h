// The training runs of a project as the desktop lists and compares them. Plain values, any thread;
// what takes the project's folder reads files, and waits for their drive.
#pragma once

#include "annotation/class_list.h"
#include "annotation/run_notes.h"
#include "annotation/run_record.h"
#include "widgets/curve_export.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <vector>

namespace limn::ui
{

struct ListedRun
{
    annotation::RunRecord record;
    annotation::RunNotes notes;

    QString id() const { return QString::fromStdString(record.id); }
    /// What the user calls it, else network, encoder and when it began.
    QString title() const;
    /// Can be gone on with from its last checkpoint. `underWay` is the run that trains now.
    bool canGoOn(const QString& underWay) const;
    QString stateText(const QString& underWay) const;
};

/// Pinned ones first, then the newest.
std::vector<ListedRun> listedRuns(const QString& projectFolder);

/// What a run has recorded so far.
struct RunDetails
{
    widgets::Curves curves;
    nlohmann::json best = nlohmann::json::object(); ///< the validation that it kept its weights of
};

/// Nothing where there is nothing to read; damaged lines are left out.
RunDetails readRunDetails(const QString& projectFolder, const QString& run);

/// A table that compares runs: a first column of names, then one column a run.
struct ComparisonRow
{
    QString name;
    QStringList values; ///< one a run; empty where it has none
};

/// Scores of the best validation, and how long it took; `details` of each run.
QList<ComparisonRow> comparedMetrics(const std::vector<ListedRun>& runs,
                                     const std::vector<RunDetails>& details,
                                     const annotation::ClassList& classes);
/// Settings in which the runs differ; of a single run, those that are not the `standard` ones.
QList<ComparisonRow> comparedSettings(const std::vector<ListedRun>& runs,
                                      const nlohmann::json& standard);

} // namespace limn::ui
