// Where the network looked for a class, over an area of an image of any size.
//
// Up to about 1.25 megapixels the area (with a margin of context inside the image) goes through the
// network at once, as Grad-CAM is defined; larger ones by tiles whose maps share one normalisation.
// One thread.
#pragma once

#include "raster/raster.h"
#include "training/core/grad_cam.h"
#include "training/model.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace limn::training
{

struct ExplanationRequest
{
    raster::PixelRect area; ///< cut at the image; empty: the whole image
    int classIndex = 0;
    std::string layer; ///< empty: the network's default
    CamMethod method = CamMethod::GradCam;
};

/// A map kept at the layer's resolution and read at the image's.
class Explanation
{
public:
    const raster::PixelRect& area() const { return area_; }
    const std::string& layer() const { return layer_; }
    /// 0..1, window.width * window.height values, bilinear between the layer's cells.
    std::vector<float> read(const raster::PixelRect& window) const;

private:
    friend std::optional<Explanation> explainArea(SegmentationNetwork&, const ModelDescription&,
                                                  const raster::Raster&, torch::Device,
                                                  const ExplanationRequest&,
                                                  const std::function<bool()>&);
    raster::PixelRect area_;
    std::string layer_;
    int reduction_ = 1;         ///< image pixels a side of a working pixel
    raster::PixelRect covered_; ///< working pixels that the map covers, whole strides
    int width_ = 0;             ///< of the map
    int height_ = 0;
    std::vector<float> map_; ///< 0..1
};

/// "gradcam" or "hirescam"; throws TrainingError for anything else.
CamMethod parseCamMethod(const std::string& name);

/// Asks `goOn` between tiles; nothing when it said no. Throws TrainingError for an unknown layer,
/// an area outside the image, an image with other bands.
std::optional<Explanation> explainArea(SegmentationNetwork& network, const ModelDescription& model,
                                       const raster::Raster& raster, torch::Device device,
                                       const ExplanationRequest& request,
                                       const std::function<bool()>& goOn);

/// float32 0..1 with the area's georeferencing.
void writeExplanation(const Explanation& explanation, const raster::Raster& raster,
                      const std::filesystem::path& geoTiff);

} // namespace limn::training
