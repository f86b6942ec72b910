// The class palette: what the user does with mouse and keys comes out as signals.
#include "widgets/class_palette.h"

#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace limn::widgets;

Q_DECLARE_METATYPE(limn::widgets::PaletteClass)

class ClassPaletteTest : public QObject
{
    Q_OBJECT

    enum Column { Swatch, Name, Key, Eye, Lock, Pixels };

    std::unique_ptr<ClassPalette> palette_;
    QTreeView* view_ = nullptr;

    QString text(int row, int column) const
    {
        return view_->model()->index(row, column).data().toString();
    }

    void click(int row, int column)
    {
        const QRect cell = view_->visualRect(view_->model()->index(row, column));
        QTest::mouseClick(view_->viewport(), Qt::LeftButton, {}, cell.center());
    }

    static std::vector<PaletteClass> threeClasses()
    {
        return {{1, QStringLiteral("Water"), QColor(0x56, 0xb4, 0xe9), QLatin1Char('1'), true,
                 false, 1234567},
                {2, QStringLiteral("Crops"), QColor(0xe6, 0x9f, 0x00), QLatin1Char('2'), true,
                 false, -1},
                {7, QStringLiteral("Shore"), QColor(0xcc, 0x79, 0xa7), QChar(), false, true, 0}};
    }

private Q_SLOTS:
    void init()
    {
        palette_ = std::make_unique<ClassPalette>();
        palette_->resize(320, 300);
        palette_->setClasses(threeClasses());
        palette_->show();
        view_ = palette_->findChild<QTreeView*>();
        QVERIFY(QTest::qWaitForWindowExposed(palette_.get()));
    }

    void listsTheClassesAndUnlabelledBelow()
    {
        QCOMPARE(view_->model()->rowCount(), 4);
        QCOMPARE(text(0, Name), QStringLiteral("Water"));
        QCOMPARE(text(0, Key), QStringLiteral("1"));
        QCOMPARE(text(0, Pixels).remove(QLatin1Char(',')), QStringLiteral("1234567 px"));
        QVERIFY(text(1, Pixels).isEmpty());
        QCOMPARE(text(3, Name), QStringLiteral("Unlabelled"));
        QCOMPARE(text(3, Key), QStringLiteral("0"));
        QCOMPARE(palette_->classes().size(), 3u);
    }

    void aClickChoosesTheClass()
    {
        QSignalSpy changed(palette_.get(), &ClassPalette::currentChanged);
        click(2, Name);
        QCOMPARE(palette_->current(), 7);
        QCOMPARE(changed.last()[0].toInt(), 7);
        click(3, Name);
        QCOMPARE(palette_->current(), 0);
        palette_->setCurrent(2);
        QCOMPARE(palette_->current(), 2);
        QCOMPARE(view_->currentIndex().row(), 1);
        QCOMPARE(changed.count(), 3);
    }

    void theCurrentClassStaysWhenClassesChange()
    {
        palette_->setCurrent(7);
        QSignalSpy changed(palette_.get(), &ClassPalette::currentChanged);
        auto classes = threeClasses();
        classes.erase(classes.begin());
        palette_->setClasses(classes);
        QCOMPARE(palette_->current(), 7);
        QCOMPARE(view_->currentIndex().row(), 1);
        QCOMPARE(changed.count(), 0);
        classes.pop_back();
        palette_->setClasses(classes);
        QCOMPARE(palette_->current(), 2);
        QCOMPARE(changed.count(), 1);
    }

    void eyeAndLockAreSwitchedByAClick_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("column");
        QTest::addColumn<bool>("visible");
        QTest::addColumn<bool>("locked");
        QTest::newRow("hide") << 0 << int(Eye) << false << false;
        QTest::newRow("protect") << 0 << int(Lock) << true << true;
        QTest::newRow("show") << 2 << int(Eye) << true << true;
        QTest::newRow("unlock") << 2 << int(Lock) << false << false;
    }

    void eyeAndLockAreSwitchedByAClick()
    {
        QFETCH(int, row);
        QFETCH(int, column);
        QFETCH(bool, visible);
        QFETCH(bool, locked);
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        click(row, column);
        QCOMPARE(edited.count(), 1);
        const auto changed = edited[0][0].value<PaletteClass>();
        QCOMPARE(changed.value, threeClasses()[row].value);
        QCOMPARE(changed.visible, visible);
        QCOMPARE(changed.locked, locked);
        QCOMPARE(palette_->classes()[row].visible, visible);
    }

    void unlabelledHasNoSwitches()
    {
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        for (const int column : {Swatch, Eye, Lock})
            click(3, column);
        QCOMPARE(edited.count(), 0);
    }

    void theNameIsEditedInPlace()
    {
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        click(1, Name);
        QTest::keyClick(view_, Qt::Key_F2);
        auto* editor = view_->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("Fields"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(edited.count(), 1);
        QCOMPARE(edited[0][0].value<PaletteClass>().name, QStringLiteral("Fields"));
        QCOMPARE(text(1, Name), QStringLiteral("Fields"));
    }

    void anEmptyNameIsNotTaken()
    {
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        click(1, Name);
        QTest::keyClick(view_, Qt::Key_F2);
        auto* editor = view_->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClick(editor, Qt::Key_Delete);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(edited.count(), 0);
        QCOMPARE(text(1, Name), QStringLiteral("Crops"));
    }

    void aColourIsChosenFromThePopup()
    {
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        click(0, Swatch);
        auto* menu = palette_->findChild<QMenu*>(QStringLiteral("colours"));
        QVERIFY(menu);
        const auto buttons = menu->findChildren<QToolButton*>();
        QVERIFY(buttons.size() > 8);
        auto* last = buttons[3];
        QTest::mouseClick(last, Qt::LeftButton);
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited[0][0].value<PaletteClass>().colour.name(), last->accessibleName());
    }

    void aNewNameIsRequested_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("byButton");
        QTest::addColumn<QStringList>("requested");
        QTest::newRow("Enter") << "Reeds" << false << QStringList{"Reeds"};
        QTest::newRow("button") << "Reeds" << true << QStringList{"Reeds"};
        QTest::newRow("spaces around") << "  Mud flat " << false << QStringList{"Mud flat"};
        QTest::newRow("nothing") << "   " << true << QStringList{};
    }

    void aNewNameIsRequested()
    {
        QFETCH(QString, typed);
        QFETCH(bool, byButton);
        QFETCH(QStringList, requested);
        QSignalSpy added(palette_.get(), &ClassPalette::addRequested);
        auto* field = palette_->findChild<QLineEdit*>(QStringLiteral("newClass"));
        QTest::keyClicks(field, typed);
        if (byButton)
            QTest::mouseClick(palette_->findChild<QToolButton*>(QStringLiteral("addClass")),
                              Qt::LeftButton);
        else
            QTest::keyClick(field, Qt::Key_Return);
        QStringList got;
        for (const auto& arguments : added)
            got << arguments[0].toString();
        QCOMPARE(got, requested);
    }

    void keysAlone()
    {
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        QSignalSpy removed(palette_.get(), &ClassPalette::removeRequested);
        palette_->setCurrent(1);
        view_->setFocus();
        QTest::keyClick(view_, Qt::Key_Down);
        QCOMPARE(palette_->current(), 2);
        QTest::keyClick(view_, Qt::Key_Space);
        QCOMPARE(edited.count(), 1);
        QVERIFY(!palette_->classes()[1].visible);
        QTest::keyClick(view_, Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed[0][0].toInt(), 2);
        QCOMPARE(palette_->classes().size(), 3u); // the owner of the classes decides
        palette_->setCurrent(0);
        QTest::keyClick(view_, Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
    }

    void theMenuOffersToRemove()
    {
        QSignalSpy removed(palette_.get(), &ClassPalette::removeRequested);
        const QPoint at = view_->visualRect(view_->model()->index(2, Name)).center();
        Q_EMIT view_->customContextMenuRequested(at);
        auto* menu = palette_->findChild<QMenu*>(QStringLiteral("classMenu"));
        QVERIFY(menu);
        menu->actions().last()->trigger();
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed[0][0].toInt(), 7);
        menu->close();
    }

    void theMenuGivesAClassItsPattern()
    {
        QSignalSpy edited(palette_.get(), &ClassPalette::classEdited);
        const QPoint at = view_->visualRect(view_->model()->index(1, Name)).center();
        Q_EMIT view_->customContextMenuRequested(at);
        auto* menu = palette_->findChild<QMenu*>(QStringLiteral("patternMenu"));
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), qsizetype{6});
        QVERIFY(menu->actions().front()->isChecked());
        menu->actions().back()->trigger();
        QCOMPARE(edited.count(), 1);
        QVERIFY(edited[0][0].value<PaletteClass>().pattern == FillPattern::Dots);
        QVERIFY(palette_->classes()[1].pattern == FillPattern::Dots);
        QVERIFY(view_->model()
                    ->index(1, Swatch)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(nameOf(FillPattern::Dots)));
        palette_->findChild<QMenu*>(QStringLiteral("classMenu"))->close();
    }

    void countsAreShownAsTheyCome()
    {
        palette_->setPixels(2, 42);
        QCOMPARE(text(1, Pixels), QStringLiteral("42 px"));
        palette_->setPixels(2, 123456789);
        QCOMPARE(text(1, Pixels), QStringLiteral("123.5 Mpx"));
        palette_->setPixels(99, 1);
    }
};

QTEST_MAIN(ClassPaletteTest)
#include "class_palette.moc"
