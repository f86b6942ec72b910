// Which networks and encoders suit a machine and its labels, with the reason in words: a few rules
// over the figures in the registry's rows. They order a list for someone who chooses; a plan
// follows the order only by the rules of training/recipe_choice.h. Pure; any thread.
#pragma once

#include "training/core/registry.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace limn::training
{

struct MachineFacts
{
    std::string device = "1 CPU core"; ///< in a sentence: "2 CPU cores", the GPU's name
    bool isCpu = true;
    int cores = 1;              ///< of the CPU, that compute
    bool bfloat16 = false;      ///< whether it computes in that, natively
    std::int64_t freeBytes = 0; ///< of the device's memory; 0: not known
};

struct DataFacts
{
    int bands = 3;
    int smallestSide = 0;            ///< of the labelled images, in pixels; 0: not known
    std::int64_t labelledPixels = 0; ///< 0: nothing is labelled yet
    std::string thinClass = {};      ///< the one with the thinnest objects; empty: not known
    double thinWidth = 0;            ///< of those objects, in pixels
    std::int64_t pixelsAStep = 4 * 256 * 256; ///< of a training step's patches
};

enum class Suits { Well, Fairly, Poorly };

struct Suitability
{
    double demerits = 0; ///< the less the better, 0 at best
    std::string reason;  ///< one sentence: what speaks against it, most first, else for it

    Suits suits() const;
};

template <typename Row>
struct Suited
{
    const Row* row;
    Suitability suitability;
};

/// What a training step takes about, by the registry's figures.
struct StepEstimate
{
    double bytes = 0;   ///< tensors in float32, weights, gradients and two moments
    double seconds = 0; ///< forward and backward
};

/// `pixels` are those of the patches that go through the network together.
StepEstimate estimateStep(const MachineFacts& machine, const ArchitectureRow& network,
                          const EncoderRow& encoder, std::int64_t pixels);

/// Every network over its referenceEncoder(), the most suited first, in the table's order among
/// equals. What counts:
/// - the width of the thinnest objects against the cells of the map that gets the classes;
/// - the smallest image against the cells of the deepest feature;
/// - memory and, on a CPU, time of a training step (three times the multiply-adds of a pass);
/// - parameters that start from nothing against labelled pixels. A network without pretrained
///   weights loses less by it where the bands are not those of photographs.
std::vector<Suited<ArchitectureRow>> suitedNetworks(const MachineFacts& machine,
                                                    const DataFacts& data);

/// Every encoder but ownEncoder, as U-Net over it; `here` are those whose ImageNet weights are on
/// this machine. Beside the above: a small one is passed by where a GPU has many labels to learn.
std::vector<Suited<EncoderRow>> suitedEncoders(const MachineFacts& machine, const DataFacts& data,
                                               const std::set<std::string>& here);

/// One sentence: what the order was made for.
std::string inWords(const MachineFacts& machine, const DataFacts& data);

} // namespace limn::training
