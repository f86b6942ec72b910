#include "ui/images_panel.h"

#include "ui/quiet_selection.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int idRole = Qt::UserRole;
constexpr QSize pictureSize{64, 48};

/// Every thumbnail in a box of one size, so that names stay aligned.
QIcon thumbnailIcon(const QImage& picture, qreal ratio)
{
    QPixmap box(pictureSize * ratio);
    box.setDevicePixelRatio(ratio);
    box.fill(Qt::transparent);
    const QImage fitted =
        picture.scaled(pictureSize * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QPainter painter(&box);
    const QSizeF shown = QSizeF(fitted.size()) / ratio;
    const QRectF place((pictureSize.width() - shown.width()) / 2,
                       (pictureSize.height() - shown.height()) / 2, shown.width(), shown.height());
    // What is not valid looks as on the canvas: bright land on nothing would be white on white.
    painter.fillRect(place, QColor(0x26, 0x27, 0x29));
    painter.drawImage(place, fitted);
    // The same when chosen: a style would tint it.
    QIcon icon(box);
    icon.addPixmap(box, QIcon::Selected);
    return icon;
}
} // namespace

ImagesPanel::ImagesPanel(QWidget* parent)
    : QWidget(parent),
      list_(new QListWidget(this)),
      remove_(new QToolButton(this)),
      add_(new QToolButton(this))
{
    list_->setObjectName("images");
    list_->setIconSize(pictureSize);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setAccessibleName(tr("Images of the project"));
    add_->setObjectName("addImages");
    add_->setIcon(widgets::icon("image-plus"));
    add_->setText(tr("Add images…"));
    add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add_->setAutoRaise(true);
    add_->setToolTip(tr("Add images to the project; or drop files anywhere in the window"));
    remove_->setObjectName("removeImage");
    remove_->setIcon(widgets::icon("trash-2"));
    remove_->setAutoRaise(true);
    remove_->setToolTip(tr("Remove the image and its labels from the project; the file stays"));

    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(4, 4, 4, 4);
    buttons->setSpacing(4);
    buttons->addWidget(add_);
    buttons->addStretch();
    buttons->addWidget(remove_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(list_, 1);
    layout->addLayout(buttons);

    connect(list_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        remove_->setEnabled(item && add_->isEnabled());
        if (item && !filling_)
            Q_EMIT chosen(item->data(idRole).toLongLong());
    });
    connect(add_, &QToolButton::clicked, this, &ImagesPanel::addAsked);
    connect(remove_, &QToolButton::clicked, this, [this] {
        if (current() != 0)
            Q_EMIT removeAsked(current());
    });
    quietenSelection();
    connect(&reader_, &ThumbnailReader::done, this, &ImagesPanel::takeThumbnail);
}

void ImagesPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        quietenSelection();
}

void ImagesPanel::quietenSelection()
{
    list_->setPalette(quietSelection(QApplication::palette()));
}

void ImagesPanel::setImages(const std::vector<annotation::ImageRecord>& images, bool editable)
{
    filling_ = true;
    const qint64 before = current();
    list_->clear();
    reader_.forgetAll();
    QHash<qint64, QImage> known;
    QHash<qint64, QString> files;
    for (const annotation::ImageRecord& image : images) {
        const QString file = QString::fromStdString(image.file);
        auto* item = new QListWidgetItem(QFileInfo(file).fileName(), list_);
        item->setData(idRole, QVariant::fromValue<qint64>(image.id));
        item->setToolTip(tr("%1\n%L2 × %L3 pixels, %n band(s)", nullptr, image.bands)
                             .arg(QDir::toNativeSeparators(file))
                             .arg(image.size.width)
                             .arg(image.size.height));
        files.insert(image.id, file);
        // Another project's image may have the same id.
        if (files_.value(image.id) == file && thumbnails_.contains(image.id)) {
            known.insert(image.id, thumbnails_.value(image.id));
            item->setIcon(thumbnailIcon(known.value(image.id), devicePixelRatioF()));
        } else {
            QPixmap empty(pictureSize);
            empty.fill(Qt::transparent);
            item->setIcon(empty);
            reader_.read(image.id, image.file);
        }
    }
    thumbnails_ = known;
    files_ = files;
    add_->setEnabled(editable);
    remove_->setEnabled(editable && list_->currentItem());
    setCurrent(before);
    filling_ = false;
}

void ImagesPanel::setCurrent(qint64 id)
{
    const bool before = filling_;
    filling_ = true;
    if (QListWidgetItem* wanted = item(id))
        list_->setCurrentItem(wanted);
    filling_ = before;
}

qint64 ImagesPanel::current() const
{
    const QListWidgetItem* item = list_->currentItem();
    return item ? item->data(idRole).toLongLong() : 0;
}

QListWidgetItem* ImagesPanel::item(qint64 id) const
{
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->data(idRole).toLongLong() == id)
            return list_->item(row);
    return nullptr;
}

void ImagesPanel::takeThumbnail(qint64 id, const QImage& picture, const QString& error)
{
    QListWidgetItem* shown = item(id);
    if (!shown)
        return;
    if (picture.isNull()) {
        // Without an error the image is too large to be read for a thumbnail.
        shown->setIcon(widgets::icon(error.isEmpty() ? "image" : "triangle-alert"));
        if (!error.isEmpty())
            shown->setToolTip(error);
        return;
    }
    thumbnails_.insert(id, picture);
    shown->setIcon(thumbnailIcon(picture, devicePixelRatioF()));
    Q_EMIT thumbnailRead(id);
}

} // namespace limn::ui
