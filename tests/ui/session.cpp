// An open project as the desktop works on it, and where projects lie; with real files.
#include "tests/annotation/failing_drive.h"
#include "tests/ui/made_image.h"
#include "ui/duration.h"
#include "ui/label_counts.h"
#include "ui/project_places.h"
#include "ui/project_session.h"
#include "ui/recent_projects.h"
#include "ui/status_fields.h"
#include "ui/thumbnail_reader.h"
#include "ui/vertex_editor.h"

#include <memory>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using annotation::Project;
using ui::ProjectSession;

class Session : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { folder_.reset(); }
    void strokesAreOnDiskWhenItSaysSo();
    void labelsOfAnImageLeftAreThereOnReturn();
    void undoSurvivesManyOtherImages();
    void addsImagesAndNamesThoseItCannot();
    void classesAreStored();
    void badClassesAreRefused_data();
    void badClassesAreRefused();
    void classesSayWhereTheyAreUsed();
    void classesAreMergedInAllImages();
    void classesMoveInTheList();
    void swapsTheLastTwoClasses();
    void readOnlyProjectsAreNotChanged();
    void removingTheImageShownShowsTheNext();
    void aDriveThatHangsIsNotWaitedFor();
    void aDriveThatHangsIsLeftBehind_data();
    void aDriveThatHangsIsLeftBehind();
    void countsFollowTheLabels();
    void projectLiesBesideTheImage();
    void unwritableFolderMovesTheProject();
    void theFirstImageThatOpensIsTaken_data();
    void theFirstImageThatOpensIsTaken();
    void demoIsCopiedOnce();
    void recentProjectsAreRemembered();
    void thumbnailsAreRead();
    void savingIsSaidTruthfully_data();
    void savingIsSaidTruthfully();
    void durationsAreReadable_data();
    void durationsAreReadable();

private:
    QString image(const QString& name = "a.tif")
    {
        const QString file = folder_->filePath(name);
        if (!QFile::exists(file))
            tests::makeImage(file, 300, 200);
        return file;
    }
    QString project() const { return folder_->filePath("p.limn"); }
    std::unique_ptr<ProjectSession> session(Project::Access access = Project::Access::ReadWrite)
    {
        if (!QDir(project()).exists()) {
            auto made = Project::create(project().toStdString());
            made->addImage(image("a.tif").toStdString());
            made->addImage(image("b.tif").toStdString());
            annotation::ClassList classes;
            annotation::addClass(classes, "water");
            annotation::addClass(classes, "land");
            made->setClasses(classes);
        }
        return std::make_unique<ProjectSession>(Project::open(project().toStdString(), access));
    }
    static void stroke(ProjectSession& session, int value, double x, double y)
    {
        annotation::Brush brush;
        brush.radius = 8;
        brush.value = value;
        session.labels()->beginStroke(brush, {x, y});
        session.labels()->strokeTo({x + 20, y});
        session.labels()->endStroke();
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void Session::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
}

void Session::strokesAreOnDiskWhenItSaysSo()
{
    const auto opened = session();
    opened->showImage(opened->imageToShow());
    QSignalSpy saved(opened.get(), &ProjectSession::labelsSaved);
    stroke(*opened, 1, 50, 50);
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(opened->saveState().isSaved());
    const auto reader = Project::open(project().toStdString(), Project::Access::ReadOnly);
    QCOMPARE(static_cast<int>(reader->mask(opened->currentImage()).at(60, 50)), 1);
}

void Session::labelsOfAnImageLeftAreThereOnReturn()
{
    const auto opened = session();
    const qint64 a = opened->images()[0].id;
    const qint64 b = opened->images()[1].id;
    opened->showImage(a);
    stroke(*opened, 1, 50, 50);
    opened->showImage(b);
    QCOMPARE(static_cast<int>(opened->labels()->mask().at(60, 50)), 0);
    opened->showImage(a);
    QCOMPARE(static_cast<int>(opened->labels()->mask().at(60, 50)), 1);
    QVERIFY(opened->labels()->canUndo());
    QTRY_VERIFY(opened->saveState().isSaved());
    QCOMPARE(session(Project::Access::ReadOnly)->imageToShow(), a);
}

void Session::undoSurvivesManyOtherImages()
{
    const auto opened = session();
    QStringList files;
    for (int i = 0; i < 12; ++i)
        files << image(QString("more%1.tif").arg(i));
    QSignalSpy added(opened.get(), &ProjectSession::imagesAdded);
    opened->addImages(files);
    QTRY_COMPARE(opened->images().size(), std::size_t{14});
    // A stroke in each, then around once more.
    for (const auto& record : opened->images()) {
        opened->showImage(record.id);
        stroke(*opened, 1, 50, 50);
        QTRY_VERIFY(opened->saveState().isSaved());
    }
    for (const auto& record : opened->images()) {
        opened->showImage(record.id);
        QVERIFY(opened->labels()->canUndo());
        QCOMPARE(static_cast<int>(opened->labels()->mask().at(60, 50)), 1);
        opened->labels()->undo();
        QCOMPARE(static_cast<int>(opened->labels()->mask().at(60, 50)), 0);
    }
}

void Session::addsImagesAndNamesThoseItCannot()
{
    QFile text(folder_->filePath("notes.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("no image");
    text.close();
    const auto opened = session();
    QSignalSpy added(opened.get(), &ProjectSession::imagesAdded);
    QSignalSpy refused(opened.get(), &ProjectSession::filesRefused);
    opened->addImages({image("c.tif"), text.fileName(), folder_->filePath("missing.tif")});
    QTRY_COMPARE(added.count(), 1);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(opened->images().size(), std::size_t{3});
    const QString sentence = refused[0][0].toString();
    QVERIFY2(sentence.startsWith("2 of 3"), qPrintable(sentence));
    QVERIFY2(sentence.contains("notes.txt"), qPrintable(sentence));
}

void Session::classesAreStored()
{
    {
        const auto opened = session();
        const int value = opened->addClass(" crops ");
        QCOMPARE(opened->currentClass(), value);
        annotation::ClassEntry entry = *annotation::findClass(opened->classes(), value);
        QCOMPARE(entry.name, std::string("crops"));
        entry.colour = {1, 2, 3};
        entry.locked = true;
        opened->changeClass(entry);
        QTRY_VERIFY(opened->saveState().isSaved());
    }
    const auto again = session();
    const annotation::ClassEntry* crops = annotation::findClass(again->classes(), "crops");
    QVERIFY(crops);
    QCOMPARE(crops->colour, (annotation::Rgb{1, 2, 3}));
    QVERIFY(crops->locked);
}

void Session::badClassesAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << "  ";
    QTest::newRow("there already") << "water";
}

void Session::badClassesAreRefused()
{
    QFETCH(QString, name);
    const auto opened = session();
    QVERIFY_EXCEPTION_THROWN(opened->addClass(name), annotation::ProjectError);
    QCOMPARE(opened->classes().size(), std::size_t{2});
}

void Session::classesSayWhereTheyAreUsed()
{
    const auto opened = session();
    opened->showImage(opened->imageToShow());
    stroke(*opened, 1, 50, 50);
    std::vector<annotation::ClassUse> found;
    for (const int value : {1, 2})
        opened->findClassUse(value, [&](const auto& use) { found.push_back(use); });
    QTRY_COMPARE(found.size(), std::size_t{2});
    QVERIFY(found[0].pixels > 0);
    QCOMPARE(found[0].images, 1);
    QVERIFY(found[1].isEmpty());
    opened->removeClass(2);
    QCOMPARE(opened->classes().size(), std::size_t{1});
}

void Session::classesAreMergedInAllImages()
{
    const auto opened = session();
    const qint64 shown = opened->imageToShow();
    opened->showImage(shown);
    opened->setCurrentClass(1);
    stroke(*opened, 1, 50, 50);
    QSignalSpy replaced(opened.get(), &ProjectSession::classesReplaced);
    opened->replaceClass(1, 2);
    QVERIFY(!opened->labels());
    QTRY_COMPARE(replaced.count(), 1);
    QVERIFY(replaced[0][0].toString().isEmpty());
    QCOMPARE(opened->currentImage(), shown);
    QCOMPARE(int(opened->labels()->mask().at(50, 50)), 2);
    QVERIFY(!opened->labels()->canUndo());
    QCOMPARE(opened->classes().size(), std::size_t{1});
    QCOMPARE(opened->currentClass(), 2);
}

void Session::classesMoveInTheList()
{
    const auto opened = session();
    opened->moveClass(2, -1);
    QCOMPARE(opened->classes().front().value, 2);
    opened->moveClass(2, -1);
    QCOMPARE(opened->classes().front().value, 2);
    opened->moveClass(2, 1);
    QCOMPARE(opened->classes().front().value, 1);
}

void Session::swapsTheLastTwoClasses()
{
    const auto opened = session();
    opened->setCurrentClass(2);
    opened->swapClasses();
    QCOMPARE(opened->currentClass(), 1);
    opened->swapClasses();
    QCOMPARE(opened->currentClass(), 2);
    opened->setCurrentClass(99);
    QCOMPARE(opened->currentClass(), 2);
}

void Session::readOnlyProjectsAreNotChanged()
{
    session().reset();
    const auto opened = session(Project::Access::ReadOnly);
    QVERIFY(opened->isReadOnly());
    opened->showImage(opened->imageToShow());
    QVERIFY(!opened->labels()->isEditable());
    QVERIFY_EXCEPTION_THROWN(opened->addClass("new"), annotation::ProjectError);
    QSignalSpy refused(opened.get(), &ProjectSession::filesRefused);
    opened->addImages({image("c.tif")});
    QCOMPARE(refused.count(), 1);
}

void Session::removingTheImageShownShowsTheNext()
{
    const auto opened = session();
    const qint64 a = opened->images()[0].id;
    const qint64 b = opened->images()[1].id;
    opened->showImage(a);
    opened->removeImage(a);
    QCOMPARE(opened->currentImage(), b);
    opened->removeImage(b);
    QCOMPARE(opened->currentImage(), 0);
    QVERIFY(!opened->labels());
    QTRY_VERIFY(opened->saveState().isSaved());
    QVERIFY(session(Project::Access::ReadOnly)->images().empty());
}

void Session::aDriveThatHangsIsNotWaitedFor()
{
    session().reset();
    fixtures::FailingDrive drive(project().toStdString());
    auto opened = session();
    const qint64 a = opened->images()[0].id;
    const qint64 b = opened->images()[1].id;
    opened->showImage(a);
    QTRY_VERIFY(opened->saveState().isSaved());
    drive.watchThisThread();
    drive.hang();
    stroke(*opened, 1, 50, 50);
    QTRY_VERIFY(drive.waiting() > 0);

    opened->addClass("reeds");
    opened->moveClass(1, 1);
    opened->storeSetting("colour", "red");
    QCOMPARE(opened->setting("colour"), std::string("red"));
    opened->setSplit({b}, annotation::Split::Test);
    opened->storeDisplay(a, "{}");
    opened->countLabelled();
    QVERIFY(!opened->saveState().isSaved());

    // Another image comes when its labels can be read; until then this one is worked on.
    QSignalSpy awaited(opened.get(), &ProjectSession::awaitedImageChanged);
    opened->showImage(b);
    QCOMPARE(opened->awaitedImage(), b);
    QCOMPARE(opened->currentImage(), a);
    stroke(*opened, 2, 50, 100);
    opened->stopShowing();
    QCOMPARE(opened->awaitedImage(), 0);
    QCOMPARE(awaited.count(), 2);
    opened->showImage(b);
    QCOMPARE(opened->currentImage(), a);
    const auto unsaved = opened->unsavedImages();
    QCOMPARE(unsaved.size(), std::size_t{1});
    QCOMPARE(static_cast<int>(unsaved.front().labels.mask.at(60, 100)), 2);

    drive.answer();
    QTRY_COMPARE(opened->currentImage(), b);
    QTRY_VERIFY(opened->raster());
    QCOMPARE(opened->awaitedImage(), 0);
    opened->showImage(a);
    QCOMPARE(static_cast<int>(opened->labels()->mask().at(60, 50)), 1);
    QTRY_VERIFY(opened->saveState().isSaved());
    QVERIFY(opened->unsavedImages().empty());
    opened.reset();
    QCOMPARE(drive.watchedCalls(), 0);

    const auto reader = Project::open(project().toStdString(), Project::Access::ReadOnly);
    QCOMPARE(static_cast<int>(reader->mask(a).at(60, 50)), 1);
    QCOMPARE(static_cast<int>(reader->mask(a).at(60, 100)), 2);
    QCOMPARE(reader->classes().size(), std::size_t{3});
    QCOMPARE(reader->classes()[0].value, 2);
    QCOMPARE(*reader->setting("colour"), std::string("red"));
    QVERIFY(reader->image(b)->split == annotation::Split::Test);
}

void Session::aDriveThatHangsIsLeftBehind_data()
{
    QTest::addColumn<Project::Access>("access");
    QTest::addColumn<bool>("paints");
    QTest::newRow("given up while it is written") << Project::Access::ReadWrite << true;
    QTest::newRow("closed with everything saved") << Project::Access::ReadWrite << false;
    QTest::newRow("closed while it is read") << Project::Access::ReadOnly << false;
}

void Session::aDriveThatHangsIsLeftBehind()
{
    QFETCH(Project::Access, access);
    QFETCH(bool, paints);
    session().reset();
    fixtures::FailingDrive drive(project().toStdString());
    auto opened = session(access);
    opened->showImage(opened->images()[0].id);
    QTRY_VERIFY(opened->saveState().isSaved());
    drive.watchThisThread();
    drive.hang();
    if (paints) {
        stroke(*opened, 1, 50, 50);
        QTRY_VERIFY(drive.waiting() > 0);
        opened->loseUnsaved();
    } else if (access == Project::Access::ReadOnly) {
        opened->countLabelled();
        QTRY_VERIFY(drive.waiting() > 0);
    }
    opened.reset();
    QVERIFY(drive.waiting() > 0);
    QCOMPARE(drive.watchedCalls(), 0);
    drive.answer();
    // It is let go of when the drive answers again.
    const auto isFree = [this] {
        try {
            Project::open(project().toStdString(), Project::Access::ReadWrite);
            return true;
        } catch (const annotation::ProjectError&) {
            return false;
        }
    };
    QTRY_VERIFY(isFree());
}

void Session::countsFollowTheLabels()
{
    const auto opened = session();
    opened->showImage(opened->imageToShow());
    ui::LabelCounts counts;
    counts.reset(*opened->labels());
    QVERIFY(counts.update(*opened->labels(), 1000));
    QCOMPARE(counts.counts()[1], std::int64_t{0});
    const annotation::Ring square{{10, 10}, {110, 10}, {110, 60}, {10, 60}};
    opened->labels()->addShape(1, {square});
    counts.invalidate({10, 10, 100, 50});
    QVERIFY(counts.update(*opened->labels(), 1000));
    QCOMPARE(counts.counts()[1], std::int64_t{5000});
    annotation::Brush brush;
    brush.radius = 0.5;
    brush.value = 2;
    opened->labels()->beginStroke(brush, {20.5, 20.5});
    opened->labels()->endStroke();
    counts.invalidate({20, 20, 1, 1});
    QVERIFY(counts.update(*opened->labels(), 1000));
    QCOMPARE(counts.counts()[1], std::int64_t{4999});
    QCOMPARE(counts.counts()[2], std::int64_t{1});
}

void Session::projectLiesBesideTheImage()
{
    const QString file = image("photo.tif");
    const QString expected = folder_->filePath("photo.limn");
    {
        const ui::ProjectPlace place = ui::projectForImage(file, folder_->filePath("docs"));
        QVERIFY(place.made != nullptr);
        QCOMPARE(place.folder, expected);
        QVERIFY(place.note.contains("photo.limn"));
    }
    const ui::ProjectPlace again = ui::projectForImage(file, folder_->filePath("docs"));
    QVERIFY(!again.made);
    QCOMPARE(again.folder, expected);
    QVERIFY(ui::isProjectPath(expected));
    QVERIFY(ui::isProjectPath(expected + "/project.gpkg"));
    QCOMPARE(ui::projectFolderOf(expected + "/project.gpkg"), expected);
    QVERIFY(!ui::isProjectPath(file));
}

void Session::unwritableFolderMovesTheProject()
{
    QVERIFY(QDir(folder_->path()).mkdir("sealed"));
    const QString file = image("sealed/photo.tif");
    const QString sealed = folder_->filePath("sealed");
    QVERIFY(QFile::setPermissions(sealed, QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    if (QFileInfo(sealed).isWritable()) {
        QFile::setPermissions(sealed, QFileDevice::ReadOwner | QFileDevice::WriteOwner |
                                          QFileDevice::ExeOwner);
        QSKIP("root may write everywhere");
    }
    const ui::ProjectPlace place = ui::projectForImage(file, folder_->filePath("docs"));
    QCOMPARE(place.folder, folder_->filePath("docs/Limn Projects/photo.limn"));
    QVERIFY(place.note.contains("cannot be written"));
    QFile::setPermissions(sealed,
                          QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
}

void Session::theFirstImageThatOpensIsTaken_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("exists");
    QTest::newRow("missing") << "missing.tif" << QByteArray() << false;
    QTest::newRow("zero bytes") << "empty.tif" << QByteArray() << true;
    QTest::newRow("no image") << "notes.txt" << QByteArray("dear diary") << true;
}

void Session::theFirstImageThatOpensIsTaken()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(bool, exists);
    const QString path = folder_->filePath(name);
    if (exists) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    const ui::FirstImage none = ui::firstImageOf({path});
    QVERIFY(none.file.isEmpty());
    QVERIFY2(none.problem.contains(name), qPrintable(none.problem));
    // Another one may be as good, and what is wrong is still told.
    const QString good = image("good.tif");
    const ui::FirstImage first = ui::firstImageOf({path, good});
    QCOMPARE(first.file, good);
    QCOMPARE(first.problem, none.problem);
}

void Session::demoIsCopiedOnce()
{
    const QString source = ui::locateDemo();
    QVERIFY(!source.isEmpty());
    const QString documents = folder_->filePath("docs");
    {
        const ui::ProjectPlace place = ui::demoProject(source, documents);
        QVERIFY(place.made != nullptr);
        QCOMPARE(place.folder, documents + "/Limn/wetlands.limn");
        QCOMPARE(place.made->classes().size(), std::size_t{3});
        const auto images = place.made->images();
        QCOMPARE(images.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(images[0].file), documents + "/Limn/wetlands.tif");
        QVERIFY(!place.made->shapes(images[0].id).empty());
    }
    const ui::ProjectPlace again = ui::demoProject(source, documents);
    QVERIFY(!again.made);
    QVERIFY_EXCEPTION_THROWN(ui::demoProject({}, folder_->filePath("elsewhere")),
                             annotation::ProjectError);
}

void Session::recentProjectsAreRemembered()
{
    session().reset();
    const QString file = folder_->filePath("settings/limn.ini");
    {
        QSettings settings(file, QSettings::IniFormat);
        ui::RecentProjects recent(settings);
        recent.add(folder_->filePath("gone.limn"));
        recent.add(project());
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::red);
        recent.setPicture(project(), picture);
    }
    QSettings settings(file, QSettings::IniFormat);
    ui::RecentProjects recent(settings);
    recent.look([] {});
    QTRY_COMPARE(recent.folders(), QStringList(project()));
    QCOMPARE(recent.picture(project()).size(), QSize(8, 8));
    recent.forget(project());
    QVERIFY(recent.folders().isEmpty());
    QVERIFY(recent.picture(project()).isNull());
}

void Session::thumbnailsAreRead()
{
    ui::ThumbnailReader reader;
    QSignalSpy done(&reader, &ui::ThumbnailReader::done);
    reader.read(1, image().toStdString(), {300, 200}, {});
    reader.read(2, folder_->filePath("missing.tif").toStdString(), {300, 200}, {});
    QTRY_COMPARE(done.count(), 2);
    QCOMPARE(done[0][1].value<QImage>().size(), QSize(96, 64));
    QVERIFY(done[1][1].value<QImage>().isNull());
    QVERIFY(!done[1][2].toString().isEmpty());
}

void Session::savingIsSaidTruthfully_data()
{
    QTest::addColumn<int>("pending");
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("silence"); // seconds
    QTest::addColumn<bool>("readOnly");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("canRetry");
    QTest::newRow("all on disk") << 0 << "" << 0 << false << "Saved" << false;
    QTest::newRow("under way") << 3 << "" << 1 << false << "Saving 3…" << false;
    QTest::newRow("disk full") << 3 << "disk full" << 0 << false << "NOT SAVED — retry" << true;
    QTest::newRow("no answer") << 3 << "" << 60 << false << "NOT SAVED — no answer" << true;
    QTest::newRow("read-only") << 0 << "" << 0 << true << "Read-only" << false;
}

void Session::savingIsSaidTruthfully()
{
    QFETCH(int, pending);
    QFETCH(QString, error);
    QFETCH(int, silence);
    QFETCH(bool, readOnly);
    QFETCH(QString, text);
    QFETCH(bool, canRetry);
    QStatusBar bar;
    auto* fields = new ui::StatusFields(bar);
    QSignalSpy retry(fields, &ui::StatusFields::retryAsked);
    fields->setSaving(
        {static_cast<std::size_t>(pending), error.toStdString(), std::chrono::seconds(silence)},
        readOnly);
    QCOMPARE(fields->savedText(), text);
    bar.findChild<QToolButton*>("saved")->click();
    QCOMPARE(retry.count(), canRetry ? 1 : 0);
}

void Session::durationsAreReadable_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("negative") << -3.0 << "0 s";
    QTest::newRow("seconds") << 12.4 << "12 s";
    QTest::newRow("minutes") << 185.0 << "3 min 05 s";
    QTest::newRow("hours") << 4800.0 << "1 h 20 min";
}

void Session::durationsAreReadable()
{
    QFETCH(double, seconds);
    QTEST(ui::formatDuration(seconds), "text");
}

QTEST_MAIN(Session)
#include "session.moc"
