#include "widgets/curve_comparison.h"

#include "widgets/icon.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSaveFile>
#include <QTextStream>
#include <QToolButton>
#include <QVBoxLayout>

namespace limn::widgets
{

struct CurveComparison::State
{
    CurveComparison* q = nullptr;
    QList<ComparedRun> runs;
    QCustomPlot* plot = nullptr;
    QComboBox* measure = nullptr;
    QComboBox* axis = nullptr;
    QLabel* note = nullptr;

    Measure shown() const { return static_cast<Measure>(measure->currentIndex()); }
    bool bySteps() const { return axis->currentIndex() == 0; }

    template <class Point>
    double key(const Point& point) const
    {
        return bySteps() ? point.step : point.seconds;
    }

    double value(const ValidationPoint& point) const
    {
        return shown() == Measure::MeanIou ? point.meanIou : point.loss;
    }

    void fill(QCPGraph& graph, const ComparedRun& run) const
    {
        if (shown() == Measure::TrainingLoss) {
            graph.setPen(QPen(run.colour, 1));
            for (const TrainingPoint& point : run.curves.training)
                graph.addData(key(point), point.loss);
            return;
        }
        makeThick(graph, run.colour);
        for (const ValidationPoint& point : run.curves.validation)
            if (std::isfinite(value(point)))
                graph.addData(key(point), value(point));
    }

    /// The legend says what the best of each run is.
    QString title(const ComparedRun& run) const
    {
        double best = std::nan("");
        for (const ValidationPoint& point : run.curves.validation)
            if (point.best)
                best = point.meanIou;
        return shown() == Measure::MeanIou && std::isfinite(best)
                   ? CurveComparison::tr("%1, best %2").arg(run.name).arg(best, 0, 'f', 3)
                   : run.name;
    }

    void refill()
    {
        plot->clearGraphs();
        double last = 0;
        for (const ComparedRun& run : runs) {
            QCPGraph* graph = plot->addGraph();
            graph->setName(title(run));
            fill(*graph, run);
            if (!graph->data()->isEmpty())
                last = std::max(last, (graph->data()->constEnd() - 1)->key);
        }
        if (bySteps())
            showSteps(*plot);
        else
            showTime(*plot, last);
        plot->yAxis->setLabel(measure->currentText());
        note->setVisible(runs.isEmpty());
        plot->setVisible(!runs.isEmpty());
        showAll();
    }

    void showAll() const
    {
        plot->rescaleAxes();
        const QCPRange across = plot->xAxis->range();
        plot->xAxis->setRange(std::min(0.0, across.lower), across.upper * 1.02);
        if (shown() == Measure::MeanIou)
            plot->yAxis->setRange(0, 1);
        else
            plot->yAxis->setRange(0, plot->yAxis->range().upper * 1.05);
        plot->replot(QCustomPlot::rpQueuedReplot);
    }

    void applyTheme() const
    {
        stylePlot(*plot, q->palette(), q->palette().color(QPalette::Base), q->font());
        plot->replot(QCustomPlot::rpQueuedReplot);
    }
};

CurveComparison::CurveComparison(QWidget* parent)
    : QWidget(parent), state_(std::make_unique<State>())
{
    State& state = *state_;
    state.q = this;
    state.measure = new QComboBox(this);
    state.measure->setObjectName("measure");
    state.measure->addItems({tr("Mean IoU"), tr("Validation loss"), tr("Training loss")});
    state.axis = new QComboBox(this);
    state.axis->setObjectName("axis");
    state.axis->addItems({tr("Steps"), tr("Time")});
    auto* save = new QToolButton(this);
    save->setAutoRaise(true);
    save->setIcon(icon(QStringLiteral("download")));
    save->setToolTip(tr("Save as PNG, PDF or CSV"));
    state.note = new QLabel(tr("Choose one or more runs to see their curves"), this);
    state.note->setAlignment(Qt::AlignCenter);
    state.note->setForegroundRole(QPalette::PlaceholderText);
    state.plot = new QCustomPlot(this);
    state.plot->setObjectName("comparison");
    state.plot->setMinimumHeight(100);
    state.plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    placeLegendAbove(*state.plot);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(4, 2, 4, 2);
    bar->setSpacing(4);
    bar->addWidget(state.measure);
    bar->addWidget(state.axis);
    bar->addStretch();
    bar->addWidget(save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(state.note, 1);
    column->addWidget(state.plot, 1);

    for (QComboBox* box : {state.measure, state.axis})
        connect(box, &QComboBox::currentIndexChanged, this, [this] { state_->refill(); });
    connect(state.plot, &QCustomPlot::mouseDoubleClick, this, [this] { state_->showAll(); });
    connect(save, &QToolButton::clicked, this, [this] {
        askWhereToSave(this, [this](const QString& path) { return this->save(path); });
    });
    state.applyTheme();
    state.refill();
}

CurveComparison::~CurveComparison() = default;

void CurveComparison::setRuns(const QList<ComparedRun>& runs)
{
    state_->runs = runs;
    state_->refill();
}

void CurveComparison::setMeasure(Measure measure)
{
    state_->measure->setCurrentIndex(static_cast<int>(measure));
}

int CurveComparison::points(int run) const
{
    return run < state_->plot->graphCount() ? state_->plot->graph(run)->dataCount() : 0;
}

QString CurveComparison::save(const QString& path) const
{
    if (QFileInfo(path).suffix().toLower() == QLatin1String("csv"))
        return saveCurves(state_->runs, path);
    stylePlot(*state_->plot, themePalette(false), Qt::white, font());
    const QString failure = savePlot(*state_->plot, path);
    state_->applyTheme();
    return failure;
}

QColor CurveComparison::colourOf(int run)
{
    // Okabe and Ito's colours that stand out on light and dark ground alike.
    static const std::array<QColor, 7> colours{QColor(0x56, 0xa9, 0xe9), QColor(0xe6, 0x9f, 0x00),
                                               QColor(0x00, 0x9e, 0x73), QColor(0xcc, 0x79, 0xa7),
                                               QColor(0xd5, 0x5e, 0x00), QColor(0x00, 0x72, 0xb2),
                                               QColor(0x99, 0x99, 0x99)};
    return colours[static_cast<std::size_t>(run) % colours.size()];
}

void CurveComparison::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        state_->applyTheme();
    QWidget::changeEvent(event);
}

} // namespace limn::widgets
