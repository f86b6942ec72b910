// A newcomer's first round through the loop: one line above the canvas that says the next of five
// steps and ticks off those that are done, whatever order they are done in. Closing it is for good.
// GUI thread only.
#pragma once

#include <QFrame>
#include <QLabel>

namespace limn::ui
{

class FirstTask : public QFrame
{
    Q_OBJECT
public:
    /// What has been done so far; each member is one step.
    struct Situation
    {
        bool imageOpened = false;
        bool classesAdded = false; ///< at least two
        bool bothPainted = false;  ///< at least two classes have pixels
        bool trained = false;      ///< a training run has begun
        bool explained = false;    ///< a Grad-CAM map has been seen

        bool operator==(const Situation&) const = default;
    };

    explicit FirstTask(QWidget* parent = nullptr);

    void setSituation(const Situation& situation);
    int stepsDone() const; ///< 0..5

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    Situation situation_;
    QLabel* title_;
    QLabel* hint_;
};

} // namespace limn::ui
