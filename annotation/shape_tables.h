// The feature tables of a project's GeoPackage: shapes_SRSID for each CRS of its images
// (shapes_none for images without one), and the style by which a GIS colours them by class. One
// thread at a time.
#pragma once

#include "annotation/class_list.h"
#include "annotation/sqlite.h"

#include <string>
#include <vector>

namespace limn::annotation
{

/// gpkg_contents, gpkg_geometry_columns and layer_styles.
void createGeoPackageTables(sqlite::Connection& database);
/// Lists a table of ours as GeoPackage "attributes", so that a GIS shows it.
void registerAttributes(sqlite::Connection& database, const std::string& table,
                        const std::string& description);

std::string shapeTable(int srsId);
/// Makes the table for this CRS when there is none.
void ensureShapeTable(sqlite::Connection& database, int srsId, const ClassList& classes);
std::vector<std::string> shapeTables(const sqlite::Connection& database);

/// After a change of the classes: names beside the shapes, and the styles.
void updateShapeClasses(sqlite::Connection& database, const ClassList& classes);

/// QGIS's style document: one category a class.
std::string qgisStyle(const ClassList& classes);

} // namespace limn::annotation
