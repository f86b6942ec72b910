// How good a trained network is, measured on labels or on an independent map. One thread.
#pragma once

#include "annotation/project.h"
#include "training/core/confusion_matrix.h"
#include "training/image_prediction.h"
#include "training/model.h"

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

namespace limn::training
{

/// Over the project's labelled pixels of one split, predicted by the same tiles as a whole image.
/// The model's own division into training and validation counts. Throws TrainingError when no
/// labelled pixel belongs to the split.
ConfusionMatrix evaluateSplit(const annotation::Project& project, LoadedModel& model,
                              annotation::Split split, torch::Device device, Precision precision,
                              const CellsDone& done);

/// Per class IoU, Dice, precision, recall and support; mean IoU, pixel accuracy, confusion matrix.
/// What is not defined (a class that occurs nowhere) is null.
nlohmann::json metricsJson(const ConfusionMatrix& confusion, const annotation::ClassList& classes);

/// One class of a prediction GeoTIFF against an independent mask (non-zero means the class; the
/// mask's invalid pixels do not count) over every pixel. Throws TrainingError when sizes differ.
nlohmann::json compareWithReference(const raster::Raster& prediction, int classValue,
                                    const raster::Raster& reference);

} // namespace limn::training
