// A large image without overviews is shown at once and gets them in the background, into the
// project's folder; what was begun goes on when the image is shown again. Who asks for it gets them
// beside the file instead.
#include "ui/overview_job.h"
#include "annotation/project.h"
#include "raster/overview_builder.h"
#include "ui/job_field.h"
#include "ui/main_window.h"
#include "ui/overview_file_job.h"
#include "ui/project_session.h"

#include <gdal_priv.h>
#include <memory>
#include <QContextMenuEvent>
#include <QDir>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using ui::OverviewJob;

namespace
{

/// 72 million pixels, nearly all of them not stored.
void makeLargeImage(const QString& file)
{
    GDALAllRegister();
    const char* options[] = {"TILED=YES", "SPARSE_OK=TRUE", nullptr};
    GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        file.toUtf8().constData(), 9000, 8000, 1, GDT_Byte, const_cast<char**>(options)));
    std::vector<std::uint8_t> bright(600 * 600, 200);
    if (dataset->GetRasterBand(1)->RasterIO(GF_Write, 4096, 4096, 600, 600, bright.data(), 600, 600,
                                            GDT_Byte, 0, 0) != CE_None)
        throw std::runtime_error("the test image could not be written");
}

} // namespace

class OverviewJobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        makeLargeImage(folder_->filePath("large.tif"));
        auto project = annotation::Project::create(folder_->filePath("p.limn").toStdString());
        project->addImage(folder_->filePath("large.tif").toStdString());
        session_ = std::make_unique<ui::ProjectSession>(std::move(project));
        job_ = std::make_unique<OverviewJob>();
    }

    void cleanup()
    {
        job_.reset();
        session_.reset();
        folder_.reset();
    }

    void theImageGetsOverviewsInTheProject()
    {
        QSignalSpy renewed(session_.get(), &ui::ProjectSession::rasterChanged);
        QSignalSpy progressed(job_.get(), &OverviewJob::progressed);
        QSignalSpy ended(job_.get(), &OverviewJob::ended);
        job_->setSession(session_.get());
        session_->showImage(1);
        // Usable meanwhile.
        QVERIFY(session_->raster()->read({0, 0, 10, 10}).isValid(0, 0));
        QVERIFY(session_->raster()->info().overviews.empty());
        QTRY_COMPARE_WITH_TIMEOUT(renewed.count(), 1, 60000);
        QCOMPARE(ended.count(), 1);
        QVERIFY(!job_->isRunning());
        QVERIFY(progressed.count() >= 3);
        for (qsizetype i = 1; i < progressed.count(); ++i)
            QVERIFY(progressed[i][0].toDouble() >= progressed[i - 1][0].toDouble());
        QCOMPARE(session_->raster()->info().overviews,
                 (std::vector<raster::PixelSize>{{2250, 2000}}));
        QCOMPARE(
            session_->raster()->read({4096, 4096, 40, 40}, {10, 10}, std::array{0}).sample(0, 5, 5),
            200.f);
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files), QStringList{"large.tif"});
        QCOMPARE(QDir(session_->overviewFolder()).entryList(QDir::Files).size(), 1);

        // Another time they are there at once.
        session_ = std::make_unique<ui::ProjectSession>(annotation::Project::open(
            folder_->filePath("p.limn").toStdString(), annotation::Project::Access::ReadOnly));
        session_->showImage(1);
        QVERIFY(!raster::needsOverviews(session_->raster()->info()));
    }

    void stoppedWorkEndsAtOnceAndChangesNothing()
    {
        QSignalSpy progressed(job_.get(), &OverviewJob::progressed);
        QSignalSpy ended(job_.get(), &OverviewJob::ended);
        job_->setSession(session_.get());
        session_->showImage(1);
        QTRY_VERIFY_WITH_TIMEOUT(progressed.count() >= 1, 10000);
        job_->stop();
        QVERIFY(!job_->isRunning());
        QCOMPARE(ended.count(), 1);
        const auto told = progressed.count();
        QTest::qWait(50);
        QCOMPARE(progressed.count(), told);
        QVERIFY(session_->raster()->info().overviews.empty());
        QVERIFY(QDir(session_->overviewFolder()).entryList(QDir::Files).isEmpty());
    }

    void whoAsksGetsThemBesideTheFile()
    {
        job_->setSession(session_.get());
        QSignalSpy inProject(job_.get(), &OverviewJob::built);
        session_->showImage(1);
        QTRY_COMPARE_WITH_TIMEOUT(inProject.count(), 1, 60000);
        QCOMPARE(QDir(session_->overviewFolder()).entryList(QDir::Files).size(), 1);

        ui::OverviewFileJob beside;
        beside.setSession(session_.get());
        QSignalSpy progressed(&beside, &ui::OverviewFileJob::progressed);
        QSignalSpy failed(&beside, &ui::OverviewFileJob::failed);
        QSignalSpy ended(&beside, &ui::OverviewFileJob::ended);
        QSignalSpy renewed(session_.get(), &ui::ProjectSession::rasterChanged);
        beside.build({1});
        QVERIFY(beside.isRunning());
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 60000);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
        QVERIFY(progressed.count() >= 3);
        QCOMPARE(progressed[0][0].toString(), "large.tif");
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files),
                 QStringList({"large.tif", "large.tif.ovr"}));
        // They are read at once, and the project's own are gone.
        QTRY_COMPARE(session_->raster()->info().overviews.size(), std::size_t{6});
        QVERIFY(QDir(session_->overviewFolder()).isEmpty());
        QCOMPARE(
            session_->raster()->read({4096, 4096, 40, 40}, {10, 10}, std::array{0}).sample(0, 5, 5),
            200.f);
        QVERIFY(!job_->isRunning());

        beside.build({1}); // there is nothing more to build
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, 60000);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains("has overviews already"));
    }

    void stoppedBesideTheFileNothingIsLeft()
    {
        session_->showImage(1);
        ui::OverviewFileJob beside;
        beside.setSession(session_.get());
        QSignalSpy ended(&beside, &ui::OverviewFileJob::ended);
        QSignalSpy progressed(&beside, &ui::OverviewFileJob::progressed);
        beside.build({1});
        QTRY_VERIFY_WITH_TIMEOUT(progressed.count() >= 2, 60000);
        beside.stop();
        QVERIFY(!beside.isRunning());
        QCOMPARE(ended.count(), 1);
        QTRY_COMPARE(QDir(folder_->path()).entryList(QDir::Files), QStringList{"large.tif"});
        QVERIFY(session_->raster()->info().overviews.empty());
    }

    void whileItIsHeldNothingIsBuiltIntoTheProject()
    {
        QSignalSpy progressed(job_.get(), &OverviewJob::progressed);
        QSignalSpy ended(job_.get(), &OverviewJob::ended);
        job_->setSession(session_.get());
        session_->showImage(1);
        QTRY_VERIFY_WITH_TIMEOUT(!progressed.isEmpty(), 10000);
        job_->setHeld(true);
        QVERIFY(!job_->isRunning());
        QCOMPARE(ended.count(), 1);
        session_->showImage(1);
        QVERIFY(!job_->isRunning());
        progressed.clear();
        job_->setHeld(false);
        QTRY_VERIFY_WITH_TIMEOUT(!progressed.isEmpty(), 10000);
    }

    void theWindowsMenuAsksForThem()
    {
        session_.reset();
        ui::Surroundings surroundings;
        surroundings.settings =
            std::make_unique<QSettings>(folder_->filePath("settings.ini"), QSettings::IniFormat);
        surroundings.dialogs = std::make_unique<ui::QtFileDialogs>();
        surroundings.documentsFolder = folder_->filePath("documents");
        ui::MainWindow window(std::move(surroundings));
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto* action = window.findChild<QAction*>("buildOverviewsAction");
        QVERIFY(!action->isEnabled());
        window.open({folder_->filePath("large.tif")});
        QTRY_VERIFY(window.session() && window.session()->raster());
        QVERIFY(action->isEnabled());

        auto* menu = qobject_cast<QMenu*>(action->associatedObjects().value(0));
        QVERIFY(menu);
        menu->popup(window.mapToGlobal(QPoint(100, 100)));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        auto* field = window.findChild<ui::JobField*>("overviewFileJob");
        QTRY_VERIFY(field->isVisible());
        const auto* text = field->findChild<QLabel*>("jobText");
        QVERIFY2(text->text().contains("large.tif"), qPrintable(text->text()));
        QTest::mouseClick(field->findChild<QToolButton*>("stopJob"), Qt::LeftButton);
        QVERIFY(!field->isVisible());
        QTRY_VERIFY(!QFile::exists(folder_->filePath("large.tif.ovr.partial")));
        QVERIFY(!QFile::exists(folder_->filePath("large.tif.ovr")));

        // From the list's own menu, until they are there and said.
        auto* images = window.findChild<ui::ImagesPanel*>();
        auto* list = images->findChild<QListView*>();
        const QPoint place = list->visualRect(list->model()->index(0, 0)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place);
        QContextMenuEvent asked(QContextMenuEvent::Mouse, place,
                                list->viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(list->viewport(), &asked);
        auto* own = images->findChild<QAction*>("buildOverviews");
        QVERIFY(own);
        auto* popup = qobject_cast<QMenu*>(own->associatedObjects().value(0));
        QTest::mouseClick(popup, Qt::LeftButton, {}, popup->actionGeometry(own).center());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder_->filePath("large.tif.ovr")), 60000);
        auto& messages = *window.findChild<widgets::MessageBar*>();
        QTRY_VERIFY(messages.text().contains("large.tif.ovr"));
        QTRY_VERIFY(!field->isVisible());
        QTRY_COMPARE(window.session()->raster()->info().overviews.size(), std::size_t{6});
    }

    void theFieldSaysHowFarItIs()
    {
        ui::JobField field("Stop it");
        QVERIFY(field.isHidden());
        field.show("Building overviews", 0);
        QVERIFY(!field.isHidden());
        field.show("Building overviews", 0.25);
        QCOMPARE(field.findChild<QProgressBar*>()->value(), 250);
        QCOMPARE(field.findChild<QLabel*>("jobText")->text(), QString("Building overviews"));
        QSignalSpy stop(&field, &ui::JobField::stopAsked);
        QTest::mouseClick(field.findChild<QToolButton*>("stopJob"), Qt::LeftButton);
        QCOMPARE(stop.count(), 1);
        field.clear();
        QVERIFY(field.isHidden());
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<ui::ProjectSession> session_;
    std::unique_ptr<OverviewJob> job_;
};

QTEST_MAIN(OverviewJobTest)
#include "overview_job.moc"
