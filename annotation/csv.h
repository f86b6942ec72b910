// Comma-separated values (RFC 4180, also with semicolons, a byte order mark and any line ending).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace limn::annotation
{

struct CsvRow
{
    int line = 0; ///< of the file, counted from 1
    std::vector<std::string> cells;
};

/// All rows but empty ones. Throws ProjectError for an unreadable file or an open quote.
std::vector<CsvRow> readCsv(const std::filesystem::path& file);

} // namespace limn::annotation
