// Class lists as files, to use the same classes in another project: CSV with the columns value,
// name, colour, key and pattern, named in its first line. Any thread.
#pragma once

#include "annotation/class_list.h"

#include <filesystem>

namespace limn::annotation
{

/// Throws ProjectError for a file that cannot be read or holds no class list, naming the line.
/// Values and colours may be missing: values are then given in order, colours from the palette.
ClassList readClasses(const std::filesystem::path& file);
void writeClasses(const std::filesystem::path& file, const ClassList& classes);

/// What `known` becomes with the classes of `read`: those of a known name take over colour, key and
/// pattern, new ones are added under their value, or the lowest free one where it is taken. Nothing
/// goes. Throws ProjectError when all 254 values are taken.
ClassList withClasses(ClassList known, const ClassList& read);

} // namespace limn::annotation
