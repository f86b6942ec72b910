#include "widgets/curve_plot.h"

#include "widgets/curve_bar.h"
#include "widgets/curve_export.h"
#include "widgets/custom_plot.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace limn::widgets
{

namespace
{

constexpr int redrawMilliseconds = 40;
constexpr double tickHeight = 0.035; ///< of a label change, part of the plot's height

struct Inks
{
    QColor training;
    QColor validation;
    QColor quality;
};

Inks inksFor(bool dark)
{
    if (dark)
        return {QColor(0x7f, 0xb6, 0xdd, 0xb4), QColor(0x56, 0xa9, 0xe9), QColor(0xe6, 0x9f, 0x00)};
    return {QColor(0x4a, 0x90, 0xc4, 0xb4), QColor(0x00, 0x62, 0xa3), QColor(0xc8, 0x6a, 0x00)};
}

/// Growing bounds of what was added; not finite values do not count.
struct Bounds
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value)
    {
        if (!std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool isEmpty() const { return low > high; }
};

} // namespace

struct CurvePlot::State
{
    CurvePlot* q = nullptr;
    Curves curves;
    Axis axis = Axis::Steps;
    bool following = true; ///< shows everything as it comes, until dragged or zoomed
    int best = -1;         ///< index of the best validation
    Bounds steps;
    Bounds seconds;
    Bounds losses;

    QStackedLayout* stack = nullptr;
    QWidget* page = nullptr;
    CurveBar* bar = nullptr; ///< lies over the legend's row
    QLabel* empty = nullptr;
    QCustomPlot* plot = nullptr;
    QTimer redraw;

    QCPGraph* training = nullptr;
    QCPGraph* validation = nullptr;
    QCPGraph* quality = nullptr;
    QCPGraph* bestPoint = nullptr;
    QCPGraph* changes = nullptr;
    QCPAxis* changeAxis = nullptr;
    QCPItemStraightLine* hoverLine = nullptr;

    template <class Point>
    double key(const Point& point) const
    {
        return axis == Axis::Steps ? point.step : point.seconds;
    }

    bool isEmpty() const { return curves.training.empty() && curves.validation.empty(); }

    void build()
    {
        plot = new QCustomPlot(page);
        plot->setObjectName(QStringLiteral("plot"));
        plot->setAccessibleName(CurvePlot::tr("Training curves"));
        plot->setMinimumHeight(140);
        plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
        plot->setNoAntialiasingOnDrag(true);
        plot->axisRect()->setRangeDragAxes(plot->xAxis, plot->yAxis);
        plot->axisRect()->setRangeZoomAxes(plot->xAxis, plot->yAxis);
        plot->yAxis2->setVisible(true);
        plot->yAxis2->setRange(0, 1);
        plot->xAxis2->setVisible(true);
        plot->xAxis2->setTicks(false);
        plot->yAxis->setLabel(CurvePlot::tr("Loss"));
        plot->yAxis2->setLabel(CurvePlot::tr("mIoU"));
        changeAxis = plot->axisRect()->addAxis(QCPAxis::atRight);
        changeAxis->setVisible(false);
        changeAxis->setRange(0, 1);

        training = addGraph(plot->yAxis, CurvePlot::tr("Training loss"));
        validation = addGraph(plot->yAxis, CurvePlot::tr("Validation loss"));
        quality = addGraph(plot->yAxis2, CurvePlot::tr("Validation mIoU"));
        bestPoint = addGraph(plot->yAxis2, {});
        bestPoint->setLineStyle(QCPGraph::lsNone);
        changes = addGraph(changeAxis, CurvePlot::tr("Labels changed"));
        changes->setLineStyle(QCPGraph::lsImpulse);
        for (QCPGraph* graph : {bestPoint, changes})
            graph->removeFromLegend();

        // Lines that follow the pointer have a layer that is drawn alone.
        plot->addLayer(QStringLiteral("hover"), plot->layer(QStringLiteral("overlay")),
                       QCustomPlot::limBelow);
        plot->layer(QStringLiteral("hover"))->setMode(QCPLayer::lmBuffered);
        hoverLine = new QCPItemStraightLine(plot);
        hoverLine->setLayer(QStringLiteral("hover"));
        hoverLine->setVisible(false);

        placeLegendAbove(*plot);
    }

    QCPGraph* addGraph(QCPAxis* valueAxis, const QString& name) const
    {
        QCPGraph* graph = plot->addGraph(plot->xAxis, valueAxis);
        graph->setName(name);
        return graph;
    }

    void applyColours(const QPalette& palette, const QColor& ground) const
    {
        const Inks inks = inksFor(isDark(palette));
        const QColor text = palette.color(QPalette::WindowText);
        stylePlot(*plot, palette, ground, q->font());
        plot->yAxis2->setLabelColor(inks.quality);
        plot->yAxis2->setTickLabelColor(inks.quality);

        training->setPen(QPen(inks.training, 1));
        makeThick(*validation, inks.validation);
        makeThick(*quality, inks.quality);
        bestPoint->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(text, 1.5), QBrush(inks.quality), 10));
        changes->setPen(QPen(quietText(palette), 1.5));
        hoverLine->setPen(QPen(mixed(ground, text, 0.5), 1, Qt::DotLine));
    }

    void applyTheme() const
    {
        const QPalette palette = q->palette();
        applyColours(palette, palette.color(QPalette::Base));
        QPalette quiet = palette;
        for (const auto role : {QPalette::WindowText, QPalette::Text})
            quiet.setColor(role, quietText(palette));
        empty->setPalette(quiet);
        bar->setQuietPalette(quiet);
        placeLegend(bar->legendBegin());
    }

    /// So many pixels from the left, as high as the bar.
    void placeLegend(int left) const { plot->legend->setMargins({left + 8, 8, 8, 8}); }

    void showTicker() const
    {
        nameAxis();
        plot->xAxis->setLabel({}); // the buttons say it, and the curves need the room
    }

    void nameAxis() const
    {
        if (axis == Axis::Time)
            showTime(*plot, seconds.isEmpty() ? 0 : seconds.high);
        else
            showSteps(*plot);
    }

    /// All graphs anew: the axis has changed.
    void refill()
    {
        QVector<QCPGraphData> points;
        points.reserve(static_cast<qsizetype>(curves.training.size()));
        for (const auto& point : curves.training)
            points.append({key(point), point.loss});
        training->data()->set(points, true);
        points.clear();
        QVector<QCPGraphData> qualities;
        for (const auto& point : curves.validation) {
            points.append({key(point), point.loss});
            qualities.append({key(point), point.meanIou});
        }
        validation->data()->set(points, true);
        quality->data()->set(qualities, true);
        points.clear();
        for (const auto& change : curves.labelChanges)
            points.append({key(change), tickHeight});
        changes->data()->set(points, true);
        showTicker();
        showBest();
        scheduleRedraw();
    }

    /// The mark on the curve, the value in the legend, where it covers no curve.
    void showBest() const
    {
        bestPoint->data()->clear();
        if (best < 0) {
            quality->setName(CurvePlot::tr("Validation mIoU"));
            return;
        }
        const ValidationPoint& point = curves.validation[best];
        bestPoint->addData(key(point), point.meanIou);
        quality->setName(CurvePlot::tr("Validation mIoU, best %1").arg(point.meanIou, 0, 'f', 3));
    }

    void noteBest()
    {
        const int last = static_cast<int>(curves.validation.size()) - 1;
        if (curves.validation[last].best) {
            best = last;
            showBest();
        }
    }

    void rescale() const
    {
        const Bounds& across = axis == Axis::Steps ? steps : seconds;
        if (!across.isEmpty())
            plot->xAxis->setRange(std::min(0.0, across.low),
                                  across.high > 0 ? across.high * 1.01 : 1.0);
        if (!losses.isEmpty())
            plot->yAxis->setRange(std::min(0.0, losses.low),
                                  losses.high > 0 ? losses.high * 1.05 : 1.0);
    }

    void scheduleRedraw()
    {
        const bool nothing = isEmpty();
        stack->setCurrentWidget(nothing ? static_cast<QWidget*>(empty) : page);
        bar->raise();
        bar->save()->setEnabled(!nothing);
        bar->all()->setEnabled(!nothing);
        // What is not in sight is drawn when it comes into sight.
        if (!redraw.isActive() && q->isVisible())
            redraw.start();
    }

    void redrawNow() const
    {
        if (following)
            rescale();
        plot->replot(QCustomPlot::rpQueuedReplot);
    }

    template <class Points>
    auto nearest(const Points& points, double at) const
    {
        auto found = std::lower_bound(
            points.begin(), points.end(), at,
            [this](const auto& point, double wanted) { return key(point) < wanted; });
        if (found != points.begin() &&
            (found == points.end() || at - key(*std::prev(found)) < key(*found) - at))
            --found;
        return found;
    }

    void hover(const QPoint& pixel)
    {
        const bool inside = plot->axisRect()->rect().contains(pixel) && !isEmpty();
        if (!inside) {
            leave();
            return;
        }
        const double at = plot->xAxis->pixelToCoord(pixel.x());
        const QLocale locale;
        QStringList texts;
        double line = at;
        const auto trained = nearest(curves.training, at);
        if (trained != curves.training.end()) {
            line = key(*trained);
            texts << CurvePlot::tr("training %1").arg(locale.toString(trained->loss, 'f', 3));
        }
        const auto validated = nearest(curves.validation, at);
        if (validated != curves.validation.end()) {
            if (trained == curves.training.end())
                line = key(*validated);
            texts << CurvePlot::tr("validation %1").arg(locale.toString(validated->loss, 'f', 3))
                  << CurvePlot::tr("mIoU %1").arg(locale.toString(validated->meanIou, 'f', 3));
        }
        texts.prepend(axis == Axis::Steps
                          ? CurvePlot::tr("step %1").arg(
                                locale.toString(static_cast<qlonglong>(std::llround(line))))
                          : CurvePlot::tr("%1 s").arg(locale.toString(line, 'f', 1)));
        bar->say(texts.join(QStringLiteral("  ·  ")));
        hoverLine->point1->setCoords(line, 0);
        hoverLine->point2->setCoords(line, 1);
        hoverLine->setVisible(true);
        plot->layer(QStringLiteral("hover"))->replot();
    }

    void leave() const
    {
        if (!hoverLine->visible())
            return;
        hoverLine->setVisible(false);
        bar->say({});
        plot->layer(QStringLiteral("hover"))->replot();
    }
};

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>())
{
    State& state = *state_;
    state.q = this;
    state.page = new QWidget(this);
    state.build();
    auto* inner = new QVBoxLayout(state.page);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(state.plot);
    state.empty = new QLabel(tr("Curves appear here when training starts"), this);
    state.empty->setAlignment(Qt::AlignCenter);
    state.empty->setBackgroundRole(QPalette::Base);
    state.empty->setAutoFillBackground(true);

    state.bar = new CurveBar(this);
    state.stack = new QStackedLayout;
    state.stack->addWidget(state.empty);
    state.stack->addWidget(state.page);
    auto* layers = new QGridLayout(this);
    layers->setContentsMargins(0, 0, 0, 0);
    layers->addLayout(state.stack, 0, 0);
    layers->addWidget(state.bar, 0, 0, Qt::AlignTop);

    state.redraw.setSingleShot(true);
    state.redraw.setInterval(redrawMilliseconds);
    connect(&state.redraw, &QTimer::timeout, this, [this] { state_->redrawNow(); });
    connect(state.bar->bySteps(), &QToolButton::clicked, this, [this] { setAxis(Axis::Steps); });
    connect(state.bar->byTime(), &QToolButton::clicked, this, [this] { setAxis(Axis::Time); });
    connect(state.bar->all(), &QToolButton::clicked, this, &CurvePlot::showAll);
    connect(state.bar->save(), &QToolButton::clicked, this, [this] {
        askWhereToSave(this, [this](const QString& path) {
            const QString failure = save(path);
            state_->bar->say(failure.isEmpty() ? tr("Saved %1").arg(path) : failure);
            if (!failure.isEmpty())
                Q_EMIT saveFailed(failure);
            return failure;
        });
    });
    connect(state.plot, &QCustomPlot::mouseDoubleClick, this, &CurvePlot::showAll);
    connect(state.plot, &QCustomPlot::mouseWheel, this, [this] {
        state_->following = false;
        state_->redraw.start();
    });
    connect(state.plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() & Qt::LeftButton)
            state_->following = false;
        state_->hover(event->pos());
    });
    state.plot->installEventFilter(this);
    state.applyTheme();
    state.showTicker();
    state.scheduleRedraw();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::clear()
{
    state_->curves = {};
    state_->best = -1;
    state_->steps = {};
    state_->seconds = {};
    state_->losses = {};
    state_->following = true;
    state_->refill();
}

void CurvePlot::addTrainingLoss(double step, double seconds, double loss)
{
    state_->curves.training.push_back({step, seconds, loss});
    state_->steps.add(step);
    state_->seconds.add(seconds);
    state_->losses.add(loss);
    state_->training->addData(state_->key(state_->curves.training.back()), loss);
    state_->scheduleRedraw();
}

void CurvePlot::addValidation(const ValidationPoint& point)
{
    state_->curves.validation.push_back(point);
    state_->steps.add(point.step);
    state_->seconds.add(point.seconds);
    state_->losses.add(point.loss);
    const double key = state_->key(point);
    state_->validation->addData(key, point.loss);
    state_->quality->addData(key, point.meanIou);
    state_->noteBest();
    state_->scheduleRedraw();
}

void CurvePlot::addLabelChange(double step, double seconds)
{
    state_->curves.labelChanges.push_back({step, seconds});
    state_->changes->addData(state_->key(state_->curves.labelChanges.back()), tickHeight);
    state_->changes->addToLegend();
    state_->scheduleRedraw();
}

void CurvePlot::putBefore(const Curves& earlier)
{
    const Curves shown = state_->curves;
    double first = std::numeric_limits<double>::infinity();
    for (const TrainingPoint& point : shown.training)
        first = std::min(first, point.step);
    for (const ValidationPoint& point : shown.validation)
        first = std::min(first, point.step);
    clear();
    const auto add = [this](const Curves& curves, double before) {
        for (const TrainingPoint& point : curves.training)
            if (point.step < before)
                addTrainingLoss(point.step, point.seconds, point.loss);
        for (const ValidationPoint& point : curves.validation)
            if (point.step < before)
                addValidation(point);
        for (const LabelChange& change : curves.labelChanges)
            if (change.step < before)
                addLabelChange(change.step, change.seconds);
    };
    add(earlier, first);
    add(shown, std::numeric_limits<double>::infinity());
}

void CurvePlot::setAxis(Axis axis)
{
    (axis == Axis::Steps ? state_->bar->bySteps() : state_->bar->byTime())->setChecked(true);
    if (axis == state_->axis)
        return;
    state_->axis = axis;
    state_->following = true;
    state_->refill();
}

CurvePlot::Axis CurvePlot::axis() const
{
    return state_->axis;
}

int CurvePlot::trainingPoints() const
{
    return static_cast<int>(state_->curves.training.size());
}

int CurvePlot::validationPoints() const
{
    return static_cast<int>(state_->curves.validation.size());
}

QString CurvePlot::save(const QString& path) const
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("csv"))
        return saveCurves(state_->curves, path);
    if (ending != QLatin1String("png") && ending != QLatin1String("pdf"))
        return tr("%1 cannot be written: end the name in .png, .pdf or .csv.").arg(path);
    if (state_->following)
        state_->rescale();
    const bool hovered = state_->hoverLine->visible();
    state_->hoverLine->setVisible(false);
    state_->applyColours(themePalette(false), Qt::white);
    state_->placeLegend(0);
    state_->nameAxis();
    const QString failure = savePlot(*state_->plot, path);
    state_->showTicker();
    state_->applyTheme();
    state_->hoverLine->setVisible(hovered);
    state_->plot->replot(QCustomPlot::rpQueuedReplot);
    return failure;
}

void CurvePlot::showAll()
{
    state_->following = true;
    state_->redrawNow();
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave)
        state_->leave();
    return QWidget::eventFilter(watched, event);
}

void CurvePlot::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    state_->scheduleRedraw();
}

void CurvePlot::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        state_->applyTheme();
        state_->scheduleRedraw();
    }
    QWidget::changeEvent(event);
}

} // namespace limn::widgets
