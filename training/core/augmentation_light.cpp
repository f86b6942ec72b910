// What changes the samples of an image and leaves them where they are: colour, noise, sharpness,
// compression, equalisation; and cutout.
#include "training/core/augmentation_parts.h"
#include "training/core/loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limn::training
{
namespace
{

/// Numbers drawn for every sample, whatever is switched on.
enum Number : int64_t {
    GammaNumber,
    HueNumber,
    SaturationNumber,
    NoiseNumber,
    BlurNumber,
    SharpenNumber,
    JpegNumber,
    EqualiseNumber,
    StretchNumber,
    CutoutNumber,
    CutoutSide,
    CutoutX,
    CutoutY,
    Numbers,
};

/// One number a sample [N, 1, 1, 1] float32 on the images' device.
torch::Tensor perSample(const torch::Tensor& uniform, Number number, const torch::Tensor& images)
{
    return uniform.select(1, number)
        .to(torch::kFloat)
        .view({-1, 1, 1, 1})
        .to(images.device(), withoutWaiting);
}

/// -1..1
torch::Tensor either(const torch::Tensor& uniform)
{
    return uniform * 2 - 1;
}

/// Samples whose number is below `share`.
torch::Tensor chosenBelow(const torch::Tensor& uniform, Number number, double share,
                          const torch::Tensor& images)
{
    return (uniform.select(1, number) < share)
        .nonzero()
        .squeeze(1)
        .to(images.device(), withoutWaiting);
}

/// Normalised samples to 0..1 and back.
class Levels
{
public:
    Levels(const BandLevels& levels, const torch::Tensor& images)
    {
        const auto bands = images.size(1);
        const bool told = static_cast<int64_t>(levels.mean.size()) == bands &&
                          static_cast<int64_t>(levels.std.size()) == bands;
        mean_ = told ? torch::tensor(levels.mean) : torch::zeros({bands});
        std_ = told ? torch::tensor(levels.std) : torch::ones({bands});
        mean_ = mean_.view({1, -1, 1, 1}).to(images.device(), withoutWaiting);
        std_ = std_.view({1, -1, 1, 1}).to(images.device(), withoutWaiting);
    }

    torch::Tensor natural(const torch::Tensor& images) const { return images * std_ + mean_; }
    torch::Tensor normalised(const torch::Tensor& samples) const
    {
        return (samples - mean_) / std_;
    }

private:
    torch::Tensor mean_;
    torch::Tensor std_;
};

/// Red, green and blue turned about the grey axis and drawn away from it or towards it, in the
/// colour space of NTSC (luma and two differences).
void turnColours(torch::Tensor& natural, const torch::Tensor& uniform,
                 const AugmentationSettings& settings, const std::array<int, 3>& rgb)
{
    const int64_t samples = natural.size(0);
    const torch::Tensor toLuma =
        torch::tensor({0.299F, 0.587F, 0.114F, 0.596F, -0.274F, -0.322F, 0.211F, -0.523F, 0.312F})
            .view({3, 3});
    std::vector<float> turns;
    for (int64_t i = 0; i < samples; ++i) {
        const double* u = uniform.const_data_ptr<double>() + i * Numbers;
        const double angle = (2 * u[HueNumber] - 1) * settings.hue * std::numbers::pi;
        const double gain = 1 + (2 * u[SaturationNumber] - 1) * settings.saturation;
        const auto cosine = static_cast<float>(gain * std::cos(angle));
        const auto sine = static_cast<float>(gain * std::sin(angle));
        turns.insert(turns.end(), {1, 0, 0, 0, cosine, -sine, 0, sine, cosine});
    }
    const torch::Tensor matrix = at::linalg_inv(toLuma)
                                     .matmul(torch::tensor(turns).view({samples, 3, 3}))
                                     .matmul(toLuma)
                                     .to(natural.device(), withoutWaiting);
    const torch::Tensor bands = torch::tensor({int64_t{rgb[0]}, int64_t{rgb[1]}, int64_t{rgb[2]}})
                                    .to(natural.device(), withoutWaiting);
    const torch::Tensor colours = natural.index_select(1, bands);
    const torch::Tensor turned = matrix.matmul(colours.flatten(2)).view_as(colours);
    natural.index_copy_(1, bands, turned);
}

/// A Gaussian of its own sigma for each sample, separable, mirrored at the border.
torch::Tensor blurred(const torch::Tensor& images, const torch::Tensor& sigma, double widest)
{
    const int64_t samples = images.size(0);
    const int64_t bands = images.size(1);
    const int64_t least = std::min(images.size(2), images.size(3)) - 1;
    const int64_t radius =
        std::clamp<int64_t>(static_cast<int64_t>(std::ceil(3 * widest)), 1, least);
    const torch::Tensor at = torch::arange(-radius, radius + 1, torch::kFloat)
                                 .to(images.device(), withoutWaiting)
                                 .view({1, -1});
    torch::Tensor kernel =
        (-at.square() / (2 * sigma.view({-1, 1}).clamp_min(1e-3).square())).exp();
    kernel = kernel / kernel.sum(1, true);
    kernel = kernel.repeat_interleave(bands, 0);
    const int64_t groups = samples * bands;
    const std::vector<int64_t> one{1, 1};
    const std::vector<int64_t> none{0, 0};
    torch::Tensor rows = images.reshape({1, groups, images.size(2), images.size(3)});
    rows = at::conv2d(at::reflection_pad2d(rows, {radius, radius, 0, 0}),
                      kernel.view({groups, 1, 1, -1}), {}, one, none, one, groups);
    rows = at::conv2d(at::reflection_pad2d(rows, {0, 0, radius, radius}),
                      kernel.view({groups, 1, -1, 1}), {}, one, none, one, groups);
    return rows.view_as(images);
}

/// The 8 x 8 cosine transform.
torch::Tensor cosineBasis()
{
    const torch::Tensor k = torch::arange(8, torch::kFloat).unsqueeze(1);
    const torch::Tensor n = torch::arange(8, torch::kFloat).unsqueeze(0);
    torch::Tensor basis = ((2 * n + 1) * k * (std::numbers::pi / 16)).cos() * 0.5;
    basis[0] *= std::sqrt(0.5);
    return basis;
}

/// What compression loses: every band's 8 x 8 blocks quantised by the luminance table of the JPEG
/// standard (ITU T.81, annex K) at a quality of 100 - 90 * loss.
torch::Tensor compressed(const torch::Tensor& natural, const torch::Tensor& loss)
{
    static const std::array<float, 64> luminance{
        16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
        14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
        18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
    const int64_t samples = natural.size(0);
    const int64_t bands = natural.size(1);
    const int64_t rows = natural.size(2) / 8;
    const int64_t columns = natural.size(3) / 8;
    if (rows == 0 || columns == 0)
        return natural;
    const torch::Tensor quality = (100 - 90 * loss).view({-1, 1, 1});
    const torch::Tensor scale = torch::where(quality < 50, 5000 / quality, 200 - 2 * quality);
    const torch::Tensor table =
        ((torch::tensor(std::vector<float>(luminance.begin(), luminance.end()))
                  .view({1, 8, 8})
                  .to(natural.device(), withoutWaiting) *
              scale +
          50) /
         100)
            .floor()
            .clamp(1, 255)
            .view({-1, 1, 1, 1, 8, 8});
    const torch::Tensor basis = cosineBasis().to(natural.device(), withoutWaiting);
    torch::Tensor result = natural.clone();
    const torch::Tensor whole = result.narrow(2, 0, rows * 8).narrow(3, 0, columns * 8);
    const torch::Tensor blocks = (whole.clamp(0, 1) * 255 - 128)
                                     .reshape({samples, bands, rows, 8, columns, 8})
                                     .permute({0, 1, 2, 4, 3, 5});
    const torch::Tensor waves = basis.matmul(blocks).matmul(basis.t());
    const torch::Tensor kept = (waves / table).round() * table;
    const torch::Tensor back = basis.t().matmul(kept).matmul(basis);
    whole.copy_(((back + 128) / 255)
                    .clamp(0, 1)
                    .permute({0, 1, 2, 4, 3, 5})
                    .reshape({samples, bands, rows * 8, columns * 8}));
    return result;
}

/// CLAHE of samples in 0..1.
torch::Tensor equalised(const torch::Tensor& natural)
{
    constexpr int64_t fields = 4;
    constexpr int64_t bins = 128;
    constexpr double limit = 2;
    const int64_t planes = natural.size(0) * natural.size(1);
    const int64_t height = natural.size(2);
    const int64_t width = natural.size(3);
    const auto options = torch::TensorOptions().device(natural.device());
    const torch::Tensor bin =
        (natural.clamp(0, 1) * (bins - 1)).round().to(torch::kLong).view({planes, height, width});
    const auto fieldOf = [&](int64_t length) {
        return (torch::arange(length, options.dtype(torch::kLong)) * fields).div(length, "floor");
    };
    const torch::Tensor field = fieldOf(height).unsqueeze(1) * fields + fieldOf(width);
    const torch::Tensor plane =
        torch::arange(planes, options.dtype(torch::kLong)).view({-1, 1, 1}) * (fields * fields);
    const torch::Tensor slot = ((plane + field) * bins + bin).flatten();
    torch::Tensor counts =
        torch::zeros({planes * fields * fields * bins}, options.dtype(torch::kFloat))
            .index_add_(0, slot, torch::ones({slot.numel()}, options.dtype(torch::kFloat)))
            .view({planes * fields * fields, bins});
    const torch::Tensor all = counts.sum(1, true);
    const torch::Tensor most = all * (limit / bins);
    const torch::Tensor over = (counts - most).clamp_min(0).sum(1, true);
    counts = torch::minimum(counts, most) + over / static_cast<double>(bins);
    const torch::Tensor curve = (counts.cumsum(1) / all.clamp_min(1)).flatten();
    // Between the middles of the four fields around a pixel.
    const auto between = [&](int64_t length) {
        const torch::Tensor place =
            ((torch::arange(length, options.dtype(torch::kFloat)) + 0.5) *
                 (static_cast<double>(fields) / static_cast<double>(length)) -
             0.5)
                .clamp(0, fields - 1);
        const torch::Tensor first = place.floor().clamp_max(fields - 2);
        return std::pair(first.to(torch::kLong), place - first);
    };
    const auto [row, down] = between(height);
    const auto [column, right] = between(width);
    torch::Tensor result = torch::zeros({planes, height, width}, options.dtype(torch::kFloat));
    for (const int64_t below : {0, 1})
        for (const int64_t beside : {0, 1}) {
            const torch::Tensor corner = (row + below).unsqueeze(1) * fields + (column + beside);
            const torch::Tensor value =
                curve.index_select(0, ((plane + corner) * bins + bin).flatten())
                    .view({planes, height, width});
            const torch::Tensor weight =
                (below ? down : 1 - down).unsqueeze(1) * (beside ? right : 1 - right);
            result = result + value * weight;
        }
    return result.view_as(natural);
}

/// Every band from its 2nd to its 98th percentile onto 0..1.
torch::Tensor stretched(const torch::Tensor& natural)
{
    const torch::Tensor sorted = std::get<0>(natural.flatten(2).sort(2));
    const int64_t last = sorted.size(2) - 1;
    const torch::Tensor low = sorted.select(2, last * 2 / 100).unsqueeze(2).unsqueeze(3);
    const torch::Tensor high = sorted.select(2, last * 98 / 100).unsqueeze(2).unsqueeze(3);
    return ((natural - low) / (high - low).clamp_min(1e-3)).clamp(0, 1);
}

/// Changes the samples `which` alone.
template <class Change>
void change(torch::Tensor& natural, const torch::Tensor& which, Change how)
{
    if (which.numel() > 0)
        natural.index_copy_(0, which, how(natural.index_select(0, which)));
}

bool wantsNatural(const AugmentationSettings& settings)
{
    return settings.gamma > 0 || settings.bandGain > 0 || settings.hue > 0 ||
           settings.saturation > 0 || settings.jpeg > 0 || settings.equalise > 0 ||
           settings.stretch > 0;
}

void changeNatural(torch::Tensor& images, const torch::Tensor& uniform,
                   const torch::Tensor& bandUniform, const AugmentationSettings& settings,
                   const BandLevels& levels)
{
    const Levels scale(levels, images);
    torch::Tensor natural = scale.natural(images);
    if (settings.stretch > 0)
        change(natural, chosenBelow(uniform, StretchNumber, settings.stretch, images), stretched);
    if (settings.equalise > 0)
        change(natural, chosenBelow(uniform, EqualiseNumber, settings.equalise, images), equalised);
    if (settings.bandGain > 0)
        natural = natural *
                  (1 + either(bandUniform).to(images.device(), withoutWaiting) * settings.bandGain);
    const bool coloured = levels.rgb[0] >= 0 && levels.rgb[1] >= 0 && levels.rgb[2] >= 0;
    if (coloured && (settings.hue > 0 || settings.saturation > 0))
        turnColours(natural, uniform, settings, levels.rgb);
    if (settings.gamma > 0) {
        const torch::Tensor exponent =
            (either(perSample(uniform, GammaNumber, images)) * std::log1p(settings.gamma)).exp();
        // What lies outside 0..1 keeps its distance.
        const torch::Tensor inside = natural.clamp(0, 1);
        natural = inside.pow(exponent) + (natural - inside);
    }
    if (settings.jpeg > 0)
        natural = compressed(natural, perSample(uniform, JpegNumber, images) * settings.jpeg);
    images = scale.normalised(natural);
}

void cutOut(torch::Tensor& images, torch::Tensor& labels, const torch::Tensor& uniform,
            double largest)
{
    const auto place = [](double share, int64_t room) {
        return std::min(room, static_cast<int64_t>(share * static_cast<double>(room + 1)));
    };
    for (int64_t i = 0; i < images.size(0); ++i) {
        const double* u = uniform.const_data_ptr<double>() + i * Numbers;
        if (u[CutoutNumber] >= 0.5)
            continue;
        const double side = u[CutoutSide] * largest;
        const auto rows = static_cast<int64_t>(side * static_cast<double>(images.size(2)));
        const auto columns = static_cast<int64_t>(side * static_cast<double>(images.size(3)));
        const int64_t top = place(u[CutoutY], images.size(2) - rows);
        const int64_t left = place(u[CutoutX], images.size(3) - columns);
        images[i].narrow(-2, top, rows).narrow(-1, left, columns).zero_();
        labels[i].narrow(-2, top, rows).narrow(-1, left, columns).fill_(ignored);
    }
}

} // namespace

bool wantsLight(const AugmentationSettings& settings)
{
    return wantsNatural(settings) || settings.noise > 0 || settings.blur > 0 ||
           settings.sharpen > 0 || settings.cutout > 0;
}

void changeLight(torch::Tensor& images, torch::Tensor& labels, const AugmentationSettings& settings,
                 at::Generator& generator, const BandLevels& levels)
{
    const auto options = torch::TensorOptions().dtype(torch::kDouble);
    const torch::Tensor uniform = at::rand({images.size(0), Numbers}, generator, options);
    const torch::Tensor bandUniform =
        at::rand({images.size(0), images.size(1), 1, 1}, generator, options).to(torch::kFloat);
    if (wantsNatural(settings))
        changeNatural(images, uniform, bandUniform, settings, levels);
    if (settings.blur > 0)
        images =
            blurred(images, perSample(uniform, BlurNumber, images) * settings.blur, settings.blur);
    if (settings.sharpen > 0) {
        const torch::Tensor amount = perSample(uniform, SharpenNumber, images) * settings.sharpen;
        images = images + amount * (images - blurred(images, torch::ones_like(amount), 1));
    }
    if (settings.noise > 0)
        images = images + at::randn(images.sizes(), generator, torch::TensorOptions())
                                  .to(images.device(), withoutWaiting) *
                              (perSample(uniform, NoiseNumber, images) * settings.noise);
    if (settings.cutout > 0)
        cutOut(images, labels, uniform, settings.cutout);
}

} // namespace limn::training
