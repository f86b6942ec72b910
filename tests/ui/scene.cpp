// How an image is shown belongs to the image: it is stored with the project and found again.
#include "annotation/project.h"
#include "tests/ui/made_image.h"
#include "ui/engine_client.h"
#include "ui/image_scene.h"
#include "ui/network_view.h"
#include "ui/project_session.h"
#include "ui/result_layers.h"
#include "widgets/canvas.h"

#include <memory>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLocale>
#include <QSignalSpy>
#include <QTableWidget>
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
    void aLentDisplayIsNotStored();
    void aChangeByHandEndsTheLoan();
    void theImageIsShownAsTheNetworkGetsIt();
    void whatCannotBeShownIsSaid_data();
    void whatCannotBeShownIsSaid();

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

void Scene::aLentDisplayIsNotStored()
{
    const raster::DisplaySettings own = coloured(ColourRamp::Magma);
    scene_->picture()->setSettings(own);
    QTRY_VERIFY(raster::displayFromJson(session_->image(1)->display) == own);
    const std::string stored = session_->image(1)->display;
    scene_->lendDisplay(coloured(ColourRamp::Viridis));
    QCOMPARE(scene_->picture()->settings().ramp, ColourRamp::Viridis);
    scene_->lendDisplay(coloured(ColourRamp::Cividis));
    scene_->setSession(nullptr); // stores what waits
    QCOMPARE(session_->image(1)->display, stored);

    scene_->setSession(session_.get());
    QTRY_VERIFY(scene_->picture());
    QCOMPARE(scene_->picture()->settings(), own);
    scene_->lendDisplay(coloured(ColourRamp::Viridis));
    scene_->lendDisplay({});
    QCOMPARE(scene_->picture()->settings(), own);
}

void Scene::aChangeByHandEndsTheLoan()
{
    QSignalSpy ended(scene_.get(), &ui::ImageScene::lentDisplayEnded);
    scene_->lendDisplay(coloured(ColourRamp::Viridis));
    QCOMPARE(ended.count(), 0);
    const raster::DisplaySettings byHand = coloured(ColourRamp::Cividis);
    scene_->picture()->setSettings(byHand);
    QCOMPARE(ended.count(), 1);
    scene_->lendDisplay({});
    QCOMPARE(scene_->picture()->settings(), byHand);
    QTRY_VERIFY(raster::displayFromJson(session_->image(1)->display) == byHand);
}

namespace
{
constexpr auto modelOfFourBands = R"({"bandNames": ["Red", "Green", "Blue", "Near infrared"],
    "roles": {"red": 2, "green": 1, "blue": 0},
    "normalisation": [{"low": 10, "high": 210, "mean": 0.485, "std": 0.229},
                      {"low": 20, "high": 220, "mean": 0.456, "std": 0.224},
                      {"low": 30, "high": 230, "mean": 0.406, "std": 0.225},
                      {"low": 40.5, "high": 240, "mean": 0, "std": 1}]})";

void writeModel(const QTemporaryDir& folder, const QByteArray& text)
{
    QVERIFY(QDir(folder.path()).mkpath("p.limn/runs/r"));
    QFile file(folder.filePath("p.limn/runs/r/model.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}
} // namespace

void Scene::theImageIsShownAsTheNetworkGetsIt()
{
    writeModel(*folder_, modelOfFourBands);
    ui::NetworkView view;
    connect(&view, &ui::NetworkView::displayWanted, scene_.get(), &ui::ImageScene::lendDisplay);
    view.setInput(ui::readNetworkInput(session_->folder(), "r"), 4);
    view.show();
    const auto* table = view.findChild<QTableWidget*>("networkBands");
    QCOMPARE(table->rowCount(), 4);
    QCOMPARE(table->item(3, 0)->text(), QString("Near infrared"));
    QCOMPARE(table->item(3, 1)->text(), QLocale().toString(40.5));
    QCOMPARE(table->item(0, 4)->text(), QLocale().toString(0.229));
    const raster::DisplaySettings own = scene_->picture()->settings();
    auto* show = view.findChild<QCheckBox*>("showAsNetwork");
    show->click();
    const raster::DisplaySettings lent{{2, 1, 0}, {{{30, 230, 1}, {20, 220, 1}, {10, 210, 1}}}};
    QCOMPARE(scene_->picture()->settings(), lent);
    auto* red = view.findChild<QComboBox*>("networkColour0");
    red->setFocus();
    QTest::keyClick(red, Qt::Key_Down);
    QCOMPARE(scene_->picture()->settings().bands, (std::array<int, 3>{3, 1, 0}));
    QCOMPARE(scene_->picture()->settings().stretch[0], (raster::BandStretch{40.5, 240, 1}));
    view.close();
    QVERIFY(!show->isChecked());
    QCOMPARE(scene_->picture()->settings(), own);
}

void Scene::whatCannotBeShownIsSaid_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<int>("imageBands");
    QTest::newRow("no description yet") << QByteArray() << 4;
    QTest::newRow("no JSON") << QByteArray("{\"bandNames\": [") << 4;
    QTest::newRow("no scaling") << QByteArray("{\"bandNames\": [\"Red\"], \"roles\": {}}") << 4;
    QTest::newRow("a name too few") << QByteArray(R"({"bandNames": [], "roles": {}, "normalisation":
               [{"low": 0, "high": 1, "mean": 0, "std": 1}]})")
                                    << 4;
    QTest::newRow("no numbers") << QByteArray(
                                       R"({"bandNames": ["Red"], "roles": {}, "normalisation":
               [{"low": null, "high": 1, "mean": 0, "std": 1}]})")
                                << 4;
    QTest::newRow("an image of other bands") << QByteArray(modelOfFourBands) << 3;
}

void Scene::whatCannotBeShownIsSaid()
{
    QFETCH(QByteArray, model);
    QFETCH(int, imageBands);
    if (!model.isEmpty())
        writeModel(*folder_, model);
    ui::NetworkView view;
    QSignalSpy wanted(&view, &ui::NetworkView::displayWanted);
    try {
        view.setInput(ui::readNetworkInput(session_->folder(), "r"), imageBands);
        QVERIFY(view.findChild<QLabel*>("networkViewText")->text().contains("3 in place of 4"));
    } catch (const std::runtime_error& error) {
        QVERIFY(imageBands == 4);
        view.setProblem(error.what());
        QCOMPARE(view.findChild<QLabel*>("networkViewText")->text(), QString(error.what()));
    }
    view.show();
    view.findChild<QCheckBox*>("showAsNetwork")->click();
    QCOMPARE(wanted.count(), 0);
}

QTEST_MAIN(Scene)
#include "scene.moc"
