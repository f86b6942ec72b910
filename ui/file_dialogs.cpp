#include "ui/file_dialogs.h"

#include "ui/image_files.h"

#include <QFileDialog>
#include <utility>

namespace limn::ui
{

void QtFileDialogs::openImages(QWidget* parent, std::function<void(const QStringList&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Open images"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Images (%1)").arg(imagePatterns().join(' ')), tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QStringList& files) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(files);
                     });
    dialog->open();
}

void QtFileDialogs::openFolder(QWidget* parent, const QString& title,
                               std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, title, folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, chosen = std::move(chosen)](const QString& folder) {
                         folder_ = folder;
                         chosen(folder);
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

void QtFileDialogs::openClasses(QWidget* parent, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Import classes"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Class lists (*.csv)"), tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& file) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(file);
                     });
    dialog->open();
}

void QtFileDialogs::saveClasses(QWidget* parent, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Export classes"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Class lists (*.csv)")});
    dialog->setDefaultSuffix("csv");
    dialog->selectFile("classes");
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& file) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(file);
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

void QtFileDialogs::openWeights(QWidget* parent, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Add downloaded weights"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Weights (*.pth *.pt *.safetensors)"), tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& file) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(file);
                     });
    dialog->open();
}

void QtFileDialogs::saveNetwork(QWidget* parent, std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent, tr("Export the network"), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("PyTorch checkpoint (*.pt)"), tr("safetensors (*.safetensors)")});
    dialog->setDefaultSuffix("pt");
    dialog->selectFile("network");
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains("*.pt)") ? "pt" : "safetensors");
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [this, dialog, chosen = std::move(chosen)](const QString& file) {
                         folder_ = dialog->directory().absolutePath();
                         chosen(file);
                     });
    dialog->open();
}

} // namespace limn::ui
