#include "ui/thumbnail_reader.h"

#include "raster/display.h"
#include "raster/overview_builder.h"
#include "raster/raster.h"
#include "ui/reduced_picture.h"
#include "ui/words.h"

#include <algorithm>

namespace limn::ui
{

namespace
{

/// So many may wait; those that scrolled past long ago are asked for again if they come back.
constexpr std::size_t mostWaiting = 256;
constexpr int thumbnailPatience = 3000;
/// At a time, hanging ones included.
constexpr int mostUnderWay = 6;

QImage readThumbnail(const std::string& file, const std::vector<std::string>& copies,
                     const std::string& display, std::shared_ptr<raster::DecodingRoom> room)
{
    const auto raster = raster::Raster::open(file, copies, std::move(room));
    if (!display.empty()) {
        try {
            raster::DisplaySettings settings = raster::displayFromJson(display);
            if (*std::max_element(settings.bands.begin(), settings.bands.end()) <
                raster->bandCount())
                return reducedPicture(*raster, settings, ThumbnailReader::side);
        } catch (const std::exception&) {
            // Told when the image is shown; the thumbnail is then as of an image never shown.
            return reducedPicture(*raster, ThumbnailReader::side);
        }
    }
    return reducedPicture(*raster, ThumbnailReader::side);
}

} // namespace

ThumbnailReader::ThumbnailReader(QObject* parent) : QObject(parent)
{
    patience_.setSingleShot(true);
    patience_.setInterval(thumbnailPatience);
    connect(&patience_, &QTimer::timeout, this, &ThumbnailReader::next);
}

void ThumbnailReader::forgetAll()
{
    wishes_.clear();
    known_.clear();
    work_.forget();
    patience_.stop();
    underWay_ = 0;
}

void ThumbnailReader::read(qint64 id, const std::string& file, raster::PixelSize size,
                           const std::string& display)
{
    if (known_.contains(id)) {
        const auto waiting = std::find_if(wishes_.begin(), wishes_.end(),
                                          [id](const Wish& wish) { return wish.id == id; });
        if (waiting != wishes_.end())
            std::rotate(waiting, waiting + 1, wishes_.end());
        return;
    }
    known_.insert(id);
    wishes_.push_back({id, file, size, display});
    if (wishes_.size() > mostWaiting) {
        known_.remove(wishes_.front().id);
        wishes_.erase(wishes_.begin());
    }
    if (underWay_ == 0)
        next();
}

void ThumbnailReader::next()
{
    if (wishes_.empty() || underWay_ >= mostUnderWay)
        return;
    const Wish wish = std::move(wishes_.back());
    wishes_.pop_back();
    ++underWay_;
    patience_.start();
    work_.start(
        [this, wish, folder = overviewFolder_, room = room_]() -> widgets::DetachedWork::Result {
            QImage picture;
            QString error;
            try {
                picture = readThumbnail(
                    wish.file,
                    raster::overviewFiles(folder, std::to_string(wish.id), wish.file, wish.size),
                    wish.display, room);
            } catch (const std::exception& failure) {
                error = inWords(failure);
            }
            return [this, id = wish.id, picture, error] {
                --underWay_;
                known_.remove(id);
                Q_EMIT done(id, picture, error);
                next();
            };
        });
}

} // namespace limn::ui
