#include "raster/slide_dataset.h"

#include <openslide.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace limn::raster
{

namespace
{

constexpr int slideBlock = 512;
constexpr int slideBands = 4;

struct CloseSlide
{
    void operator()(openslide_t* slide) const { openslide_close(slide); }
};
using SlideHandle = std::unique_ptr<openslide_t, CloseSlide>;

class SlideDataset;

/// One channel of one level.
class SlideBand : public GDALRasterBand
{
public:
    SlideBand(SlideDataset& slide, int level, int band, int width, int height);

    GDALColorInterp GetColorInterpretation() override;
    int GetOverviewCount() override;
    GDALRasterBand* GetOverview(int index) override;

protected:
    CPLErr IReadBlock(int column, int row, void* data) override;

private:
    SlideDataset& slide_;
    int level_;
};

class SlideDataset : public GDALDataset
{
public:
    explicit SlideDataset(SlideHandle slide) : slide_(std::move(slide))
    {
        const int levels = openslide_get_level_count(slide_.get());
        for (int level = 0; level < levels; ++level) {
            std::int64_t width = 0;
            std::int64_t height = 0;
            openslide_get_level_dimensions(slide_.get(), level, &width, &height);
            if (width <= 0 || height <= 0 || width > INT32_MAX || height > INT32_MAX)
                break;
            if (level == 0) {
                nRasterXSize = static_cast<int>(width);
                nRasterYSize = static_cast<int>(height);
            }
            auto& bands = levels_.emplace_back();
            for (int band = 1; band <= slideBands; ++band)
                bands[static_cast<std::size_t>(band - 1)] = std::make_unique<SlideBand>(
                    *this, level, band, static_cast<int>(width), static_cast<int>(height));
        }
        if (levels_.empty())
            return;
        // The dataset owns the bands of full resolution, levels_ those of the others.
        for (int band = 1; band <= slideBands; ++band)
            SetBand(band, levels_.front()[static_cast<std::size_t>(band - 1)].release());
        GDALDataset::SetMetadataItem("INTERLEAVE", "PIXEL", "IMAGE_STRUCTURE");
    }

    ~SlideDataset() override { FlushCache(true); }

    bool isUsable() const { return !levels_.empty(); }
    int levelCount() const { return static_cast<int>(levels_.size()); }

    GDALRasterBand* band(int level, int number)
    {
        return level == 0
                   ? GetRasterBand(number)
                   : levels_[static_cast<std::size_t>(level)][static_cast<std::size_t>(number - 1)]
                         .get();
    }

    /// The block's premultiplied pixels 0xAARRGGBB.
    bool read(int level, int column, int row, std::vector<std::uint32_t>& pixels)
    {
        pixels.resize(static_cast<std::size_t>(slideBlock) * slideBlock);
        const double step = openslide_get_level_downsample(slide_.get(), level);
        const auto place = [step](int index) {
            return static_cast<std::int64_t>(static_cast<double>(index) * slideBlock * step);
        };
        openslide_read_region(slide_.get(), pixels.data(), place(column), place(row), level,
                              slideBlock, slideBlock);
        if (const char* error = openslide_get_error(slide_.get())) {
            CPLError(CE_Failure, CPLE_FileIO, "%s", error);
            return false;
        }
        return true;
    }

private:
    SlideHandle slide_;
    std::vector<std::array<std::unique_ptr<SlideBand>, slideBands>> levels_;
};

SlideBand::SlideBand(SlideDataset& slide, int level, int band, int width, int height)
    : slide_(slide), level_(level)
{
    poDS = &slide;
    nBand = band;
    nRasterXSize = width;
    nRasterYSize = height;
    nBlockXSize = slideBlock;
    nBlockYSize = slideBlock;
    eDataType = GDT_Byte;
    eAccess = GA_ReadOnly;
}

GDALColorInterp SlideBand::GetColorInterpretation()
{
    constexpr std::array colours{GCI_RedBand, GCI_GreenBand, GCI_BlueBand, GCI_AlphaBand};
    return colours[static_cast<std::size_t>(nBand - 1)];
}

int SlideBand::GetOverviewCount()
{
    return level_ == 0 ? slide_.levelCount() - 1 : 0;
}

GDALRasterBand* SlideBand::GetOverview(int index)
{
    return index >= 0 && index < GetOverviewCount() ? slide_.band(index + 1, nBand) : nullptr;
}

/// The share of one channel in premultiplied pixels, as it was before.
void spread(const std::vector<std::uint32_t>& pixels, int band, void* data)
{
    auto* samples = static_cast<std::uint8_t*>(data);
    const int shift = band == 4 ? 24 : 8 * (3 - band);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const std::uint32_t alpha = pixels[i] >> 24;
        const std::uint32_t value = pixels[i] >> shift & 255u;
        samples[i] = static_cast<std::uint8_t>(
            band == 4 || alpha == 255 || alpha == 0
                ? value
                : std::min<std::uint32_t>(255, (value * 255 + alpha / 2) / alpha));
    }
}

CPLErr SlideBand::IReadBlock(int column, int row, void* data)
{
    std::vector<std::uint32_t> pixels;
    if (!slide_.read(level_, column, row, pixels))
        return CE_Failure;
    spread(pixels, nBand, data);
    // The other channels are asked for next, and decoding is what takes time.
    for (int number = 1; number <= slideBands; ++number) {
        if (number == nBand)
            continue;
        GDALRasterBand* other = slide_.band(level_, number);
        if (GDALRasterBlock* known = other->TryGetLockedBlockRef(column, row)) {
            known->DropLock();
            continue;
        }
        GDALRasterBlock* block = other->GetLockedBlockRef(column, row, TRUE);
        if (!block)
            continue;
        spread(pixels, number, block->GetDataRef());
        block->DropLock();
    }
    return CE_None;
}

} // namespace

bool isSlideName(const std::string& path)
{
    constexpr std::array endings{".svs", ".ndpi", ".mrxs", ".scn",
                                 ".vms", ".vmu",  ".bif",  ".svslide"};
    std::string ending = std::filesystem::path(path).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

GDALDatasetUniquePtr openSlide(const std::string& path)
{
    SlideHandle slide(openslide_open(path.c_str()));
    if (!slide)
        return nullptr;
    if (const char* error = openslide_get_error(slide.get())) {
        CPLError(CE_Failure, CPLE_OpenFailed, "%s", error);
        return nullptr;
    }
    auto dataset = std::make_unique<SlideDataset>(std::move(slide));
    if (!dataset->isUsable())
        return nullptr;
    dataset->SetDescription(path.c_str());
    return GDALDatasetUniquePtr(dataset.release());
}

} // namespace limn::raster
