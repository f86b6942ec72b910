// How good a trained network is, measured on labels or on an independent map. One thread.
#pragma once

#include "annotation/project.h"
#include "training/bootstrap.h"
#include "training/boundary_scores.h"
#include "training/core/confusion_matrix.h"
#include "training/core/score_curves.h"
#include "training/image_prediction.h"
#include "training/model.h"

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

namespace limn::training
{

/// What was measured on the labelled pixels of one split.
struct Evaluation
{
    ConfusionMatrix confusion;
    ScoreCurves scores;
    BoundaryScores boundaries;
    Intervals intervals;
    std::string unit; ///< of the intervals: "image" or "block of 320 px"

    explicit Evaluation(int classes)
        : confusion(classes),
          scores(classes),
          boundaries(classes),
          intervals(bootstrapIntervals({}, classes))
    {}
};

/// Over the project's labelled pixels of one split, predicted by the same tiles as a whole image.
/// The model's own division into training and validation counts. Borders are compared image by
/// image, in windows of 3840 x 3840 pixels where an image is larger. Throws TrainingError when no
/// labelled pixel belongs to the split.
Evaluation evaluateSplit(const annotation::Project& project, LoadedModel& model,
                         annotation::Split split, torch::Device device, Precision precision,
                         const CellsDone& done);

/// Per class IoU, Dice (F1), precision, recall, support, areas under the ROC and precision-recall
/// curves, boundary F1 and IoU, Hausdorff distance; over all mean and frequency-weighted IoU, mean
/// and pixel accuracy, Cohen's kappa, calibration error; 95 % intervals; confusion matrix. What is
/// not defined (a class that occurs nowhere) is null. docs/USER_GUIDE.md names every key.
nlohmann::json metricsJson(const Evaluation& evaluation, const annotation::ClassList& classes);

/// One class of a prediction GeoTIFF against an independent mask (non-zero means the class; the
/// mask's invalid pixels do not count) over every pixel. Throws TrainingError when sizes differ.
nlohmann::json compareWithReference(const raster::Raster& prediction, int classValue,
                                    const raster::Raster& reference);

} // namespace limn::training
