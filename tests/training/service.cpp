// limn-engine serve, spoken to as the desktop does (docs/PROTOCOL.md).
#include "annotation/protocol/framing.h"
#include "annotation/run_record.h"
#include "annotation/tile_store.h"
#include "small_project.h"

#include <nlohmann/json.hpp>
#include <QElapsedTimer>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace fs = std::filesystem;
using namespace limn;
using nlohmann::json;
namespace protocol = annotation::protocol;

namespace
{

constexpr int patienceMs = 110'000;

/// The real engine, and what it has said so far.
class Engine
{
public:
    Engine() { process_.start(small::engineProgram(), {"serve"}); }
    ~Engine()
    {
        process_.kill();
        process_.waitForFinished();
    }

    QProcess& process() { return process_; }
    void write(const QByteArray& bytes) { process_.write(bytes); }
    void send(const json& message)
    {
        write(QByteArray::fromStdString(protocol::frame(message.dump())));
    }

    int request(const std::string& method, const json& params = json::object())
    {
        send({{"jsonrpc", "2.0"}, {"id", ++lastId_}, {"method", method}, {"params", params}});
        return lastId_;
    }

    /// The first message from now on that fits; null when none comes.
    template <class Fits>
    json waitFor(Fits fits)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < patienceMs) {
            while (auto body = decoder_.next()) {
                json message = json::parse(*body);
                all.push_back(message);
                if (fits(message))
                    return message;
            }
            if (!process_.bytesAvailable() && !process_.waitForReadyRead(patienceMs))
                return nullptr;
            decoder_.feed(process_.readAllStandardOutput().toStdString());
        }
        return nullptr;
    }

    json answer(const json& id)
    {
        return waitFor([&](const json& m) {
            return m.contains("id") && m["id"] == id && !m.contains("method");
        });
    }
    json notification(const std::string& method)
    {
        return waitFor([&](const json& m) { return m.value("method", "") == method; });
    }
    json call(const std::string& method, const json& params = json::object())
    {
        return answer(request(method, params));
    }
    void initialize() { call("initialize", {{"protocolVersion", 1}, {"client", "test"}}); }

    std::vector<json> all;

private:
    QProcess process_;
    protocol::Decoder decoder_;
    int lastId_ = 0;
};

json quickRecipe(int epochs)
{
    return {{"weights", "none"}, {"epochs", epochs}, {"patchSize", 64},
            {"batchSize", 4},    {"seed", 3},        {"device", "cpu"}};
}

int errorCode(const json& answer)
{
    return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
}

} // namespace

class Service : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path folder() const { return folder_.path().toStdString(); }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("LIMN_WEIGHTS_DIR", folder_.filePath("weights").toLocal8Bit());
        qputenv("XDG_CACHE_HOME", folder_.filePath("cache").toLocal8Bit());
        qputenv("HOME", folder_.filePath("home").toLocal8Bit());
    }

    void initializeTellsWhatThereIs()
    {
        Engine engine;
        const json result =
            engine.call("initialize", {{"protocolVersion", 1}, {"client", "test"}})["result"];
        QCOMPARE(result["protocolVersion"].get<int>(), 1);
        QCOMPARE(result["devices"][0]["name"].get<std::string>(), std::string("cpu"));
        QVERIFY(result["networks"].size() >= 2);
        QVERIFY(result["encoders"][0].contains("pretrained"));
        engine.process().closeWriteChannel();
        QVERIFY(engine.process().waitForFinished(patienceMs));
        QCOMPARE(engine.process().exitCode(), 0);
    }

    void anotherVersionIsRefusedByName()
    {
        Engine engine;
        const json answer = engine.call("initialize", {{"protocolVersion", 99}, {"client", "t"}});
        QCOMPARE(errorCode(answer), int(protocol::VersionMismatch));
        const std::string message = answer["error"]["message"];
        QVERIFY(message.find("99") != std::string::npos);
        QVERIFY(message.find("version 1") != std::string::npos);
    }

    void malformedMessages_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("id"); ///< of the answer, as JSON
        const auto framed = [](const char* body) {
            return QByteArray::fromStdString(protocol::frame(body));
        };
        QTest::newRow("not JSON") << framed("{oops") << int(protocol::ParseError)
                                  << QByteArray("null");
        QTest::newRow("empty body")
            << framed("") << int(protocol::ParseError) << QByteArray("null");
        QTest::newRow("not UTF-8")
            << framed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}")
            << int(protocol::ParseError) << QByteArray("null");
        QTest::newRow("an array") << framed("[1, 2]") << int(protocol::InvalidRequest)
                                  << QByteArray("null");
        QTest::newRow("a number") << framed("7") << int(protocol::InvalidRequest)
                                  << QByteArray("null");
        QTest::newRow("no version") << framed(R"({"id":70,"method":"runs/list"})")
                                    << int(protocol::InvalidRequest) << QByteArray("70");
        QTest::newRow("no method") << framed(R"({"jsonrpc":"2.0","id":71})")
                                   << int(protocol::InvalidRequest) << QByteArray("71");
        QTest::newRow("method is a number") << framed(R"({"jsonrpc":"2.0","id":72,"method":5})")
                                            << int(protocol::InvalidRequest) << QByteArray("72");
        QTest::newRow("id is an object")
            << framed(R"({"jsonrpc":"2.0","id":{},"method":"runs/list"})")
            << int(protocol::InvalidRequest) << QByteArray("null");
        QTest::newRow("unknown method")
            << framed(R"({"jsonrpc":"2.0","id":"x","method":"make/coffee"})")
            << int(protocol::MethodNotFound) << QByteArray("\"x\"");
        QTest::newRow("parameters in an array")
            << framed(R"({"jsonrpc":"2.0","id":73,"method":"project/open","params":["a"]})")
            << int(protocol::InvalidParams) << QByteArray("73");
        QTest::newRow("parameter missing")
            << framed(R"({"jsonrpc":"2.0","id":74,"method":"project/open","params":{}})")
            << int(protocol::InvalidParams) << QByteArray("74");
        QTest::newRow("parameter of a wrong type")
            << framed(R"({"jsonrpc":"2.0","id":75,"method":"project/open","params":{"path":3}})")
            << int(protocol::InvalidParams) << QByteArray("75");
        QTest::newRow("no project open")
            << framed(R"({"jsonrpc":"2.0","id":76,"method":"runs/list"})")
            << int(protocol::InvalidRequest) << QByteArray("76");
        QTest::newRow("no such project")
            << framed(
                   R"({"jsonrpc":"2.0","id":77,"method":"project/open","params":{"path":"/no.limn"}})")
            << int(protocol::InputError) << QByteArray("77");
        QTest::newRow("header without colon") << QByteArray("Content-Length 5\r\n\r\nhello")
                                              << int(protocol::ParseError) << QByteArray("null");
        QTest::newRow("senseless length") << QByteArray("Content-Length: many\r\n\r\n")
                                          << int(protocol::ParseError) << QByteArray("null");
        QTest::newRow("huge length") << QByteArray("Content-Length: 99999999999999\r\n\r\n")
                                     << int(protocol::ParseError) << QByteArray("null");
    }

    void malformedMessages()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QFETCH(QByteArray, id);
        Engine engine;
        engine.initialize();
        engine.write(bytes);
        const json answer = engine.answer(json::parse(id.toStdString()));
        QCOMPARE(errorCode(answer), code);
        QVERIFY(!answer["error"]["message"].get<std::string>().empty());
        // The engine goes on.
        QVERIFY(engine.call("initialize", {{"protocolVersion", 1}, {"client", "t"}})
                    .contains("result"));
    }

    void requestsBeforeInitializeAreRefused()
    {
        Engine engine;
        QCOMPARE(errorCode(engine.call("runs/list")), int(protocol::InvalidRequest));
    }

    void planSaysWhyNot()
    {
        const fs::path path = folder() / "bare.limn";
        annotation::Project::create(path)->setClasses(small::twoClasses());
        Engine engine;
        engine.initialize();
        QVERIFY(engine.call("project/open", {{"path", path.string()}}).contains("result"));
        json plan = engine.call("train/plan")["result"];
        QCOMPARE(plan["ready"].get<bool>(), false);
        QVERIFY(!plan["sentence"].get<std::string>().empty());
        QVERIFY(plan["rows"].empty());
        QCOMPARE(plan["recipe"]["network"].get<std::string>(), std::string("unet"));
        QCOMPARE(errorCode(engine.call("train/start")), int(protocol::InputError));
        QCOMPARE(errorCode(engine.call("train/plan", {{"minutes", "three"}})),
                 int(protocol::InvalidParams));
        QCOMPARE(errorCode(engine.call("train/plan", {{"network", "segnext"}})),
                 int(protocol::InputError));
        QVERIFY(engine.call("train/plan", {{"fromTheFuture", 1}}).contains("result"));
        // Networks can be compared before anything is labelled.
        QVERIFY(engine.call("train/networks")["result"]["networks"].size() > 10);
        QCOMPARE(errorCode(engine.call("train/networks", {{"batchSize", "three"}})),
                 int(protocol::InvalidParams));
    }

    void trainWatchPredictExplain()
    {
        const fs::path path = small::makeProject(folder(), "loop");
        Engine engine;
        engine.initialize();
        const json opened = engine.call("project/open", {{"path", path.string()}})["result"];
        QCOMPARE(opened["images"].get<int>(), 1);
        QCOMPARE(opened["classes"].get<int>(), 2);
        const auto project =
            annotation::Project::open(path, annotation::Project::Access::ReadWrite);
        const auto image = project->images().front().id;

        const json plan = engine.call("train/plan", quickRecipe(4))["result"];
        QCOMPARE(plan["ready"].get<bool>(), true);
        QCOMPARE(plan["labels"].size(), std::size_t{2});
        QVERIFY(plan["labels"][0]["validationPixels"].get<int>() > 0);
        QStringList titles;
        for (const json& row : plan["rows"]) {
            titles << QString::fromStdString(row["title"].get<std::string>());
            QVERIFY(row["reason"].get<std::string>().ends_with('.'));
            QVERIFY(!row["chosen"].get<std::string>().empty());
        }
        QCOMPARE(titles.join(", "),
                 QString("Network, Encoder, Length, Working resolution, Patches, Batch, "
                         "Augmentation, Loss, Learning rate, Prediction"));

        // Another pair than one that goes together is no obstacle to comparing them.
        json pair = quickRecipe(4);
        pair.update({{"network", "segnet"}, {"encoder", "resnet34"}});
        const json table = engine.call("train/networks", pair)["result"];
        const std::string facts = table["facts"];
        QVERIFY2(facts.find("images from 256 px") != std::string::npos, facts.c_str());
        for (const char* rows : {"networks", "encoders"})
            for (const json& row : table[rows])
                for (const char* key : {"title", "reason", "suits", "advice", "paper"})
                    QVERIFY2(!row[key].get<std::string>().empty(), key);
        for (const json& row : table["networks"])
            QCOMPARE(row["encoders"].size() + row["refused"].size(), table["encoders"].size() + 1);

        const std::string run = engine.call("train/start", quickRecipe(4))["result"]["run"];
        QCOMPARE(errorCode(engine.call("train/start", quickRecipe(4))), int(protocol::InputError));
        QVERIFY(engine
                    .call("predict/view", {{"image", image},
                                           {"run", ""},
                                           {"x", 0},
                                           {"y", 0},
                                           {"width", 256},
                                           {"height", 256}})
                    .contains("result"));

        // Labels painted meanwhile are taken in at an epoch's end.
        project->putShape(image, small::rectangle(3, 1, 10, 10, 5, 5));
        engine.send({{"jsonrpc", "2.0"}, {"method", "project/labelsChanged"}});

        const json tiles = engine.notification("predict/tiles");
        QCOMPARE(tiles["params"]["run"].get<std::string>(), run);
        QCOMPARE(tiles["params"]["rects"][0], json::array({0, 0, 256, 256}));
        const json finished = engine.notification("train/finished")["params"];
        QCOMPARE(finished["state"].get<std::string>(), std::string("finished"));
        QCOMPARE(finished["run"].get<std::string>(), run);
        const auto heard = [&](const char* method) {
            return std::any_of(engine.all.begin(), engine.all.end(),
                               [&](const json& m) { return m.value("method", "") == method; });
        };
        QVERIFY(heard("train/progress"));
        QVERIFY(heard("train/validation"));
        QVERIFY(heard("train/labelsChanged"));
        QVERIFY(heard("train/checkpoint"));

        // The view is predicted again with the best weights.
        const json again = engine.notification("predict/finished");
        QCOMPARE(again["params"]["message"].get<std::string>(), std::string());
        const annotation::TileStore store(tiles["params"]["store"].get<std::string>(),
                                          annotation::TileStore::Access::ReadOnly);
        const annotation::MaskTilePtr classes = store.get("class", {0, 0});
        QVERIFY(classes);
        for (const std::uint8_t value : *classes)
            QVERIFY(value == 1 || value == 2);

        json explain{{"image", image}, {"run", ""},    {"class", 2},   {"x", 10},
                     {"y", 20},        {"width", 200}, {"height", 150}};
        const json explained = engine.call("explain", explain)["result"];
        QCOMPARE(explained["tileLayer"].get<std::string>(), std::string("gradcam-2"));
        QCOMPARE(explained["width"].get<int>(), 200);
        const annotation::TileStore maps(explained["store"].get<std::string>(),
                                         annotation::TileStore::Access::ReadOnly);
        QVERIFY(maps.get("gradcam-2", {0, 0}));
        explain["class"] = 9;
        QCOMPARE(errorCode(engine.call("explain", explain)), int(protocol::InputError));

        const json runs = engine.call("runs/list")["result"]["runs"];
        QCOMPARE(runs.size(), std::size_t{1});
        QCOMPARE(runs[0]["state"].get<std::string>(), std::string("finished"));
    }

    void settingsArePreviewedOnRealPatches()
    {
        const fs::path path = small::makeProject(folder(), "preview");
        Engine engine;
        engine.initialize();
        const json schema = engine.call("recipe/schema")["result"];
        QCOMPARE(schema["properties"]["optimiser"]["default"].get<std::string>(),
                 std::string("adamw"));
        QCOMPARE(schema["propertyOrder"].size(), schema["properties"].size());
        engine.call("project/open", {{"path", path.string()}});
        json recipe = quickRecipe(1);
        recipe["rotation"] = 30;
        const std::string file = engine.call("train/preview", recipe)["result"]["file"];
        const QImage first(QString::fromStdString(file));
        QCOMPARE(first.size(), QSize(4 * 64 + 3 * 6, 2 * 64 + 6));
        QCOMPARE(qAlpha(first.pixel(66, 10)), 0); // between two patches
        QCOMPARE(qAlpha(first.pixel(10, 10)), 255);
        recipe["batch"] = 1;
        engine.call("train/preview", recipe);
        QVERIFY(QImage(QString::fromStdString(file)) != first);
        recipe["rotation"] = 500;
        QCOMPARE(errorCode(engine.call("train/preview", recipe)), int(protocol::InputError));
        engine.process().closeWriteChannel();
        QVERIFY(engine.process().waitForFinished(patienceMs));
        QVERIFY(!fs::exists(file));
    }

    void pausedRunWaitsAndGoesOn()
    {
        const fs::path path = small::makeProject(folder(), "paused");
        Engine engine;
        engine.initialize();
        engine.call("project/open", {{"path", path.string()}});
        engine.call("train/start", quickRecipe(100000));
        const auto trained = [](const json& m) {
            return m.value("method", "") == "train/progress" && m["params"]["loss"].is_number();
        };
        engine.waitFor(trained);
        QVERIFY(engine.call("train/pause").contains("result"));
        const auto paused = std::find_if(engine.all.rbegin(), engine.all.rend(), [](const json& m) {
            return m.value("method", "") == "train/progress";
        });
        QCOMPARE((*paused)["params"]["phase"].get<std::string>(), std::string("paused"));
        const std::int64_t step = (*paused)["params"]["step"];
        // What is asked meanwhile is answered, and nothing is trained.
        QVERIFY(engine.call("runs/list").contains("result"));
        QVERIFY(engine.call("train/continue").contains("result"));
        QCOMPARE(engine.waitFor(trained)["params"]["step"].get<std::int64_t>(), step + 1);
        engine.call("train/pause");
        // A paused run ends as any other.
        engine.request("train/stop");
        QCOMPARE(engine.notification("train/finished")["params"]["state"].get<std::string>(),
                 std::string("stopped"));
    }

    void cancelledRequestIsAnsweredAsCancelled()
    {
        const fs::path path = small::makeProject(folder(), "cancel");
        Engine engine;
        engine.initialize();
        engine.call("project/open", {{"path", path.string()}});
        engine.call("train/start", quickRecipe(100000));
        // The training step under way keeps the request waiting, so the cancellation overtakes it.
        engine.waitFor([](const json& m) {
            return m.value("method", "") == "train/progress" && m["params"]["step"] > 1;
        });
        const int id = engine.request("explain", {{"image", 1},
                                                  {"run", ""},
                                                  {"class", 1},
                                                  {"x", 0},
                                                  {"y", 0},
                                                  {"width", 256},
                                                  {"height", 256}});
        engine.send({{"jsonrpc", "2.0"}, {"method", "$/cancelRequest"}, {"params", {{"id", id}}}});
        QCOMPARE(errorCode(engine.answer(id)), int(protocol::Cancelled));
        engine.request("train/stop");
        QCOMPARE(engine.notification("train/finished")["params"]["state"].get<std::string>(),
                 std::string("stopped"));
    }

    void closingTheInputLeavesARunThatGoesOn()
    {
        const fs::path path = small::makeProject(folder(), "closed");
        std::string run;
        {
            Engine engine;
            engine.initialize();
            engine.call("project/open", {{"path", path.string()}});
            run = engine.call("train/start", quickRecipe(100000))["result"]["run"];
            engine.waitFor([](const json& m) {
                return m.value("method", "") == "train/progress" && m["params"]["step"] > 2;
            });
            engine.process().closeWriteChannel();
            QVERIFY(engine.process().waitForFinished(patienceMs));
            QCOMPARE(engine.process().exitStatus(), QProcess::NormalExit);
            QCOMPARE(engine.process().exitCode(), 0);
        }
        QCOMPARE(annotation::readRun(path / "runs" / run).state, std::string("interrupted"));
        const auto steps =
            annotation::readRun(path / "runs" / run).summary["steps"].get<std::int64_t>();
        resumeAndStop(path, run, steps);
    }

    void killedEngineLeavesARunThatGoesOn()
    {
        const fs::path path = small::makeProject(folder(), "killed");
        std::string run;
        std::int64_t saved = 0;
        {
            Engine engine;
            engine.initialize();
            engine.call("project/open", {{"path", path.string()}});
            run = engine.call("train/start", quickRecipe(100000))["result"]["run"];
            saved = engine.notification("train/checkpoint")["params"]["step"];
            engine.process().kill();
            QVERIFY(engine.process().waitForFinished());
        }
        resumeAndStop(path, run, saved);
    }

private:
    void resumeAndStop(const fs::path& path, const std::string& run, std::int64_t atLeast)
    {
        Engine engine;
        engine.initialize();
        engine.call("project/open", {{"path", path.string()}});
        const json listed = engine.call("runs/list")["result"]["runs"][0];
        QCOMPARE(listed["id"].get<std::string>(), run);
        QCOMPARE(listed["state"].get<std::string>(), std::string("interrupted"));
        const json started = engine.call("train/start", {{"resume", run}});
        QVERIFY2(started.contains("result"), started.dump().c_str());
        const json progress = engine.waitFor([](const json& m) {
            return m.value("method", "") == "train/progress" && m["params"]["loss"].is_number();
        });
        QVERIFY(progress["params"]["step"].get<std::int64_t>() > atLeast);
        engine.request("train/stop");
        QCOMPARE(engine.notification("train/finished")["params"]["state"].get<std::string>(),
                 std::string("stopped"));
    }
};

QTEST_GUILESS_MAIN(Service)
#include "service.moc"
