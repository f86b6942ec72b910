// Opening, showing and closing projects.
#include "ui/inner_images_dialog.h"
#include "ui/main_window.h"
#include "ui/relink_dialog.h"
#include "ui/run_history.h"
#include "ui/words.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

namespace limn::ui
{

using annotation::Project;

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
    openProjectFolder(project, images);
}

void MainWindow::connectOpening()
{
    opening_ = new ProjectOpening(this);
    connect(opening_, &ProjectOpening::tookLong, this, [this](const QString& name) {
        openingName_ = name;
        refreshOpening();
    });
    connect(opening_, &ProjectOpening::ended, this, [this] {
        openingName_.clear();
        refreshOpening();
    });
    connect(opening_, &ProjectOpening::came, this, &MainWindow::takeOpened);
}

bool MainWindow::isShown(const QString& folder) const
{
    // By their names: asking a drive that does not answer would take long.
    return session_ && QDir::cleanPath(session_->folder()) == QDir::cleanPath(folder);
}

void MainWindow::refreshOpening()
{
    const annotation::ImageRecord* awaited =
        session_ ? session_->image(session_->awaitedImage()) : nullptr;
    const QString name =
        awaited ? QFileInfo(QString::fromStdString(awaited->file)).fileName() : openingName_;
    canvas_->setEmptyText(name.isEmpty() ? tr("Drop images here, or add them in the Images panel.")
                                         : tr("Opening %1…").arg(name));
    if (!name.isEmpty())
        adding_->showWaiting(tr("Opening %1").arg(name));
    else if (saysOpening_)
        adding_->clear();
    saysOpening_ = !name.isEmpty();
}

void MainWindow::openImages(const QStringList& files)
{
    opening_->openImages(files, surroundings_.documentsFolder,
                         session_ ? session_->folder() : QString());
}

void MainWindow::openDemo()
{
    opening_->openDemo(surroundings_.demoFolder, surroundings_.documentsFolder,
                       session_ ? session_->folder() : QString());
}

void MainWindow::openProjectFolder(const QString& folder, const QStringList& images,
                                   const QString& note)
{
    if (!isShown(folder)) {
        opening_->openFolder(folder, Project::Access::ReadWrite, images, note);
        return;
    }
    ProjectOpening::Outcome outcome;
    outcome.isOpenAlready = true;
    outcome.folder = folder;
    outcome.images = images;
    outcome.note = note;
    finishOpening(outcome);
}

void MainWindow::openReadOnly(const QString& folder)
{
    opening_->openFolder(folder, Project::Access::ReadOnly);
}

void MainWindow::takeOpened(const ProjectOpening::Outcome& outcome)
{
    if (!outcome.problem.isEmpty()) {
        tellFailure(outcome);
        return;
    }
    if (outcome.isOpenAlready) {
        finishOpening(outcome);
        return;
    }
    whenSaved([this, outcome] {
        take(*outcome.project);
        finishOpening(outcome);
    });
}

void MainWindow::finishOpening(const ProjectOpening::Outcome& outcome)
{
    if (!isShown(outcome.folder))
        return; // it was closed meanwhile
    if (!outcome.images.isEmpty()) {
        showFirstAdded_ = true;
        session_->addImages(outcome.images);
    }
    if (!outcome.note.isEmpty())
        note(outcome.note);
}

void MainWindow::tellFailure(const ProjectOpening::Outcome& outcome)
{
    using Remedy = ProjectOpening::Outcome::Remedy;
    const QString folder = outcome.folder;
    switch (outcome.remedy) {
    case Remedy::None:
        fail(outcome.problem);
        break;
    case Remedy::ReadOnly:
        fail(outcome.problem, tr("Open read-only"), [this, folder] { openReadOnly(folder); });
        break;
    case Remedy::Backup:
        fail(outcome.problem, tr("Restore a backup…"), [this, folder] { askBackup(folder); });
        break;
    }
}

void MainWindow::take(OpenedProject& opened)
{
    dropProject();
    if (!errorIsAboutEngine_)
        messages_->dismiss();
    const RunHistory runs = std::move(opened.runs);
    session_ = std::make_unique<ProjectSession>(std::move(opened));
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
    connect(session, &ProjectSession::imagesMoved, this, [this](const QList<qint64>& ids) {
        if (session_->currentImage() == 0 && session_->awaitedImage() == 0)
            showImage(ids.contains(session_->imageToShow()) ? session_->imageToShow()
                                                            : ids.first());
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
    connect(session, &ProjectSession::awaitedImageChanged, this, [this] {
        if (const qint64 awaited = session_->awaitedImage())
            images_->setCurrent(awaited);
        refreshOpening();
    });
    connect(session, &ProjectSession::showingFailed, this, &MainWindow::tellShowingFailed);
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
    overviewFiles_->setSession(session);
    bookmarks_->setSession(session);
    backups_->setSession(session);
    applySettings();
    images_->setOverviewFolder(session->overviewFolder());
    images_->setDecodingRoom(session->decodingRoom());
    images_->setImages(session->images(), !session->isReadOnly());
    session->countLabelled();
    trainingPanel_->setReadOnly(session->isReadOnly());
    refreshClasses();
    showSaving();
    takeLatestRun(runs);
    runs_->setProject(folder, session->isReadOnly(), runs.runs);
    if (const qint64 first = session->imageToShow())
        showImage(first);
    refreshActions();
    canvas_->setFocus();
    training_->setProject(folder);
    if (session->isReadOnly())
        note(tr("This project is open read-only: look and predict, but nothing is changed."));
}

void MainWindow::takeLatestRun(const RunHistory& runs)
{
    results_->setRun(runs.latest);
    trainingPanel_->setHasRun(!runs.latest.isEmpty());
    curves_->clear();
    curves_->putBefore(runs.curves);
    if (!runs.problem.isEmpty())
        warn(runs.problem);
}

void MainWindow::dropProject()
{
    if (!session_)
        return;
    training_->setProject({});
    for (widgets::DetachedWork* work : {&curvesReading_, &runLooking_, &networkReading_})
        work->forget();
    runs_->setProject({}, true);
    overviews_->setSession(nullptr);
    overviewFiles_->setSession(nullptr);
    bookmarks_->setSession(nullptr);
    backups_->setSession(nullptr);
    scene_->setSession(nullptr);
    results_->setRun({});
    session_.reset();
    adding_->clear();
    reading_->clear();
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
    refreshOpening();
    refreshActions();
}

void MainWindow::showImage(qint64 id)
{
    try {
        session_->showImage(id);
    } catch (const std::exception& error) {
        tellShowingFailed(id, inWords(error));
    }
}

void MainWindow::tellShowingFailed(qint64 id, const QString& sentence)
{
    fail(sentence);
    images_->setCurrent(session_->currentImage());
    const annotation::ImageRecord* image = session_->image(id);
    if (!image || session_->isReadOnly())
        return;
    fileWork_.start(
        [this, sentence,
         file = QString::fromStdString(image->file)]() -> widgets::DetachedWork::Result {
            if (QFileInfo::exists(file))
                return {};
            return [this, sentence] {
                if (messages_->text().contains(sentence))
                    messages_->show(widgets::MessageBar::Kind::Error, sentence,
                                    tr("Find moved files…"), [this] { relink(); });
            };
        });
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

void MainWindow::lookForRecent()
{
    const auto show = [this] {
        fillRecentMenu();
        welcome_->refresh();
    };
    show();
    recent_.look(show);
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
    QString error = inWords(QString::fromStdString(state.error));
    if (error.isEmpty() && state.isStalled())
        error = tr("The drive of %1 does not answer: what is drawn is kept in memory and written "
                   "when it does.")
                    .arg(session_->name());
    if (error != savingError_) {
        const QString before = std::exchange(savingError_, error);
        if (!error.isEmpty() && state.error.empty())
            fail(tr("NOT SAVED: %1").arg(error)); // it is being tried
        else if (!error.isEmpty())
            fail(tr("NOT SAVED: %1").arg(error), tr("Retry"), [this] {
                if (session_)
                    session_->retrySaving();
            });
        else if (messages_->text().contains(before))
            messages_->dismiss();
    }
    // Not from here: what follows may close the project that has just told this.
    if (afterSaving_)
        QMetaObject::invokeMethod(this, &MainWindow::continueAfterSaving, Qt::QueuedConnection);
}

} // namespace limn::ui
