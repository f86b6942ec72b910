// limn-engine as a program: what its commands make, and what it says about wrong input.
#include "annotation/run_record.h"
#include "raster/raster.h"
#include "small_project.h"

#include <csignal>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <sqlite3.h>

namespace fs = std::filesystem;
using namespace limn;

namespace
{

const QStringList quickTraining{"--weights", "none", "--epochs", "2",   "--patch", "64",
                                "--batch",   "4",    "--device", "cpu", "--seed",  "3"};

QJsonObject readJson(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

/// Python's pickle of os.system("touch FILE"), as a weights file could carry it.
QByteArray hostilePickle(const QByteArray& file)
{
    const QByteArray command = "touch " + file;
    QByteArray bytes("\x80\x02"
                     "cposix\nsystem\nX");
    bytes += static_cast<char>(command.size());
    bytes += QByteArray(3, '\0') + command + QByteArray("\x85R.", 3);
    return bytes;
}

} // namespace

class EngineCli : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    fs::path at(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }
    QString path(const char* name) const { return folder_.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        // No weights of this machine's user, so that the defaults are the same everywhere.
        qputenv("LIMN_WEIGHTS_DIR", path("weights").toLocal8Bit());
        qputenv("XDG_CACHE_HOME", path("cache").toLocal8Bit());
        qputenv("HOME", path("home").toLocal8Bit());
        QVERIFY(QFile::exists(small::engineProgram()));
    }

    void theWholeLoop()
    {
        const QString image = QString::fromStdString(small::writeImage(at("loop.tif")));
        writeFile("loop.geojson",
                  R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kind":"smooth"},"geometry":{"type":"Polygon",
"coordinates":[[[4,2],[94,2],[94,250],[4,250],[4,2]]]}},
{"type":"Feature","properties":{"kind":"striped"},"geometry":{"type":"Polygon",
"coordinates":[[[160,2],[250,2],[250,250],[160,250],[160,2]]]}}]})");
        small::Finished done =
            small::runEngine({"new", path("loop.limn"), "--image", image, "--class",
                              "smooth=#102030", "--class", "striped"});
        QVERIFY2(done.code == 0, done.errors);
        done = small::runEngine({"import", path("loop.limn"), "--shapes", path("loop.geojson"),
                                 "--class-field", "kind"});
        QVERIFY2(done.code == 0, done.errors);

        // What would be done is told and can be kept; nothing is trained, what was asked for stays.
        done = small::runEngine({"plan", path("loop.limn"), "--device", "cpu", "--set",
                                 "optimiser=sgd", "--minutes", "2.5", "--out", path("plan.json")});
        QVERIFY2(done.code == 0, done.errors);
        QVERIFY2((done.output + done.errors).contains("- Learning rate: 0.002. The usual rate"),
                 done.output + done.errors);
        QCOMPARE(readJson(at("plan.json"))["minutes"].toDouble(), 2.5);
        QCOMPARE(readJson(at("plan.json"))["batchSize"].toInt(), 4);
        QVERIFY(annotation::listRuns(at("loop.limn")).empty());
        QCOMPARE(small::runEngine({"recipe", "--recipe", path("plan.json")}).code, 0);

        done = small::runEngine(QStringList{"train", path("loop.limn"), "--json"} + quickTraining);
        QVERIFY2(done.code == 0, done.errors);
        const QList<QJsonObject> rows = small::jsonLines(done.output);
        QStringList events;
        for (const QJsonObject& row : rows)
            events << row["event"].toString();
        for (const char* event : {"plan", "started", "progress", "validation", "checkpoint"})
            QVERIFY2(events.contains(event), event);
        QCOMPARE(events.last(), QString("finished"));
        const auto runs = annotation::listRuns(at("loop.limn"));
        QCOMPARE(runs.size(), std::size_t{1});
        QCOMPARE(runs.front().state, std::string("finished"));
        QVERIFY(fs::exists(at("loop.limn") / "runs" / runs.front().id / "curves.csv"));

        done = small::runEngine({"predict", path("loop.limn"), "--out", path("loop-classes.tif"),
                                 "--overlay", path("loop-overlay.png")});
        QVERIFY2(done.code == 0, done.errors);
        const auto classes = raster::Raster::open(at("loop-classes.tif"));
        const auto original = raster::Raster::open(image.toStdString());
        QCOMPARE(classes->size(), original->size());
        QVERIFY(classes->info().transform == original->info().transform);
        for (const std::uint8_t value : raster::readIndices(*classes, classes->bounds()))
            QVERIFY(value == 1 || value == 2);
        QCOMPARE(raster::Raster::open(at("loop-overlay.png"))->size(), original->size());

        done = small::runEngine(
            {"evaluate", path("loop.limn"), "--split", "val", "--json", path("loop.json")});
        QVERIFY2(done.code == 0, done.errors);
        const QJsonObject metrics = readJson(at("loop.json"));
        QCOMPARE(metrics["classes"].toArray().size(), 2);
        for (const char* key : {"iou", "dice", "f1", "precision", "recall", "support", "rocAuc",
                                "prAuc", "boundaryF1", "boundaryIou", "hausdorff95", "iouInterval"})
            QVERIFY2(metrics["classes"].toArray()[0].toObject().contains(key), key);
        for (const char* key : {"frequencyWeightedIou", "meanAccuracy", "cohenKappa",
                                "calibrationError", "meanIouInterval", "intervals"})
            QVERIFY2(metrics.contains(key), key);
        QCOMPARE(metrics["confusionMatrix"].toArray().size(), 2);
        QVERIFY(metrics["meanIou"].toDouble() > 0);
        QVERIFY(metrics["pixelAccuracy"].toDouble() <= 1);

        // A prediction agrees with itself.
        done = small::runEngine({"evaluate", path("loop.limn"), "--reference",
                                 path("loop-classes.tif"), "--class", "smooth", "--prediction",
                                 path("loop-classes.tif"), "--json", path("loop-self.json")});
        QVERIFY2(done.code == 0, done.errors);
        QVERIFY(readJson(at("loop-self.json"))["recall"].isNull() ||
                readJson(at("loop-self.json"))["precision"].toDouble() > 0);

        for (const char* name : {"loop-cam.tif", "loop-cam.png"}) {
            done = small::runEngine({"explain", path("loop.limn"), "--image", image, "--class",
                                     "striped", "--method", "hirescam", "--out", path(name)});
            QVERIFY2(done.code == 0, done.errors);
            QCOMPARE(raster::Raster::open(at(name))->size(), original->size());
        }
        done = small::runEngine({"curves", path("loop.limn"), "--out", path("loop.csv")});
        QVERIFY2(done.code == 0, done.errors);
        QFile csv(path("loop.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readLine().startsWith("step,epoch,seconds,training_loss"));

        // Weights alone suffice elsewhere.
        const std::string best =
            (at("loop.limn") / "runs" / runs.front().id / "best.safetensors").string();
        done = small::runEngine({"predict", "--model", QString::fromStdString(best), "--image",
                                 image, "--out", path("elsewhere")});
        QVERIFY2(done.code == 0, done.errors);
        QCOMPARE(raster::readIndices(*raster::Raster::open(at("elsewhere") / "loop.tif"),
                                     original->bounds()),
                 raster::readIndices(*classes, classes->bounds()));
    }

    void recipesAreCheckedAndWrittenWhole()
    {
        small::Finished done = small::runEngine({"recipe", "--set", "optimiser=sgd", "--set",
                                                 "momentum=0.8", "--out", path("preset.json")});
        QVERIFY2(done.code == 0, done.errors);
        QCOMPARE(readJson(at("preset.json"))["momentum"].toDouble(), 0.8);
        done =
            small::runEngine({"recipe", "--recipe", path("preset.json"), "--set", "nesterov=true"});
        QVERIFY2(done.code == 0, done.errors);
        QJsonObject whole = QJsonDocument::fromJson(done.output).object();
        QCOMPARE(whole["optimiser"].toString(), "sgd");
        QCOMPARE(whole["nesterov"].toBool(), true);
        done = small::runEngine({"recipe", "--schema"});
        const QJsonObject schema = QJsonDocument::fromJson(done.output).object();
        QCOMPARE(schema["properties"].toObject().keys(), whole.keys());
        done = small::runEngine({"recipe", "--set", "learningrate=1"});
        QCOMPARE(done.code, 2);
        QVERIFY2(done.errors.contains("learningrate"), done.errors);
        QCOMPARE(done.errors.count('\n'), 1);
    }

    void listsOfImagesWithMasksAndSplits()
    {
        small::writeImage(at("a.tif"), 64, 64);
        small::writeImage(at("b.tif"), 64, 64);
        raster::WriterOptions options;
        options.size = {64, 64};
        std::vector<std::uint8_t> mask(64 * 64, 10);
        std::fill(mask.begin(), mask.begin() + 2048, 20);
        raster::RasterWriter writer(at("mask.tif"), options);
        writer.write({0, 0, 64, 64}, std::span<const std::uint8_t>(mask));
        writer.finish();
        writeFile("list.csv", "image,mask,split\na.tif,mask.tif,train\nb.tif,,val\n");
        const small::Finished done =
            small::runEngine({"new", path("list.limn"), "--list", path("list.csv"), "--class",
                              "one@10", "--class", "two@20"});
        QVERIFY2(done.code == 0, done.errors);
        const auto project =
            annotation::Project::open(at("list.limn"), annotation::Project::Access::ReadOnly);
        const auto images = project->images();
        QCOMPARE(images.size(), std::size_t{2});
        QVERIFY(images[0].split == annotation::Split::Train);
        QVERIFY(images[1].split == annotation::Split::Validation);
        const annotation::MaskTiles tiles = project->mask(images[0].id);
        QCOMPARE(int(tiles.at(0, 0)), 2);
        QCOMPARE(int(tiles.at(0, 63)), 1);
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* command :
             {"new", "import", "train", "plan", "recipe", "predict", "evaluate", "explain", "check",
              "curves", "export", "weights", "networks", "devices", "serve"})
            QTest::newRow(command) << QString(command);
    }

    void everyCommandHasHelp()
    {
        QFETCH(QString, command);
        const small::Finished done = small::runEngine({command, "--help"});
        QCOMPARE(done.code, 0);
        QVERIFY(done.output.contains("--help"));
        QVERIFY(done.errors.isEmpty());
    }

    void imagesAndLabelsAreChecked()
    {
        small::makeProject(at("."), "checked");
        small::Finished done = small::runEngine(
            {"check", path("checked.limn"), "--json", "--report", path("checked-report")});
        QVERIFY2(done.code == 0, done.errors);
        QStringList events;
        for (const QJsonObject& row : small::jsonLines(done.output)) {
            const QString event = row["event"].toString();
            if (!events.contains(event))
                events << event;
            if (event == "class")
                QVERIFY(row["validationPixels"].toInt() > 0);
        }
        QCOMPARE(events, QStringList({"progress", "class", "checked"}));
        QVERIFY(QFile::exists(path("checked-report/index.html")));

        // The same image under another name, and a blank label of a pixel.
        QFile::copy(path("checked.tif"), path("checked-again.tif"));
        {
            const auto project = annotation::Project::open(at("checked.limn"),
                                                           annotation::Project::Access::ReadWrite);
            const auto again = project->addImage(at("checked-again.tif")).id;
            project->putShape(again, small::rectangle(9, 1, 10, 10, 1, 1));
        }
        done = small::runEngine({"check", path("checked.limn")});
        QVERIFY2(done.code == 0, done.errors);
        QVERIFY2(done.output.contains("checked-again.tif and checked.tif show the same picture"),
                 done.output);
        QVERIFY2(done.output.contains("1 speck of \"smooth\", 1 pixel:"), done.output);
        QVERIFY2(done.output.contains("2 findings."), done.output);
    }

    void networksAndDevicesAreOneObjectALine()
    {
        const QList<QJsonObject> networks =
            small::jsonLines(small::runEngine({"networks", "--json"}).output);
        QStringList names;
        for (const QJsonObject& row : networks)
            names << row["name"].toString();
        QStringList listed;
        for (const QJsonObject& row :
             small::jsonLines(small::runEngine({"weights", "list", "--json"}).output))
            listed << row["name"].toString();
        const QByteArray text = small::runEngine({"networks"}).output;
        QMap<QString, QJsonArray> published;
        for (const char* name : {"unet", "fpn", "efficientnet_lite0", "resnet34"})
            QVERIFY2(names.contains(name), name);
        for (const QJsonObject& row : networks) {
            const QString name = row["name"].toString();
            const bool makesNothing = name == "own";
            QVERIFY2(makesNothing || row["multiplyAdds"].toDouble() > 1e9, qPrintable(name));
            QVERIFY2(makesNothing || row["trainingBytesAMegapixel"].toDouble() > 1e8,
                     qPrintable(name));
            for (const QJsonValue& encoder : row["encoders"].toArray())
                QVERIFY2(names.contains(encoder.toString()), qPrintable(name));
            const bool isEncoder = row["kind"].toString() == "encoder";
            QCOMPARE(row["encoders"].toArray().isEmpty(), isEncoder);
            for (const char* key : {"title", "family", "advice", "reference", "paper"})
                QVERIFY2(!row[key].toString().isEmpty(), qPrintable(name + ' ' + key));
            QVERIFY2(makesNothing || row["parameters"].toDouble() > 4e4, qPrintable(name));
            QVERIFY2(row[isEncoder ? "firstStride" : "stride"].toInt() >= 2, qPrintable(name));
            published[name] = row["publishedWeights"].toArray();
            for (const QJsonValue& weights : published[name])
                QVERIFY2(listed.contains(weights.toString()), qPrintable(name));
            const bool saysLicence = !row["licence"].toString().isEmpty();
            if (name != "upernetwide") // whose publisher states none
                QCOMPARE(saysLicence, !published[name].isEmpty());
            QVERIFY2(makesNothing || text.contains(row["paper"].toString().toUtf8()),
                     qPrintable(name));
            QVERIFY2(text.contains(row["licence"].toString().toUtf8()), qPrintable(name));
        }
        QCOMPARE(published["unet"], QJsonArray());
        QCOMPARE(published["resnet50"], QJsonArray({"resnet50", "resnet50.v2"}));
        QCOMPARE(published["deeplabv3torchvision"],
                 QJsonArray({"deeplabv3_resnet50", "deeplabv3_mobilenet_v3_large"}));
        qsizetype all = 0;
        for (const QJsonArray& names : published)
            all += names.size();
        QCOMPARE(all, listed.size()); // each file is for one row
        const QList<QJsonObject> devices =
            small::jsonLines(small::runEngine({"devices", "--json"}).output);
        QCOMPARE(devices.first()["name"].toString(), QString("cpu"));
    }

    void wrongInput_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");

        const QString good = QString::fromStdString(small::writeImage(at("good.tif"), 64, 64));
        writeFile("empty.tif", "");
        writeFile("text.tif", "this is not an image\n");
        QFile whole(good);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        writeFile("truncated.tif", whole.readAll().left(int(whole.size()) / 3));
        for (const char* file : {"missing.tif", "empty.tif", "text.tif", "truncated.tif"}) {
            QTest::addRow("new, %s", file)
                << QStringList{"new", path("never.limn"), "--image", path(file), "--class", "a"}
                << 2 << QString(file);
            QTest::addRow("predict, %s", file)
                << QStringList{"predict",  trained(), "--image",
                               path(file), "--out",   path("never.tif")}
                << 2 << QString(file);
        }
        QTest::newRow("new, missing list")
            << QStringList{"new", path("never.limn"), "--list", path("missing.csv")} << 2
            << "missing.csv";
        QTest::newRow("new, colour")
            << QStringList{"new", path("never.limn"), "--image", good, "--class", "a=red"} << 2
            << "red";
        QTest::newRow("new, folder cannot be made")
            << QStringList{"new", "/proc/limn-test/never.limn", "--image", good, "--class", "a"}
            << 2 << "never.limn";
        QTest::newRow("predict, folder cannot be made")
            << QStringList{"predict", trained(), "--out", "/proc/limn-test/never"} << 2
            << "limn-test";
        QTest::newRow("predict, file's folder missing")
            << QStringList{"predict", trained(), "--out", path("nowhere/never.tif")} << 2
            << "nowhere";
        QTest::newRow("import, missing file")
            << QStringList{"import",        untrained(), "--shapes", path("missing.geojson"),
                           "--class-field", "class"}
            << 2 << "missing.geojson";

        QTest::newRow("no project")
            << QStringList{"train", path("missing.limn")} << 2 << "missing.limn";
        QTest::newRow("0 classes")
            << QStringList{"train", project("none", {}, {})} << 2 << "no classes";
        QTest::newRow("no labels")
            << QStringList{"train", project("unpainted", small::twoClasses(), {})} << 2
            << "painted yet";
        annotation::ClassList one = small::twoClasses();
        one.pop_back();
        QTest::newRow("one class in the project")
            << QStringList{"train", project("single", one, {small::rectangle(1, 1, 2, 2, 30, 30)})}
            << 2 << "one class only";
        QTest::newRow("one class painted")
            << QStringList{"train", project("half", small::twoClasses(),
                                            {small::rectangle(1, 1, 2, 2, 30, 30)})}
            << 2 << "\"smooth\" is painted";
        QTest::newRow("labels outside the image")
            << QStringList{"train", project("outside", small::twoClasses(),
                                            {small::rectangle(1, 1, 900, 900, 30, 30),
                                             small::rectangle(2, 2, 990, 900, 30, 30)})}
            << 2 << "outside the image";
        QTest::newRow("image of one pixel")
            << QStringList{"train", project("pixel", small::twoClasses(),
                                            {small::rectangle(1, 1, 0, 0, 1, 1)}, 1)}
            << 2 << "\"smooth\" is painted";
        QTest::newRow("image is gone") << QStringList{"train", imageGone()} << 2 << "gone.tif";
        QTest::newRow("newer project") << QStringList{"train", newerProject()} << 2 << "newer";
        QTest::newRow("never trained")
            << QStringList{"predict", untrained(), "--out", path("never.tif")} << 2
            << "no trained network";
        QTest::newRow("no such run")
            << QStringList{"predict", trained(), "--run", "yesterday", "--out", path("never.tif")}
            << 2 << "yesterday";
        QTest::newRow("check, no such run")
            << QStringList{"check", trained(), "--run", "tomorrow"} << 2 << "tomorrow";
        QTest::newRow("check, report cannot be made")
            << QStringList{"check", untrained(), "--report", "/proc/limn-test/report"} << 2
            << "/proc/limn-test/report";
        QTest::newRow("nothing to resume")
            << QStringList{"train", untrained(), "--resume"} << 2 << "no run";

        QTest::newRow("unknown network")
            << QStringList{"train", untrained(), "--network", "segnext"} << 2 << "segnext";
        QTest::newRow("unknown encoder")
            << QStringList{"train", untrained(), "--encoder", "vgg"} << 2 << "vgg";
        QTest::newRow("unknown device")
            << QStringList{"train", untrained(), "--device", "abacus"} << 2 << "abacus";
        QTest::newRow("unknown precision")
            << QStringList{"train", untrained(), "--precision", "fp3"} << 2 << "fp3";
        QTest::newRow("patch size")
            << QStringList{"train", untrained(), "--patch", "100"} << 2 << "multiple of 32";
        QTest::newRow("minutes and epochs")
            << QStringList{"train", untrained(), "--minutes", "1", "--epochs", "1"} << 2
            << "--epochs";
        QTest::newRow("no minutes")
            << QStringList{"train", untrained(), "--minutes", "0"} << 2 << "minutes";
        QTest::newRow("GPU where there is none")
            << QStringList{"train", untrained(), "--device", "cuda"} << 2 << "GPU";

        QTest::newRow("unknown setting")
            << QStringList{"train", untrained(), "--set", "colour=red"} << 2 << "colour";
        QTest::newRow("setting out of range")
            << QStringList{"train", untrained(), "--set", "batchSize=-2"} << 2 << "batchSize";
        QTest::newRow("setting without a value")
            << QStringList{"train", untrained(), "--set", "batchSize"} << 2 << "KEY=VALUE";
        QTest::newRow("recipe missing")
            << QStringList{"train", untrained(), "--recipe", path("no.json")} << 2 << "no.json";
        writeFile("list.json", "[1, 2]");
        QTest::newRow("recipe that is a list")
            << QStringList{"train", untrained(), "--recipe", path("list.json")} << 2 << "list.json";

        QTest::newRow("ImageNet weights not here")
            << QStringList{"train", untrained(), "--encoder", "resnet34", "--weights", "imagenet"}
            << 2 << "LIMN_WEIGHTS_DIR";
        QTest::newRow("weights missing")
            << QStringList{"train", untrained(), "--weights", path("missing.pth")} << 2
            << "missing.pth";
        writeFile("noise.pth", QByteArray(4096, '\x5a'));
        writeFile("cut.pth",
                  QByteArray("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15));
        writeFile("hostile.pth", hostilePickle(path("broken-in").toLocal8Bit()));
        writeFile("bomb.safetensors", QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10));
        for (const char* file : {"noise.pth", "cut.pth", "hostile.pth", "bomb.safetensors"}) {
            QTest::addRow("train from weights %s", file)
                << QStringList{"train", untrained(), "--weights", path(file), "--epochs", "1"} << 2
                << QString(file);
            QTest::addRow("predict with model %s", file)
                << QStringList{"predict", "--model", path(file),       "--image",
                               good,      "--out",   path("never.tif")}
                << 2 << QString(file);
        }

        QTest::newRow("other bands")
            << QStringList{"predict",
                           trained(),
                           "--image",
                           QString::fromStdString(small::writeImage(at("five.tif"), 64, 64, 5)),
                           "--out",
                           path("never.tif")}
            << 2 << "5 bands";
        QTest::newRow("unknown class")
            << QStringList{"explain", trained(), "--image", good,
                           "--class", "marble",  "--out",   path("never.tif")}
            << 2 << "marble";
        QTest::newRow("unknown layer")
            << QStringList{"explain", trained(), "--image", good,    "--class",
                           "smooth",  "--layer", "attic.3", "--out", path("never.tif")}
            << 2 << "attic.3";
        QTest::newRow("unknown method")
            << QStringList{"explain", trained(),  "--image", good,    "--class",
                           "smooth",  "--method", "guess",   "--out", path("never.tif")}
            << 2 << "guess";
        QTest::newRow("explain into a format there is not")
            << QStringList{"explain", trained(), "--image", good,
                           "--class", "smooth",  "--out",   path("never.jpg")}
            << 2 << "never.jpg";
        QTest::newRow("no test labels")
            << QStringList{"evaluate", trained(), "--split", "test"} << 2 << "\"test\"";
        QTest::newRow("unknown split")
            << QStringList{"evaluate", trained(), "--split", "tuesday"} << 2 << "tuesday";
        QTest::newRow("reference of another size")
            << QStringList{"evaluate", trained(), "--reference", good, "--class", "smooth"} << 2
            << "64 x 64";

        QTest::newRow("no command") << QStringList{} << 2 << "--help";
        QTest::newRow("unknown command") << QStringList{"dream"} << 2 << "dream";
        QTest::newRow("unknown option")
            << QStringList{"train", untrained(), "--fast"} << 2 << "--fast";
        QTest::newRow("number that is none")
            << QStringList{"train", untrained(), "--epochs", "many"} << 2 << "many";
        QTest::newRow("nothing to put in")
            << QStringList{"new", path("never.limn")} << 2 << "--image";
    }

    void wrongInput()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        if (QTest::currentDataTag() == QByteArray("GPU where there is none") &&
            small::runEngine({"devices"}).output.contains("cuda"))
            QSKIP("this machine has a GPU");
        const small::Finished done = small::runEngine(arguments);
        QCOMPARE(done.code, code);
        checkSentence(done.errors);
        QVERIFY2(QString::fromUtf8(done.errors).contains(says), done.errors);
        // Nothing half made stays behind, and nothing in a file was executed.
        QVERIFY(!fs::exists(at("never.limn")));
        QVERIFY(!fs::exists(at("never.tif")));
        QVERIFY(!fs::exists(at("broken-in")));
    }

    void fullDisk_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("blocks"); // of 512 bytes, the largest file that may be written
        const QString project = QString::fromStdString(
            small::makeProject(folder_.path().toStdString(), "full").string());
        QTest::addColumn<int>("code");
        // Enough for what SQLite needs to read the project, too little for the first checkpoint.
        QTest::newRow("train") << QStringList{"train", project} + quickTraining << 2000 << 1;
        const std::string large = small::writeImage(at("large.tif"), 1500, 900);
        QDirIterator runs(trained() + "/runs", {"best.safetensors"}, QDir::Files,
                          QDirIterator::Subdirectories);
        QVERIFY(runs.hasNext());
        QTest::newRow("predict") << QStringList{"predict",
                                                "--model",
                                                runs.next(),
                                                "--image",
                                                QString::fromStdString(large),
                                                "--out",
                                                path("full-disk.tif")}
                                 << 1 << 1;
    }

    /// A limit on the size of files stands for the full disk: writing fails half-way.
    void fullDisk()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, blocks);
        QFETCH(int, code);
        const small::Finished done = small::runProgram(
            "/bin/sh",
            QStringList{"-c", QString("trap '' XFSZ; ulimit -f %1; exec \"$0\" \"$@\"").arg(blocks),
                        small::engineProgram()} +
                arguments);
        QVERIFY2(done.code == code, done.errors);
        checkSentence(done.errors);
        QVERIFY2(!fs::exists(at("full-disk.tif")), done.errors);
        // What was there before is whole.
        const auto project =
            annotation::Project::open(at("full.limn"), annotation::Project::Access::ReadOnly);
        QCOMPARE(project->shapes(project->images().front().id).size(), std::size_t{2});
    }

    void killedTrainingGoesOnFromItsCheckpoint()
    {
        const QString project = QString::fromStdString(
            small::makeProject(folder_.path().toStdString(), "killed").string());
        QStringList arguments{"train", project, "--json"};
        arguments += quickTraining;
        arguments[arguments.indexOf("2")] = "100000"; // epochs
        QProcess engine;
        engine.start(small::engineProgram(), arguments);
        qint64 saved = 0;
        while (saved == 0 && engine.waitForReadyRead(60'000))
            while (engine.canReadLine()) {
                const QJsonObject row = QJsonDocument::fromJson(engine.readLine()).object();
                if (row["event"] == "checkpoint")
                    saved = row["step"].toInteger();
            }
        QVERIFY(saved > 0);
        engine.kill();
        QVERIFY(engine.waitForFinished());
        // A later checkpoint may have been written before the signal arrived.
        for (const QByteArray& line : engine.readAllStandardOutput().split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            if (row["event"] == "checkpoint")
                saved = row["step"].toInteger();
        }

        QProcess again;
        again.start(small::engineProgram(), {"train", project, "--resume", "--json"});
        qint64 first = 0;
        while (first == 0 && again.waitForReadyRead(60'000))
            while (again.canReadLine()) {
                const QJsonObject row = QJsonDocument::fromJson(again.readLine()).object();
                if (row["event"] == "progress" && row["loss"].isDouble() && first == 0)
                    first = row["step"].toInteger();
            }
        QCOMPARE(first, saved + 1);
        ::kill(static_cast<pid_t>(again.processId()), SIGINT);
        QVERIFY(again.waitForFinished(60'000));
        QCOMPARE(again.exitStatus(), QProcess::NormalExit);
        QCOMPARE(again.exitCode(), 0);
        const auto runs = annotation::listRuns(at("killed.limn"));
        QCOMPARE(runs.size(), std::size_t{1});
        QCOMPARE(runs.front().state, std::string("stopped"));
        // The curve has every step once, in order.
        qint64 before = 0;
        for (const auto& row :
             annotation::readMetrics(at("killed.limn") / "runs" / runs.front().id))
            if (row["kind"] == "train") {
                QCOMPARE(qint64(row["step"].get<std::int64_t>()), before + 1);
                ++before;
            }
        QVERIFY(before >= first);
    }

private:
    void writeFile(const char* name, const QByteArray& bytes) { small::writeFile(at(name), bytes); }

    static void checkSentence(const QByteArray& errors)
    {
        QVERIFY2(errors.startsWith("limn-engine: "), errors);
        QVERIFY2(errors.endsWith(".\n"), errors);
        QVERIFY2(errors.count('\n') == 1, errors);
    }

    QString project(const char* name, const annotation::ClassList& classes,
                    const std::vector<annotation::Shape>& shapes, int size = 64)
    {
        const fs::path folder = at((std::string(name) + ".limn").c_str());
        const std::string image =
            small::writeImage(at((std::string(name) + ".tif").c_str()), size, size);
        const auto made = annotation::Project::create(folder);
        made->setClasses(classes);
        const auto record = made->addImage(image);
        for (const annotation::Shape& shape : shapes)
            made->putShape(record.id, shape);
        return QString::fromStdString(folder.string());
    }

    /// Labels enough to train on, but no run.
    QString untrained()
    {
        if (!fs::exists(at("untrained.limn")))
            small::makeProject(folder_.path().toStdString(), "untrained");
        return path("untrained.limn");
    }

    QString trained()
    {
        if (!fs::exists(at("trained.limn"))) {
            small::makeProject(folder_.path().toStdString(), "trained");
            QStringList arguments{"train", path("trained.limn")};
            arguments += quickTraining;
            arguments[arguments.indexOf("2")] = "1";
            const small::Finished done = small::runEngine(arguments);
            if (done.code != 0)
                qFatal("training failed: %s", done.errors.constData());
        }
        return path("trained.limn");
    }

    QString imageGone()
    {
        const QString folder =
            project("gone", small::twoClasses(),
                    {small::rectangle(1, 1, 2, 2, 20, 60), small::rectangle(2, 2, 40, 2, 20, 60)});
        fs::remove(at("gone.tif"));
        return folder;
    }

    QString newerProject()
    {
        const QString folder = project("newer", small::twoClasses(), {});
        sqlite3* database = nullptr;
        sqlite3_open((at("newer.limn") / "project.gpkg").c_str(), &database);
        sqlite3_exec(database, "UPDATE project SET schema_version = 999", nullptr, nullptr,
                     nullptr);
        if (sqlite3_changes(database) != 1)
            qFatal("the project's version could not be changed");
        sqlite3_close(database);
        return folder;
    }
};

QTEST_GUILESS_MAIN(EngineCli)
#include "engine_cli.moc"
