// The whole image as a small picture, for thumbnails and the navigator. Any thread.
#pragma once

#include "raster/display.h"

#include <QImage>

namespace limn::ui
{

/// `side` pixels on the longer side, shown as `settings` say; a null image where that would take
/// reading many millions of pixels, since the file has no overviews. Throws RasterError.
QImage reducedPicture(const raster::Raster& raster, const raster::DisplaySettings& settings,
                      int side);
/// As an image is shown at first. Where the picture is null nothing is read, not even for the
/// stretch.
QImage reducedPicture(const raster::Raster& raster, int side);

} // namespace limn::ui
