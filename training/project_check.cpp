#include "training/project_check.h"

#include "training/failure.h"
#include "training/image_likeness.h"
#include "training/label_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace limn::training
{

namespace
{

constexpr double rareShare = 0.002;
constexpr std::size_t mostCells = 32;
constexpr std::size_t mostDisagreements = 24;
constexpr int leastDisagreement = 64; ///< pixels
constexpr double leastSure = 0.95;
/// Parts of the whole that each kind of look takes.
constexpr double imagesPart = 0.4;
constexpr double labelsPart = 0.3;
constexpr double networkPart = 0.3;

std::string nameOf(const annotation::ImageRecord& image)
{
    return std::filesystem::path(image.file).filename().string();
}

std::string percentOf(double share)
{
    std::ostringstream text;
    text << std::setprecision(share < 0.01 ? 1 : 2) << 100 * share << " %";
    return text.str();
}

std::string pixelsText(std::int64_t pixels)
{
    return std::to_string(pixels) + (pixels == 1 ? " pixel" : " pixels");
}

class Check
{
public:
    Check(const annotation::Project& project, const CheckProgress& progress)
        : project_(project), progress_(progress), list_(project.classes()), classes_(list_)
    {}

    /// False when it was ended.
    bool lookAtImages();
    bool lookAtLabels();
    bool lookAtPredictions(LoadedModel& model, torch::Device device, Precision precision);

    ProjectCheck result()
    {
        static constexpr std::array<const char*, 8> order{
            "unreadable",   "blank",  "no validation", "alike",
            "disagreement", "specks", "rare class",    "unused class"};
        std::stable_sort(check_.findings.begin(), check_.findings.end(),
                         [](const Finding& a, const Finding& b) {
                             const auto rank = [](const Finding& finding) {
                                 return std::find(order.begin(), order.end(), finding.kind);
                             };
                             return rank(a) < rank(b);
                         });
        return std::move(check_);
    }

private:
    struct Seen
    {
        annotation::ImageRecord record;
        Likeness likeness;
        bool labelled = false;
    };

    bool proceed(double done, const std::string& what) { return progress_(done, what); }
    void compare(const std::vector<Seen>& seen);
    void lookAtClasses(const TrainingImages& images);
    void tellUnvalidated(const TrainingImages& images, const SplitChoice& split,
                         const std::string& warning);
    /// An image that may validate: it has the class (0: every class), and others have what it has.
    const annotation::ImageRecord* imageToValidate(const TrainingImages& images,
                                                   int classValue) const;
    std::string className(int value) const
    {
        const annotation::ClassEntry* entry = annotation::findClass(list_, value);
        return entry != nullptr ? "\"" + entry->name + "\"" : "class " + std::to_string(value);
    }

    const annotation::Project& project_;
    const CheckProgress& progress_;
    annotation::ClassList list_;
    ClassIndex classes_;
    ProjectCheck check_;
};

bool Check::lookAtImages()
{
    const std::vector<annotation::ImageRecord> images = project_.images();
    const auto labelled = project_.labelledParts();
    check_.images = static_cast<int>(images.size());
    std::vector<Seen> seen;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const annotation::ImageRecord& image = images[i];
        if (!proceed(imagesPart * static_cast<double>(i) / static_cast<double>(images.size()),
                     "Looking at " + nameOf(image)))
            return false;
        try {
            const auto raster = raster::Raster::open(image.file, {}, project_.decodingRoom());
            Seen one{image, likenessOf(*raster), labelled.contains(image.id)};
            if (one.likeness.blank)
                check_.findings.push_back(
                    {"blank",
                     nameOf(image) +
                         " shows nothing: every pixel is the same or invalid. Take it "
                         "out of the project" +
                         (one.labelled ? " with its labels." : "."),
                     "remove", image.id});
            seen.push_back(std::move(one));
        } catch (const raster::RasterError& error) {
            check_.findings.push_back(
                {"unreadable",
                 std::string(error.what()) + ". Until then nothing is learned from it.", "remove",
                 image.id});
        }
    }
    compare(seen);
    return true;
}

void Check::compare(const std::vector<Seen>& seen)
{
    for (std::size_t i = 0; i < seen.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            if (!isAlike(seen[i].likeness, seen[j].likeness))
                continue;
            // The labelled one stays; of two alike the one added first.
            const bool laterStays = seen[i].labelled && !seen[j].labelled;
            const Seen& stays = laterStays ? seen[i] : seen[j];
            const Seen& goes = laterStays ? seen[j] : seen[i];
            Finding finding{"alike",
                            nameOf(goes.record) + " and " + nameOf(stays.record) +
                                " show the same picture",
                            "remove", goes.record.id, stays.record.id};
            if (goes.labelled) {
                finding.sentence += ": let both train, so that what is measured on one was not "
                                    "learned from the other.";
                finding.remedy = "train";
                if (goes.record.split != annotation::Split::Auto &&
                    goes.record.split == stays.record.split)
                    break; // settled
            } else {
                finding.sentence += ": take the one without labels out of the project.";
            }
            check_.findings.push_back(std::move(finding));
            break; // one pair an image says enough
        }
}

bool Check::lookAtLabels()
{
    if (!proceed(imagesPart, "Counting labels"))
        return false;
    const TrainingImages images = openTrainingImages(project_);
    check_.labelledImages = images.labelledImages;
    lookAtClasses(images);
    for (std::size_t i = 0; i < images.images.size(); ++i) {
        const TrainingImage& image = images.images[i];
        if (!proceed(imagesPart + labelsPart * static_cast<double>(i) /
                                      static_cast<double>(images.images.size()),
                     "Looking at the labels of " + nameOf(image.record)))
            return false;
        for (const Specks& specks : findSpecks(image, speckPixels)) {
            if (annotation::findClass(list_, specks.classValue) == nullptr)
                continue;
            const bool one = specks.count == 1;
            check_.findings.push_back(
                {"specks",
                 nameOf(image.record) + " has " + std::to_string(specks.count) +
                     (one ? " speck of " : " specks of ") + className(specks.classValue) + ", " +
                     pixelsText(specks.pixels) + (one ? "" : " together") +
                     ": erase what was painted by a slip of the hand.",
                 "erase", image.record.id, 0, specks.first, specks.within, specks.classValue,
                 specks.pixels});
        }
    }
    return true;
}

void Check::lookAtClasses(const TrainingImages& images)
{
    using annotation::Split;
    std::string warning;
    SplitChoice split;
    if (images.labelledImages > 0 && !list_.empty())
        split = chooseSplit(images, classes_, warning);
    const LabelIndex index(images.images, classes_, split);
    double all = 0;
    for (int c = 0; c < classes_.size(); ++c)
        all += static_cast<double>(index.pixels(c));
    for (int c = 0; c < classes_.size(); ++c) {
        const annotation::ClassEntry& entry = list_[static_cast<std::size_t>(c)];
        ClassBalance row{entry, index.pixels(c), index.pixels(Split::Train, c),
                         index.pixels(split.validating(), c)};
        row.share = all > 0 ? static_cast<double>(row.pixels) / all : 0;
        row.width = index.width(c);
        check_.classes.push_back(row);
        if (row.pixels == 0)
            check_.findings.push_back({"unused class",
                                       "Nothing is labelled as \"" + entry.name +
                                           "\": paint some of it, or remove the class.",
                                       "",
                                       0,
                                       0,
                                       {},
                                       {},
                                       entry.value});
        else if (row.share < rareShare)
            check_.findings.push_back({"rare class",
                                       "\"" + entry.name + "\" is only " + percentOf(row.share) +
                                           " of what is labelled: paint more of it where you can.",
                                       "",
                                       0,
                                       0,
                                       {},
                                       {},
                                       entry.value,
                                       row.pixels});
    }
    if (images.labelledImages > 0)
        tellUnvalidated(images, split, warning);
}

void Check::tellUnvalidated(const TrainingImages& images, const SplitChoice& split,
                            const std::string& warning)
{
    const auto tell = [&](const std::string& sentence, int classValue) {
        Finding finding{"no validation", sentence, "", 0, 0, {}, {}, classValue};
        if (const annotation::ImageRecord* image = imageToValidate(images, classValue)) {
            finding.sentence += " " + nameOf(*image) + " could validate.";
            finding.remedy = "validate";
            finding.image = image->id;
        }
        check_.findings.push_back(std::move(finding));
    };
    if (split.everythingTrains)
        return tell(warning, 0);
    for (const ClassBalance& row : check_.classes)
        if (row.trainPixels > 0 && row.validationPixels == 0)
            tell("No pixel of \"" + row.entry.name +
                     "\" is held back for validation, so its curve is empty: paint it in more "
                     "places.",
                 row.entry.value);
}

const annotation::ImageRecord* Check::imageToValidate(const TrainingImages& images,
                                                      int classValue) const
{
    using Counts = std::array<std::int64_t, 256>;
    std::vector<Counts> counts;
    Counts imagesWith{};
    for (const TrainingImage& image : images.images) {
        counts.push_back(image.labels->counts());
        for (std::size_t value = 1; value < imagesWith.size(); ++value)
            imagesWith[value] += counts.back()[value] > 0 ? 1 : 0;
    }
    const annotation::ImageRecord* best = nullptr;
    std::int64_t fewest = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const annotation::ImageRecord& record = images.images[i].record;
        std::int64_t pixels = 0;
        bool fits = record.split == annotation::Split::Auto;
        for (const annotation::ClassEntry& entry : list_) {
            const auto value = static_cast<std::size_t>(entry.value);
            const bool wanted = classValue == 0 ? imagesWith[value] > 0 : entry.value == classValue;
            if (wanted && counts[i][value] == 0)
                fits = false;
            if (counts[i][value] > 0 && imagesWith[value] < 2)
                fits = false;
            pixels += counts[i][value];
        }
        if (fits && (best == nullptr || pixels < fewest)) {
            best = &record;
            fewest = pixels;
        }
    }
    return best;
}

bool Check::lookAtPredictions(LoadedModel& model, torch::Device device, Precision precision)
{
    const TrainingImages images = openTrainingImages(project_);
    model.network->to(device);
    const ClassIndex known = model.description.classIndex();
    std::vector<std::pair<const TrainingImage*, GridCell>> all;
    for (const TrainingImage& image : images.images) {
        if (image.raster->bandCount() != model.description.network.bands)
            continue;
        const ImagePrediction prediction(*model.network, model.description, *image.raster, device,
                                         precision);
        std::vector<GridCell> cells;
        for (const annotation::LabelledCell& cell : image.labels->cells())
            for (const GridCell& touched :
                 prediction.cells({cell.key.column * annotation::maskTileSize,
                                   cell.key.row * annotation::maskTileSize,
                                   annotation::maskTileSize, annotation::maskTileSize}))
                if (std::none_of(cells.begin(), cells.end(), [&](const GridCell& one) {
                        return one.column == touched.column && one.row == touched.row;
                    }))
                    cells.push_back(touched);
        for (const GridCell& cell : cells)
            all.emplace_back(&image, cell);
    }
    const std::size_t count = std::min(all.size(), mostCells);
    std::vector<Finding> found;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& [image, cell] = all[all.size() * i / count];
        if (!proceed(imagesPart + labelsPart +
                         networkPart * static_cast<double>(i) / static_cast<double>(count),
                     "Asking the network about " + nameOf(image->record)))
            return false;
        ImagePrediction prediction(*model.network, model.description, *image->raster, device,
                                   precision);
        for (const Disagreement& one : findDisagreements(*image, known, prediction.predict(cell),
                                                         leastDisagreement, leastSure))
            found.push_back({"disagreement",
                             pixelsText(one.pixels) + " of " + nameOf(image->record) +
                                 " are labelled " + className(one.labelled) +
                                 ", and the network is " + percentOf(one.confidence) +
                                 " sure that they are " + className(one.predicted) +
                                 ": look which of the two is right.",
                             "",
                             image->record.id,
                             0,
                             one.area,
                             {},
                             one.labelled,
                             one.pixels});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Finding& a, const Finding& b) { return a.pixels > b.pixels; });
    found.resize(std::min(found.size(), mostDisagreements));
    check_.findings.insert(check_.findings.end(), found.begin(), found.end());
    return true;
}

nlohmann::json jsonOf(const raster::PixelRect& rect)
{
    return rect.isEmpty() ? nlohmann::json()
                          : nlohmann::json({rect.x, rect.y, rect.width, rect.height});
}

} // namespace

ProjectCheck checkProject(const annotation::Project& project, LoadedModel* model,
                          torch::Device device, Precision precision, const CheckProgress& progress)
{
    Check check(project, progress);
    if (check.lookAtImages() && check.lookAtLabels() && model != nullptr)
        check.lookAtPredictions(*model, device, precision);
    return check.result();
}

nlohmann::json toJson(const Finding& finding)
{
    return {{"kind", finding.kind},
            {"sentence", finding.sentence},
            {"remedy", finding.remedy},
            {"image", finding.image},
            {"other", finding.other},
            {"area", jsonOf(finding.area)},
            {"within", jsonOf(finding.within)},
            {"class", finding.classValue},
            {"pixels", finding.pixels},
            {"speckPixels", speckPixels}};
}

nlohmann::json toJson(const ClassBalance& row)
{
    return {{"class", row.entry.value},
            {"name", row.entry.name},
            {"pixels", row.pixels},
            {"trainPixels", row.trainPixels},
            {"validationPixels", row.validationPixels},
            {"share", row.share},
            {"width", std::isfinite(row.width) ? nlohmann::json(row.width) : nlohmann::json()}};
}

} // namespace limn::training
