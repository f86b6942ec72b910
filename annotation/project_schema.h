// The tables of project.gpkg; docs/PROJECT_FORMAT.md describes them.
#pragma once

#include "annotation/sqlite.h"

namespace limn::annotation
{

/// All tables of a new project, in one transaction.
void createProjectTables(sqlite::Connection& database);

/// Throws ProjectError when the file is no project or one of a newer version.
void checkProject(sqlite::Connection& database);

} // namespace limn::annotation
