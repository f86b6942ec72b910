// The table of networks and encoders: one row each, from which the command line, the desktop's
// chooser and the tests are made. Adding one is one file and one row.
#pragma once

#include "training/core/network.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace limn::training
{

/// How an encoder's pretrained weights want their input: (value / range - mean) / std.
struct Normalisation
{
    std::vector<double> mean; ///< for red, green, blue
    std::vector<double> std;
};

/// The encoder of the networks that bring their own: a row of encoders() that makes nothing.
inline constexpr const char* ownEncoder = "own";

/// What a whole network of three bands and two classes costs beside its parameters.
struct Cost
{
    /// Of one pass forward over 512 x 512 pixels, as torch's FlopCounterMode counts those of the
    /// reference (tests/reference/count_multiply_adds.py).
    std::int64_t multiplyAdds = 0;
    /// That tensors take at most in a training step in float32, for a megapixel of patches;
    /// measured by limn-bench's "memory" cases.
    std::int64_t trainingBytes = 0;
};

struct EncoderRow
{
    std::string name;           ///< "resnet34"
    std::string title;          ///< "ResNet-34"
    std::string family;         ///< "ResNet"
    std::string advice;         ///< one sentence for an expert
    std::string reference = {}; ///< whose names and numbers it has
    std::string paper;
    std::string weights = {}; ///< where the ImageNet weights come from; empty when there are none
    std::string file = {};    ///< name of their file
    std::string licence = {}; ///< of the weights
    Normalisation normalisation = {};
    std::int64_t parameters; ///< for three bands, without the classifier
    Cost cost = {};          ///< of U-Net over it
    bool dilates = false;    ///< can be made for output strides 16 and 8
    int firstStride = 2;     ///< of its first feature that has channels
    std::function<std::shared_ptr<Encoder>(const EncoderShape&)> make;
};

struct ArchitectureRow
{
    std::string name;   ///< "unet"; no underscores: run names and goldens join it to the encoder's
    std::string title;  ///< "U-Net"
    std::string family; ///< "encoder and decoder"
    std::string advice;
    std::string reference;
    std::string paper;
    std::int64_t parameters; ///< for two classes over referenceEncoder(), without that; all where
                             ///< the network brings its own
    Cost cost = {};          ///< over referenceEncoder()
    int encoderDepth;        ///< strides of the encoder that it uses
    int encoderStride;       ///< pixels a cell of the deepest feature
    int outlineStride = 1;   ///< pixels a cell of the map that gets the classes
    EncoderStyle encoderStyle = EncoderStyle::SegmentationModels;
    bool needsStride2 = false; ///< of the encoder's features
    std::vector<std::string> encoders =
        {}; ///< which it goes with; empty: all that have the strides
    std::function<std::shared_ptr<SegmentationNetwork>(const NetworkSpec&,
                                                       std::shared_ptr<Encoder>)>
        make;
};

const std::vector<EncoderRow>& encoders();
const std::vector<ArchitectureRow>& architectures();
const EncoderRow& encoderRow(const std::string& name);           ///< throws TrainingError
const ArchitectureRow& architectureRow(const std::string& name); ///< throws TrainingError
/// Why the two make no network that a reference has, without a full stop; empty where they do.
std::string incompatibility(const ArchitectureRow& architecture, const EncoderRow& encoder);
bool compatible(const ArchitectureRow& architecture, const EncoderRow& encoder);
/// The encoder over which the architecture's figures are told: ResNet-34 where it goes with it,
/// else the first that does.
const EncoderRow& referenceEncoder(const ArchitectureRow& architecture);
/// Throws TrainingError naming the encoders that do.
void requireCompatible(const ArchitectureRow& architecture, const EncoderRow& encoder);

} // namespace limn::training
