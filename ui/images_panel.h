// The project's images with thumbnails: choose one, add by dialog or drop, remove. GUI thread only.
#pragma once

#include "annotation/project.h"
#include "ui/thumbnail_reader.h"

#include <QHash>
#include <QListWidget>
#include <QToolButton>
#include <QWidget>
#include <vector>

namespace limn::ui
{

class ImagesPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ImagesPanel(QWidget* parent = nullptr);

    void setImages(const std::vector<annotation::ImageRecord>& images, bool editable);
    void setCurrent(qint64 id);
    qint64 current() const; ///< 0 for none
    int count() const { return list_->count(); }
    QImage thumbnail(qint64 id) const { return thumbnails_.value(id); } ///< null until read

Q_SIGNALS:
    void chosen(qint64 id);
    void addAsked();
    void removeAsked(qint64 id);
    void thumbnailRead(qint64 id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void quietenSelection();
    QListWidgetItem* item(qint64 id) const;
    void takeThumbnail(qint64 id, const QImage& picture, const QString& error);

    QListWidget* list_;
    QToolButton* remove_;
    QToolButton* add_;
    ThumbnailReader reader_;
    QHash<qint64, QImage> thumbnails_;
    QHash<qint64, QString> files_;
    bool filling_ = false;
};

} // namespace limn::ui
