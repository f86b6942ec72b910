#include "training/run_journal.h"

#include <cmath>

namespace limn::training
{

RunJournal::RunJournal(std::filesystem::path folder, annotation::RunRecord record,
                       std::int64_t from)
    : folder_(folder), record_(std::move(record)), events_(std::move(folder), from)
{}

void RunJournal::trained(const RunProgress& row)
{
    annotation::appendMetrics(folder_, {{"kind", "train"},
                                        {"step", row.step},
                                        {"epoch", row.epoch},
                                        {"elapsed", row.elapsed},
                                        {"loss", row.loss},
                                        {"learningRate", row.learningRate},
                                        {"imagesPerSecond", row.imagesPerSecond}});
    events_.add("loss/training", row.step, row.loss);
    events_.add("learning rate", row.step, row.learningRate);
}

void RunJournal::validated(const RunValidation& row, const annotation::ClassList& classes)
{
    nlohmann::json metrics = toJson(row);
    metrics["kind"] = "validation";
    annotation::appendMetrics(folder_, metrics);
    events_.add("loss/validation", row.step, row.loss);
    events_.add("mean IoU", row.step, row.meanIou);
    events_.add("pixel accuracy", row.step, row.pixelAccuracy);
    for (const auto& [value, iou] : row.classes)
        if (const annotation::ClassEntry* entry = annotation::findClass(classes, value);
            entry != nullptr && std::isfinite(iou))
            events_.add("IoU/" + entry->name, row.step, iou);
}

void RunJournal::labelsChanged(std::int64_t step, double elapsed)
{
    annotation::appendMetrics(folder_, {{"kind", "labels"}, {"step", step}, {"elapsed", elapsed}});
}

void RunJournal::stand(const std::string& state, const std::string& message, const TrainerState& at,
                       double elapsed)
{
    record_.state = state;
    record_.summary["steps"] = at.step;
    record_.summary["epochs"] = at.epoch;
    record_.summary["seconds"] = elapsed;
    record_.summary["bestStep"] = at.bestStep;
    record_.summary["bestMeanIou"] =
        at.bestMeanIou < 0 ? nlohmann::json() : nlohmann::json(at.bestMeanIou);
    record_.summary["message"] = message;
    annotation::writeRun(folder_, record_);
}

} // namespace limn::training
