// What a training run tells while it goes on.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace limn::training
{

struct RunProgress
{
    std::int64_t step = 0;
    int epoch = 0;
    double elapsed = 0;   ///< seconds
    double remaining = 0; ///< seconds, an estimate
    double progress = 0;  ///< 0..1
    double loss = 0;      ///< of this step
    double learningRate = 0;
    double imagesPerSecond = 0;
    std::string phase; ///< "preparing", "frozen encoder", "training", "validating", "saving"
};

struct RunValidation
{
    std::int64_t step = 0;
    int epoch = 0;
    double elapsed = 0;
    double loss = 0;
    double meanIou = 0;
    double pixelAccuracy = 0;
    std::vector<std::pair<int, double>> classes; ///< class value, IoU (NaN where it occurs nowhere)
    bool best = false;
};

struct RunEnd
{
    std::string state;   ///< "finished", "stopped", "failed", "interrupted"
    std::string message; ///< one sentence
    std::int64_t steps = 0;
    double elapsed = 0;
    double bestMeanIou = -1; ///< -1 where nothing was validated
    double waitingShare = 0; ///< of this sitting's steps: time until their data were on the device
};

/// The rows by their members' names, as the protocol, --json and metrics.jsonl have them.
nlohmann::json toJson(const RunProgress& row);
nlohmann::json toJson(const RunValidation& row); ///< classes: [{"class", "iou"}]
nlohmann::json toJson(const RunEnd& end);        ///< bestMeanIou: null where nothing was validated

class RunListener
{
public:
    virtual ~RunListener() = default;
    virtual void progressed(const RunProgress&) {}
    virtual void validated(const RunValidation&) {}
    virtual void labelsChanged(std::int64_t /*step*/, double /*elapsed*/) {}
    virtual void checkpointed(std::int64_t /*step*/, double /*elapsed*/) {}
    virtual void ended(const RunEnd&) {}
    virtual void logged(const std::string& /*level*/, const std::string& /*message*/) {}
};

} // namespace limn::training
