// What earlier training runs of a project left on disk: which is the latest, and its curves.
#pragma once

#include "annotation/run_record.h"
#include "ui/run_list.h"
#include "widgets/curve_export.h"
#include "widgets/curve_plot.h"

#include <optional>
#include <QString>
#include <vector>

namespace limn::ui
{

/// The newest run that can be read; nothing where there is none.
std::optional<annotation::RunRecord> latestRun(const QString& projectFolder);

/// The runs of a project and the curves of the newest, read at once while it is opened.
struct RunHistory
{
    std::vector<ListedRun> runs;
    QString latest; ///< empty: no run
    widgets::Curves curves;
    QString problem; ///< why they cannot be read; empty when all is well
};

/// Any thread; waits for the project's drive.
RunHistory readRunHistory(const QString& projectFolder);

void showCurves(widgets::CurvePlot& plot, const widgets::Curves& curves);

/// Replaces what the plot shows by the curves that the run has recorded so far. Throws
/// ProjectError when they cannot be read.
void showCurves(widgets::CurvePlot& plot, const QString& projectFolder, const QString& run);

} // namespace limn::ui
