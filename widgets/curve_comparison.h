// Curves of several runs over each other: mean IoU, validation loss or training loss against steps
// or time, one colour a run, the best validation marked. Drag and wheel zoom, double click shows
// all, saved as PNG, PDF or CSV. GUI thread only.
#pragma once

#include "widgets/curve_export.h"

#include <memory>
#include <QColor>
#include <QList>
#include <QString>
#include <QWidget>

namespace limn::widgets
{

struct ComparedRun
{
    QString name;
    QColor colour;
    Curves curves;
};

class CurveComparison : public QWidget
{
    Q_OBJECT
public:
    enum class Measure { MeanIou, ValidationLoss, TrainingLoss };

    explicit CurveComparison(QWidget* parent = nullptr);
    ~CurveComparison() override;

    void setRuns(const QList<ComparedRun>& runs);
    void setMeasure(Measure measure);
    int points(int run) const; ///< shown of a run
    /// On white. By the path's ending: png, pdf or csv. Returns an empty string, or why it failed.
    QString save(const QString& path) const;

    /// The colour of the n-th of several runs, to be told apart without red and green.
    static QColor colourOf(int run);

protected:
    void changeEvent(QEvent* event) override; ///< follows the palette

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
