#include "tests/bench/huge_image.h"

#include <gdal_priv.h>

#include <algorithm>
#include <cstdint>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>
#include <vector>

namespace limn::bench
{

namespace
{

constexpr int bands = 3;
constexpr int block = 512;
/// Textured at full resolution and in each overview, in its own pixels.
constexpr int texturedSide = 9216;

void require(bool good, const char* what)
{
    if (!good)
        throw std::runtime_error(std::string("the benchmark's image could not be made: ") + what);
}

struct Texture
{
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> samples; ///< planar
};

Texture readTexture(const std::string& path)
{
    GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str()));
    require(dataset && dataset->GetRasterCount() >= bands, "no texture");
    Texture texture{dataset->GetRasterXSize(), dataset->GetRasterYSize(), {}};
    texture.samples.resize(static_cast<std::size_t>(texture.width) * texture.height * bands);
    require(dataset->RasterIO(GF_Read, 0, 0, texture.width, texture.height, texture.samples.data(),
                              texture.width, texture.height, GDT_Byte, bands, nullptr, 0, 0,
                              0) == CE_None,
            "the texture cannot be read");
    return texture;
}

/// Fills the middle of a band with the texture, block by block.
void paint(GDALRasterBand& band, const Texture& texture, int plane)
{
    const int side = std::min(texturedSide, band.GetXSize());
    const int begin = (band.GetXSize() - side) / 2 / block * block;
    const int end = std::min(begin + side, band.GetXSize());
    const std::uint8_t* samples =
        texture.samples.data() + static_cast<std::size_t>(plane) * texture.width * texture.height;
    std::vector<std::uint8_t> tile(static_cast<std::size_t>(block) * block);
    for (int y = begin; y < end; y += block)
        for (int x = begin; x < end; x += block) {
            const int width = std::min(block, end - x);
            const int height = std::min(block, end - y);
            for (int row = 0; row < height; ++row)
                for (int column = 0; column < width; ++column)
                    tile[static_cast<std::size_t>(row) * width + column] =
                        samples[static_cast<std::size_t>((y + row) % texture.height) *
                                    texture.width +
                                (x + column) % texture.width];
            require(band.RasterIO(GF_Write, x, y, width, height, tile.data(), width, height,
                                  GDT_Byte, 0, 0) == CE_None,
                    "a block cannot be written");
        }
}

} // namespace

void makeHugeImage(const std::string& path, int side, const std::string& texturePath)
{
    GDALAllRegister();
    const Texture texture = readTexture(texturePath);
    CPLStringList options;
    for (const char* option : {"TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE",
                               "ZLEVEL=1", "SPARSE_OK=TRUE", "BIGTIFF=YES", "INTERLEAVE=BAND"})
        options.AddString(option);
    CPLSetConfigOption("GDAL_TIFF_OVR_BLOCKSIZE", "512");
    GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), side, side, bands, GDT_Byte, options.List()));
    require(dataset != nullptr, "no file");
    dataset.reset();
    dataset.reset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
    std::vector<int> factors;
    for (int factor = 2; side / factor > block / 2; factor *= 2)
        factors.push_back(factor);
    // Their directories alone; computing them would read every pixel.
    require(dataset &&
                dataset->BuildOverviews("NONE", static_cast<int>(factors.size()), factors.data(), 0,
                                        nullptr, nullptr, nullptr) == CE_None,
            "no overviews");
    for (int plane = 0; plane < bands; ++plane) {
        GDALRasterBand& band = *dataset->GetRasterBand(plane + 1);
        paint(band, texture, plane);
        for (int i = 0; i < band.GetOverviewCount(); ++i)
            paint(*band.GetOverview(i), texture, plane);
    }
}

void dropFromCache(const std::string& path)
{
    const int file = open(path.c_str(), O_RDONLY);
    if (file < 0)
        return;
    fdatasync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
}

} // namespace limn::bench
