// What is drawn in one drag: a rectangle, an ellipse, or whatever a freehand line encloses is
// filled; a complete region is marked. Shift held makes squares and circles, Alt held erases, Esc
// gives up. Very large areas are painted in the background. GUI thread only.
#pragma once

#include "annotation/area.h"
#include "ui/edit_target.h"
#include "ui/mask_work.h"
#include "widgets/canvas_tool.h"

#include <QPainterPath>

namespace limn::ui
{

class AreaTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    enum class Kind { Rectangle, Ellipse, Lasso, CompleteRegion };
    /// `work` must outlive the tool.
    AreaTool(Kind kind, EditTarget& target, MaskWork& work, QObject* parent = nullptr);

    bool isDrawing() const { return !points_.empty(); }

    bool press(const widgets::PointerEvent& event) override;
    bool move(const widgets::PointerEvent& event) override;
    bool release(const widgets::PointerEvent& event) override;
    void cancel() override;
    void paint(QPainter& painter, const widgets::ViewTransform& view) override;

private:
    int value() const; ///< what is painted: the class chosen, or nothing with Alt held
    void add(const widgets::PointerEvent& event);
    annotation::Area area() const;
    bool accepts();
    void fill(const annotation::Area& drawn, int painted);
    void mark(const annotation::Ring& corners, bool isClick);
    QPainterPath path(const widgets::ViewTransform& view) const;
    void paintSize(QPainter& painter, const widgets::ViewTransform& view) const;

    Kind kind_;
    EditTarget& target_;
    MaskWork& work_;
    annotation::Ring points_; ///< image pixels: two opposite corners, or the line drawn so far
    Qt::KeyboardModifiers modifiers_;
};

} // namespace limn::ui
