// What is wrong with images and labels: looking for it, showing it, mending it.
#include "annotation/mask_operations.h"
#include "annotation/shape.h"
#include "ui/check_dialog.h"
#include "ui/main_window.h"

#include <algorithm>

namespace limn::ui
{

namespace
{
/// Around a finding, so that its surroundings are seen.
constexpr double findingMargin = 48;
} // namespace

void MainWindow::connectCheck()
{
    connect(actions_->check, &QAction::triggered, this, [this] {
        if (!session_)
            return;
        if (auto* open = findChild<CheckDialog*>()) {
            open->raise();
            open->activateWindow();
            return;
        }
        auto* dialog =
            new CheckDialog(engine_->program(), session_->folder(), !session_->isReadOnly(), this);
        connect(session_.get(), &QObject::destroyed, dialog, &QWidget::close);
        connect(dialog, &CheckDialog::showAsked, this, &MainWindow::showFinding);
        connect(dialog, &CheckDialog::removeAsked, this, [this](qint64 image) {
            if (session_)
                session_->removeImage(image);
        });
        connect(dialog, &CheckDialog::splitAsked, this,
                [this](const QList<qint64>& images, annotation::Split split) {
                    if (session_)
                        session_->setSplit(images, split);
                });
        connect(dialog, &CheckDialog::eraseAsked, this, &MainWindow::eraseSpecks);
        dialog->show();
    });
}

void MainWindow::showFinding(qint64 image, const QRect& area)
{
    if (!session_)
        return;
    if (session_->currentImage() != image)
        showImage(image);
    if (session_->currentImage() != image)
        return; // the message bar says why
    if (area.isEmpty())
        canvas_->fit();
    else
        canvas_->showRect(
            QRectF(area).adjusted(-findingMargin, -findingMargin, findingMargin, findingMargin));
}

void MainWindow::eraseSpecks(qint64 image, int classValue, const QRect& within, int smallerThan)
{
    showFinding(image, within);
    if (!session_ || session_->currentImage() != image || !session_->labels())
        return;
    // One that reaches the window's edge may go on beyond it.
    const raster::PixelRect window =
        raster::PixelRect{within.x(), within.y(), within.width(), within.height()}.grown(1);
    std::vector<annotation::Shape> small;
    for (const annotation::Shape& shape : session_->labels()->shapes())
        if (shape.classValue == classValue && annotation::area(shape) < smallerThan &&
            annotation::bounds(shape).intersected(window) == annotation::bounds(shape))
            small.push_back(shape);
    toolSet_->maskWork().start(
        tr("Erase specks"),
        [=](annotation::MaskTiles& mask, annotation::Progress& progress) {
            annotation::LabelChange change =
                annotation::removeSpecks(mask, window, classValue, smallerThan, progress);
            change.removed = small;
            return change;
        },
        [this, classValue](bool changed) {
            note(changed ? tr("The specks of %1 are erased; undo brings them back.")
                               .arg(className(classValue))
                         : tr("There are no specks left."));
        });
}

} // namespace limn::ui
