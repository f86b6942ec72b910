// One command of limn-engine beside the engine that serves: what is said in JSON lines comes as
// rows, a failure as its sentence. Nothing here waits for it. GUI thread only.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QProcess>

namespace limn::ui
{

class EngineCommand : public QObject
{
    Q_OBJECT
public:
    /// `program` is limn-engine's path.
    explicit EngineCommand(QString program, QObject* parent = nullptr);
    ~EngineCommand() override; ///< ends it at once

    /// Nothing while one is running.
    void start(const QStringList& arguments);
    void stop(); ///< stopped() comes when it has ended
    bool isRunning() const { return process_ != nullptr; }

Q_SIGNALS:
    void row(const QJsonObject& row);
    void done();
    void stopped();
    void failed(const QString& sentence);

private:
    void readRows();
    void ended(bool well);

    QString program_;
    QProcess* process_ = nullptr;
    QByteArray rest_;
    bool stopping_ = false;
};

} // namespace limn::ui
