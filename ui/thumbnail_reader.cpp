#include "ui/thumbnail_reader.h"

#include "raster/display.h"
#include "raster/raster.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace limn::ui
{

namespace
{
QImage readThumbnail(const std::string& file)
{
    const auto raster = raster::Raster::open(file);
    const raster::PixelSize size = raster->size();
    const double shrink =
        static_cast<double>(ThumbnailReader::side) / std::max(size.width, size.height);
    const raster::PixelSize out{
        std::clamp(static_cast<int>(std::lround(size.width * shrink)), 1, ThumbnailReader::side),
        std::clamp(static_cast<int>(std::lround(size.height * shrink)), 1, ThumbnailReader::side)};
    const raster::DisplaySettings settings = raster::defaultDisplay(*raster);
    const raster::PixelBlock block =
        raster->read(raster->bounds(), out, settings.bands, raster::Resampling::Average);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(out.width) * out.height * 4);
    raster::toRgba(block, settings, rgba.data());
    return QImage(rgba.data(), out.width, out.height, 4 * out.width, QImage::Format_RGBA8888)
        .copy();
}
} // namespace

ThumbnailReader::ThumbnailReader(QObject* parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
}

ThumbnailReader::~ThumbnailReader()
{
    pool_.clear();
    pool_.waitForDone();
}

void ThumbnailReader::forgetAll()
{
    pool_.clear();
    ++generation_;
}

void ThumbnailReader::read(qint64 id, const std::string& file)
{
    pool_.start([this, id, file, generation = generation_] {
        QImage picture;
        QString error;
        try {
            picture = readThumbnail(file);
        } catch (const std::exception& failure) {
            error = QString::fromUtf8(failure.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, id, picture, error, generation] {
                if (generation == generation_)
                    Q_EMIT done(id, picture, error);
            },
            Qt::QueuedConnection);
    });
}

} // namespace limn::ui
