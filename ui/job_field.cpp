#include "ui/job_field.h"

#include "ui/duration.h"
#include "widgets/icon.h"

#include <cmath>
#include <QHBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int barSteps = 1000;
/// Before that, a guess of the time left would jump about.
constexpr qint64 leastTime = 3000;
/// What is over sooner needs no word.
constexpr int noticeableWait = 300;
} // namespace

JobField::JobField(const QString& stopTip, QWidget* parent)
    : QWidget(parent), text_(new QLabel(this)), bar_(new QProgressBar(this))
{
    text_->setObjectName("jobText");
    bar_->setFixedSize(96, 8);
    bar_->setTextVisible(false);
    bar_->setRange(0, barSteps);
    auto* stop = new QToolButton(this);
    stop->setObjectName("stopJob");
    stop->setIcon(widgets::icon("x"));
    stop->setAutoRaise(true);
    stop->setFocusPolicy(Qt::NoFocus);
    stop->setToolTip(stopTip);
    stop->setAccessibleName(stopTip);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(text_);
    row->addWidget(bar_);
    row->addWidget(stop);
    connect(stop, &QToolButton::clicked, this, &JobField::stopAsked);
    patience_.setSingleShot(true);
    patience_.setInterval(noticeableWait);
    connect(&patience_, &QTimer::timeout, this, [this] { showWaiting(expected_); });
    hide();
}

void JobField::show(const QString& text, double part)
{
    if (isHidden() || part < from_) {
        from_ = part;
        time_.start();
        QWidget::show();
    }
    bar_->setRange(0, barSteps);
    bar_->setValue(static_cast<int>(std::lround(part * barSteps)));
    const double since = part - from_;
    const qint64 elapsed = time_.elapsed();
    const bool known = since > 0 && elapsed > leastTime;
    const double left = known ? static_cast<double>(elapsed) / 1000 * (1 - part) / since : 0;
    text_->setText(known ? tr("%1 · %2 left").arg(text, formatDuration(left)) : text);
}

void JobField::showWaiting(const QString& text)
{
    from_ = 0;
    time_.start();
    bar_->setRange(0, 0);
    text_->setText(text);
    QWidget::show();
}

void JobField::expect(const QString& text)
{
    expected_ = text;
    if (isHidden())
        patience_.start();
    else
        showWaiting(text);
}

void JobField::clear()
{
    patience_.stop();
    hide();
    from_ = 0;
}

} // namespace limn::ui
