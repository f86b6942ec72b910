// A project folder: what is stored comes back, other programs can open it, wrong input is told.

#include "annotation/project.h"

#include "fixtures.h"

#include <ogrsf_frmts.h>
#include <sqlite3.h>

#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <random>
#include <set>

using namespace limn::annotation;
using limn::raster::PixelRect;
namespace fs = std::filesystem;

namespace
{

ClassList twoClasses()
{
    ClassList classes;
    addClass(classes, "water");
    addClass(classes, "bare & \"dry\" <shore>");
    return classes;
}

Shape square(std::int64_t id, int classValue, double x, double y, double side)
{
    return {id, classValue, {{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}}};
}

MaskTilePtr filledTile(std::uint8_t value)
{
    auto tile = std::make_shared<MaskTile>();
    tile->fill(value);
    return tile;
}

/// Squares of `side` pixels, in turn of a class and unlabelled.
MaskTilePtr checkedTile(int side, std::uint8_t value)
{
    auto tile = std::make_shared<MaskTile>();
    for (int y = 0; y < maskTileSize; ++y)
        for (int x = 0; x < maskTileSize; ++x)
            if ((x / side + y / side / 2) % 2 == 0)
                (*tile)[static_cast<std::size_t>(y * maskTileSize + x)] = value;
    return tile;
}

std::vector<std::int64_t> idsOf(const std::vector<Shape>& shapes)
{
    std::vector<std::int64_t> ids;
    for (const Shape& shape : shapes)
        ids.push_back(shape.id);
    return ids;
}

std::vector<std::string> gdalMessages;

void recordMessage(CPLErr, CPLErrorNum, const char* message)
{
    gdalMessages.push_back(message);
}

void runSql(const fs::path& file, const char* sql)
{
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

} // namespace

class ProjectTest : public QObject, fixtures::TestFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { renewFolder(); }

    void aNewProjectHasItsFoldersAndIsEmpty();
    void everythingStoredIsThereAfterReopening();
    void imagesAreFoundAfterAMove_data();
    void imagesAreFoundAfterAMove();
    void theSameImageTwiceIsOneImage();
    void removingAnImageRemovesItsLabels();
    void shapesKeepTheirPixelsThroughTheMap_data();
    void shapesKeepTheirPixelsThroughTheMap();
    void shapesKeepTheirDrawingOrder();
    void otherProgramsOpenItAsAGeoPackage();
    void editsByOtherProgramsAreShown();
    void qgisStyleIsWellFormedAndHasTheColours();
    void tilesPastTheImagesEdgeAreCut();
    void tilesAreReadFromAfarWithoutUnpacking();
    void filesOfEarlierProgramsGainTheirColumns();
    void masksOfManyTilesComeBackWhole();
    void tilesOfOneEditShareARevision();
    void aDamagedTileIsToldWhenItIsLookedAt();
    void aDamagedTileHidesNoOther();
    void emptyTilesTakeNoRow();
    void theLabelRevisionGrowsWithLabelsOnly();
    void aFailedTransactionLeavesNothing();
    void innerTransactionsFailAlone();
    void wrongFoldersGetOneSentence_data();
    void wrongFoldersGetOneSentence();
    void wrongInputGetsOneSentence_data();
    void wrongInputGetsOneSentence();
    void newClassesGetFreeValuesKeysAndColours();
    void coloursAreReadStrictly_data();
    void coloursAreReadStrictly();
};

void ProjectTest::aNewProjectHasItsFoldersAndIsEmpty()
{
    const auto project = Project::create(root_ / "new" / "lake.limn");
    QVERIFY(fs::is_regular_file(project->folder() / "project.gpkg"));
    QVERIFY(fs::is_directory(project->runsFolder()));
    QVERIFY(fs::is_directory(project->predictionsFolder()));
    QVERIFY(!fs::exists(project->folder() / "project.gpkg.partial"));
    QVERIFY(project->images().empty());
    QVERIFY(project->classes().empty());
    QCOMPARE(project->labelRevision(), 0);
    QCOMPARE(project->nextShapeId(), 1);
    QVERIFY(!project->setting("anything"));
}

void ProjectTest::everythingStoredIsThereAfterReopening()
{
    const std::string file = fixtures::makeImage(root_ / "a.tif", 600, 300, fixtures::utm);
    const ClassList classes = twoClasses();
    const Shape shape{7, 2, {{{10, 10}, {90.5, 10}, {50, 80.25}}, {{40, 20}, {60, 20}, {50, 40}}}};
    const CompleteRegion region{3, {5, 6, 70, 80}, 2};
    std::int64_t id = 0;
    {
        const auto project = Project::create(root_ / "p.limn");
        project->setClasses(classes);
        id = project->addImage(file, Split::Test).id;
        project->setImageDisplay(id, "{\"bands\":[0,0,0]}");
        project->putMaskTile(id, {1, 0}, filledTile(1));
        project->putShape(id, shape);
        project->setCompleteRegions(id, {region});
        project->setSetting("theme", "dark");
    }
    for (const auto access : {Project::Access::ReadWrite, Project::Access::ReadOnly}) {
        const auto project = Project::open(root_ / "p.limn", access);
        QVERIFY(project->classes() == classes);
        const auto image = project->image(id);
        QVERIFY(image.has_value());
        QCOMPARE(image->path, std::string("a.tif"));
        QCOMPARE(image->file, file);
        QCOMPARE(image->size.width, 600);
        QCOMPARE(image->size.height, 300);
        QCOMPARE(image->bands, 1);
        QVERIFY(image->split == Split::Test);
        QCOMPARE(image->display, std::string("{\"bands\":[0,0,0]}"));
        QCOMPARE(project->mask(id).at(300, 20), 1);
        QCOMPARE(project->mask(id).at(20, 20), 0);
        QVERIFY(project->shapes(id) == std::vector{shape});
        QCOMPARE(project->nextShapeId(), 8);
        const auto regions = project->completeRegions(id);
        QCOMPARE(regions.size(), 1u);
        QVERIFY(regions[0].rect == region.rect);
        QCOMPARE(regions[0].id, 3);
        QCOMPARE(regions[0].classValue, 2);
        QCOMPARE(*project->setting("theme"), std::string("dark"));
    }
}

void ProjectTest::imagesAreFoundAfterAMove_data()
{
    QTest::addColumn<QString>("image");
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("moveFrom");
    QTest::addColumn<QString>("moveTo");
    QTest::addColumn<QString>("found");
    QTest::newRow("nothing moved") << "w/images/a.tif"
                                   << "images/a.tif"
                                   << ""
                                   << ""
                                   << "w/images/a.tif";
    QTest::newRow("project and images moved together") << "w/images/a.tif"
                                                       << "images/a.tif"
                                                       << "w"
                                                       << "v"
                                                       << "v/images/a.tif";
    QTest::newRow("outside the parent folder, together") << "data/a.tif"
                                                         << "../data/a.tif"
                                                         << ""
                                                         << ""
                                                         << "data/a.tif";
    QTest::newRow("project moved alone") << "w/images/a.tif"
                                         << "images/a.tif"
                                         << "w/p.limn"
                                         << "v/deep/p.limn"
                                         << "w/images/a.tif";
    QTest::newRow("image moved beside the project") << "w/images/a.tif"
                                                    << "images/a.tif"
                                                    << "w/images/a.tif"
                                                    << "w/a.tif"
                                                    << "w/a.tif";
}

void ProjectTest::imagesAreFoundAfterAMove()
{
    QFETCH(QString, image);
    QFETCH(QString, stored);
    QFETCH(QString, moveFrom);
    QFETCH(QString, moveTo);
    QFETCH(QString, found);
    const auto below = [&](const QString& path) { return root_ / path.toStdString(); };
    for (const char* made : {"w/images", "data"})
        fs::create_directories(root_ / made);
    fixtures::makeImage(below(image), 8, 8);
    fs::path folder = root_ / "w" / "p.limn";
    {
        const auto project = Project::create(folder);
        QCOMPARE(QString::fromStdString(project->addImage(below(image)).path), stored);
    }
    if (!moveFrom.isEmpty()) {
        fs::create_directories(below(moveTo).parent_path());
        fs::rename(below(moveFrom), below(moveTo));
    }
    if (!fs::exists(folder))
        folder = fs::exists(below(moveTo) / "p.limn") ? below(moveTo) / "p.limn" : below(moveTo);
    const auto project = Project::open(folder, Project::Access::ReadOnly);
    QCOMPARE(QString::fromStdString(project->images().at(0).file),
             QString::fromStdString(below(found).string()));
}

void ProjectTest::theSameImageTwiceIsOneImage()
{
    fixtures::makeImage(root_ / "a.tif", 8, 8);
    fixtures::makeImage(root_ / "b.tif", 8, 8);
    const auto project = Project::create(root_ / "p.limn");
    const auto first = project->addImage(root_ / "a.tif");
    QCOMPARE(project->addImage(root_ / "p.limn" / ".." / "a.tif").id, first.id);
    QVERIFY(project->addImage(root_ / "b.tif").id != first.id);
    QCOMPARE(project->images().size(), 2u);
}

void ProjectTest::removingAnImageRemovesItsLabels()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto a = project->addImage(fixtures::makeImage(root_ / "a.tif", 300, 300)).id;
    const auto b = project->addImage(fixtures::makeImage(root_ / "b.tif", 300, 300)).id;
    for (const std::int64_t image : {a, b}) {
        project->putMaskTile(image, {0, 0}, filledTile(3));
        project->putShape(image, square(project->reserveShapeId(), 1, 1, 1, 5));
        project->setCompleteRegions(image, {{0, {0, 0, 9, 9}, 1}});
    }
    project->removeImage(a);
    QVERIFY(!project->image(a));
    QVERIFY(project->maskTileKeys(a).empty());
    QVERIFY(project->completeRegions(a).empty());
    QCOMPARE(project->labelRevision(a), 0);
    QCOMPARE(project->shapes(b).size(), 1u);
    QCOMPARE(project->maskTileKeys(b).size(), 1u);
    QVERIFY(fs::exists(root_ / "a.tif"));
}

void ProjectTest::shapesKeepTheirPixelsThroughTheMap_data()
{
    QTest::addColumn<int>("epsg");
    QTest::addColumn<QList<double>>("transform");
    const auto row = [](const char* name, const fixtures::Georeference& place) {
        QTest::newRow(name) << place.epsg
                            << QList<double>(place.transform.begin(), place.transform.end());
    };
    row("no georeference", {});
    row("UTM, half a metre", fixtures::utm);
    row("UTM, rotated", fixtures::rotated);
    row("UTM, five millimetres", {32631, {833978.5, 0.005, 0, 9329005.25, 0, -0.005}});
    row("degrees", fixtures::degrees);
    row("y grows downwards", {32631, {500000, 2, 0, 5000000, 0, 2}});
}

void ProjectTest::shapesKeepTheirPixelsThroughTheMap()
{
    QFETCH(int, epsg);
    QFETCH(QList<double>, transform);
    fixtures::Georeference place{epsg, {}};
    std::ranges::copy(transform, place.transform.begin());
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 40, 40, place)).id;
    Shape shape{1, 1, {{}}};
    for (int i = 0; i < 200; ++i)
        shape.rings[0].push_back({i * 137.123456789 - 300, std::sin(i) * 20000});
    project->putShape(image, shape);
    const Shape read = project->shapes(image).at(0);
    QCOMPARE(read.rings[0].size(), shape.rings[0].size());
    for (std::size_t i = 0; i < 200; ++i) {
        QVERIFY(std::abs(read.rings[0][i].x - shape.rings[0][i].x) < 1e-6);
        QVERIFY(std::abs(read.rings[0][i].y - shape.rings[0][i].y) < 1e-6);
    }
    // Whole and half pixels, where people and tools put vertices, come back exactly.
    project->putShape(image, square(2, 1, 3, 1000.5, 17.25));
    QVERIFY(project->shapes(image).at(1) == square(2, 1, 3, 1000.5, 17.25));
}

void ProjectTest::shapesKeepTheirDrawingOrder()
{
    using Ids = std::vector<std::int64_t>;
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 40, 40)).id;
    for (const std::int64_t id : {1, 2, 3})
        project->putShape(image, square(id, 1, 0, 0, 4));
    QVERIFY(idsOf(project->shapes(image)) == (Ids{1, 2, 3}));
    project->putShape(image, square(2, 2, 1, 1, 4));
    QVERIFY(idsOf(project->shapes(image)) == (Ids{1, 2, 3}));
    project->putShape(image, square(9, 1, 0, 0, 4), 1);
    QVERIFY(idsOf(project->shapes(image)) == (Ids{1, 9, 2, 3}));
    project->putShape(image, square(3, 1, 0, 0, 4), 0);
    QVERIFY(idsOf(project->shapes(image)) == (Ids{3, 1, 9, 2}));
    project->putShape(image, square(5, 1, 0, 0, 4), 99);
    QVERIFY(idsOf(project->shapes(image)) == (Ids{3, 1, 9, 2, 5}));
    project->removeShape(image, 9);
    project->putShape(image, square(9, 1, 0, 0, 4), 2);
    QVERIFY(idsOf(project->shapes(image)) == (Ids{3, 1, 9, 2, 5}));
}

void ProjectTest::otherProgramsOpenItAsAGeoPackage()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto placed =
        project->addImage(fixtures::makeImage(root_ / "a.tif", 100, 100, fixtures::utm)).id;
    const auto plain = project->addImage(fixtures::makeImage(root_ / "b.tif", 100, 100)).id;
    project->putShape(placed, square(1, 1, 10, 20, 40));
    project->setClasses(twoClasses());
    project->putShape(placed, square(2, 2, 50, 50, 10));
    project->putShape(plain, square(3, 2, 5, 6, 7));

    gdalMessages.clear();
    CPLPushErrorHandler(recordMessage);
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(
        (project->folder() / "project.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    QVERIFY(dataset != nullptr);
    QCOMPARE(dataset->GetDriverName(), "GPKG");
    OGRLayer* layer = dataset->GetLayerByName("shapes_32631");
    QVERIFY(layer != nullptr);
    QCOMPARE(layer->GetFeatureCount(), 2);
    QCOMPARE(layer->GetGeomType(), wkbPolygon);
    QCOMPARE(layer->GetSpatialRef()->GetAuthorityCode(nullptr), "32631");
    const OGRFeatureUniquePtr feature(layer->GetFeature(1));
    QVERIFY(feature != nullptr);
    QCOMPARE(feature->GetFieldAsString("class_name"), "water");
    QCOMPARE(feature->GetFieldAsInteger("class_value"), 1);
    QCOMPARE(feature->GetFieldAsInteger64("image_id"), placed);
    OGREnvelope envelope;
    feature->GetGeometryRef()->getEnvelope(&envelope);
    QCOMPARE(envelope.MinX, 500005.0);
    QCOMPARE(envelope.MaxX, 500025.0);
    QCOMPARE(envelope.MinY, 4999970.0);
    QCOMPARE(envelope.MaxY, 4999990.0);
    OGREnvelope extent;
    QCOMPARE(layer->GetExtent(&extent, FALSE), OGRERR_NONE);
    QCOMPARE(extent.MaxX, 500030.0);

    OGRLayer* flat = dataset->GetLayerByName("shapes_none");
    QVERIFY(flat != nullptr);
    const OGRFeatureUniquePtr upright(flat->GetFeature(3));
    upright->GetGeometryRef()->getEnvelope(&envelope);
    QCOMPARE(envelope.MinY, -13.0);
    QCOMPARE(envelope.MaxY, -6.0);

    for (OGRLayer* each : dataset->GetLayers()) {
        for (const auto& read : each)
            QVERIFY(read != nullptr);
    }
    QCOMPARE(dataset->GetLayerByName("images")->GetFeatureCount(), 2);
    QCOMPARE(dataset->GetLayerByName("classes")->GetFeatureCount(), 2);
    CPLPopErrorHandler();
    QVERIFY2(gdalMessages.empty(), gdalMessages.empty() ? "" : gdalMessages[0].c_str());
}

void ProjectTest::editsByOtherProgramsAreShown()
{
    const auto project = Project::create(root_ / "p.limn");
    project->setClasses(twoClasses());
    const auto image =
        project->addImage(fixtures::makeImage(root_ / "a.tif", 100, 100, fixtures::utm)).id;
    project->putShape(image, square(1, 1, 10, 20, 40));
    const std::int64_t before = project->labelRevision(image);
    {
        const GDALDatasetUniquePtr dataset(GDALDataset::Open(
            (project->folder() / "project.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        OGRLayer* layer = dataset->GetLayerByName("shapes_32631");
        OGRFeature feature(layer->GetLayerDefn());
        feature.SetField("image_id", static_cast<int>(image));
        feature.SetField("class_value", 2);
        OGRGeometry* drawn = nullptr;
        OGRGeometryFactory::createFromWkt(
            "POLYGON ((500000 5000000, 500010 5000000, 500010 4999990, 500000 5000000))", nullptr,
            &drawn);
        feature.SetGeometryDirectly(drawn);
        QCOMPARE(layer->CreateFeature(&feature), OGRERR_NONE);
    }
    QVERIFY(project->labelRevision(image) > before);
    const auto shapes = project->shapes(image);
    QCOMPARE(shapes.size(), 2u);
    QCOMPARE(shapes[1].classValue, 2);
    QVERIFY(shapes[1].rings == (std::vector<Ring>{{{0, 0}, {20, 0}, {20, 20}}}));
    QVERIFY(project->nextShapeId() > shapes[1].id);
}

void ProjectTest::qgisStyleIsWellFormedAndHasTheColours()
{
    const auto project = Project::create(root_ / "p.limn");
    project->addImage(fixtures::makeImage(root_ / "a.tif", 10, 10, fixtures::utm));
    ClassList classes = twoClasses();
    classes[0].colour = {1, 2, 3};
    project->setClasses(classes);
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open((project->folder() / "project.gpkg").c_str(), &database), SQLITE_OK);
    sqlite3_stmt* query = nullptr;
    sqlite3_prepare_v2(database,
                       "SELECT styleQML FROM layer_styles WHERE f_table_name = 'shapes_32631' AND "
                       "f_geometry_column = 'geom' AND useAsDefault = 1",
                       -1, &query, nullptr);
    QCOMPARE(sqlite3_step(query), SQLITE_ROW);
    const QByteArray style(reinterpret_cast<const char*>(sqlite3_column_text(query, 0)));
    QCOMPARE(sqlite3_step(query), SQLITE_DONE);
    sqlite3_finalize(query);
    sqlite3_close(database);
    QStringList labels;
    QStringList colours;
    QXmlStreamReader reader(style);
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == QString("category"))
            labels << reader.attributes().value("label").toString();
        if (reader.attributes().value("name") == QString("color"))
            colours << reader.attributes().value("value").toString().section(',', 0, 2);
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(labels, (QStringList{"water", "bare & \"dry\" <shore>"}));
    QCOMPARE(colours, (QStringList{"1,2,3", "230,159,0"}));
}

void ProjectTest::tilesPastTheImagesEdgeAreCut()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 300, 260)).id;
    project->putMaskTile(image, {1, 1}, filledTile(5));
    const MaskTilePtr tile = project->maskTile(image, {1, 1});
    QCOMPARE(std::ranges::count(*tile, 5), (300 - 256) * (260 - 256));
    QCOMPARE(project->mask(image).at(299, 259), 5);
}

void ProjectTest::tilesAreReadFromAfarWithoutUnpacking()
{
    const auto project = Project::create(root_ / "p.limn");
    const fs::path file = root_ / "p.limn" / "project.gpkg";
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 600, 300)).id;
    project->putMaskTile(image, {0, 0}, checkedTile(16, 3));
    project->putMaskTile(image, {1, 0}, filledTile(5));
    std::vector<std::uint8_t> seen(4);
    const auto look = [&](const MaskTiles& mask) {
        mask.read({0, 16, 64, 16}, 16, seen);
        return seen;
    };
    const MaskTiles mask = project->mask(image);
    QVERIFY(look(mask) == (std::vector<std::uint8_t>{3, 0, 3, 0}));
    QVERIFY(mask.tile({0, 0})->decoded() == nullptr);
    // Another program changes the pixels and knows nothing of the small picture.
    runSql(file, "UPDATE mask_tiles SET revision = revision + 1, pixels = "
                 "(SELECT pixels FROM mask_tiles WHERE tile_column = 1) WHERE tile_column = 0");
    QVERIFY(look(project->mask(image)) == (std::vector<std::uint8_t>{5, 5, 5, 5}));
}

void ProjectTest::filesOfEarlierProgramsGainTheirColumns()
{
    const fs::path folder = root_ / "p.limn";
    std::int64_t image = 0;
    {
        const auto project = Project::create(folder);
        image = project->addImage(fixtures::makeImage(root_ / "a.tif", 600, 300)).id;
        project->setClasses(twoClasses());
        project->putMaskTile(image, {0, 0}, checkedTile(16, 3));
    }
    runSql(folder / "project.gpkg", "ALTER TABLE mask_tiles DROP COLUMN reduced; "
                                    "ALTER TABLE classes DROP COLUMN pattern");
    for (const auto access : {Project::Access::ReadOnly, Project::Access::ReadWrite}) {
        const auto project = Project::open(folder, access);
        QVERIFY(project->classes() == twoClasses());
        const MaskTiles mask = project->mask(image);
        std::vector<std::uint8_t> seen(4);
        mask.read({0, 16, 64, 16}, 16, seen);
        QVERIFY(seen == (std::vector<std::uint8_t>{3, 0, 3, 0}));
    }
    const auto project = Project::open(folder, Project::Access::ReadWrite);
    project->putMaskTile(image, {1, 0}, checkedTile(16, 4));
    QCOMPARE(project->mask(image).at(256, 0), 4);
}

/// So many and so large that they are made into tiles while others are read.
void ProjectTest::masksOfManyTilesComeBackWhole()
{
    constexpr int side = 100 * maskTileSize - 9;
    const fs::path vrt = root_ / "large.vrt";
    const QByteArray size = QByteArray::number(side);
    fixtures::writeText(vrt, "<VRTDataset rasterXSize=\"" + size + "\" rasterYSize=\"" + size +
                                 "\"><VRTRasterBand dataType=\"Byte\" band=\"1\"/></VRTDataset>");
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(vrt).id;
    std::mt19937 random(5);
    std::map<MaskTileKey, StoredTilePtr> tiles;
    for (int column = 0; column < 100; ++column)
        for (int row = 0; row < 100; ++row) {
            if (random() % 8 == 0)
                continue;
            MaskTilePtr pixels = filledTile(static_cast<std::uint8_t>(1 + random() % 3));
            if (random() % 16 == 0) {
                auto noise = std::make_shared<MaskTile>();
                for (std::uint8_t& pixel : *noise)
                    pixel = static_cast<std::uint8_t>(random() % 4);
                pixels = noise;
            }
            tiles[{column, row}] = std::make_shared<const StoredTile>(pixels);
        }
    project->putStoredTiles(image, tiles);
    const MaskTiles mask = project->mask(image);
    QCOMPARE(mask.tiles().size(), tiles.size());
    for (const auto& [key, tile] : tiles) {
        const MaskTilePtr expected = tile->pixels();
        const MaskTilePtr found = mask.pixels(key);
        QVERIFY(found);
        const auto area = tileArea(key, {side, side});
        for (int y = 0; y < area.height; ++y)
            QVERIFY(std::equal(expected->begin() + y * maskTileSize,
                               expected->begin() + y * maskTileSize + area.width,
                               found->begin() + y * maskTileSize));
    }
}

void ProjectTest::tilesOfOneEditShareARevision()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 600, 300)).id;
    const auto stored = [](std::uint8_t value) {
        return std::make_shared<const StoredTile>(value);
    };
    project->putStoredTiles(image, {{{0, 0}, stored(1)}, {{1, 0}, stored(2)}, {{2, 1}, stored(3)}});
    const std::int64_t first = project->labelRevision();
    project->putStoredTiles(image, {{{0, 0}, nullptr}, {{1, 0}, stored(4)}});
    QCOMPARE(project->labelRevision(), first + 1);
    QCOMPARE(project->labelRevision(image), first + 1);
    const std::map<MaskTileKey, std::int64_t> expected{{{1, 0}, first + 1}, {{2, 1}, first}};
    QVERIFY(project->maskTileRevisions(image) == expected);
    QCOMPARE(project->mask(image).at(300, 10), 4);
    project->putStoredTiles(image, {});
    QCOMPARE(project->labelRevision(), first + 1);
}

void ProjectTest::aDamagedTileHidesNoOther()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 1024, 512)).id;
    for (int column = 0; column < 4; ++column)
        for (int row = 0; row < 2; ++row)
            project->putMaskTile(image, {column, row},
                                 column == 2 ? filledTile(7) : checkedTile(16, 3));
    runSql(root_ / "p.limn" / "project.gpkg",
           "UPDATE mask_tiles SET reduced = NULL, "
           "pixels = CAST(substr(pixels, 1, length(pixels) - 1) || "
           "CASE substr(pixels, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) "
           "WHERE tile_column = 1 AND tile_row = 0");
    for (const int step : {1, 3, 16}) {
        const MaskTiles mask = project->mask(image);
        const int columns = (1024 + step - 1) / step;
        std::vector<std::uint8_t> seen(static_cast<std::size_t>(columns) *
                                       ((512 + step - 1) / step));
        const std::string message = fixtures::messageOf([&] {
            mask.read({0, 0, 1024, 512}, step, seen);
        });
        QVERIFY2(message.find("x 256, y 0") != std::string::npos, message.c_str());
        QVERIFY2(fixtures::isOneSentence(message), message.c_str());
        const auto check = checkedTile(16, 3);
        for (int y = 0; y < 512; y += step)
            for (int x = 0; x < 1024; x += step) {
                const bool damaged = x / 256 == 1 && y < 256;
                const int expected =
                    damaged        ? 0
                    : x / 256 == 2 ? 7
                                   : (*check)[static_cast<std::size_t>(y % 256 * 256 + x % 256)];
                QCOMPARE(int{seen[static_cast<std::size_t>(y / step) * columns + x / step]},
                         expected);
            }
        // The copy that another thread reads says and shows the same.
        QVERIFY(mask.packedTiles({256, 0, 256, 256}, step) == 1);
        QCOMPARE(mask.packedTiles({512, 0, 256, 256}, step), std::size_t{0});
        const std::vector<std::uint8_t> before = seen;
        const MaskTiles part = mask.part({0, 0, 1024, 512});
        QCOMPARE(fixtures::messageOf([&] { part.read({0, 0, 1024, 512}, step, seen); }), message);
        QVERIFY(seen == before);
    }
}

void ProjectTest::aDamagedTileIsToldWhenItIsLookedAt()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 600, 300)).id;
    std::mt19937 random(3);
    auto noise = std::make_shared<MaskTile>();
    for (std::uint8_t& pixel : *noise)
        pixel = static_cast<std::uint8_t>(random() % 4);
    project->putMaskTile(image, {0, 0}, noise);
    project->putMaskTile(image, {1, 0}, checkedTile(5, 1));
    // Its checksum does not fit any more.
    runSql(root_ / "p.limn" / "project.gpkg",
           "UPDATE mask_tiles SET pixels = CAST(substr(pixels, 1, length(pixels) - 1) || "
           "CASE substr(pixels, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) "
           "WHERE tile_column = 0");
    const MaskTiles mask = project->mask(image);
    QCOMPARE(mask.at(256, 0), 1);
    const std::string message = fixtures::messageOf([&] { (void)mask.at(0, 0); });
    QVERIFY2(message.find("damaged") != std::string::npos, message.c_str());
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    // What can be told without unpacking is told at once.
    runSql(root_ / "p.limn" / "project.gpkg",
           "UPDATE mask_tiles SET pixels = substr(pixels, 1, 40) WHERE tile_column = 0");
    QVERIFY(!fixtures::messageOf([&] { project->mask(image); }).empty());
}

void ProjectTest::emptyTilesTakeNoRow()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 300, 300)).id;
    project->putMaskTile(image, {0, 0}, filledTile(5));
    project->putMaskTile(image, {1, 0}, filledTile(5));
    project->putMaskTile(image, {0, 0}, filledTile(0));
    project->putMaskTile(image, {1, 0}, nullptr);
    QVERIFY(project->maskTileKeys(image).empty());
    QVERIFY(project->maskTile(image, {0, 0}) == nullptr);
}

void ProjectTest::theLabelRevisionGrowsWithLabelsOnly()
{
    const auto writer = Project::create(root_ / "p.limn");
    const auto a = writer->addImage(fixtures::makeImage(root_ / "a.tif", 300, 300)).id;
    const auto b = writer->addImage(fixtures::makeImage(root_ / "b.tif", 300, 300)).id;
    ClassList classes = twoClasses();
    writer->setClasses(classes);
    const auto reader = Project::open(writer->folder(), Project::Access::ReadOnly);
    std::int64_t last = reader->labelRevision();
    const auto grows = [&](const std::function<void()>& work) {
        work();
        return reader->labelRevision() > std::exchange(last, reader->labelRevision());
    };
    QVERIFY(grows([&] { writer->putMaskTile(a, {0, 0}, filledTile(1)); }));
    QVERIFY(grows([&] { writer->putShape(a, square(1, 1, 0, 0, 3)); }));
    QVERIFY(grows([&] { writer->removeShape(a, 1); }));
    QVERIFY(grows([&] { writer->setCompleteRegions(a, {{0, {0, 0, 9, 9}, 1}}); }));
    QVERIFY(grows([&] { writer->setImageSplit(b, Split::Test); }));
    QCOMPARE(reader->labelRevision(b), 0);
    QVERIFY(reader->labelRevision(a) > 0);
    QVERIFY(grows([&] { writer->setClasses({classes[0]}); }));
    classes = {classes[0]};
    classes[0].visible = false;
    QVERIFY(!grows([&] { writer->setClasses(classes); }));
    classes[0].pattern = Pattern::Crosses;
    QVERIFY(!grows([&] { writer->setClasses(classes); }));
    QVERIFY(writer->classes() == classes);
    QVERIFY(!grows([&] { writer->setSetting("theme", "dark"); }));
    QVERIFY(!grows([&] { writer->setImageDisplay(a, "{}"); }));
}

void ProjectTest::aFailedTransactionLeavesNothing()
{
    const auto project = Project::create(root_ / "p.limn");
    const auto image = project->addImage(fixtures::makeImage(root_ / "a.tif", 300, 300)).id;
    const std::int64_t revision = project->labelRevision();
    QCOMPARE(fixtures::messageOf([&] {
                 project->transaction([&] {
                     project->putMaskTile(image, {0, 0}, filledTile(1));
                     project->putShape(image, square(1, 1, 0, 0, 5));
                     throw std::runtime_error("stop");
                 });
             }),
             std::string("stop"));
    QVERIFY(project->maskTileKeys(image).empty());
    QVERIFY(project->shapes(image).empty());
    QCOMPARE(project->labelRevision(), revision);
}

void ProjectTest::innerTransactionsFailAlone()
{
    const auto project = Project::create(root_ / "p.limn");
    project->transaction([&] {
        project->setSetting("a", "kept");
        fixtures::messageOf([&] {
            project->transaction([&] {
                project->setSetting("b", "lost");
                throw std::runtime_error("stop");
            });
        });
        project->transaction([&] { project->setSetting("c", "kept"); });
    });
    QVERIFY(project->setting("a").has_value());
    QVERIFY(!project->setting("b").has_value());
    QVERIFY(project->setting("c").has_value());
}

void ProjectTest::wrongFoldersGetOneSentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << "missing.limn"
                             << "There is no project";
    QTest::newRow("a file") << "file.limn"
                            << "is a file";
    QTest::newRow("a folder without project") << "empty.limn"
                                              << "holds no project.gpkg";
    QTest::newRow("zero bytes") << "zero.limn"
                                << "is not a Limn project";
    QTest::newRow("not a database") << "text.limn"
                                    << "damaged or is not a Limn file";
    QTest::newRow("cut short") << "cut.limn"
                               << "damaged";
    QTest::newRow("another GeoPackage") << "other.limn"
                                        << "is not a Limn project";
    QTest::newRow("a newer version") << "newer.limn"
                                     << "format 99; this Limn reads formats up to 1";
    QTest::newRow("no name") << ""
                             << "needs a folder";
}

void ProjectTest::wrongFoldersGetOneSentence()
{
    QFETCH(QString, name);
    QFETCH(QString, says);
    fixtures::writeText(root_ / "file.limn", "text");
    for (const char* folder : {"empty.limn", "zero.limn", "text.limn", "other.limn"})
        fs::create_directory(root_ / folder);
    fixtures::writeText(root_ / "zero.limn" / "project.gpkg", "");
    fixtures::writeText(root_ / "text.limn" / "project.gpkg", QByteArray(9000, 'x'));
    Project::create(root_ / "cut.limn");
    fs::resize_file(root_ / "cut.limn" / "project.gpkg", 20000);
    Project::create(root_ / "newer.limn");
    runSql(root_ / "newer.limn" / "project.gpkg", "UPDATE project SET schema_version = 99");
    runSql(root_ / "other.limn" / "project.gpkg",
           "PRAGMA application_id = 1196444487; CREATE TABLE t(x)");
    const fs::path path = name.isEmpty() ? fs::path() : root_ / name.toStdString();
    for (const auto access : {Project::Access::ReadOnly, Project::Access::ReadWrite}) {
        const std::string message = fixtures::messageOf([&] { Project::open(path, access); });
        QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
        QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    }
}

void ProjectTest::wrongInputGetsOneSentence_data()
{
    using Work = std::function<void(Project&, const fs::path&)>;
    QTest::addColumn<Work>("work");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const Work& work, const char* says) {
        QTest::newRow(name) << work << QString(says);
    };
    row(
        "folder in use", [](Project& p, const fs::path&) { Project::create(p.folder()); },
        "is not empty");
    row(
        "a file in the way",
        [](Project&, const fs::path& root) {
            fixtures::writeText(root / "x", "x");
            Project::create(root / "x");
        },
        "is a file");
    row(
        "a file where the parent should be",
        [](Project&, const fs::path& root) {
            fixtures::writeText(root / "x", "x");
            Project::create(root / "x" / "p.limn");
        },
        "");
    row(
        "missing image", [](Project& p, const fs::path& root) { p.addImage(root / "missing.tif"); },
        "missing.tif");
    row(
        "no image",
        [](Project& p, const fs::path& root) {
            fixtures::writeText(root / "text.tif", "no image at all");
            p.addImage(root / "text.tif");
        },
        "text.tif");
    row(
        "unknown image", [](Project& p, const fs::path&) { p.mask(77); }, "no image number 77");
    row(
        "labels of an unknown image",
        [](Project& p, const fs::path&) { p.putShape(77, square(1, 1, 0, 0, 5)); },
        "no image number 77");
    row(
        "two vertices",
        [](Project& p, const fs::path&) {
            p.putShape(1, {1, 1, {{{0, 0}, {1, 1}}}});
        },
        "three vertices");
    row(
        "no ring",
        [](Project& p, const fs::path&) {
            p.putShape(1, {1, 1, {}});
        },
        "outline");
    row(
        "no number",
        [](Project& p, const fs::path&) {
            p.putShape(1, {1, 1, {{{0, 0}, {1, std::nan("")}, {1, 1}}}});
        },
        "no numbers");
    row(
        "a shape without class",
        [](Project& p, const fs::path&) { p.putShape(1, square(1, 0, 0, 0, 5)); }, "needs a class");
    row(
        "region without class",
        [](Project& p, const fs::path&) {
            p.setCompleteRegions(1, {{0, {0, 0, 5, 5}, 0}});
        },
        "needs a class");
    row(
        "class value twice",
        [](Project& p, const fs::path&) {
            ClassList list = twoClasses();
            list[1].value = 1;
            p.setClasses(list);
        },
        "value of its own");
    row(
        "class value too large",
        [](Project& p, const fs::path&) {
            ClassList list = twoClasses();
            list[1].value = 255;
            p.setClasses(list);
        },
        "from 1 to 254");
    row(
        "class name twice",
        [](Project& p, const fs::path&) {
            ClassList list = twoClasses();
            list[1].name = list[0].name;
            p.setClasses(list);
        },
        "name");
    row(
        "unknown split", [](Project&, const fs::path&) { parseSplit("holdout"); },
        "train, val or test");
}

void ProjectTest::wrongInputGetsOneSentence()
{
    using Work = std::function<void(Project&, const fs::path&)>;
    QFETCH(Work, work);
    QFETCH(QString, says);
    const auto project = Project::create(root_ / "p.limn");
    project->addImage(fixtures::makeImage(root_ / "a.tif", 100, 100));
    const std::int64_t revision = project->labelRevision();
    const std::string message = fixtures::messageOf([&] { work(*project, root_); });
    QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    QVERIFY2(fixtures::isOneSentence(message), message.c_str());
    QCOMPARE(project->labelRevision(), revision);
    QCOMPARE(project->images().size(), 1u);
}

void ProjectTest::newClassesGetFreeValuesKeysAndColours()
{
    ClassList classes;
    for (int i = 1; i <= maxClassValue; ++i)
        addClass(classes, "class " + std::to_string(i));
    std::set<int> values;
    std::set<Rgb> colours;
    for (const ClassEntry& entry : classes) {
        values.insert(entry.value);
        colours.insert(entry.colour);
    }
    QCOMPARE(values.size(), 254u);
    QCOMPARE(*values.rbegin(), 254);
    QCOMPARE(colours.size(), 254u);
    QCOMPARE(classes[8].key, '9');
    QCOMPARE(classes[9].key, '\0');
    QVERIFY(classes[0].colour == (Rgb{0, 114, 178}));
    QVERIFY(fixtures::isOneSentence(fixtures::messageOf([&] { addClass(classes, "more"); })));
    classes.erase(classes.begin() + 4);
    QCOMPARE(addClass(classes, "again").value, 5);
    QCOMPARE(classes.back().key, '5');
    classes.pop_back();
    QVERIFY(fixtures::isOneSentence(fixtures::messageOf([&] { addClass(classes, "class 1"); })));
    QVERIFY(fixtures::isOneSentence(fixtures::messageOf([&] { addClass(classes, " "); })));
    QCOMPARE(findClass(classes, "class 7")->value, 7);
    QVERIFY(findClass(classes, 5) == nullptr);
}

void ProjectTest::coloursAreReadStrictly_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isColour");
    QTest::newRow("plain") << "#0072b2" << true;
    QTest::newRow("capitals") << "#ABCDEF" << true;
    QTest::newRow("short") << "#fff" << false;
    QTest::newRow("no hash") << "0072b2" << false;
    QTest::newRow("not hexadecimal") << "#00g2b2" << false;
    QTest::newRow("sign") << "#+1+2+3" << false;
    QTest::newRow("empty") << "" << false;
}

void ProjectTest::coloursAreReadStrictly()
{
    QFETCH(QString, text);
    QFETCH(bool, isColour);
    if (isColour) {
        QCOMPARE(QString::fromStdString(formatColour(parseColour(text.toStdString()))),
                 text.toLower());
        return;
    }
    QVERIFY(fixtures::isOneSentence(fixtures::messageOf([&] { parseColour(text.toStdString()); })));
}

QTEST_GUILESS_MAIN(ProjectTest)
#include "project.moc"
