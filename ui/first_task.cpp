#include "ui/first_task.h"

#include "widgets/elided_label.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <array>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace limn::ui
{

namespace
{
constexpr int steps = 5;
constexpr int dot = 8;
constexpr int dotSpacing = 14;

std::array<bool, steps> doneOf(const FirstTask::Situation& situation)
{
    return {situation.imageOpened, situation.classesAdded, situation.bothPainted, situation.trained,
            situation.explained};
}
} // namespace

FirstTask::FirstTask(QWidget* parent)
    : QFrame(parent), title_(new QLabel(this)), hint_(new widgets::ElidedLabel(this, 2))
{
    setObjectName("firstTask");
    QFont bold = title_->font();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    hint_->setObjectName("firstTaskHint");
    hint_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* close = new QToolButton(this);
    close->setObjectName("firstTaskClose");
    close->setIcon(widgets::icon("x"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Do not show the first steps again"));
    connect(close, &QToolButton::clicked, this, &FirstTask::dismissed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12 + steps * dotSpacing + 4, 4, 4, 4);
    layout->setSpacing(8);
    layout->addWidget(title_);
    layout->addWidget(hint_, 1);
    layout->addWidget(close);
    refresh();
}

void FirstTask::setSituation(const Situation& situation)
{
    if (situation == situation_)
        return;
    situation_ = situation;
    refresh();
}

int FirstTask::stepsDone() const
{
    int done = 0;
    for (const bool step : doneOf(situation_))
        done += step ? 1 : 0;
    return done;
}

void FirstTask::refresh()
{
    if (!situation_.imageOpened) {
        title_->setText(tr("Open an image"));
        hint_->setText(tr("Drop a file here, or press Add in the Images panel."));
    } else if (!situation_.classesAdded) {
        title_->setText(tr("Add two classes"));
        hint_->setText(tr("Name what you look for in the Classes panel, and what is not it."));
    } else if (!situation_.bothPainted) {
        title_->setText(tr("Paint some of each"));
        hint_->setText(tr("Choose a class with 1 or 2 and paint with the brush (B). A few strokes "
                          "are enough; the rest may stay unlabelled."));
    } else if (!situation_.trained) {
        title_->setText(tr("Press Train"));
        hint_->setText(tr("The button is in the Train panel, the key is T. You can go on painting "
                          "meanwhile."));
    } else if (!situation_.explained) {
        title_->setText(tr("Look, and ask why"));
        hint_->setText(tr("The prediction appears over the image; Tab hides it while held. Explain "
                          "shows what the network looked at."));
    } else {
        title_->setText(tr("That is the whole round"));
        hint_->setText(tr("Paint where the prediction is wrong and train again. F1 lists every "
                          "key."));
    }
    hint_->setToolTip(hint_->text());
    update();
}

void FirstTask::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor success = widgets::toneColour(widgets::Tone::Success, palette());
    const QColor open = widgets::quietText(palette());
    QRectF at(12, (height() - dot) / 2.0, dot, dot);
    for (const bool done : doneOf(situation_)) {
        painter.setPen(QPen(done ? success : open, 1.5));
        painter.setBrush(done ? QBrush(success) : QBrush(Qt::NoBrush));
        painter.drawEllipse(at);
        at.translate(dotSpacing, 0);
    }
    painter.setPen(widgets::hairline(palette()));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace limn::ui
