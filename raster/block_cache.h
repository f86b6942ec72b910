// How much GDAL keeps of what it has decoded, of all files of the process together.
#pragma once

namespace limn::raster
{

/// At most so much, instead of 256 MB; an image whose blocks are whole rows may take more, up to
/// that. The environment's GDAL_CACHEMAX goes before. To be called before the first image is
/// opened.
void limitBlockCache(int megabytes);

} // namespace limn::raster
