#include "widgets/layer_row.h"

#include "widgets/icon.h"
#include "widgets/quiet_wheel.h"
#include "widgets/raster_layer.h"

#include <cmath>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

namespace limn::widgets
{

namespace
{

constexpr int sliderWidth = 96;

} // namespace

LayerRow::LayerRow(CanvasLayer* layer, const DisplayControls::Words& words, QWidget* parent)
    : QWidget(parent), layer_(layer)
{
    setObjectName(QStringLiteral("layer:") + layer->id());
    eye_ = new QToolButton(this);
    eye_->setObjectName(QStringLiteral("eye"));
    eye_->setAutoRaise(true);
    eye_->setIconSize({16, 16});
    title_ = new QLabel(layer->title(), this);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    title_->setMinimumWidth(56);
    title_->setToolTip(layer->title());
    opacity_ = new QSlider(Qt::Horizontal, this);
    opacity_->setObjectName(QStringLiteral("opacity"));
    opacity_->setRange(0, 100);
    opacity_->setPageStep(10);
    opacity_->setFixedWidth(sliderWidth);
    opacity_->setAccessibleName(tr("Opacity of %1").arg(layer->title()));
    opacity_->setToolTip(opacity_->accessibleName());
    new QuietWheel(opacity_);
    percent_ = new QLabel(this);
    percent_->setObjectName(QStringLiteral("percent"));
    percent_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    percent_->setFixedWidth(percent_->fontMetrics().horizontalAdvance(tr("%1 %").arg(100)) + 4);

    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    line->addWidget(eye_);
    line->addWidget(title_, 1);
    line->addWidget(opacity_);
    line->addWidget(percent_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 2, 8, 2);
    column->setSpacing(4);
    column->addLayout(line);

    if (auto* raster = qobject_cast<RasterLayer*>(layer)) {
        auto* controls = new DisplayControls(raster, this, words);
        auto* fold = new QToolButton(this);
        fold->setObjectName(QStringLiteral("fold"));
        fold->setAutoRaise(true);
        fold->setIconSize({16, 16});
        fold->setToolTip(tr("Bands and stretch"));
        fold->setAccessibleName(fold->toolTip());
        fold->setIcon(icon(QStringLiteral("chevron-down")));
        connect(fold, &QToolButton::clicked, controls, [fold, controls] {
            const bool open = controls->isHidden();
            fold->setIcon(
                icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
            controls->setVisible(open);
        });
        line->insertWidget(2, fold);
        column->addWidget(controls);
    }

    connect(eye_, &QToolButton::clicked, this, [this] {
        if (layer_)
            layer_->setVisible(!layer_->isVisible());
    });
    connect(opacity_, &QSlider::valueChanged, this, [this](int value) {
        if (layer_)
            layer_->setOpacity(value / 100.0);
    });
    connect(layer, &CanvasLayer::appearanceChanged, this, &LayerRow::showAppearance);
    showAppearance();
}

void LayerRow::showAppearance()
{
    const bool visible = layer_->isVisible();
    eye_->setIcon(icon(visible ? QStringLiteral("eye") : QStringLiteral("eye-off")));
    eye_->setToolTip(visible ? tr("Hide %1").arg(layer_->title())
                             : tr("Show %1").arg(layer_->title()));
    eye_->setAccessibleName(eye_->toolTip());
    title_->setEnabled(visible);
    opacity_->setEnabled(visible);
    percent_->setEnabled(visible);
    const int percent = static_cast<int>(std::lround(layer_->opacity() * 100));
    const QSignalBlocker quiet(opacity_);
    opacity_->setValue(percent);
    percent_->setText(tr("%1 %").arg(percent));
}

} // namespace limn::widgets
