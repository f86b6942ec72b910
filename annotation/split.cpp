#include "annotation/split.h"

#include <cmath>
#include <string_view>

namespace limn::annotation
{
namespace
{

constexpr int smallestBlock = 16;
constexpr std::int64_t wantedBlocks = 16;

/// Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators" (splitmix64).
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

/// FNV-1a: unlike std::hash the same on every machine and for ever.
std::uint64_t hashed(std::string_view text, std::uint64_t salt)
{
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char letter : text)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
    return mixed(hash ^ mixed(salt));
}

/// True for `share` of all ranks, spread as evenly as whole numbers allow.
bool isChosen(std::uint64_t rank, double share)
{
    // Without the margin 0.2 * 5 might fall just short of 1.
    constexpr double margin = 1e-9;
    const auto before = static_cast<double>(rank);
    return std::floor((before + 1) * share + margin) > std::floor(before * share + margin);
}

/// How many ranks a share of one takes, at most.
std::uint64_t period(double share)
{
    return static_cast<std::uint64_t>(std::ceil(1 / std::max(share, 1e-3)));
}

bool validatesImage(const SplitRule& rule, const ImageRecord& image)
{
    const auto number = static_cast<std::uint64_t>(std::max<std::int64_t>(image.id, 1) - 1);
    const std::uint64_t group = number / period(rule.share);
    const std::uint64_t shift = mixed(mixed(group) ^ rule.salt) % period(rule.share);
    const std::uint64_t place = (number + shift) % period(rule.share);
    if (!isChosen(group * period(rule.share) + place, rule.share))
        return false;
    return !rule.everyOther || (group + mixed(mixed(group / 2 + 1) ^ rule.salt)) % 2 == 0;
}

bool validatesBlock(const SplitRule& rule, const ImageRecord& image, int x, int y)
{
    const auto column = static_cast<std::uint64_t>(std::max(x, 0) / rule.blockSize);
    const auto row = static_cast<std::uint64_t>(std::max(y, 0) / rule.blockSize);
    // A knight's move from one row to the next: with one block in five, every row and every column
    // of five blocks holds exactly one.
    const std::string& path = image.firstPath.empty() ? image.path : image.firstPath;
    const std::uint64_t shift = hashed(path, rule.salt) % 1000;
    return isChosen(column + 2 * row + shift, rule.share);
}

} // namespace

SplitRule splitRule(int labelledImages, const raster::PixelSize& typicalSize)
{
    SplitRule rule;
    rule.byImage = labelledImages >= minimumImagesForSplit;
    rule.everyOther = labelledImages >= manyImagesForSplit;
    rule.blockSize = maskTileSize;
    const auto area = static_cast<std::int64_t>(typicalSize.width) * typicalSize.height;
    while (rule.blockSize > smallestBlock && area < wantedBlocks * rule.blockSize * rule.blockSize)
        rule.blockSize /= 2;
    return rule;
}

Split splitAt(const SplitRule& rule, const ImageRecord& image, int x, int y)
{
    if (image.split != Split::Auto)
        return image.split;
    const bool validates =
        rule.byImage ? validatesImage(rule, image) : validatesBlock(rule, image, x, y);
    return validates ? Split::Validation : Split::Train;
}

} // namespace limn::annotation
