// Where pretrained weight files lie on this machine.
#pragma once

#include "training/core/registry.h"
#include "training/core/weights.h"
#include "training/weights_catalogue.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace limn::training
{

/// A file of weights by its name, looked for in $LIMN_WEIGHTS_DIR, ../weights and
/// ../share/limn/weights beside the program's folder, and limn/weights in the user's cache.
std::optional<std::filesystem::path> findWeights(const std::string& file);

/// Throws TrainingError unless the weights' names and shapes are those of the encoder or the
/// network that the row is for, and the network gives with them the logits that are published; a
/// row that names neither asks for nothing.
void requireFitting(const PublishedWeights& row, const StateDict& weights);

/// The ImageNet file of an encoder: its row's, else any that the catalogue has for it.
std::optional<std::filesystem::path> findPretrained(const std::string& encoder);

/// Encoders whose ImageNet file is here.
std::set<std::string> encodersHere();

/// The file that a recipe's `weights` ("imagenet", a name of the catalogue or a path) means. Throws
/// TrainingError saying how to get it when it is not there.
std::filesystem::path pretrainedFile(const std::string& encoder, const std::string& weights);

/// What that file holds; a first convolution that reads blue, green and red is turned to red, green
/// and blue, and a note says so.
StateDict readPretrained(const std::string& encoder, const std::string& weights);

/// How those weights want their input; the encoder's usual way for weights that do not say, and for
/// "none".
Normalisation pretrainedNormalisation(const std::string& encoder, const std::string& weights);

/// The licence of those weights as the catalogue has it, which may bind what learns from them;
/// empty where it is not known.
std::string pretrainedLicence(const std::string& encoder, const std::string& weights);

/// Puts weights into a network: those of the whole network where they are that, with a head for
/// other classes begun anew and the first convolution inflated, else those of its encoder
/// (loadEncoderWeights). Gives what was understood and left out, one sentence each. Throws
/// TrainingError when they belong to neither.
std::vector<std::string> loadPretrained(SegmentationNetwork& network, const StateDict& weights,
                                        const BandRoles& roles);

} // namespace limn::training
