#include "ui/restore_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int listWidth = 416;
constexpr int listHeight = 224;
} // namespace

RestoreDialog::RestoreDialog(const QString& project, std::vector<annotation::Backup> backups,
                             QWidget* parent)
    : QDialog(parent)
{
    setObjectName("restore");
    setWindowTitle(tr("Restore a backup"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* text = new QLabel(tr("The copy chosen takes the place of %1 as it is now, which is kept "
                               "as a backup itself. Images, runs and predictions stay.")
                                .arg(project),
                            this);
    text->setWordWrap(true);
    auto* list = new QTreeWidget(this);
    list->setObjectName("backups");
    list->setHeaderLabels({tr("Made"), tr("Size")});
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setMinimumSize(listWidth, listHeight);
    const QLocale locale;
    for (const annotation::Backup& backup : backups) {
        const auto made =
            QDateTime::fromSecsSinceEpoch(backup.made.time_since_epoch().count()).toLocalTime();
        auto* row = new QTreeWidgetItem(
            list, {locale.toString(made, QLocale::ShortFormat),
                   locale.formattedDataSize(static_cast<qint64>(backup.bytes))});
        row->setToolTip(0, QString::fromStdString(backup.file.string()));
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    list->setCurrentItem(list->topLevelItem(0));
    auto* buttons = new QDialogButtonBox(this);
    auto* restore = buttons->addButton(tr("Restore"), QDialogButtonBox::AcceptRole);
    restore->setObjectName("restoreBackupButton");
    buttons->addButton(QDialogButtonBox::Cancel)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(buttons, &QDialogButtonBox::accepted, this, [this, list, backups = std::move(backups)] {
        const int row = list->indexOfTopLevelItem(list->currentItem());
        close();
        if (row >= 0)
            Q_EMIT chosen(backups[static_cast<std::size_t>(row)]);
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addWidget(list, 1);
    layout->addWidget(buttons);
}

} // namespace limn::ui
