#include "training/explanation.h"

#include "raster/raster_writer.h"
#include "training/patch_reader.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{

namespace
{

constexpr int stride = SegmentationNetwork::stride;
constexpr int margin = SegmentationNetwork::margin;
constexpr std::int64_t mostPixelsAtOnce = 1'250'000;
constexpr int tileInner = 768;
constexpr std::int64_t mostMapCells = std::int64_t{1} << 28;

int down(int value)
{
    return value / stride * stride;
}

int up(int value)
{
    return (value + stride - 1) / stride * stride;
}

/// Whole strides that cover `rect`, which lies inside the image.
raster::PixelRect snapped(const raster::PixelRect& rect)
{
    const int x = down(rect.x);
    const int y = down(rect.y);
    return {x, y, up(rect.right()) - x, up(rect.bottom()) - y};
}

/// Working pixels that a rectangle of image pixels touches.
raster::PixelRect inWorkingPixels(const raster::PixelRect& rect, int reduction)
{
    const raster::PixelSize end = reducedSize({rect.right(), rect.bottom()}, reduction);
    const int x = rect.x / reduction;
    const int y = rect.y / reduction;
    return {x, y, end.width - x, end.height - y};
}

std::int64_t pixels(const raster::PixelRect& rect)
{
    return static_cast<std::int64_t>(rect.width) * rect.height;
}

} // namespace

CamMethod parseCamMethod(const std::string& name)
{
    if (name == "gradcam")
        return CamMethod::GradCam;
    if (name == "hirescam")
        return CamMethod::HiResCam;
    throw TrainingError("There is no method \"" + name + "\": use gradcam or hirescam.");
}

std::vector<float> Explanation::read(const raster::PixelRect& window) const
{
    std::vector<float> out(static_cast<std::size_t>(window.width) * window.height);
    const double perColumn = static_cast<double>(width_) / covered_.width;
    const double perRow = static_cast<double>(height_) / covered_.height;
    for (int y = 0; y < window.height; ++y) {
        const double v = std::clamp(((window.y + y + 0.5) / reduction_ - covered_.y) * perRow - 0.5,
                                    0.0, height_ - 1.0);
        const int top = static_cast<int>(v);
        const int bottom = std::min(top + 1, height_ - 1);
        const auto down = static_cast<float>(v - top);
        const float* upper = map_.data() + static_cast<std::size_t>(top) * width_;
        const float* lower = map_.data() + static_cast<std::size_t>(bottom) * width_;
        for (int x = 0; x < window.width; ++x) {
            const double u =
                std::clamp(((window.x + x + 0.5) / reduction_ - covered_.x) * perColumn - 0.5, 0.0,
                           width_ - 1.0);
            const int left = static_cast<int>(u);
            const int right = std::min(left + 1, width_ - 1);
            const auto along = static_cast<float>(u - left);
            const float above = upper[left] + (upper[right] - upper[left]) * along;
            const float below = lower[left] + (lower[right] - lower[left]) * along;
            out[static_cast<std::size_t>(y) * window.width + x] = above + (below - above) * down;
        }
    }
    return out;
}

std::optional<Explanation> explainArea(SegmentationNetwork& network, const ModelDescription& model,
                                       const raster::Raster& raster, torch::Device device,
                                       const ExplanationRequest& request,
                                       const std::function<bool()>& goOn)
{
    if (raster.bandCount() != model.network.bands)
        throw TrainingError("The image has " + std::to_string(raster.bandCount()) +
                            " bands, but the network was trained on " +
                            std::to_string(model.network.bands) +
                            ": use an image of the same "
                            "kind.");
    Explanation result;
    result.area_ =
        request.area.isEmpty() ? raster.bounds() : request.area.intersected(raster.bounds());
    if (result.area_.isEmpty())
        throw TrainingError("The area to explain lies outside the image: choose one inside it.");
    result.layer_ = request.layer.empty() ? network.defaultExplainedLayer() : request.layer;
    result.reduction_ = model.reduction;
    const raster::PixelSize size = reducedSize(raster.size(), model.reduction);
    const raster::PixelRect bounds{0, 0, size.width, size.height};
    result.covered_ = snapped(inWorkingPixels(result.area_, model.reduction));
    const raster::PixelRect& covered = result.covered_;

    const auto context = [&](const raster::PixelRect& inner) {
        return snapped(inner.grown(margin).intersected(bounds));
    };
    const bool atOnce = pixels(context(covered)) <= mostPixelsAtOnce;
    const int step = atOnce ? std::max(covered.width, covered.height) : tileInner;
    for (int y = covered.y; y < covered.bottom(); y += step)
        for (int x = covered.x; x < covered.right(); x += step) {
            if (!goOn())
                return std::nullopt;
            const raster::PixelRect inner =
                raster::PixelRect{x, y, step, step}.intersected(covered);
            const raster::PixelRect window = context(inner);
            const torch::Tensor image =
                readNormalised(raster, model.scaling, window, model.reduction)
                    .unsqueeze(0)
                    .to(device);
            CamRequest cam{request.classIndex, request.layer, request.method, {}};
            const CamResult found = explain(network, image, cam);
            // Working pixels that one cell of the layer stands for.
            const int scale = window.width / static_cast<int>(found.raw.size(1));
            if (result.map_.empty()) {
                result.width_ = covered.width / scale;
                result.height_ = covered.height / scale;
                if (static_cast<std::int64_t>(result.width_) * result.height_ > mostMapCells)
                    throw TrainingError("The area is too large for this layer: choose a deeper "
                                        "layer or a smaller area.");
                result.map_.assign(static_cast<std::size_t>(result.width_) * result.height_, 0);
            }
            const torch::Tensor part =
                found.raw.clamp_min(0)
                    .narrow(0, (inner.y - window.y) / scale, inner.height / scale)
                    .narrow(1, (inner.x - window.x) / scale, inner.width / scale)
                    .to(torch::kCPU, torch::kFloat32)
                    .contiguous();
            const auto* from = part.data_ptr<float>();
            for (std::int64_t row = 0; row < part.size(0); ++row)
                std::copy_n(from + row * part.size(1), part.size(1),
                            result.map_.begin() +
                                ((inner.y - covered.y) / scale + row) * result.width_ +
                                (inner.x - covered.x) / scale);
        }
    const auto [least, most] = std::minmax_element(result.map_.begin(), result.map_.end());
    const float low = *least;
    const float range = *most - low + 1e-7f;
    for (float& value : result.map_)
        value = (value - low) / range;
    return result;
}

void writeExplanation(const Explanation& explanation, const raster::Raster& raster,
                      const std::filesystem::path& geoTiff)
{
    const raster::RasterInfo& info = raster.info();
    const raster::PixelRect& area = explanation.area();
    raster::WriterOptions options = raster::WriterOptions::like(info);
    options.size = {area.width, area.height};
    options.type = raster::SampleType::Float32;
    options.bandNames = {"Grad-CAM"};
    for (raster::ControlPoint& point : options.controlPoints) {
        point.column -= area.x;
        point.row -= area.y;
    }
    if (info.transform) {
        raster::GeoTransform t = *info.transform;
        t[0] += area.x * t[1] + area.y * t[2];
        t[3] += area.x * t[4] + area.y * t[5];
        options.transform = t;
    }
    raster::RasterWriter writer(geoTiff.string(), options);
    constexpr int rows = 256;
    for (int y = 0; y < area.height; y += rows) {
        const int height = std::min(rows, area.height - y);
        const std::vector<float> values =
            explanation.read({area.x, area.y + y, area.width, height});
        writer.write({0, y, area.width, height}, std::span<const float>(values));
    }
    writer.finish();
}

} // namespace limn::training
