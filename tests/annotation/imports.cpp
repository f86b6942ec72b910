// Labels from other programs' files.

#include "annotation/csv.h"
#include "annotation/import.h"

#include "fixtures.h"

#include <QTest>

#include <cmath>

using namespace limn::annotation;
namespace fs = std::filesystem;

namespace
{

using Values = std::vector<std::uint8_t>;

ClassList waterAndLand()
{
    ClassList classes;
    addClass(classes, "water");
    addClass(classes, "land");
    return classes;
}

/// A GeoJSON feature collection; `crs` may be empty.
QByteArray geoJson(const QByteArray& features, const QByteArray& crs = {})
{
    QByteArray text = "{\"type\":\"FeatureCollection\",";
    if (!crs.isEmpty())
        text += "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" + crs + "\"}},";
    return text + "\"features\":[" + features + "]}";
}

QByteArray feature(const QByteArray& properties, const QByteArray& geometryType,
                   const QByteArray& coordinates)
{
    return "{\"type\":\"Feature\",\"properties\":{" + properties + "},\"geometry\":{\"type\":\"" +
           geometryType + "\",\"coordinates\":" + coordinates + "}}";
}

const QByteArray utmCrs = "urn:ogc:def:crs:EPSG::32631";
const QByteArray pixelRing = "[[[10,20],[50,20],[50,60],[10,20]]]";

void closeTo(const Point& found, double x, double y, double tolerance)
{
    QVERIFY2(std::abs(found.x - x) < tolerance && std::abs(found.y - y) < tolerance,
             qPrintable(QString("%1 %2").arg(found.x, 0, 'f', 4).arg(found.y, 0, 'f', 4)));
}

} // namespace

class ImportsTest : public QObject, fixtures::TestFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        renewFolder();
        project_ = Project::create(root_ / "p.limn");
        project_->setClasses(waterAndLand());
    }
    void cleanup() { project_.reset(); }

    void classesAreReadFromTheCommandLine_data();
    void classesAreReadFromTheCommandLine();
    void csvIsReadAsSpreadsheetsWriteIt_data();
    void csvIsReadAsSpreadsheetsWriteIt();
    void aListBringsImagesMasksAndSplits();
    void wrongListsGetOneSentenceAndChangeNothing_data();
    void wrongListsGetOneSentenceAndChangeNothing();
    void maskValuesBecomeClasses_data();
    void maskValuesBecomeClasses();
    void aMaskIsLaidOverWhatIsThere();
    void wrongMasksGetOneSentence_data();
    void wrongMasksGetOneSentence();
    void shapesComeThroughEveryFormat_data();
    void shapesComeThroughEveryFormat();
    void coordinatesAreTransformed_data();
    void coordinatesAreTransformed();
    void pixelCoordinatesAreUnderstood_data();
    void pixelCoordinatesAreUnderstood();
    void partsHolesAndCollectionsAreKept();
    void classFieldsMayBeNumbers();
    void aShapeOnTwoImagesIsTwoShapes();
    void whatIsLeftOutIsTold();
    void wrongShapesGetOneSentenceAndChangeNothing_data();
    void wrongShapesGetOneSentenceAndChangeNothing();

private:
    ImageRecord add(const std::string& name, int width, int height,
                    const fixtures::Georeference& georeference = {})
    {
        return project_->addImage(fixtures::makeImage(root_ / name, width, height, georeference));
    }

    std::unique_ptr<Project> project_;
};

void ImportsTest::classesAreReadFromTheCommandLine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name"); // empty: refused
    QTest::addColumn<QString>("colour");
    QTest::addColumn<int>("value");
    QTest::newRow("name") << "water"
                          << "water"
                          << "" << -1;
    QTest::newRow("colour") << "water=#0072b2"
                            << "water"
                            << "#0072b2" << -1;
    QTest::newRow("value") << "water@3"
                           << "water"
                           << "" << 3;
    QTest::newRow("both") << "open water=#0072B2@255"
                          << "open water"
                          << "#0072b2" << 255;
    QTest::newRow("value 0") << "background@0"
                             << "background"
                             << "" << 0;
    QTest::newRow("nothing") << ""
                             << ""
                             << "" << -1;
    QTest::newRow("no name") << "=#0072b2@3"
                             << ""
                             << "" << -1;
    QTest::newRow("no colour") << "water=blue"
                               << ""
                               << "" << -1;
    QTest::newRow("no number") << "water@x"
                               << ""
                               << "" << -1;
    QTest::newRow("number and more") << "water@3x"
                                     << ""
                                     << "" << -1;
    QTest::newRow("number too large") << "water@256"
                                      << ""
                                      << "" << -1;
    QTest::newRow("empty number") << "water@"
                                  << ""
                                  << "" << -1;
}

void ImportsTest::classesAreReadFromTheCommandLine()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QFETCH(QString, colour);
    QFETCH(int, value);
    if (name.isEmpty()) {
        const std::string message =
            fixtures::messageOf([&] { parseClassSpec(text.toStdString()); });
        QVERIFY2(fixtures::isOneSentence(message), message.c_str());
        return;
    }
    const ClassSpec spec = parseClassSpec(text.toStdString());
    QCOMPARE(QString::fromStdString(spec.name), name);
    QCOMPARE(spec.colour ? QString::fromStdString(formatColour(*spec.colour)) : QString(), colour);
    QCOMPARE(spec.fileValue.value_or(-1), value);
}

void ImportsTest::csvIsReadAsSpreadsheetsWriteIt_data()
{
    using Rows = QList<QStringList>;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Rows>("rows");
    QTest::addColumn<QList<int>>("lines");
    const Rows two{{"a", "b"}, {"1", "2"}};
    QTest::newRow("unix") << QByteArray("a,b\n1,2\n") << two << QList<int>{1, 2};
    QTest::newRow("windows") << QByteArray("a,b\r\n1,2\r\n") << two << QList<int>{1, 2};
    QTest::newRow("old mac") << QByteArray("a,b\r1,2") << two << QList<int>{1, 2};
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "a,b\n1,2")
                                     << two << QList<int>{1, 2};
    QTest::newRow("semicolons") << QByteArray("a;b\n1;2") << two << QList<int>{1, 2};
    QTest::newRow("empty lines") << QByteArray("\n\na,b\n\n1,2\n\n") << two << QList<int>{3, 5};
    QTest::newRow("quotes") << QByteArray("\"a,x\",\"b \"\"c\"\"\"\n\"1\n2\",3\n4,5")
                            << Rows{{"a,x", "b \"c\""}, {"1\n2", "3"}, {"4", "5"}}
                            << QList<int>{1, 2, 4};
    QTest::newRow("empty cells") << QByteArray("a,,\n,,x") << Rows{{"a", "", ""}, {"", "", "x"}}
                                 << QList<int>{1, 2};
    QTest::newRow("nothing") << QByteArray() << Rows{} << QList<int>{};
}

void ImportsTest::csvIsReadAsSpreadsheetsWriteIt()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<QStringList>, rows);
    QFETCH(QList<int>, lines);
    fixtures::writeText(root_ / "list.csv", text);
    QList<QStringList> read;
    QList<int> readLines;
    for (const CsvRow& row : readCsv(root_ / "list.csv")) {
        QStringList cells;
        for (const std::string& cell : row.cells)
            cells << QString::fromStdString(cell);
        read << cells;
        readLines << row.line;
    }
    QCOMPARE(read, rows);
    QCOMPARE(readLines, lines);
}

void ImportsTest::aListBringsImagesMasksAndSplits()
{
    fs::create_directories(root_ / "data" / "my images");
    for (const char* name : {"a.tif", "my images/b.tif", "c.tif"})
        fixtures::makeImage(root_ / "data" / name, 4, 2);
    fixtures::makeImage(root_ / "data" / "a-mask.tif", 4, 2, {}, {0, 1, 2, 255, 1, 1, 0, 0});
    fixtures::writeText(root_ / "data" / "list.csv",
                        "Split,Image,Mask,notes\r\n"
                        "train,a.tif,a-mask.tif,\"first, of three\"\r\n"
                        "Validation, my images/b.tif ,,\r\n"
                        ",c.tif\r\n");
    const ImportReport report = importList(*project_, root_ / "data" / "list.csv", {});
    QCOMPARE(report.images, 3);
    QCOMPARE(report.maskPixels, 4);
    QVERIFY(report.warnings.empty());
    const auto images = project_->images();
    QCOMPARE(images.size(), 3u);
    QCOMPARE(images[0].path, std::string("data/a.tif"));
    QCOMPARE(images[1].path, std::string("data/my images/b.tif"));
    QVERIFY(images[0].split == Split::Train);
    QVERIFY(images[1].split == Split::Validation);
    QVERIFY(images[2].split == Split::Auto);
    const MaskTiles mask = project_->mask(images[0].id);
    Values read(8);
    mask.read({0, 0, 4, 2}, 1, read);
    QVERIFY(read == (Values{0, 1, 2, 0, 1, 1, 0, 0}));
    QVERIFY(project_->maskTileKeys(images[1].id).empty());
}

void ImportsTest::wrongListsGetOneSentenceAndChangeNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "is empty";
    QTest::newRow("header only") << QByteArray("image,mask\n") << "names no image";
    QTest::newRow("no image column") << QByteArray("file,mask\na.tif,\n") << "file, mask";
    QTest::newRow("no path") << QByteArray("image,split\na.tif,train\n,val\n") << "Line 3";
    QTest::newRow("missing image") << QByteArray("image\na.tif\nmissing.tif\n") << "missing.tif";
    QTest::newRow("missing mask") << QByteArray("image,mask\na.tif,missing.tif\n") << "missing.tif";
    QTest::newRow("unknown split")
        << QByteArray("image,split\na.tif,holdout\n") << "train, val or test";
    QTest::newRow("open quote") << QByteArray("image\n\"a.tif\n") << "line 2";
    QTest::newRow("mask of another size")
        << QByteArray("image,mask\na.tif,small.tif\n") << "3 x 2 pixels";
}

void ImportsTest::wrongListsGetOneSentenceAndChangeNothing()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    fixtures::makeImage(root_ / "a.tif", 4, 2);
    fixtures::makeImage(root_ / "small.tif", 3, 2);
    fixtures::writeText(root_ / "list.csv", text);
    const std::string message =
        fixtures::messageOf([&] { importList(*project_, root_ / "list.csv", {}); });
    QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    QVERIFY(project_->images().empty());
}

void ImportsTest::maskValuesBecomeClasses_data()
{
    using Map = QMap<int, int>;
    QTest::addColumn<Map>("fileValues");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("labels"); // empty: refused
    QTest::addColumn<bool>("warns");
    QTest::newRow("as they are") << Map{} << QByteArray("\0\1\2\xff", 4)
                                 << QByteArray("\0\1\2\0", 4) << false;
    QTest::newRow("unknown value") << Map{} << QByteArray("\0\1\2\7", 4) << QByteArray() << false;
    QTest::newRow("mapped") << Map{{7, 1}, {9, 2}} << QByteArray("\7\x9\0\xff", 4)
                            << QByteArray("\1\2\0\0", 4) << false;
    QTest::newRow("0 and 255 mapped") << Map{{0, 2}, {255, 1}} << QByteArray("\0\xff\0\xff", 4)
                                      << QByteArray("\2\1\2\1", 4) << false;
    QTest::newRow("values that are no class")
        << Map{{7, 1}} << QByteArray("\7\1\2\0", 4) << QByteArray("\1\0\0\0", 4) << true;
    QTest::newRow("to no class") << Map{{7, 9}} << QByteArray("\7\0\0\0", 4) << QByteArray()
                                 << false;
}

void ImportsTest::maskValuesBecomeClasses()
{
    using Map = QMap<int, int>;
    QFETCH(Map, fileValues);
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, labels);
    QFETCH(bool, warns);
    const ImageRecord image = add("a.tif", 2, 2);
    fixtures::makeImage(root_ / "m.tif", 2, 2, {}, Values(file.begin(), file.end()));
    ImportReport report;
    const std::string message = fixtures::messageOf(
        [&] { report = importMask(*project_, image, root_ / "m.tif", fileValues.toStdMap()); });
    if (labels.isEmpty()) {
        QVERIFY2(fixtures::isOneSentence(message), message.c_str());
        QVERIFY(project_->maskTileKeys(image.id).empty());
        return;
    }
    QCOMPARE(message, std::string());
    Values read(4);
    project_->mask(image.id).read({0, 0, 2, 2}, 1, read);
    QVERIFY(read == Values(labels.begin(), labels.end()));
    QCOMPARE(report.warnings.size(), warns ? 1u : 0u);
}

void ImportsTest::aMaskIsLaidOverWhatIsThere()
{
    const ImageRecord image = add("a.tif", 300, 600);
    MaskTiles mask({300, 600});
    mask.writable({0, 0})[5] = 2;
    mask.writable({0, 0})[6] = 2;
    project_->putStoredTile(image.id, {0, 0}, mask.tile({0, 0}));
    Values values(300 * 600);
    values[6] = 1;
    values[599 * 300 + 299] = 2;
    fixtures::makeImage(root_ / "m.tif", 300, 600, {}, values);
    const ImportReport report = importMask(*project_, image, root_ / "m.tif", {});
    QCOMPARE(report.maskPixels, 2);
    const MaskTiles read = project_->mask(image.id);
    QCOMPARE(read.at(5, 0), 2);
    QCOMPARE(read.at(6, 0), 1);
    QCOMPARE(read.at(299, 599), 2);
    QCOMPARE(read.tiles().size(), 2u);
}

void ImportsTest::wrongMasksGetOneSentence_data()
{
    QTest::addColumn<QString>("mask");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << "missing.tif"
                             << "missing.tif";
    QTest::newRow("no image") << "text.tif"
                              << "text.tif";
    QTest::newRow("another size") << "large.tif"
                                  << "5 x 4";
}

void ImportsTest::wrongMasksGetOneSentence()
{
    QFETCH(QString, mask);
    QFETCH(QString, says);
    const ImageRecord image = add("a.tif", 4, 4);
    fixtures::writeText(root_ / "text.tif", "text");
    fixtures::makeImage(root_ / "large.tif", 5, 4);
    const std::string message =
        fixtures::messageOf([&] { importMask(*project_, image, root_ / mask.toStdString(), {}); });
    QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
}

void ImportsTest::shapesComeThroughEveryFormat_data()
{
    QTest::addColumn<QString>("driver");
    QTest::addColumn<QString>("name");
    QTest::newRow("GeoJSON") << "GeoJSON"
                             << "s.geojson";
    QTest::newRow("GeoPackage") << "GPKG"
                                << "s.gpkg";
    QTest::newRow("Shapefile") << "ESRI Shapefile"
                               << "s.shp";
}

void ImportsTest::shapesComeThroughEveryFormat()
{
    QFETCH(QString, driver);
    QFETCH(QString, name);
    const ImageRecord image = add("a.tif", 100, 100, fixtures::utm);
    fixtures::writeText(
        root_ / "source.geojson",
        geoJson(feature("\"kind\":\"water\"", "Polygon",
                        "[[[500010,4999990],[500030,4999990],[500030,4999970],[500010,4999990]]]") +
                    "," +
                    feature("\"kind\":\"reeds\"", "Polygon",
                            "[[[500000,5000000],[500005,5000000],[500005,4999995],[500000,"
                            "5000000]]]"),
                utmCrs));
    const fs::path file = root_ / name.toStdString();
    {
        GDALAllRegister();
        const GDALDatasetUniquePtr source(
            GDALDataset::Open((root_ / "source.geojson").c_str(), GDAL_OF_VECTOR));
        const GDALDatasetUniquePtr made(GetGDALDriverManager()
                                            ->GetDriverByName(driver.toUtf8())
                                            ->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        QVERIFY(made && made->CopyLayer(source->GetLayer(0), "s", nullptr));
    }
    const ImportReport report = importShapes(*project_, file, "kind");
    QCOMPARE(report.shapes, 2);
    const auto shapes = project_->shapes(image.id);
    QCOMPARE(shapes.size(), 2u);
    QCOMPARE(shapes[0].classValue, 1);
    const ClassEntry* added = nullptr;
    const ClassList classes = project_->classes();
    QVERIFY((added = findClass(classes, "reeds")) != nullptr);
    QCOMPARE(shapes[1].classValue, added->value);
    QCOMPARE(shapes[0].rings[0].size(), 3u);
    QVERIFY(bounds(shapes[0]) == (limn::raster::PixelRect{20, 20, 40, 40}));
}

void ImportsTest::coordinatesAreTransformed_data()
{
    QTest::addColumn<int>("imageEpsg");
    QTest::addColumn<QByteArray>("crs");
    QTest::newRow("longitude first though EPSG says latitude") << 32631 << QByteArray();
    QTest::newRow("from EPSG:4326 by name") << 32631 << QByteArray("urn:ogc:def:crs:EPSG::4326");
    QTest::newRow("from UTM into degrees") << 4326 << utmCrs;
}

void ImportsTest::coordinatesAreTransformed()
{
    QFETCH(int, imageEpsg);
    QFETCH(QByteArray, crs);
    // 3 degrees east is the central meridian of zone 31, easting 500000. Northing 5000000 there is
    // latitude 45.15347718: the meridian's arc on the WGS 84 ellipsoid, times 0.9996, integrated by
    // Simpson's rule without PROJ. From there 0.0001 degrees are 7.86046 m east and 11.10903 m
    // south.
    const bool utmImage = imageEpsg == 32631;
    const ImageRecord image = add(
        "a.tif", 100, 100,
        utmImage ? fixtures::utm : fixtures::Georeference{4326, {3.0, 1e-5, 0, 45.154, 0, -1e-5}});
    const QByteArray ring =
        utmImage ? "[[[3.0001,45.15337718],[3.0003,45.15337718],[3.0003,45.15317718],"
                   "[3.0001,45.15337718]]]"
                 : "[[[500010,5000000],[500030,5000000],[500030,4999980],[500010,5000000]]]";
    fixtures::writeText(root_ / "s.geojson",
                        geoJson(feature("\"k\":\"water\"", "Polygon", ring), crs));
    QCOMPARE(importShapes(*project_, root_ / "s.geojson", "k").shapes, 1);
    const Ring found = project_->shapes(image.id).at(0).rings[0];
    if (utmImage) {
        closeTo(found[0], 15.721, 22.218, 0.01);
        closeTo(found[1], 47.163, 22.218, 0.01);
    } else {
        closeTo(found[0], 12.722, 52.282, 0.01);
        closeTo(found[1], 38.166, 52.282, 0.01);
    }
}

void ImportsTest::pixelCoordinatesAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("ring");
    QTest::newRow("y down") << pixelRing;
    QTest::newRow("y up, all negative") << QByteArray("[[[10,-20],[50,-20],[50,-60],[10,-20]]]");
}

void ImportsTest::pixelCoordinatesAreUnderstood()
{
    QFETCH(QByteArray, ring);
    const ImageRecord image = add("a.tif", 100, 100);
    add("b.tif", 100, 100, fixtures::utm);
    fixtures::writeText(root_ / "s.geojson", geoJson(feature("\"k\":\"water\"", "Polygon", ring)));
    importShapes(*project_, root_ / "s.geojson", "k");
    QVERIFY(project_->shapes(image.id).at(0).rings ==
            (std::vector<Ring>{{{10, 20}, {50, 20}, {50, 60}}}));
}

void ImportsTest::partsHolesAndCollectionsAreKept()
{
    const ImageRecord image = add("a.tif", 100, 100);
    fixtures::writeText(
        root_ / "s.geojson",
        geoJson(feature("\"k\":\"water\"", "Polygon",
                        "[[[0,0],[40,0],[40,40],[0,40],[0,0]],[[10,10],[20,10],[20,20],[10,10]]]") +
                "," +
                feature("\"k\":\"land\"", "MultiPolygon",
                        "[[[[50,0],[60,0],[60,9],[50,0]]],[[[70,0],[80,0],[80,9],[70,0]]]]")));
    const ImportReport report = importShapes(*project_, root_ / "s.geojson", "k");
    QCOMPARE(report.shapes, 3);
    const auto shapes = project_->shapes(image.id);
    QCOMPARE(shapes[0].rings.size(), 2u);
    QCOMPARE(area(shapes[0]), 1550.0);
    QCOMPARE(shapes[1].classValue, 2);
    QCOMPARE(shapes[2].classValue, 2);
    QVERIFY(shapes[1].id != shapes[2].id);
}

void ImportsTest::classFieldsMayBeNumbers()
{
    const ImageRecord image = add("a.tif", 100, 100);
    const auto numbered = [](int value) {
        return feature("\"k\":" + QByteArray::number(value), "Polygon", pixelRing);
    };
    fixtures::writeText(root_ / "s.geojson",
                        geoJson(numbered(2) + "," + numbered(40) + "," + numbered(4000)));
    importShapes(*project_, root_ / "s.geojson", "k");
    const auto shapes = project_->shapes(image.id);
    const ClassList classes = project_->classes();
    QCOMPARE(shapes[0].classValue, 2);
    QCOMPARE(shapes[1].classValue, 40);
    QCOMPARE(findClass(classes, "40")->value, 40);
    QCOMPARE(findClass(classes, "4000")->value, 3);
    QCOMPARE(shapes[2].classValue, 3);
}

void ImportsTest::aShapeOnTwoImagesIsTwoShapes()
{
    fixtures::Georeference beside = fixtures::utm;
    beside.transform[0] += 50;
    const ImageRecord a = add("a.tif", 100, 100, fixtures::utm);
    const ImageRecord b = add("b.tif", 100, 100, beside);
    fixtures::writeText(
        root_ / "s.geojson",
        geoJson(feature("\"k\":\"water\"", "Polygon",
                        "[[[500040,4999990],[500060,4999990],[500060,4999970],[500040,4999990]]]"),
                utmCrs));
    QCOMPARE(importShapes(*project_, root_ / "s.geojson", "k").shapes, 2);
    closeTo(project_->shapes(a.id).at(0).rings[0][0], 80, 20, 1e-6);
    closeTo(project_->shapes(b.id).at(0).rings[0][0], -20, 20, 1e-6);
}

void ImportsTest::whatIsLeftOutIsTold()
{
    add("a.tif", 100, 100);
    fixtures::writeText(
        root_ / "s.geojson",
        geoJson(feature("\"k\":\"water\"", "Polygon", pixelRing) + "," +
                feature("\"k\":\"water\"", "Polygon", "[[[900,0],[950,0],[950,9],[900,0]]]") + "," +
                feature("\"k\":null", "Polygon", pixelRing) + "," +
                feature("\"k\":\"water\"", "Point", "[5,5]")));
    const ImportReport report = importShapes(*project_, root_ / "s.geojson", "k");
    QCOMPARE(report.shapes, 1);
    QCOMPARE(report.warnings.size(), 3u);
    for (const std::string& warning : report.warnings)
        QVERIFY2(fixtures::isOneSentence(warning), warning.c_str());
}

void ImportsTest::wrongShapesGetOneSentenceAndChangeNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing file") << QByteArray() << "k"
                                  << "There is no file";
    QTest::newRow("no vector file") << QByteArray("no shapes at all") << "k"
                                    << "cannot be read as shapes";
    QTest::newRow("cut short") << geoJson(feature("\"k\":\"x\"", "Polygon", pixelRing)).left(60)
                               << "k"
                               << "cannot be read as shapes";
    QTest::newRow("field that is not there")
        << geoJson(feature("\"kind\":\"x\",\"name\":\"y\"", "Polygon", pixelRing)) << "k"
        << "choose one of kind, name";
    QTest::newRow("on no image") << geoJson(feature("\"k\":\"x\"", "Polygon",
                                                    "[[[900,0],[950,0],[950,9],[900,0]]]"))
                                 << "k"
                                 << "lies on an image";
    QTest::newRow("elsewhere on Earth")
        << geoJson(feature("\"k\":\"x\"", "Polygon", "[[[1e5,0],[1.1e5,0],[1e5,9],[1e5,0]]]"),
                   utmCrs)
        << "k"
        << "lies on an image";
    QTest::newRow("no polygons") << geoJson(feature("\"k\":\"x\"", "Point", "[5,5]")) << "k"
                                 << "lies on an image";
    QTest::newRow("pixel coordinates and two images")
        << geoJson(feature("\"k\":\"x\"", "Polygon", pixelRing)) << "k"
        << "2 images";
}

void ImportsTest::wrongShapesGetOneSentenceAndChangeNothing()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, field);
    QFETCH(QString, says);
    const ImageRecord image = add("a.tif", 100, 100);
    if (says == "2 images")
        add("b.tif", 100, 100);
    if (!text.isEmpty())
        fixtures::writeText(root_ / "s.geojson", text);
    const std::int64_t revision = project_->labelRevision();
    const std::string message = fixtures::messageOf(
        [&] { importShapes(*project_, root_ / "s.geojson", field.toStdString()); });
    QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    QVERIFY(project_->classes() == waterAndLand());
    QCOMPARE(project_->labelRevision(), revision);
    QVERIFY(project_->shapes(image.id).empty());
}

QTEST_GUILESS_MAIN(ImportsTest)
#include "imports.moc"
