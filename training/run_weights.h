// The network that answers for a run: the averaged weights of the run under way, or the best ones
// of a run on disk, kept loaded. One thread.
#pragma once

#include "annotation/project.h"
#include "training/core/device.h"
#include "training/model.h"
#include "training/training_run.h"

#include <cstdint>
#include <optional>
#include <string>

namespace limn::training
{

struct ActiveWeights
{
    SegmentationNetwork& network;
    const ModelDescription& model;
    torch::Device device;
    Precision precision;
    std::string run;
    std::int64_t step;
};

class RunWeights
{
public:
    explicit RunWeights(const annotation::Project& project) : project_(project) {}

    /// The run under way, or nullptr; must outlive this or be taken away first.
    void setRunUnderWay(TrainingRun* run);
    const TrainingRun* runUnderWay() const { return live_; }
    /// "" is the run under way, else the latest with weights. Throws TrainingError.
    std::string resolve(const std::string& run) const;
    /// For a resolved id. Throws TrainingError.
    ActiveWeights get(const std::string& run);

private:
    const annotation::Project& project_;
    TrainingRun* live_ = nullptr;
    std::string loadedRun_;
    std::optional<LoadedModel> loaded_;
    torch::Device device_ = torch::kCPU;
};

} // namespace limn::training
