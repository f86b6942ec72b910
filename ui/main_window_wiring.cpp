// What is connected with what.
#include "ui/about_box.h"
#include "ui/duration.h"
#include "ui/main_window.h"
#include "ui/shortcuts_sheet.h"
#include "ui/words.h"

#include <cmath>
#include <QJsonArray>

namespace limn::ui
{

void MainWindow::connectActions()
{
    const auto askImages = [this] {
        surroundings_.dialogs->openImages(this, [this](const QStringList& files) { open(files); });
    };
    const auto askProject = [this] {
        surroundings_.dialogs->openProject(
            this, [this](const QString& folder) { openProjectFolder(projectFolderOf(folder)); });
    };
    const auto askMore = [this] {
        surroundings_.dialogs->openImages(this, [this](const QStringList& files) {
            if (session_)
                session_->addImages(files);
        });
    };
    connect(actions_->openImages, &QAction::triggered, this, askImages);
    connect(welcome_, &WelcomePage::openImagesAsked, this, askImages);
    connect(actions_->openProject, &QAction::triggered, this, askProject);
    connect(welcome_, &WelcomePage::openProjectAsked, this, askProject);
    connect(welcome_, &WelcomePage::projectAsked, this,
            [this](const QString& folder) { openProjectFolder(folder); });
    connect(actions_->openDemo, &QAction::triggered, this, &MainWindow::openDemo);
    connect(welcome_, &WelcomePage::demoAsked, this, &MainWindow::openDemo);
    connect(actions_->addImages, &QAction::triggered, this, askMore);
    connect(images_, &ImagesPanel::addAsked, this, askMore);
    connect(actions_->closeProject, &QAction::triggered, this, [this] {
        whenSaved([this] {
            dropProject();
            showWorkspace(false);
        });
    });
    connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
    fillRecentMenu();

    connect(actions_->undo, &QAction::triggered, this, [this] {
        target_->edit([](annotation::ImageAnnotation& labels) {
            if (!labels.isStroking() && labels.canUndo())
                labels.undo();
        });
    });
    connect(actions_->redo, &QAction::triggered, this, [this] {
        target_->edit([](annotation::ImageAnnotation& labels) {
            if (!labels.isStroking() && labels.canRedo())
                labels.redo();
        });
    });

    const auto middle = [this] { return QRectF(canvas_->rect()).center(); };
    connect(actions_->zoomIn, &QAction::triggered, this,
            [this, middle] { canvas_->zoomBy(std::sqrt(2.0), middle()); });
    connect(actions_->zoomOut, &QAction::triggered, this,
            [this, middle] { canvas_->zoomBy(std::sqrt(0.5), middle()); });
    connect(actions_->fit, &QAction::triggered, canvas_, &widgets::Canvas::fit);
    connect(actions_->fullSize, &QAction::triggered, canvas_, [this] { canvas_->zoomTo(1); });
    connect(actions_->hideOverlays, &QAction::toggled, this, &MainWindow::hideOverlays);
    connect(actions_->fullScreen, &QAction::toggled, this,
            [this](bool full) { full ? showFullScreen() : showNormal(); });
    for (QAction* theme : actions_->themes->actions()) {
        theme->setChecked(theme->data() == surroundings_.settings->value("theme", "system"));
        connect(theme, &QAction::triggered, this,
                [this, theme] { setTheme(theme->data().toString()); });
    }
    for (QAction* language : actions_->languages->actions()) {
        language->setChecked(language->data() ==
                             surroundings_.settings->value("language", "system"));
        connect(language, &QAction::triggered, this, [this, language] {
            surroundings_.settings->setValue("language", language->data());
            note(tr("The language changes when Limn is started again."));
        });
    }

    connect(actions_->nextImage, &QAction::triggered, this, [this] { stepImage(1); });
    connect(actions_->previousImage, &QAction::triggered, this, [this] { stepImage(-1); });
    connect(images_, &ImagesPanel::chosen, this, &MainWindow::showImage);
    const auto remove = [this](qint64 id) {
        if (session_ && id != 0)
            session_->removeImage(id);
    };
    connect(images_, &ImagesPanel::removeAsked, this, remove);
    connect(images_, &ImagesPanel::splitAsked, this,
            [this](const QList<qint64>& ids, annotation::Split split) {
                if (session_)
                    session_->setSplit(ids, split);
            });
    connect(images_, &ImagesPanel::addFolderAsked, this, [this] {
        surroundings_.dialogs->openFolder(this, tr("Add the images of a folder"),
                                          [this](const QString& folder) {
                                              if (session_)
                                                  session_->addImages({folder});
                                          });
    });
    connect(images_, &ImagesPanel::relinkAsked, this, &MainWindow::relink);
    connect(actions_->removeImage, &QAction::triggered, this,
            [this, remove] { remove(session_ ? session_->currentImage() : 0); });
    connect(images_, &ImagesPanel::thumbnailRead, this, [this](qint64 id) {
        if (session_ && !session_->images().empty() && session_->images().front().id == id)
            recent_.setPicture(session_->folder(), images_->thumbnail(id));
    });
    const auto stretch = [this](QAction* action, ImageScene::Stretch how) {
        connect(action, &QAction::triggered, this, [this, how] { scene_->stretch(how); });
    };
    stretch(actions_->stretchImage, ImageScene::Stretch::WholeImage);
    stretch(actions_->stretchView, ImageScene::Stretch::View);
    stretch(actions_->stretchRange, ImageScene::Stretch::FullRange);

    connect(actions_->tools, &QActionGroup::triggered, this, [this](const QAction* action) {
        toolSet_->choose(static_cast<ToolSet::Tool>(action->data().toInt()));
    });
    connect(toolSet_, &ToolSet::chosen, this,
            [this](ToolSet::Tool tool) { actions_->toolAction(tool)->setChecked(true); });
    connect(actions_->smallerBrush, &QAction::triggered, this,
            [this] { toolSet_->growBrush(false); });
    connect(actions_->largerBrush, &QAction::triggered, this,
            [this] { toolSet_->growBrush(true); });
    connect(actions_->accept, &QAction::triggered, scene_, &ImageScene::acceptPrediction);
    connect(actions_->pickClass, &QAction::triggered, this, &MainWindow::pickClass);
    connect(actions_->reclassify, &QAction::triggered, this, &MainWindow::reclassifySelected);

    connect(actions_->train, &QAction::triggered, training_, &TrainingSession::toggle);
    connect(actions_->resume, &QAction::triggered, training_, &TrainingSession::resume);
    connect(actions_->restartEngine, &QAction::triggered, engine_, &EngineClient::restart);
    connect(actions_->saveCurves, &QAction::triggered, this, [this] {
        surroundings_.dialogs->saveCurves(this, [this](const QString& file) {
            const QString problem = curves_->save(file);
            if (!problem.isEmpty())
                fail(problem);
        });
    });
    connect(actions_->predictImage, &QAction::triggered, results_, &ResultLayers::predictImage);
    connect(actions_->cancelPrediction, &QAction::triggered, results_,
            &ResultLayers::cancelPrediction);
    connect(actions_->explain, &QAction::triggered, this, [this] {
        const int chosen = session_ ? session_->currentClass() : 0;
        explain(chosen != 0 ? chosen : trainingPanel_->classToExplain());
    });
    connect(actions_, &WindowActions::explainChosen, this, &MainWindow::explain);
    connect(trainingPanel_, &TrainingPanel::explainAsked, this, &MainWindow::explain);

    connect(actions_->resetLayout, &QAction::triggered, this, &MainWindow::resetLayout);
    connect(actions_->shortcuts, &QAction::triggered, this, [this] {
        auto* sheet = new ShortcutsSheet(this);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->show();
    });
    connect(actions_->about, &QAction::triggered, this, [this] { showAbout(*engine_, this); });
    connect(firstTask_, &FirstTask::dismissed, this, [this] {
        surroundings_.settings->setValue("firstTask/dismissed", true);
        firstTask_->hide();
    });
}

void MainWindow::connectScene()
{
    connect(scene_, &ImageScene::layersChanged, this, [this] {
        layerList_->setLayers(scene_->layers());
        for (widgets::CanvasLayer* layer : scene_->layers())
            connect(layer, &widgets::CanvasLayer::appearanceChanged, this,
                    &MainWindow::refreshLayerToggles, Qt::UniqueConnection);
        refreshLayerToggles();
    });
    const QStringList ids{"prediction", "gradcam", "outlines", "mask"};
    for (qsizetype i = 0; i < actions_->layerToggles.size(); ++i)
        connect(actions_->layerToggles[i], &QAction::toggled, this,
                [this, id = ids[i]](bool visible) {
                    for (widgets::CanvasLayer* layer : scene_->layers())
                        if (layer->id() == id)
                            layer->setVisible(visible);
                });
    connect(scene_, &ImageScene::countsChanged, this, [this] {
        refreshCounts();
        refreshFirstTask();
    });
    connect(scene_, &ImageScene::overviewRead, navigation_, &ViewNavigation::setPicture);
    connect(scene_, &ImageScene::undoChanged, this, &MainWindow::refreshActions);
    connect(scene_, &ImageScene::refused, this, [this](const QString& text) { fail(text); });
    connect(scene_, &ImageScene::unreadable, this, [this](const QString& text) {
        fail(text, tr("Try again"), [this] { scene_->retryReading(); });
    });
    connect(scene_, &ImageScene::noted, this, [this](const QString& text) { note(text); });
    connect(target_, &EditTarget::refused, this, [this](const QString& text) { warn(text); });
    connect(target_, &EditTarget::selectionChanged, this, &MainWindow::refreshActions);
    connect(canvas_, &widgets::Canvas::cursorMoved, this, &MainWindow::showCursor);
    connect(canvas_, &widgets::Canvas::viewChanged, this,
            [this](const widgets::ViewTransform& view) { status_->setZoom(view.scale); });
    connect(status_, &StatusFields::retryAsked, this, [this] {
        if (session_)
            session_->retrySaving();
    });
}

void MainWindow::connectTraining()
{
    connect(training_, &TrainingSession::stateChanged, this, [this] {
        if (!training_->isBusy())
            workText_.clear();
        refreshActions();
        refreshEngineStatus();
    });
    connect(training_, &TrainingSession::planChanged, this, &MainWindow::refreshActions);
    connect(training_, &TrainingSession::failed, this, [this](const QString& text) { fail(text); });
    connect(training_, &TrainingSession::projectOpened, this, &MainWindow::lookForInterruptedRun);
    connect(training_, &TrainingSession::started, this, [this](const QString& run, bool resumed) {
        curvesReading_.forget();
        curves_->clear();
        if (resumed)
            readCurves(run);
        results_->setRun(run);
    });
    connect(training_, &TrainingSession::progressed, this,
            [this](const TrainingProgress& progress) {
                if (!std::isnan(progress.loss))
                    curves_->addTrainingLoss(progress.step, progress.elapsed, progress.loss);
                workText_ = tr("step %L1").arg(static_cast<qlonglong>(progress.step));
                if (progress.remaining >= 0)
                    workText_ += tr(" · %1 left").arg(formatDuration(progress.remaining));
                refreshEngineStatus();
            });
    connect(training_, &TrainingSession::validated, this,
            [this](const TrainingValidation& validation) {
                curves_->addValidation({validation.step, validation.elapsed, validation.loss,
                                        validation.meanIou, validation.best});
                trainingPanel_->setHasRun(true);
                results_->weightsImproved();
            });
    connect(training_, &TrainingSession::labelsTaken, curves_, &widgets::CurvePlot::addLabelChange);
    connect(training_, &TrainingSession::warned, this,
            [this](const QString& sentence) { warn(sentence); });
    connect(training_, &TrainingSession::finished, this,
            [this](const QString& run, const QString& state, const QString& message) {
                if (state == "failed") {
                    fail(message);
                    return;
                }
                if (state == "interrupted") {
                    note(message, tr("Resume training"), [this] { training_->resume(); });
                    return;
                }
                note(message);
                results_->setRun(run);
                trainingPanel_->setHasRun(true);
                results_->weightsImproved();
                results_->predictImage();
            });
    connect(results_, &ResultLayers::explained, this, [this] {
        explainedOnce_ = true;
        refreshFirstTask();
    });
    connect(results_, &ResultLayers::failed, this, [this](const QString& text) { fail(text); });
    connect(results_, &ResultLayers::predictedRead, this,
            [this] { showCursor(cursor_, cursorInside_); });
    connect(results_, &ResultLayers::tilesArrived, this, [this](int done, int total) {
        // While training the view is predicted over and over; its tiles are no job to wait for.
        if (!training_->isBusy() && !toolSet_->maskWork().isRunning())
            status_->setJob(tr("Predicting %1 of %2").arg(done).arg(total), done, total);
    });
    connect(results_, &ResultLayers::predictionFinished, this, [this](const QString& message) {
        status_->setJob({}, 0, 0);
        if (!message.isEmpty())
            warn(message);
    });
}

void MainWindow::connectEngine()
{
    connect(engine_, &EngineClient::logged, log_, &QPlainTextEdit::appendPlainText);
    connect(engine_, &EngineClient::stateChanged, this, [this] {
        workText_.clear();
        status_->setJob({}, 0, 0);
        refreshActions();
        refreshEngineStatus();
    });
    connect(engine_, &EngineClient::ready, this, [this] {
        // The engine is there again, so what was said about it is no longer true.
        if (errorIsAboutEngine_)
            messages_->dismiss();
        errorIsAboutEngine_ = false;
    });
    connect(engine_, &EngineClient::died, this, [this](const QString& sentence) {
        if (training_->interruptedRun().isEmpty())
            fail(sentence, tr("Start it again"), [this] { engine_->restart(); });
        else
            fail(sentence, tr("Resume training"), [this] { training_->resume(); });
        errorIsAboutEngine_ = true;
    });
    connect(engine_, &EngineClient::unavailable, this, [this](const QString& sentence) {
        fail(sentence, tr("Try again"), [this] { engine_->restart(); });
        errorIsAboutEngine_ = true;
    });
    connect(engine_, &EngineClient::ended, this, [this] {
        if (endingEngine_)
            Q_EMIT closed();
    });
    refreshEngineStatus();
}

void MainWindow::refreshActions()
{
    const bool project = session_ != nullptr;
    const bool image = project && session_->labels();
    const bool editable = project && !session_->isReadOnly();
    actions_->setSituation(project, image, editable);
    if (image) {
        const annotation::ImageAnnotation& labels = *session_->labels();
        actions_->undo->setEnabled(labels.canUndo());
        actions_->undo->setText(
            labels.canUndo()
                ? tr("&Undo %1").arg(inWords(QString::fromStdString(labels.undoText())))
                : tr("&Undo"));
        actions_->redo->setEnabled(labels.canRedo());
        actions_->redo->setText(
            labels.canRedo()
                ? tr("&Redo %1").arg(inWords(QString::fromStdString(labels.redoText())))
                : tr("&Redo"));
    }
    actions_->reclassify->setEnabled(editable && target_->selectedShape());
    const bool canPredict = image && engine_->isReady() && !results_->run().isEmpty();
    for (QAction* action : {actions_->predictImage, actions_->cancelPrediction, actions_->explain})
        action->setEnabled(canPredict);
    actions_->explainMenu->setEnabled(canPredict && !session_->classes().empty());
    actions_->accept->setEnabled(editable && image && !results_->run().isEmpty());
    actions_->train->setText(training_->isBusy() ? tr("S&top training") : tr("&Train"));
    actions_->train->setEnabled(editable && (training_->canStart() || training_->isBusy()));
    actions_->resume->setEnabled(editable && !training_->interruptedRun().isEmpty() &&
                                 !training_->isBusy());
    actions_->saveCurves->setEnabled(project && curves_->trainingPoints() > 0);
    actions_->exportNetwork->setEnabled(project && !results_->run().isEmpty());
    actions_->restartEngine->setEnabled(engine_->state() == EngineClient::State::Off);
    refreshFirstTask();
}

void MainWindow::refreshFirstTask()
{
    FirstTask::Situation situation;
    if (session_) {
        situation.imageOpened = !session_->images().empty();
        situation.classesAdded = session_->classes().size() >= 2;
        int painted = 0;
        for (const annotation::ClassEntry& entry : session_->classes())
            painted += scene_->counts()[static_cast<std::size_t>(entry.value)] > 0 ? 1 : 0;
        situation.bothPainted = painted >= 2;
        situation.trained = training_->isBusy() || !results_->run().isEmpty();
        situation.explained = explainedOnce_;
    }
    firstTask_->setSituation(situation);
}

void MainWindow::refreshLayerToggles()
{
    const QStringList ids{"prediction", "gradcam", "outlines", "mask"};
    for (const widgets::CanvasLayer* layer : scene_->layers()) {
        const qsizetype i = ids.indexOf(layer->id());
        if (i >= 0)
            actions_->layerToggles[i]->setChecked(layer->isVisible());
    }
}

void MainWindow::refreshEngineStatus()
{
    using State = EngineClient::State;
    switch (engine_->state()) {
    case State::Off:
        status_->setEngine(tr("Engine off"), engine_->problem());
        return;
    case State::Starting:
        status_->setEngine(tr("Engine starting…"));
        return;
    case State::Closing:
        status_->setEngine(tr("Engine ending…"));
        return;
    case State::Ready:
        break;
    }
    const QJsonObject device = engine_->greeting()["devices"].toArray().first().toObject();
    QString text = inWords(device["title"].toString());
    if (text.isEmpty())
        text = tr("Engine");
    const QString work = !workText_.isEmpty()  ? workText_
                         : training_->isBusy() ? tr("starting")
                                               : tr("idle");
    const double free = device["freeBytes"].toDouble();
    status_->setEngine(text + " · " + work,
                       free > 0 ? tr("%1 GB of memory free").arg(free / 1e9, 0, 'f', 1)
                                : QString());
}

void MainWindow::showCursor(QPointF image, bool inside)
{
    cursor_ = image;
    cursorInside_ = inside && session_ && session_->labels();
    QString text;
    if (cursorInside_) {
        const int x = static_cast<int>(std::floor(image.x()));
        const int y = static_cast<int>(std::floor(image.y()));
        text = className(scene_->labelAt(x, y));
        const QString predicted = className(results_->predictedAt(x, y));
        if (!predicted.isEmpty())
            text = text.isEmpty() ? tr("predicted %1").arg(predicted)
                                  : tr("%1 (predicted %2)").arg(text, predicted);
    }
    status_->setCursor(image, inside, text);
}

void MainWindow::pickClass()
{
    if (!cursorInside_)
        return;
    const int x = static_cast<int>(std::floor(cursor_.x()));
    const int y = static_cast<int>(std::floor(cursor_.y()));
    const int label = scene_->labelAt(x, y);
    session_->setCurrentClass(label != 0 ? label : results_->predictedAt(x, y));
}

void MainWindow::reclassifySelected()
{
    const annotation::Shape* selected = target_->selectedShape();
    if (!selected || target_->classValue() == annotation::unlabelled)
        return;
    annotation::Shape shape = *selected;
    shape.classValue = target_->classValue();
    target_->edit([&](annotation::ImageAnnotation& labels) {
        labels.replaceShape(shape, tr("Change class").toStdString());
    });
}

void MainWindow::stepImage(int by)
{
    if (const qint64 id = images_->neighbour(by); session_ && id != 0)
        showImage(id);
}

void MainWindow::explain(int classValue)
{
    if (classValue == 0)
        return;
    trainingPanel_->setClassToExplain(classValue);
    results_->explain(classValue);
}

} // namespace limn::ui
