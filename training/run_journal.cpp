#include "training/run_journal.h"

#include <cmath>

namespace limn::training
{

namespace
{

constexpr const char* reportKey = "mlflowRun"; ///< in a run's summary: its id at the server

} // namespace

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
    add("loss/training", row.step, row.loss);
    add("learning rate", row.step, row.learningRate);
    keepReport();
}

void RunJournal::add(const std::string& tag, std::int64_t step, double value)
{
    events_.add(tag, step, value);
    if (report_)
        report_->add(tag, step, value);
}

void RunJournal::beginReport()
{
    const std::string address = record_.recipe.value("mlflow", "");
    if (address.empty() || report_)
        return;
    report_ = std::make_unique<MlflowReport>(
        MlflowTarget{address, record_.recipe.value("mlflowExperiment", "Limn"), record_.id,
                     record_.summary.value(reportKey, "")},
        record_.recipe);
}

/// So that a run that goes on after a crash is the same one at the server.
void RunJournal::keepReport()
{
    if (!report_ || record_.summary.contains(reportKey))
        return;
    if (const std::string id = report_->run(); !id.empty()) {
        record_.summary[reportKey] = id;
        annotation::writeRun(folder_, record_);
    }
}

std::string RunJournal::takeWarning()
{
    return report_ ? report_->takeWarning() : std::string();
}

void RunJournal::validated(const RunValidation& row, const annotation::ClassList& classes)
{
    nlohmann::json metrics = toJson(row);
    metrics["kind"] = "validation";
    annotation::appendMetrics(folder_, metrics);
    add("loss/validation", row.step, row.loss);
    add("mean IoU", row.step, row.meanIou);
    add("pixel accuracy", row.step, row.pixelAccuracy);
    for (const auto& [value, iou] : row.classes)
        if (const annotation::ClassEntry* entry = annotation::findClass(classes, value);
            entry != nullptr && std::isfinite(iou))
            add("IoU/" + entry->name, row.step, iou);
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
    if (state == "running") {
        beginReport();
    } else if (report_) {
        report_->end(state);
        keepReport();
    }
}

} // namespace limn::training
