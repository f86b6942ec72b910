// Weights that an encoder lacks, fetched in the desktop's own window by the real engine from a
// server of the test's own.
#include "ui/weights_dialog.h"
#include "tests/training/file_server.h"
#include "ui/engine_client.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace limn::ui;

namespace
{
constexpr int patience = 60000;
constexpr int mebibyte = 1 << 20;

/// Answers in the user's place.
class GivenFile : public QtFileDialogs
{
public:
    void openWeights(QWidget*, std::function<void(const QString&)> chosen) override
    {
        chosen(file);
    }
    QString file;
};

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}
} // namespace

class WeightsDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void missingWeightsAreOfferedAndFetched();
    void whatAFileIsCheckedByIsSaid_data();
    void whatAFileIsCheckedByIsSaid();
    void weightsOfANetworkAreOfferedForTheirEncoderAlone();
    void aFailureIsSaidAndTriedAgain();
    void aFileIsTakenIn();
    void closingEndsTheDownload();
    void aMissingEngineIsSaid();

private:
    /// The catalogue: one row, with other values where they are given.
    void publish(const QJsonObject& others);
    std::optional<WeightsOffer> offered();
    QPointer<WeightsDialog> open(const QString& engine = EngineClient::locate());
    template <typename T>
    T* find(const char* name) const
    {
        return dialog_->findChild<T*>(QLatin1String(name));
    }
    void click(const char* name) const
    {
        QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton);
    }
    QString state() const { return find<QLabel>("weightsState")->text(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<tests::FileServer> server_;
    GivenFile files_;
    QPointer<WeightsDialog> dialog_;
    const QByteArray file_ = QByteArray(3 * mebibyte, 'w');
};

void WeightsDialogTest::init()
{
    delete dialog_;
    folder_ = std::make_unique<QTemporaryDir>();
    server_ = std::make_unique<tests::FileServer>();
    server_->serve("/w", {.body = file_});
    publish({});
    qputenv("LIMN_WEIGHTS_CATALOGUE", folder_->filePath("catalogue.json").toLocal8Bit());
    qputenv("LIMN_WEIGHTS_DIR", {});
    qputenv("XDG_CACHE_HOME", folder_->path().toLocal8Bit());
    qputenv("HOME", folder_->path().toLocal8Bit());
    qunsetenv("http_proxy");
    qunsetenv("all_proxy");
}

void WeightsDialogTest::publish(const QJsonObject& others)
{
    const QByteArray hash = QCryptographicHash::hash(file_, QCryptographicHash::Sha256).toHex();
    QJsonObject row{{"name", "resnet18"},
                    {"title", "ResNet-18"},
                    {"encoder", "resnet18"},
                    {"url", server_->address("/w")},
                    {"file", "w.pth"},
                    {"bytes", file_.size()},
                    {"sha256", QString::fromLatin1(hash)},
                    {"licence", "Research only"},
                    {"trainedOn", "ImageNet-1k"}};
    for (auto other = others.begin(); other != others.end(); ++other)
        row[other.key()] = other.value();
    write(folder_->filePath("catalogue.json"),
          QJsonDocument(QJsonObject{{"version", 1}, {"weights", QJsonArray{row}}}).toJson());
}

/// What the engine says is missing for ResNet-18.
std::optional<WeightsOffer> WeightsDialogTest::offered()
{
    WeightsList list(EngineClient::locate());
    if (list.missingFor("resnet18"))
        qFatal("offered before anything is known");
    QSignalSpy changed(&list, &WeightsList::changed);
    list.refresh();
    if (!changed.wait(patience))
        qFatal("the engine does not answer");
    return list.missingFor("resnet18");
}

QPointer<WeightsDialog> WeightsDialogTest::open(const QString& engine)
{
    dialog_ = new WeightsDialog(*offered(), engine, files_, nullptr);
    dialog_->show();
    return dialog_;
}

void WeightsDialogTest::missingWeightsAreOfferedAndFetched()
{
    server_->serve("/w", {.body = file_, .only = mebibyte, .hangs = true});
    open();
    // Licence and size are seen before anything is asked for.
    QCOMPARE(find<QLabel>("weightsLicence")->text(), QString("Research only"));
    QCOMPARE(find<QLabel>("weightsSize")->text(), QString("3.0 MiB"));
    QVERIFY(server_->requests().isEmpty());
    QVERIFY(!find<QProgressBar>("weightsProgress")->isVisible());

    click("fetchWeights");
    QTRY_VERIFY2_WITH_TIMEOUT(state().startsWith("1.0 of 3.0 MiB"), qPrintable(state()), patience);
    QCOMPARE(find<QProgressBar>("weightsProgress")->value(), 333);
    click("stopWeights");
    QTRY_VERIFY_WITH_TIMEOUT(state().startsWith("Stopped"), patience);
    QVERIFY(find<QPushButton>("fetchWeights")->isVisible());
    QCOMPARE(offered()->partBytes, double(mebibyte));

    server_->serve("/w", {.body = file_});
    QSignalSpy arrived(dialog_, &WeightsDialog::arrived);
    click("fetchWeights");
    QTRY_VERIFY_WITH_TIMEOUT(!arrived.isEmpty(), patience);
    QVERIFY(server_->requests().last().contains("Range: bytes=1048576-"));
    QTRY_VERIFY(!dialog_);
    QVERIFY(QFile::exists(folder_->filePath("limn/weights/w.pth")));
    QVERIFY(!offered());
}

void WeightsDialogTest::whatAFileIsCheckedByIsSaid_data()
{
    QTest::addColumn<QJsonObject>("published");
    QTest::addColumn<QString>("says");
    const auto hash = [](int digits) {
        return QJsonObject{{"sha256", QString(digits, QLatin1Char('a'))}};
    };
    QTest::newRow("hash") << hash(64) << "by its SHA-256";
    QTest::newRow("beginning") << hash(8) << "by the 8 digits of its SHA-256 that are published";
    QTest::newRow("none") << hash(0) << "no hash is published: checked by names and shapes only";
    QTest::newRow("logits") << QJsonObject{{"sha256", ""},
                                           {"network", "unet"},
                                           {"classes", 2},
                                           {"logits", QJsonObject{{"height", 32},
                                                                  {"width", 32},
                                                                  {"channel", 0},
                                                                  {"row", 0},
                                                                  {"column", 0},
                                                                  {"values", QJsonArray{0.5}},
                                                                  {"within", 0.01}}}}
                            << "no hash is published: checked by names, shapes and published "
                               "logits";
}

void WeightsDialogTest::whatAFileIsCheckedByIsSaid()
{
    QFETCH(QJsonObject, published);
    QFETCH(QString, says);
    publish(published);
    open();
    QCOMPARE(find<QLabel>("weightsCheck")->text(), says);
}

void WeightsDialogTest::weightsOfANetworkAreOfferedForTheirEncoderAlone()
{
    publish({{"network", "fcn"}, {"over", "resnet50"}});
    WeightsList list(EngineClient::locate());
    QSignalSpy changed(&list, &WeightsList::changed);
    list.refresh();
    QVERIFY(changed.wait(patience));
    QCOMPARE(list.fitting("fcn", "resnet50").size(), 1);
    QVERIFY(list.fitting("fcn", "resnet101").isEmpty());
    QVERIFY(list.fitting("unet", "resnet50").isEmpty());
}

void WeightsDialogTest::aFailureIsSaidAndTriedAgain()
{
    server_->serve("/w", {.body = "<html>Log in first</html>"});
    open();
    QSignalSpy arrived(dialog_, &WeightsDialog::arrived);
    click("fetchWeights");
    QTRY_VERIFY2_WITH_TIMEOUT(state().contains("web page"), qPrintable(state()), patience);
    server_->serve("/w", {.body = file_});
    click("fetchWeights");
    QTRY_VERIFY_WITH_TIMEOUT(!arrived.isEmpty(), patience);
}

void WeightsDialogTest::aFileIsTakenIn()
{
    open();
    files_.file = folder_->filePath("wrong.pth");
    write(files_.file, "something else");
    QSignalSpy arrived(dialog_, &WeightsDialog::arrived);
    click("addWeights");
    QTRY_VERIFY2_WITH_TIMEOUT(state().contains("none of the published"), qPrintable(state()),
                              patience);
    write(files_.file, file_);
    click("addWeights");
    QTRY_VERIFY_WITH_TIMEOUT(!arrived.isEmpty(), patience);
    QVERIFY(server_->requests().isEmpty());
    QVERIFY(!offered());
}

void WeightsDialogTest::closingEndsTheDownload()
{
    server_->serve("/w", {.body = file_, .only = mebibyte, .hangs = true});
    open();
    click("fetchWeights");
    QTRY_VERIFY2_WITH_TIMEOUT(state().startsWith("1.0 of 3.0 MiB"), qPrintable(state()), patience);
    dialog_->close();
    QTRY_VERIFY(!dialog_);
    QVERIFY(!QFile::exists(folder_->filePath("limn/weights/w.pth")));
    QCOMPARE(offered()->partBytes, double(mebibyte));
}

void WeightsDialogTest::aMissingEngineIsSaid()
{
    open("/nowhere/limn-engine");
    click("fetchWeights");
    QTRY_VERIFY2(state().contains("/nowhere/limn-engine"), qPrintable(state()));
    QVERIFY(find<QPushButton>("fetchWeights")->isVisible());
}

QTEST_MAIN(WeightsDialogTest)
#include "weights_dialog.moc"
