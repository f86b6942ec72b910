#include "ui/thumbnail_reader.h"

#include "raster/display.h"
#include "raster/raster.h"
#include "ui/reduced_picture.h"

namespace limn::ui
{

namespace
{
QImage readThumbnail(const std::string& file)
{
    const auto raster = raster::Raster::open(file);
    return reducedPicture(*raster, raster::defaultDisplay(*raster), ThumbnailReader::side);
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
