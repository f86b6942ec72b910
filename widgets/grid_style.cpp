#include "widgets/grid_style.h"

#include "widgets/theme.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace limn::widgets
{

namespace
{

constexpr double corner = 4;

/// A default button is the one thing to do here: filled with the accent.
bool isPrimary(const QStyleOption* option)
{
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    return button && button->features & QStyleOptionButton::DefaultButton &&
           option->state & QStyle::State_Enabled;
}

void paintPanel(const QStyleOption* option, QPainter* painter, bool framed)
{
    const QPalette& palette = option->palette;
    const QColor text = palette.color(QPalette::ButtonText);
    const QColor accent = palette.color(QPalette::Highlight);
    const bool primary = isPrimary(option);
    const bool enabled = option->state & QStyle::State_Enabled;
    QColor fill = primary ? accent : palette.color(QPalette::Button);
    if (!framed)
        fill = palette.color(QPalette::Window);
    if (option->state & QStyle::State_On)
        fill = mixed(fill, accent, 0.3);
    if (enabled && option->state & QStyle::State_Sunken)
        fill = mixed(fill, text, 0.16);
    else if (enabled && option->state & QStyle::State_MouseOver)
        fill = mixed(fill, text, 0.08);
    QColor line = primary ? mixed(accent, QColor(0, 0, 0), 0.2)
                          : mixed(palette.color(QPalette::Window), text, enabled ? 0.22 : 0.12);
    if (option->state & QStyle::State_HasFocus && option->state & QStyle::State_KeyboardFocusChange)
        line = primary ? text : accent;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(framed ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    painter->restore();
}

} // namespace

GridStyle::GridStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

int GridStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                           const QWidget* widget) const
{
    switch (metric) {
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
        return 16;
    case PM_ToolBarIconSize:
        return 20;
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_ToolBarItemMargin:
        return 4;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 4;
    case PM_DockWidgetTitleMargin:
        return 4;
    case PM_ScrollBarExtent:
        return 12;
    case PM_MenuPanelWidth:
        return 1;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int GridStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void GridStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                              QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        paintPanel(option, painter, true);
        break;
    case PE_PanelButtonTool:
        paintPanel(option, painter, !(option->state & State_AutoRaise));
        break;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void GridStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const
{
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (element != CE_PushButtonLabel || !button || !isPrimary(option)) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    QStyleOptionButton onAccent = *button;
    onAccent.palette.setColor(QPalette::ButtonText,
                              button->palette.color(QPalette::HighlightedText));
    if (!button->icon.isNull())
        onAccent.icon = QIcon(button->icon.pixmap(button->iconSize, QIcon::Selected));
    QProxyStyle::drawControl(element, &onAccent, painter, widget);
}

} // namespace limn::widgets
