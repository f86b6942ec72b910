// Live training curves (QCustomPlot): training loss thin, validation loss thick, validation mIoU on
// the right axis; against steps or time; best validation marked, label changes as ticks. Drag and
// wheel zoom, double click shows all, hover reads values, saved as PNG, PDF or CSV. GUI thread
// only.
#pragma once

#include "widgets/curve_export.h"

#include <memory>
#include <QString>
#include <QWidget>

namespace limn::widgets
{

class CurvePlot : public QWidget
{
    Q_OBJECT
public:
    enum class Axis { Steps, Time };

    explicit CurvePlot(QWidget* parent = nullptr);
    ~CurvePlot() override;

    void clear();
    void addTrainingLoss(double step, double seconds, double loss);
    void addValidation(const ValidationPoint& point);
    void addLabelChange(double step, double seconds);
    /// What was recorded before the first step that is shown; what comes after it is left out.
    void putBefore(const Curves& earlier);
    void setAxis(Axis axis);
    Axis axis() const;
    int trainingPoints() const;
    int validationPoints() const;
    /// On white, whatever the theme. By the path's ending: png, pdf or csv. Returns an empty
    /// string, or why it failed.
    QString save(const QString& path) const;
    void showAll();

Q_SIGNALS:
    void saveFailed(const QString& message); ///< of the save button; also shown in the plot's bar

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< the pointer leaves the plot
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override; ///< follows the palette

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
