// Pixel values under the cursor, read on a background thread: a slow file makes the numbers late,
// never the cursor. Only the latest place asked for is answered. GUI thread only.
#pragma once

#include "raster/raster.h"
#include "widgets/detached_work.h"

#include <memory>
#include <optional>
#include <QObject>
#include <vector>

namespace limn::ui
{

class PixelProbe : public QObject
{
    Q_OBJECT
public:
    explicit PixelProbe(QObject* parent = nullptr);

    void setRaster(std::shared_ptr<const raster::Raster> raster);
    void ask(int x, int y);

Q_SIGNALS:
    /// One value a band; empty where the pixel is not valid.
    void answered(int x, int y, const std::vector<float>& values);

private:
    struct Place
    {
        int x;
        int y;
    };
    void read(Place place);

    std::shared_ptr<const raster::Raster> raster_;
    std::optional<Place> next_;
    bool reading_ = false;
    widgets::DetachedWork work_;
};

} // namespace limn::ui
