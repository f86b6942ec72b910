// Asks what becomes of edits that are not on disk when their project is to be closed. It can be
// left open: what is asked for goes ahead as soon as they are written. Not modal. GUI thread only.
#pragma once

#include "annotation/project_writer.h"

#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace limn::ui
{

class UnsavedDialog : public QDialog
{
    Q_OBJECT
public:
    /// `place` is the folder that a copy would lie in.
    UnsavedDialog(QString project, const QString& place, QWidget* parent);

    void setState(const annotation::SaveState& state);
    void setCopying(bool copying);             ///< a copy is being made
    void tellProblem(const QString& sentence); ///< with the copy

Q_SIGNALS:
    void copyAsked();
    void loseAsked();
    void backAsked(); ///< the project is not to be closed

private:
    QString project_;
    QLabel* text_;
    QLabel* problem_;
    QProgressBar* bar_;
    QPushButton* copy_;
};

} // namespace limn::ui
