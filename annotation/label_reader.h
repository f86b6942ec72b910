// Labels as training sees them: mask over shapes (later over earlier), unlabelled inside a complete
// region turned into the region's class. Works on a snapshot that refresh() renews, so that an
// engine reads while the desktop writes. Not thread-safe; make one a thread.
#pragma once

#include "annotation/project.h"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace limn::annotation
{

/// A 256 x 256 cell of the mask grid that holds at least one labelled pixel.
struct LabelledCell
{
    MaskTileKey key;
    std::array<std::int32_t, 256> counts{}; ///< pixels by class value; [0] is unlabelled
    std::int64_t revision = 0;              ///< of the labels when this cell may last have changed
};

class LabelReader
{
public:
    /// The project must outlive the reader.
    LabelReader(const Project& project, const ImageRecord& image);
    ~LabelReader();

    const ImageRecord& image() const;
    /// Reads the labels again when they changed; true when they had.
    bool refresh();
    std::int64_t revision() const;
    /// width * height class values, row by row; 0 outside the image.
    void read(const raster::PixelRect& window, std::span<std::uint8_t> out) const;
    const std::vector<LabelledCell>& cells() const; ///< row by row
    std::array<std::int64_t, 256> counts() const;   ///< over the whole image

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::annotation
