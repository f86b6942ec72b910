// How all plots of training look: axes, grid and letters in the palette's colours, the legend in a
// row above the curves, steps or time below. GUI thread only.
#pragma once

#include "widgets/custom_plot.h"

#include <QColor>
#include <QFont>
#include <QPalette>

namespace limn::widgets
{

/// Axes, grid, legend and letters over `ground`.
void stylePlot(QCustomPlot& plot, const QPalette& palette, const QColor& ground, const QFont& font);
/// A row above the curves, where the legend covers none.
void placeLegendAbove(QCustomPlot& plot);
void showSteps(QCustomPlot& plot);
/// `last` seconds: hours are told where there are any.
void showTime(QCustomPlot& plot, double last);
/// Validation points are few: they are marked, so that one alone can be seen.
void makeThick(QCPGraph& graph, const QColor& colour);

} // namespace limn::widgets
