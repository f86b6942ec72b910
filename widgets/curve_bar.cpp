#include "widgets/curve_bar.h"

#include "widgets/curve_plot.h"
#include "widgets/icon.h"

#include <QButtonGroup>
#include <QHBoxLayout>

namespace limn::widgets
{

namespace
{
constexpr int barSpacing = 4;
} // namespace

CurveBar::CurveBar(QWidget* parent)
    : QWidget(parent),
      bySteps_(button(QStringLiteral("bySteps"), CurvePlot::tr("Against training steps"))),
      byTime_(button(QStringLiteral("byTime"), CurvePlot::tr("Against time"))),
      all_(button(QStringLiteral("all"), CurvePlot::tr("Show everything (double click)"))),
      save_(button(QStringLiteral("save"), CurvePlot::tr("Save as PNG, PDF or CSV"))),
      readOut_(new QLabel(this))
{
    bySteps_->setText(CurvePlot::tr("Steps"));
    byTime_->setText(CurvePlot::tr("Time"));
    auto* axes = new QButtonGroup(this);
    for (QToolButton* choice : {bySteps_, byTime_}) {
        choice->setCheckable(true);
        axes->addButton(choice);
    }
    bySteps_->setChecked(true);
    all_->setIcon(icon(QStringLiteral("maximize")));
    save_->setIcon(icon(QStringLiteral("download")));
    readOut_->setObjectName(QStringLiteral("readOut"));
    readOut_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    readOut_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    readOut_->setBackgroundRole(QPalette::Base);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(barSpacing, 2, barSpacing, 2);
    row->setSpacing(barSpacing);
    row->addWidget(bySteps_);
    row->addWidget(byTime_);
    row->addWidget(readOut_, 1);
    row->addWidget(all_);
    row->addWidget(save_);
}

QToolButton* CurveBar::button(const QString& name, const QString& tip)
{
    auto* made = new QToolButton(this);
    made->setObjectName(name);
    made->setAutoRaise(true);
    made->setIconSize({16, 16});
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    return made;
}

int CurveBar::legendBegin() const
{
    return bySteps_->sizeHint().width() + byTime_->sizeHint().width() + 3 * barSpacing;
}

void CurveBar::say(const QString& text)
{
    readOut_->setText(text);
    readOut_->setAutoFillBackground(!text.isEmpty());
}

void CurveBar::setQuietPalette(const QPalette& palette)
{
    readOut_->setPalette(palette);
}

} // namespace limn::widgets
