#include "annotation/class_file.h"

#include "annotation/csv.h"
#include "annotation/project.h"
#include "annotation/run_record.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

constexpr std::size_t maxNameLength = 200;

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// Where each column stands; nothing for those that are missing.
struct Columns
{
    std::optional<std::size_t> value;
    std::optional<std::size_t> name;
    std::optional<std::size_t> colour;
    std::optional<std::size_t> key;
    std::optional<std::size_t> pattern;
};

Columns columnsOf(const CsvRow& head)
{
    Columns columns;
    for (std::size_t i = 0; i < head.cells.size(); ++i) {
        const std::string title = lowered(head.cells[i]);
        if (title == "value" || title == "id")
            columns.value = i;
        else if (title == "name" || title == "class")
            columns.name = i;
        else if (title == "colour" || title == "color")
            columns.colour = i;
        else if (title == "key")
            columns.key = i;
        else if (title == "pattern")
            columns.pattern = i;
    }
    return columns;
}

std::string cell(const CsvRow& row, const std::optional<std::size_t>& column)
{
    return column && *column < row.cells.size() ? row.cells[*column] : std::string();
}

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",;\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char letter : text)
        result += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return result + '"';
}

int parseValue(const std::string& text, const std::string& where)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 ||
        value > maxClassValue)
        throw ProjectError(where + "'" + text +
                           "' is no class value: write a number from 1 to 254.");
    return value;
}

} // namespace

ClassList readClasses(const fs::path& file)
{
    const std::vector<CsvRow> rows = readCsv(file);
    const Columns columns = rows.empty() ? Columns() : columnsOf(rows.front());
    if (!columns.name)
        throw ProjectError("'" + file.string() +
                           "' is no class list: its first line must name the columns value, name, "
                           "colour, key; name is needed.");
    ClassList classes;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const CsvRow& row = rows[i];
        const std::string where =
            "Line " + std::to_string(row.line) + " of '" + file.string() + "': ";
        const std::string name = cell(row, columns.name);
        if (name.size() > maxNameLength)
            throw ProjectError(where + "the name is longer than " + std::to_string(maxNameLength) +
                               " bytes: shorten it.");
        const std::string value = cell(row, columns.value);
        const int wanted = value.empty() ? 0 : parseValue(value, where);
        if (wanted != 0 && findClass(classes, wanted))
            throw ProjectError(where + "the value " + value +
                               " is taken already: give every class a value of its own.");
        const std::string colour = cell(row, columns.colour);
        const std::string key = cell(row, columns.key);
        try {
            ClassEntry& entry = addClass(classes, name);
            if (wanted != 0)
                entry.value = wanted;
            if (!colour.empty())
                entry.colour = parseColour(colour);
            entry.pattern = parsePattern(lowered(cell(row, columns.pattern)));
            if (columns.key)
                entry.key = key.size() == 1 && key[0] >= '1' && key[0] <= '9' ? key[0] : '\0';
        } catch (const ProjectError& error) {
            throw ProjectError(where + error.what());
        }
    }
    if (classes.empty())
        throw ProjectError("'" + file.string() + "' holds no class: add a line for each class.");
    return classes;
}

void writeClasses(const fs::path& file, const ClassList& classes)
{
    std::string text = "value,name,colour,key,pattern\n";
    for (const ClassEntry& entry : classes)
        text += std::to_string(entry.value) + ',' + quoted(entry.name) + ',' +
                formatColour(entry.colour) + ',' +
                (entry.key ? std::string(1, entry.key) : std::string()) + ',' +
                toString(entry.pattern) + '\n';
    writeFileAtomically(file, text);
}

ClassList withClasses(ClassList known, const ClassList& read)
{
    for (const ClassEntry& entry : read) {
        const auto freeKey = [&](const std::string& owner) {
            return std::ranges::none_of(known, [&](const ClassEntry& other) {
                return other.key == entry.key && other.name != owner;
            });
        };
        const auto same = std::ranges::find(known, entry.name, &ClassEntry::name);
        if (same != known.end()) {
            same->colour = entry.colour;
            if (entry.pattern != Pattern::Solid)
                same->pattern = entry.pattern;
            if (entry.key && freeKey(entry.name))
                same->key = entry.key;
            continue;
        }
        const bool valueIsFree = !findClass(known, entry.value);
        const bool keyIsFree = freeKey(entry.name);
        ClassEntry& added = addClass(known, entry.name);
        if (valueIsFree)
            added.value = entry.value;
        added.colour = entry.colour;
        added.pattern = entry.pattern;
        if (!entry.key || keyIsFree)
            added.key = entry.key;
    }
    return known;
}

} // namespace limn::annotation
