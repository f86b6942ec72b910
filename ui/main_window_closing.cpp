// Closing the window or its project: what is drawn is written first, or the user is asked.
#include "ui/main_window.h"
#include "ui/unsaved_dialog.h"
#include "ui/words.h"

#include <QCloseEvent>
#include <QDateTime>
#include <QDir>
#include <utility>

namespace limn::ui
{

void MainWindow::closeEvent(QCloseEvent* event)
{
    // What must be written is waited for with the event loop running; closed() follows.
    event->ignore();
    if (!endingEngine_)
        whenSaved([this] { endEngine(); });
}

void MainWindow::whenSaved(std::function<void()> then)
{
    if (session_)
        session_->endStroke();
    afterSaving_ = std::move(then);
    savingPatience_.start();
    continueAfterSaving();
}

void MainWindow::continueAfterSaving()
{
    if (!afterSaving_)
        return;
    const annotation::SaveState state = session_ ? session_->saveState() : annotation::SaveState{};
    if (state.isSaved()) {
        savingPatience_.stop();
        closeUnsaved();
        std::exchange(afterSaving_, nullptr)();
        return;
    }
    if (unsaved_)
        unsaved_->setState(state);
    else if (!state.error.empty() || !savingPatience_.isActive())
        askUnsaved();
}

void MainWindow::askUnsaved()
{
    savingPatience_.stop();
    unsaved_ =
        new UnsavedDialog(session_->name(), projectsFolder(surroundings_.documentsFolder), this);
    unsaved_->setState(session_->saveState());
    connect(unsaved_, &UnsavedDialog::backAsked, this, [this] {
        afterSaving_ = nullptr;
        closeUnsaved();
    });
    connect(unsaved_, &UnsavedDialog::loseAsked, this, &MainWindow::loseUnsaved);
    connect(unsaved_, &UnsavedDialog::copyAsked, this, &MainWindow::keepRescueCopy);
    unsaved_->show();
}

void MainWindow::closeUnsaved()
{
    rescue_.forget();
    if (!unsaved_)
        return;
    unsaved_->hide();
    unsaved_->deleteLater();
    unsaved_.clear();
}

void MainWindow::loseUnsaved()
{
    closeUnsaved();
    if (session_)
        session_->loseUnsaved();
    if (const auto then = std::exchange(afterSaving_, nullptr))
        then();
}

void MainWindow::keepRescueCopy()
{
    const QString name =
        QString("%1-%2.limn")
            .arg(session_->name(), QDateTime::currentDateTime().toString("yyyy-MM-dd-HHmmss-zzz"));
    const QString folder = QDir(projectsFolder(surroundings_.documentsFolder)).filePath(name);
    unsaved_->setCopying(true);
    const std::size_t pending = session_->saveState().pending;
    rescue_.start([this, folder, pending, classes = session_->classes(),
                   images = session_->unsavedImages()]() -> widgets::DetachedWork::Result {
        QString problem;
        try {
            annotation::Progress progress;
            annotation::keepRescueCopy(folder.toStdString(), classes, images, progress);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        return [this, folder, pending, problem] {
            if (!unsaved_ || !afterSaving_)
                return; // what was to be rescued is on disk
            if (problem.isEmpty() && session_->saveState().pending > pending) {
                keepRescueCopy(); // more has been drawn since
                return;
            }
            if (!problem.isEmpty()) {
                unsaved_->setCopying(false);
                unsaved_->tellProblem(problem);
                return;
            }
            recent_.add(folder);
            loseUnsaved();
            note(tr("What was not saved is kept in %1.").arg(QDir::toNativeSeparators(folder)));
        };
    });
}

void MainWindow::endEngine()
{
    endingEngine_ = true;
    opening_->stop();
    surroundings_.settings->setValue("window/geometry", saveGeometry());
    if (workspaceVisible_)
        surroundings_.settings->setValue("window/state", saveState(layoutVersion));
    hide();
    engine_->shutDown();
}

} // namespace limn::ui
