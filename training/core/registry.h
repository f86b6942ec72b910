// The table of networks and encoders: one row each, from which the command line, the desktop's
// chooser and the tests are made. Adding one is one file and one row.
#pragma once

#include "training/core/network.h"

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
    std::string name;      ///< "resnet34"
    std::string title;     ///< "ResNet-34"
    std::string advice;    ///< one sentence for an expert
    std::string reference; ///< whose names and numbers it has
    std::string paper;
    std::string weights; ///< where the ImageNet weights come from; empty when there are none
    std::string licence; ///< of the weights
    Normalisation normalisation;
    std::function<std::shared_ptr<Encoder>(int bands)> make;
};

struct ArchitectureRow
{
    std::string name;  ///< "unet"
    std::string title; ///< "U-Net"
    std::string advice;
    std::string reference;
    std::string paper;
    std::function<std::shared_ptr<SegmentationNetwork>(const NetworkSpec&,
                                                       std::shared_ptr<Encoder>)>
        make;
};

const std::vector<EncoderRow>& encoders();
const std::vector<ArchitectureRow>& architectures();
const EncoderRow& encoderRow(const std::string& name);           ///< throws TrainingError
const ArchitectureRow& architectureRow(const std::string& name); ///< throws TrainingError

} // namespace limn::training
