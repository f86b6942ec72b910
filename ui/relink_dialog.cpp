#include "ui/relink_dialog.h"

#include <algorithm>
#include <array>
#include <QDialogButtonBox>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QHeaderView>
#include <QMultiHash>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{

/// How many parts of the two paths agree, from the file's name upwards.
int sharedParts(const QString& a, const QString& b)
{
    const QStringList first = a.split('/');
    const QStringList second = b.split('/');
    int shared = 0;
    while (shared < first.size() && shared < second.size() &&
           first[first.size() - 1 - shared] == second[second.size() - 1 - shared])
        ++shared;
    return shared;
}

/// The file below `folder` that each of the lost ones most probably is: of the same name, in
/// folders of the same names as far up as can be.
QHash<qint64, QString> findFiles(const QString& folder, const QHash<qint64, QString>& lost)
{
    QMultiHash<QString, qint64> byName;
    for (auto file = lost.constBegin(); file != lost.constEnd(); ++file)
        byName.insert(QFileInfo(file.value()).fileName(), file.key());
    QHash<qint64, QString> found;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        for (const qint64 id : byName.values(files.fileName())) {
            const QString before = found.value(id);
            if (before.isEmpty() || sharedParts(path, lost[id]) > sharedParts(before, lost[id]))
                found.insert(id, path);
        }
    }
    return found;
}

} // namespace

RelinkDialog::RelinkDialog(ProjectSession& session, FileDialogs& dialogs, QWidget* parent)
    : QDialog(parent),
      session_(&session),
      dialogs_(dialogs),
      summary_(new QLabel(tr("Looking for images whose files are gone…"), this)),
      table_(new QTableWidget(0, 3, this)),
      search_(new QPushButton(tr("Search in a folder…"), this)),
      relink_(new QPushButton(tr("Relink"), this))
{
    setObjectName("relink");
    setWindowTitle(tr("Find moved files"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(760, 420);
    table_->setObjectName("missingFiles");
    table_->setHorizontalHeaderLabels({tr("Image"), tr("Was in"), tr("Found in")});
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->verticalHeader()->hide();
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    summary_->setWordWrap(true);
    search_->setObjectName("searchFolder");
    relink_->setObjectName("relinkFound");
    relink_->setDefault(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(search_, QDialogButtonBox::ActionRole);
    buttons->addButton(relink_, QDialogButtonBox::AcceptRole);
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon(QIcon());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(summary_);
    layout->addWidget(table_, 1);
    layout->addWidget(buttons);
    search_->setEnabled(false);
    relink_->setEnabled(false);

    connect(buttons, &QDialogButtonBox::rejected, this, &QWidget::close);
    connect(relink_, &QPushButton::clicked, this, &RelinkDialog::relink);
    connect(search_, &QPushButton::clicked, this, [this] {
        dialogs_.openFolder(this, tr("Search for the images in"),
                            [this](const QString& folder) { searchIn(folder); });
    });
    connect(session_, &QObject::destroyed, this, &QWidget::close);
    lookForMissing();
}

void RelinkDialog::lookForMissing()
{
    std::vector<Missing> all;
    for (const annotation::ImageRecord& image : session_->images())
        if (image.file.rfind("/vsi", 0) != 0)
            all.push_back({image.id, QString::fromStdString(image.file), {}});
    work_.start([this, all = std::move(all)]() mutable -> widgets::DetachedWork::Result {
        std::erase_if(all, [](const Missing& image) { return QFileInfo::exists(image.file); });
        return [this, all] {
            missing_ = all;
            fill();
        };
    });
}

void RelinkDialog::searchIn(const QString& folder)
{
    search_->setEnabled(false);
    summary_->setText(tr("Searching %1…").arg(QDir::toNativeSeparators(folder)));
    QHash<qint64, QString> lost;
    for (const Missing& image : missing_)
        lost.insert(image.id, image.file);
    work_.start([this, folder, lost]() -> widgets::DetachedWork::Result {
        return [this, found = findFiles(folder, lost)] { take(found); };
    });
}

void RelinkDialog::take(const QHash<qint64, QString>& found)
{
    for (Missing& image : missing_)
        if (found.contains(image.id))
            image.found = found.value(image.id);
    fill();
}

void RelinkDialog::fill()
{
    table_->setRowCount(static_cast<int>(missing_.size()));
    int found = 0;
    for (int row = 0; row < table_->rowCount(); ++row) {
        const Missing& image = missing_[static_cast<std::size_t>(row)];
        const auto folderOf = [](const QString& file) {
            return file.isEmpty() ? QString() : QDir::toNativeSeparators(QFileInfo(file).path());
        };
        const std::array texts{QFileInfo(image.file).fileName(), folderOf(image.file),
                               folderOf(image.found)};
        for (int column = 0; column < 3; ++column) {
            auto* item = new QTableWidgetItem(texts[static_cast<std::size_t>(column)]);
            item->setToolTip(item->text());
            table_->setItem(row, column, item);
        }
        found += image.found.isEmpty() ? 0 : 1;
    }
    search_->setEnabled(!missing_.empty());
    relink_->setEnabled(found > 0);
    if (found > 0)
        relink_->setFocus(); // else Enter would close what the search has found
    if (missing_.empty())
        summary_->setText(tr("Every image of the project is where it was."));
    else if (found == 0)
        summary_->setText(tr("%n image(s) cannot be found. Choose a folder that they may have been "
                             "moved to; the folders in it are searched too.",
                             nullptr, table_->rowCount()));
    else
        summary_->setText(tr("Found %1 of %2 images. Relinking keeps their labels.")
                              .arg(found)
                              .arg(table_->rowCount()));
}

void RelinkDialog::relink()
{
    if (!session_)
        return;
    QMap<qint64, QString> files;
    for (const Missing& image : missing_)
        if (!image.found.isEmpty())
            files.insert(image.id, image.found);
    session_->moveImages(files);
    Q_EMIT relinked(static_cast<int>(files.size()));
    std::erase_if(missing_, [](const Missing& image) { return !image.found.isEmpty(); });
    if (missing_.empty())
        close();
    else
        fill();
}

} // namespace limn::ui
