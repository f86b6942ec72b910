#include "annotation/csv.h"

#include "annotation/project.h"

#include <fstream>
#include <sstream>

namespace limn::annotation
{
namespace
{

std::string readText(const std::filesystem::path& file)
{
    std::error_code ignored;
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (std::filesystem::is_directory(file, ignored) || !stream.is_open() || stream.bad())
        throw ProjectError("The list '" + file.string() +
                           "' cannot be read: check that it is "
                           "there and its permissions.");
    std::string content = text.str();
    if (content.starts_with("\xef\xbb\xbf"))
        content.erase(0, 3);
    return content;
}

/// Spreadsheets of many countries write semicolons.
char delimiterOf(const std::string& text)
{
    const std::string header = text.substr(0, text.find_first_of("\r\n"));
    const bool semicolons =
        header.find(',') == std::string::npos && header.find(';') != std::string::npos;
    return semicolons ? ';' : ',';
}

bool isEmpty(const CsvRow& row)
{
    return row.cells.size() == 1 && row.cells[0].empty();
}

} // namespace

std::vector<CsvRow> readCsv(const std::filesystem::path& file)
{
    const std::string text = readText(file);
    const char delimiter = delimiterOf(text);
    std::vector<CsvRow> rows;
    CsvRow row{1, {""}};
    int line = 1;
    bool quoted = false;
    int quoteLine = 0;
    const auto finishRow = [&] {
        if (!isEmpty(row))
            rows.push_back(std::move(row));
        row = {line, {""}};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        const bool endsLine =
            letter == '\n' || (letter == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
        line += endsLine ? 1 : 0;
        if (quoted) {
            const bool doubled = letter == '"' && i + 1 < text.size() && text[i + 1] == '"';
            if (letter == '"' && !doubled) {
                quoted = false;
                continue;
            }
            i += doubled ? 1 : 0;
            row.cells.back() += letter;
        } else if (letter == '"' && row.cells.back().empty()) {
            quoted = true;
            quoteLine = line;
        } else if (letter == delimiter) {
            row.cells.emplace_back();
        } else if (endsLine) {
            finishRow();
        } else if (letter != '\r') {
            row.cells.back() += letter;
        }
    }
    if (quoted)
        throw ProjectError("The list '" + file.string() +
                           "' has a quote that never closes, in line " + std::to_string(quoteLine) +
                           ": add the missing \".");
    finishRow();
    return rows;
}

} // namespace limn::annotation
