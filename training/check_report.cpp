#include "training/check_report.h"

#include "annotation/label_reader.h"
#include "annotation/run_record.h"
#include "raster/display.h"
#include "raster/raster_writer.h"
#include "training/image_likeness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

constexpr int pictureSide = 320;
constexpr int leastContext = 96; ///< pixels of the image that are shown at least, a side
constexpr double labelOpacity = 0.4;

/// The place with as much again around it.
raster::PixelRect shownArea(const raster::Raster& raster, const raster::PixelRect& area)
{
    const raster::PixelRect bounds = raster.bounds();
    if (area.isEmpty())
        return bounds;
    const int side = std::max({2 * area.width, 2 * area.height, leastContext});
    return raster::PixelRect{area.x + area.width / 2 - side / 2,
                             area.y + area.height / 2 - side / 2, side, side}
        .intersected(bounds);
}

raster::DisplaySettings displayOf(const annotation::ImageRecord& image,
                                  const raster::Raster& raster, const raster::PixelRect& area)
{
    if (!image.display.empty())
        return raster::displayFromJson(image.display);
    if (isQuicklyReduced(raster, pictureSide))
        return raster::defaultDisplay(raster);
    raster::DisplaySettings settings;
    for (int c = 0; c < 3; ++c) {
        const int band = std::min(c, raster.bandCount() - 1);
        settings.bands[static_cast<std::size_t>(c)] = band;
        settings.stretch[static_cast<std::size_t>(c)] =
            raster::percentileStretch(raster, band, 2, 98, area);
    }
    return settings;
}

class PictureWriter
{
public:
    PictureWriter(const annotation::Project& project, fs::path folder)
        : project_(project), folder_(std::move(folder)), classes_(project.classes())
    {}

    /// The name of the file; empty where there is nothing to be shown.
    std::string write(std::int64_t imageId, const raster::PixelRect& area, bool withLabels)
    {
        const auto image = project_.image(imageId);
        if (!image)
            return {};
        std::shared_ptr<raster::Raster> raster;
        try {
            raster = raster::Raster::open(image->file, {}, project_.decodingRoom());
        } catch (const raster::RasterError&) {
            return {}; // the finding says so
        }
        raster::PixelRect shown = shownArea(*raster, area);
        // The whole of a large image without overviews would take minutes: its middle then.
        if (area.isEmpty() && !isQuicklyReduced(*raster, pictureSide))
            shown = raster::PixelRect{shown.width / 2 - pictureSide, shown.height / 2 - pictureSide,
                                      2 * pictureSide, 2 * pictureSide}
                        .intersected(shown);
        const double shrink =
            std::min(1.0, static_cast<double>(pictureSide) / std::max(shown.width, shown.height));
        const raster::PixelSize size{
            std::max(1, static_cast<int>(std::lround(shown.width * shrink))),
            std::max(1, static_cast<int>(std::lround(shown.height * shrink)))};
        const raster::DisplaySettings settings = displayOf(*image, *raster, shown);
        const raster::PixelBlock block =
            raster->read(shown, size, settings.bands, raster::Resampling::Average);
        std::vector<std::uint8_t> rgba(static_cast<std::size_t>(size.width) * size.height * 4);
        raster::toRgba(block, settings, rgba.data());
        if (withLabels)
            drawLabels(*image, shown, size, rgba);
        const std::string name = std::to_string(++count_) + ".png";
        raster::writePicture((folder_ / name).string(), size.width, size.height, 4, rgba);
        return name;
    }

private:
    void drawLabels(const annotation::ImageRecord& image, const raster::PixelRect& shown,
                    const raster::PixelSize& size, std::vector<std::uint8_t>& rgba) const
    {
        const annotation::LabelReader reader(project_, image);
        std::vector<std::uint8_t> labels(static_cast<std::size_t>(shown.width));
        for (int y = 0; y < size.height; ++y) {
            const int row = shown.y + static_cast<int>((y + 0.5) * shown.height / size.height);
            reader.read({shown.x, row, shown.width, 1}, labels);
            for (int x = 0; x < size.width; ++x) {
                const int value =
                    labels[static_cast<std::size_t>((x + 0.5) * shown.width / size.width)];
                const annotation::ClassEntry* entry = annotation::findClass(classes_, value);
                if (entry == nullptr)
                    continue;
                std::uint8_t* pixel =
                    rgba.data() + (static_cast<std::size_t>(y) * size.width + x) * 4;
                const std::array<std::uint8_t, 3> colour = entry->colour;
                for (std::size_t c = 0; c < colour.size(); ++c)
                    pixel[c] = static_cast<std::uint8_t>(
                        std::lround(pixel[c] * (1 - labelOpacity) + colour[c] * labelOpacity));
                pixel[3] = 255;
            }
        }
    }

    const annotation::Project& project_;
    fs::path folder_;
    annotation::ClassList classes_;
    int count_ = 0;
};

std::string escaped(const std::string& text)
{
    std::string html;
    for (const char letter : text)
        switch (letter) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default:
            html += letter;
        }
    return html;
}

std::string page(const annotation::Project& project, const ProjectCheck& check,
                 const std::vector<FindingPictures>& pictures)
{
    std::ostringstream html;
    const std::string title = escaped(project.folder().filename().string());
    html << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" << title
         << "</title><style>\n"
            "body { font: 14px/1.45 sans-serif; margin: 24px auto; max-width: 900px; "
            "color: #222; background: #fafafa }\n"
            "table { border-collapse: collapse } td, th { padding: 4px 16px 4px 0; "
            "text-align: right } td:first-child, th:first-child { text-align: left }\n"
            "div { display: flex; gap: 12px; align-items: flex-start; padding: 12px 0; "
            "border-top: 1px solid #ddd } p { margin: 0 }\n"
            "img { max-width: 320px; image-rendering: pixelated } "
            ".swatch { display: inline-block; width: 12px; height: 12px; margin-right: 6px }\n"
            "</style></head><body>\n<h1>"
         << title << "</h1>\n<p>" << check.images << " images, " << check.labelledImages
         << " of them labelled.</p>\n<table><tr><th>Class</th><th>Pixels</th><th>Share</th>"
            "<th>Training</th><th>Validation</th></tr>\n";
    html.precision(3);
    for (const ClassBalance& row : check.classes)
        html << "<tr><td><span class=\"swatch\" style=\"background: "
             << annotation::formatColour(row.entry.colour) << "\"></span>"
             << escaped(row.entry.name) << "</td><td>" << row.pixels << "</td><td>"
             << 100 * row.share << " %</td><td>" << row.trainPixels << "</td><td>"
             << row.validationPixels << "</td></tr>\n";
    html << "</table>\n<h2>" << (check.findings.empty() ? "Nothing is wrong" : "Findings")
         << "</h2>\n";
    for (std::size_t i = 0; i < check.findings.size(); ++i) {
        html << "<div>";
        for (const std::string& picture : {pictures[i].image, pictures[i].other})
            if (!picture.empty())
                html << "<img src=\"" << picture << "\" alt=\"\">";
        html << "<p>" << escaped(check.findings[i].sentence) << "</p></div>\n";
    }
    html << "</body></html>\n";
    return html.str();
}

} // namespace

void makeReportFolder(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw TrainingError("The folder " + folder.string() + " cannot be made (" +
                            error.message() + "): choose another place for the report.");
}

std::vector<FindingPictures> writeCheckReport(const annotation::Project& project,
                                              const ProjectCheck& check, const fs::path& folder)
{
    makeReportFolder(folder);
    PictureWriter writer(project, folder);
    std::vector<FindingPictures> pictures;
    for (const Finding& finding : check.findings) {
        FindingPictures names;
        if (finding.image != 0)
            names.image = writer.write(finding.image, finding.area, !finding.area.isEmpty());
        if (finding.other != 0)
            names.other = writer.write(finding.other, {}, false);
        pictures.push_back(std::move(names));
    }
    annotation::writeFileAtomically(folder / "index.html", page(project, check, pictures));
    return pictures;
}

} // namespace limn::training
