// The desktop's end of the protocol: starts `limn-engine serve`, speaks JSON-RPC with it and
// notices when it dies. Nothing here ever waits for the engine, except the destructor for a moment.
// docs/PROTOCOL.md lists the methods. GUI thread only.
#pragma once

#include "annotation/protocol/framing.h"

#include <functional>
#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QTimer>
#include <vector>

namespace limn::ui
{

struct EngineReply
{
    bool ok = false;
    QJsonObject result;
    int code = 0;    ///< JSON-RPC's or annotation::protocol::ErrorCode, when not ok
    QString message; ///< a sentence, when not ok
};

class EngineClient : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Off,      ///< not started, or ended; problem() says why when it should run
        Starting, ///< requests are kept and sent after the handshake
        Ready,
        Closing, ///< asked to end
    };
    using OnReply = std::function<void(const EngineReply&)>;

    /// `program` is the engine's path; it is looked at when started.
    explicit EngineClient(QString program, QObject* parent = nullptr);
    ~EngineClient() override; ///< ends the engine; kills one that does not end by itself

    /// $LIMN_ENGINE, else `limn-engine` beside this program.
    static QString locate();

    void setHandshakeTimeout(int milliseconds) { handshakeTimeout_ = milliseconds; }

    void start();    ///< nothing when it runs already
    void restart();  ///< ends what may still run, and starts anew
    void shutDown(); ///< the engine writes a checkpoint and ends; then ended() is emitted

    const QString& program() const { return program_; }
    State state() const { return state_; }
    bool isReady() const { return state_ == State::Ready; }
    QString problem() const { return problem_; } ///< why it is off; empty when nothing is wrong
    QJsonObject greeting() const { return greeting_; } ///< the result of `initialize`
    qint64 processId() const;

    /// `onReply` is called once, always later than this returns: with the result, or with an error
    /// when the engine refuses or ends; not at all when `context` has been deleted.
    qint64 request(const QString& method, const QJsonObject& parameters, QObject* context,
                   OnReply onReply);
    void notify(const QString& method, const QJsonObject& parameters = {});
    void cancel(qint64 id); ///< of a request under way

Q_SIGNALS:
    void stateChanged();
    void ready();
    void notified(const QString& method, const QJsonObject& parameters);
    void died(const QString& sentence);        ///< it had worked, and ended unasked
    void unavailable(const QString& sentence); ///< it could not be started or understood
    void ended();                              ///< after shutDown()
    void logged(const QString& line);          ///< standard error, and what is wrong on the wire

private:
    struct Pending
    {
        QPointer<QObject> context;
        OnReply onReply;
    };

    void readMessages();
    void readLog();
    void take(const QJsonObject& message);
    void greet();
    void takeGreeting(const EngineReply& reply);
    void processEnded(const QString& how);
    void giveUp(const QString& sentence);
    void dropProcess();
    void failAll(const QString& why);
    void setState(State state);
    void send(const QJsonObject& message);

    QString program_;
    QProcess* process_ = nullptr;
    annotation::protocol::Decoder decoder_;
    QHash<qint64, Pending> pending_;
    std::vector<QJsonObject> kept_; ///< waiting for the handshake
    QTimer handshakeTimer_;
    QTimer closingTimer_;
    QJsonObject greeting_;
    QString problem_;
    QByteArray logRest_;
    qint64 nextId_ = 1;
    int handshakeTimeout_ = 60000;
    State state_ = State::Off;
};

} // namespace limn::ui
