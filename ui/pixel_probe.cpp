#include "ui/pixel_probe.h"

namespace limn::ui
{

PixelProbe::PixelProbe(QObject* parent) : QObject(parent) {}

void PixelProbe::setRaster(std::shared_ptr<const raster::Raster> raster)
{
    raster_ = std::move(raster);
    next_.reset();
    work_.forget();
    reading_ = false;
}

void PixelProbe::ask(int x, int y)
{
    if (!raster_)
        return;
    if (reading_)
        next_ = Place{x, y};
    else
        read({x, y});
}

void PixelProbe::read(Place place)
{
    reading_ = true;
    work_.start([this, place, raster = raster_]() -> widgets::DetachedWork::Result {
        std::vector<float> values;
        try {
            const raster::PixelBlock block = raster->read({place.x, place.y, 1, 1});
            if (block.isValid(0, 0))
                values = block.samples;
        } catch (const raster::RasterError&) {
            // The layer shows and tells what cannot be read; here there is no number.
            values.clear();
        }
        return [this, place, values] {
            reading_ = false;
            Q_EMIT answered(place.x, place.y, values);
            if (next_) {
                const Place next = *next_;
                next_.reset();
                read(next);
            }
        };
    });
}

} // namespace limn::ui
