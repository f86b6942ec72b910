// What the user may set for good: memory of undo, how often backups are made. Takes effect as it is
// changed. Not modal. GUI thread only.
#pragma once

#include <QDialog>
#include <QSettings>

namespace limn::ui
{

/// How many megabytes undo steps may take in memory.
int undoMegabytes(const QSettings& settings);
/// Minutes between two backups; 0: none.
int backupMinutes(const QSettings& settings);

class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    /// `settings` must outlive the dialog.
    SettingsDialog(QSettings& settings, QWidget* parent);

Q_SIGNALS:
    void changed();
};

} // namespace limn::ui
