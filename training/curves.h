// A run's metrics.jsonl: as a table for spreadsheets, and cut back when a run resumes.
//
// curves.csv has the columns step, epoch, seconds, training_loss, learning_rate, validation_loss,
// mean_iou, pixel_accuracy and iou_CLASSVALUE for every class; training and validation rows share
// the file and leave the other's columns empty.
#pragma once

#include <cstdint>
#include <filesystem>

namespace limn::training
{

/// Throws ProjectError when it cannot be written.
void writeCurves(const std::filesystem::path& runFolder, const std::filesystem::path& csv);

/// Forgets what was recorded after a step, because the run goes on from there.
void dropMetricsAfter(const std::filesystem::path& runFolder, std::int64_t step);

} // namespace limn::training
