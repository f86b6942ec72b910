#include "raster/reduced_copy.h"

#include <cmath>
#include <filesystem>
#include <utility>

namespace limn::raster
{

std::optional<ReducedCopy> openCopy(const std::string& file, const RasterInfo& image,
                                    std::shared_ptr<DecodingRoom> room)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return {};
    try {
        auto copy = Raster::open(file, {}, std::move(room));
        const PixelSize size = copy->size();
        // By the longer side, which rounding changes least.
        const bool wide = image.size.width >= image.size.height;
        const int factor = static_cast<int>(
            std::lround(wide ? static_cast<double>(image.size.width) / size.width
                             : static_cast<double>(image.size.height) / size.height));
        const auto fits = [factor](int full, int small) {
            return std::abs(full - static_cast<double>(small) * factor) < 2.0 * factor;
        };
        if (factor > 1 && copy->info().bands.size() == image.bands.size() &&
            fits(image.size.width, size.width) && fits(image.size.height, size.height))
            return ReducedCopy{factor, std::move(copy)};
    } catch (const RasterError&) {
        // Without the copy the image is read itself, only slower.
        return {};
    }
    return {};
}

} // namespace limn::raster
