// Backups, and what the user has set: memory, intervals, keys.
#include "ui/main_window.h"
#include "ui/own_shortcuts_dialog.h"
#include "ui/restore_dialog.h"
#include "ui/settings_dialog.h"

#include <QFileInfo>

namespace limn::ui
{

void MainWindow::connectKeeping()
{
    backups_ = new BackupSchedule(this);
    clipboard_ = new MaskClipboard(*target_, toolSet_->maskWork(), this);
    connect(actions_->copyMask, &QAction::triggered, clipboard_, &MaskClipboard::copy);
    connect(actions_->pasteMask, &QAction::triggered, clipboard_, &MaskClipboard::paste);
    connect(actions_->backUp, &QAction::triggered, this,
            [this] { backups_->backUp([this] { note(tr("Backed up the project.")); }); });
    connect(actions_->restoreBackup, &QAction::triggered, this, [this] {
        if (session_)
            askBackup(session_->folder());
    });
    connect(backups_, &BackupSchedule::failed, this,
            [this](const QString& sentence) { fail(sentence); });
    connect(backups_, &BackupSchedule::restored, this, [this](const QString& folder) {
        openProjectFolder(folder, {},
                          tr("Restored the backup. What was there before is a backup now."));
    });
    connect(actions_->settings, &QAction::triggered, this, [this] {
        auto* dialog = new SettingsDialog(*surroundings_.settings, this);
        connect(dialog, &SettingsDialog::changed, this, &MainWindow::applySettings);
        dialog->show();
    });
    ownShortcuts_ = new OwnShortcuts(findChildren<QAction*>(), *surroundings_.settings, this);
    connect(actions_->changeShortcuts, &QAction::triggered, this, [this] {
        auto* dialog = new OwnShortcutsDialog(*ownShortcuts_, this);
        dialog->show();
    });
    applySettings();
}

void MainWindow::askBackup(const QString& folder)
{
    backups_->find(folder, [this, folder](const std::vector<annotation::Backup>& found) {
        if (found.empty())
            note(tr("There is no backup of this project yet: one is made every few minutes while "
                    "labels change, or with File > Back up now."));
        else
            chooseBackup(folder, found);
    });
}

void MainWindow::chooseBackup(const QString& folder, const std::vector<annotation::Backup>& found)
{
    auto* dialog = new RestoreDialog(QFileInfo(folder).completeBaseName(), found, this);
    connect(dialog, &RestoreDialog::chosen, this, [this, folder](const annotation::Backup& backup) {
        if (!session_ || session_->folder() != folder) {
            backups_->restore(folder, backup);
            return;
        }
        whenSaved([this, folder, backup] {
            dropProject();
            showWorkspace(false);
            backups_->restore(folder, backup);
        });
    });
    dialog->show();
}

void MainWindow::applySettings()
{
    const QSettings& settings = *surroundings_.settings;
    backups_->setMinutes(backupMinutes(settings));
    if (session_)
        session_->setUndoBudget(static_cast<std::size_t>(undoMegabytes(settings)) << 20);
}

} // namespace limn::ui
