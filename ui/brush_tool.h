// Brush and eraser. Alt held erases, Shift held draws a straight line (from the last stroke's end
// when clicked), Shift + right drag changes the size; so does a pen's pressure. GUI thread only.
#pragma once

#include "annotation/stroke.h"
#include "ui/edit_target.h"
#include "widgets/canvas_tool.h"

#include <optional>

namespace limn::ui
{

/// What the options bar sets; brush and eraser share it.
struct BrushOptions
{
    double size = 20;            ///< diameter
    bool inScreenPixels = false; ///< else image pixels
    bool square = false;
    bool pressure = true; ///< a pen pressed lightly paints thinner

    static constexpr double minSize = 1;
    static constexpr double maxSize = 5000;
    bool operator==(const BrushOptions&) const = default;
};

class BrushTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    enum class Kind { Brush, Eraser };
    BrushTool(Kind kind, EditTarget& target, QObject* parent = nullptr);

    const BrushOptions& options() const { return options_; }
    void setOptions(const BrushOptions& options); ///< size is clamped
    void growBrush(bool larger);                  ///< a step of the keys [ and ]

    bool press(const widgets::PointerEvent& event) override;
    bool move(const widgets::PointerEvent& event) override;
    bool release(const widgets::PointerEvent& event) override;
    bool doubleClick(const widgets::PointerEvent& event) override { return press(event); }
    void leave() override;
    void cancel() override;
    QCursor cursor() const override;
    void paint(QPainter& painter, const widgets::ViewTransform& view) override;

Q_SIGNALS:
    void optionsChanged(const limn::ui::BrushOptions& options);

private:
    double radius() const;                                  ///< image pixels
    double share(const widgets::PointerEvent& event) const; ///< of the radius
    bool begin(const widgets::PointerEvent& event);
    annotation::Brush brush(Qt::KeyboardModifiers modifiers) const;
    void hover(QPointF screen);
    void repaintRing();

    Kind kind_;
    EditTarget& target_;
    BrushOptions options_;
    bool painting_ = false;
    bool straight_ = false;
    annotation::Brush used_;
    annotation::Point from_;
    double fromShare_ = 1;
    std::optional<annotation::Point> lastEnd_;
    std::optional<QPointF> hover_; ///< screen pixels
    QRectF painted_;               ///< where the ring was drawn
    std::optional<double> sizing_; ///< the size when Shift + right drag began
    QPointF sizingFrom_;
};

} // namespace limn::ui
