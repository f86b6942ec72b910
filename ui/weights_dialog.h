// A small window that shows what weights are, how large and under which licence, and fetches them
// when asked to, or takes in a file that was downloaded elsewhere. Never modal; closing it stops
// the download, which goes on from there the next time. GUI thread only.
#pragma once

#include "ui/engine_command.h"
#include "ui/file_dialogs.h"
#include "ui/weights_list.h"

#include <QDialog>
#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace limn::ui
{

class WeightsDialog : public QDialog
{
    Q_OBJECT
public:
    WeightsDialog(const WeightsOffer& offer, const QString& program, FileDialogs& files,
                  QWidget* parent);

Q_SIGNALS:
    void arrived(const QString& title); ///< the weights are on this machine

private:
    QWidget* facts(const WeightsOffer& offer);
    void fetch();
    void add(const QString& file);
    void begin(const QString& doing);
    void take(const QJsonObject& row);
    void end(const QString& said);

    WeightsOffer offer_;
    EngineCommand command_;
    QProgressBar* bar_;
    QLabel* state_;
    QPushButton* fetch_;
    QPushButton* add_;
    QPushButton* stop_;
    QElapsedTimer time_;
    double from_ = -1; ///< bytes that were here when the download began
    bool arrived_ = false;
};

} // namespace limn::ui
