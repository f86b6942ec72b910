// The message bar: what is shown, how long, and what its buttons do; and labels that are too narrow
// for their text.
#include "widgets/message_bar.h"
#include "widgets/elided_label.h"

#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using limn::widgets::ElidedLabel;
using limn::widgets::MessageBar;
using Kind = MessageBar::Kind;

class MessageBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isHiddenUntilThereIsAMessage()
    {
        MessageBar bar;
        QVERIFY(bar.isHidden());
        QVERIFY(bar.text().isEmpty());
        bar.show(Kind::Note, QStringLiteral("Saved."));
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.text(), QStringLiteral("Saved."));
        QCOMPARE(bar.kind(), Kind::Note);
        QVERIFY(!bar.hasAction());
        bar.dismiss();
        QVERIFY(bar.isHidden());
        QVERIFY(bar.text().isEmpty());
    }

    void onlyNotesLeaveByThemselves_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("leaves");
        QTest::newRow("note") << int(Kind::Note) << true;
        QTest::newRow("warning") << int(Kind::Warning) << false;
        QTest::newRow("error") << int(Kind::Error) << false;
    }

    void onlyNotesLeaveByThemselves()
    {
        QFETCH(int, kind);
        QFETCH(bool, leaves);
        MessageBar bar;
        bar.show(Kind(kind), QStringLiteral("Text."));
        auto* timer = bar.findChild<QTimer*>();
        QCOMPARE(timer->isActive(), leaves);
        if (!leaves)
            return;
        timer->start(0);
        QTRY_VERIFY(bar.isHidden());
    }

    void anErrorHidesNoLesserMessage()
    {
        MessageBar bar;
        bar.show(Kind::Error, QStringLiteral("First error."));
        bar.show(Kind::Note, QStringLiteral("A note."));
        QCOMPARE(bar.text(), QStringLiteral("First error.\nA note."));
        QCOMPARE(bar.kind(), Kind::Error);
        bar.show(Kind::Warning, QStringLiteral("A warning."));
        bar.show(Kind::Error, QStringLiteral("Second error."));
        QCOMPARE(bar.text(), QStringLiteral("Second error.\nA warning."));
        const auto buttons = bar.findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 2);
        for (const QToolButton* button : buttons)
            QVERIFY(button->isVisible());
        QTest::mouseClick(buttons.front(), Qt::LeftButton);
        QCOMPARE(bar.text(), QStringLiteral("A warning."));
        QTest::mouseClick(buttons.back(), Qt::LeftButton);
        QVERIFY(bar.isHidden());
    }

    void aNoteLeavesTheErrorBehind()
    {
        MessageBar bar;
        bar.show(Kind::Error, QStringLiteral("An error."));
        bar.show(Kind::Note, QStringLiteral("A note."));
        bar.findChild<QTimer*>()->start(0);
        QTRY_COMPARE(bar.text(), QStringLiteral("An error."));
        bar.show(Kind::Note, QStringLiteral("Another note."));
        bar.dismiss();
        QCOMPARE(bar.text(), QStringLiteral("Another note."));
        bar.dismiss();
        QVERIFY(bar.isHidden());
    }

    void theActionRunsOnceAfterTheMessageHasGone()
    {
        MessageBar bar;
        int runs = 0;
        bar.show(Kind::Error, QStringLiteral("The engine stopped."), QStringLiteral("Resume"), [&] {
            ++runs;
            bar.show(Kind::Note, QStringLiteral("Resumed."));
        });
        auto* button = bar.findChild<QPushButton*>();
        QVERIFY(bar.hasAction());
        QCOMPARE(button->text(), QStringLiteral("Resume"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(runs, 1);
        QCOMPARE(bar.text(), QStringLiteral("Resumed."));
        QVERIFY(button->isHidden());
        bar.triggerAction();
        QCOMPARE(runs, 1);
    }

    void whatDoesNotFitEndsInDots_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("words") << QStringLiteral("one two three four five six seven eight");
        QTest::newRow("without spaces") << QString(24, QChar(0x56fe));
    }

    void whatDoesNotFitEndsInDots()
    {
        QFETCH(QString, text);
        ElidedLabel label(nullptr, 2);
        label.setText(text);
        const int whole = label.fontMetrics().horizontalAdvance(text);
        QCOMPARE(label.linesIn(whole), QStringList{text});
        const QStringList both = label.linesIn(whole * 2 / 3);
        QCOMPARE(both.size(), 2);
        QCOMPARE(both.join(QString()).remove(' '), QString(text).remove(' '));
        const QStringList cut = label.linesIn(whole / 4);
        QCOMPARE(cut.size(), 2);
        QVERIFY(!cut[0].endsWith(u'…') && cut[1].endsWith(u'…'));
        for (const QString& line : cut)
            QVERIFY(label.fontMetrics().horizontalAdvance(line) <= whole / 4);
        // There is room for each line.
        const int spacing = label.fontMetrics().lineSpacing();
        QVERIFY(label.hasHeightForWidth());
        QCOMPARE(label.heightForWidth(whole), spacing);
        QCOMPARE(label.heightForWidth(whole / 4), 2 * spacing);
        ElidedLabel one;
        one.setText(text);
        QCOMPARE(one.linesIn(whole / 2).size(), 1);
        QVERIFY(one.linesIn(whole / 2)[0].endsWith(u'…'));
        QVERIFY(one.minimumSizeHint().width() <= 1);
    }
};

QTEST_MAIN(MessageBarTest)
#include "message_bar.moc"
