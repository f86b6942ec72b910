// Opening, showing and closing projects.
#include "ui/inner_images_dialog.h"
#include "ui/main_window.h"
#include "ui/relink_dialog.h"
#include "ui/run_history.h"
#include "ui/words.h"

#include <chrono>
#include <QDir>
#include <QFileInfo>
#include <QTimer>
#include <utility>

namespace limn::ui
{

using annotation::Project;

namespace
{
/// What takes longer is said while it lasts.
constexpr std::chrono::milliseconds slowOpening{500};
} // namespace

void MainWindow::open(const QStringList& paths)
{
    QStringList images;
    QString project;
    for (const QString& path : paths) {
        if (!isProjectPath(path))
            // "/vsicurl/https://..." is no path to be tidied.
            images << (path.startsWith("/vsi") ? path : QFileInfo(path).absoluteFilePath());
        else if (project.isEmpty())
            project = projectFolderOf(path);
    }
    if (project.isEmpty()) {
        if (!images.isEmpty())
            openImages(images);
        return;
    }
    openProjectFolder(project);
    if (session_ && !images.isEmpty()) {
        showFirstAdded_ = true;
        session_->addImages(images);
    }
}

void MainWindow::openImages(const QStringList& files)
{
    // They may lie where nothing answers.
    opening_.forget();
    const int asked = ++openings_;
    QTimer::singleShot(slowOpening, this,
                       [this, asked, name = QFileInfo(files.value(0)).fileName()] {
                           if (asked == openings_)
                               adding_->show(tr("Opening %1").arg(name), 0);
                       });
    opening_.start([this, files]() -> widgets::DetachedWork::Result {
        const FirstImage first = firstImageOf(files);
        return [this, files, first] { openFirst(first, files); };
    });
}

void MainWindow::openFirst(const FirstImage& first, const QStringList& files)
{
    ++openings_;
    adding_->clear();
    if (first.file.isEmpty()) {
        fail(first.problem);
        return;
    }
    try {
        ProjectPlace place = projectForImage(first.file, surroundings_.documentsFolder);
        if (place.made)
            take(std::move(place.made));
        else
            openProjectFolder(place.folder);
        if (!session_ || QDir(session_->folder()) != QDir(place.folder))
            return; // why is in the message bar
        showFirstAdded_ = true;
        // Those that cannot be opened are named with the others.
        session_->addImages(files);
        if (!place.note.isEmpty())
            note(place.note);
    } catch (const std::exception& error) {
        fail(inWords(error));
    }
}

void MainWindow::openDemo()
{
    try {
        ProjectPlace place = demoProject(surroundings_.demoFolder, surroundings_.documentsFolder);
        if (place.made)
            take(std::move(place.made));
        else
            openProjectFolder(place.folder);
        if (!place.note.isEmpty())
            note(place.note);
    } catch (const std::exception& error) {
        fail(inWords(error));
    }
}

void MainWindow::openProjectFolder(const QString& folder)
{
    if (session_ && QDir(session_->folder()) == QDir(folder))
        return;
    try {
        take(Project::open(folder.toStdString(), Project::Access::ReadWrite));
    } catch (const std::exception& error) {
        const QString why = inWords(error);
        try {
            Project::open(folder.toStdString(), Project::Access::ReadOnly);
            fail(why, tr("Open read-only"), [this, folder] { openReadOnly(folder); });
        } catch (const std::exception&) {
            // Reading fails as well: what was said first is what is wrong.
            if (annotation::listBackups(folder.toStdString()).empty())
                fail(why);
            else
                fail(why, tr("Restore a backup…"), [this, folder] { askBackup(folder); });
        }
    }
}

void MainWindow::openReadOnly(const QString& folder)
{
    try {
        take(Project::open(folder.toStdString(), Project::Access::ReadOnly));
    } catch (const std::exception& error) {
        fail(inWords(error));
    }
}

void MainWindow::take(std::unique_ptr<Project> project)
{
    if (!closeProject())
        return;
    if (!errorIsAboutEngine_)
        messages_->dismiss();
    session_ = std::make_unique<ProjectSession>(std::move(project));
    ProjectSession* session = session_.get();
    connect(session, &ProjectSession::imagesChanged, this, [this] {
        images_->setImages(session_->images(), !session_->isReadOnly());
        refreshActions();
    });
    connect(session, &ProjectSession::imagesAdded, this, [this](const QList<qint64>& ids) {
        if (showFirstAdded_ || session_->currentImage() == 0)
            showImage(ids.first());
        showFirstAdded_ = false;
    });
    connect(session, &ProjectSession::choiceNeeded, this,
            [this](const QString& file, const std::vector<raster::InnerImage>& images) {
                auto* dialog = new InnerImagesDialog(file, images, this);
                connect(dialog, &InnerImagesDialog::chosen, this, [this](const QStringList& names) {
                    if (session_)
                        session_->addImages(names);
                });
                dialog->show();
            });
    connect(session, &ProjectSession::addingProgressed, this, [this](int done, int total) {
        if (done < total)
            adding_->show(tr("Adding images"), static_cast<double>(done) / total);
        else
            adding_->clear();
    });
    connect(session, &ProjectSession::labelledCounted, images_, &ImagesPanel::setLabelled);
    connect(session, &ProjectSession::filesRefused, this,
            [this](const QString& sentence) { fail(sentence); });
    connect(session, &ProjectSession::classesReplaced, this, [this](const QString& problem) {
        if (!problem.isEmpty())
            fail(problem);
    });
    connect(session, &ProjectSession::currentImageChanged, this, [this] {
        images_->setCurrent(session_->currentImage());
        measurePixel();
        status_->setRaster(session_->raster());
        navigation_->setImage(session_->raster());
        status_->setZoom(canvas_->view().scale);
        tellAlpha();
        refreshActions();
    });
    connect(session, &ProjectSession::openingFailed, this, [this](const QString& sentence) {
        fail(sentence, tr("Try again"), [this] {
            if (session_)
                session_->openAgain();
        });
    });
    connect(session, &ProjectSession::rasterChanged, this, [this] {
        measurePixel();
        status_->setRaster(session_->raster());
        navigation_->setImage(session_->raster());
        tellAlpha();
    });
    connect(session, &ProjectSession::classesChanged, this, &MainWindow::refreshClasses);
    connect(session, &ProjectSession::currentClassChanged, this, &MainWindow::refreshClasses);
    connect(session, &ProjectSession::saveStateChanged, this, &MainWindow::showSaving);
    connect(session, &ProjectSession::labelsSaved, training_, &TrainingSession::labelsSaved);

    const QString folder = session->folder();
    if (!session->isReadOnly())
        recent_.add(folder);
    fillRecentMenu();
    setWindowTitle(tr("%1 — Limn").arg(session->name()));
    showWorkspace(true);
    scene_->setSession(session);
    overviews_->setSession(session);
    bookmarks_->setSession(session);
    backups_->setSession(session);
    applySettings();
    images_->setOverviewFolder(session->overviewFolder());
    images_->setImages(session->images(), !session->isReadOnly());
    session->countLabelled();
    trainingPanel_->setReadOnly(session->isReadOnly());
    refreshClasses();
    showSaving();
    takeLatestRun();
    runs_->setProject(folder, session->isReadOnly());
    if (const qint64 first = session->imageToShow())
        showImage(first);
    refreshActions();
    canvas_->setFocus();
    training_->setProject(folder);
    if (session->isReadOnly())
        note(tr("This project is open read-only: look and predict, but nothing is changed."));
}

void MainWindow::takeLatestRun()
{
    curves_->clear();
    results_->setRun({});
    trainingPanel_->setHasRun(false);
    try {
        const auto run = latestRun(session_->folder());
        if (!run)
            return;
        const QString id = QString::fromStdString(run->id);
        results_->setRun(id);
        trainingPanel_->setHasRun(true);
        showCurves(*curves_, session_->folder(), id);
    } catch (const std::exception& error) {
        warn(inWords(error));
    }
}

bool MainWindow::closeProject()
{
    if (!session_)
        return true;
    const annotation::SaveState state = session_->saveState();
    if (!state.error.empty()) {
        fail(tr("%1 has edits that are not on disk: %2")
                 .arg(session_->name(), QString::fromStdString(state.error)),
             tr("Retry"), [this] {
                 if (session_)
                     session_->retrySaving();
             });
        return false;
    }
    training_->setProject({});
    runs_->setProject({}, true);
    overviews_->setSession(nullptr);
    bookmarks_->setSession(nullptr);
    backups_->setSession(nullptr);
    scene_->setSession(nullptr);
    results_->setRun({});
    session_.reset();
    adding_->clear();
    toldAlpha_.clear();
    savingError_.clear();
    images_->setImages({}, false);
    classes_->setClasses({});
    curves_->clear();
    status_->clear();
    navigation_->setImage(nullptr);
    trainingPanel_->setHasRun(false);
    trainingPanel_->setClasses({});
    setWindowTitle(tr("Limn"));
    refreshActions();
    return true;
}

void MainWindow::showImage(qint64 id)
{
    try {
        session_->showImage(id);
    } catch (const std::exception& error) {
        const QString sentence = inWords(error);
        const annotation::ImageRecord* image = session_->image(id);
        if (image && !session_->isReadOnly() &&
            !QFileInfo::exists(QString::fromStdString(image->file)))
            fail(sentence, tr("Find moved files…"), [this] { relink(); });
        else
            fail(sentence);
        images_->setCurrent(session_->currentImage());
    }
}

void MainWindow::tellAlpha()
{
    if (!session_->raster() || session_->raster()->info().alphaBand == 0)
        return;
    // In a picture for the screen it is what it seems; in an instrument's file it may be a mistake.
    const raster::RasterInfo& info = session_->raster()->info();
    const bool fromInstrument = info.driver == "GTiff" || info.transform;
    if (!fromInstrument || !toldAlpha_.insert(session_->currentImage()).second)
        return;
    note(
        tr("Band %1 of this image is taken as its transparency, not shown and not learned from. If "
           "it is another band, such as near infrared, say so in the file: gdal_edit.py "
           "-colorinterp_%1 undefined FILE.")
            .arg(info.alphaBand));
}

void MainWindow::relink()
{
    if (!session_ || session_->isReadOnly())
        return;
    auto* dialog = new RelinkDialog(*session_, *surroundings_.dialogs, this);
    connect(dialog, &RelinkDialog::relinked, this, [this] { messages_->dismiss(); });
    dialog->show();
}

void MainWindow::fillRecentMenu()
{
    actions_->recent->clear();
    for (const QString& folder : recent_.folders()) {
        QAction* action = actions_->recent->addAction(QFileInfo(folder).completeBaseName());
        action->setToolTip(QDir::toNativeSeparators(folder));
        connect(action, &QAction::triggered, this, [this, folder] { openProjectFolder(folder); });
    }
    actions_->recent->setEnabled(!actions_->recent->isEmpty());
}

void MainWindow::showSaving()
{
    const annotation::SaveState state = session_->saveState();
    status_->setSaving(state, session_->isReadOnly());
    const QString error = QString::fromStdString(state.error);
    if (error != savingError_) {
        const QString before = std::exchange(savingError_, error);
        if (!error.isEmpty())
            fail(tr("NOT SAVED: %1").arg(error), tr("Retry"), [this] {
                if (session_)
                    session_->retrySaving();
            });
        else if (messages_->text().contains(before))
            messages_->dismiss();
    }
    if (closing_ == Closing::Saving)
        continueClosing();
}

} // namespace limn::ui
