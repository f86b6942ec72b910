// The image itself as a canvas layer: display tiles from loader threads, the parent tile shown
// while a tile is on its way, a hatched tile where one cannot be read or where the file does not
// answer. GUI thread only; a read that hangs is never waited for.
#pragma once

#include "raster/display.h"
#include "raster/raster.h"
#include "widgets/canvas_layer.h"

#include <chrono>
#include <memory>

namespace limn::widgets
{

class RasterLayer : public CanvasLayer
{
    Q_OBJECT
public:
    RasterLayer(std::shared_ptr<const raster::Raster> raster,
                const raster::DisplaySettings& settings, QObject* parent = nullptr);
    ~RasterLayer() override;

    const std::shared_ptr<const raster::Raster>& raster() const;
    bool isOverlay() const override { return false; }
    bool isPlaced() const override { return true; }
    void place(ViewComposer& composer, const ViewTransform& view) override;
    void viewChanged(const ViewTransform& view) override;
    raster::PixelRect visiblePixels() const; ///< of the image, in the last view; empty before one
    const raster::DisplaySettings& settings() const;
    void setSettings(const raster::DisplaySettings& settings);
    void retryFailed();
    /// How long a tile may take until it is shown as one that cannot be read. It still appears if
    /// it comes after all.
    void setPatience(std::chrono::milliseconds patience);
    /// Every tile of the current view is there at its own level and with the current settings; one
    /// that cannot be read counts, as nothing more of it will come.
    bool isComplete() const;

Q_SIGNALS:
    void settingsChanged();
    void completed();                        ///< isComplete() became true
    void readFailed(const QString& message); ///< once for each new message

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
