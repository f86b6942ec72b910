#include "widgets/plot_style.h"

#include "widgets/curve_plot.h"
#include "widgets/theme.h"

namespace limn::widgets
{

namespace
{

constexpr int letterPixels = 11;

} // namespace

void stylePlot(QCustomPlot& plot, const QPalette& palette, const QColor& ground, const QFont& font)
{
    const QColor text = palette.color(QPalette::WindowText);
    const QColor quiet = quietText(palette);
    const QColor line = mixed(ground, text, 0.35);
    const QColor grid = mixed(ground, text, 0.09);
    QFont letters = font;
    letters.setPixelSize(letterPixels);
    plot.setBackground(ground);
    for (QCPAxis* each : {plot.xAxis, plot.yAxis, plot.xAxis2, plot.yAxis2}) {
        each->setBasePen(QPen(line, 1));
        each->setTickPen(QPen(line, 1));
        each->setTickLabelColor(quiet);
        each->setTickLabelFont(letters);
        each->setLabelColor(quiet);
        each->setLabelFont(letters);
        each->setTickLengthIn(0);
        each->setTickLengthOut(4);
        each->setSubTicks(false);
        each->grid()->setPen(QPen(grid, 1));
        each->grid()->setZeroLinePen(QPen(grid, 1));
    }
    plot.xAxis2->setBasePen(Qt::NoPen);
    plot.legend->setFont(letters);
    plot.legend->setTextColor(text);
}

void placeLegendAbove(QCustomPlot& plot)
{
    auto* row = new QCPLayoutGrid;
    plot.plotLayout()->insertRow(0);
    plot.plotLayout()->addElement(0, 0, row);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    plot.axisRect()->insetLayout()->take(plot.legend);
    row->addElement(0, 0, plot.legend);
    row->addElement(0, 1, new QCPLayoutElement(&plot));
    row->setColumnStretchFactor(0, 0.001);
    row->setMargins({0, 0, 0, 0});
    plot.legend->setFillOrder(QCPLegend::foColumnsFirst, true);
    plot.legend->setWrap(0);
    plot.legend->setVisible(true);
    plot.legend->setBorderPen(Qt::NoPen);
    plot.legend->setBrush(Qt::NoBrush);
    plot.legend->setMargins({8, 4, 8, 0});
    plot.legend->setColumnSpacing(16);
    plot.legend->setIconSize(20, 12);
}

void showSteps(QCustomPlot& plot)
{
    plot.xAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
    plot.xAxis->setLabel(CurvePlot::tr("Steps"));
    plot.xAxis->setNumberFormat(QStringLiteral("f"));
    plot.xAxis->setNumberPrecision(0);
}

void showTime(QCustomPlot& plot, double last)
{
    auto ticker = QSharedPointer<QCPAxisTickerTime>::create();
    const bool hours = last >= 3600;
    ticker->setTimeFormat(hours ? QStringLiteral("%h:%m:%s") : QStringLiteral("%m:%s"));
    plot.xAxis->setTicker(ticker);
    plot.xAxis->setLabel(hours ? CurvePlot::tr("Time (h:min:s)") : CurvePlot::tr("Time (min:s)"));
    plot.xAxis->setNumberFormat(QStringLiteral("f"));
    plot.xAxis->setNumberPrecision(0);
}

void makeThick(QCPGraph& graph, const QColor& colour)
{
    graph.setPen(QPen(colour, 2.5));
    graph.setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
}

} // namespace limn::widgets
