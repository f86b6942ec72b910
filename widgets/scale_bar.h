// A bar in the canvas's corner that is a round length on the ground long, or a round number of
// pixels where the image has no place on Earth. Follows the view by itself. GUI thread only.
#pragma once

#include "widgets/canvas.h"

#include <functional>
#include <optional>
#include <QWidget>

namespace limn::widgets
{

class ScaleBar : public QWidget
{
    Q_OBJECT
public:
    explicit ScaleBar(Canvas* canvas);

    /// Metres a pixel at an image point; nothing without a CRS.
    using GroundSize = std::function<std::optional<double>(QPointF image)>;
    void setGroundSize(GroundSize groundSize);
    void setWanted(bool wanted); ///< off: it never shows
    void refresh();              ///< when the ground size has changed by itself

    struct Length
    {
        double screen = 0; ///< screen pixels
        QString text;      ///< "200 m"
        bool operator==(const Length&) const = default;
    };
    /// The longest of 1, 2, 5 times a power of ten that fits, at `scale` screen pixels an image
    /// pixel.
    static Length lengthFor(double scale, std::optional<double> metresPerPixel);
    const Length& length() const { return length_; }

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    Canvas* canvas_;
    GroundSize groundSize_;
    Length length_;
    bool wanted_ = true;
};

} // namespace limn::widgets
