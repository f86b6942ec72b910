// Networks to choose among, weights that an encoder lacks, and trained networks for use elsewhere.
#include "ui/engine_command.h"
#include "ui/main_window.h"
#include "ui/network_chooser.h"
#include "ui/weights_dialog.h"

#include <QDir>

namespace limn::ui
{

void MainWindow::connectNetworks()
{
    connect(trainingPanel_, &TrainingPanel::weightsAsked, this, [this](const WeightsOffer& offer) {
        if (auto* open = findChild<WeightsDialog*>()) {
            open->raise();
            open->activateWindow();
            return;
        }
        auto* dialog = new WeightsDialog(offer, engine_->program(), *surroundings_.dialogs, this);
        connect(dialog, &WeightsDialog::arrived, this, [this](const QString& title) {
            note(tr("The weights of %1 are here: the next training starts from them.").arg(title));
            trainingPanel_->weightsArrived();
        });
        dialog->show();
    });
    connect(trainingPanel_, &TrainingPanel::networksAsked, this, [this] {
        auto* chooser = findChild<NetworkChooser*>();
        if (!chooser)
            chooser = new NetworkChooser(*training_, *engine_, this);
        chooser->show();
        chooser->raise();
        chooser->activateWindow();
    });
    connect(actions_->exportNetwork, &QAction::triggered, this, [this] {
        if (!session_)
            return;
        surroundings_.dialogs->saveNetwork(this,
                                           [this](const QString& file) { exportNetwork(file); });
    });
}

void MainWindow::exportNetwork(const QString& file)
{
    if (!session_)
        return;
    auto* command = new EngineCommand(engine_->program(), this);
    connect(command, &EngineCommand::done, this, [this, file] {
        note(tr("Exported to %1, with a description beside it.")
                 .arg(QDir::toNativeSeparators(file)));
    });
    connect(command, &EngineCommand::failed, this,
            [this](const QString& sentence) { fail(sentence); });
    connect(command, &EngineCommand::done, command, &QObject::deleteLater);
    connect(command, &EngineCommand::failed, command, &QObject::deleteLater);
    command->start({"export", session_->folder(), "--run", results_->run(), "--out", file});
}

} // namespace limn::ui
