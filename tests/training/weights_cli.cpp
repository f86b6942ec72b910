// limn-engine weights and export as a program: fetching from a server that behaves well and badly,
// files brought by hand, checking, and networks written for PyTorch.
#include "../several_tests.h"
#include "file_server.h"
#include "mlflow.h"
#include "small_project.h"

#include <csignal>
#include <fcntl.h>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

namespace
{

constexpr int patience = 60'000;
constexpr int fileSize = 3 << 20;

/// A safetensors file of one tensor of bytes.
QByteArray weightsOf(int size)
{
    const QByteArray header =
        QStringLiteral(R"({"w":{"dtype":"U8","shape":[%1],"data_offsets":[0,%1]}})")
            .arg(size)
            .toLatin1();
    QByteArray file(8, '\0');
    file[0] = static_cast<char>(header.size());
    file += header;
    for (int i = 0; i < size; ++i)
        file += static_cast<char>(i * 31 + i / 257);
    return file;
}

QString sha256(const QByteArray& bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

/// What is said of a failure: one sentence.
void checkSentence(const QByteArray& errors)
{
    const QByteArray line = errors.trimmed();
    QVERIFY2(line.startsWith("limn-engine: ") && line.endsWith('.') && !line.contains('\n'),
             errors.constData());
}

} // namespace

class WeightsCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { init(); }
    void init();

    void fetchingIsDoneOnceAndVerified();
    void nothingIsFetchedUnasked();
    void aDownloadGoesOn_data();
    void aDownloadGoesOn();
    void aCutConnectionLosesNothing();
    void aKilledDownloadGoesOn();
    void whatCannotBeFetchedIsSaid_data();
    void whatCannotBeFetchedIsSaid();
    void aFullDiskIsSaidAndGoneOnFrom_data();
    void aFullDiskIsSaidAndGoneOnFrom();
    void aProxyIsAsked();
    void oneDownloadOfAFileAtATime();
    void filesBroughtByHandAreTakenIn();
    void filesWithoutAHashAreCheckedByWhatTheyHold();
    void whatWasExportedIsWeightsToStartFrom();
    void theCatalogueIsRightForTheEncoders();
    void exportedNetworks();
    void wrongExports_data();
    void wrongExports();

private:
    QString path(const QString& name) const { return folder_->filePath(name); }
    QString cached(const QString& file) const { return path("cache/limn/weights/" + file); }
    QByteArray contents(const QString& file) const
    {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    void put(const QString& file, const QByteArray& bytes) const
    {
        QDir().mkpath(QFileInfo(file).path());
        small::writeFile(file.toStdString(), bytes);
    }
    /// A row of the catalogue; its file is NAME.safetensors. `isFor`: "encoder", or "network" and
    /// "over".
    void publish(const QString& name, const QString& url, const QString& hash,
                 const QJsonObject& isFor = {});
    QProcessEnvironment surroundings(const QMap<QString, QString>& besides) const;
    small::Finished run(const QStringList& arguments,
                        const QMap<QString, QString>& environment = {},
                        const std::function<void()>& inChild = {});
    QString trained();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<tests::FileServer> server_;
    QTemporaryDir project_;
    QJsonArray rows_;
    const QByteArray file_ = weightsOf(fileSize);
};

void WeightsCli::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    server_ = std::make_unique<tests::FileServer>();
    rows_ = {};
    server_->serve("/good", {.body = file_});
    publish("good", server_->address("/good"), sha256(file_));
}

void WeightsCli::publish(const QString& name, const QString& url, const QString& hash,
                         const QJsonObject& isFor)
{
    QJsonObject row{
        {"name", name},     {"title", "Weights " + name}, {"file", name + ".safetensors"},
        {"mebibytes", 3.0}, {"licence", "MIT"},           {"trainedOn", "nothing"}};
    if (!url.isEmpty())
        row["url"] = url;
    if (!hash.isEmpty())
        row["sha256"] = hash;
    for (auto each = isFor.begin(); each != isFor.end(); ++each)
        row[each.key()] = each.value();
    rows_.append(row);
    put(path("catalogue.json"),
        QJsonDocument(QJsonObject{{"version", 1}, {"weights", rows_}}).toJson());
}

QProcessEnvironment WeightsCli::surroundings(const QMap<QString, QString>& besides) const
{
    QProcessEnvironment result = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"LIMN_WEIGHTS_DIR", "http_proxy", "https_proxy", "all_proxy"})
        result.remove(name);
    result.insert("LIMN_WEIGHTS_CATALOGUE", path("catalogue.json"));
    result.insert("XDG_CACHE_HOME", path("cache"));
    result.insert("HOME", path("home"));
    for (auto it = besides.begin(); it != besides.end(); ++it)
        result.insert(it.key(), it.value());
    return result;
}

small::Finished WeightsCli::run(const QStringList& arguments,
                                const QMap<QString, QString>& environment,
                                const std::function<void()>& inChild)
{
    QProcess process;
    process.setProcessEnvironment(surroundings(environment));
    if (inChild)
        process.setChildProcessModifier(inChild);
    // The server answers in this thread.
    QSignalSpy finished(&process, &QProcess::finished);
    process.start(small::engineProgram(), arguments);
    small::Finished result;
    if (finished.wait(patience) && process.exitStatus() == QProcess::NormalExit)
        result.code = process.exitCode();
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}

void WeightsCli::fetchingIsDoneOnceAndVerified()
{
    small::Finished done = run({"weights", "fetch", "good", "--yes"});
    QVERIFY2(done.code == 0, done.errors);
    QVERIFY(done.output.contains("licence: MIT"));
    QCOMPARE(contents(cached("good.safetensors")), file_);
    QVERIFY(!QFile::exists(cached("good.safetensors.part")));

    server_->forgetRequests();
    done = run({"weights", "fetch", "good"});
    QCOMPARE(done.code, 0);
    QVERIFY(server_->requests().isEmpty());

    const QList<QJsonObject> listed = small::jsonLines(run({"weights", "list", "--json"}).output);
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed[0]["path"].toString(), cached("good.safetensors"));
    QCOMPARE(listed[0]["size"].toString(), QString("3.0 MiB"));

    done = run({"weights", "verify", "--json"});
    QCOMPARE(done.code, 0);
    QCOMPARE(small::jsonLines(done.output)[0]["check"].toString(), QString("right"));
    QByteArray changed = file_;
    changed[fileSize] = static_cast<char>(changed[fileSize] ^ 1);
    put(cached("good.safetensors"), changed);
    done = run({"weights", "verify", "good"});
    QCOMPARE(done.code, 1);
    checkSentence(done.errors);
}

void WeightsCli::nothingIsFetchedUnasked()
{
    const small::Finished done = run({"weights", "fetch", "good"});
    QCOMPARE(done.code, 2);
    checkSentence(done.errors);
    QVERIFY(done.errors.contains("--yes"));
    QVERIFY(done.output.contains("MIT") && done.output.contains("3.0 MiB"));
    QVERIFY(server_->requests().isEmpty());
}

void WeightsCli::aDownloadGoesOn_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<bool>("ranges");
    QTest::addColumn<qint64>("sent"); ///< bytes that the server has to send
    const qint64 whole = file_.size();
    const int half = fileSize / 2;
    QTest::newRow("half") << file_.left(half) << true << whole - half;
    QTest::newRow("all") << file_ << true << qint64{0};
    QTest::newRow("half of another file") << QByteArray(half, 'x') << true << whole - half + whole;
    QTest::newRow("more than there is") << file_ + "more" << true << whole;
    QTest::newRow("half, server without ranges") << file_.left(half) << false << 2 * whole;
}

void WeightsCli::aDownloadGoesOn()
{
    QFETCH(QByteArray, part);
    QFETCH(bool, ranges);
    QFETCH(qint64, sent);
    server_->serve("/good", {.body = file_, .ranges = ranges});
    put(cached("good.safetensors.part"), part);
    const small::Finished done = run({"weights", "fetch", "good", "--yes"});
    QVERIFY2(done.code == 0, done.errors);
    QCOMPARE(contents(cached("good.safetensors")), file_);
    QCOMPARE(server_->bytesSent(), sent);
    QVERIFY(server_->requests()[0].contains("Range: bytes=" + QByteArray::number(part.size())));
}

void WeightsCli::aCutConnectionLosesNothing()
{
    constexpr int cut = 1 << 20;
    server_->serve("/good", {.body = file_, .only = cut});
    small::Finished done = run({"weights", "fetch", "good", "--yes"});
    QCOMPARE(done.code, 1);
    checkSentence(done.errors);
    QVERIFY2(done.errors.contains("was cut after 1.0 MiB"), done.errors);
    QCOMPARE(contents(cached("good.safetensors.part")), file_.left(cut));
    QVERIFY(!QFile::exists(cached("good.safetensors")));
    QCOMPARE(small::jsonLines(run({"weights", "list", "--json"}).output)[0]["partBytes"].toInt(),
             cut);

    server_->serve("/good", {.body = file_});
    done = run({"weights", "fetch", "good", "--yes"});
    QVERIFY2(done.code == 0, done.errors);
    QVERIFY(server_->requests().last().contains("Range: bytes=1048576-"));
    QCOMPARE(contents(cached("good.safetensors")), file_);
}

void WeightsCli::aKilledDownloadGoesOn()
{
    constexpr int arrived = 1 << 20;
    server_->serve("/good", {.body = file_, .only = arrived, .hangs = true});
    QProcess process;
    process.setProcessEnvironment(surroundings({}));
    process.start(small::engineProgram(), {"weights", "fetch", "good", "--yes", "--json"});
    QTRY_COMPARE_WITH_TIMEOUT(QFileInfo(cached("good.safetensors.part")).size(), qint64{arrived},
                              patience);
    process.kill();
    QVERIFY(process.waitForFinished(patience));

    server_->serve("/good", {.body = file_});
    const small::Finished done = run({"weights", "fetch", "good", "--yes", "--json"});
    QVERIFY2(done.code == 0, done.errors);
    QCOMPARE(contents(cached("good.safetensors")), file_);
    const QList<QJsonObject> rows = small::jsonLines(done.output);
    QCOMPARE(rows.last()["event"].toString(), QString("fetched"));
    double before = arrived;
    for (const QJsonObject& row : rows)
        if (row["event"].toString() == "progress") {
            QCOMPARE(row["total"].toDouble(), double(file_.size()));
            QVERIFY(row["done"].toDouble() >= before);
            before = row["done"].toDouble();
        }
}

void WeightsCli::whatCannotBeFetchedIsSaid_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("hash");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("no such file") << "SERVER/nowhere"
                                  << "00" << 1 << "HTTP 404";
    QTest::newRow("refused") << "SERVER/refused"
                             << "00" << 1 << "HTTP 503";
    QTest::newRow("wrong hash") << "SERVER/good"
                                << "0123456789" << 1 << "0123456789";
    QTest::newRow("web page") << "SERVER/page"
                              << "00" << 1 << "a web page";
    QTest::newRow("web page, no hash published") << "SERVER/page"
                                                 << "" << 1 << "a web page";
    QTest::newRow("sent round in circles") << "SERVER/circle"
                                           << "00" << 1 << "redirects";
    QTest::newRow("sent to a file of this machine") << "SERVER/file"
                                                    << "00" << 1 << "disabled";
    QTest::newRow("nobody listens") << "http://127.0.0.1:1/x"
                                    << "00" << 1 << "cannot be reached";
    QTest::newRow("no network") << "http://no.such.host.invalid/x"
                                << "00" << 1 << "check the network";
    QTest::newRow("no address") << ""
                                << "00" << 1 << "weights add";
    QTest::newRow("address of another kind") << "ftp://127.0.0.1/x"
                                             << "00" << 2 << "neither http nor https";
    QTest::newRow("hash that is none") << "SERVER/good"
                                       << "0xyz" << 2 << "hexadecimal";
}

void WeightsCli::whatCannotBeFetchedIsSaid()
{
    QFETCH(QString, url);
    QFETCH(QString, hash);
    QFETCH(int, code);
    QFETCH(QString, says);
    server_->serve("/refused", {.body = "busy", .status = 503});
    server_->serve("/page", {.body = "<html>Please log in</html>"});
    server_->serve("/circle", {.location = server_->address("/circle").toLatin1()});
    server_->serve("/file", {.location = "file:///etc/hostname"});
    publish("bad", url.replace("SERVER", server_->address()), hash);
    const small::Finished done = run({"weights", "fetch", "bad", "--yes"});
    QCOMPARE(done.code, code);
    checkSentence(done.errors);
    QVERIFY2(done.errors.contains(says.toUtf8()), done.errors);
    QVERIFY(!QFile::exists(cached("bad.safetensors")));
    QVERIFY(!QFile::exists(cached("bad.safetensors.part")));
}

void WeightsCli::aFullDiskIsSaidAndGoneOnFrom_data()
{
    QTest::addColumn<bool>("ofItsOwn");
    QTest::newRow("no larger file allowed") << false;
    QTest::newRow("a disk of 2 MiB") << true;
}

void WeightsCli::aFullDiskIsSaidAndGoneOnFrom()
{
    QFETCH(bool, ofItsOwn);
    const QByteArray disk = path("cache").toLocal8Bit();
    if (ofItsOwn) {
        QDir().mkpath(path("cache"));
        if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=2m") != 0)
            QSKIP("mounting a small filesystem needs root");
    }
    const small::Finished done = run({"weights", "fetch", "good", "--yes"}, {}, [ofItsOwn] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1 << 20, 1 << 20};
        if (!ofItsOwn)
            ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    const qint64 kept = QFileInfo(cached("good.safetensors.part")).size();
    small::Finished again;
    if (ofItsOwn) {
        ::mount(nullptr, disk.constData(), nullptr, MS_REMOUNT, "size=8m");
        again = run({"weights", "fetch", "good", "--yes"});
    } else {
        again = run({"weights", "fetch", "good", "--yes"});
    }
    const QByteArray fetched = contents(cached("good.safetensors"));
    if (ofItsOwn)
        ::umount2(disk.constData(), MNT_DETACH);

    QCOMPARE(done.code, 1);
    checkSentence(done.errors);
    QVERIFY2(done.errors.contains("make room"), done.errors);
    QVERIFY(kept > 0 && kept <= 2 << 20);
    QVERIFY2(again.code == 0, again.errors);
    QVERIFY(server_->requests().last().contains("Range: bytes=" + QByteArray::number(kept)));
    QCOMPARE(fetched, file_);
}

void WeightsCli::aProxyIsAsked()
{
    server_->serve("/far/away", {.body = file_});
    publish("far", "http://weights.invalid/far/away", sha256(file_).left(8));
    const small::Finished done =
        run({"weights", "fetch", "far", "--yes"}, {{"http_proxy", server_->address()}});
    QVERIFY2(done.code == 0, done.errors);
    QVERIFY(server_->requests()[0].startsWith("GET http://weights.invalid/far/away HTTP"));
    QCOMPARE(contents(cached("far.safetensors")), file_);
}

void WeightsCli::oneDownloadOfAFileAtATime()
{
    put(cached("good.safetensors.part"), {});
    const int other =
        ::open(cached("good.safetensors.part").toLocal8Bit().constData(), O_RDWR | O_CLOEXEC);
    QVERIFY(::flock(other, LOCK_EX) == 0);
    const small::Finished done = run({"weights", "fetch", "good", "--yes"});
    ::close(other);
    QCOMPARE(done.code, 1);
    checkSentence(done.errors);
    QVERIFY(done.errors.contains("already"));
    QVERIFY(server_->requests().isEmpty());
}

void WeightsCli::filesBroughtByHandAreTakenIn()
{
    publish("unhashed", {}, {});
    put(path("carried.bin"), file_);
    small::Finished done = run({"weights", "add", path("carried.bin"), "--json"});
    QVERIFY2(done.code == 0, done.errors);
    QCOMPARE(small::jsonLines(done.output)[0]["name"].toString(), QString("good"));
    QCOMPARE(contents(cached("good.safetensors")), file_);
    QCOMPARE(run({"weights", "add", cached("good.safetensors")}).code, 0); // where it is already

    put(path("unhashed.safetensors"), weightsOf(10));
    done = run({"weights", "add", path("unhashed.safetensors")});
    QVERIFY2(done.code == 0, done.errors);
    done = run({"weights", "verify", "unhashed", "--json"});
    QCOMPARE(done.code, 0);
    QCOMPARE(small::jsonLines(done.output)[0]["check"].toString(), QString("unpublished"));

    put(path("good.safetensors"), weightsOf(11));
    put(path("else.safetensors"), weightsOf(12));
    for (const auto& [file, says] : {std::pair{"good.safetensors", "not what its name says"},
                                     {"else.safetensors", "none of the published"},
                                     {"missing.safetensors", "not there"}}) {
        done = run({"weights", "add", path(file)});
        QCOMPARE(done.code, 2);
        checkSentence(done.errors);
        QVERIFY2(done.errors.contains(says), done.errors);
    }
    QCOMPARE(contents(cached("good.safetensors")), file_);
    QCOMPARE(run({"weights", "verify", "no-such-weights"}).code, 2);
    QCOMPARE(run({"weights", "fetch", "no-such-weights"}).code, 2);
    put(path("catalogue.json"), "{]");
    done = run({"weights", "list"});
    QCOMPARE(done.code, 2);
    QVERIFY(done.errors.contains("LIMN_WEIGHTS_CATALOGUE"));
    // Logits beyond the image's edge.
    publish("odd", {}, {},
            {{"network", "unet"},
             {"classes", 2},
             {"logits", QJsonObject{{"height", 32},
                                    {"width", 32},
                                    {"channel", 0},
                                    {"row", 0},
                                    {"column", 31},
                                    {"values", QJsonArray{0.5, 0.5}},
                                    {"within", 0.01}}}});
    done = run({"weights", "list"});
    QCOMPARE(done.code, 2);
    QVERIFY2(done.errors.contains("the logits of odd"), done.errors);
}

void WeightsCli::filesWithoutAHashAreCheckedByWhatTheyHold()
{
    publish("other", server_->address("/good"), {}, {{"encoder", "resnet18"}});
    const small::Finished listed = run({"weights", "list"});
    QVERIFY2(listed.output.contains("MIT; checked by its SHA-256"), listed.output);
    QVERIFY(listed.output.contains("MIT; no hash is published: checked by names and shapes only"));

    // Readable, and not what a ResNet-18 is.
    put(path("other.safetensors"), file_);
    for (const auto& [arguments, code] :
         {std::pair{QStringList{"weights", "add", path("other.safetensors")}, 2},
          {QStringList{"weights", "fetch", "other", "--yes"}, 1}}) {
        const small::Finished done = run(arguments);
        QCOMPARE(done.code, code);
        checkSentence(done.errors);
        QVERIFY2(done.errors.contains("ResNet-18"), done.errors);
        QVERIFY(!QFile::exists(cached("other.safetensors")));
    }
    put(cached("other.safetensors"), file_);
    const small::Finished done = run({"weights", "verify", "other"});
    QCOMPARE(done.code, 1);
    QVERIFY2(done.output.contains("IS NOT the published file"), done.output);
}

void WeightsCli::whatWasExportedIsWeightsToStartFrom()
{
    const QString project = trained();
    const auto described = [this](const QString& file) {
        return QJsonDocument::fromJson(contents(path(file))).object();
    };
    QDir().mkpath(path("cache/limn/weights"));
    QCOMPARE(run({"export", project, "--out", cached("mine.safetensors")}).code, 0);
    const QJsonObject first = QJsonDocument::fromJson(contents(cached("mine.json"))).object();
    QVERIFY(!first.contains("weightsLicence")); // it started from nothing
    const QString encoder = first["network"].toObject()["encoder"].toString();
    publish("mine", {}, {}, {{"network", "unet"}, {"over", encoder}, {"classes", 2}});
    const small::Finished verified = run({"weights", "verify", "mine"});
    QCOMPARE(verified.code, 0);
    QVERIFY2(verified.output.contains(
                 "may be the published file; no hash is published: checked by names and shapes"),
             verified.output);

    // Where logits are published besides, those of other weights do not do.
    const QJsonObject logits{{"height", 32},  {"width", 32},  {"channel", 1},
                             {"row", 3},      {"column", 30}, {"values", QJsonArray{1e6, 1e6}},
                             {"within", 0.01}};
    put(cached("other.safetensors"), contents(cached("mine.safetensors")));
    publish("other", {}, {},
            {{"network", "unet"}, {"over", encoder}, {"classes", 2}, {"logits", logits}});
    const small::Finished foreign = run({"weights", "verify", "other"});
    QCOMPARE(foreign.code, 1);
    QVERIFY2(foreign.output.contains("checked by names, shapes and published logits"),
             foreign.output);

    // Their licence goes with what is learnt from them, and from that in turn.
    const auto trainFrom = [&](const QStringList& start, const QString& out) {
        const small::Finished done = run(QStringList{"train", project, "--epochs", "1", "--patch",
                                                     "64", "--batch", "4", "--device", "cpu"} +
                                         start);
        QVERIFY2(done.code == 0, done.errors);
        QCOMPARE(run({"export", project, "--out", path(out + ".safetensors")}).code, 0);
        QCOMPARE(described(out + ".json")["weightsLicence"].toString(), QString("MIT"));
    };
    trainFrom({"--weights", "mine", "--encoder", encoder}, "second");
    QCOMPARE(described("second.json")["weights"].toString(), QString("mine"));
    trainFrom({"--from", path("second.safetensors"), "--encoder", encoder}, "third");
    QVERIFY(described("third.json")["weights"].toString() != "mine");
}

void WeightsCli::theCatalogueIsRightForTheEncoders()
{
    const QMap<QString, QString> builtIn{{"LIMN_WEIGHTS_CATALOGUE", QString()}};
    QHash<QString, QJsonObject> byFile;
    for (const QJsonObject& row :
         small::jsonLines(run({"weights", "list", "--json"}, builtIn).output)) {
        byFile[row["file"].toString()] = row;
        QVERIFY2(row.contains("url") || row.contains("package") || row.contains("page"),
                 qPrintable(row["name"].toString()));
    }
    int encoders = 0;
    for (const QJsonObject& row : small::jsonLines(run({"networks", "--json"}, builtIn).output)) {
        const QString file = row["file"].toString();
        if (row["kind"].toString() != "encoder" || file.isEmpty())
            continue;
        ++encoders;
        const QJsonObject published = byFile[file];
        QVERIFY2(published["encoder"] == row["name"], qPrintable(file));
        if (row["weights"].toString().startsWith("http"))
            QVERIFY(published["url"].toString().startsWith(row["weights"].toString()));
        for (const char* key : {"mean", "std"})
            for (int colour = 0; colour < 3; ++colour)
                QVERIFY(std::abs(published[key].toArray()[colour].toDouble() -
                                 row[key].toArray()[colour].toDouble()) < 0.005);
    }
    QVERIFY(encoders >= 9);

    const small::Finished byHand = run({"weights", "fetch", "fcn8s.voc"}, builtIn);
    QCOMPARE(byHand.code, 1);
    checkSentence(byHand.errors);
    QVERIFY2(byHand.errors.contains("get fcn8s_from_caffe.pth from https://") &&
                 byHand.errors.contains("weights add"),
             byHand.errors);
}

QString WeightsCli::trained()
{
    const QString project = project_.filePath("small.limn");
    if (!QFile::exists(project)) {
        small::makeProject(project_.path().toStdString());
        const small::Finished done = run({"train", project, "--weights", "none", "--epochs", "1",
                                          "--patch", "64", "--batch", "4", "--device", "cpu"});
        if (done.code != 0)
            qFatal("%s", done.errors.constData());
    }
    return project;
}

void WeightsCli::exportedNetworks()
{
    const QString project = trained();
    for (const char* name : {"net.pt", "twin.safetensors"}) {
        const small::Finished done = run({"export", project, "--out", path(name), "--json"});
        QVERIFY2(done.code == 0, done.errors);
        QCOMPARE(small::jsonLines(done.output)[0]["file"].toString(), path(name));
    }
    const QJsonObject description = QJsonDocument::fromJson(contents(path("net.json"))).object();
    QCOMPARE(description["file"].toString(), QString("net.pt"));
    QCOMPARE(description["network"].toObject()["architecture"].toString(), QString("unet"));
    QCOMPARE(description["classes"].toArray().size(), 2);
    QCOMPARE(description["normalisation"].toArray().size(), 3);
    QVERIFY(description["reference"].toObject()["network"].toString().contains("Unet"));
    QVERIFY(description["step"].toInt() > 0);

    // What is exported predicts as the run does.
    const QString image = project_.filePath("small.tif");
    for (const auto& [source, out] :
         {std::pair{QStringList{project}, path("a.tif")},
          {QStringList{"--model", path("twin.safetensors"), "--image", image}, path("b.tif")}})
        QCOMPARE(run(QStringList{"predict"} + source + QStringList{"--out", out}).code, 0);
    QVERIFY(!contents(path("a.tif")).isEmpty());
    QCOMPARE(contents(path("a.tif")), contents(path("b.tif")));

    QProcess python;
    python.start(qEnvironmentVariable("LIMN_PYTHON", LIMN_BINARY_DIR "/venv/bin/python"),
                 {LIMN_SOURCE_DIR "/tests/reference/check_export.py", "equal", path("net.pt"),
                  path("twin.safetensors")});
    constexpr int missingPackage = 77;
    if (!python.waitForFinished(patience) || python.exitCode() == missingPackage)
        QSKIP(qPrintable("no torch in Python: " + python.readAll()));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError() + python.readAll());
}

void WeightsCli::wrongExports_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const QString project = trained();
    const QString untrained = project_.filePath("untrained.limn");
    if (!QFile::exists(untrained))
        small::makeProject(project_.path().toStdString(), "untrained");
    const QString out = project_.filePath("never.pt");
    QTest::newRow("another ending")
        << QStringList{project, "--out", project_.filePath("never.onnx")} << "never.onnx";
    QTest::newRow("no such folder")
        << QStringList{project, "--out", project_.filePath("nowhere/never.pt")} << "nowhere";
    QTest::newRow("no such project")
        << QStringList{project_.filePath("no.limn"), "--out", out} << "no.limn";
    QTest::newRow("never trained") << QStringList{untrained, "--out", out} << "no trained network";
    QTest::newRow("no such run") << QStringList{project, "--run", "yesterday", "--out", out}
                                 << "yesterday";
    QTest::newRow("a run of no project")
        << QStringList{project_.filePath("small.tif"), "--run", "x", "--out", out} << "--run";
    QTest::newRow("an image") << QStringList{project_.filePath("small.tif"), "--out", out}
                              << "small.tif";
}

void WeightsCli::wrongExports()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const small::Finished done = run(QStringList{"export"} + arguments);
    QCOMPARE(done.code, 2);
    checkSentence(done.errors);
    QVERIFY2(done.errors.contains(says.toUtf8()), done.errors);
    QVERIFY(QDir(project_.path()).entryList({"never*"}).isEmpty());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    WeightsCli weights;
    const auto mlflow = mlflowTests();
    return tests::run(QCoreApplication::arguments(), {&weights, mlflow.get()});
}

#include "weights_cli.moc"
