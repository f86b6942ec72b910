// What limn-engine train tells an MLflow server, and that a run does not mind where there is none.
#include "mlflow.h"
#include "file_server.h"
#include "small_project.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

namespace
{

constexpr int trainingPatience = 100'000;

/// Requests to a method of the interface, in the order that they came.
QList<QJsonObject> sentTo(const tests::FileServer& server, const QByteArray& method)
{
    QList<QJsonObject> bodies;
    for (const QByteArray& request : server.requests())
        if (request.startsWith("POST /api/2.0/mlflow/" + method + " "))
            bodies
                << QJsonDocument::fromJson(request.mid(request.indexOf("\r\n\r\n") + 4)).object();
    return bodies;
}

} // namespace

class MlflowTest : public QObject
{
    Q_OBJECT

    /// The server answers from the test's own event loop, so this waits in it.
    small::Finished train(const QStringList& arguments) const
    {
        QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
            surroundings.remove(name);
        QProcess engine;
        engine.setProcessEnvironment(surroundings);
        engine.start(small::engineProgram(),
                     QStringList{"train", project_, "--weights", "none", "--device", "cpu",
                                 "--epochs", "1", "--patch", "64", "--json"} +
                         arguments);
        const bool ended = QTest::qWaitFor([&] { return engine.state() == QProcess::NotRunning; },
                                           trainingPatience);
        small::Finished result;
        if (ended && engine.exitStatus() == QProcess::NormalExit)
            result.code = engine.exitCode();
        result.output = engine.readAllStandardOutput();
        result.errors = engine.readAllStandardError();
        return result;
    }

    static QList<QJsonObject> events(const small::Finished& done, const QString& kind)
    {
        QList<QJsonObject> rows;
        for (const QJsonObject& row : small::jsonLines(done.output))
            if (row["event"] == kind)
                rows << row;
        return rows;
    }

    QTemporaryDir folder_;
    QString project_;

private Q_SLOTS:
    void initTestCase()
    {
        project_ = QString::fromStdString(
            small::makeProject(folder_.path().toStdString(), "told").string());
    }

    void aRunIsTold_data()
    {
        QTest::addColumn<bool>("known"); ///< the experiment is at the server
        QTest::newRow("experiment is made") << false;
        QTest::newRow("experiment is there") << true;
    }

    void aRunIsTold()
    {
        QFETCH(bool, known);
        tests::FileServer server;
        const QString api = "/api/2.0/mlflow/";
        server.serve(api + "experiments/get-by-name",
                     known ? tests::FileAnswer{.body = R"({"experiment":{"experiment_id":"4"}})"}
                           : tests::FileAnswer{.body = R"({"error_code":"NONE"})", .status = 404});
        server.serve(api + "experiments/create", {.body = R"({"experiment_id":"4"})"});
        server.serve(api + "runs/create", {.body = R"({"run":{"info":{"run_id":"abc"}}})"});
        server.serve(api + "runs/log-batch", {.body = "{}"});
        server.serve(api + "runs/update", {.body = "{}"});

        const small::Finished done =
            train({"--mlflow", server.address("/"), "--mlflow-experiment", "lakes & more"});
        QVERIFY2(done.code == 0, done.errors.constData());
        QCOMPARE(events(done, "warning").size(), 0);
        QVERIFY(server.requests().front().startsWith(
            "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=lakes%20%26%20more "));
        const auto made = sentTo(server, "experiments/create");
        QCOMPARE(made.size(), known ? 0 : 1);
        if (!known)
            QCOMPARE(made.front()["name"].toString(), "lakes & more");
        const auto begun = sentTo(server, "runs/create");
        QCOMPARE(begun.size(), 1);
        QCOMPARE(begun.front()["experiment_id"].toString(), "4");
        QCOMPARE(begun.front()["run_name"], events(done, "started").front()["run"]);

        QMap<QString, QString> settings;
        QMap<QString, int> metrics;
        double lastLoss = 0;
        for (const QJsonObject& batch : sentTo(server, "runs/log-batch")) {
            QCOMPARE(batch["run_id"].toString(), "abc");
            for (const QJsonValue one : batch["params"].toArray())
                settings[one["key"].toString()] = one["value"].toString();
            for (const QJsonValue one : batch["metrics"].toArray()) {
                ++metrics[one["key"].toString()];
                QVERIFY(one["timestamp"].toDouble() > 1.7e12);
                if (one["key"] == "loss/training")
                    lastLoss = one["value"].toDouble();
            }
        }
        QCOMPARE(settings["network"], "unet");
        QCOMPARE(settings["patchSize"], "64");
        QCOMPARE(settings["workingResolution"], "1");
        const auto steps = static_cast<int>(events(done, "finished").front()["steps"].toInteger());
        QCOMPARE(metrics["loss/training"], steps);
        QCOMPARE(metrics["learning rate"], steps);
        QCOMPARE(metrics["mean IoU"], 1);
        QCOMPARE(metrics["IoU/striped"], 1);
        QVERIFY(lastLoss > 0);
        const auto ended = sentTo(server, "runs/update");
        QCOMPARE(ended.size(), 1);
        QCOMPARE(ended.front()["status"].toString(), "FINISHED");
    }

    void aServerThatIsAwayIsToldOnce_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("says");
        QTest::newRow("nobody listens") << "nobody"
                                        << "127.0.0.1";
        QTest::newRow("another service") << "another"
                                         << "HTTP 404";
        QTest::newRow("refuses") << "refuses"
                                 << "HTTP 403: You may not.";
        QTest::newRow("no JSON") << "page"
                                 << "HTTP 200";
    }

    void aServerThatIsAwayIsToldOnce()
    {
        QFETCH(QString, kind);
        QFETCH(QString, says);
        auto server = std::make_unique<tests::FileServer>();
        const QString address = server->address();
        const QString asked = "/api/2.0/mlflow/experiments/get-by-name";
        if (kind == "nobody")
            server.reset();
        else if (kind == "refuses")
            server->serve(asked, {.body = R"({"message":"You may not."})", .status = 403});
        else if (kind == "page")
            server->serve(asked, {.body = "<html>"});
        const small::Finished done = train({"--set", "mlflow=" + address});
        QVERIFY2(done.code == 0, done.errors.constData());
        QCOMPARE(events(done, "finished").front()["state"].toString(), "finished");
        const auto warnings = events(done, "warning");
        QCOMPARE(warnings.size(), 1);
        const QString sentence = warnings.front()["message"].toString();
        QVERIFY2(sentence.contains(says) && sentence.contains(address) && sentence.endsWith('.') &&
                     sentence.startsWith("The MLflow server"),
                 qPrintable(sentence));
    }
};

std::unique_ptr<QObject> mlflowTests()
{
    return std::make_unique<MlflowTest>();
}

#include "mlflow.moc"
