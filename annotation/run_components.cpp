#include "annotation/run_components.h"

#include <algorithm>

namespace limn::annotation
{

void RunComponents::addRow(std::span<const std::uint8_t> pixels, std::uint8_t value, bool others)
{
    const int count = static_cast<int>(pixels.size());
    const int reach = neighbours_ == Neighbours::Eight ? 1 : 0;
    const std::size_t begin = runs_.size();
    std::size_t above = previous_;
    int i = 0;
    while (true) {
        while (i < count && (pixels[static_cast<std::size_t>(i)] == value) == others)
            ++i;
        if (i == count)
            break;
        const int first = i;
        while (i < count && (pixels[static_cast<std::size_t>(i)] == value) != others)
            ++i;
        const auto index = static_cast<std::uint32_t>(runs_.size());
        runs_.push_back({rows_, first, i, index});
        while (above < begin && runs_[above].end + reach <= first)
            ++above;
        for (std::size_t other = above; other < begin && runs_[other].first < i + reach; ++other)
            join(index, static_cast<std::uint32_t>(other));
    }
    previous_ = begin;
    ++rows_;
}

std::uint32_t RunComponents::component(std::size_t run) const
{
    auto root = static_cast<std::uint32_t>(run);
    while (runs_[root].joined != root)
        root = runs_[root].joined;
    return root;
}

void RunComponents::join(std::uint32_t a, std::uint32_t b)
{
    const std::uint32_t root = std::min(component(a), component(b));
    // Whatever is passed on the way points straight at the root from now on.
    for (std::uint32_t run : {a, b}) {
        while (runs_[run].joined != root) {
            const std::uint32_t next = runs_[run].joined;
            runs_[run].joined = root;
            if (next == run)
                break;
            run = next;
        }
    }
}

} // namespace limn::annotation
