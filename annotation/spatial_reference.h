// Coordinate reference systems in gpkg_spatial_ref_sys. One thread at a time.
#pragma once

#include "annotation/sqlite.h"

#include <string>

namespace limn::annotation
{

/// Makes gpkg_spatial_ref_sys with the three rows that every GeoPackage has.
void createSpatialReferenceTable(sqlite::Connection& database);

/// The srs_id of the CRS, added when it is new: the EPSG code where it has one, else a number from
/// 100000 on; -1 for an empty or unreadable one.
int spatialReferenceId(sqlite::Connection& database, const std::string& wkt);

/// WKT of an srs_id; empty for -1, 0 and unknown ones.
std::string spatialReferenceWkt(const sqlite::Connection& database, int srsId);

} // namespace limn::annotation
