// The row over the training curves: what they are drawn against, what lies under the pointer, and
// buttons to show everything and to save. It lies beside the legend, which begins after the
// buttons; while something is read out, that takes the legend's place. Internal to CurvePlot.
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

namespace limn::widgets
{

class CurveBar : public QWidget
{
public:
    explicit CurveBar(QWidget* parent);

    QToolButton* bySteps() const { return bySteps_; }
    QToolButton* byTime() const { return byTime_; }
    QToolButton* all() const { return all_; }
    QToolButton* save() const { return save_; }
    int legendBegin() const; ///< pixels from the left

    void say(const QString& text);
    void setQuietPalette(const QPalette& palette);

private:
    QToolButton* button(const QString& name, const QString& tip);

    QToolButton* bySteps_;
    QToolButton* byTime_;
    QToolButton* all_;
    QToolButton* save_;
    QLabel* readOut_;
};

} // namespace limn::widgets
