// Work on the mask in the background, and the undo history: what the window does with them.
#include "ui/main_window.h"

namespace limn::ui
{

void MainWindow::connectMasks()
{
    MaskWork& work = toolSet_->maskWork();
    maskMenu_ = new MaskMenu(actions_->mask, *target_, work, this);
    connect(&work, &MaskWork::progressed, this, [this](const QString& what, int done, int total) {
        status_->setJob(what, done, total);
    });
    connect(status_, &StatusFields::cancelAsked, this, [this] {
        if (toolSet_->maskWork().isRunning())
            toolSet_->maskWork().cancel();
        else
            results_->cancelPrediction();
    });
    connect(target_, &EditTarget::noted, this, [this](const QString& text) { note(text); });
    connect(actions_->completeView, &QAction::triggered, this, [this] {
        target_->edit([this](annotation::ImageAnnotation& labels) {
            labels.addCompleteRegion(target_->visibleRect(), target_->classValue());
        });
    });
    connect(actions_->removeRegions, &QAction::triggered, this, [this] {
        target_->edit([this](annotation::ImageAnnotation& labels) {
            if (!labels.removeCompleteRegions(target_->visibleRect()))
                note(tr("There is no complete region in view."));
        });
    });
    connect(scene_, &ImageScene::undoChanged, this, &MainWindow::refreshHistory);
    connect(history_, &HistoryPanel::asked, this, [this](std::size_t done) {
        target_->edit([done](annotation::ImageAnnotation& labels) {
            if (!labels.isStroking())
                labels.goTo(done);
        });
        canvas_->setFocus();
    });
}

void MainWindow::refreshHistory()
{
    if (!session_ || !session_->labels()) {
        history_->clear();
        return;
    }
    const annotation::ImageAnnotation& labels = *session_->labels();
    history_->setSteps(labels.history(), labels.historyPosition());
}

} // namespace limn::ui
