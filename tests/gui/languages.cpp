// The translated texts: complete, with the places for values of the originals, and shown by the
// window, also what the engine and the rooms without Qt say. The last tests install them for good.
#include "tests/ui/labelled_project.h"
#include "ui/engine_command.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/suited_networks.h"
#include "ui/word_lists.h"
#include "ui/words.h"

#include <memory>
#include <QDirIterator>
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

/// The arguments of a call that begin at `from`, behind the bracket.
QString argumentsAt(const QString& text, qsizetype from)
{
    bool quoted = false;
    int depth = 1;
    for (qsizetype at = from; at < text.size(); ++at) {
        if (quoted && text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            quoted = !quoted;
        else if (!quoted && text[at] == '(')
            ++depth;
        else if (!quoted && text[at] == ')' && --depth == 0)
            return text.mid(from, at - from);
    }
    return {};
}

/// The texts that the exceptions of a source file are made of.
QStringList textsThrownIn(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString source = QString::fromUtf8(file.readAll());
    source.remove(
        QRegularExpression("^\\s*//.*$", QRegularExpression::MultilineOption)); // comments
    source.remove(QRegularExpression("\"\\s*\\n\\s*\"")); // one text over several lines
    static const QRegularExpression thrown(
        "\\b(?:Raster|Project|Training|Input|RecipeType)Error\\(");
    static const QRegularExpression literal("\"((?:[^\"\\\\]|\\\\.)*)\"");
    QStringList texts;
    for (auto each = thrown.globalMatch(source); each.hasNext();) {
        const QString arguments = argumentsAt(source, each.next().capturedEnd());
        for (auto text = literal.globalMatch(arguments); text.hasNext();)
            texts << text.next().captured(1).replace("\\\"", "\"").trimmed();
    }
    return texts;
}

/// Every line of the lists behind inWords().
QString wordsKnown()
{
    QString all;
    for (const auto& list : {ui::trainingWords(), ui::networkWords(), ui::fileWords()})
        for (const char* word : list)
            all += QString::fromUtf8(word) + '\n';
    return all;
}

/// Chinese throughout: names and numbers apart no two English words follow each other.
bool isChinese(const QString& text)
{
    static const QRegularExpression chinese("[\\x{4e00}-\\x{9fff}]");
    static const QRegularExpression english("\\b[a-z]{2,},? [a-z]{2,}\\b");
    return text.contains(chinese) && !text.contains(english);
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
    void countsReadAsEnglish();
    void whatIsThrownIsKnown_data();
    void whatIsThrownIsKnown();
    void windowSpeaksChinese();
    void sentencesAreTranslated_data();
    void sentencesAreTranslated();
    void engineSpeaksChinese();
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

void Languages::countsReadAsEnglish()
{
    // The texts of the sources are English but for their plurals.
    QTranslator built;
    QVERIFY(built.load("limn_en", ":/translations"));
    int counted = 0;
    for (const Text& text : textsOf("zh_CN")) {
        if (!text.counts)
            continue;
        ++counted;
        for (const int number : {1, 2}) {
            const QString shown =
                built.translate(text.context.toUtf8().constData(), text.source.toUtf8().constData(),
                                nullptr, number);
            QVERIFY2(!shown.isEmpty() && !shown.contains("(s)"), qPrintable(text.source));
            QVERIFY2(placesOf(shown) == placesOf(text.source), qPrintable(text.source));
        }
    }
    QVERIFY(counted > 5);
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

void Languages::whatIsThrownIsKnown_data()
{
    QTest::addColumn<QString>("room");
    for (const char* room : {"raster", "annotation", "training"})
        QTest::newRow(room) << room;
}

void Languages::whatIsThrownIsKnown()
{
    QFETCH(QString, room);
    const QString known = wordsKnown();
    static const QRegularExpression words("[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}");
    int seen = 0;
    QDirIterator files(QStringLiteral(LIMN_SOURCE_DIR "/") + room, {"*.cpp", "*.h"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (file.contains("/commands/")) // what only the command line says
            continue;
        for (const QString& text : textsThrownIn(file)) {
            const QStringList clauses = known.contains(text) ? QStringList{} : text.split("; ");
            for (const QString& clause : clauses)
                QVERIFY2(!clause.contains(words) || known.contains(clause) ||
                             known.contains(clause.chopped(clause.endsWith('.') ? 1 : 0)),
                         qPrintable(file + ": " + clause));
            ++seen;
        }
    }
    QVERIFY(seen > 20);
}

void Languages::sentencesAreTranslated_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a word") << "validating"
                            << "验证";
    QTest::newRow("not ours") << "not a word of ours"
                              << "not a word of ours";
    QTest::newRow("a name in it") << "The class \"training; old\" is new since this run began: "
                                     "start a new run to learn it."
                                  << "类别“training; old”是在此次训练开始之后添加的："
                                     "要学习它，请开始新的训练。";
    QTest::newRow("several sentences")
        << "Images are as small as 64 px, so patches are no larger. a.b.tif has 3 bands where most "
           "images have 4 and is left out."
        << "最小的图像只有 64 像素，因此图块也不更大。a.b.tif 有 3 个波段，而多数图像有 4 "
           "个，因此未被采用。";
    QTest::newRow("clauses") << "All of its 31 million parameters are new, for 350 labelled "
                                "pixels; about 2.0 s a training step."
                             << "其全部 31 百万个参数都是新的，而已标注像素有 350个；"
                                "每个训练步约 2.0 秒。";
    QTest::newRow("a sentence in another")
        << "Line 3 of '/data/list.csv': '300' is no class value: write a number from 1 to 254."
        << "“/data/list.csv”的第 3 行：“300”不是类别值：请写 1 到 254 之间的数。";
    QTest::newRow("a full stop in a name")
        << "/maps/St. Gallen/a.tif does not exist; check the path or relink it"
        << "/maps/St. Gallen/a.tif 不存在；请检查路径，或重新链接";
    QTest::newRow("of a plan, numbers")
        << "A step of 8 patches takes about 1.4 GB, too much for the 1.3 GB that are free: 4 go at "
           "a time, and their "
           "gradients are added up. The usual rate is that of AdamW, so rates are tried first."
        << "一步 8 个图块约占 1.4 GB，对空闲的 1.3 GB 太多：每次通过 4 个，再把它们的梯度相加。"
           "常用的学习率是 AdamW 的，因此先试几个学习率。";
    QTest::newRow("of a plan, a name")
        << "\"crack, old\" is 0.2 % of the labels: Dice counts every class alike and batches show "
           "each as often, so it needs no other loss."
        << "“crack, old”占标注的 0.2 %：Dice 对各类别一视同仁，批次里各类别出现得一样多，"
           "因此不需要别的损失。";
    QTest::newRow("of a plan, strokes")
        << "Only 12 % of the labelled places carry a label: what lies around is drawn to "
           "neighbours that look alike."
        << "标注之处只有 12 % 的像素带有标注：周围的像素会被拉向外观相似的邻近像素。";
    QTest::newRow("of a plan, another encoder")
        << "The ImageNet weights of EfficientNet-Lite0 are not on this machine and those of "
           "ResNet-18 are, so it is the encoder."
        << "本机没有 EfficientNet-Lite0 的 ImageNet 权重，而有 ResNet-18 的，因此用后者作编码器。";
    QTest::newRow("of a plan, a long one")
        << "Seeing every labelled place 30 times would take about 172 hours here; set a longer "
           "time where it is worth that."
        << "在这里让每处标注出现 30 次需要约 172 小时；值得的话请设更长的时间。";
    QTest::newRow("a file of weights") << "The weights file \"/w.pth\" is cut short; download or "
                                          "save it again."
                                       << "权重文件“/w.pth”不完整；请重新下载或保存。";
}

void Languages::sentencesAreTranslated()
{
    QFETCH(QString, said);
    QTEST(ui::inWords(said), "shown");
}

void Languages::engineSpeaksChinese()
{
    constexpr int patience = 60000;
    const QTemporaryDir folder;
    const QString project = tests::makeLabelledProject(folder.path());
    ui::EngineClient engine(ui::EngineClient::locate());
    ui::TrainingSession training(engine);
    ui::SuitedNetworks suited(training, engine, nullptr);
    QString refused;
    connect(&training, &ui::TrainingSession::planChanged, this,
            [&] { refused = training.sentence(); });
    training.setProject(project);
    engine.start();
    QTRY_VERIFY_WITH_TIMEOUT(training.canStart(), patience);
    QVERIFY2(isChinese(training.sentence()), qPrintable(training.sentence()));
    QCOMPARE(training.planRows().size(), 10);
    for (const ui::PlanRow& row : training.planRows())
        QVERIFY2(isChinese(row.title) && isChinese(row.reason),
                 qPrintable(row.title + " " + row.reason));
    training.setRecipe({{"rotation", 400}});
    QTRY_VERIFY_WITH_TIMEOUT(!training.canStart(), patience);
    QVERIFY2(isChinese(refused), qPrintable(refused));
    training.setRecipe({});

    QJsonObject properties;
    engine.request("recipe/schema", {}, this, [&](const ui::EngineReply& reply) {
        properties = reply.result["properties"].toObject();
    });
    QTRY_VERIFY_WITH_TIMEOUT(!properties.isEmpty(), patience);
    for (auto each = properties.begin(); each != properties.end(); ++each) {
        const QString meaning = ui::inWords(each.value().toObject()["description"].toString());
        QVERIFY2(isChinese(meaning) || !meaning.contains(' '), qPrintable(each.key() + meaning));
    }

    suited.ask();
    QTRY_VERIFY_WITH_TIMEOUT(!suited.encoders().isEmpty(), patience);
    QVERIFY2(isChinese(suited.facts()), qPrintable(suited.facts()));
    for (const QJsonObject& row : suited.networks() + suited.encoders()) {
        for (const char* key : {"fit", "advice", "reason"})
            QVERIFY2(isChinese(row[key].toString()), qPrintable(row[key].toString()));
        for (const auto& why : row["refused"].toObject())
            QVERIFY2(isChinese(why.toString()), qPrintable(why.toString()));
    }

    ui::EngineCommand check(ui::EngineClient::locate());
    QStringList said;
    bool done = false;
    connect(&check, &ui::EngineCommand::row, this, [&](const QJsonObject& row) {
        for (const char* key : {"what", "sentence"})
            if (row.contains(key))
                said << ui::inWords(row[key].toString());
    });
    connect(&check, &ui::EngineCommand::done, this, [&] { done = true; });
    check.start({"check", project, "--report", folder.filePath("report"), "--json"});
    QTRY_VERIFY_WITH_TIMEOUT(done, patience);
    QVERIFY(said.size() > 1);
    for (const QString& sentence : said)
        QVERIFY2(isChinese(sentence), qPrintable(sentence));
}

QTEST_MAIN(Languages)
#include "languages.moc"
