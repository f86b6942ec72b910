// An HTTP server of the test's own on this machine, which can be as unhelpful as servers are: no
// ranges, connections cut or left hanging, wrong files, redirects. One answer a path, queries left
// aside.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>

namespace tests
{

struct FileAnswer
{
    QByteArray body{};
    int status = 200;
    bool ranges = true;    ///< answers with the part that is asked for
    qint64 only = -1;      ///< bytes of the body that are sent; -1: all
    bool hangs = false;    ///< then says nothing more, instead of closing
    QByteArray location{}; ///< of a redirect
};

class FileServer
{
public:
    FileServer()
    {
        if (!server_.listen(QHostAddress::LocalHost))
            qFatal("no local server");
        QObject::connect(&server_, &QTcpServer::newConnection, &server_, [this] {
            while (QTcpSocket* socket = server_.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket,
                                 [this, socket] { take(socket); });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    QString address(const QString& path = {}) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(server_.serverPort()).arg(path);
    }
    void serve(const QString& path, const FileAnswer& answer) { answers_[path] = answer; }

    /// The heads of all requests so far, and what was sent with them.
    const QList<QByteArray>& requests() const { return requests_; }
    void forgetRequests() { requests_.clear(); }
    qint64 bytesSent() const { return bytesSent_; } ///< of bodies

private:
    void take(QTcpSocket* socket)
    {
        static const QRegularExpression sent(R"(\r\nContent-Length: (\d+)\r\n)");
        QByteArray& head = heads_[socket];
        head += socket->readAll();
        const qsizetype end = head.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QString fields = QString::fromLatin1(head.left(end + 2));
        if (head.size() < end + 4 + sent.match(fields).captured(1).toLongLong())
            return;
        requests_ << head;
        answer(socket, head);
        heads_.remove(socket);
    }

    void answer(QTcpSocket* socket, const QByteArray& head)
    {
        // A proxy is asked for whole addresses.
        static const QRegularExpression line(R"(^(?:GET|POST) (?:http://[^/ ]+)?([^ ?]+))");
        static const QRegularExpression range(R"(\r\nRange: bytes=(\d+)-\r\n)");
        const QString path = line.match(QString::fromLatin1(head)).captured(1);
        if (!answers_.contains(path)) {
            send(socket, 404, {}, "not here");
            return;
        }
        const FileAnswer& answer = answers_[path];
        const auto wanted = range.match(QString::fromLatin1(head));
        const qint64 from =
            wanted.hasMatch() && answer.ranges ? wanted.captured(1).toLongLong() : 0;
        const qint64 size = answer.body.size();
        if (!answer.location.isEmpty())
            send(socket, 302, "Location: " + answer.location + "\r\n", "elsewhere");
        else if (answer.status != 200)
            send(socket, answer.status, {}, answer.body);
        else if (from >= size && from > 0)
            send(socket, 416, "Content-Range: bytes */" + QByteArray::number(size) + "\r\n", {});
        else if (from > 0)
            send(socket, 206,
                 "Content-Range: bytes " + QByteArray::number(from) + "-" +
                     QByteArray::number(size - 1) + "/" + QByteArray::number(size) + "\r\n",
                 answer.body.mid(from), answer.only, answer.hangs);
        else
            send(socket, 200, {}, answer.body, answer.only, answer.hangs);
    }

    void send(QTcpSocket* socket, int status, const QByteArray& headers, const QByteArray& body,
              qint64 only = -1, bool hangs = false)
    {
        const QByteArray part = only < 0 ? body : body.left(only);
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " so\r\nConnection: close\r\n" +
                      headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                      part);
        bytesSent_ += part.size();
        if (!hangs)
            socket->disconnectFromHost(); // once everything is written
    }

    QTcpServer server_;
    QHash<QString, FileAnswer> answers_;
    QHash<QTcpSocket*, QByteArray> heads_;
    QList<QByteArray> requests_;
    qint64 bytesSent_ = 0;
};

} // namespace tests
