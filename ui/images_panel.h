// The project's images: search and filter them, choose one, say what they are used for, add, remove
// and relink. Thousands are as quick as a few: only rows in sight have anything read for them. GUI
// thread only.
#pragma once

#include "ui/image_list_model.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
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

    void setOverviewFolder(const QString& folder) { model_->setOverviewFolder(folder); }
    void setDecodingRoom(std::shared_ptr<raster::DecodingRoom> room)
    {
        model_->setDecodingRoom(std::move(room));
    }
    void setImages(const std::vector<annotation::ImageRecord>& images, bool editable);
    void setLabelled(const std::map<std::int64_t, annotation::LabelledParts>& parts);
    void setCurrent(qint64 id);
    qint64 current() const; ///< 0 for none
    int count() const { return model_->total(); }
    QImage thumbnail(qint64 id) const { return model_->thumbnail(id); } ///< null until read
    void renewThumbnail(qint64 id) { model_->forgetThumbnail(id); }
    /// Of the images that the filter lets through, the one `by` rows after the current; 0 for none.
    qint64 neighbour(int by) const;

Q_SIGNALS:
    void chosen(qint64 id);
    void addAsked();
    void addFolderAsked();
    void removeAsked(qint64 id);
    void relinkAsked();
    void overviewsAsked(const QList<qint64>& ids); ///< beside the images' files
    void splitAsked(const QList<qint64>& ids, limn::annotation::Split split);
    void thumbnailRead(qint64 id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void quietenSelection();
    void buildFilter();
    void applyFilter();
    void showCount();
    void showMenu(QPoint place);
    QList<qint64> selected() const;

    ImageListModel* model_;
    QListView* list_;
    QLineEdit* search_;
    QComboBox* labels_;
    QComboBox* split_;
    QLabel* count_;
    QToolButton* remove_;
    QToolButton* add_;
    qint64 shown_ = 0; ///< the image that is open, whether the filter shows it or not
    bool editable_ = false;
    bool filling_ = false;
};

} // namespace limn::ui
