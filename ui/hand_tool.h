// Pans: a press that no tool uses moves the picture, so this one uses none. GUI thread only.
#pragma once

#include "widgets/canvas_tool.h"

namespace limn::ui
{

class HandTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    using CanvasTool::CanvasTool;
    QCursor cursor() const override { return Qt::OpenHandCursor; }
};

} // namespace limn::ui
