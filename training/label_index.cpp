#include "training/label_index.h"

#include <algorithm>
#include <cmath>
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

/// As the width of objects of so many pixels with so long a border: 8 area / (pi border), the width
/// of a strip in any direction and the radius of a disc.
double widthOf(std::int64_t pixels, std::int64_t border)
{
    if (border == 0)
        return std::numeric_limits<double>::infinity();
    return 8 * static_cast<double>(pixels) / (std::numbers::pi * static_cast<double>(border));
}

/// Calls visit(a, b) for all pairs of pixels side by side or one above the other.
template <class Visit>
void forEachPair(const std::vector<std::uint8_t>& indices, int width, Visit visit)
{
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if ((i + 1) % width != 0)
            visit(indices[i], indices[i + 1]);
        if (i + width < indices.size())
            visit(indices[i], indices[i + width]);
    }
}

raster::PixelRect areaOf(int row, int column, const raster::PixelRect& bounds)
{
    constexpr int side = annotation::maskTileSize;
    return raster::PixelRect{column * side, row * side, side, side}.intersected(bounds);
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
    : classIndex_(classes), split_(split), classes_(classes.size()), cells_(images.size())
{
    update(images);
}

LabelIndex::Cell LabelIndex::read(const TrainingImage& image,
                                  const annotation::LabelledCell& labelled) const
{
    Cell cell;
    cell.revision = labelled.revision;
    const raster::PixelRect area =
        areaOf(labelled.key.row, labelled.key.column, image.raster->bounds());
    if (area.isEmpty())
        return cell;
    std::vector<std::uint8_t> values(static_cast<std::size_t>(area.width) * area.height);
    image.labels->read(area, values);
    std::vector<std::uint8_t> labels(values.size());
    std::transform(values.begin(), values.end(), labels.begin(),
                   [this](std::uint8_t value) { return classIndex_.index(value); });

    const int side = blockSide(split_.rule);
    std::array<std::int64_t, ignored + 1> all{};
    std::uint16_t number = 0;
    for (int y = 0; y < annotation::maskTileSize; y += side) {
        for (int x = 0; x < annotation::maskTileSize; x += side, ++number) {
            if (y >= area.height || x >= area.width)
                continue;
            std::array<std::int32_t, ignored + 1> counts{};
            ContentHash content;
            const int width = std::min(side, area.width - x);
            for (int v = y; v < std::min(y + side, area.height); ++v) {
                const std::size_t first = static_cast<std::size_t>(v) * area.width + x;
                for (int u = 0; u < width; ++u)
                    ++counts[labels[first + u]];
                content.add({values.data() + first, static_cast<std::size_t>(width)});
            }
            const std::size_t before = cell.pixels.size();
            for (int c = 0; c < classes_; ++c) {
                if (counts[c] == 0)
                    continue;
                cell.pixels.push_back({number, static_cast<std::uint8_t>(c), counts[c]});
                all[c] += counts[c];
            }
            if (cell.pixels.size() > before)
                cell.hashes.push_back({number, content.value()});
        }
    }

    std::array<std::int64_t, ignored + 1> others{};
    std::array<std::int64_t, ignored + 1> outline{};
    forEachPair(labels, area.width, [&](std::uint8_t a, std::uint8_t b) {
        if (a == b)
            return;
        ++outline[a];
        ++outline[b];
        if (a == ignored || b == ignored)
            return;
        ++others[a];
        ++others[b];
    });
    for (int c = 0; c < classes_; ++c)
        if (all[c] > 0)
            cell.borders.push_back({static_cast<std::uint8_t>(c), all[c], others[c], outline[c]});
    return cell;
}

void LabelIndex::update(const std::vector<TrainingImage>& images)
{
    for (auto& lists : blocks_)
        lists.assign(classes_, {});
    contents_.clear();
    borders_.assign(classes_, {});
    byWidth_.assign(classes_, {});
    trainingCells_ = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        Cells now;
        for (const annotation::LabelledCell& cell : images[i].labels->cells()) {
            const std::pair<int, int> place{cell.key.row, cell.key.column};
            auto known = cells_[i].extract(place);
            if (!known.empty() && known.mapped().revision == cell.revision)
                now.insert(now.end(), std::move(known));
            else
                now.emplace_hint(now.end(), place, read(images[i], cell));
        }
        cells_[i] = std::move(now);
        add(images[i], static_cast<int>(i), cells_[i]);
    }
    std::sort(contents_.begin(), contents_.end(),
              [](const BlockContent& a, const BlockContent& b) { return a.place() < b.place(); });
}

void LabelIndex::add(const TrainingImage& image, int number, const Cells& cells)
{
    const int side = blockSide(split_.rule);
    const int blocksARow = annotation::maskTileSize / side;
    for (const auto& [place, cell] : cells) {
        const auto corner = [&, row = place.first, column = place.second](int block) {
            return std::pair(column * annotation::maskTileSize + block % blocksARow * side,
                             row * annotation::maskTileSize + block / blocksARow * side);
        };
        for (const BlockPixels& entry : cell.pixels) {
            const auto [x, y] = corner(entry.block);
            auto& list = blocks_[slot(split_.at(image.record, x, y))][entry.classIndex];
            const std::int64_t before = list.empty() ? 0 : list.back().pixelsUpTo;
            list.push_back({number, x, y, side, before + entry.pixels});
        }
        bool trains = false;
        for (const BlockHash& block : cell.hashes) {
            const auto [x, y] = corner(block.block);
            if (slot(split_.at(image.record, x, y)) != 0)
                continue;
            contents_.push_back({image.record.id, x, y, block.hash});
            trains = true;
        }
        trainingCells_ += trains ? 1 : 0;
        for (const Borders& own : cell.borders) {
            Borders& sum = borders_[own.classIndex];
            sum.others += own.others;
            sum.outline += own.outline;
            if (own.outline == 0)
                continue;
            ByWidth& widths = byWidth_[own.classIndex];
            const double octaves = std::log2(std::max(1.0, widthOf(own.pixels, own.outline)));
            widths[std::min(widths.size() - 1, static_cast<std::size_t>(2 * octaves))] +=
                own.outline;
        }
    }
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
    return widthOf(pixels(classIndex), borders_.at(classIndex).others);
}

double LabelIndex::outlineWidth(int classIndex) const
{
    return widthOf(pixels(classIndex), borders_.at(classIndex).outline);
}

double LabelIndex::narrowWidth(int classIndex) const
{
    const std::int64_t outline = borders_.at(classIndex).outline;
    const ByWidth& widths = byWidth_.at(classIndex);
    std::int64_t sum = 0;
    for (std::size_t step = 0; step < widths.size(); ++step) {
        sum += widths[step];
        if (outline > 0 && 5 * sum >= outline)
            return std::exp2(0.5 * static_cast<double>(step));
    }
    return std::numeric_limits<double>::infinity();
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
