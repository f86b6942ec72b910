// The training runs of a project as the desktop lists and compares them. Plain values; reads files.
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

/// What the run has recorded so far. Throws ProjectError when it cannot be read.
widgets::Curves recordedCurves(const QString& projectFolder, const QString& run);

/// A table that compares runs: a first column of names, then one column a run.
struct ComparisonRow
{
    QString name;
    QStringList values; ///< one a run; empty where it has none
};

/// Scores of the best validation, and how long it took.
QList<ComparisonRow> comparedMetrics(const QString& projectFolder,
                                     const std::vector<ListedRun>& runs,
                                     const annotation::ClassList& classes);
/// Settings in which the runs differ; of a single run, those that are not the `standard` ones.
QList<ComparisonRow> comparedSettings(const std::vector<ListedRun>& runs,
                                      const nlohmann::json& standard);

} // namespace limn::ui
