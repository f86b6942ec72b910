#include "annotation/import.h"

#include "annotation/csv.h"
#include "annotation/stroke.h"
#include "raster/raster.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

std::optional<int> parseNumber(const std::string& text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string trimmed(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t");
    const auto last = text.find_last_not_of(" \t");
    return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char letter) { return std::tolower(letter); });
    return text;
}

/// Which cells of a list's rows mean what.
struct Columns
{
    std::size_t image = 0;
    std::optional<std::size_t> mask;
    std::optional<std::size_t> split;
};

Columns readHeader(const CsvRow& header, const fs::path& csv)
{
    std::optional<std::size_t> image;
    Columns columns;
    std::string found;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        const std::string name = lowered(trimmed(header.cells[i]));
        found += (i > 0 ? ", " : "") + trimmed(header.cells[i]);
        if (name == "image")
            image = i;
        else if (name == "mask")
            columns.mask = i;
        else if (name == "split")
            columns.split = i;
    }
    if (!image)
        throw ProjectError("The list '" + csv.string() +
                           "' has no column 'image' (its first line names: " + found +
                           "): name the columns image, mask and split.");
    columns.image = *image;
    return columns;
}

std::string cell(const CsvRow& row, const std::optional<std::size_t>& column)
{
    return column && *column < row.cells.size() ? trimmed(row.cells[*column]) : std::string();
}

/// A path as the list means it: relative to the list's folder.
fs::path besideList(const std::string& text, const fs::path& csv)
{
    if (text.starts_with("/vsi"))
        return text;
    return (csv.parent_path() / text).lexically_normal();
}

/// What each value of a mask file becomes; `unknown` collects values that mean no class.
class ValueMap
{
public:
    ValueMap(const ClassList& classes, const std::map<int, int>& fileValues)
        : mapped_(!fileValues.empty())
    {
        meaning_.fill(-1);
        meaning_[0] = unlabelled;
        meaning_[255] = unlabelled;
        if (!mapped_) {
            for (const ClassEntry& entry : classes)
                meaning_[static_cast<std::size_t>(entry.value)] = entry.value;
            return;
        }
        for (const auto& [from, to] : fileValues) {
            if (from < 0 || from > 255)
                throw ProjectError("The mask value " + std::to_string(from) +
                                   " cannot be: mask files hold values from 0 to 255.");
            if (to != unlabelled && !findClass(classes, to))
                throw ProjectError("The mask value " + std::to_string(from) +
                                   " is to become class " + std::to_string(to) +
                                   ", which the project does not have: add the class first.");
            meaning_[static_cast<std::size_t>(from)] = to;
        }
    }

    /// Class values in place of file values.
    void apply(std::vector<std::uint8_t>& values)
    {
        for (std::uint8_t& value : values) {
            const int meaning = meaning_[value];
            if (meaning < 0)
                unknown_.insert(value);
            value = static_cast<std::uint8_t>(std::max(meaning, 0));
        }
    }

    bool isMapped() const { return mapped_; }
    std::string unknown() const
    {
        std::string text;
        for (const int value : unknown_)
            text += (text.empty() ? "" : ", ") + std::to_string(value);
        return text;
    }

private:
    std::array<int, 256> meaning_{};
    bool mapped_;
    std::set<int> unknown_;
};

} // namespace

ClassSpec parseClassSpec(const std::string& text)
{
    ClassSpec spec;
    std::string rest = text;
    if (const auto at = rest.rfind('@'); at != std::string::npos) {
        spec.fileValue = parseNumber(rest.substr(at + 1));
        if (!spec.fileValue || *spec.fileValue < 0 || *spec.fileValue > 255)
            throw ProjectError("'" + text +
                               "' is not a class: what follows the @ must be the "
                               "mask file's value for it, 0 to 255, as in water@3.");
        rest.erase(at);
    }
    if (const auto equals = rest.rfind('='); equals != std::string::npos) {
        spec.colour = parseColour(rest.substr(equals + 1));
        rest.erase(equals);
    }
    spec.name = trimmed(rest);
    if (spec.name.empty())
        throw ProjectError("'" + text +
                           "' names no class: write NAME, NAME=#rrggbb or NAME@VALUE.");
    return spec;
}

ImportReport importMask(Project& project, const ImageRecord& image, const fs::path& mask,
                        const std::map<int, int>& fileValues)
{
    ImportReport report;
    ValueMap values(project.classes(), fileValues);
    try {
        const auto raster = raster::Raster::open(mask.string(), {}, project.decodingRoom());
        const raster::PixelSize size = raster->size();
        if (!(size == image.size))
            throw ProjectError("The mask '" + mask.string() + "' is " + std::to_string(size.width) +
                               " x " + std::to_string(size.height) + " pixels and its image '" +
                               image.path + "' " + std::to_string(image.size.width) + " x " +
                               std::to_string(image.size.height) +
                               ": give a mask of the image's size.");
        MaskTiles tiles = project.mask(image.id);
        project.transaction([&] {
            for (int y = 0; y < size.height; y += maskTileSize) {
                const raster::PixelRect rows{0, y, size.width,
                                             std::min(maskTileSize, size.height - y)};
                std::vector<std::uint8_t> labels = raster::readIndices(*raster, rows);
                values.apply(labels);
                if (!values.isMapped() && !values.unknown().empty())
                    throw ProjectError("The mask '" + mask.string() + "' holds the value " +
                                       values.unknown() +
                                       ", which is no class of the project: name its classes with "
                                       "their values, as in --class water@3.");
                report.maskPixels += std::ranges::count_if(
                    labels, [](std::uint8_t label) { return label != unlabelled; });
                const MaskEdit edit = paintValues(tiles, rows, labels, unlabelled, false, {});
                for (const auto& [key, change] : edit.tiles)
                    project.putStoredTile(image.id, key, change.after);
            }
        });
    } catch (const raster::RasterError& error) {
        throw ProjectError(error.what());
    }
    if (!values.unknown().empty())
        report.warnings.push_back("The mask '" + mask.string() +
                                  "' also holds values that belong "
                                  "to no class and stay unlabelled: " +
                                  values.unknown() + ".");
    return report;
}

ImportReport importList(Project& project, const fs::path& csv, const std::map<int, int>& fileValues)
{
    const std::vector<CsvRow> rows = readCsv(csv);
    if (rows.empty())
        throw ProjectError("The list '" + csv.string() +
                           "' is empty: its first line names the columns image, mask and split, "
                           "each further line an image.");
    const Columns columns = readHeader(rows.front(), csv);
    if (rows.size() == 1)
        throw ProjectError("The list '" + csv.string() + "' names no image: add a line for each.");
    ImportReport report;
    project.transaction([&] {
        for (std::size_t i = 1; i < rows.size(); ++i) {
            const CsvRow& row = rows[i];
            try {
                const std::string name = cell(row, columns.image);
                if (name.empty())
                    throw ProjectError("The image's path is missing.");
                const Split split = parseSplit(lowered(cell(row, columns.split)));
                const ImageRecord image = project.addImage(besideList(name, csv));
                project.setImageSplit(image.id, split);
                ++report.images;
                const std::string mask = cell(row, columns.mask);
                if (mask.empty())
                    continue;
                const ImportReport read =
                    importMask(project, image, besideList(mask, csv), fileValues);
                report.maskPixels += read.maskPixels;
                report.warnings.insert(report.warnings.end(), read.warnings.begin(),
                                       read.warnings.end());
            } catch (const ProjectError& error) {
                throw ProjectError("Line " + std::to_string(row.line) + " of '" + csv.string() +
                                   "': " + error.what());
            }
        }
    });
    return report;
}

} // namespace limn::annotation
