// Runs as the desktop lists, compares, names and deletes them; settings and presets, with the real
// engine behind them.
#include "tests/ui/labelled_project.h"
#include "ui/evaluation_dialog.h"
#include "ui/network_chooser.h"
#include "ui/recipe_dialog.h"
#include "ui/runs_panel.h"
#include "ui/training_panel.h"
#include "widgets/quiet_wheel.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <QComboBox>
#include <QDir>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <sys/stat.h>
#include <unistd.h>

using namespace limn;
using ui::RecipeDialog;
using ui::RunsPanel;

namespace
{
constexpr int patience = 60000; ///< the engine loads for seconds on a busy machine

/// A file that its drive does not answer for: whoever opens it waits until answer().
class UnansweredFile
{
public:
    explicit UnansweredFile(const std::filesystem::path& file) : file_(file)
    {
        std::filesystem::remove(file_);
        ::mkfifo(file_.c_str(), 0600);
    }
    ~UnansweredFile() { answer(); }
    UnansweredFile(const UnansweredFile&) = delete;
    UnansweredFile& operator=(const UnansweredFile&) = delete;

    /// Who waits gets an empty file, who comes later one line of metrics.
    void answer()
    {
        if (answered_)
            return;
        answered_ = true;
        // Both ends, so that opening waits for nobody.
        const int pipe = ::open(file_.c_str(), O_RDWR);
        std::filesystem::remove(file_);
        std::ofstream(file_) << "{\"kind\": \"validation\", \"step\": 1, \"meanIou\": 0.5}\n";
        ::close(pipe);
    }

private:
    std::filesystem::path file_;
    bool answered_ = false;
};

/// The chooser over a project, once the engine has said what suits.
struct OpenChooser
{
    explicit OpenChooser(const QString& project)
    {
        training.setProject(project);
        chooser.show();
        engine.start();
        answered = QTest::qWaitFor([this] { return networks->topLevelItemCount() > 0; }, patience);
    }

    ui::EngineClient engine{ui::EngineClient::locate()};
    ui::TrainingSession training{engine};
    ui::NetworkChooser chooser{training, engine, nullptr};
    QTreeWidget* networks = chooser.findChild<QTreeWidget*>("chooserNetworks");
    QTreeWidget* encoders = chooser.findChild<QTreeWidget*>("chooserEncoders");
    bool answered = false;
};
} // namespace

class Runs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsPinnedAndNewestFirst();
    void comparesWhatDiffers();
    void namesAndNotesStay();
    void deletesRunsAndTheirPredictions();
    void aDriveThatHangsIsNotWaitedFor();
    void aDriveThatHangsIsLeftToItsProject();
    void buttonsFollowTheChoice_data();
    void buttonsFollowTheChoice();
    void readOnlyProjectsKeepTheirRuns();
    void settingsReachThePlan();
    void networksAreSortedByWhatSuits();
    void aPairIsChosen();
    void boxesAreSortedByWhatSuits();
    void publishedWeightsAreChosenAndOffered();
    void aRunIsMeasured();
    void theWheelSetsNothingUnasked();
    void presetsAreFiles();

private:
    QString project() const { return folder_->filePath("p.limn"); }
    std::filesystem::path runFolder(const char* id) const
    {
        return std::filesystem::path(project().toStdString()) / "runs" / id;
    }
    void makeRun(const char* id, const char* state, const char* started, double rate, double iou);
    QString labelledProject() const { return tests::makeLabelledProject(folder_->path()); }
    static QTreeWidgetItem* row(RunsPanel& panel, int index)
    {
        return panel.findChild<QTreeWidget*>("runs")->topLevelItem(index);
    }
    static QStringList column(RunsPanel& panel, const char* table, int which)
    {
        const auto* shown = panel.findChild<QTableWidget*>(table);
        QStringList texts;
        for (int i = 0; i < shown->rowCount(); ++i)
            texts << shown->item(i, which)->text();
        return texts;
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void Runs::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    makeRun("a", "finished", "2026-03-01T10:00:00Z", 0.002, 0.7);
    makeRun("b", "interrupted", "2026-03-02T10:00:00Z", 0.004, 0.8);
}

void Runs::makeRun(const char* id, const char* state, const char* started, double rate, double iou)
{
    annotation::RunRecord record;
    record.id = id;
    record.state = state;
    record.started = started;
    record.recipe = {
        {"network", "unet"}, {"encoder", "resnet34"}, {"learningRate", rate}, {"flips", true}};
    record.summary = {{"steps", 100}, {"seconds", 65.0}, {"bestMeanIou", iou}};
    annotation::writeRun(runFolder(id), record);
    for (int step = 10; step <= 40; step += 10) {
        annotation::appendMetrics(
            runFolder(id),
            {{"kind", "train"}, {"step", step}, {"elapsed", step * 0.5}, {"loss", 1.0 / step}});
        annotation::appendMetrics(runFolder(id),
                                  {{"kind", "validation"},
                                   {"step", step},
                                   {"elapsed", step * 0.5},
                                   {"loss", 0.5},
                                   {"meanIou", step == 30 ? iou : 0.1},
                                   {"pixelAccuracy", 0.9},
                                   {"best", step == 10 || step == 30},
                                   {"classes", {{{"class", 2}, {"iou", iou - 0.05}}}}});
    }
}

void Runs::listsPinnedAndNewestFirst()
{
    RunsPanel panel;
    panel.setProject(project(), false, ui::listedRuns(project()));
    QCOMPARE(panel.findChild<QTreeWidget*>("runs")->topLevelItemCount(), 2);
    QCOMPARE(row(panel, 0)->toolTip(0), "b");
    QVERIFY(row(panel, 0)->text(0).contains("resnet34"));
    QCOMPARE(row(panel, 0)->text(1), "interrupted");
    QCOMPARE(row(panel, 0)->text(2), "0.800");
    panel.choose({"a"});
    QTest::mouseClick(panel.findChild<QToolButton*>("pinRun"), Qt::LeftButton);
    QTRY_COMPARE(row(panel, 0)->toolTip(0), "a");
    QCOMPARE(panel.chosenRuns(), QStringList{"a"});
    QVERIFY(annotation::readRunNotes(runFolder("a")).pinned);
    panel.setTraining("b", false);
    QTRY_COMPARE(row(panel, 1)->text(1), "training");
}

void Runs::comparesWhatDiffers()
{
    RunsPanel panel;
    panel.setClasses({{2, "water", {}, 0, true, false}});
    panel.setProject(project(), false, ui::listedRuns(project()));
    panel.choose({"a", "b"});
    auto* curves = panel.findChild<widgets::CurveComparison*>();
    QTRY_COMPARE(curves->points(0), 4);
    curves->setMeasure(widgets::CurveComparison::Measure::TrainingLoss);
    QCOMPARE(curves->points(1), 4);
    QCOMPARE(column(panel, "runSettings", 0), QStringList{"Learning rate"});
    QCOMPARE(column(panel, "runSettings", 1), QStringList{"0.004"});
    QCOMPARE(column(panel, "runSettings", 2), QStringList{"0.002"});
    const QStringList scores = column(panel, "runMetrics", 1);
    QCOMPARE(scores.first(), "0.800");
    QCOMPARE(scores[1], "30");
    QCOMPARE(scores.last(), "0.750"); // IoU of water
    // Of one run, what is not as usual.
    panel.setStandardRecipe({{"network", "unet"},
                             {"encoder", "efficientnet_lite0"},
                             {"learningRate", 0.002},
                             {"flips", true}});
    panel.choose({"a"});
    QCOMPARE(column(panel, "runSettings", 0), QStringList{"Encoder"});
    QTRY_COMPARE(column(panel, "runMetrics", 1).value(0), "0.700");
    const QString csv = folder_->filePath("curves.csv");
    QCOMPARE(curves->save(csv), QString());
    QFile file(csv);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readLine().startsWith("run,kind,step"));
    QCOMPARE(file.readAll().count('\n'), 8);
}

void Runs::namesAndNotesStay()
{
    {
        RunsPanel panel;
        panel.setProject(project(), false, ui::listedRuns(project()));
        row(panel, 0)->setText(0, "  with more light ");
        panel.choose({"b"});
        panel.findChild<QPlainTextEdit*>("runNotes")->setPlainText("Roofs are mixed up.");
    }
    const annotation::RunNotes notes = annotation::readRunNotes(runFolder("b"));
    QCOMPARE(notes.name, std::string("with more light"));
    QCOMPARE(notes.text, std::string("Roofs are mixed up."));
    RunsPanel panel;
    panel.setProject(project(), false, ui::listedRuns(project()));
    QCOMPARE(row(panel, 0)->text(0), "with more light");
    panel.choose({"b"});
    QCOMPARE(panel.findChild<QPlainTextEdit*>("runNotes")->toPlainText(), "Roofs are mixed up.");
    panel.choose({"a"});
    QVERIFY(panel.findChild<QPlainTextEdit*>("runNotes")->toPlainText().isEmpty());
}

void Runs::deletesRunsAndTheirPredictions()
{
    QDir(project()).mkpath("predictions/b");
    RunsPanel panel;
    QSignalSpy asked(&panel, &RunsPanel::deleteAsked);
    QSignalSpy failed(&panel, &RunsPanel::failed);
    panel.setProject(project(), false, ui::listedRuns(project()));
    panel.choose({"b"});
    QTest::mouseClick(panel.findChild<QToolButton*>("deleteRun"), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QVERIFY(QDir(project()).exists("runs/b")); // asked first
    panel.deleteRuns(asked[0][0].toStringList());
    QTRY_COMPARE(panel.findChild<QTreeWidget*>("runs")->topLevelItemCount(), 1);
    QVERIFY(!QDir(project()).exists("runs/b"));
    QVERIFY(!QDir(project()).exists("predictions/b"));
    annotation::writeRunNotes(runFolder("a"), {"", "", true});
    panel.deleteRuns({"a", "../p.limn", "gone"});
    QTRY_COMPARE(failed.size(), 3);
    QVERIFY(QDir(project()).exists("runs/a"));
    QVERIFY(failed[0][0].toString().contains("pinned"));
}

void Runs::aDriveThatHangsIsNotWaitedFor()
{
    RunsPanel panel;
    panel.resize(700, 300);
    panel.setProject(project(), false, ui::listedRuns(project()));
    panel.show();
    auto* curves = panel.findChild<widgets::CurveComparison*>();
    auto* waiting = panel.findChild<ui::JobField*>("runsJob");
    const auto* text = waiting->findChild<QLabel*>("jobText");
    UnansweredFile metrics(runFolder("a") / "metrics.jsonl");
    panel.choose({"a"});
    QTRY_VERIFY(waiting->isVisible());
    QCOMPARE(text->text(), QString("Reading the runs"));
    QCOMPARE(column(panel, "runSettings", 0).size(), 4); // what was read before
    QVERIFY(column(panel, "runMetrics", 1).isEmpty());
    // All that is asked meanwhile comes in its order.
    QTest::mouseClick(panel.findChild<QToolButton*>("pinRun"), Qt::LeftButton);
    row(panel, 1)->setText(0, "first");
    panel.findChild<QPlainTextEdit*>("runNotes")->setPlainText("Too dark.");
    panel.choose({"b"});
    panel.deleteRuns({"b"});
    QVERIFY(!panel.findChild<QToolButton*>("deleteRun")->isEnabled());
    QVERIFY(QDir(project()).exists("runs/b"));
    QVERIFY(!QFile::exists(QString::fromStdString((runFolder("a") / "notes.json").string())));
    QTest::mouseClick(waiting->findChild<QToolButton*>("stopJob"), Qt::LeftButton);
    QVERIFY(!waiting->isVisible());
    metrics.answer();
    QTRY_COMPARE(panel.findChild<QTreeWidget*>("runs")->topLevelItemCount(), 1);
    QVERIFY(!QDir(project()).exists("runs/b"));
    const annotation::RunNotes notes = annotation::readRunNotes(runFolder("a"));
    QVERIFY(notes.pinned);
    QCOMPARE(notes.name, std::string("first"));
    QCOMPARE(notes.text, std::string("Too dark."));
    QCOMPARE(row(panel, 0)->text(0), "first");
    panel.choose({"a"});
    QTRY_COMPARE(curves->points(0), 1);
}

void Runs::aDriveThatHangsIsLeftToItsProject()
{
    const QString other = folder_->filePath("other.limn");
    UnansweredFile metrics(runFolder("a") / "metrics.jsonl");
    {
        RunsPanel panel;
        panel.setProject(project(), false, ui::listedRuns(project()));
        panel.choose({"a"});
        annotation::RunRecord record;
        record.id = "c";
        record.state = "finished";
        record.started = "2026-03-03T10:00:00Z";
        annotation::writeRun(std::filesystem::path(other.toStdString()) / "runs" / "c", record);
        panel.setProject(other, false, ui::listedRuns(other));
        row(panel, 0)->setText(0, "third");
        const std::filesystem::path named =
            std::filesystem::path(other.toStdString()) / "runs" / "c";
        QTRY_COMPARE(annotation::readRunNotes(named).name, std::string("third"));
        panel.setProject(project(), false, ui::listedRuns(project()));
        panel.choose({"a"});
        panel.findChild<QPlainTextEdit*>("runNotes")->setPlainText("Kept.");
    }
    // The window has gone; what was asked of the drive comes when it answers.
    QVERIFY(annotation::readRunNotes(runFolder("a")).text.empty());
    metrics.answer();
    QTRY_COMPARE(annotation::readRunNotes(runFolder("a")).text, std::string("Kept."));
}

void Runs::buttonsFollowTheChoice_data()
{
    QTest::addColumn<QStringList>("chosen");
    QTest::addColumn<bool>("idle");
    QTest::addColumn<QString>("underWay");
    QTest::addColumn<QStringList>("enabled");
    const QStringList any{"startFromRun", "duplicateRun", "showRun",
                          "measureRun",   "pinRun",       "deleteRun"};
    QTest::newRow("none") << QStringList() << true << "" << QStringList();
    QTest::newRow("a finished one") << QStringList{"a"} << true << "" << any;
    QTest::newRow("one that can go on")
        << QStringList{"b"} << true << "" << QStringList{"continueRun"} + any;
    QTest::newRow("the one that trains")
        << QStringList{"b"} << false << "b"
        << QStringList{"duplicateRun", "showRun", "measureRun", "pinRun"};
    QTest::newRow("another one trains")
        << QStringList{"a"} << false << "b"
        << QStringList{"duplicateRun", "showRun", "measureRun", "pinRun", "deleteRun"};
    QTest::newRow("two") << QStringList{"a", "b"} << true << ""
                         << QStringList{"pinRun", "deleteRun"};
}

void Runs::buttonsFollowTheChoice()
{
    QFETCH(QStringList, chosen);
    QFETCH(bool, idle);
    QFETCH(QString, underWay);
    QFETCH(QStringList, enabled);
    RunsPanel panel;
    panel.setProject(project(), false, ui::listedRuns(project()));
    panel.setTraining(underWay, idle);
    panel.choose(chosen);
    for (const char* name : {"continueRun", "startFromRun", "duplicateRun", "showRun", "measureRun",
                             "pinRun", "deleteRun"})
        QVERIFY2(panel.findChild<QToolButton*>(name)->isEnabled() == enabled.contains(name), name);
}

void Runs::readOnlyProjectsKeepTheirRuns()
{
    RunsPanel panel;
    panel.setProject(project(), true, ui::listedRuns(project()));
    panel.setTraining({}, true);
    panel.choose({"a"});
    for (const char* name : {"continueRun", "startFromRun", "duplicateRun", "pinRun", "deleteRun"})
        QVERIFY2(!panel.findChild<QToolButton*>(name)->isEnabled(), name);
    QVERIFY(!panel.findChild<QPlainTextEdit*>("runNotes")->isEnabled());
    QVERIFY(!(row(panel, 0)->flags() & Qt::ItemIsEditable));
}

void Runs::settingsReachThePlan()
{
    ui::EngineClient engine(ui::EngineClient::locate());
    ui::TrainingSession training(engine);
    RecipeDialog dialog(training, engine, folder_->filePath("presets"), nullptr);
    training.setProject(labelledProject());
    dialog.show();
    engine.start();
    QLineEdit* rotation = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((rotation = dialog.findChild<QLineEdit*>("recipe.rotation")),
                             patience);
    QTRY_VERIFY_WITH_TIMEOUT(training.canStart(), patience);
    rotation->setText("400");
    Q_EMIT rotation->editingFinished();
    auto* message = dialog.findChild<QLabel*>("recipeMessage");
    QTRY_VERIFY_WITH_TIMEOUT(message->text().contains("rotation"), patience);
    QVERIFY(!training.canStart());
    rotation->setText("30");
    Q_EMIT rotation->editingFinished();
    QCOMPARE(training.recipe(), QJsonObject({{"rotation", 30}}));
    QTRY_VERIFY_WITH_TIMEOUT(training.canStart(), patience);
    auto* optimiser = dialog.findChild<QComboBox*>("recipe.optimiser");
    QCOMPARE(optimiser->itemText(0), "Automatic (adamw)");
    optimiser->setCurrentIndex(optimiser->findData("sgd"));
    QCOMPARE(training.recipe()["optimiser"].toString(), "sgd");
    // Real patches, from the engine.
    auto* picture = dialog.findChild<QLabel*>("recipePreview");
    QTRY_VERIFY_WITH_TIMEOUT(!picture->pixmap(Qt::ReturnByValue).isNull(), patience);
    const QImage first = picture->pixmap(Qt::ReturnByValue).toImage();
    QTest::mouseClick(dialog.findChild<QPushButton*>("otherPatches"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(picture->pixmap(Qt::ReturnByValue).toImage() != first, patience);
    // Settings of a file, which must be settings.
    const QString file = folder_->filePath("shared.json");
    QCOMPARE(ui::RecipePresets::writeFile(file, {{"rotatoin", 5}}), QString());
    dialog.importRecipe(file);
    QVERIFY2(message->text().contains("rotatoin"), qPrintable(message->text()));
    QCOMPARE(training.recipe()["rotation"].toInt(), 30);
    QCOMPARE(ui::RecipePresets::writeFile(file, {{"rotation", 5}}), QString());
    dialog.importRecipe(file);
    QCOMPARE(training.recipe(), QJsonObject({{"rotation", 5}}));
    QTest::mouseClick(dialog.findChild<QPushButton*>("resetRecipe"), Qt::LeftButton);
    QCOMPARE(training.recipe(), QJsonObject());
    QVERIFY(rotation->text().isEmpty());
    // The plan with its reasons, which what is set changes.
    auto* plan = dialog.findChild<QLabel*>("recipePlan");
    QTRY_VERIFY_WITH_TIMEOUT(plan->text().contains("about 3 minutes"), patience);
    QVERIFY2(plan->text().contains("stops getting better"), qPrintable(plan->text()));
    dialog.take({{"minutes", 7}});
    QTRY_VERIFY_WITH_TIMEOUT(plan->text().contains("about 7 minutes"), patience);
    QVERIFY2(plan->text().contains("As it was set."), qPrintable(plan->text()));
}

void Runs::networksAreSortedByWhatSuits()
{
    OpenChooser open(labelledProject());
    QVERIFY(open.answered);
    const QString facts = open.chooser.findChild<QLabel*>("chooserFacts")->text();
    QVERIFY2(facts.contains("images from 256 px") && facts.contains("labelled pixels"),
             qPrintable(facts));
    const QStringList worse{"well", "fairly", "poorly"};
    for (const QTreeWidget* table : {open.networks, open.encoders}) {
        QVERIFY(table->topLevelItemCount() > 10);
        for (int i = 0; i < table->topLevelItemCount(); ++i) {
            const QTreeWidgetItem* item = table->topLevelItem(i);
            QVERIFY(worse.contains(item->text(1)));
            for (int column = 2; column < table->columnCount(); ++column)
                QVERIFY2(!item->text(column).isEmpty(), qPrintable(item->text(0)));
            if (i > 0)
                QVERIFY(worse.indexOf(item->text(1)) >=
                        worse.indexOf(table->topLevelItem(i - 1)->text(1)));
        }
    }
    // What would be trained is shown first, with whose it is.
    QCOMPARE(open.networks->currentItem()->text(0), "U-Net");
    QCOMPARE(open.encoders->currentItem()->text(0), "EfficientNet-Lite0");
    const QString details = open.chooser.findChild<QLabel*>("chooserDetails")->text();
    for (const char* part : {"arXiv:1505.04597", "Apache-2.0", "the first choice"})
        QVERIFY2(details.contains(part), part);
    // Weights of a whole network have their own licence.
    open.networks->setCurrentItem(
        open.networks->findItems("U-Net (2015)", Qt::MatchExactly).first());
    const auto licence = [&] {
        return open.chooser.findChild<QLabel*>("chooserDetails")->text().contains("MIT");
    };
    QVERIFY(!licence());
    open.networks->setCurrentItem(
        open.networks->findItems("Half-width U-Net (2015)", Qt::MatchExactly).first());
    QVERIFY(licence());
}

void Runs::aPairIsChosen()
{
    OpenChooser open(labelledProject());
    QVERIFY(open.answered);
    open.training.setRecipe({{"flips", true}}); // stays
    struct Pair
    {
        const char* network;
        const char* greyed;
        const char* why;
        QJsonObject recipe;
    };
    const std::vector<Pair> pairs{
        {"DeepLabV3+",
         "DenseNet-121",
         "cannot be dilated",
         {{"network", "deeplabv3plus"}, {"encoder", "efficientnet_lite0"}, {"flips", true}}},
        {"HRNet",
         "EfficientNet-Lite0",
         "published over HRNet-W18 alone",
         {{"network", "hrnet"}, {"encoder", "hrnet_w18"}, {"flips", true}}},
        {"SegNet",
         "ResNet-34",
         "brings its own encoder",
         {{"network", "segnet"}, {"encoder", "own"}, {"flips", true}}}};
    for (const Pair& pair : pairs) {
        open.chooser.show();
        open.networks->setCurrentItem(
            open.networks->findItems(pair.network, Qt::MatchExactly).first());
        const QTreeWidgetItem* other =
            open.encoders->findItems(pair.greyed, Qt::MatchExactly).first();
        QVERIFY2(other->isDisabled(), pair.greyed);
        QVERIFY2(other->text(2).contains(pair.why), qPrintable(other->text(2)));
        QTest::mouseClick(open.chooser.findChild<QPushButton*>("useNetwork"), Qt::LeftButton);
        QCOMPARE(open.training.recipe(), pair.recipe);
        QVERIFY(!open.chooser.isVisible());
    }
    open.chooser.show();
    QTest::mouseClick(open.chooser.findChild<QPushButton*>("automaticNetwork"), Qt::LeftButton);
    QCOMPARE(open.training.recipe(), QJsonObject({{"flips", true}}));
}

void Runs::boxesAreSortedByWhatSuits()
{
    ui::EngineClient engine(ui::EngineClient::locate());
    ui::TrainingSession training(engine);
    ui::ResultLayers results(engine);
    ui::TrainingPanel panel(training, engine, results);
    auto* networks = panel.findChild<ui::ChoiceBox*>("network");
    auto* encoders = panel.findChild<ui::ChoiceBox*>("encoder");
    panel.findChild<QToolButton*>("trainOptions")->setChecked(true);
    training.setProject(labelledProject());
    engine.start();
    const auto sorted = [&] { return networks->reasonAt(1).contains(" · "); };
    QTRY_VERIFY_WITH_TIMEOUT(sorted(), patience);
    const QStringList worse{"well", "fairly", "poorly"};
    for (const ui::ChoiceBox* box : {networks, encoders}) {
        QVERIFY(box->count() > 10);
        qsizetype last = 0;
        for (int i = 1; i < box->count(); ++i) {
            const QString reason = box->reasonAt(i);
            QVERIFY2(reason.endsWith('.'), qPrintable(reason));
            QVERIFY(box->itemData(i, Qt::ToolTipRole).toString().contains("<p>"));
            const auto fit = worse.indexOf(reason.section(" · ", 0, 0));
            QVERIFY2(fit >= last, qPrintable(box->itemText(i) + ": " + reason));
            last = fit;
        }
    }
    // A network that the encoder does not go with takes one of its own; others are greyed, with
    // why.
    encoders->setCurrentIndex(encoders->findData("densenet121"));
    QCOMPARE(training.recipe(), QJsonObject({{"encoder", "densenet121"}}));
    networks->setCurrentIndex(networks->findData("deeplabv3plus"));
    QCOMPARE(training.recipe(), QJsonObject({{"network", "deeplabv3plus"}}));
    const auto refused = [&] {
        return encoders->reasonAt(encoders->findData("densenet121")).contains("cannot be dilated");
    };
    QTRY_VERIFY_WITH_TIMEOUT(refused(), patience);
    QCOMPARE(networks->chosen(), QString("deeplabv3plus"));
    QVERIFY(encoders->chosen().isEmpty());
}

void Runs::publishedWeightsAreChosenAndOffered()
{
    qputenv("XDG_CACHE_HOME", folder_->path().toLocal8Bit()); // none of the user's own
    qputenv("HOME", folder_->path().toLocal8Bit());
    ui::EngineClient engine(ui::EngineClient::locate());
    ui::TrainingSession training(engine);
    ui::ResultLayers results(engine);
    ui::TrainingPanel panel(training, engine, results);
    auto* start = panel.findChild<ui::ChoiceBox*>("startWeights");
    auto* encoders = panel.findChild<ui::ChoiceBox*>("encoder");
    const auto* get = panel.findChild<QPushButton*>("getWeights");
    training.setProject(labelledProject());
    engine.start();
    QTRY_VERIFY_WITH_TIMEOUT(training.canStart(), patience);
    encoders->setCurrentIndex(encoders->findData("resnet50"));
    QTRY_VERIFY_WITH_TIMEOUT(start->findData("resnet50.v2") > 0, patience);
    QCOMPARE(start->findData("resnet34"), -1);
    const QString facts = start->reasonAt(start->findData("resnet50.v2"));
    QVERIFY2(facts.contains("ImageNet-1k") && facts.contains("97.8 MiB"), qPrintable(facts));
    start->setCurrentIndex(start->findData("resnet50.v2"));
    QCOMPARE(training.recipe(), QJsonObject({{"encoder", "resnet50"}, {"weights", "resnet50.v2"}}));
    QTRY_VERIFY_WITH_TIMEOUT(training.sentence().contains("resnet50.v2"), patience);
    QVERIFY(!training.canStart());
    QSignalSpy asked(&panel, &ui::TrainingPanel::weightsAsked);
    QVERIFY(!get->isHidden());
    panel.findChild<QPushButton*>("getWeights")->click();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(start->chosen(), QString("resnet50.v2"));
    encoders->setCurrentIndex(encoders->findData("resnet34"));
    QCOMPARE(training.recipe(), QJsonObject({{"encoder", "resnet34"}}));
    QTRY_VERIFY_WITH_TIMEOUT(training.canStart(), patience);
    QVERIFY(start->findData("none") > 0);
}

void Runs::aRunIsMeasured()
{
    ui::EngineClient engine(ui::EngineClient::locate());
    ui::TrainingSession training(engine);
    const QString folder = labelledProject();
    training.setProject(folder);
    training.setRecipe({{"minutes", 0.02},
                        {"patchSize", 64},
                        {"batchSize", 2},
                        {"weights", "none"},
                        {"encoder", "mobilenet_v3_small"}});
    engine.start();
    QTRY_VERIFY_WITH_TIMEOUT(training.canStart(), patience);
    QSignalSpy finished(&training, &ui::TrainingSession::finished);
    training.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
    QCOMPARE(finished[0][1].toString(), "finished");

    auto* dialog = new ui::EvaluationDialog(ui::EngineClient::locate(), folder,
                                            finished[0][0].toString(), "first", nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->metrics().isEmpty(), patience);
    const auto* again = dialog->findChild<QPushButton*>("evaluateAgain");
    QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), patience);
    const auto* classes = dialog->findChild<QTableWidget*>("evaluationClasses");
    QCOMPARE(classes->rowCount(), 2);
    QCOMPARE(classes->item(1, 0)->text(), "bright");
    const auto row = dialog->metrics()["classes"].toArray()[1].toObject();
    QVERIFY2(
        classes->item(1, 1)->text().startsWith(QLocale().toString(row["iou"].toDouble(), 'f', 3)),
        qPrintable(classes->item(1, 1)->text()));
    const auto* confusion = dialog->findChild<QTableWidget*>("evaluationConfusion");
    QCOMPARE(confusion->rowCount(), 2);
    QCOMPARE(confusion->columnCount(), 3);
    const QString csv = folder_->filePath("scores.csv");
    QCOMPARE(dialog->save(csv), QString());
    QFile written(csv);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readLine().startsWith("class,iou,dice"));
    QVERIFY(written.readLine().startsWith("\"dark\","));
    QVERIFY(!dialog->save(folder_->filePath("no/such/scores.json")).isEmpty());
    // Pixels of a split that nothing is labelled for: the engine's sentence.
    auto* split = dialog->findChild<QComboBox*>("evaluationSplit");
    split->setCurrentIndex(split->findData("test"));
    QTest::mouseClick(dialog->findChild<QPushButton*>("evaluateAgain"), Qt::LeftButton);
    QVERIFY(dialog->metrics().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), patience);
    const QString said = dialog->findChild<QLabel*>("evaluationSummary")->text();
    QVERIFY2(said.contains("no labelled pixels"), qPrintable(said));
    delete dialog;
}

void Runs::theWheelSetsNothingUnasked()
{
    QWidget page;
    auto* box = new QComboBox(&page);
    box->addItems({"one", "two", "three"});
    auto* other = new QLineEdit(&page);
    new widgets::QuietWheel(box);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    other->setFocus();
    const auto turn = [&] {
        const QPointF place = box->rect().center();
        QWheelEvent event(place, box->mapToGlobal(place), {0, 0}, {0, -120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(box, &event);
    };
    turn();
    QCOMPARE(box->currentIndex(), 0);
    box->setFocus();
    turn();
    QCOMPARE(box->currentIndex(), 1);
}

void Runs::presetsAreFiles()
{
    const ui::RecipePresets presets(folder_->filePath("presets"));
    QVERIFY(presets.names().isEmpty());
    QCOMPARE(presets.write("thin / cracks", {{"focal", 1}}), QString());
    QCOMPARE(presets.write("Roofs", {{"patchSize", 512}}), QString());
    QCOMPARE(presets.names(), QStringList({"Roofs", "thin / cracks"}));
    QCOMPARE(presets.read("thin / cracks"), QJsonObject({{"focal", 1}}));
    QCOMPARE(presets.remove("Roofs"), QString());
    QVERIFY(!presets.remove("Roofs").isEmpty());
    // A run's own record is a recipe too.
    QString problem;
    const QString record = QString::fromStdString((runFolder("a") / "run.json").string());
    QCOMPARE(ui::RecipePresets::readFile(record, problem)["learningRate"].toDouble(), 0.002);
    QVERIFY(problem.isEmpty());
    ui::RecipePresets::readFile(folder_->filePath("none.json"), problem);
    QVERIFY(problem.contains("none.json"));
}

QTEST_MAIN(Runs)
#include "runs.moc"
