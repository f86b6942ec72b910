// The backups of a project, to choose one that is put back in its place. Not modal. GUI thread
// only.
#pragma once

#include "annotation/backup.h"

#include <QDialog>
#include <vector>

namespace limn::ui
{

class RestoreDialog : public QDialog
{
    Q_OBJECT
public:
    /// `backups`: newest first, at least one.
    RestoreDialog(const QString& project, std::vector<annotation::Backup> backups, QWidget* parent);

Q_SIGNALS:
    void chosen(const limn::annotation::Backup& backup);
};

} // namespace limn::ui
