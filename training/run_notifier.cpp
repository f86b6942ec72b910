#include "training/run_notifier.h"

#include <iostream>

namespace limn::training
{

using nlohmann::json;

namespace
{

/// A fast GPU makes more steps than anyone can look at.
constexpr double progressSeconds = 0.1;

} // namespace

void RunNotifier::announce(const std::string& run)
{
    run_ = run;
    lastPhase_.clear();
}

void RunNotifier::progressed(const RunProgress& row)
{
    const auto now = std::chrono::steady_clock::now();
    if (row.phase == lastPhase_ &&
        std::chrono::duration<double>(now - lastProgress_).count() < progressSeconds)
        return;
    lastPhase_ = row.phase;
    lastProgress_ = now;
    channel_.notify("train/progress", {{"run", run_},
                                       {"step", row.step},
                                       {"epoch", row.epoch},
                                       {"elapsed", row.elapsed},
                                       {"remaining", row.remaining},
                                       {"progress", row.progress},
                                       {"loss", row.loss},
                                       {"learningRate", row.learningRate},
                                       {"imagesPerSecond", row.imagesPerSecond},
                                       {"phase", row.phase}});
}

void RunNotifier::validated(const RunValidation& row)
{
    json classes = json::array();
    for (const auto& [value, iou] : row.classes)
        classes.push_back({{"class", value}, {"iou", iou}});
    channel_.notify("train/validation", {{"run", run_},
                                         {"step", row.step},
                                         {"epoch", row.epoch},
                                         {"elapsed", row.elapsed},
                                         {"loss", row.loss},
                                         {"meanIou", row.meanIou},
                                         {"pixelAccuracy", row.pixelAccuracy},
                                         {"classes", classes},
                                         {"best", row.best}});
}

void RunNotifier::labelsChanged(std::int64_t step, double elapsed)
{
    channel_.notify("train/labelsChanged", {{"run", run_}, {"step", step}, {"elapsed", elapsed}});
}

void RunNotifier::checkpointed(std::int64_t step, double elapsed)
{
    channel_.notify("train/checkpoint", {{"run", run_}, {"step", step}, {"elapsed", elapsed}});
}

void RunNotifier::ended(const RunEnd& end)
{
    channel_.notify("train/finished",
                    {{"run", run_},
                     {"state", end.state},
                     {"message", end.message},
                     {"steps", end.steps},
                     {"elapsed", end.elapsed},
                     {"bestMeanIou", end.bestMeanIou < 0 ? json() : json(end.bestMeanIou)}});
}

void RunNotifier::logged(const std::string& level, const std::string& message)
{
    channel_.notify("log", {{"level", level}, {"message", message}});
    std::cerr << level << ": " << message << std::endl;
}

} // namespace limn::training
