// What is kept and can be brought back: backups of a project, undo steps that lie on disk, labels
// of classes that go, class lists in files, masks pasted elsewhere.

#include "annotation/backup.h"
#include "annotation/class_file.h"
#include "annotation/class_use.h"
#include "annotation/image_annotation.h"
#include "annotation/mask_paste.h"
#include "annotation/undo_stack.h"

#include "fixtures.h"
#include "mask_pixels.h"

#include <QTest>

#include <atomic>
#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace limn::annotation;
using fixtures::everyPixel;
using fixtures::isOneSentence;
using fixtures::messageOf;
using fixtures::Pixels;
using limn::raster::PixelRect;
using limn::raster::PixelSize;
namespace fs = std::filesystem;

namespace
{

constexpr PixelSize size{600, 400};

MaskTilePtr tileOf(int value)
{
    auto tile = std::make_shared<MaskTile>();
    tile->fill(static_cast<std::uint8_t>(value));
    return tile;
}

EditStep noisyStep(unsigned seed)
{
    std::mt19937 random(seed);
    EditStep step;
    step.text = "Step " + std::to_string(seed);
    const auto shared = std::make_shared<const StoredTile>(tileOf(7));
    for (int i = 0; i < 4; ++i) {
        auto tile = std::make_shared<MaskTile>();
        for (std::uint8_t& pixel : *tile)
            pixel = static_cast<std::uint8_t>(random() % 4);
        step.mask.tiles[{i, static_cast<int>(seed)}] = {
            i == 0 ? nullptr : shared, i == 1 ? nullptr : std::make_shared<const StoredTile>(tile)};
    }
    step.mask.rect = {0, static_cast<int>(seed) * 256, 1024, 256};
    const Shape shape{static_cast<std::int64_t>(seed), 2, {{{1.5, 2}, {8, 2.25}, {4, 9}}}};
    step.shapes.push_back({std::nullopt, shape, seed});
    step.shapes.push_back({shape, std::nullopt, 3});
    if (seed % 2 == 0)
        step.regions = {{}, {{0, {1, 2, 3, static_cast<int>(seed) + 1}, 2}, {9, {0, 0, 5, 5}, 1}}};
    return step;
}

bool sameTile(const StoredTilePtr& a, const StoredTilePtr& b)
{
    return a && b ? *a->pixels() == *b->pixels() : a == b;
}

bool sameStep(const EditStep& a, const EditStep& b)
{
    const auto sameChange = [](const auto& one, const auto& two) {
        return one.first == two.first && sameTile(one.second.before, two.second.before) &&
               sameTile(one.second.after, two.second.after);
    };
    return a.text == b.text && a.mask.rect == b.mask.rect &&
           std::ranges::equal(a.mask.tiles, b.mask.tiles, sameChange) &&
           std::ranges::equal(a.shapes, b.shapes,
                              [](const ShapeChange& one, const ShapeChange& two) {
                                  return one.before == two.before && one.after == two.after &&
                                         one.position == two.position;
                              }) &&
           a.regions.has_value() == b.regions.has_value() &&
           (!a.regions ||
            (a.regions->before == b.regions->before && a.regions->after == b.regions->after));
}

} // namespace

class KeepingTest : public QObject, fixtures::TestFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renewFolder(); }
    void aBackupHoldsWhatWasCommitted();
    void backupsAreMadeWhileOthersWrite();
    void oldBackupsAreThinnedOut();
    void aBackupTakesTheProjectsPlace();
    void aDamagedProjectIsReplacedAndKept_data();
    void aDamagedProjectIsReplacedAndKept();
    void whatIsNoBackupIsRefused_data();
    void whatIsNoBackupIsRefused();
    void aProjectInUseIsNotReplaced();
    void aBackupIsGivenUpWhenNoLongerWanted();
    void oldUndoStepsGoToDiskAndComeBack_data();
    void oldUndoStepsGoToDiskAndComeBack();
    void whatWasUndoneGoesToDiskToo();
    void aFullDiskForgetsTheOldestSteps();
    void whatIsNotThereIsNotReadBack();
    void strokesAreUndoneFromDisk();
    void aClassIsReplacedEverywhere_data();
    void aClassIsReplacedEverywhere();
    void classListsSurviveTheirFile();
    void badClassListsAreRefused_data();
    void badClassListsAreRefused();
    void importedClassesTakeNothingAway();
    void aPastedMaskIsPaintedUnderTheRules_data();
    void aPastedMaskIsPaintedUnderTheRules();

private:
    fs::path folder() const { return root_ / "image.limn"; }
    /// With one image and one tile of class 1.
    std::unique_ptr<Project> project()
    {
        auto made = Project::create(folder());
        made->setClasses({{1, "water", {0, 0, 255}, '1'}, {2, "land", {0, 255, 0}, '2'}});
        image_ = made->addImage(fixtures::makeImage(root_ / "image.tif", size.width, size.height,
                                                    fixtures::utm))
                     .id;
        made->putMaskTile(image_, {0, 0}, tileOf(1));
        return made;
    }
    int firstPixel()
    {
        const auto opened = Project::open(folder(), Project::Access::ReadOnly);
        const MaskTilePtr tile = opened->maskTile(image_, {0, 0});
        return tile ? tile->front() : 0;
    }

    std::int64_t image_ = 0;
};

void KeepingTest::aBackupHoldsWhatWasCommitted()
{
    const auto live = project();
    QVERIFY(listBackups(folder()).empty());
    Progress progress;
    const Backup made = makeBackup(folder(), progress);
    live->putMaskTile(image_, {0, 0}, tileOf(2));
    const Backup second = makeBackup(folder(), progress);
    const auto found = listBackups(folder());
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].file, second.file);
    QCOMPARE(found[1].file, made.file);
    QVERIFY(found[1].bytes > 0 && found[1].bytes == made.bytes);
    // Nothing lies beside the copies, which are whole files.
    QCOMPARE(std::distance(fs::directory_iterator(folder() / "backups"), {}), 2);
    fs::create_directory(root_ / "copy.limn");
    fs::copy_file(made.file, root_ / "copy.limn/project.gpkg");
    const auto copy = Project::open(root_ / "copy.limn", Project::Access::ReadOnly);
    QCOMPARE(int(copy->maskTile(image_, {0, 0})->front()), 1);
    QCOMPARE(copy->classes().size(), std::size_t{2});
}

void KeepingTest::backupsAreMadeWhileOthersWrite()
{
    const auto live = project();
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        for (int i = 0; !stop; ++i)
            live->transaction([&] {
                // Both tiles change in one transaction, so that no copy may show only one changed.
                live->putMaskTile(image_, {0, 0}, tileOf(1 + i % 2));
                live->putMaskTile(image_, {1, 0}, tileOf(1 + i % 2));
            });
    });
    Progress progress;
    for (int i = 0; i < 5; ++i)
        makeBackup(folder(), progress);
    stop = true;
    writer.join();
    for (const Backup& backup : listBackups(folder())) {
        const fs::path copy = root_ / (backup.file.stem().string() + ".limn");
        fs::create_directory(copy);
        fs::copy_file(backup.file, copy / "project.gpkg");
        const auto opened = Project::open(copy, Project::Access::ReadOnly);
        const MaskTilePtr second = opened->maskTile(image_, {1, 0});
        QVERIFY(!second || second->front() == opened->maskTile(image_, {0, 0})->front());
    }
}

void KeepingTest::oldBackupsAreThinnedOut()
{
    fs::create_directories(folder() / "backups");
    const auto put = [&](const char* name) {
        fixtures::writeText(folder() / "backups" / name, "x");
    };
    for (const char* name : {"project-20260101-100000.gpkg", "project-20260102-100000.gpkg",
                             "project-20260102-110000.gpkg", "project-20260103-090000.gpkg",
                             "project-20260103-100000.gpkg", "project-20260103-110000.gpkg"})
        put(name);
    put("project-20261399-100000.gpkg");
    put("notes.txt");
    QCOMPARE(listBackups(folder()).size(), std::size_t{6});
    thinBackups(folder(), 2, 2);
    std::vector<std::string> left;
    for (const Backup& backup : listBackups(folder()))
        left.push_back(backup.file.filename().string());
    QVERIFY(left == (std::vector<std::string>{"project-20260103-110000.gpkg",
                                              "project-20260103-100000.gpkg",
                                              "project-20260102-110000.gpkg"}));
    QVERIFY(fs::exists(folder() / "backups/notes.txt"));
    QVERIFY(fs::exists(folder() / "backups/project-20261399-100000.gpkg"));
}

void KeepingTest::aBackupTakesTheProjectsPlace()
{
    Progress progress;
    auto live = project();
    const Backup made = makeBackup(folder(), progress);
    live->putMaskTile(image_, {0, 0}, tileOf(2));
    live.reset();
    QCOMPARE(firstPixel(), 2);
    restoreBackup(folder(), made.file, progress);
    QCOMPARE(firstPixel(), 1);
    // What was there is a backup now, so that restoring can be taken back.
    const auto found = listBackups(folder());
    QCOMPARE(found.size(), std::size_t{2});
    restoreBackup(folder(), found.front().file, progress);
    QCOMPARE(firstPixel(), 2);
    Project::open(folder(), Project::Access::ReadWrite)->putMaskTile(image_, {0, 0}, tileOf(1));
    QCOMPARE(firstPixel(), 1);
}

void KeepingTest::aDamagedProjectIsReplacedAndKept_data()
{
    QTest::addColumn<QByteArray>("instead");
    QTest::newRow("overwritten") << QByteArray(20000, 'x');
    QTest::newRow("empty") << QByteArray();
}

void KeepingTest::aDamagedProjectIsReplacedAndKept()
{
    QFETCH(QByteArray, instead);
    Progress progress;
    project();
    const Backup made = makeBackup(folder(), progress);
    fixtures::writeText(folder() / "project.gpkg", instead);
    QVERIFY(!messageOf([&] { firstPixel(); }).empty());
    restoreBackup(folder(), made.file, progress);
    QCOMPARE(firstPixel(), 1);
    int kept = 0;
    for (const auto& entry : fs::directory_iterator(folder()))
        kept += entry.path().filename().string().starts_with("project.gpkg.damaged-") ? 1 : 0;
    QCOMPARE(kept, 1);
}

void KeepingTest::whatIsNoBackupIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no database") << QByteArray(5000, 'x');
    QTest::newRow("cut short") << QByteArray("cut");
}

void KeepingTest::whatIsNoBackupIsRefused()
{
    QFETCH(QByteArray, bytes);
    Progress progress;
    project();
    fs::path file = makeBackup(folder(), progress).file;
    if (bytes == "cut")
        fs::resize_file(file, fs::file_size(file) / 2);
    else
        fixtures::writeText(file, bytes);
    const std::string message = messageOf([&] { restoreBackup(folder(), file, progress); });
    QVERIFY2(isOneSentence(message), message.c_str());
    QCOMPARE(firstPixel(), 1);
}

void KeepingTest::aProjectInUseIsNotReplaced()
{
    Progress progress;
    const auto live = project();
    const Backup made = makeBackup(folder(), progress);
    const std::string message = messageOf([&] { restoreBackup(folder(), made.file, progress); });
    QVERIFY2(message.find("open in another window") != std::string::npos, message.c_str());
}

void KeepingTest::aBackupIsGivenUpWhenNoLongerWanted()
{
    const auto live = project();
    Progress progress;
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, makeBackup(folder(), progress));
    QVERIFY(listBackups(folder()).empty());
}

void KeepingTest::oldUndoStepsGoToDiskAndComeBack_data()
{
    QTest::addColumn<int>("budget");
    QTest::newRow("nothing fits") << 0;
    QTest::newRow("some fit") << 1'000'000;
    QTest::newRow("all fit") << 100'000'000;
}

void KeepingTest::oldUndoStepsGoToDiskAndComeBack()
{
    QFETCH(int, budget);
    constexpr unsigned count = 20;
    UndoStack stack(static_cast<std::size_t>(budget), root_);
    for (unsigned i = 0; i < count; ++i)
        stack.push(noisyStep(i));
    stack.settle();
    QCOMPARE(stack.texts().size(), std::size_t{count});
    // The two steps next to the present stay, whatever they cost.
    const std::size_t one = noisyStep(0).bytes();
    QVERIFY(stack.bytesInMemory() <= static_cast<std::size_t>(budget) + 2 * one);
    QCOMPARE(std::distance(fs::directory_iterator(root_), {}), 0);
    for (unsigned i = count; i-- > 0;) {
        QCOMPARE(stack.undoText(), "Step " + std::to_string(i));
        QVERIFY(sameStep(*stack.undoStep(), noisyStep(i)));
        stack.stepBack();
    }
    QVERIFY(!stack.canUndo() && !stack.undoStep());
    for (unsigned i = 0; i < count; ++i) {
        QVERIFY(sameStep(*stack.redoStep(), noisyStep(i)));
        stack.stepForward();
    }
    QVERIFY(!stack.canRedo());
}

void KeepingTest::whatWasUndoneGoesToDiskToo()
{
    UndoStack stack(100'000'000, root_);
    for (unsigned i = 0; i < 10; ++i)
        stack.push(noisyStep(i));
    for (int i = 0; i < 8; ++i)
        stack.stepBack();
    stack.setBudget(0);
    stack.settle();
    QVERIFY(stack.bytesInMemory() <= 2 * noisyStep(0).bytes());
    stack.stepForward();
    stack.stepForward();
    QVERIFY(sameStep(*stack.redoStep(), noisyStep(4)));
    // A new step forgets them, on disk or not.
    stack.push(noisyStep(30));
    QCOMPARE(stack.texts().size(), std::size_t{5});
    QCOMPARE(stack.undoText(), std::string("Step 30"));
}

void KeepingTest::aFullDiskForgetsTheOldestSteps()
{
    // No file may grow, as on a disk that is full.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    UndoStack stack(0, root_);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
    for (unsigned i = 0; i < 5; ++i)
        stack.push(noisyStep(i));
    stack.settle();
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(stack.texts() == std::vector<std::string>{"Step 4"});
    QVERIFY(sameStep(*stack.undoStep(), noisyStep(4)));
    // Once there is space again, nothing more is lost.
    stack.push(noisyStep(5));
    stack.push(noisyStep(6));
    stack.settle();
    QCOMPARE(stack.texts().size(), std::size_t{3});
    stack.stepBack();
    stack.stepBack();
    QVERIFY(sameStep(*stack.undoStep(), noisyStep(4)));
}

void KeepingTest::whatIsNotThereIsNotReadBack()
{
    UndoSpill spill(root_ / "no such folder");
    const UndoSpill::Place place = spill.write(noisyStep(3));
    QVERIFY(sameStep(spill.read(place), noisyStep(3)));
    const std::string message = messageOf([&] { spill.read({place.offset + 1'000'000, 100}); });
    QVERIFY2(isOneSentence(message), message.c_str());
}

void KeepingTest::strokesAreUndoneFromDisk()
{
    ProjectWriter writer(project());
    ImageAnnotation labels(*writer.project().image(image_), writer);
    labels.setUndoBudget(0);
    std::vector<Pixels> states{everyPixel(labels.mask())};
    for (int i = 0; i < 6; ++i) {
        labels.beginStroke({30, 1 + i % 2, false, false, {}}, {50.0 + i * 80, 200});
        labels.strokeTo({90.0 + i * 80, 350});
        labels.endStroke();
        states.push_back(everyPixel(labels.mask()));
    }
    for (const std::size_t position : {0u, 6u, 3u, 1u, 5u}) {
        labels.goTo(position);
        QVERIFY(everyPixel(labels.mask()) == states[position]);
    }
    QVERIFY(writer.flush(10000));
    QVERIFY(everyPixel(writer.project().mask(image_)) == states[5]);
}

void KeepingTest::aClassIsReplacedEverywhere_data()
{
    QTest::addColumn<int>("to");
    QTest::newRow("merged") << 2;
    QTest::newRow("unlabelled") << 0;
}

void KeepingTest::aClassIsReplacedEverywhere()
{
    QFETCH(int, to);
    const auto live = project();
    const std::int64_t other =
        live->addImage(fixtures::makeImage(root_ / "other.tif", 300, 300)).id;
    live->putMaskTile(other, {0, 0}, tileOf(2));
    const std::int64_t shape = live->reserveShapeId();
    live->putShape(other, {shape, 1, {{{1, 1}, {9, 1}, {5, 9}}}});
    live->setCompleteRegions(image_, {{0, {300, 300, 50, 50}, 1}, {0, {400, 300, 50, 50}, 2}});
    const ClassUse use = useOfClass(*live, 1);
    QCOMPARE(use.pixels, std::int64_t{65536});
    QCOMPARE(use.shapes, 1);
    QCOMPARE(use.regions, 1);
    QCOMPARE(use.images, 2);
    QVERIFY(useOfClass(*live, 9).isEmpty());

    replaceClassEverywhere(*live, 1, to);
    QVERIFY(useOfClass(*live, 1).isEmpty());
    QCOMPARE(live->classes().size(), std::size_t{1});
    const ClassUse after = useOfClass(*live, 2);
    QCOMPARE(after.pixels, std::int64_t{to == 2 ? 131072 : 65536});
    QCOMPARE(after.shapes, to == 2 ? 1 : 0);
    QCOMPARE(after.regions, to == 2 ? 2 : 1);
    // Into a class that is not there nothing happens.
    const std::string message = messageOf([&] { replaceClassEverywhere(*live, 2, 77); });
    QVERIFY2(isOneSentence(message), message.c_str());
    QCOMPARE(useOfClass(*live, 2).pixels, after.pixels);
}

void KeepingTest::classListsSurviveTheirFile()
{
    const ClassList classes{{3, "open, \"deep\" water", {1, 2, 3}, '4'},
                            {1, "land; dry", {250, 240, 0}, '\0'},
                            {254, "芦苇", {0, 0, 0}, '1', true, false, Pattern::BackStripes}};
    writeClasses(root_ / "classes.csv", classes);
    QVERIFY(readClasses(root_ / "classes.csv") == classes);
    fixtures::writeText(root_ / "few.csv", "Class;Color;Pattern\nwater;#0000ff;Dots\nland;;\n");
    const ClassList few = readClasses(root_ / "few.csv");
    QVERIFY(few[0].pattern == Pattern::Dots && few[1].pattern == Pattern::Solid);
    QCOMPARE(few.size(), std::size_t{2});
    QCOMPARE(few[1].value, 2);
    QVERIFY((few[0].colour == Rgb{0, 0, 255}));
}

void KeepingTest::badClassListsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no name column") << QByteArray("a,b\n1,2\n");
    QTest::newRow("no class") << QByteArray("value,name\n");
    QTest::newRow("no name") << QByteArray("value,name\n1, \n");
    QTest::newRow("no number") << QByteArray("value,name\nx,water\n");
    QTest::newRow("too large") << QByteArray("value,name\n255,water\n");
    QTest::newRow("zero") << QByteArray("value,name\n0,water\n");
    QTest::newRow("value twice") << QByteArray("value,name\n3,water\n3,land\n");
    QTest::newRow("name twice") << QByteArray("name\nwater\nwater\n");
    QTest::newRow("no colour") << QByteArray("name,colour\nwater,blue\n");
    QTest::newRow("no pattern") << QByteArray("name,pattern\nwater,plaid\n");
    QTest::newRow("long name") << QByteArray("name\n") + QByteArray(300, 'a');
    QTest::newRow("open quote") << QByteArray("name\n\"water\n");
    QByteArray many("name\n");
    for (int i = 0; i < 300; ++i)
        many += "c" + QByteArray::number(i) + "\n";
    QTest::newRow("too many") << many;
}

void KeepingTest::badClassListsAreRefused()
{
    QFETCH(QByteArray, text);
    fixtures::writeText(root_ / "classes.csv", text);
    const std::string message = messageOf([&] { readClasses(root_ / "classes.csv"); });
    QVERIFY2(isOneSentence(message), message.c_str());
}

void KeepingTest::importedClassesTakeNothingAway()
{
    const ClassList known{{1, "water", {0, 0, 9}, '1'}, {2, "land", {0, 9, 0}, '2'}};
    const ClassList result = withClasses(
        known, {{7, "water", {1, 1, 1}, '5'}, {2, "reed", {2, 2, 2}, '2'}, {9, "mud", {3, 3, 3}}});
    QCOMPARE(result.size(), std::size_t{4});
    QCOMPARE(result[0].value, 1);
    QCOMPARE(result[0].key, '5');
    QVERIFY((result[0].colour == Rgb{1, 1, 1}));
    QCOMPARE(result[1].name, std::string("land"));
    // Its value and key are taken already.
    QCOMPARE(result[2].value, 3);
    QVERIFY(result[2].key != '2');
    QCOMPARE(result[3].value, 9);
}

void KeepingTest::aPastedMaskIsPaintedUnderTheRules_data()
{
    QTest::addColumn<QPoint>("by");
    QTest::addColumn<int>("over");
    for (const QPoint& by : {QPoint(0, 0), QPoint(13, -41), QPoint(-300, 260)}) {
        QTest::addRow("all but locked, %d %d", by.x(), by.y())
            << by << static_cast<int>(Over::AllButLocked);
        QTest::addRow("unlabelled only, %d %d", by.x(), by.y())
            << by << static_cast<int>(Over::OnlyUnlabelled);
        QTest::addRow("everything, %d %d", by.x(), by.y())
            << by << static_cast<int>(Over::Everything);
    }
}

void KeepingTest::aPastedMaskIsPaintedUnderTheRules()
{
    QFETCH(QPoint, by);
    QFETCH(int, over);
    const MaskTiles from = fixtures::blots(size, 1);
    MaskTiles mask = fixtures::blots({500, 450}, 2);
    const Pixels before = everyPixel(mask);
    const PixelRect window{30, 20, 480, 333};
    const std::uint8_t locked = 2;
    Pixels expected = before;
    for (int y = window.y; y < window.bottom(); ++y)
        for (int x = window.x; x < window.right(); ++x) {
            const int toX = x + by.x();
            const int toY = y + by.y();
            const std::uint8_t value = from.at(x, y);
            if (value == 0 || toX < 0 || toY < 0 || toX >= 500 || toY >= 450)
                continue;
            std::uint8_t& pixel = expected[static_cast<std::size_t>(toY) * 500 + toX];
            const bool isKept = (over == static_cast<int>(Over::OnlyUnlabelled) && pixel != 0) ||
                                (over != static_cast<int>(Over::Everything) && pixel == locked);
            if (!isKept)
                pixel = value;
        }
    Progress progress;
    const MaskEdit edit = pasteMask(mask, from, window, by.x(), by.y(), static_cast<Over>(over),
                                    std::span(&locked, 1), progress);
    QVERIFY(everyPixel(mask) == expected);
    mask.revert(edit);
    QVERIFY(everyPixel(mask) == before);
    progress.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             pasteMask(mask, from, window, 0, 0, Over::Everything, {}, progress));
}

QTEST_GUILESS_MAIN(KeepingTest)
#include "keeping.moc"
