#include "ui/engine_client.h"

#include "ui/words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <utility>

namespace limn::ui
{

namespace
{
namespace protocol = annotation::protocol;

/// How long an engine may take to write its checkpoint when asked to end.
constexpr int closingTimeout = 15000;

QJsonObject call(const QString& method, const QJsonObject& parameters)
{
    return {{"jsonrpc", "2.0"}, {"method", method}, {"params", parameters}};
}

QString howItEnded(int exitCode, QProcess::ExitStatus status)
{
    return status == QProcess::CrashExit ? EngineClient::tr("signal %1").arg(exitCode)
                                         : EngineClient::tr("exit code %1").arg(exitCode);
}
} // namespace

EngineClient::EngineClient(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program))
{
    handshakeTimer_.setSingleShot(true);
    connect(&handshakeTimer_, &QTimer::timeout, this, [this] {
        giveUp(tr("The engine %1 did not answer within %2 s: check with `limn-engine --help` in a "
                  "terminal whether it runs, then start it again.")
                   .arg(QDir::toNativeSeparators(program_))
                   .arg(handshakeTimeout_ / 1000.0));
    });
    closingTimer_.setSingleShot(true);
    connect(&closingTimer_, &QTimer::timeout, this, [this] {
        if (process_)
            process_->kill();
    });
}

EngineClient::~EngineClient()
{
    dropProcess();
}

QString EngineClient::locate()
{
    const QString named = qEnvironmentVariable("LIMN_ENGINE");
    if (!named.isEmpty())
        return named;
    return QDir(QCoreApplication::applicationDirPath()).filePath("limn-engine");
}

qint64 EngineClient::processId() const
{
    return process_ ? process_->processId() : 0;
}

void EngineClient::start()
{
    if (process_)
        return;
    problem_.clear();
    const QFileInfo file(program_);
    if (!file.isFile() || !file.isExecutable()) {
        problem_ = tr("The engine was not found at %1, so painting works but training does not: "
                      "install limn-engine there or name it in LIMN_ENGINE.")
                       .arg(QDir::toNativeSeparators(program_));
        setState(State::Off);
        Q_EMIT unavailable(problem_);
        return;
    }
    decoder_ = {};
    greeting_ = {};
    logRest_.clear();
    process_ = new QProcess(this);
    connect(process_, &QProcess::readyReadStandardOutput, this, &EngineClient::readMessages);
    connect(process_, &QProcess::readyReadStandardError, this, &EngineClient::readLog);
    connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        processEnded(howItEnded(code, status));
    });
    connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            giveUp(tr("The engine %1 could not be started (%2): install limn-engine again.")
                       .arg(QDir::toNativeSeparators(program_), process_->errorString()));
    });
    setState(State::Starting);
    handshakeTimer_.start(handshakeTimeout_);
    process_->start(program_, {"serve"});
    greet();
}

void EngineClient::restart()
{
    dropProcess();
    failAll(tr("The engine was restarted."));
    start();
}

void EngineClient::shutDown()
{
    if (!process_) {
        setState(State::Off);
        QMetaObject::invokeMethod(this, &EngineClient::ended, Qt::QueuedConnection);
        return;
    }
    if (state_ == State::Closing)
        return;
    if (state_ == State::Ready) {
        QJsonObject message = call("shutdown", {});
        message["id"] = nextId_++;
        send(message);
    }
    handshakeTimer_.stop();
    setState(State::Closing);
    process_->closeWriteChannel();
    closingTimer_.start(closingTimeout);
}

qint64 EngineClient::request(const QString& method, const QJsonObject& parameters, QObject* context,
                             OnReply onReply)
{
    const qint64 id = nextId_++;
    if (state_ != State::Ready && state_ != State::Starting) {
        EngineReply reply;
        reply.code = protocol::InternalError;
        reply.message = problem_.isEmpty() ? tr("The engine is not running.") : problem_;
        QMetaObject::invokeMethod(
            context, [onReply = std::move(onReply), reply] { onReply(reply); },
            Qt::QueuedConnection);
        return id;
    }
    pending_.insert(id, {context, std::move(onReply)});
    QJsonObject message = call(method, parameters);
    message["id"] = id;
    if (state_ == State::Ready)
        send(message);
    else
        kept_.push_back(message);
    return id;
}

void EngineClient::notify(const QString& method, const QJsonObject& parameters)
{
    if (state_ == State::Ready)
        send(call(method, parameters));
    else if (state_ == State::Starting)
        kept_.push_back(call(method, parameters));
}

void EngineClient::cancel(qint64 id)
{
    if (pending_.contains(id))
        notify("$/cancelRequest", {{"id", id}});
}

void EngineClient::send(const QJsonObject& message)
{
    const QByteArray body = QJsonDocument(message).toJson(QJsonDocument::Compact);
    const std::string framed =
        protocol::frame({body.constData(), static_cast<size_t>(body.size())});
    process_->write(framed.data(), static_cast<qint64>(framed.size()));
}

void EngineClient::greet()
{
    const qint64 id = nextId_++;
    pending_.insert(id, {this, [this](const EngineReply& reply) { takeGreeting(reply); }});
    QJsonObject message =
        call("initialize", {{"protocolVersion", protocol::version},
                            {"client", "limn " + QCoreApplication::applicationVersion()}});
    message["id"] = id;
    send(message);
}

void EngineClient::takeGreeting(const EngineReply& reply)
{
    if (state_ != State::Starting)
        return; // asked to end meanwhile
    const int theirs = reply.result["protocolVersion"].toInt(-1);
    if (reply.code == protocol::VersionMismatch || (reply.ok && theirs != protocol::version)) {
        const QString detail = reply.ok ? tr("it speaks version %1, this window version %2")
                                              .arg(theirs)
                                              .arg(protocol::version)
                                        : reply.message;
        giveUp(tr("The engine %1 is of another release (%2): install limn and limn-engine of the "
                  "same release.")
                   .arg(QDir::toNativeSeparators(program_), detail));
        return;
    }
    if (!reply.ok) {
        giveUp(tr("The engine %1 refused to work: %2")
                   .arg(QDir::toNativeSeparators(program_), reply.message));
        return;
    }
    handshakeTimer_.stop();
    greeting_ = reply.result;
    setState(State::Ready);
    // Requests made by listeners of ready() come after those kept before, as they were made.
    const std::vector<QJsonObject> kept = std::exchange(kept_, {});
    for (const QJsonObject& message : kept)
        send(message);
    Q_EMIT ready();
}

void EngineClient::readMessages()
{
    const QByteArray bytes = process_->readAllStandardOutput();
    decoder_.feed({bytes.constData(), static_cast<size_t>(bytes.size())});
    for (;;) {
        try {
            const std::optional<std::string> body = decoder_.next();
            if (!body)
                return;
            QJsonParseError error{};
            const auto document = QJsonDocument::fromJson(
                QByteArray::fromRawData(body->data(), static_cast<qsizetype>(body->size())),
                &error);
            if (document.isObject())
                take(document.object());
            else
                Q_EMIT logged(tr("The engine sent something that is no message: %1")
                                  .arg(error.errorString()));
        } catch (const std::exception& error) {
            Q_EMIT logged(tr("The engine sent something that is no message: %1").arg(error.what()));
        }
        if (!process_)
            return; // what was taken ended the connection
    }
}

void EngineClient::take(const QJsonObject& message)
{
    if (message.contains("method")) {
        const QString method = message["method"].toString();
        QJsonObject parameters = message["params"].toObject();
        if (const QString said = parameters["message"].toString(); !said.isEmpty())
            parameters["message"] = inWords(said);
        if (method == "log")
            Q_EMIT logged(QString("%1: %2").arg(parameters["level"].toString(),
                                                parameters["message"].toString()));
        if (!message.contains("id") && state_ == State::Ready)
            Q_EMIT notified(method, parameters);
        return;
    }
    const auto found = pending_.constFind(message["id"].toInteger(-1));
    if (found == pending_.cend()) {
        if (message.contains("error"))
            Q_EMIT logged(tr("The engine reports: %1")
                              .arg(message["error"].toObject()["message"].toString()));
        return;
    }
    const Pending pending = *found;
    pending_.erase(found);
    EngineReply reply;
    reply.ok = message.contains("result");
    reply.result = message["result"].toObject();
    if (!reply.ok) {
        const QJsonObject error = message["error"].toObject();
        reply.code = error["code"].toInt(protocol::InternalError);
        reply.message = inWords(error["message"].toString());
    }
    if (pending.context)
        pending.onReply(reply);
}

void EngineClient::readLog()
{
    logRest_ += process_->readAllStandardError();
    qsizetype end = 0;
    while ((end = logRest_.indexOf('\n')) >= 0) {
        // A progress bar rewrites its line; only what it ends with is worth keeping.
        const QByteArray line = logRest_.left(end).split('\r').last();
        logRest_.remove(0, end + 1);
        if (!line.trimmed().isEmpty())
            Q_EMIT logged(QString::fromUtf8(line));
    }
}

void EngineClient::processEnded(const QString& how)
{
    readMessages();
    if (!process_)
        return;
    readLog();
    const State before = state_;
    process_->disconnect(this);
    process_->deleteLater();
    process_ = nullptr;
    handshakeTimer_.stop();
    closingTimer_.stop();
    kept_.clear();
    if (before == State::Closing) {
        setState(State::Off);
        failAll(tr("The engine has ended."));
        Q_EMIT ended();
        return;
    }
    if (before == State::Starting) {
        problem_ = tr("The engine %1 ended while starting (%2): the log says why.")
                       .arg(QDir::toNativeSeparators(program_), how);
        setState(State::Off);
        failAll(problem_);
        Q_EMIT unavailable(problem_);
        return;
    }
    problem_ = tr("The engine stopped unexpectedly (%1). Nothing painted is lost.").arg(how);
    setState(State::Off);
    failAll(problem_);
    Q_EMIT died(problem_);
}

void EngineClient::giveUp(const QString& sentence)
{
    dropProcess();
    problem_ = sentence;
    setState(State::Off);
    failAll(sentence);
    Q_EMIT unavailable(sentence);
}

void EngineClient::dropProcess()
{
    handshakeTimer_.stop();
    closingTimer_.stop();
    kept_.clear();
    if (!process_)
        return;
    QProcess* process = std::exchange(process_, nullptr);
    process->disconnect(this);
    if (process->state() != QProcess::NotRunning) {
        process->closeWriteChannel();
        if (!process->waitForFinished(1500)) {
            process->kill();
            process->waitForFinished(500);
        }
    }
    process->deleteLater();
    state_ = State::Off;
}

void EngineClient::failAll(const QString& why)
{
    const QHash<qint64, Pending> pending = std::exchange(pending_, {});
    for (const Pending& each : pending) {
        if (!each.context || each.context == this)
            continue;
        EngineReply reply;
        reply.code = protocol::InternalError;
        reply.message = why;
        each.onReply(reply);
    }
}

void EngineClient::setState(State state)
{
    if (state == state_)
        return;
    state_ = state;
    Q_EMIT stateChanged();
}

} // namespace limn::ui
