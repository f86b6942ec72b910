#include "annotation/spatial_reference.h"

#include "annotation/quiet_gdal.h"

#include <cpl_conv.h>
#include <ogr_spatialref.h>

#include <cstdlib>
#include <memory>

namespace limn::annotation
{
namespace
{

constexpr int firstCustomId = 100000;

/// WKT 1 as the standard asks, or WKT 2 for what WKT 1 cannot say (which GDAL reads as well).
std::string toWkt(const OGRSpatialReference& reference)
{
    for (const char* format : {"FORMAT=WKT1_GDAL", "FORMAT=WKT2_2018"}) {
        const char* options[] = {format, nullptr};
        char* text = nullptr;
        const OGRErr result = reference.exportToWkt(&text, options);
        const std::unique_ptr<char, decltype(&VSIFree)> owned(text, &VSIFree);
        if (result == OGRERR_NONE && text && *text)
            return text;
    }
    return {};
}

void insert(sqlite::Connection& database, const std::string& name, int id,
            const std::string& organization, int code, const std::string& definition)
{
    sqlite::Statement(database, "INSERT INTO gpkg_spatial_ref_sys(srs_name, srs_id, organization, "
                                "organization_coordsys_id, definition) VALUES(?, ?, ?, ?, ?)")
        .bind(name, id, organization, code, definition)
        .run();
}

} // namespace

void createSpatialReferenceTable(sqlite::Connection& database)
{
    database.execute("CREATE TABLE gpkg_spatial_ref_sys("
                     "srs_name TEXT NOT NULL, "
                     "srs_id INTEGER PRIMARY KEY NOT NULL, "
                     "organization TEXT NOT NULL, "
                     "organization_coordsys_id INTEGER NOT NULL, "
                     "definition TEXT NOT NULL, "
                     "description TEXT)");
    insert(database, "Undefined cartesian SRS", -1, "NONE", -1, "undefined");
    insert(database, "Undefined geographic SRS", 0, "NONE", 0, "undefined");
    OGRSpatialReference wgs84;
    wgs84.SetWellKnownGeogCS("WGS84");
    insert(database, "WGS 84 geodetic", 4326, "EPSG", 4326, toWkt(wgs84));
}

int spatialReferenceId(sqlite::Connection& database, const std::string& wkt)
{
    const QuietGdal quiet;
    OGRSpatialReference reference;
    if (wkt.empty() || reference.importFromWkt(wkt.c_str()) != OGRERR_NONE)
        return -1;
    const char* authority = reference.GetAuthorityName(nullptr);
    const char* code = reference.GetAuthorityCode(nullptr);
    int id = authority && code && std::string(authority) == "EPSG" ? std::atoi(code) : 0;
    const char* label = reference.GetName();
    const std::string name = label && *label ? label : "Unnamed";
    const std::string definition = toWkt(reference);
    if (definition.empty())
        return -1;
    if (id > 0 && id < firstCustomId) {
        sqlite::Statement known(database, "SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = ?");
        if (!known.bind(id).step())
            insert(database, name, id, "EPSG", id, definition);
        return id;
    }
    sqlite::Statement known(database,
                            "SELECT srs_id FROM gpkg_spatial_ref_sys WHERE definition = ?");
    if (known.bind(definition).step())
        return static_cast<int>(known.integer(0));
    id = static_cast<int>(database.integer("SELECT max(99999, max(srs_id)) + 1 "
                                           "FROM gpkg_spatial_ref_sys"));
    insert(database, name, id, "NONE", id, definition);
    return id;
}

std::string spatialReferenceWkt(const sqlite::Connection& database, int srsId)
{
    if (srsId <= 0)
        return {};
    sqlite::Statement query(database,
                            "SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?");
    return query.bind(srsId).step() ? query.text(0) : std::string();
}

} // namespace limn::annotation
