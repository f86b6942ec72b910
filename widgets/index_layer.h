// Bytes a pixel shown through 256 colours: class masks, predictions, Grad-CAM maps. Where the bytes
// come from is the source's business. Rendered tiles are cached; invalidate() drops those that
// changed. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"
#include "widgets/fill_pattern.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <QColor>
#include <span>

namespace limn::widgets
{

/// Colour with alpha for each byte; a transparent one shows nothing.
using IndexPalette = std::array<QRgb, 256>; ///< not premultiplied
using IndexPatterns = std::array<FillPattern, 256>;

class IndexLayer : public CanvasLayer
{
    Q_OBJECT
public:
    /// Every `step`-th pixel of `window` in both directions, row by row, ceil(width / step) *
    /// ceil(height / step) bytes (see annotation::MaskTiles::read). Called on the GUI thread while
    /// painting; must be quick.
    using Source =
        std::function<void(const raster::PixelRect& window, int step, std::span<std::uint8_t> out)>;

    IndexLayer(QString id, QString title, raster::PixelSize image, Source source,
               QObject* parent = nullptr);
    ~IndexLayer() override;

    void setPalette(const IndexPalette& palette);
    const IndexPalette& palette() const;
    void setPatterns(const IndexPatterns& patterns); ///< solid until then
    void invalidate(const raster::PixelRect& rect);  ///< those pixels changed
    void invalidateAll();
    bool isPlaced() const override { return true; }
    void place(ViewComposer& composer, const ViewTransform& view) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
