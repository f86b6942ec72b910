#include "training/augmentation_preview.h"

#include "raster/raster_writer.h"
#include "training/patch_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::training
{

namespace
{

constexpr int previewColumns = 4;
constexpr int previewRows = 2;
constexpr int previewGap = 6;
constexpr int largestPreview = 256;
constexpr double maskOpacity = 0.4;

/// Bands to show as red, green and blue.
std::array<int, 3> shownBands(const ModelDescription& model)
{
    if (model.roles.red >= 0 && model.roles.green >= 0 && model.roles.blue >= 0)
        return {model.roles.red, model.roles.green, model.roles.blue};
    const int bands = model.network.bands;
    return {0, std::min(1, bands - 1), bands >= 3 ? 2 : 0};
}

/// RGBA of the whole picture, patch after patch.
struct PreviewPicture
{
    int side;
    int width;
    int height;
    std::vector<std::uint8_t> rgba;

    explicit PreviewPicture(int patchSide)
        : side(patchSide),
          width(previewColumns * side + (previewColumns - 1) * previewGap),
          height(previewRows * side + (previewRows - 1) * previewGap),
          rgba(static_cast<std::size_t>(width) * height * 4, 0)
    {}

    std::uint8_t* at(int patch, int x, int y)
    {
        const int left = patch % previewColumns * (side + previewGap);
        const int top = patch / previewColumns * (side + previewGap);
        return rgba.data() + (static_cast<std::size_t>(top + y) * width + left + x) * 4;
    }
};

} // namespace

void writePreview(TrainingPlan plan, std::int64_t batch, const std::filesystem::path& file)
{
    if (!plan.ready)
        throw TrainingError(plan.sentence);
    const Recipe recipe = plan.recipe;
    const ModelDescription model = describeModel(plan);
    SamplerSettings settings;
    settings.patchSize = recipe.patchSize;
    settings.batchSize = previewColumns * previewRows;
    settings.seed = recipe.seed;
    settings.reduction = model.reduction;
    PatchSampler sampler(std::move(plan.images.images), model.scaling, model.classIndex(),
                         model.split, settings);
    sampler.seek(batch);
    Batch patches = sampler.next();
    BandLevels levels;
    for (const BandScale& band : model.scaling.bands) {
        levels.mean.push_back(static_cast<float>(band.mean));
        levels.std.push_back(static_cast<float>(band.std));
    }
    levels.rgb = {model.roles.red, model.roles.green, model.roles.blue};
    at::Generator generator =
        at::detail::createCPUGenerator(recipe.seed * 1'000'003 + static_cast<std::uint64_t>(batch));
    augment(patches.images, patches.labels, recipe.augmentation, generator, levels);

    const int step = std::max(1, recipe.patchSize / largestPreview);
    const int side = recipe.patchSize / step;
    const std::array<int, 3> shown = shownBands(model);
    const torch::Tensor images = patches.images.contiguous();
    const torch::Tensor labels = patches.labels.contiguous();
    const auto samples = images.accessor<float, 4>();
    const auto targets = labels.accessor<std::int64_t, 3>();
    PreviewPicture picture(side);
    for (int patch = 0; patch < previewColumns * previewRows; ++patch)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                std::uint8_t* pixel = picture.at(patch, x, y);
                const std::int64_t target = targets[patch][y * step][x * step];
                for (int c = 0; c < 3; ++c) {
                    const auto band = static_cast<std::size_t>(shown[c]);
                    double value =
                        255.0 * (samples[patch][shown[c]][y * step][x * step] * levels.std[band] +
                                 levels.mean[band]);
                    if (target != ignored)
                        value +=
                            maskOpacity *
                            (model.classes[static_cast<std::size_t>(target)].colour[c] - value);
                    pixel[c] =
                        static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
                }
                pixel[3] = 255;
            }
    raster::writePicture(file.string(), picture.width, picture.height, 4, picture.rgba);
}

} // namespace limn::training
