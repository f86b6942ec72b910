// The tables of project.gpkg; docs/PROJECT_FORMAT.md describes them.
#pragma once

#include "annotation/sqlite.h"

#include <string>

namespace limn::annotation
{

/// All tables of a new project, in one transaction.
void createProjectTables(sqlite::Connection& database);

/// Throws ProjectError when the file is no project or one of a newer version.
void checkProject(sqlite::Connection& database);

bool hasColumn(sqlite::Connection& database, const std::string& table, const std::string& column);

/// Adds the columns that files of earlier programs of the same version lack, in one transaction.
void addMissingColumns(sqlite::Connection& database);

} // namespace limn::annotation
