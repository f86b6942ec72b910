#include "ui/tool_set.h"

namespace limn::ui
{

ToolSet::ToolSet(widgets::Canvas& canvas, EditTarget& target, QObject* parent)
    : QObject(parent),
      canvas_(canvas),
      brush_(BrushTool::Kind::Brush, target),
      eraser_(BrushTool::Kind::Eraser, target),
      polygon_(target),
      select_(target)
{
    for (BrushTool* tool : {&brush_, &eraser_})
        connect(tool, &BrushTool::optionsChanged, this, &ToolSet::setBrushOptions);
    canvas_.setTool(tool(current_));
}

ToolSet::~ToolSet()
{
    canvas_.setTool(nullptr);
}

widgets::CanvasTool* ToolSet::tool(Tool which)
{
    switch (which) {
    case Tool::Brush:
        return &brush_;
    case Tool::Eraser:
        return &eraser_;
    case Tool::Polygon:
        return &polygon_;
    case Tool::Select:
        return &select_;
    case Tool::Hand:
        break;
    }
    return &hand_;
}

void ToolSet::choose(Tool which)
{
    canvas_.setFocus();
    if (which == current_)
        return;
    current_ = which;
    canvas_.setTool(tool(which));
    Q_EMIT chosen(which);
}

void ToolSet::setBrushOptions(const BrushOptions& options)
{
    const BrushOptions before = brush_.options();
    const BrushOptions beforeEraser = eraser_.options();
    brush_.setOptions(options);
    eraser_.setOptions(options);
    if (!(brush_.options() == before) || !(eraser_.options() == beforeEraser))
        Q_EMIT brushOptionsChanged(brush_.options());
}

void ToolSet::growBrush(bool larger)
{
    brush_.growBrush(larger);
}

} // namespace limn::ui
