// The tables of networks and encoders as JSON, for the command line and the desktop's chooser.
#pragma once

#include "training/core/registry.h"
#include "training/training_plan.h"
#include "training/weights_catalogue.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace limn::training
{

/// What the catalogue has for a network as a whole, over any encoder, or for an encoder.
std::vector<PublishedWeights> publishedFor(const ArchitectureRow& row);
std::vector<PublishedWeights> publishedFor(const EncoderRow& row);

/// The licences of those files, each once, with semicolons between; those that are not stated left
/// out.
std::string licencesOf(const std::vector<PublishedWeights>& published);

nlohmann::json rowJson(const ArchitectureRow& row);
/// `pretrained`: whether its ImageNet weights are on this machine.
nlohmann::json rowJson(const EncoderRow& row, bool pretrained);

/// The result of train/networks (docs/PROTOCOL.md): both tables, ordered by what suits the plan's
/// device and labels, each row with the reason and with the pairs that cannot be made.
nlohmann::json suitedTable(const TrainingPlan& plan);

} // namespace limn::training
