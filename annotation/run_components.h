// Connected components of a picture that is given row by row, kept as runs of pixels: memory goes
// with the outline of what is found and not with its area. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limn::annotation
{

struct PixelRun
{
    int row = 0;
    int first = 0;
    int end = 0;              ///< one past the last
    std::uint32_t joined = 0; ///< another run of its component, or itself
};

class RunComponents
{
public:
    enum class Neighbours { Four, Eight }; ///< by sides, or by sides and corners

    explicit RunComponents(Neighbours neighbours) : neighbours_(neighbours) {}

    /// The next row: its pixels that are `value` belong to components, or with `others` all those
    /// that are not.
    void addRow(std::span<const std::uint8_t> pixels, std::uint8_t value, bool others);

    int rows() const { return rows_; }
    const std::vector<PixelRun>& runs() const { return runs_; } ///< row by row
    std::uint32_t component(std::size_t run) const;             ///< the same for all its runs

private:
    void join(std::uint32_t a, std::uint32_t b);

    Neighbours neighbours_;
    int rows_ = 0;
    std::size_t previous_ = 0; ///< first run of the row before
    std::vector<PixelRun> runs_;
};

} // namespace limn::annotation
