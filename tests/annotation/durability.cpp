// What was confirmed as saved is there whatever happens: processes killed, disks full, folders that
// cannot be written, two programs at once.
//
// The program starts itself as the process to be killed: `durability --paint FOLDER IMAGE FIRST`.

#include "annotation/image_annotation.h"
#include "annotation/rescue.h"
#include "annotation/run_record.h"
#include "annotation/tile_store.h"

#include "failing_drive.h"
#include "fixtures.h"

#include <sqlite3.h>

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <random>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace limn::annotation;
namespace fs = std::filesystem;

namespace
{

constexpr int side = 2048;
constexpr int spacing = 16;
constexpr int strokesInAll = (side / spacing) * (side / spacing);

Point strokeCentre(int index)
{
    const int columns = side / spacing;
    return {index % columns * spacing + 8.0, index / columns * spacing + 8.0};
}

std::uint8_t strokeClass(int index)
{
    return static_cast<std::uint8_t>(index % 254 + 1);
}

/// Paints stroke after stroke and prints "saved N" when the writer has confirmed N of them.
int paintUntilKilled(const fs::path& folder, std::int64_t imageId, int first)
{
    ProjectWriter writer(Project::open(folder, Project::Access::ReadWrite));
    std::atomic<int> saved = first;
    writer.setListener([&](const SaveState& state) {
        if (!state.error.empty())
            return;
        std::printf("saved %d\n", ++saved);
        std::fflush(stdout);
    });
    ImageAnnotation annotation(*writer.project().image(imageId), writer);
    for (int i = first; i < strokesInAll; ++i) {
        annotation.beginStroke({3, strokeClass(i), false, false, {}}, strokeCentre(i));
        annotation.endStroke();
        if (writer.state().pending > 20)
            writer.flush(60000);
    }
    return writer.flush(60000) ? 0 : 1;
}

std::int64_t makeProjectIn(const fs::path& root, const fs::path& folder)
{
    const std::string file = fixtures::makeImage(root / "a.tif", side, side);
    return Project::create(folder)->addImage(file).id;
}

/// A project on a drive that can be lost, open for painting.
struct ProjectOnADrive
{
    explicit ProjectOnADrive(const fs::path& root, std::size_t room = ProjectWriter::defaultRoom)
        : folder(root / "p.limn"), image(makeProjectIn(root, folder)), drive(folder)
    {
        writer.emplace(Project::open(folder, Project::Access::ReadWrite), room);
        labels.emplace(*writer->project().image(image), *writer);
    }
    void close()
    {
        labels.reset();
        writer.reset();
    }

    const fs::path folder;
    const std::int64_t image;
    fixtures::FailingDrive drive;
    std::optional<ProjectWriter> writer;
    std::optional<ImageAnnotation> labels;
};

void strokeDown(ImageAnnotation& annotation, double x, int value)
{
    annotation.beginStroke({12, value, false, false, {}}, {x, 100});
    annotation.strokeTo({x, 900});
    annotation.endStroke();
}

std::string integrity(const fs::path& file)
{
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    sqlite3_stmt* query = nullptr;
    sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &query, nullptr);
    std::string result = "no answer";
    if (sqlite3_step(query) == SQLITE_ROW)
        result = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
    sqlite3_finalize(query);
    sqlite3_close(database);
    return result;
}

std::vector<std::uint8_t> everyPixel(const MaskTiles& mask)
{
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(mask.imageSize().width) *
                                     mask.imageSize().height);
    mask.read({0, 0, mask.imageSize().width, mask.imageSize().height}, 1, pixels);
    return pixels;
}

/// What another program finds in the project once it is written is what is shown.
void compareWithDisk(ProjectWriter& writer, const ImageAnnotation& annotation, std::int64_t image)
{
    QVERIFY(writer.flush(30000));
    QVERIFY(writer.state().isSaved());
    QCOMPARE(writer.state().error, std::string());
    const auto reader = Project::open(writer.project().folder(), Project::Access::ReadOnly);
    QVERIFY(everyPixel(reader->mask(image)) == everyPixel(annotation.mask()));
    QVERIFY(reader->shapes(image) == annotation.shapes());
}

/// A small filesystem of its own, gone with the object.
class SmallDisk
{
public:
    SmallDisk(const fs::path& folder, const char* options) : folder_(folder)
    {
        fs::create_directories(folder);
        mounted_ = ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options) == 0;
    }
    ~SmallDisk()
    {
        if (mounted_)
            ::umount2(folder_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool isThere() const { return mounted_; }
    bool makeReadOnly() const
    {
        return ::mount(nullptr, folder_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }
    /// Writes a file until nothing more fits.
    void fill() const
    {
        const int file = ::open((folder_ / "filler").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        const std::vector<char> block(4096, 'x');
        while (::write(file, block.data(), block.size()) > 0)
            continue;
        ::close(file);
    }
    void freeSpace() const { fs::remove(folder_ / "filler"); }

private:
    fs::path folder_;
    bool mounted_ = false;
};

/// No file may grow beyond `bytes` while this lives, as on a disk whose quota is used up.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
};

} // namespace

class DurabilityTest : public QObject, fixtures::TestFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renewFolder(); }

    void aKilledProcessLosesNoConfirmedStroke();
    void aFullDiskDelaysButLosesNothing_data();
    void aFullDiskDelaysButLosesNothing();
    void aLostShareDelaysButLosesNothing_data();
    void aLostShareDelaysButLosesNothing();
    void aShareThatHangsHoldsUpTheWriterAlone();
    void noMoreIsKeptThanThereIsRoomFor();
    void whatIsGivenUpIsWaitedForByNobody();
    void whatIsNotSavedIsKeptElsewhere();
    void aFullDiskIsToldWhenMakingAProject();
    void closingWritesWhatIsPending();
    void anEditThatFailsHoldsBackTheLaterOnes();
    void onlyOneWritesAtATime();
    void readersReadWhileOneWrites();
    void aFolderThatCannotBeWrittenIsRead();
    void filesAreWrittenWholeOrNotAtAll();

private:
    std::int64_t makeProject(const fs::path& folder) { return makeProjectIn(root_, folder); }
};

void DurabilityTest::aKilledProcessLosesNoConfirmedStroke()
{
    const fs::path folder = root_ / "p.limn";
    const std::int64_t image = makeProject(folder);
    std::mt19937 random(11);
    std::uniform_int_distribution<int> when(1, 12);
    std::uniform_int_distribution<int> moment(0, 3000);
    const int kills = qEnvironmentVariableIntValue("LIMN_LONG_TESTS") > 0 ? 200 : 20;
    int confirmed = 0;
    for (int round = 0; round < kills; ++round) {
        QProcess painter;
        painter.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        painter.start(QCoreApplication::applicationFilePath(),
                      {"--paint", QString::fromStdString(folder.string()), QString::number(image),
                       QString::number(confirmed)});
        QByteArray output;
        const int wanted = confirmed + when(random);
        while (!output.contains("saved " + QByteArray::number(wanted) + "\n")) {
            QVERIFY2(painter.waitForReadyRead(30000), output.constData());
            output += painter.readAllStandardOutput();
        }
        // Anywhere in the strokes that follow, not only where one has just been confirmed.
        ::usleep(static_cast<useconds_t>(moment(random)));
        ::kill(static_cast<pid_t>(painter.processId()), SIGKILL);
        QVERIFY(painter.waitForFinished(30000));
        QCOMPARE(painter.exitStatus(), QProcess::CrashExit);
        output += painter.readAllStandardOutput();
        for (const QByteArray& line : output.split('\n')) {
            // The last line may be cut anywhere; a number that lost digits is only smaller.
            if (line.startsWith("saved "))
                confirmed = std::max(confirmed, line.mid(6).toInt());
        }
        const auto project = Project::open(folder, Project::Access::ReadWrite);
        const MaskTiles mask = project->mask(image);
        for (int i = 0; i < confirmed; ++i) {
            const Point centre = strokeCentre(i);
            QCOMPARE(mask.at(static_cast<int>(centre.x), static_cast<int>(centre.y)),
                     strokeClass(i));
            QCOMPARE(mask.at(static_cast<int>(centre.x) - 3, static_cast<int>(centre.y)),
                     strokeClass(i));
        }
        QCOMPARE(integrity(folder / "project.gpkg"), std::string("ok"));
    }
    QVERIFY(confirmed >= kills);
    qInfo("%d kills, %d strokes confirmed as saved and found again", kills, confirmed);
}

void DurabilityTest::aFullDiskDelaysButLosesNothing_data()
{
    QTest::addColumn<bool>("quota");
    QTest::newRow("no space left") << false;
    QTest::newRow("no file may grow") << true;
}

void DurabilityTest::aFullDiskDelaysButLosesNothing()
{
    QFETCH(bool, quota);
    std::optional<SmallDisk> disk;
    const fs::path place = root_ / "small";
    if (!quota) {
        disk.emplace(place, "size=4m");
        if (!disk->isThere())
            QSKIP("mounting a small filesystem needs root");
    }
    const fs::path folder = place / "p.limn";
    const std::int64_t image = makeProject(folder);
    ProjectWriter writer(Project::open(folder, Project::Access::ReadWrite));
    ImageAnnotation annotation(*writer.project().image(image), writer);
    annotation.beginStroke({10, 1, false, false, {}}, {100, 100});
    annotation.endStroke();
    QVERIFY(writer.flush(20000));

    std::optional<FileSizeLimit> limit;
    if (quota)
        limit.emplace(fs::file_size(folder / "project.gpkg-wal"));
    else
        disk->fill();
    std::atomic<int> failures = 0;
    writer.setListener([&](const SaveState& state) { failures += state.error.empty() ? 0 : 1; });
    std::vector<std::uint8_t> noise(512 * 512);
    std::mt19937 random(3);
    for (std::uint8_t& value : noise)
        value = static_cast<std::uint8_t>(1 + random() % 254);
    annotation.paint({0, 0, 512, 512}, noise, 0, false, "Noise");
    annotation.addShape(3, {{{10, 10}, {900, 20}, {100, 800}}});
    QTRY_VERIFY_WITH_TIMEOUT(failures > 0, 20000);
    QVERIFY2(fixtures::isOneSentence(writer.state().error), writer.state().error.c_str());
    if (!quota)
        QVERIFY2(writer.state().error.find("no space left") != std::string::npos,
                 writer.state().error.c_str());
    QCOMPARE(writer.state().pending, 2u);
    QVERIFY(!writer.flush(1));
    {
        // The last state that was committed stays readable meanwhile.
        const auto reader = Project::open(folder, Project::Access::ReadOnly);
        QCOMPARE(reader->mask(image).at(100, 100), 1);
        QVERIFY(reader->shapes(image).empty());
    }
    // An image that is opened again meanwhile shows what was painted, saved or not.
    {
        const ImageAnnotation again(*writer.project().image(image), writer);
        QVERIFY(everyPixel(again.mask()) == everyPixel(annotation.mask()));
        QVERIFY(again.shapes() == annotation.shapes());
    }

    limit.reset();
    if (disk)
        disk->freeSpace();
    compareWithDisk(writer, annotation, image);
    QCOMPARE(integrity(folder / "project.gpkg"), std::string("ok"));
}

void DurabilityTest::aLostShareDelaysButLosesNothing_data()
{
    using Drive = fixtures::FailingDrive;
    QTest::addColumn<int>("failure");
    QTest::newRow("nothing answers") << int{Drive::Everything};
    QTest::newRow("stale handles: reading and locking fail") << (Drive::Reading | Drive::Locking);
    QTest::newRow("writing fails") << int{Drive::Writing};
    QTest::newRow("written, but not told to be on disk") << int{Drive::Syncing};
}

void DurabilityTest::aLostShareDelaysButLosesNothing()
{
    QFETCH(int, failure);
    ProjectOnADrive on(root_);
    auto& [folder, image, drive, writer, labels] = on;
    const auto stroke = [&](double x, int value) { strokeDown(*labels, x, value); };
    stroke(100, 1);
    QVERIFY(writer->flush(20000));

    std::atomic<int> failures = 0;
    writer->setListener([&](const SaveState& state) { failures += state.error.empty() ? 0 : 1; });
    drive.fail(failure);
    stroke(200, 2);
    stroke(300, 3);
    labels->addShape(3, {{{10, 10}, {900, 20}, {100, 800}}});
    stroke(400, 4);
    labels->undo();
    const std::vector<std::uint8_t> painted = everyPixel(labels->mask());
    QTRY_VERIFY_WITH_TIMEOUT(failures > 0, 20000);
    // Said in one sentence with the file and what to look at, and true.
    const SaveState away = writer->state();
    QVERIFY2(fixtures::isOneSentence(away.error), away.error.c_str());
    QVERIFY2(away.error.find("project.gpkg") != std::string::npos, away.error.c_str());
    QVERIFY(!away.isSaved());
    QCOMPARE(away.pending, 5u);
    // Asked for again and again nothing is dropped, and what is painted goes on.
    for (int again = 0; again < 3; ++again) {
        const int before = failures;
        writer->retry();
        QTRY_VERIFY_WITH_TIMEOUT(failures > before, 20000);
    }
    QCOMPARE(writer->state().pending, 5u);
    stroke(500, 5);
    labels->undo();
    QVERIFY(everyPixel(labels->mask()) == painted);
    labels->redo();

    drive.fail(fixtures::FailingDrive::None);
    compareWithDisk(*writer, *labels, image);
    on.close();
    QCOMPARE(integrity(folder / "project.gpkg"), std::string("ok"));
}

void DurabilityTest::aShareThatHangsHoldsUpTheWriterAlone()
{
    ProjectOnADrive on(root_);
    auto& [folder, image, drive, writer, labels] = on;
    drive.watchThisThread();
    drive.hang();
    strokeDown(*labels, 100, 1);
    QTRY_COMPARE(drive.waiting(), 1);
    // No error, and no answer.
    QTRY_VERIFY(writer->state().silence.count() > 0);
    QCOMPARE(writer->state().error, std::string());
    QVERIFY(!writer->state().isSaved());
    strokeDown(*labels, 200, 2);
    labels->addShape(3, {{{10, 10}, {900, 20}, {100, 800}}});
    labels->undo();
    labels->redo();
    QVERIFY(!writer->flush(1));
    QCOMPARE(writer->state().pending, 5u);
    QCOMPARE(drive.watchedCalls(), 0);
    drive.answer();
    QVERIFY(writer->flush(30000));
    QCOMPARE(writer->state().silence.count(), 0);
    compareWithDisk(*writer, *labels, image);
    on.close();
    QCOMPARE(integrity(folder / "project.gpkg"), std::string("ok"));
}

void DurabilityTest::noMoreIsKeptThanThereIsRoomFor()
{
    constexpr std::size_t room = 1 << 20;
    ProjectOnADrive on(root_, room);
    auto& [folder, image, drive, writer, labels] = on;
    drive.hang();
    const auto paint = [&] {
        for (int x = 0; x < side; x += 20)
            strokeDown(*labels, x, 1 + x % 3);
    };
    const std::string message = fixtures::messageOf(paint);
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    QVERIFY2(message.find("cannot be saved") != std::string::npos, message.c_str());
    const std::vector<std::uint8_t> painted = everyPixel(labels->mask());
    QVERIFY(fixtures::messageOf([&] { strokeDown(*labels, 1900, 7); }) == message);
    QVERIFY(everyPixel(labels->mask()) == painted);
    // What is too much can be taken back.
    labels->undo();
    QVERIFY(everyPixel(labels->mask()) != painted);
    labels->redo();
    drive.answer();
    compareWithDisk(*writer, *labels, image);
    strokeDown(*labels, 1900, 7);
    compareWithDisk(*writer, *labels, image);
}

void DurabilityTest::whatIsGivenUpIsWaitedForByNobody()
{
    ProjectOnADrive on(root_);
    auto& [folder, image, drive, writer, labels] = on;
    strokeDown(*labels, 100, 1);
    QVERIFY(writer->flush(20000));
    drive.hang();
    strokeDown(*labels, 200, 2);
    QTRY_COMPARE(drive.waiting(), 1);
    strokeDown(*labels, 300, 3);
    writer->giveUp();
    on.close();
    QCOMPARE(drive.waiting(), 1);
    const auto open = [&] { return Project::open(folder, Project::Access::ReadWrite); };
    QVERIFY(!fixtures::messageOf([&] { open(); }).empty());
    drive.answer();
    // What was under way may have been finished; the rest is gone, and the project is whole.
    QTRY_VERIFY(fixtures::messageOf([&] { open(); }).empty());
    const MaskTiles mask = open()->mask(image);
    QCOMPARE(mask.at(100, 500), 1);
    QCOMPARE(mask.at(300, 500), 0);
    QCOMPARE(integrity(folder / "project.gpkg"), std::string("ok"));
}

void DurabilityTest::whatIsNotSavedIsKeptElsewhere()
{
    const fs::path folder = root_ / "p.limn";
    const std::int64_t image = makeProject(folder);
    const fs::path copy = root_ / "elsewhere" / "copy.limn";
    fixtures::FailingDrive drive(folder);
    auto project = Project::open(folder, Project::Access::ReadWrite);
    project->setClasses(
        {{1, "water", {0, 0, 255}, '1', true, false}, {3, "land", {0, 255, 0}, '3', true, false}});
    const ClassList classes = project->classes();
    ProjectWriter writer(std::move(project));
    ImageAnnotation annotation(*writer.project().image(image), writer);
    strokeDown(annotation, 100, 1);
    annotation.addCompleteRegion({500, 500, 100, 100}, 1);
    QVERIFY(writer.flush(20000));
    drive.hang();
    strokeDown(annotation, 200, 3);
    annotation.addShape(3, {{{10, 10}, {900, 20}, {100, 800}}});
    Progress progress;
    const RescuedImage unsaved{
        annotation.image(), {annotation.mask(), annotation.shapes(), annotation.completeRegions()}};
    keepRescueCopy(copy, classes, {unsaved}, progress);
    QCOMPARE(progress.fraction(), 1.0);
    {
        const auto kept = Project::open(copy, Project::Access::ReadWrite);
        QCOMPARE(kept->images().size(), std::size_t{1});
        const ImageRecord record = kept->images().front();
        QCOMPARE(record.file, annotation.image().file);
        QVERIFY(record.size == annotation.image().size);
        QVERIFY(kept->classes() == classes);
        QVERIFY(everyPixel(kept->mask(record.id)) == everyPixel(annotation.mask()));
        QVERIFY(kept->shapes(record.id) == annotation.shapes());
        QCOMPARE(kept->completeRegions(record.id).size(), std::size_t{1});
        QVERIFY(kept->completeRegions(record.id).front().rect ==
                annotation.completeRegions().front().rect);
    }
    // Not over what is there, and nothing is left of one that was stopped.
    QVERIFY(fixtures::isOneSentence(
        fixtures::messageOf([&] { keepRescueCopy(copy, classes, {unsaved}, progress); })));
    QVERIFY(fs::exists(copy / "project.gpkg"));
    progress.cancel();
    QVERIFY_EXCEPTION_THROWN(keepRescueCopy(root_ / "stopped.limn", classes, {unsaved}, progress),
                             Cancelled);
    QVERIFY(!fs::exists(root_ / "stopped.limn"));
    drive.answer();
    compareWithDisk(writer, annotation, image);
}

void DurabilityTest::aFullDiskIsToldWhenMakingAProject()
{
    const SmallDisk disk(root_ / "small", "size=64k");
    if (!disk.isThere())
        QSKIP("mounting a small filesystem needs root");
    const fs::path folder = root_ / "small" / "p.limn";
    const std::string message = fixtures::messageOf([&] { Project::create(folder); });
    QVERIFY2(message.find("no space left") != std::string::npos, message.c_str());
    QVERIFY(!fs::exists(folder / "project.gpkg"));
    QVERIFY(
        !fixtures::messageOf([&] { Project::open(folder, Project::Access::ReadWrite); }).empty());
    // What is left behind is no obstacle once there is space.
    QVERIFY(::mount(nullptr, (root_ / "small").c_str(), nullptr, MS_REMOUNT, "size=4m") == 0);
    QVERIFY(Project::create(folder)->images().empty());
}

void DurabilityTest::closingWritesWhatIsPending()
{
    const fs::path folder = root_ / "p.limn";
    const std::int64_t image = makeProject(folder);
    {
        ProjectWriter writer(Project::open(folder, Project::Access::ReadWrite));
        ImageAnnotation annotation(*writer.project().image(image), writer);
        for (int i = 0; i < 50; ++i) {
            annotation.beginStroke({3, strokeClass(i), false, false, {}}, strokeCentre(i));
            annotation.endStroke();
        }
    }
    const auto project = Project::open(folder, Project::Access::ReadOnly);
    const MaskTiles mask = project->mask(image);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(mask.at(static_cast<int>(strokeCentre(i).x), static_cast<int>(strokeCentre(i).y)),
                 strokeClass(i));
}

void DurabilityTest::anEditThatFailsHoldsBackTheLaterOnes()
{
    makeProject(root_ / "p.limn");
    ProjectWriter writer(Project::open(root_ / "p.limn", Project::Access::ReadWrite));
    std::atomic<bool> broken = true;
    std::atomic<int> failures = 0;
    writer.setListener([&](const SaveState& state) { failures += state.error.empty() ? 0 : 1; });
    writer.post([&](Project& project) {
        project.setSetting("first", "half");
        if (broken)
            throw ProjectError("The drawer is stuck: pull harder.");
        project.setSetting("first", "whole");
    });
    writer.post([](Project& project) {
        project.setSetting("second", project.setting("first").value_or("nothing"));
    });
    QTRY_VERIFY(failures >= 1);
    QCOMPARE(writer.state().pending, 2u);
    QCOMPARE(writer.state().error, std::string("The drawer is stuck: pull harder."));
    QVERIFY(!writer.project().setting("first").has_value());
    const int before = failures;
    writer.retry();
    QTRY_VERIFY(failures > before);
    broken = false;
    QVERIFY(writer.flush(20000));
    QCOMPARE(*writer.project().setting("second"), std::string("whole"));
    QCOMPARE(writer.state().error, std::string());
}

void DurabilityTest::onlyOneWritesAtATime()
{
    const fs::path folder = root_ / "p.limn";
    makeProject(folder);
    auto writer = Project::open(folder, Project::Access::ReadWrite);
    const std::string message =
        fixtures::messageOf([&] { Project::open(folder, Project::Access::ReadWrite); });
    QVERIFY2(message.find("is open in another") != std::string::npos, message.c_str());
    QVERIFY2(message.find("read-only") != std::string::npos, message.c_str());
    QVERIFY(Project::open(folder, Project::Access::ReadOnly) != nullptr);
    writer.reset();
    QVERIFY(Project::open(folder, Project::Access::ReadWrite) != nullptr);
}

void DurabilityTest::readersReadWhileOneWrites()
{
    const fs::path folder = root_ / "p.limn";
    const std::int64_t image = makeProject(folder);
    const auto writer = Project::open(folder, Project::Access::ReadWrite);
    const auto reader = Project::open(folder, Project::Access::ReadOnly);
    writer->transaction([&] {
        writer->setSetting("a", "1");
        // Not committed yet, and the reader neither sees it nor waits for it.
        QVERIFY(!reader->setting("a").has_value());
    });
    QVERIFY(reader->setting("a").has_value());
    reader->snapshot([&] {
        QCOMPARE(*reader->setting("a"), std::string("1"));
        writer->setSetting("a", "2");
        QCOMPARE(*reader->setting("a"), std::string("1"));
    });
    QCOMPARE(*reader->setting("a"), std::string("2"));
    QVERIFY(reader->mask(image).tiles().empty());
}

void DurabilityTest::aFolderThatCannotBeWrittenIsRead()
{
    const fs::path place = root_ / "small";
    const SmallDisk disk(place, "size=8m");
    const bool isRoot = ::geteuid() == 0;
    if (isRoot && !disk.isThere())
        QSKIP("permissions do not bind root, and mounting is not allowed");
    const fs::path folder = place / "p.limn";
    const std::int64_t image = makeProject(folder);
    Project::open(folder, Project::Access::ReadWrite)->setSetting("a", "1");
    if (isRoot)
        QVERIFY(disk.makeReadOnly());
    else
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    const auto project = Project::open(folder, Project::Access::ReadOnly);
    QCOMPARE(*project->setting("a"), std::string("1"));
    QVERIFY(project->image(image).has_value());
    const std::vector<std::function<void()>> writes{
        [&] { Project::open(folder, Project::Access::ReadWrite); },
        [&] { Project::create(folder / "new.limn"); },
        [&] {
            writeRun(folder / "runs" / "r", {"r", "running", "", {}, {}});
        },
        [&] { TileStore(folder / "predictions" / "r" / "1.tiles", TileStore::Access::ReadWrite); },
    };
    for (const auto& write : writes) {
        const std::string message = fixtures::messageOf(write);
        QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    }
    if (!isRoot)
        fs::permissions(folder, fs::perms::owner_all);
}

void DurabilityTest::filesAreWrittenWholeOrNotAtAll()
{
    const fs::path file = root_ / "f.json";
    writeFileAtomically(file, "old");
    {
        const FileSizeLimit limit(10);
        const std::string message =
            fixtures::messageOf([&] { writeFileAtomically(file, std::string(1000, 'x')); });
        QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    }
    QCOMPARE(fs::file_size(file), 3u);
    QVERIFY(!fs::exists(root_ / "f.json.tmp"));
    writeFileAtomically(file, std::string(1000, 'x'));
    QCOMPARE(fs::file_size(file), 1000u);
}

int main(int argc, char** argv)
{
    if (argc == 5 && std::string(argv[1]) == "--paint")
        return paintUntilKilled(argv[2], std::atoll(argv[3]), std::atoi(argv[4]));
    QCoreApplication app(argc, argv);
    DurabilityTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "durability.moc"
