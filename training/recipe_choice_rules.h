// What the files of recipe_choice.h share; for recipe_choice*.cpp alone.
#pragma once

#include "training/recipe_choice.h"

#include <string>

namespace limn::training
{

/// Whether every key of the topic is the plan's to choose.
bool isUsual(const Recipe& recipe, Topic topic);

/// The class of the thinnest objects; nullptr where nothing is labelled.
const LabelFacts::Class* thinnestClass(const LabelFacts& labels);

/// "0.2 %"
std::string shareText(double share);

/// Patches a step while nothing is known of memory: on a CPU half of a graphics card's.
int usualBatch(const Recipe& recipe, const MachineFacts& machine);

/// Rules that ask for machine and cost; each fills its part of `choice`.
void chooseBatch(const MachineFacts& machine, RecipeChoice& choice);
void chooseLoss(const LabelFacts& labels, RecipeChoice& choice);
void chooseLength(const LabelFacts& labels, const MachineFacts& machine, RecipeChoice& choice);
void chooseRate(const MachineFacts& machine, RecipeChoice& choice);

} // namespace limn::training
