// How an image is shown belongs to the image: it is stored with the project and found again.
#include "annotation/project.h"
#include "tests/ui/made_image.h"
#include "ui/engine_client.h"
#include "ui/image_scene.h"
#include "ui/project_session.h"
#include "ui/result_layers.h"
#include "widgets/canvas.h"

#include <memory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace limn;
using raster::ColourRamp;

class Scene : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theDisplayIsKeptWithEachImage();
    void theLastOfManyChangesIsStored();
    void theOverviewFollowsTheDisplay();

private:
    void openAgain();
    raster::DisplaySettings coloured(ColourRamp ramp) const
    {
        raster::DisplaySettings settings = scene_->picture()->settings();
        settings.bands = {2, 2, 2};
        settings.ramp = ramp;
        return settings;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<ui::ProjectSession> session_;
    std::unique_ptr<ui::EngineClient> engine_;
    std::unique_ptr<ui::ResultLayers> results_;
    std::unique_ptr<ui::EditTarget> target_;
    std::unique_ptr<widgets::Canvas> canvas_;
    std::unique_ptr<ui::ImageScene> scene_;
};

void Scene::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    auto project = annotation::Project::create(folder_->filePath("p.limn").toStdString());
    for (const char* name : {"a.tif", "b.tif"}) {
        tests::makeImage(folder_->filePath(name), 200, 150);
        project->addImage(folder_->filePath(name).toStdString());
    }
    project.reset();
    engine_ = std::make_unique<ui::EngineClient>(QString());
    openAgain();
}

void Scene::openAgain()
{
    if (scene_)
        scene_->setSession(nullptr);
    scene_.reset();
    session_.reset();
    results_ = std::make_unique<ui::ResultLayers>(*engine_);
    target_ = std::make_unique<ui::EditTarget>();
    canvas_ = std::make_unique<widgets::Canvas>();
    canvas_->resize(400, 300);
    canvas_->show();
    scene_ = std::make_unique<ui::ImageScene>(*canvas_, *results_, *target_);
    session_ = std::make_unique<ui::ProjectSession>(annotation::Project::open(
        folder_->filePath("p.limn").toStdString(), annotation::Project::Access::ReadWrite));
    scene_->setSession(session_.get());
    session_->showImage(1);
    QTRY_VERIFY(scene_->picture());
}

void Scene::cleanup()
{
    scene_->setSession(nullptr);
    scene_.reset();
    session_.reset();
    canvas_.reset();
    target_.reset();
    results_.reset();
    engine_.reset();
    folder_.reset();
}

void Scene::theDisplayIsKeptWithEachImage()
{
    scene_->picture()->setSettings(coloured(ColourRamp::Magma));
    session_->showImage(2);
    QTRY_VERIFY(scene_->picture());
    QCOMPARE(scene_->picture()->settings().ramp, ColourRamp::Grey);
    scene_->picture()->setSettings(coloured(ColourRamp::Cividis));
    session_->showImage(1);
    QTRY_VERIFY(scene_->picture());
    QCOMPARE(scene_->picture()->settings(), coloured(ColourRamp::Magma));

    openAgain();
    QCOMPARE(scene_->picture()->settings().ramp, ColourRamp::Magma);
    QCOMPARE(scene_->picture()->settings().bands, (std::array<int, 3>{2, 2, 2}));
    session_->showImage(2);
    QTRY_VERIFY(scene_->picture());
    QCOMPARE(scene_->picture()->settings().ramp, ColourRamp::Cividis);
}

/// A handle dragged over the histogram changes the display many times a second.
void Scene::theLastOfManyChangesIsStored()
{
    raster::DisplaySettings settings = scene_->picture()->settings();
    QTRY_VERIFY(session_->saveState().isSaved());
    QSignalSpy saves(session_.get(), &ui::ProjectSession::saveStateChanged);
    for (int step = 1; step <= 50; ++step) {
        settings.stretch[0].low = step;
        scene_->picture()->setSettings(settings);
    }
    QCOMPARE(saves.count(), 0);
    QTRY_VERIFY(raster::displayFromJson(session_->image(1)->display) == settings);
    QTRY_VERIFY(session_->saveState().isSaved());
}

void Scene::theOverviewFollowsTheDisplay()
{
    QSignalSpy read(scene_.get(), &ui::ImageScene::overviewRead);
    scene_->picture()->setSettings(coloured(ColourRamp::Magma));
    QTRY_VERIFY(read.count() >= 1);
    const auto first = read.back()[0].value<QImage>();
    QCOMPARE(first.width(), 2 * 176);
    QCOMPARE(first.height(), 264);
    read.clear();
    scene_->picture()->setSettings(coloured(ColourRamp::Viridis));
    QTRY_COMPARE(read.count(), 1);
    QVERIFY(read.back()[0].value<QImage>() != first);
}

QTEST_MAIN(Scene)
#include "scene.moc"
