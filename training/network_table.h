// The tables of networks and encoders as JSON, for the command line and the desktop's chooser.
#pragma once

#include "training/core/registry.h"
#include "training/training_plan.h"

#include <nlohmann/json.hpp>

namespace limn::training
{

nlohmann::json rowJson(const ArchitectureRow& row);
/// `pretrained`: whether its ImageNet weights are on this machine.
nlohmann::json rowJson(const EncoderRow& row, bool pretrained);

/// The result of train/networks (docs/PROTOCOL.md): both tables, ordered by what suits the plan's
/// device and labels, each row with the reason and with the pairs that cannot be made.
nlohmann::json suitedTable(const TrainingPlan& plan);

} // namespace limn::training
