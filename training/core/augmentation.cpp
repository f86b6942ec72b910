#include "training/core/augmentation.h"

#include "training/core/augmentation_parts.h"
#include "training/core/loss.h"

#include <cmath>
#include <stdexcept>

namespace limn::training
{
namespace
{

// One sample's changes. Drawn for every sample whatever the settings, so that switching one kind
// off leaves the others as they were for the same seed.
struct Draw
{
    bool flipRows = false;
    bool flipColumns = false;
    bool transpose = false;
    bool resampled = false;
    double zoom = 1;   ///< > 1: enlarged
    double shiftX = 0; ///< of the window seen, in halves of the patch (grid units)
    double shiftY = 0;
    double gain = 1;
    double shift = 0;
};

std::vector<Draw> drawAll(int64_t samples, const AugmentationSettings& settings,
                          at::Generator& generator)
{
    constexpr int64_t numbers = 9;
    const torch::Tensor uniform =
        at::rand({samples, numbers}, generator, torch::TensorOptions().dtype(torch::kDouble));
    const double* u = uniform.const_data_ptr<double>();
    std::vector<Draw> draws(samples);
    for (Draw& draw : draws) {
        draw.flipRows = settings.flips && u[0] < 0.5;
        draw.flipColumns = settings.flips && u[1] < 0.5;
        draw.transpose = settings.rightAngles && u[2] < 0.5;
        if (settings.rightAngles && !settings.flips) { // a turn is a transposition and one flip
            const int quarterTurns = static_cast<int>(u[2] * 4);
            draw.transpose = quarterTurns % 2 == 1;
            draw.flipRows = quarterTurns == 1 || quarterTurns == 2;
            draw.flipColumns = quarterTurns == 2 || quarterTurns == 3;
        }
        // Half of the samples keep their pixels unresampled: textures at the sensor's own
        // sharpness are what the network meets when it predicts.
        draw.resampled = u[3] < 0.5;
        if (settings.scale > 0 && draw.resampled) {
            draw.zoom = std::exp((2 * u[4] - 1) * std::log1p(settings.scale));
            const double room = std::max(0.0, 1 - 1 / draw.zoom);
            draw.shiftX = (2 * u[5] - 1) * room;
            draw.shiftY = (2 * u[6] - 1) * room;
        }
        draw.gain = 1 + (2 * u[7] - 1) * settings.contrast;
        draw.shift = (2 * u[8] - 1) * settings.brightness;
        u += numbers;
    }
    return draws;
}

/// The last two axes flipped and swapped; pixels are moved, never mixed.
torch::Tensor turned(torch::Tensor sample, const Draw& draw)
{
    std::vector<int64_t> axes;
    if (draw.flipRows)
        axes.push_back(-2);
    if (draw.flipColumns)
        axes.push_back(-1);
    if (!axes.empty())
        sample = sample.flip(axes);
    return draw.transpose ? sample.transpose(-2, -1) : sample;
}

void turn(torch::Tensor& images, torch::Tensor& labels, const std::vector<Draw>& draws)
{
    torch::Tensor turnedImages = torch::empty_like(images);
    torch::Tensor turnedLabels = torch::empty_like(labels);
    for (std::size_t i = 0; i < draws.size(); ++i) {
        turnedImages[i].copy_(turned(images[i], draws[i]));
        turnedLabels[i].copy_(turned(labels[i], draws[i]));
    }
    images = turnedImages;
    labels = turnedLabels;
}

void zoom(torch::Tensor& images, torch::Tensor& labels, const std::vector<Draw>& draws)
{
    std::vector<int64_t> chosen;
    std::vector<float> affine;
    for (std::size_t i = 0; i < draws.size(); ++i) {
        if (draws[i].zoom == 1)
            continue;
        chosen.push_back(static_cast<int64_t>(i));
        const auto window = static_cast<float>(1 / draws[i].zoom);
        affine.insert(affine.end(), {window, 0, static_cast<float>(draws[i].shiftX), 0, window,
                                     static_cast<float>(draws[i].shiftY)});
    }
    if (chosen.empty())
        return;
    const auto count = static_cast<int64_t>(chosen.size());
    const torch::Tensor which = torch::tensor(chosen).to(images.device(), withoutWaiting);
    const torch::Tensor theta =
        torch::tensor(affine).view({count, 2, 3}).to(images.device(), withoutWaiting);
    const torch::Tensor grid = at::affine_grid_generator(
        theta, {count, images.size(1), images.size(2), images.size(3)}, false);

    sampleAt(images, labels, which, grid);
}

/// Half of the samples, as zoom() chooses them, with everything else that moves pixels.
void resampleHalf(torch::Tensor& images, torch::Tensor& labels, const std::vector<Draw>& draws,
                  const AugmentationSettings& settings, at::Generator& generator)
{
    std::vector<std::int64_t> chosen;
    std::vector<WindowDraw> windows;
    for (std::size_t i = 0; i < draws.size(); ++i)
        if (draws[i].resampled) {
            chosen.push_back(static_cast<std::int64_t>(i));
            windows.push_back({draws[i].zoom, draws[i].shiftX, draws[i].shiftY});
        }
    if (!chosen.empty())
        resample(images, labels, chosen, windows, settings, generator);
}

void relight(torch::Tensor& images, const std::vector<Draw>& draws)
{
    std::vector<float> gains;
    std::vector<float> shifts;
    for (const Draw& draw : draws) {
        gains.push_back(static_cast<float>(draw.gain));
        shifts.push_back(static_cast<float>(draw.shift));
    }
    const auto samples = static_cast<int64_t>(draws.size());
    const torch::Tensor gain =
        torch::tensor(gains).view({samples, 1, 1, 1}).to(images.device(), withoutWaiting);
    const torch::Tensor shift =
        torch::tensor(shifts).view({samples, 1, 1, 1}).to(images.device(), withoutWaiting);
    // The gain turns about each band's own mean: contrast changes, brightness stays.
    const torch::Tensor mean = images.mean({2, 3}, true);
    images.mul_(gain).add_(mean * (1 - gain) + shift);
}

} // namespace

void sampleAt(torch::Tensor& images, torch::Tensor& labels, const torch::Tensor& which,
              const torch::Tensor& grid)
{
    enum : int64_t { bilinear = 0, nearest = 1, zeros = 0, reflection = 2 };
    images.index_copy_(
        0, which,
        at::grid_sampler_2d(images.index_select(0, which), grid, bilinear, reflection, false));
    // Moved so that the zero which stands for "outside" means `ignored`.
    const torch::Tensor moved =
        labels.index_select(0, which).to(torch::kFloat).unsqueeze(1) - static_cast<float>(ignored);
    const torch::Tensor sampled = at::grid_sampler_2d(moved, grid, nearest, zeros, false);
    labels.index_copy_(0, which,
                       (sampled.squeeze(1) + static_cast<float>(ignored)).to(labels.scalar_type()));
}

MixedLabels augment(torch::Tensor& images, torch::Tensor& labels,
                    const AugmentationSettings& settings, at::Generator& generator,
                    const BandLevels& levels)
{
    if (settings.rightAngles && images.size(2) != images.size(3))
        throw std::invalid_argument("right angles need square patches");
    const torch::NoGradGuard noGradient;
    const std::vector<Draw> draws = drawAll(images.size(0), settings, generator);
    turn(images, labels, draws);
    if (wantsResampling(settings))
        resampleHalf(images, labels, draws, settings, generator);
    else if (settings.scale > 0)
        zoom(images, labels, draws);
    if (settings.brightness > 0 || settings.contrast > 0)
        relight(images, draws);
    if (wantsLight(settings))
        changeLight(images, labels, settings, generator, levels);
    if (settings.mixup == 0 && settings.cutmix == 0)
        return {};
    const double kind =
        at::rand({1}, generator, torch::TensorOptions().dtype(torch::kDouble)).item<double>();
    if (kind < settings.cutmix) {
        pasteSamples(images, labels, generator);
        return {};
    }
    if (settings.mixup > 0)
        return blendSamples(images, labels, settings.mixup, generator);
    return {};
}

} // namespace limn::training
