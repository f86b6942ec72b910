// Bytes a pixel shown through 256 colours: class masks, predictions, Grad-CAM maps. Where the bytes
// come from is the source's business. Tiles are cached; invalidate() has those read again that
// changed. What takes long is read on another thread, and what was there before, or a coarser tile,
// is shown meanwhile. GUI thread only.
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

    /// Fills `out` as a source does; owns what it reads from and may throw std::exception.
    using Reading = std::function<void(std::span<std::uint8_t> out)>;
    /// Asked in the source's place: what it gives back is called on another thread; with nothing
    /// the source is called.
    using Later = std::function<Reading(const raster::PixelRect& window, int step)>;

    IndexLayer(QString id, QString title, raster::PixelSize image, Source source,
               QObject* parent = nullptr);
    ~IndexLayer() override;

    void setLater(Later later);
    void setPalette(const IndexPalette& palette);
    const IndexPalette& palette() const;
    void setPatterns(const IndexPatterns& patterns); ///< solid until then
    void invalidate(const raster::PixelRect& rect);  ///< those pixels changed
    void invalidateAll();
    bool isPlaced() const override { return true; }
    void place(ViewComposer& composer, const ViewTransform& view) override;

Q_SIGNALS:
    /// A reading on another thread threw; what it filled before is shown.
    void readFailed(const QString& sentence);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
