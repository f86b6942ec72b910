// The desktop's end of the protocol, against the real engine and against programs that are none.
#include "ui/engine_client.h"

#include "ui/training_session.h"

#include <csignal>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using limn::ui::EngineClient;
using limn::ui::EngineReply;

namespace
{
constexpr int patience = 60000; ///< LibTorch takes seconds to load on a cold, busy machine
}

class EngineClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void greets();
    void answersInWords();
    void saysWhenItDied();
    void startsAgainAfterDeath();
    void endsWhenAsked();
    void endsWhenAskedWhileStarting();
    void answersAreDroppedWithTheirContext();
    void wrongProgramsAreNamed_data();
    void wrongProgramsAreNamed();
    void requestsWithoutAnEngineFail();
    void foreignVersionIsRefused();

private:
    QTemporaryDir folder_;
};

void EngineClientTest::greets()
{
    EngineClient engine(EngineClient::locate());
    QSignalSpy ready(&engine, &EngineClient::ready);
    engine.start();
    QCOMPARE(engine.state(), EngineClient::State::Starting);
    QVERIFY(ready.wait(patience));
    QCOMPARE(engine.greeting()["protocolVersion"].toInt(), 1);
    QVERIFY(!engine.greeting()["devices"].toArray().isEmpty());
    QVERIFY(!engine.greeting()["networks"].toArray().isEmpty());
    QVERIFY(engine.processId() > 0);
}

void EngineClientTest::answersInWords()
{
    EngineClient engine(EngineClient::locate());
    engine.start();
    EngineReply unknown;
    EngineReply missing;
    int answers = 0;
    // Asked before the handshake is over: they wait for it.
    engine.request("no/such/method", {}, this, [&](const EngineReply& reply) {
        unknown = reply;
        ++answers;
    });
    engine.request("project/open", {{"path", folder_.filePath("missing.limn")}}, this,
                   [&](const EngineReply& reply) {
                       missing = reply;
                       ++answers;
                   });
    QCOMPARE(answers, 0);
    QTRY_COMPARE_WITH_TIMEOUT(answers, 2, patience);
    QCOMPARE(unknown.code, static_cast<int>(limn::annotation::protocol::MethodNotFound));
    QVERIFY(!missing.ok);
    QCOMPARE(missing.code, static_cast<int>(limn::annotation::protocol::InputError));
    QVERIFY2(missing.message.contains("missing.limn"), qPrintable(missing.message));
}

void EngineClientTest::saysWhenItDied()
{
    EngineClient engine(EngineClient::locate());
    QSignalSpy ready(&engine, &EngineClient::ready);
    QSignalSpy died(&engine, &EngineClient::died);
    engine.start();
    QVERIFY(ready.wait(patience));
    ::kill(static_cast<pid_t>(engine.processId()), SIGKILL);
    EngineReply reply;
    reply.ok = true;
    engine.request("runs/list", {}, this, [&](const EngineReply& answer) { reply = answer; });
    QVERIFY(died.count() == 1 || died.wait(patience));
    QTRY_VERIFY(!reply.ok);
    QVERIFY(died[0][0].toString().contains("Nothing painted is lost"));
    QCOMPARE(engine.state(), EngineClient::State::Off);
}

void EngineClientTest::startsAgainAfterDeath()
{
    EngineClient engine(EngineClient::locate());
    QSignalSpy ready(&engine, &EngineClient::ready);
    QSignalSpy died(&engine, &EngineClient::died);
    engine.start();
    QVERIFY(ready.wait(patience));
    const qint64 first = engine.processId();
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QVERIFY(died.wait(patience));
    engine.restart();
    QVERIFY(ready.wait(patience));
    QVERIFY(engine.processId() != first);
    QVERIFY(engine.problem().isEmpty());
}

void EngineClientTest::endsWhenAsked()
{
    EngineClient engine(EngineClient::locate());
    QSignalSpy ready(&engine, &EngineClient::ready);
    QSignalSpy ended(&engine, &EngineClient::ended);
    QSignalSpy died(&engine, &EngineClient::died);
    engine.start();
    QVERIFY(ready.wait(patience));
    engine.shutDown();
    QVERIFY(ended.wait(patience));
    QCOMPARE(died.count(), 0);
    QCOMPARE(engine.processId(), 0);
}

void EngineClientTest::endsWhenAskedWhileStarting()
{
    EngineClient engine(EngineClient::locate());
    QSignalSpy ended(&engine, &EngineClient::ended);
    QSignalSpy ready(&engine, &EngineClient::ready);
    engine.start();
    engine.shutDown();
    QVERIFY(ended.wait(patience));
    QCOMPARE(ready.count(), 0);
    QCOMPARE(engine.state(), EngineClient::State::Off);
}

void EngineClientTest::answersAreDroppedWithTheirContext()
{
    EngineClient engine(EngineClient::locate());
    QSignalSpy ready(&engine, &EngineClient::ready);
    engine.start();
    QVERIFY(ready.wait(patience));
    bool early = false;
    bool late = false;
    auto context = std::make_unique<QObject>();
    engine.request("runs/list", {}, context.get(), [&](const EngineReply&) { early = true; });
    context.reset();
    engine.request("runs/list", {}, this, [&](const EngineReply&) { late = true; });
    QTRY_VERIFY_WITH_TIMEOUT(late, patience);
    QVERIFY(!early);
}

void EngineClientTest::wrongProgramsAreNamed_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("missing") << "/nowhere/limn-engine";
    QTest::newRow("a folder") << "/tmp";
    QTest::newRow("ends at once") << "/bin/true";
    QTest::newRow("never answers") << "/bin/cat";
    QTest::newRow("not executable") << "/etc/hostname";
}

void EngineClientTest::wrongProgramsAreNamed()
{
    QFETCH(QString, program);
    EngineClient engine(program);
    engine.setHandshakeTimeout(500);
    QSignalSpy unavailable(&engine, &EngineClient::unavailable);
    engine.start();
    QTRY_COMPARE(unavailable.count(), 1);
    const QString sentence = unavailable[0][0].toString();
    QVERIFY2(sentence.contains(program), qPrintable(sentence));
    QCOMPARE(engine.problem(), sentence);
    QCOMPARE(engine.state(), EngineClient::State::Off);
}

void EngineClientTest::requestsWithoutAnEngineFail()
{
    EngineClient engine("/nowhere/limn-engine");
    engine.start();
    limn::ui::TrainingSession training(engine);
    training.setProject(folder_.path());
    training.start();
    QCOMPARE(training.state(), limn::ui::TrainingSession::State::Unavailable);
    EngineReply reply;
    reply.ok = true;
    engine.request("train/start", {}, this, [&](const EngineReply& answer) { reply = answer; });
    QVERIFY(reply.ok); // never answered before the call returns
    QTRY_VERIFY(!reply.ok);
    QVERIFY2(reply.message.contains("/nowhere/limn-engine"), qPrintable(reply.message));
}

void EngineClientTest::foreignVersionIsRefused()
{
    // A program that speaks the same framing and another version of the protocol.
    const QString program = folder_.filePath("engine-of-tomorrow");
    QFile script(program);
    QVERIFY(script.open(QIODevice::WriteOnly));
    const QByteArray body = R"({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":2}})";
    script.write("#!/bin/sh\nprintf 'Content-Length: " + QByteArray::number(body.size()) +
                 "\\r\\n\\r\\n%s' '" + body + "'\nexec cat >/dev/null\n");
    script.close();
    QVERIFY(script.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner |
                                  QFileDevice::ExeOwner));
    EngineClient engine(program);
    QSignalSpy unavailable(&engine, &EngineClient::unavailable);
    engine.start();
    QTRY_COMPARE(unavailable.count(), 1);
    const QString sentence = unavailable[0][0].toString();
    QVERIFY2(sentence.contains("version 2") && sentence.contains("same release"),
             qPrintable(sentence));
}

QTEST_GUILESS_MAIN(EngineClientTest)
#include "engine_client.moc"
