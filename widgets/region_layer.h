// Rectangles of the image that mean something as a whole, each with a dashed line in its colour and
// a name in its corner. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"

#include <QColor>
#include <vector>

namespace limn::widgets
{

struct Region
{
    QRectF rect; ///< image pixels
    QColor colour;
    QString name;
    bool operator==(const Region&) const = default;
};

class RegionLayer : public CanvasLayer
{
    Q_OBJECT
public:
    using CanvasLayer::CanvasLayer;

    void setRegions(std::vector<Region> regions);
    const std::vector<Region>& regions() const { return regions_; }
    bool isBlank() const override { return regions_.empty(); }
    void paint(QPainter& painter, const ViewTransform& view, const QRect& exposed) override;

private:
    std::vector<Region> regions_;
};

} // namespace limn::widgets
