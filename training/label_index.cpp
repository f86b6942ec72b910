#include "training/label_index.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <span>

namespace limn::training
{

namespace
{

constexpr int largestBlock = 64;
constexpr int smallestBlock = 32;

std::size_t slot(annotation::Split split)
{
    switch (split) {
    case annotation::Split::Validation:
        return 1;
    case annotation::Split::Test:
        return 2;
    default:
        return 0;
    }
}

/// Side of squares that never cross a border of the split's blocks nor of a mask cell.
int blockSide(const annotation::SplitRule& rule)
{
    if (rule.byImage)
        return largestBlock;
    return std::gcd(std::gcd(rule.blockSize, annotation::maskTileSize), largestBlock);
}

/// Of rows of class values; the same on every machine of one byte order, and for ever.
class ContentHash
{
public:
    void add(std::span<const std::uint8_t> row)
    {
        for (std::size_t at = 0; at < row.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, row.data() + at, std::min(sizeof word, row.size() - at));
            value_ = (value_ ^ word) * 0x9E3779B97F4A7C15u;
            value_ ^= value_ >> 32;
        }
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

/// Adds the pairs of pixels side by side or one above the other that are labelled differently to
/// the counts of both classes.
void countBorders(const std::vector<std::uint8_t>& indices, int width,
                  std::vector<std::int64_t>& borders)
{
    const auto count = [&](std::uint8_t a, std::uint8_t b) {
        if (a == b || a == ignored || b == ignored)
            return;
        ++borders[a];
        ++borders[b];
    };
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if ((i + 1) % width != 0)
            count(indices[i], indices[i + 1]);
        if (i + width < indices.size())
            count(indices[i], indices[i + width]);
    }
}

} // namespace

annotation::Split SplitChoice::at(const annotation::ImageRecord& image, int x, int y) const
{
    const annotation::Split split = annotation::splitAt(rule, image, x, y);
    if (everythingTrains && image.split == annotation::Split::Auto)
        return annotation::Split::Train;
    return split;
}

LabelIndex::LabelIndex(const std::vector<TrainingImage>& images, const ClassIndex& classes,
                       const SplitChoice& split)
    : classes_(classes.size()), borders_(classes.size())
{
    for (auto& lists : blocks_)
        lists.resize(classes_);
    const int side = blockSide(split.rule);
    std::vector<std::uint8_t> values;
    std::vector<std::uint8_t> labels; ///< the values' class indices
    std::vector<std::int64_t> counts(classes_);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const TrainingImage& image = images[i];
        const raster::PixelRect bounds = image.raster->bounds();
        for (const annotation::LabelledCell& cell : image.labels->cells()) {
            const raster::PixelRect area =
                raster::PixelRect{cell.key.column * annotation::maskTileSize,
                                  cell.key.row * annotation::maskTileSize, annotation::maskTileSize,
                                  annotation::maskTileSize}
                    .intersected(bounds);
            if (area.isEmpty())
                continue;
            values.resize(static_cast<std::size_t>(area.width) * area.height);
            labels.resize(values.size());
            image.labels->read(area, values);
            std::transform(values.begin(), values.end(), labels.begin(),
                           [&](std::uint8_t value) { return classes.index(value); });
            countBorders(labels, area.width, borders_);
            bool trains = false;
            for (int y = area.y; y < area.bottom(); y += side) {
                for (int x = area.x; x < area.right(); x += side) {
                    std::fill(counts.begin(), counts.end(), 0);
                    ContentHash content;
                    const int width = std::min(side, area.right() - x);
                    for (int v = y; v < std::min(y + side, area.bottom()); ++v) {
                        const std::size_t first =
                            static_cast<std::size_t>(v - area.y) * area.width + (x - area.x);
                        for (int u = 0; u < width; ++u)
                            if (const std::uint8_t index = labels[first + u]; index != ignored)
                                ++counts[index];
                        content.add({values.data() + first, static_cast<std::size_t>(width)});
                    }
                    const annotation::Split where = split.at(image.record, x, y);
                    bool blockTrains = false;
                    for (int c = 0; c < classes_; ++c) {
                        if (counts[c] == 0)
                            continue;
                        auto& list = blocks_[slot(where)][c];
                        const std::int64_t before = list.empty() ? 0 : list.back().pixelsUpTo;
                        list.push_back({static_cast<int>(i), x, y, side, before + counts[c]});
                        blockTrains = slot(where) == 0;
                    }
                    if (blockTrains)
                        contents_.push_back({image.record.id, x, y, content.value()});
                    trains = trains || blockTrains;
                }
            }
            trainingCells_ += trains ? 1 : 0;
        }
    }
    std::sort(contents_.begin(), contents_.end(),
              [](const BlockContent& a, const BlockContent& b) { return a.place() < b.place(); });
}

const std::vector<LabelledBlock>& LabelIndex::blocks(annotation::Split split, int classIndex) const
{
    return blocks_[slot(split)].at(classIndex);
}

std::int64_t LabelIndex::pixels(annotation::Split split, int classIndex) const
{
    const auto& list = blocks(split, classIndex);
    return list.empty() ? 0 : list.back().pixelsUpTo;
}

std::int64_t LabelIndex::pixels(annotation::Split split) const
{
    std::int64_t sum = 0;
    for (int c = 0; c < classes_; ++c)
        sum += pixels(split, c);
    return sum;
}

std::int64_t LabelIndex::pixels(int classIndex) const
{
    using annotation::Split;
    return pixels(Split::Train, classIndex) + pixels(Split::Validation, classIndex) +
           pixels(Split::Test, classIndex);
}

double LabelIndex::width(int classIndex) const
{
    const std::int64_t border = borders_.at(classIndex);
    if (border == 0)
        return std::numeric_limits<double>::infinity();
    return 8 * static_cast<double>(pixels(classIndex)) /
           (std::numbers::pi * static_cast<double>(border));
}

SplitChoice chooseSplit(const TrainingImages& images, const ClassIndex& classes,
                        std::string& warning)
{
    using annotation::Split;
    raster::PixelSize typical;
    for (const TrainingImage& image : images.images)
        if (!image.labels->cells().empty()) {
            typical = image.raster->size();
            break;
        }
    const annotation::SplitRule rule = annotation::splitRule(images.labelledImages, typical);
    std::optional<SplitChoice> acceptable;
    std::string missing;
    for (int size = rule.blockSize; size >= std::min(smallestBlock, rule.blockSize); size /= 2) {
        SplitChoice choice{rule};
        choice.rule.blockSize = size;
        const LabelIndex index(images.images, classes, choice);
        bool everyClassTrains = true;
        int classesThatValidate = 0;
        std::string unvalidated;
        for (int c = 0; c < classes.size(); ++c) {
            const std::int64_t trains = index.pixels(Split::Train, c);
            const std::int64_t validates = index.pixels(Split::Validation, c);
            everyClassTrains = everyClassTrains && (trains > 0 || validates == 0);
            classesThatValidate += validates > 0 ? 1 : 0;
            if (trains > 0 && validates == 0)
                unvalidated = std::to_string(classes.value(c));
        }
        if (everyClassTrains && classesThatValidate > 0 && unvalidated.empty())
            return choice;
        if (everyClassTrains && classesThatValidate > 0 && !acceptable) {
            acceptable = choice;
            missing = unvalidated;
        }
        if (rule.byImage)
            break;
    }
    if (acceptable) {
        warning = "Not every class has labels in the part held back for validation (class value " +
                  missing + " has none): the validation curve does not cover it.";
        return *acceptable;
    }
    warning = "There are too few labels to hold some back, so validation measures the training "
              "labels themselves: paint more places for an honest curve.";
    return {rule, true};
}

} // namespace limn::training
