// Writes training curves to a file: a picture of the plot, or the numbers. Each file appears whole
// or not at all. GUI thread only.
#pragma once

#include <functional>
#include <QList>
#include <QString>
#include <vector>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE
class QCustomPlot;

namespace limn::widgets
{

struct TrainingPoint
{
    double step = 0;
    double seconds = 0;
    double loss = 0;
};

struct ValidationPoint
{
    double step = 0;
    double seconds = 0;
    double loss = 0;
    double meanIou = 0;
    bool best = false; ///< so far: the last one of these is the best
};

struct LabelChange
{
    double step = 0;
    double seconds = 0;
};

struct Curves
{
    std::vector<TrainingPoint> training;
    std::vector<ValidationPoint> validation;
    std::vector<LabelChange> labelChanges;
};

struct ComparedRun;

/// Asks for a file and gives it to `save`, which returns as savePlot(). Returns at once.
void askWhereToSave(QWidget* parent, std::function<QString(const QString&)> save);

/// All return an empty string, or why it failed.
QString savePlot(QCustomPlot& plot, const QString& path);
/// Columns kind, step, seconds, training_loss, validation_loss, validation_miou.
QString saveCurves(const Curves& curves, const QString& path);
/// The same with a first column "run".
QString saveCurves(const QList<ComparedRun>& runs, const QString& path);

} // namespace limn::widgets
