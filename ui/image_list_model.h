// The images of a project as rows of a list, filtered by name, labels and split. Thumbnails come
// when a row is first shown. GUI thread only.
#pragma once

#include "annotation/project.h"
#include "ui/thumbnail_reader.h"

#include <map>
#include <QAbstractListModel>
#include <QCache>
#include <QHash>
#include <QImage>
#include <QSet>
#include <vector>

namespace limn::ui
{

/// Which images the list shows.
struct ImageFilter
{
    enum class Labels {
        Any,
        None,
        Some,
        Begun,      ///< labelled, not complete
        Incomplete, ///< whatever is left to do: unlabelled or begun
        Complete,
    };

    QString text; ///< in the file's name or folder, whatever the case
    Labels labels = Labels::Any;
    std::optional<annotation::Split> split;
    bool operator==(const ImageFilter&) const = default;
};

class ImageListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        SizeRole,     ///< QSize, pixels
        SplitRole,    ///< int of annotation::Split
        LabelledRole, ///< double, part of the image that is labelled, 0..1
        TroubleRole,  ///< QString: why there is no thumbnail; empty without trouble
    };

    explicit ImageListModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Qt::DecorationRole is the thumbnail (QImage), null until it is read.
    QVariant data(const QModelIndex& index, int role) const override;

    void setOverviewFolder(const QString& folder) { reader_.setOverviewFolder(folder); }
    void setDecodingRoom(std::shared_ptr<raster::DecodingRoom> room)
    {
        reader_.setDecodingRoom(std::move(room));
    }
    void setImages(const std::vector<annotation::ImageRecord>& images);
    void setLabelled(const std::map<std::int64_t, annotation::LabelledParts>& parts);
    void setFilter(const ImageFilter& filter);
    const ImageFilter& filter() const { return filter_; }

    int total() const { return static_cast<int>(entries_.size()); }
    int rowOf(qint64 id) const; ///< -1 when it is not there or filtered out
    qint64 idAt(int row) const;
    QImage thumbnail(qint64 id) const; ///< null until it is read
    void forgetThumbnail(qint64 id);   ///< it is read anew

Q_SIGNALS:
    void thumbnailRead(qint64 id);

private:
    struct Entry
    {
        qint64 id = 0;
        QString file;
        QString name;
        raster::PixelSize size;
        int bands = 0;
        annotation::Split split = annotation::Split::Auto;
        std::string display;
        double labelled = 0;
        bool isLabelled = false;
    };

    static bool hasLabels(const Entry& entry, ImageFilter::Labels labels);
    bool passes(const Entry& entry) const;
    void refilter();
    const Entry* find(qint64 id) const;
    void takeThumbnail(qint64 id, const QImage& picture, const QString& error);

    std::vector<Entry> entries_;
    QHash<qint64, int> places_; ///< in entries_
    std::vector<int> rows_;     ///< places of those that pass
    QHash<qint64, int> rowOf_;
    ImageFilter filter_;
    mutable QCache<qint64, QImage> thumbnails_; ///< cost in bytes
    QHash<qint64, QString> troubles_;
    mutable ThumbnailReader reader_; ///< asked for what data() is asked for
};

} // namespace limn::ui
