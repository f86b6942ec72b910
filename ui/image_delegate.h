// A row of the images list: thumbnail, name, how much is labelled, and what the image is used for.
// GUI thread only.
#pragma once

#include <QIcon>
#include <QStyledItemDelegate>

namespace limn::ui
{

class ImageDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ImageDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintThumbnail(QPainter& painter, const QRect& box, const QModelIndex& index) const;

    QIcon image_;   ///< while the thumbnail is on its way
    QIcon trouble_; ///< there is none
};

} // namespace limn::ui
