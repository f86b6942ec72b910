#include "ui/inner_images_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QVBoxLayout>

namespace limn::ui
{

InnerImagesDialog::InnerImagesDialog(const QString& file,
                                     const std::vector<raster::InnerImage>& images, QWidget* parent)
    : QDialog(parent), list_(new QListWidget(this)), add_(nullptr)
{
    setObjectName("innerImages");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Images in %1").arg(QFileInfo(file).fileName()));
    resize(560, 320);
    auto* text = new QLabel(tr("%1 holds several images. Which of them should be added?")
                                .arg(QFileInfo(file).fileName()),
                            this);
    text->setWordWrap(true);
    list_->setObjectName("innerImageList");
    list_->setAccessibleName(windowTitle());
    for (const raster::InnerImage& image : images) {
        auto* item = new QListWidgetItem(QString::fromStdString(image.description), list_);
        item->setData(Qt::UserRole, QString::fromStdString(image.name));
        item->setToolTip(QString::fromStdString(image.name));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    add_ = buttons->addButton(tr("Add"), QDialogButtonBox::AcceptRole);
    add_->setObjectName("addInnerImages");
    add_->setEnabled(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(list_, 1);
    layout->addWidget(buttons);
    connect(list_, &QListWidget::itemChanged, this,
            [this] { add_->setEnabled(!checked().isEmpty()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen(checked());
        accept();
    });
}

QStringList InnerImagesDialog::checked() const
{
    QStringList names;
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->checkState() == Qt::Checked)
            names << list_->item(row)->data(Qt::UserRole).toString();
    return names;
}

} // namespace limn::ui
