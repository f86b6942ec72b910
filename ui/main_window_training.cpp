// Runs and recipes: the list of runs, continuing and comparing them, all settings.
#include "ui/evaluation_dialog.h"
#include "ui/main_window.h"
#include "ui/run_history.h"
#include "ui/words.h"

#include <QFileInfo>

namespace limn::ui
{

void MainWindow::connectRuns()
{
    connect(training_, &TrainingSession::stateChanged, this, &MainWindow::refreshRuns);
    connect(training_, &TrainingSession::started, this, &MainWindow::refreshRuns);
    connect(training_, &TrainingSession::validated, runs_, &RunsPanel::refresh);
    connect(training_, &TrainingSession::finished, this, [this] {
        refreshRuns();
        runs_->refresh();
    });
    connect(trainingPanel_, &TrainingPanel::settingsAsked, this, [this] {
        recipeDialog().show();
        recipeDialog().raise();
        recipeDialog().activateWindow();
    });
    connect(runs_, &RunsPanel::continueAsked, training_, &TrainingSession::resumeRun);
    connect(runs_, &RunsPanel::startFromAsked, training_, &TrainingSession::startFrom);
    connect(runs_, &RunsPanel::duplicateAsked, this, [this](const QJsonObject& recipe) {
        recipeDialog().show();
        recipeDialog().raise();
        recipeDialog().take(recipe);
    });
    connect(runs_, &RunsPanel::showAsked, this, &MainWindow::showRun);
    connect(runs_, &RunsPanel::measureAsked, this,
            [this](const QString& run, const QString& title) {
                if (!session_)
                    return;
                auto* dialog =
                    new EvaluationDialog(engine_->program(), session_->folder(), run, title, this);
                connect(session_.get(), &QObject::destroyed, dialog, &QWidget::close);
                dialog->show();
            });
    connect(runs_, &RunsPanel::deleteAsked, this,
            [this](const QStringList& runs, const QString& what) {
                warn(tr("Delete %1 with its predictions? This cannot be undone.").arg(what),
                     tr("Delete"), [this, runs] { runs_->deleteRuns(runs); });
            });
    connect(runs_, &RunsPanel::deleted, this, [this](const QStringList& runs) {
        if (runs.contains(training_->interruptedRun()))
            training_->setInterruptedRun({});
        if (runs.contains(results_->run()))
            readLatestRun();
        refreshActions();
    });
    connect(runs_, &RunsPanel::failed, this, [this](const QString& text) { fail(text); });
    connect(engine_, &EngineClient::ready, this, [this] {
        engine_->request("recipe/schema", {}, this, [this](const EngineReply& reply) {
            if (!reply.ok)
                return; // an engine without it refuses; the runs are then compared by all settings
            QJsonObject standard;
            const QJsonObject properties = reply.result["properties"].toObject();
            for (auto each = properties.begin(); each != properties.end(); ++each)
                standard[each.key()] = each.value().toObject()["default"];
            runs_->setStandardRecipe(standard);
        });
    });
}

void MainWindow::refreshRuns()
{
    const bool busy = training_->isBusy();
    runs_->setTraining(busy ? training_->run() : QString(),
                       training_->state() == TrainingSession::State::Idle && session_ &&
                           !session_->isReadOnly());
}

void MainWindow::showRun(const QString& run)
{
    if (!session_)
        return;
    curves_->clear();
    readCurves(run);
    results_->setRun(run);
    trainingPanel_->setHasRun(true);
    results_->weightsImproved();
    refreshActions();
}

void MainWindow::readCurves(const QString& run)
{
    curvesReading_.forget();
    reading_->expect(tr("Reading the curves"));
    curvesReading_.start(
        [this, folder = session_->folder(), run]() -> widgets::DetachedWork::Result {
            widgets::Curves curves;
            QString problem;
            try {
                curves = readRunDetails(folder, run).curves;
            } catch (const std::exception& error) {
                problem = inWords(error);
            }
            return [this, curves = std::move(curves), problem] {
                reading_->clear();
                curves_->putBefore(curves);
                if (!problem.isEmpty())
                    warn(problem);
                refreshActions();
            };
        });
}

void MainWindow::lookForInterruptedRun()
{
    runLooking_.forget();
    if (!session_ || session_->isReadOnly() || !training_->interruptedRun().isEmpty())
        return;
    runLooking_.start([this, folder = session_->folder()]() -> widgets::DetachedWork::Result {
        std::optional<annotation::RunRecord> run;
        QString problem;
        try {
            run = latestRun(folder);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        return [this, run, problem] {
            if (!problem.isEmpty())
                warn(problem);
            // The engine had just opened the project, so a run that claims to be under way is not.
            if (!run || (run->state != "running" && run->state != "interrupted") ||
                training_->isBusy() || !training_->interruptedRun().isEmpty())
                return;
            training_->setInterruptedRun(QString::fromStdString(run->id));
            note(tr("The last training was interrupted."), tr("Resume training"),
                 [this] { training_->resume(); });
            refreshActions();
        };
    });
}

void MainWindow::readLatestRun()
{
    takeLatestRun({});
    curvesReading_.forget();
    reading_->expect(tr("Reading the runs"));
    curvesReading_.start([this, folder = session_->folder()]() -> widgets::DetachedWork::Result {
        return [this, runs = readRunHistory(folder)] {
            reading_->clear();
            takeLatestRun(runs);
            refreshActions();
        };
    });
}

RecipeDialog& MainWindow::recipeDialog()
{
    if (!recipeDialog_) {
        const QString folder =
            QFileInfo(surroundings_.settings->fileName()).absolutePath() + "/presets";
        recipeDialog_ = new RecipeDialog(*training_, *engine_, folder, this);
    }
    return *recipeDialog_;
}

} // namespace limn::ui
