#include "annotation/shape_tables.h"

namespace limn::annotation
{
namespace
{

std::string escaped(const std::string& text)
{
    std::string result;
    for (const char letter : text) {
        switch (letter) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            // XML has no way to write the other control characters.
            if (static_cast<unsigned char>(letter) >= 0x20)
                result += letter;
        }
    }
    return result;
}

void appendProperty(std::string& style, const std::string& name, const std::string& value)
{
    style += "<Option name=\"" + name + "\" type=\"QString\" value=\"" + value + "\"/>";
}

std::string numbers(const Rgb& colour, int alpha)
{
    return std::to_string(colour[0]) + "," + std::to_string(colour[1]) + "," +
           std::to_string(colour[2]) + "," + std::to_string(alpha);
}

void storeStyle(sqlite::Connection& database, const std::string& table, const std::string& style)
{
    sqlite::Statement(database, "DELETE FROM layer_styles WHERE f_table_name = ? AND "
                                "styleName = 'classes'")
        .bind(table)
        .run();
    sqlite::Statement(database,
                      "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name, "
                      "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, "
                      "description, owner) VALUES('', '', ?, 'geom', 'classes', ?, '', 1, "
                      "'Coloured by class', '')")
        .bind(table, style)
        .run();
}

void storeClassNames(sqlite::Connection& database, const std::string& table)
{
    database.execute("UPDATE \"" + table +
                     "\" SET class_name = (SELECT name FROM classes WHERE value = class_value)");
}

} // namespace

void createGeoPackageTables(sqlite::Connection& database)
{
    database.execute("CREATE TABLE gpkg_contents("
                     "table_name TEXT NOT NULL PRIMARY KEY, "
                     "data_type TEXT NOT NULL, "
                     "identifier TEXT UNIQUE, "
                     "description TEXT DEFAULT '', "
                     "last_change DATETIME NOT NULL DEFAULT "
                     "(strftime('%Y-%m-%dT%H:%M:%fZ','now')), "
                     "min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, "
                     "srs_id INTEGER, "
                     "CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) "
                     "REFERENCES gpkg_spatial_ref_sys(srs_id))");
    database.execute("CREATE TABLE gpkg_geometry_columns("
                     "table_name TEXT NOT NULL, "
                     "column_name TEXT NOT NULL, "
                     "geometry_type_name TEXT NOT NULL, "
                     "srs_id INTEGER NOT NULL, "
                     "z TINYINT NOT NULL, "
                     "m TINYINT NOT NULL, "
                     "CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), "
                     "CONSTRAINT uk_gc_table_name UNIQUE (table_name), "
                     "CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) "
                     "REFERENCES gpkg_contents(table_name), "
                     "CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) "
                     "REFERENCES gpkg_spatial_ref_sys(srs_id))");
    // The table's shape is QGIS's own, down to the spelling of its columns.
    database.execute("CREATE TABLE layer_styles("
                     "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                     "f_table_catalog TEXT(256), f_table_schema TEXT(256), "
                     "f_table_name TEXT(256), f_geometry_column TEXT(256), "
                     "styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, "
                     "description TEXT, owner TEXT(30), ui TEXT(30), "
                     "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))");
    registerAttributes(database, "layer_styles", "Styles for QGIS");
}

void registerAttributes(sqlite::Connection& database, const std::string& table,
                        const std::string& description)
{
    sqlite::Statement(database, "INSERT INTO gpkg_contents(table_name, data_type, identifier, "
                                "description) VALUES(?1, 'attributes', ?1, ?2)")
        .bind(table, description)
        .run();
}

std::string shapeTable(int srsId)
{
    return srsId > 0 ? "shapes_" + std::to_string(srsId) : "shapes_none";
}

void ensureShapeTable(sqlite::Connection& database, int srsId, const ClassList& classes)
{
    const std::string table = shapeTable(srsId);
    sqlite::Statement known(database, "SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ?");
    if (known.bind(table).step())
        return;
    database.execute("CREATE TABLE \"" + table +
                     "\"("
                     "fid INTEGER PRIMARY KEY NOT NULL, "
                     "geom POLYGON, "
                     "image_id INTEGER NOT NULL REFERENCES images(id) ON DELETE CASCADE, "
                     "class_value MEDIUMINT NOT NULL, "
                     "class_name TEXT, "
                     "drawing_order INTEGER NOT NULL DEFAULT 2147483647)");
    database.execute("CREATE INDEX \"" + table + "_by_image\" ON \"" + table +
                     "\"(image_id, drawing_order)");
    // Triggers, so that an edit made in a GIS is noticed like one made here.
    const auto noticing = [&](const std::string& name, const std::string& event,
                              const std::string& row) {
        database.execute("CREATE TRIGGER \"" + table + "_" + name + "\" AFTER " + event + " ON \"" +
                         table +
                         "\" BEGIN "
                         "UPDATE project SET label_revision = label_revision + 1; "
                         "UPDATE images SET label_revision = (SELECT label_revision FROM project) "
                         "WHERE id = " +
                         row + ".image_id; END");
    };
    noticing("inserted", "INSERT", "NEW");
    noticing("deleted", "DELETE", "OLD");
    noticing("updated", "UPDATE OF geom, image_id, class_value, drawing_order", "NEW");
    sqlite::Statement(database,
                      "INSERT INTO gpkg_contents(table_name, data_type, identifier, description, "
                      "srs_id) VALUES(?1, 'features', ?1, 'Polygons drawn in Limn', ?2)")
        .bind(table, srsId)
        .run();
    sqlite::Statement(database, "INSERT INTO gpkg_geometry_columns VALUES(?, 'geom', 'POLYGON', "
                                "?, 0, 0)")
        .bind(table, srsId)
        .run();
    storeStyle(database, table, qgisStyle(classes));
}

std::vector<std::string> shapeTables(const sqlite::Connection& database)
{
    std::vector<std::string> tables;
    sqlite::Statement query(database, "SELECT table_name FROM gpkg_geometry_columns "
                                      "WHERE table_name LIKE 'shapes\\_%' ESCAPE '\\' "
                                      "ORDER BY table_name");
    while (query.step())
        tables.push_back(query.text(0));
    return tables;
}

void updateShapeClasses(sqlite::Connection& database, const ClassList& classes)
{
    const std::string style = qgisStyle(classes);
    for (const std::string& table : shapeTables(database)) {
        storeClassNames(database, table);
        storeStyle(database, table, style);
    }
}

std::string qgisStyle(const ClassList& classes)
{
    constexpr int fillAlpha = 110;
    constexpr int opaque = 255;
    std::string style = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                        "<qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n"
                        "<renderer-v2 type=\"categorizedSymbol\" attr=\"class_value\" "
                        "forceraster=\"0\" symbollevels=\"0\" enableorderby=\"1\">\n"
                        "<categories>\n";
    for (std::size_t i = 0; i < classes.size(); ++i)
        style += "<category symbol=\"" + std::to_string(i) + "\" value=\"" +
                 std::to_string(classes[i].value) + "\" label=\"" + escaped(classes[i].name) +
                 "\" render=\"true\" type=\"long\"/>\n";
    style += "</categories>\n<symbols>\n";
    for (std::size_t i = 0; i < classes.size(); ++i) {
        style += "<symbol type=\"fill\" name=\"" + std::to_string(i) +
                 "\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">"
                 "<layer class=\"SimpleFill\" enabled=\"1\" pass=\"0\" locked=\"0\">"
                 "<Option type=\"Map\">";
        appendProperty(style, "color", numbers(classes[i].colour, fillAlpha));
        appendProperty(style, "outline_color", numbers(classes[i].colour, opaque));
        appendProperty(style, "outline_style", "solid");
        appendProperty(style, "outline_width", "0.5");
        appendProperty(style, "outline_width_unit", "MM");
        appendProperty(style, "style", "solid");
        style += "</Option></layer></symbol>\n";
    }
    style += "</symbols>\n<orderby><orderByClause asc=\"1\" nullsFirst=\"0\">"
             "\"drawing_order\"</orderByClause></orderby>\n"
             "</renderer-v2>\n</qgis>\n";
    return style;
}

} // namespace limn::annotation
