// The images of a project, few or thousands: found, filtered, given a use, taken in from folders,
// found again after they were moved.
#include "annotation/project.h"
#include "tests/raster/http_server.h"
#include "tests/raster/raster_corpus.h"
#include "tests/ui/made_image.h"
#include "ui/address_box.h"
#include "ui/bookmarks.h"
#include "ui/image_files.h"
#include "ui/image_list_model.h"
#include "ui/images_panel.h"
#include "ui/inner_images_dialog.h"
#include "ui/main_window.h"
#include "ui/project_session.h"
#include "ui/relink_dialog.h"

#include <cpl_vsi.h>
#include <memory>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QWindow>

using namespace limn;
using annotation::Split;
using ui::ImageFilter;
using ui::ImagesPanel;

namespace
{

annotation::ImageRecord record(std::int64_t id, const std::string& file, Split split = Split::Auto)
{
    annotation::ImageRecord image;
    image.id = id;
    image.file = image.path = file;
    image.size = {1024, 512};
    image.bands = 3;
    image.split = split;
    return image;
}

/// Answers with one folder in the user's place.
class OneFolder : public ui::FileDialogs
{
public:
    explicit OneFolder(QString folder) : folder_(std::move(folder)) {}
    void openImages(QWidget*, std::function<void(const QStringList&)>) override {}
    void openProject(QWidget*, std::function<void(const QString&)>) override {}
    void openFolder(QWidget*, const QString&, std::function<void(const QString&)> chosen) override
    {
        chosen(folder_);
    }
    void openClasses(QWidget*, std::function<void(const QString&)>) override {}
    void saveClasses(QWidget*, std::function<void(const QString&)>) override {}
    void saveCurves(QWidget*, std::function<void(const QString&)>) override {}

private:
    QString folder_;
};

} // namespace

class Images : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        session_.reset();
        folder_.reset();
    }

    void filtersLetThrough_data();
    void filtersLetThrough();
    void theImageShownStaysChosen();
    void thumbnailsComeForWhatIsInSight();
    void whatIsTooLargeForAThumbnailIsNotDecoded();
    void anImageThatDoesNotAnswerHoldsUpNoOther();
    void foldersAreTakenInWithWhatIsBelowThem();
    void whatIsDroppedIsTakenIn_data();
    void whatIsDroppedIsTakenIn();
    void aFolderThatMayNotBeReadIsTold();
    void tooManyFilesAreCut();
    void anAddressThatHangsHoldsUpNoEdits();
    void aUseIsStored();
    void labelsAreCounted();
    void movedFilesAreFoundAgain();
    void aFileOfAnotherSizeIsNotTheOneMoved();
    void anImageThatOpensSlowlyComesWhenItIsThere();
    void bookmarksLeadBack();
    void aFileOfSeveralImagesAsksWhich();
    void addressesBecomeWhatGdalOpens_data();
    void addressesBecomeWhatGdalOpens();
    void anAddressIsOpenedWhenItAnswers();

private:
    QString at(const QString& name) const { return folder_->filePath(name); }
    QString made(const QString& name, int width = 60) const
    {
        QDir(folder_->path()).mkpath(QFileInfo(at(name)).path());
        tests::makeImage(at(name), width, 50);
        return at(name);
    }
    void openProject()
    {
        session_ = std::make_unique<ui::ProjectSession>(
            annotation::Project::create(at("p.limn").toStdString()));
    }
    void add(const QStringList& paths)
    {
        QSignalSpy progressed(session_.get(), &ui::ProjectSession::addingProgressed);
        session_->addImages(paths);
        QTRY_VERIFY(!progressed.isEmpty() && progressed.back()[0] == progressed.back()[1]);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<ui::ProjectSession> session_;
};

void Images::filtersLetThrough_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("labels");
    QTest::addColumn<int>("split"); // -1: any
    QTest::addColumn<QList<qint64>>("ids");
    using Labels = ImageFilter::Labels;
    const auto row = [](const char* name, const QString& text, Labels labels, int split,
                        const QList<qint64>& ids) {
        QTest::newRow(name) << text << static_cast<int>(labels) << split << ids;
    };
    const int test = static_cast<int>(Split::Test);
    row("everything", "", Labels::Any, -1, {1, 2, 3, 4});
    row("a name", "north", Labels::Any, -1, {1, 3});
    row("whatever the case", "NORTH", Labels::Any, -1, {1, 3});
    row("a folder", "2024/", Labels::Any, -1, {3, 4});
    row("no such name", "east", Labels::Any, -1, {});
    row("unlabelled", "", Labels::None, -1, {1});
    row("labelled", "", Labels::Some, -1, {2, 3, 4});
    row("begun", "", Labels::Begun, -1, {2, 3});
    row("not complete", "", Labels::Incomplete, -1, {1, 2, 3});
    row("complete", "", Labels::Complete, -1, {4});
    row("begun in a use", "", Labels::Begun, test, {2});
    row("a use", "", Labels::Any, test, {2, 4});
    row("all at once", "south", Labels::Some, test, {2, 4});
}

void Images::filtersLetThrough()
{
    QFETCH(QString, text);
    QFETCH(int, labels);
    QFETCH(int, split);
    QFETCH(QList<qint64>, ids);
    ui::ImageListModel model;
    model.setImages({record(1, "/data/2023/north.tif"),
                     record(2, "/data/2023/south.tif", Split::Test),
                     record(3, "/data/2024/North.tif", Split::Train),
                     record(4, "/data/2024/south.tif", Split::Test)});
    model.setLabelled(
        {{2, {.shapes = 3}}, {3, {.maskTiles = 1}}, {4, {.completePixels = 1024 * 512}}});
    ImageFilter filter;
    filter.text = text;
    filter.labels = static_cast<ImageFilter::Labels>(labels);
    if (split >= 0)
        filter.split = static_cast<Split>(split);
    model.setFilter(filter);
    QList<qint64> shown;
    for (int row = 0; row < model.rowCount(); ++row)
        shown << model.idAt(row);
    QCOMPARE(shown, ids);
    QCOMPARE(model.total(), 4);
}

void Images::theImageShownStaysChosen()
{
    ImagesPanel panel;
    std::vector<annotation::ImageRecord> images;
    for (int i = 1; i <= 10000; ++i)
        images.push_back(record(i, "/nowhere/tile" + std::to_string(i) + ".tif"));
    panel.setImages(images, true);
    panel.setCurrent(7003);
    QSignalSpy chosen(&panel, &ImagesPanel::chosen);
    auto* search = panel.findChild<QLineEdit*>("searchImages");
    search->setText("tile1");
    QCOMPARE(panel.current(), 0);
    QCOMPARE(panel.neighbour(1), 1);
    search->setText("tile700");
    QCOMPARE(panel.current(), 7003);
    QCOMPARE(panel.neighbour(1), 7004);
    QCOMPARE(panel.neighbour(-1), 7002);
    search->clear();
    QCOMPARE(panel.current(), 7003);
    QVERIFY(chosen.isEmpty()); // nothing of that was a choice
    auto* list = panel.findChild<QListView*>("images");
    list->setCurrentIndex(list->model()->index(4, 0));
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toLongLong(), 5);
}

void Images::thumbnailsComeForWhatIsInSight()
{
    std::vector<annotation::ImageRecord> images;
    for (int i = 1; i <= 40; ++i)
        images.push_back(record(i, made(QString("t%1.tif").arg(i)).toStdString()));
    ImagesPanel panel;
    panel.resize(240, 300);
    panel.setImages(images, true);
    QSignalSpy read(&panel, &ImagesPanel::thumbnailRead);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QTRY_VERIFY(!panel.thumbnail(1).isNull());
    QTRY_VERIFY(!panel.thumbnail(2).isNull());
    QCOMPARE(panel.thumbnail(1).width(), ui::ThumbnailReader::side);
    QVERIFY(panel.thumbnail(40).isNull());
    QVERIFY(read.count() < 40);
    panel.findChild<QListView*>("images")->scrollToBottom();
    QTRY_VERIFY(!panel.thumbnail(40).isNull());
}

void Images::whatIsTooLargeForAThumbnailIsNotDecoded()
{
    constexpr int side = 12000;
    constexpr int tile = 4096;
    constexpr int across = (side + tile - 1) / tile;
    std::vector<qint64> offsets;
    corpus::Recipe recipe;
    recipe.width = recipe.height = side;
    recipe.options = {"TILED=YES", "BLOCKXSIZE=4096", "BLOCKYSIZE=4096", "COMPRESS=DEFLATE"};
    recipe.value = nullptr;
    recipe.complete = [&offsets](GDALDataset& dataset) {
        GDALRasterBand& band = *dataset.GetRasterBand(1);
        band.Fill(7);
        dataset.FlushCache();
        for (int i = 0; i < across * across; ++i)
            if (const char* offset = band.GetMetadataItem(
                    qPrintable(QString("BLOCK_OFFSET_%1_%2").arg(i % across).arg(i / across)),
                    "TIFF"))
                offsets.push_back(QByteArray(offset).toLongLong());
    };
    QVERIFY(corpus::make(at("large.tif"), recipe));
    QCOMPARE(offsets.size(), std::size_t{across * across});
    // Whoever decodes any of it is told that it is damaged.
    QFile file(at("large.tif"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    for (const qint64 offset : offsets)
        QVERIFY(file.seek(offset) && file.write(QByteArray(16, '\xff')) == 16);
    file.close();
    const std::string path = at("large.tif").toStdString();
    QVERIFY_EXCEPTION_THROWN(raster::Raster::open(path)->read({5000, 5000, 64, 64}),
                             raster::RasterError);

    ui::ThumbnailReader reader;
    QSignalSpy done(&reader, &ui::ThumbnailReader::done);
    reader.read(1, path, {side, side}, {});
    QTRY_COMPARE(done.count(), 1);
    QVERIFY(done[0][1].value<QImage>().isNull());
    QCOMPARE(done[0][2].toString(), QString());
}

void Images::anImageThatDoesNotAnswerHoldsUpNoOther()
{
    tests::HttpServer server(folder_->path().toStdString());
    server.setMood(tests::HttpServer::Mood::Hanging);
    ui::ThumbnailReader reader;
    QSignalSpy done(&reader, &ui::ThumbnailReader::done);
    reader.read(1, server.address("far.tif"), {60, 50}, {});
    QTRY_VERIFY(server.requests() > 0);
    reader.read(2, made("near.tif").toStdString(), {60, 50}, {});
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 20000);
    QCOMPARE(done[0][0].toLongLong(), 2);
    server.setMood(tests::HttpServer::Mood::NotFound);
    QTRY_COMPARE(done.count(), 2);
    QVERIFY(!done[1][2].toString().isEmpty());
}

void Images::foldersAreTakenInWithWhatIsBelowThem()
{
    made("all/b.tif");
    made("all/a.tif");
    made("all/below/c.tif");
    made("all/other.limn/no.tif");
    QFile text(at("all/notes.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no image"));
    QFile broken(at("all/broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no image"));
    broken.close();
    openProject();
    QSignalSpy refused(session_.get(), &ui::ProjectSession::filesRefused);
    add({at("all")});
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains("broken.png"));
    QStringList names;
    for (const auto& image : session_->images())
        names << QFileInfo(QString::fromStdString(image.file)).fileName();
    QCOMPARE(names, (QStringList{"a.tif", "b.tif", "c.tif"}));
}

void Images::whatIsDroppedIsTakenIn_data()
{
    QTest::addColumn<QString>("over");
    QTest::addColumn<QStringList>("dropped");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("told"); // empty: nothing
    const QStringList all{"known.tif", "b.tif", "c.tif"};
    QTest::newRow("a folder over the images") << "images" << QStringList{"all"} << all << "";
    QTest::newRow("a folder over the canvas") << "canvas" << QStringList{"all"} << all << "";
    QTest::newRow("a folder over the search") << "searchImages" << QStringList{"all"} << all << "";
    QTest::newRow("what is there already")
        << "images" << QStringList{"known.tif"} << QStringList{"known.tif"} << "";
    QTest::newRow("a folder without images")
        << "images" << QStringList{"none"} << QStringList{"known.tif"} << "none holds no images";
    QTest::newRow("a folder without images beside one with")
        << "images" << QStringList{"none", "all"} << all << "1 of 3 files were left out";
    QTest::newRow("a file that is no image")
        << "images" << QStringList{"none/notes.txt"} << QStringList{"known.tif"} << "notes.txt";
}

void Images::whatIsDroppedIsTakenIn()
{
    QFETCH(QString, over);
    QFETCH(QStringList, dropped);
    QFETCH(QStringList, names);
    QFETCH(QString, told);
    made("known.tif");
    made("all/b.tif");
    made("all/below/deep/c.tif");
    QDir(folder_->path()).mkpath("none");
    QFile text(at("none/notes.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no image"));
    text.close();

    ui::Surroundings surroundings;
    surroundings.settings = std::make_unique<QSettings>(at("settings.ini"), QSettings::IniFormat);
    surroundings.documentsFolder = at("documents");
    ui::MainWindow window(std::move(surroundings));
    window.resize(1280, 800);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.open({at("known.tif")});
    QTRY_VERIFY(window.session() && window.session()->images().size() == 1);
    auto* target = window.findChild<QWidget*>(over);
    QVERIFY(target);
    target->show();
    QTRY_VERIFY(target->isVisible() && target->height() > 10);
    QSignalSpy refused(window.session(), &ui::ProjectSession::filesRefused);
    QSignalSpy progressed(window.session(), &ui::ProjectSession::addingProgressed);

    QMimeData mime;
    QList<QUrl> urls;
    for (const QString& name : dropped)
        urls << QUrl::fromLocalFile(at(name));
    mime.setUrls(urls);
    // Some file managers offer the names as text too.
    mime.setText(at(dropped.first()));
    // The window's handle finds the widget that takes it, as it does for a real drag.
    const QPoint place = target->mapTo(&window, target->rect().center());
    QDragEnterEvent enter(place, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(window.windowHandle(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(place, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QCoreApplication::sendEvent(window.windowHandle(), &drop);
    QVERIFY(drop.isAccepted());

    QTRY_VERIFY(!refused.isEmpty() ||
                (!progressed.isEmpty() && progressed.back()[0] == progressed.back()[1]));
    QTRY_COMPARE(refused.count(), told.isEmpty() ? 0 : 1);
    if (!told.isEmpty())
        QVERIFY2(refused[0][0].toString().contains(told), qPrintable(refused[0][0].toString()));
    QStringList there;
    for (const auto& image : window.session()->images())
        there << QFileInfo(QString::fromStdString(image.file)).fileName();
    QCOMPARE(there, names);
}

void Images::aFolderThatMayNotBeReadIsTold()
{
    made("all/a.tif");
    const QString closed = QFileInfo(made("all/closed/b.tif")).path();
    QVERIFY(QFile::setPermissions(closed, {}));
    if (QFileInfo(closed).isReadable())
        QSKIP("This user may read every folder");
    openProject();
    QSignalSpy refused(session_.get(), &ui::ProjectSession::filesRefused);
    add({at("all")});
    QVERIFY(QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains("closed may not be read"));
    QCOMPARE(session_->images().size(), std::size_t{1});
}

void Images::tooManyFilesAreCut()
{
    for (const char* name : {"all/a.tif", "all/b.tif", "all/below/c.tif"})
        made(name);
    QVERIFY(!ui::imageFilesOf({at("all")}, 3).isCut);
    for (const QStringList& paths : {QStringList{at("all")}, QStringList{at("all"), at("all")}}) {
        const ui::FoundImages found = ui::imageFilesOf(paths, 2);
        QVERIFY(found.isCut && found.empty.isEmpty());
        QCOMPARE(found.files, (QStringList{at("all/a.tif"), at("all/b.tif")}));
    }
}

void Images::anAddressThatHangsHoldsUpNoEdits()
{
    tests::HttpServer server(folder_->path().toStdString());
    server.setMood(tests::HttpServer::Mood::Hanging);
    openProject();
    session_->addImages({QString::fromStdString(server.address("far.tif"))});
    QTRY_VERIFY(server.requests() > 0);
    session_->addClass("water");
    QTRY_VERIFY(session_->saveState().isSaved());
    QSignalSpy refused(session_.get(), &ui::ProjectSession::filesRefused);
    server.setMood(tests::HttpServer::Mood::NotFound);
    QTRY_COMPARE(refused.count(), 1);
}

void Images::aUseIsStored()
{
    openProject();
    add({made("a.tif"), made("b.tif")});
    session_->setSplit({session_->images()[1].id}, Split::Validation);
    QTRY_VERIFY(session_->saveState().isSaved());
    const auto reader = annotation::Project::open(at("p.limn").toStdString(),
                                                  annotation::Project::Access::ReadOnly);
    QVERIFY(reader->images()[0].split == Split::Auto);
    QVERIFY(reader->images()[1].split == Split::Validation);
}

void Images::labelsAreCounted()
{
    openProject();
    add({made("a.tif"), made("b.tif")});
    QSignalSpy counted(session_.get(), &ui::ProjectSession::labelledCounted);
    session_->addClass("water");
    session_->showImage(session_->images()[1].id);
    annotation::Brush brush;
    brush.radius = 5;
    brush.value = 1;
    session_->labels()->beginStroke(brush, {20, 20});
    session_->labels()->endStroke();
    using Parts = std::map<std::int64_t, annotation::LabelledParts>;
    QTRY_VERIFY(!counted.isEmpty() && !counted.back()[0].value<Parts>().empty());
    const auto parts = counted.back()[0].value<Parts>();
    QCOMPARE(parts.size(), std::size_t{1});
    QCOMPARE(parts.begin()->first, session_->images()[1].id);
    QCOMPARE(parts.begin()->second.maskTiles, std::int64_t{1});
}

void Images::movedFilesAreFoundAgain()
{
    openProject();
    add({made("old/2023/a.tif"), made("old/2024/a.tif"), made("old/stays.tif")});
    QDir().mkpath(at("new/deep"));
    QVERIFY(QDir().rename(at("old/2023"), at("new/deep/2023")));
    QVERIFY(QDir().rename(at("old/2024"), at("new/2024")));
    OneFolder dialogs(at("new"));
    auto* dialog = new ui::RelinkDialog(*session_, dialogs);
    QSignalSpy relinked(dialog, &ui::RelinkDialog::relinked);
    auto* table = dialog->findChild<QTableWidget*>("missingFiles");
    QTRY_COMPARE(table->rowCount(), 2);
    dialog->findChild<QPushButton*>("searchFolder")->click();
    auto* relink = dialog->findChild<QPushButton*>("relinkFound");
    QTRY_VERIFY(relink->isEnabled());
    QSignalSpy changed(session_.get(), &ui::ProjectSession::imagesChanged);
    QCOMPARE(dialog->focusWidget(), relink);
    relink->click();
    QCOMPARE(relinked.count(), 1);
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(QString::fromStdString(session_->images()[0].file), at("new/deep/2023/a.tif"));
    QCOMPARE(QString::fromStdString(session_->images()[1].file), at("new/2024/a.tif"));
    QCOMPARE(QString::fromStdString(session_->images()[2].file), at("old/stays.tif"));
    session_->showImage(session_->images()[0].id);
    QVERIFY(session_->raster());

    // The one that is shown is read from where it lies now.
    QSignalSpy opened(session_.get(), &ui::ProjectSession::rasterChanged);
    QVERIFY(QDir().rename(at("new/deep/2023"), at("new/2023")));
    session_->moveImages({{session_->currentImage(), at("new/2023/a.tif")}});
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(QString::fromStdString(session_->raster()->info().path), at("new/2023/a.tif"));
}

void Images::aFileOfAnotherSizeIsNotTheOneMoved()
{
    openProject();
    add({made("a.tif"), made("b.tif")});
    made("elsewhere/a.tif", 70);
    QSignalSpy refused(session_.get(), &ui::ProjectSession::filesRefused);
    session_->moveImages({{session_->images()[0].id, at("elsewhere/a.tif")}});
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains("another size"));
    session_->moveImages({{session_->images()[0].id, at("b.tif")}});
    QTRY_COMPARE(refused.count(), 2);
    QVERIFY(refused[1][0].toString().contains("another image of the project"));
    QCOMPARE(QString::fromStdString(session_->images()[0].file), at("a.tif"));
}

/// The window is usable meanwhile; when the file answers, its picture appears.
void Images::anImageThatOpensSlowlyComesWhenItIsThere()
{
    made("served/far.tif");
    tests::HttpServer server(at("served").toStdString());
    openProject();
    add({QString::fromStdString(server.address("far.tif")), made("near.tif")});
    QCOMPARE(session_->images().size(), std::size_t{2});
    const qint64 far = session_->images()[0].id;
    const qint64 near = session_->images()[1].id;
    VSICurlClearCache();
    server.setMood(tests::HttpServer::Mood::Hanging);
    QSignalSpy failed(session_.get(), &ui::ProjectSession::openingFailed);
    QSignalSpy opened(session_.get(), &ui::ProjectSession::rasterOpened);
    session_->showImage(far);
    QCOMPARE(session_->currentImage(), far);
    QVERIFY(!session_->raster());
    QVERIFY(session_->labels()); // can be worked on

    session_->showImage(near); // does not wait for the other
    QVERIFY(session_->raster());
    server.setMood(tests::HttpServer::Mood::NotFound);
    QCOMPARE(failed.count(), 0); // nobody asks for it any more
    QVERIFY(session_->raster());

    server.setMood(tests::HttpServer::Mood::Hanging);
    VSICurlClearCache();
    session_->showImage(far);
    QVERIFY(!session_->raster());
    server.setMood(tests::HttpServer::Mood::NotFound);
    QTRY_COMPARE(failed.count(), 1);
    server.setMood(tests::HttpServer::Mood::Helpful);
    session_->openAgain();
    QTRY_COMPARE(opened.count(), 1);
    QVERIFY(session_->raster());
}

void Images::bookmarksLeadBack()
{
    openProject();
    add({made("a.tif", 800), made("b.tif", 800), made("c.tif", 800)});
    const qint64 a = session_->images()[0].id;
    const qint64 b = session_->images()[1].id;
    widgets::Canvas canvas;
    canvas.resize(300, 200);
    canvas.setImageSize({800, 50});
    QMenu menu;
    ui::Bookmarks bookmarks(canvas, menu, [this](qint64 image) { session_->showImage(image); });
    QVERIFY(!menu.findChild<QAction*>("addBookmark")->isEnabled());
    bookmarks.setSession(session_.get());
    session_->showImage(a);
    canvas.zoomTo(4);
    canvas.centreOn({600, 30});
    bookmarks.addView();
    session_->showImage(b);
    canvas.fit();
    bookmarks.addView();
    bookmarks.go(0);
    QCOMPARE(session_->currentImage(), a);
    QCOMPARE(canvas.view().scale, 4.0);
    QCOMPARE(canvas.view().visibleImage().center().toPoint(), QPoint(600, 30));
    QTRY_VERIFY(session_->saveState().isSaved());

    // Where the image comes later, so does its place; where another comes, there is none to go to.
    ui::Bookmarks patient(canvas, menu, [](qint64) {});
    patient.setSession(session_.get());
    session_->showImage(b);
    canvas.fit();
    patient.go(0);
    QVERIFY(canvas.view().scale != 4.0);
    session_->showImage(a);
    QCOMPARE(canvas.view().scale, 4.0);
    session_->showImage(b);
    patient.go(0);
    session_->showImage(session_->images()[2].id);
    canvas.fit();
    session_->showImage(a);
    QVERIFY(canvas.view().scale != 4.0);

    // They are there when the project is opened again.
    session_.reset();
    session_ = std::make_unique<ui::ProjectSession>(annotation::Project::open(
        at("p.limn").toStdString(), annotation::Project::Access::ReadWrite));
    ui::Bookmarks again(canvas, menu, [](qint64) {});
    again.setSession(session_.get());
    QCOMPARE(again.all().size(), std::size_t{2});
    QVERIFY(again.all() == bookmarks.all());
    again.remove(0);
    QCOMPARE(again.all().size(), std::size_t{1});
    QCOMPARE(again.all()[0].image, b);

    // What is not a bookmark is left out.
    QVERIFY(ui::bookmarksFromJson("nonsense").empty());
    QVERIFY(ui::bookmarksFromJson(R"([{"name": "x", "image": 1, "x": 2, "y": 3, "scale": 0}])")
                .empty());
}

void Images::aFileOfSeveralImagesAsksWhich()
{
    corpus::Recipe recipe;
    recipe.bands = 3;
    recipe.value = corpus::ramp;
    QVERIFY(corpus::makeCopy(at("variables.nc"), "netCDF", recipe));
    openProject();
    QSignalSpy asked(session_.get(), &ui::ProjectSession::choiceNeeded);
    add({at("variables.nc"), made("a.tif")});
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(session_->images().size(), std::size_t{1});
    ui::InnerImagesDialog dialog(asked[0][0].toString(),
                                 asked[0][1].value<std::vector<raster::InnerImage>>());
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy chosen(&dialog, &ui::InnerImagesDialog::chosen);
    auto* list = dialog.findChild<QListWidget*>("innerImageList");
    auto* button = dialog.findChild<QPushButton*>("addInnerImages");
    QCOMPARE(list->count(), 3);
    QVERIFY(!button->isEnabled());
    list->item(1)->setCheckState(Qt::Checked);
    button->click();
    QCOMPARE(chosen.count(), 1);
    add(chosen[0][0].toStringList());
    QCOMPARE(session_->images().size(), std::size_t{2});
    session_->showImage(session_->images()[1].id);
    QCOMPARE(session_->raster()->read({3, 4, 1, 1}).sample(0, 0, 0),
             static_cast<float>(corpus::ramp(1, 3, 4)));
}

void Images::addressesBecomeWhatGdalOpens_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("path");
    QTest::newRow("https") << " https://a.example/b.tif?key=1 "
                           << "/vsicurl/https://a.example/b.tif?key=1";
    QTest::newRow("http") << "HTTP://a.example/b.tif"
                          << "/vsicurl/HTTP://a.example/b.tif";
    QTest::newRow("S3") << "s3://bucket/folder/b.tif"
                        << "/vsis3/bucket/folder/b.tif";
    QTest::newRow("Google") << "gs://bucket/b.tif"
                            << "/vsigs/bucket/b.tif";
    QTest::newRow("Azure") << "az://box/b.tif"
                           << "/vsiaz/box/b.tif";
    QTest::newRow("GDAL's own") << "/vsis3/bucket/b.tif"
                                << "/vsis3/bucket/b.tif";
    QTest::newRow("a bucket alone") << "s3://bucket"
                                    << "";
    QTest::newRow("no server") << "https://"
                               << "";
    QTest::newRow("a file") << "/home/a/b.tif"
                            << "";
    QTest::newRow("another scheme") << "ftp://a.example/b.tif"
                                    << "";
    QTest::newRow("nothing") << " "
                             << "";
}

void Images::addressesBecomeWhatGdalOpens()
{
    QFETCH(QString, address);
    QFETCH(QString, path);
    QCOMPARE(ui::pathOfAddress(address), path);
}

void Images::anAddressIsOpenedWhenItAnswers()
{
    made("far.tif");
    tests::HttpServer server(folder_->path().toStdString());
    const QString path = QString::fromStdString(server.address("far.tif"));
    ui::AddressBox box;
    box.setAttribute(Qt::WA_DeleteOnClose, false);
    box.show();
    QSignalSpy opened(&box, &ui::AddressBox::opened);
    auto* address = box.findChild<QLineEdit*>("address");
    auto* button = box.findChild<QPushButton*>("openThisAddress");
    const auto* hint = box.findChild<QLabel*>("addressHint");
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(address, path.mid(QString("/vsicurl/").size()));
    QVERIFY(button->isEnabled());

    server.setMood(tests::HttpServer::Mood::NotFound);
    button->click();
    QVERIFY(!button->isEnabled());
    QTRY_VERIFY(button->isEnabled());
    QVERIFY2(hint->text().contains("cannot be opened"), qPrintable(hint->text()));
    QCOMPARE(opened.count(), 0);
    QVERIFY(box.isVisible());

    server.setMood(tests::HttpServer::Mood::Helpful);
    button->click();
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(opened[0][0].toString(), path);
    QVERIFY(!box.isVisible());
    openProject();
    add({path});
    QCOMPARE(session_->images().size(), std::size_t{1});
    session_->showImage(session_->images()[0].id);
    QTRY_VERIFY(session_->raster());
    QCOMPARE(session_->raster()->size(), (raster::PixelSize{60, 50}));
}

QTEST_MAIN(Images)
#include "images.moc"
