// What labels look like beside what they should look like: specks, and pixels of which a network is
// sure that they are something else. One thread.
#pragma once

#include "training/class_index.h"
#include "training/image_prediction.h"
#include "training/training_images.h"

#include <cstdint>
#include <vector>

namespace limn::training
{

/// The small patches of one class in one image.
struct Specks
{
    int classValue = 0;
    int count = 0;
    std::int64_t pixels = 0;
    raster::PixelRect first;  ///< around one of them
    raster::PixelRect within; ///< around all of them
};

/// Patches (pixels joined by sides or corners) of fewer than `leastPixels` pixels, class by class.
std::vector<Specks> findSpecks(const TrainingImage& image, int leastPixels);

/// A patch of labels that a network takes for another class.
struct Disagreement
{
    raster::PixelRect area;
    int labelled = 0;  ///< class values
    int predicted = 0; ///< the one it takes most of the patch for
    std::int64_t pixels = 0;
    double confidence = 0; ///< mean, 0..1
};

/// In the labelled part of one cell of the prediction's grid: patches of at least `leastPixels`
/// pixels of one class whose prediction is another class with at least `leastConfidence`. Classes
/// that the network does not know are left out.
std::vector<Disagreement> findDisagreements(const TrainingImage& image, const ClassIndex& known,
                                            const PredictedCell& predicted, int leastPixels,
                                            double leastConfidence);

} // namespace limn::training
