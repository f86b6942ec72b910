#include "ui/file_dialogs.h"

#include <QFileDialog>
#include <utility>

namespace limn::ui
{

void QtFileDialogs::openImages(QWidget* parent, std::function<void(const QStringList&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Open images"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Images (*.tif *.tiff *.png *.jpg *.jpeg *.jp2 *.vrt *.img *.bmp "
                               "*.webp *.svs *.ndpi)"),
                            tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QStringList& files) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(files);
                     });
    dialog->open();
}

void QtFileDialogs::openProject(QWidget* parent, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Open project (a folder NAME.limn)"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& folder) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(folder);
                     });
    dialog->open();
}

void QtFileDialogs::saveCurves(QWidget* parent, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Save training curves"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Picture (*.png)"), tr("Document (*.pdf)"), tr("Table (*.csv)")});
    dialog->setDefaultSuffix("png");
    dialog->selectFile("curves");
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains("*.pdf")   ? "pdf"
                                 : filter.contains("*.csv") ? "csv"
                                                            : "png");
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& file) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(file);
                     });
    dialog->open();
}

} // namespace limn::ui
