// Measures on the image: the length of a line, or the area inside one, on the ground and in pixels.
// Click sets points; Enter or a double click ends, Backspace takes the last point back, Esc clears;
// the next click begins anew. Draws nothing into the labels. GUI thread only.
#pragma once

#include "raster/ground_measure.h"
#include "widgets/canvas_tool.h"

#include <optional>
#include <vector>

namespace limn::ui
{

class MeasureTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    enum class Kind { Length, Area };

    explicit MeasureTool(Kind kind, QObject* parent = nullptr);

    /// Of the image shown; nullptr without one. What was measured before is cleared.
    void setImage(const raster::RasterInfo* image);
    /// What stands beside the line: "512.4 m  ·  102.5 px"; empty before there is anything.
    QString text() const;

    bool press(const widgets::PointerEvent& event) override;
    bool move(const widgets::PointerEvent& event) override;
    bool release(const widgets::PointerEvent& event) override;
    bool doubleClick(const widgets::PointerEvent& event) override;
    bool key(const QKeyEvent& event) override;
    void cancel() override;
    void paint(QPainter& painter, const widgets::ViewTransform& view) override;

private:
    std::vector<raster::MapPoint> shown() const; ///< with the point under the pointer
    void change();

    Kind kind_;
    std::optional<raster::Georeference> georeference_;
    std::vector<raster::MapPoint> points_; ///< image pixels
    raster::MapPoint pointer_;
    bool drawing_ = false;
};

/// "512.4 m", "1.204 km"; "8 420 m²", "1.24 ha", "3.07 km²".
QString formatLength(double metres);
QString formatArea(double squareMetres);

} // namespace limn::ui
