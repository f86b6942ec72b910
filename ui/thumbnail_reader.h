// Small pictures of images, read in the background, what was asked for last first: that is what is
// in sight. An image that does not answer holds up the others for a few seconds only. GUI thread
// only; the signal comes on it as well.
#pragma once

#include "raster/decoding_room.h"
#include "raster/pixel_rect.h"
#include "widgets/detached_work.h"

#include <memory>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <string>
#include <utility>
#include <vector>

namespace limn::ui
{

class ThumbnailReader : public QObject
{
    Q_OBJECT
public:
    static constexpr int side = 96; ///< of the square that a thumbnail fits into, in pixels

    explicit ThumbnailReader(QObject* parent = nullptr);

    /// `display` is the image's own as JSON, empty where it has none. What is asked for already is
    /// only moved to the front.
    void read(qint64 id, const std::string& file, raster::PixelSize size,
              const std::string& display);
    /// Where reduced copies of large images may lie, see ProjectSession.
    void setOverviewFolder(const QString& folder) { overviewFolder_ = folder.toStdString(); }
    /// What else reads images here shares it; before, each thumbnail has one of its own.
    void setDecodingRoom(std::shared_ptr<raster::DecodingRoom> room) { room_ = std::move(room); }
    void forgetAll(); ///< what is under way is not announced

Q_SIGNALS:
    /// `picture` is null when the file cannot be read; `error` then says why, or is empty where
    /// that would take too long.
    void done(qint64 id, const QImage& picture, const QString& error);

private:
    struct Wish
    {
        qint64 id;
        std::string file;
        raster::PixelSize size;
        std::string display;
    };

    void next();

    std::string overviewFolder_;
    std::shared_ptr<raster::DecodingRoom> room_;
    std::vector<Wish> wishes_; ///< most urgent last
    QSet<qint64> known_;       ///< waiting or under way
    int underWay_ = 0;
    QTimer patience_; ///< runs while one is under way
    widgets::DetachedWork work_;
};

} // namespace limn::ui
