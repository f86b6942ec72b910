// One training step and all that it changes: network, optimiser, schedule. Needs LibTorch alone.
#pragma once

#include "training/core/device.h"
#include "training/core/loss.h"
#include "training/core/mixing.h"
#include "training/core/network.h"
#include "training/core/schedule.h"
#include "training/core/update_rule.h"
#include "training/core/weights.h"

#include <memory>

namespace limn::training
{

struct OptimisationSettings
{
    double learningRate = 2e-3; ///< of decoder and head
    double encoderFactor = 0.5; ///< the encoder's share of the rate once it is let go
    double weightDecay = 1e-4;  ///< not on biases and norms; AdamW's is apart from the gradient
    double frozenShare = 0.03;  ///< of the run, in which a pretrained encoder stays frozen
    double warmupShare = 0.05;  ///< of the run, linear from a tenth
    /// Both end after so many steps at the latest, however long the run is; 0: no such bound. A
    /// head settles in a number of steps, and what waits for it learns nothing meanwhile.
    int frozenSteps = 20;
    int warmupSteps = 30;
    double gradientClip = 5.0; ///< norm; 0 is off
    double averaging = 0.98;   ///< decay of the exponential moving average; 0 is off
    /// Whether the encoder starts from learned weights; one that does not is never frozen and
    /// learns at the full rate.
    bool pretrained = true;
    std::uint64_t seed = 0; ///< of the network's own randomness (dropout), together with the step

    UpdateRule rule;
    ScheduleSettings schedule;
    LossSettings loss;
    std::vector<float> classWeights; ///< of cross-entropy and focal loss; empty: all the same
    double l1 = 0;                   ///< on what decays: sum of absolute weights in the loss
    /// Of a pretrained encoder's stages, how many from the input on never change.
    int frozenStages = 0;
    /// Each stage of a pretrained encoder learns at this share of the next deeper one's rate; 1:
    /// all alike (discriminative rates, Howard, Ruder 2018).
    double stageFactor = 1;
    /// A pretrained encoder's batch norms keep their statistics, gains and shifts.
    bool freezeBatchNorm = false;
    double dropout = 0; ///< of whole channels of the encoder's deepest features
    /// Of the encoder's deepest residual branch (SegmentationNetwork::setStochasticDepth); 0: as it
    /// is built.
    double stochasticDepth = 0;
    double deepSupervision = 0; ///< weight of the decoder's coarser stages in the loss; 0: off
};

/// Throws TrainingError where the settings ask for what the network has not got.
void requireSupported(SegmentationNetwork& network, const OptimisationSettings& settings);

struct StepResult
{
    double loss = 0;
    double learningRate = 0;
    bool finite = true;      ///< false: loss or gradient was not a number and the step was left out
    std::int64_t atOnce = 0; ///< patches that went through the network together
};

/// An optimiser over decoder and encoder with rates of their own. Starts from the network as it is
/// when constructed; used by one thread at a time.
class Optimisation
{
public:
    Optimisation(std::shared_ptr<SegmentationNetwork> network, OptimisationSettings settings,
                 torch::Device device, Precision precision);

    /// images [N, B, H, W] float32 and labels [N, H, W] on the device. `progress` 0..1 through the
    /// run sets freezing, warm-up and the schedule (so that a run bounded by minutes and one
    /// bounded by steps follow the same curve). `mixed` are labels of what was mixed into the
    /// images. What a step that is left out did to the batch norms' running statistics is undone.
    ///
    /// No more than `atOnce` patches (0: all) go through the network together; the gradients of the
    /// parts are added up, each by its share of the patches, so that the step learns from all of
    /// them. Batch norms see the parts. Where the memory does not suffice the step halves the parts
    /// and begins anew; it throws what was thrown when a single patch is too much, and has changed
    /// nothing then.
    StepResult step(const torch::Tensor& images, const torch::Tensor& labels, double progress,
                    const MixedLabels& mixed = {}, std::int64_t atOnce = 0);
    /// Every rate from now on, on top of the schedule; 1 at first. Not kept by state().
    void setRateFactor(double factor);

    SegmentationNetwork& network() { return *network_; }
    /// The averaged network (the network itself when averaging is off); eval mode, same device.
    SegmentationNetwork& averaged();
    std::int64_t steps() const { return steps_; }
    bool encoderWasFrozen() const; ///< in the last step

    /// The network, moments, average, counters and heads of deep supervision, to go on as if never
    /// stopped; on the CPU bit for bit. Copies: training may go on while they are written.
    StateDict state() const;
    void restore(const StateDict& state); ///< throws TrainingError when it is another network's

private:
    struct State;
    /// Everything that state() keeps, as it lies in memory, under its name in the file.
    std::vector<std::pair<std::string, torch::Tensor>> tensors() const;
    std::shared_ptr<SegmentationNetwork> network_;
    std::shared_ptr<State> state_;
    std::int64_t steps_ = 0;
};

} // namespace limn::training
