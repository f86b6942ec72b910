// The tools of the left bar, and which one the canvas has. Brush and eraser share their options;
// all that paint share what they may paint over. GUI thread only.
#pragma once

#include "ui/area_tool.h"
#include "ui/brush_tool.h"
#include "ui/fill_tool.h"
#include "ui/hand_tool.h"
#include "ui/mask_work.h"
#include "ui/measure_tool.h"
#include "ui/polygon_tool.h"
#include "ui/select_tool.h"
#include "ui/superpixel_tool.h"
#include "widgets/canvas.h"

#include <QObject>
#include <QStringList>
#include <utility>
#include <vector>

namespace limn::ui
{

class ToolSet : public QObject
{
    Q_OBJECT
public:
    enum class Tool {
        Brush,
        Eraser,
        Polygon,
        Lasso,
        Rectangle,
        Ellipse,
        Fill,
        Superpixels,
        CompleteRegion,
        Select,
        Hand,
        Ruler,
        Area
    };

    ToolSet(widgets::Canvas& canvas, EditTarget& target, QObject* parent = nullptr);
    ~ToolSet() override;

    Tool current() const { return current_; }
    void choose(Tool tool);
    bool usesBrush() const { return current_ == Tool::Brush || current_ == Tool::Eraser; }
    bool paintsMask() const; ///< the tool in hand changes the mask, under over()

    const BrushOptions& brushOptions() const { return brush_.options(); }
    void setBrushOptions(const BrushOptions& options);
    void growBrush(bool larger); ///< or the superpixels, where those are in hand
    annotation::Over over() const { return target_.over(); }
    void setOver(annotation::Over over) { target_.setOver(over); }
    bool snaps() const { return target_.snaps(); }
    void setSnaps(bool snaps) { target_.setSnaps(snaps); }
    int fillTolerance() const { return fill_.tolerance(); }
    void setFillTolerance(int tolerance) { fill_.setTolerance(tolerance); }
    void setFillBands(std::vector<int> bands) { fill_.setBands(std::move(bands)); }
    SuperpixelTool& superpixels() { return superpixels_; }
    /// What is measured, and whose bands are compared; nullptr for none.
    void setImage(const raster::RasterInfo* image);
    MaskWork& maskWork() { return work_; } ///< for all that takes long
    bool isDrawingPolygon() const { return polygon_.isDrawing(); }

Q_SIGNALS:
    void chosen(limn::ui::ToolSet::Tool tool);
    void brushOptionsChanged(const limn::ui::BrushOptions& options);
    void bandsChanged(const QStringList& names); ///< of the image shown

private:
    widgets::CanvasTool* tool(Tool which);

    widgets::Canvas& canvas_;
    EditTarget& target_;
    MaskWork work_;
    BrushTool brush_;
    BrushTool eraser_;
    PolygonTool polygon_;
    AreaTool lasso_;
    AreaTool rectangle_;
    AreaTool ellipse_;
    FillTool fill_;
    SuperpixelTool superpixels_;
    AreaTool completeRegion_;
    SelectTool select_;
    HandTool hand_;
    MeasureTool ruler_{MeasureTool::Kind::Length};
    MeasureTool area_{MeasureTool::Kind::Area};
    Tool current_ = Tool::Brush;
};

} // namespace limn::ui
