#include "ui/engine_command.h"

#include "ui/words.h"

#include <QDir>
#include <QJsonDocument>
#include <utility>

namespace limn::ui
{

EngineCommand::EngineCommand(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program))
{}

EngineCommand::~EngineCommand()
{
    if (!process_)
        return;
    process_->disconnect(this);
    process_->kill();
    process_->waitForFinished(1000);
}

void EngineCommand::start(const QStringList& arguments)
{
    if (process_)
        return;
    rest_.clear();
    stopping_ = false;
    process_ = new QProcess(this);
    connect(process_, &QProcess::readyReadStandardOutput, this, &EngineCommand::readRows);
    connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        ended(code == 0 && status == QProcess::NormalExit);
    });
    connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended(false);
    });
    process_->start(program_, arguments);
}

void EngineCommand::stop()
{
    if (!process_)
        return;
    stopping_ = true;
    process_->terminate();
}

void EngineCommand::readRows()
{
    rest_ += process_->readAllStandardOutput();
    qsizetype end = 0;
    while ((end = rest_.indexOf('\n')) >= 0) {
        const QJsonDocument line = QJsonDocument::fromJson(rest_.left(end));
        rest_.remove(0, end + 1);
        if (line.isObject())
            Q_EMIT row(line.object());
        if (!process_)
            return; // what was heard ended it
    }
}

void EngineCommand::ended(bool well)
{
    readRows();
    if (!process_)
        return;
    const QString said = QString::fromUtf8(process_->readAllStandardError()).trimmed();
    const QString why = process_->errorString();
    process_->disconnect(this);
    std::exchange(process_, nullptr)->deleteLater();
    const QString name = "limn-engine: ";
    if (stopping_ && !well)
        Q_EMIT stopped();
    else if (well)
        Q_EMIT done();
    else if (const qsizetype at = said.lastIndexOf(name); at >= 0)
        Q_EMIT failed(inWords(said.mid(at + name.size())));
    else
        Q_EMIT failed(tr("The engine %1 ended unexpectedly (%2): try again.")
                          .arg(QDir::toNativeSeparators(program_), why));
}

} // namespace limn::ui
