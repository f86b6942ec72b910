// What the engine finds wrong with the project's images and labels, with pictures, beside the work:
// each finding can be looked at, and where one click helps, mended. Never modal; closing it ends
// the check. GUI thread only.
#pragma once

#include "annotation/project.h"
#include "ui/engine_command.h"

#include <QDialog>
#include <QJsonObject>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRect>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QVBoxLayout>

namespace limn::ui
{

class CheckDialog : public QDialog
{
    Q_OBJECT
public:
    /// `engine` is limn-engine's path; a project that cannot be written is only looked at.
    CheckDialog(const QString& engine, const QString& project, bool editable, QWidget* parent);

Q_SIGNALS:
    void showAsked(qint64 image, const QRect& area); ///< empty: the whole image
    void removeAsked(qint64 image);
    void splitAsked(const QList<qint64>& images, limn::annotation::Split split);
    /// Patches of the class of fewer pixels than `smallerThan`, in a part of an image.
    void eraseAsked(qint64 image, int classValue, const QRect& within, int smallerThan);

private:
    void begin();
    void take(const QJsonObject& row);
    void end(const QString& said);
    void addClass(const QJsonObject& row);
    void addFinding(const QJsonObject& row);
    QPushButton* remedyButton(const QJsonObject& row, QWidget* parent);
    void mend(const QJsonObject& row);

    EngineCommand command_;
    QString project_;
    bool editable_;
    QTemporaryDir report_; ///< the engine's pictures
    QLabel* summary_;
    QProgressBar* bar_;
    QTableWidget* classes_;
    QWidget* findings_;
    QVBoxLayout* rows_;
    QPushButton* again_;
    int count_ = 0;
};

} // namespace limn::ui
