// The tools of the left bar, and which one the canvas has. Brush and eraser share their options.
// GUI thread only.
#pragma once

#include "ui/brush_tool.h"
#include "ui/hand_tool.h"
#include "ui/polygon_tool.h"
#include "ui/select_tool.h"
#include "widgets/canvas.h"

#include <QObject>

namespace limn::ui
{

class ToolSet : public QObject
{
    Q_OBJECT
public:
    enum class Tool { Brush, Eraser, Polygon, Select, Hand };

    ToolSet(widgets::Canvas& canvas, EditTarget& target, QObject* parent = nullptr);
    ~ToolSet() override;

    Tool current() const { return current_; }
    void choose(Tool tool);
    bool usesBrush() const { return current_ == Tool::Brush || current_ == Tool::Eraser; }

    const BrushOptions& brushOptions() const { return brush_.options(); }
    void setBrushOptions(const BrushOptions& options);
    void growBrush(bool larger);
    bool isDrawingPolygon() const { return polygon_.isDrawing(); }

Q_SIGNALS:
    void chosen(limn::ui::ToolSet::Tool tool);
    void brushOptionsChanged(const limn::ui::BrushOptions& options);

private:
    widgets::CanvasTool* tool(Tool which);

    widgets::Canvas& canvas_;
    BrushTool brush_;
    BrushTool eraser_;
    PolygonTool polygon_;
    SelectTool select_;
    HandTool hand_;
    Tool current_ = Tool::Brush;
};

} // namespace limn::ui
