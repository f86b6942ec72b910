// Finds image files that were moved: lists the project's images whose files are gone, looks for
// them by name below a folder, and relinks what was found. Not modal; GUI thread only.
#pragma once

#include "ui/file_dialogs.h"
#include "ui/project_session.h"
#include "widgets/detached_work.h"

#include <QDialog>
#include <QHash>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTableWidget>
#include <vector>

namespace limn::ui
{

class RelinkDialog : public QDialog
{
    Q_OBJECT
public:
    /// `dialogs` and `session` stay; the dialog closes when the session goes.
    RelinkDialog(ProjectSession& session, FileDialogs& dialogs, QWidget* parent = nullptr);

Q_SIGNALS:
    void relinked(int images);

private:
    struct Missing
    {
        qint64 id;
        QString file;  ///< where it was
        QString found; ///< empty until it is found
    };

    void lookForMissing();
    void searchIn(const QString& folder);
    void take(const QHash<qint64, QString>& found);
    void fill();
    void relink();

    QPointer<ProjectSession> session_;
    FileDialogs& dialogs_;
    std::vector<Missing> missing_;
    QLabel* summary_;
    QTableWidget* table_;
    QPushButton* search_;
    QPushButton* relink_;
    widgets::DetachedWork work_;
};

} // namespace limn::ui
