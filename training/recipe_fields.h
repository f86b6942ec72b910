// The one list of a recipe's keys: reading, writing, checking, the schema and the desktop's form
// all walk it. For the files recipe*.cpp alone.
#pragma once

#include "training/core/registry.h"
#include "training/recipe.h"

#include <string>
#include <vector>

namespace limn::training
{

struct RecipeField
{
    const char* key;
    const char* group; ///< of the desktop's form
    const char* meaning;
    double low = 0; ///< of numbers
    double high = 0;
    std::vector<std::string> choices = {}; ///< of texts; empty: any
};

inline std::vector<std::string> networkNames()
{
    std::vector<std::string> names;
    for (const ArchitectureRow& row : architectures())
        names.push_back(row.name);
    return names;
}

inline std::vector<std::string> encoderNames()
{
    std::vector<std::string> names;
    for (const EncoderRow& row : encoders())
        names.push_back(row.name);
    return names;
}

/// Calls visit(field, value) for every key, in the order of the form.
template <class RecipeType, class Visit>
void visitRecipe(RecipeType& recipe, Visit visit)
{
    constexpr int largestPatch = 4096;
    auto& how = recipe.optimisation;
    auto& loss = how.loss;
    auto& change = recipe.augmentation;

    const char* group = "Network";
    visit(RecipeField{"network", group, "Architecture", 0, 0, networkNames()}, recipe.network);
    visit(RecipeField{"encoder", group, "Encoder", 0, 0, encoderNames()}, recipe.encoder);
    visit(RecipeField{"weights", group,
                      "Start of the encoder: imagenet, none or a file; empty: imagenet where it is "
                      "installed"},
          recipe.weights);
    visit(RecipeField{"dropout", group,
                      "Share of the channels of the encoder's deepest features dropped", 0, 0.95},
          how.dropout);
    visit(RecipeField{"stochasticDepth", group,
                      "Share of the patches that the encoder's deepest residual branch is left out "
                      "for, less and less above; 0: as its authors train it",
                      0, 0.9},
          how.stochasticDepth);
    visit(RecipeField{"device", group, "auto, cpu, cuda or cuda:N"}, recipe.device);
    visit(RecipeField{"precision", group, "Numbers computed with", 0, 0, {"auto", "fp32", "bf16"}},
          recipe.precision);

    group = "Length";
    visit(RecipeField{"minutes", group,
                      "Minutes of training, where epochs is 0; not set: by the labelled area and "
                      "this machine",
                      0.01, 100'000},
          recipe.minutes);
    visit(
        RecipeField{"epochs", group, "Epochs; above 0 they count instead of minutes", 0, 1'000'000},
        recipe.epochs);
    visit(RecipeField{"patience", group,
                      "Validations without a better mean IoU before training ends; 0: never", 0,
                      1'000'000},
          recipe.patience);
    visit(RecipeField{"seed", group, "Of everything random"}, recipe.seed);

    group = "Batches";
    visit(RecipeField{"patchSize", group, "Side of a patch in pixels, a multiple of 32",
                      SegmentationNetwork::stride, largestPatch},
          recipe.patchSize);
    visit(RecipeField{"workingResolution",
                      group,
                      "Image pixels a side that the network sees as one; auto: by the size of the "
                      "labelled objects",
                      0,
                      0,
                      {"auto", "1", "2", "4"}},
          recipe.workingResolution);
    visit(RecipeField{"views",
                      group,
                      "Positions, mirrored and turned, in which an image is looked at when it is "
                      "predicted; auto: 4 where images are small, else 1",
                      0,
                      0,
                      {"auto", "1", "2", "4", "8"}},
          recipe.views);
    visit(RecipeField{"batchSize", group, "Patches at once", 1, 1024}, recipe.batchSize);
    visit(RecipeField{"accumulation", group,
                      "Batches whose gradients are added up to one step, as if all were one", 1,
                      1024},
          recipe.accumulation);
    visit(RecipeField{"newestShare", group,
                      "While some labels are new: share of a batch that shows them", 0, 1},
          recipe.newestShare);
    visit(RecipeField{"replayShare", group,
                      "While some labels are new: share of a batch from the older ones by area", 0,
                      1},
          recipe.replayShare);
    visit(RecipeField{"newestEpochs", group, "Epochs for which labels count as new", 0, 1'000'000},
          recipe.newestEpochs);

    group = "Optimiser";
    visit(RecipeField{"optimiser", group, "How weights follow their gradient", 0, 0, optimisers()},
          how.rule.optimiser);
    visit(RecipeField{"learningRate", group, "Highest rate, of decoder and head", 1e-9, 10},
          how.learningRate);
    visit(RecipeField{"rangeTest", group,
                      "Try rising rates first and take the fitting one instead of learningRate"},
          recipe.rangeTest);
    visit(RecipeField{"encoderFactor", group, "The pretrained encoder's share of the rate", 0, 10},
          how.encoderFactor);
    visit(RecipeField{"momentum", group, "Of SGD and RMSprop; Adam's first beta", 0, 0.9999},
          how.rule.momentum);
    visit(RecipeField{"nesterov", group, "Nesterov's momentum, with SGD"}, how.rule.nesterov);
    visit(RecipeField{"weightDecay", group, "Of weights, not of biases and norms", 0, 10},
          how.weightDecay);
    visit(RecipeField{"l1", group, "Sum of absolute weights in the loss", 0, 1}, how.l1);
    visit(RecipeField{"gradientClip", group, "Largest norm of the gradient; 0: off", 0, 1e9},
          how.gradientClip);
    visit(RecipeField{"averaging", group,
                      "Decay of the averaged weights that validate and predict; 0: off", 0,
                      0.99999},
          how.averaging);

    group = "Schedule";
    visit(RecipeField{"schedule", group, "How the rate falls", 0, 0, schedules()},
          how.schedule.kind);
    visit(RecipeField{"warmupShare", group, "Part of the run in which the rate rises", 0, 1},
          how.warmupShare);
    visit(RecipeField{"warmupSteps", group,
                      "Steps after which the rate has risen at the latest; 0: "
                      "no such bound",
                      0, 1'000'000},
          how.warmupSteps);
    visit(RecipeField{"stepShare", group, "step: part of the run between two falls", 0.01, 1},
          how.schedule.stepShare);
    visit(RecipeField{"stepFactor", group, "step, plateau: what a fall leaves of the rate", 0, 1},
          how.schedule.stepFactor);
    visit(RecipeField{"polyPower", group, "poly: power of what is left of the run", 0, 10},
          how.schedule.polyPower);
    visit(RecipeField{"plateauPatience", group,
                      "plateau: validations without a better one before a fall", 1, 1'000'000},
          how.schedule.plateauPatience);

    group = "Pretrained encoder";
    visit(RecipeField{"frozenShare", group, "Part of the run in which it stays as it is", 0, 1},
          how.frozenShare);
    visit(RecipeField{"frozenSteps", group,
                      "Steps after which it learns at the latest; 0: no such bound", 0, 1'000'000},
          how.frozenSteps);
    visit(RecipeField{"frozenStages", group, "Stages from the input on that never change", 0, 100},
          how.frozenStages);
    visit(RecipeField{"stageFactor", group,
                      "Rate of a stage as a share of the next deeper one's; 1: all alike", 0.01, 1},
          how.stageFactor);
    visit(RecipeField{"freezeBatchNorm", group, "Its batch norms stay as they are"},
          how.freezeBatchNorm);

    group = "Loss";
    visit(RecipeField{"crossEntropy", group, "Weight of cross-entropy", 0, 100}, loss.crossEntropy);
    visit(RecipeField{"dice", group, "Weight of Dice loss", 0, 100}, loss.dice);
    visit(RecipeField{"focal", group, "Weight of focal loss", 0, 100}, loss.focal);
    visit(RecipeField{"tversky", group, "Weight of Tversky loss", 0, 100}, loss.tversky);
    visit(RecipeField{"lovasz", group, "Weight of Lovasz softmax", 0, 100}, loss.lovasz);
    visit(RecipeField{"boundary", group, "Weight of boundary loss", 0, 100}, loss.boundary);
    visit(RecipeField{"squaredError", group, "Weight of mean squared error", 0, 100},
          loss.squaredError);
    visit(RecipeField{"affinity", group,
                      "Weight of the loss that draws pixels without a label to the class of "
                      "neighbours that look alike",
                      0, 100},
          loss.affinity);
    visit(RecipeField{"deepSupervision", group,
                      "Weight of the decoder's coarser stages in the loss, half as much from stage "
                      "to stage; U-Net, U-Net++ and FPN",
                      0, 1},
          how.deepSupervision);
    visit(RecipeField{"labelSmoothing", group, "Of cross-entropy", 0, 0.9}, loss.labelSmoothing);
    visit(RecipeField{"focalGamma", group, "Focal loss: how much easy pixels count less", 0, 10},
          loss.focalGamma);
    visit(RecipeField{"tverskyAlpha", group, "Tversky: price of pixels predicted wrongly", 0, 10},
          loss.tverskyAlpha);
    visit(RecipeField{"tverskyBeta", group, "Tversky: price of pixels missed", 0, 10},
          loss.tverskyBeta);
    visit(RecipeField{"hardestShare", group,
                      "Share of the pixels, the hardest, that cross-entropy and focal loss learn "
                      "from",
                      0.001, 1},
          loss.hardestShare);
    visit(RecipeField{"classWeighting",
                      group,
                      "Rare classes count more in cross-entropy and focal loss: by the inverse of "
                      "their share, or its root",
                      0,
                      0,
                      {"none", "root", "inverse"}},
          recipe.classWeighting);

    group = "Augmentation: place";
    visit(RecipeField{"flips", group, "Mirror images"}, change.flips);
    visit(RecipeField{"rightAngles", group, "Quarter turns"}, change.rightAngles);
    visit(RecipeField{"scale", group, "Zoom up to 1 + this, either way", 0, 4}, change.scale);
    visit(RecipeField{"rotation", group, "Degrees, either way", 0, 180}, change.rotation);
    visit(RecipeField{"translation", group, "Share of the side, either way", 0, 0.5},
          change.translation);
    visit(RecipeField{"crop", group, "Share of the side cut away, the rest enlarged", 0, 0.9},
          change.crop);
    visit(RecipeField{"perspective", group, "How much closer one edge may be", 0, 0.9},
          change.perspective);
    visit(RecipeField{"elastic", group, "Pixels of smooth displacement", 0, 100}, change.elastic);

    group = "Augmentation: light";
    visit(RecipeField{"brightness", group, "Shift, in spreads of the image", 0, 10},
          change.brightness);
    visit(RecipeField{"contrast", group, "Gain, either way", 0, 1}, change.contrast);
    visit(RecipeField{"gamma", group, "Exponent up to 1 + this, either way", 0, 4}, change.gamma);
    visit(RecipeField{"bandGain", group, "Gain of each band by itself", 0, 1}, change.bandGain);
    visit(RecipeField{"hue", group, "Turn of the colours, share of half a turn", 0, 1}, change.hue);
    visit(RecipeField{"saturation", group, "Gain of the colours, either way", 0, 1},
          change.saturation);
    visit(RecipeField{"noise", group, "Spreads of the image", 0, 10}, change.noise);
    visit(RecipeField{"blur", group, "Sigma in pixels", 0, 20}, change.blur);
    visit(RecipeField{"sharpen", group, "Share of the detail added", 0, 10}, change.sharpen);
    visit(RecipeField{"jpeg", group, "Loss by compression: quality down to 100 - 90 times this", 0,
                      1},
          change.jpeg);
    visit(RecipeField{"equalise", group, "Share of the patches with CLAHE", 0, 1}, change.equalise);
    visit(
        RecipeField{"stretch", group, "Share of the patches stretched to their percentiles", 0, 1},
        change.stretch);

    group = "Augmentation: mixing";
    visit(RecipeField{"cutout", group, "Side of a square left out, share of the patch's", 0, 0.9},
          change.cutout);
    visit(RecipeField{"mixup", group, "Strength with which patches are blended", 0, 10},
          change.mixup);
    visit(RecipeField{"cutmix", group, "Share of the batches with pieces of other patches", 0, 1},
          change.cutmix);

    group = "Reports";
    visit(RecipeField{"mlflow", group,
                      "Address of an MLflow server that is told of the run; empty: none"},
          recipe.mlflow);
    visit(RecipeField{"mlflowExperiment", group, "The run's experiment there"},
          recipe.mlflowExperiment);
}

} // namespace limn::training
