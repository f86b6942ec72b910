// Keeps the wheel from changing a box that stands in an area which scrolls: unless the box has been
// clicked on, the area takes it. Belongs to the box. GUI thread only.
#pragma once

#include <QEvent>
#include <QWidget>

namespace limn::widgets
{

class QuietWheel : public QObject
{
public:
    explicit QuietWheel(QWidget* box) : QObject(box), box_(box)
    {
        box->setFocusPolicy(Qt::StrongFocus); // the wheel alone gives it none
        box->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() != QEvent::Wheel || box_->hasFocus())
            return QObject::eventFilter(watched, event);
        event->ignore();
        return true;
    }

private:
    QWidget* box_;
};

} // namespace limn::widgets
