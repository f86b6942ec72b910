// The translated texts: complete, with the places for values of the originals, and shown by the
// window. The last test installs them for good.
#include "ui/language.h"
#include "ui/main_window.h"

#include <memory>
#include <QFile>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace limn;

namespace
{
struct Text
{
    QString context;
    QString source;
    QString translation;
    bool finished = true;
    bool counts = false;
};

QList<Text> textsOf(const QString& key)
{
    QFile file(LIMN_SOURCE_DIR "/resources/translations/limn_" + key + ".ts");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Text> texts;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            Text text;
            text.context = context;
            text.counts = xml.attributes().value("numerus") == QLatin1String("yes");
            texts << text;
        } else if (xml.name() == QLatin1String("source")) {
            texts.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            texts.back().finished = !xml.attributes().hasAttribute("type");
            texts.back().translation =
                xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
    }
    return xml.hasError() ? QList<Text>() : texts;
}

/// "%1", "%L2", "%n", and the tags, sorted and each once.
QStringList placesOf(const QString& text)
{
    static const QRegularExpression pattern("%L?\\d+|%n|<[^>]+>");
    QStringList places;
    for (auto found = pattern.globalMatch(text); found.hasNext();)
        places << found.next().captured();
    places.removeDuplicates();
    places.sort();
    return places;
}
} // namespace

class Languages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choice_data();
    void choice();
    void textsAreComplete_data();
    void textsAreComplete();
    void windowSpeaksChinese();
};

void Languages::choice_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("asked for") << "zh_CN" << QStringList{"de-DE"} << "zh_CN";
    QTest::newRow("asked for English") << "en" << QStringList{"zh-CN"} << "en";
    QTest::newRow("the system's") << "system" << QStringList{"zh-CN", "zh"} << "zh_CN";
    QTest::newRow("by script") << "system" << QStringList{"zh-Hans-SG"} << "zh_CN";
    QTest::newRow("another script") << "system" << QStringList{"zh-Hant-TW"} << "en";
    QTest::newRow("first that exists")
        << "system" << QStringList{"de-DE", "zh-CN", "en"} << "zh_CN";
    QTest::newRow("English before it") << "system" << QStringList{"en-GB", "zh-CN"} << "en";
    QTest::newRow("none that exists") << "system" << QStringList{"de-DE"} << "en";
    QTest::newRow("gone") << "xx" << QStringList{} << "en";
}

void Languages::choice()
{
    QFETCH(QString, setting);
    QFETCH(QStringList, wanted);
    QTEST(ui::chooseLanguage(setting, wanted), "chosen");
}

void Languages::textsAreComplete_data()
{
    QTest::addColumn<QString>("key");
    for (const ui::Language& language : ui::languages())
        if (language.key != "en")
            QTest::newRow(qPrintable(language.key)) << language.key;
}

void Languages::textsAreComplete()
{
    QFETCH(QString, key);
    const QList<Text> texts = textsOf(key);
    QVERIFY(texts.size() > 400);
    QTranslator built;
    QVERIFY(built.load("limn_" + key, ":/translations"));
    for (const Text& text : texts) {
        const QByteArray where = (text.context + ": " + text.source).toUtf8();
        QVERIFY2(text.finished && !text.translation.isEmpty(), where.constData());
        QVERIFY2(placesOf(text.source) == placesOf(text.translation), where.constData());
        const QString shown =
            built.translate(text.context.toUtf8().constData(), text.source.toUtf8().constData(),
                            nullptr, text.counts ? 3 : -1);
        QVERIFY2(shown.trimmed() == text.translation, where.constData());
    }
}

void Languages::windowSpeaksChinese()
{
    QTemporaryDir folder;
    ui::useLanguage("zh_CN");
    ui::Surroundings surroundings;
    surroundings.settings =
        std::make_unique<QSettings>(folder.filePath("settings.ini"), QSettings::IniFormat);
    surroundings.dialogs = std::make_unique<ui::QtFileDialogs>();
    surroundings.documentsFolder = folder.path();
    ui::MainWindow window(std::move(surroundings));
    const QAction* file = window.menuBar()->actions().value(0);
    QVERIFY(file);
    QCOMPARE(file->text(), QString("文件(&F)"));
    const auto* brush = window.findChild<QAction*>("brush");
    QVERIFY(brush);
    QCOMPARE(brush->text(), QString("画笔(&B)"));
    QCOMPARE(brush->toolTip(), QString("画笔 (B)"));
    QCOMPARE(ui::inWords("Brush stroke"), QString("画笔"));
    QCOMPARE(ui::inWords("not a word of ours"), QString("not a word of ours"));

    auto* english = window.findChild<QAction*>("language-en");
    const auto* system = window.findChild<QAction*>("language-system");
    auto* messages = window.findChild<widgets::MessageBar*>();
    QVERIFY(english && system && messages);
    QVERIFY(system->isChecked());
    messages->dismiss(); // there is no engine
    english->trigger();
    QVERIFY(english->isChecked());
    QCOMPARE(QSettings(folder.filePath("settings.ini"), QSettings::IniFormat)
                 .value("language")
                 .toString(),
             QString("en"));
    QCOMPARE(messages->text(), QString("语言更改将在下次启动 Limn 时生效。"));
}

QTEST_MAIN(Languages)
#include "languages.moc"
