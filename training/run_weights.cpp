#include "training/run_weights.h"

namespace limn::training
{

void RunWeights::setRunUnderWay(TrainingRun* run)
{
    live_ = run;
    // A run that ended has new best weights on disk.
    loaded_.reset();
    loadedRun_.clear();
}

std::string RunWeights::resolve(const std::string& run) const
{
    if (live_ != nullptr && (run.empty() || run == live_->id()))
        return live_->id();
    return findRun(project_.folder(), run).filename().string();
}

ActiveWeights RunWeights::get(const std::string& run)
{
    if (live_ != nullptr && run == live_->id())
        return {live_->network(), live_->model(), live_->device(), live_->precision(), run,
                live_->steps()};
    if (!loaded_ || loadedRun_ != run) {
        loaded_ = loadModel(findRun(project_.folder(), run));
        loadedRun_ = run;
        device_ = chooseDevice("auto");
        loaded_->network->to(device_);
    }
    return {*loaded_->network, loaded_->description, device_, choosePrecision("auto", device_), run,
            loaded_->step};
}

} // namespace limn::training
