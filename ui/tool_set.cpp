#include "ui/tool_set.h"

namespace limn::ui
{

ToolSet::ToolSet(widgets::Canvas& canvas, EditTarget& target, QObject* parent)
    : QObject(parent),
      canvas_(canvas),
      target_(target),
      work_(target),
      brush_(BrushTool::Kind::Brush, target),
      eraser_(BrushTool::Kind::Eraser, target),
      polygon_(target),
      lasso_(AreaTool::Kind::Lasso, target, work_),
      rectangle_(AreaTool::Kind::Rectangle, target, work_),
      ellipse_(AreaTool::Kind::Ellipse, target, work_),
      fill_(target, work_),
      superpixels_(target, work_),
      completeRegion_(AreaTool::Kind::CompleteRegion, target, work_),
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
    case Tool::Lasso:
        return &lasso_;
    case Tool::Rectangle:
        return &rectangle_;
    case Tool::Ellipse:
        return &ellipse_;
    case Tool::Fill:
        return &fill_;
    case Tool::Superpixels:
        return &superpixels_;
    case Tool::CompleteRegion:
        return &completeRegion_;
    case Tool::Select:
        return &select_;
    case Tool::Ruler:
        return &ruler_;
    case Tool::Area:
        return &area_;
    case Tool::Hand:
        break;
    }
    return &hand_;
}

void ToolSet::setImage(const raster::RasterInfo* image)
{
    ruler_.setImage(image);
    area_.setImage(image);
    QStringList names;
    if (image)
        for (const raster::BandInfo& band : image->bands)
            names << QString::fromStdString(band.name);
    Q_EMIT bandsChanged(names);
}

bool ToolSet::paintsMask() const
{
    return usesBrush() || current_ == Tool::Lasso || current_ == Tool::Rectangle ||
           current_ == Tool::Ellipse || current_ == Tool::Fill || current_ == Tool::Superpixels;
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
    if (current_ == Tool::Superpixels)
        superpixels_.grow(larger);
    else
        brush_.growBrush(larger);
}

} // namespace limn::ui
