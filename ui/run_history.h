// What earlier training runs of a project left on disk: which is the latest, and its curves.
#pragma once

#include "annotation/run_record.h"
#include "widgets/curve_plot.h"

#include <optional>
#include <QString>

namespace limn::ui
{

/// The newest run that can be read; nothing where there is none.
std::optional<annotation::RunRecord> latestRun(const QString& projectFolder);

/// Replaces what the plot shows by the curves that the run has recorded so far. Throws
/// ProjectError when they cannot be read.
void showCurves(widgets::CurvePlot& plot, const QString& projectFolder, const QString& run);

} // namespace limn::ui
