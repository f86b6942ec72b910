// Fills what looks like the pixel clicked and hangs together with it, by the image as it is shown
// or by bands of its file. The search keeps to what is in view and a margin around it and runs in
// the background; Esc stops it, Alt erases. GUI thread only.
#pragma once

#include "ui/edit_target.h"
#include "ui/mask_work.h"
#include "widgets/canvas_tool.h"

#include <utility>
#include <vector>

namespace limn::ui
{

class FillTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    /// `work` must outlive the tool.
    FillTool(EditTarget& target, MaskWork& work, QObject* parent = nullptr);

    /// How far red, green and blue may be from the pixel clicked, 0..255 of what is shown.
    int tolerance() const { return tolerance_; }
    void setTolerance(int tolerance) { tolerance_ = tolerance; }
    /// The bands that are compared, each stretched to 0..255; none: the colours shown.
    void setBands(std::vector<int> bands) { bands_ = std::move(bands); }

    bool press(const widgets::PointerEvent& event) override;
    bool doubleClick(const widgets::PointerEvent& event) override { return press(event); }
    bool key(const QKeyEvent& event) override;

    static constexpr int maxTolerance = 255;

private:
    raster::PixelRect bounds(int x, int y) const;

    EditTarget& target_;
    MaskWork& work_;
    int tolerance_ = 24;
    std::vector<int> bands_;
};

} // namespace limn::ui
