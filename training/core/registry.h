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

struct EncoderRow
{
    std::string name;           ///< "resnet34"
    std::string title;          ///< "ResNet-34"
    std::string family;         ///< "ResNet"
    std::string advice;         ///< one sentence for an expert
    std::string reference = {}; ///< whose names and numbers it has
    std::string paper;
    std::string weights = {}; ///< where the ImageNet weights come from; empty when there are none
    std::string file;         ///< name of their file
    std::string licence = {}; ///< of the weights
    Normalisation normalisation = {};
    std::int64_t parameters; ///< for three bands, without the classifier
    bool dilates;            ///< can be made for output strides 16 and 8
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
    std::int64_t parameters; ///< of decoder and head over ResNet-34 for two classes
    int encoderDepth;        ///< strides of the encoder that it uses
    int encoderStride;       ///< pixels a cell of the deepest feature
    std::function<std::shared_ptr<SegmentationNetwork>(const NetworkSpec&,
                                                       std::shared_ptr<Encoder>)>
        make;
};

const std::vector<EncoderRow>& encoders();
const std::vector<ArchitectureRow>& architectures();
const EncoderRow& encoderRow(const std::string& name);           ///< throws TrainingError
const ArchitectureRow& architectureRow(const std::string& name); ///< throws TrainingError
/// Whether the architecture's stride can be had from the encoder.
bool compatible(const ArchitectureRow& architecture, const EncoderRow& encoder);
/// Throws TrainingError naming the encoders that do.
void requireCompatible(const ArchitectureRow& architecture, const EncoderRow& encoder);

} // namespace limn::training
