#include "ui/image_list_model.h"

#include <algorithm>
#include <QDir>
#include <QFileInfo>
#include <QSize>

namespace limn::ui
{

namespace
{

constexpr qsizetype thumbnailBytes = 64 << 20;
constexpr double tilePixels = 256.0 * 256.0;
/// Regions drawn by hand around a whole image leave a rim.
constexpr double completePart = 0.98;

} // namespace

ImageListModel::ImageListModel(QObject* parent)
    : QAbstractListModel(parent), thumbnails_(thumbnailBytes)
{
    connect(&reader_, &ThumbnailReader::done, this, &ImageListModel::takeThumbnail);
}

int ImageListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ImageListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Entry& entry =
        entries_[static_cast<std::size_t>(rows_[static_cast<std::size_t>(index.row())])];
    switch (role) {
    case Qt::DisplayRole:
        return entry.name;
    case Qt::DecorationRole:
        if (const QImage* picture = thumbnails_.object(entry.id))
            return *picture;
        if (!troubles_.contains(entry.id))
            reader_.read(entry.id, entry.file.toStdString(), entry.size, entry.display);
        return QImage();
    case Qt::ToolTipRole: {
        const QString trouble = troubles_.value(entry.id);
        if (!trouble.isEmpty())
            return trouble;
        return tr("%1\n%L2 × %L3 pixels, %n band(s)", nullptr, entry.bands)
            .arg(QDir::toNativeSeparators(entry.file))
            .arg(entry.size.width)
            .arg(entry.size.height);
    }
    case IdRole:
        return entry.id;
    case SizeRole:
        return QSize(entry.size.width, entry.size.height);
    case SplitRole:
        return static_cast<int>(entry.split);
    case LabelledRole:
        return entry.labelled;
    case TroubleRole:
        return troubles_.value(entry.id);
    default:
        return {};
    }
}

void ImageListModel::setImages(const std::vector<annotation::ImageRecord>& images)
{
    QHash<qint64, Entry> before;
    for (Entry& entry : entries_)
        before.insert(entry.id, std::move(entry));
    entries_.clear();
    places_.clear();
    for (const annotation::ImageRecord& image : images) {
        Entry entry;
        entry.id = image.id;
        entry.file = QString::fromStdString(image.file);
        entry.name = entry.file.section('/', -1);
        entry.size = image.size;
        entry.bands = image.bands;
        entry.split = image.split;
        entry.display = image.display;
        const auto known = before.constFind(image.id);
        // Another project's image may have the same id.
        if (known != before.constEnd() && known->file == entry.file) {
            entry.labelled = known->labelled;
            entry.isLabelled = known->isLabelled;
        } else {
            thumbnails_.remove(image.id);
            troubles_.remove(image.id);
        }
        places_.insert(entry.id, static_cast<int>(entries_.size()));
        entries_.push_back(std::move(entry));
    }
    reader_.forgetAll();
    refilter();
}

void ImageListModel::setLabelled(const std::map<std::int64_t, annotation::LabelledParts>& parts)
{
    for (Entry& entry : entries_) {
        const auto found = parts.find(entry.id);
        entry.isLabelled = found != parts.end();
        entry.labelled = 0;
        if (!entry.isLabelled)
            continue;
        const double area = std::max(1.0, double(entry.size.width) * entry.size.height);
        entry.labelled = std::min(1.0, (static_cast<double>(found->second.maskTiles) * tilePixels +
                                        static_cast<double>(found->second.completePixels)) /
                                           area);
    }
    if (filter_.labels == ImageFilter::Labels::Any && !rows_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {LabelledRole});
    else
        refilter();
}

void ImageListModel::setFilter(const ImageFilter& filter)
{
    if (filter == filter_)
        return;
    filter_ = filter;
    refilter();
}

bool ImageListModel::hasLabels(const Entry& entry, ImageFilter::Labels labels)
{
    using Labels = ImageFilter::Labels;
    const bool isComplete = entry.labelled >= completePart;
    switch (labels) {
    case Labels::Any:
        return true;
    case Labels::None:
        return !entry.isLabelled;
    case Labels::Some:
        return entry.isLabelled;
    case Labels::Begun:
        return entry.isLabelled && !isComplete;
    case Labels::Incomplete:
        return !isComplete;
    case Labels::Complete:
        return isComplete;
    }
    return true;
}

bool ImageListModel::passes(const Entry& entry) const
{
    if (filter_.split && *filter_.split != entry.split)
        return false;
    if (!hasLabels(entry, filter_.labels))
        return false;
    return filter_.text.isEmpty() || entry.file.contains(filter_.text, Qt::CaseInsensitive);
}

void ImageListModel::refilter()
{
    beginResetModel();
    rows_.clear();
    rowOf_.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (passes(entries_[i])) {
            rowOf_.insert(entries_[i].id, static_cast<int>(rows_.size()));
            rows_.push_back(static_cast<int>(i));
        }
    endResetModel();
}

int ImageListModel::rowOf(qint64 id) const
{
    return rowOf_.value(id, -1);
}

qint64 ImageListModel::idAt(int row) const
{
    return row >= 0 && row < rowCount()
               ? entries_[static_cast<std::size_t>(rows_[static_cast<std::size_t>(row)])].id
               : 0;
}

QImage ImageListModel::thumbnail(qint64 id) const
{
    const QImage* picture = thumbnails_.object(id);
    return picture ? *picture : QImage();
}

void ImageListModel::forgetThumbnail(qint64 id)
{
    thumbnails_.remove(id);
    troubles_.remove(id);
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
}

void ImageListModel::takeThumbnail(qint64 id, const QImage& picture, const QString& error)
{
    if (!places_.contains(id))
        return;
    if (picture.isNull())
        // Without an error the image is too large to be read for a thumbnail.
        troubles_.insert(
            id, error.isEmpty() ? tr("Too large for a thumbnail until it has overviews") : error);
    else
        thumbnails_.insert(id, new QImage(picture), picture.sizeInBytes());
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole, Qt::ToolTipRole});
    if (!picture.isNull())
        Q_EMIT thumbnailRead(id);
}

} // namespace limn::ui
