// Fusion on a 4 px grid with flat buttons. GUI thread only.
#pragma once

#include <QProxyStyle>

namespace limn::widgets
{

class GridStyle : public QProxyStyle
{
    Q_OBJECT
public:
    GridStyle();

    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
};

} // namespace limn::widgets
