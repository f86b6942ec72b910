#include "ui/recipe_labels.h"

#include <QCoreApplication>
#include <utility>

namespace limn::ui
{

namespace
{

using Labels = std::pair<const char*, const char*>;

const Labels settings[] = {
    {"network", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Network")},
    {"encoder", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Encoder")},
    {"weights", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Pretrained weights")},
    {"dropout", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Dropout")},
    {"stochasticDepth", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Stochastic depth")},
    {"device", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Device")},
    {"precision", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Precision")},
    {"minutes", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Minutes")},
    {"epochs", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Epochs")},
    {"patience", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Patience")},
    {"seed", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Random seed")},
    {"patchSize", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Patch size (px)")},
    {"workingResolution", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Image pixels seen as one")},
    {"views", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Positions predicted in")},
    {"batchSize", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Batch size")},
    {"accumulation", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Batches a step")},
    {"newestShare", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Share of new labels")},
    {"replayShare", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Share of old labels meanwhile")},
    {"newestEpochs", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "New for so many epochs")},
    {"optimiser", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Optimiser")},
    {"learningRate", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Learning rate")},
    {"rangeTest", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Try learning rates first")},
    {"encoderFactor", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Encoder's share of the rate")},
    {"momentum", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Momentum")},
    {"nesterov", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Nesterov's momentum")},
    {"weightDecay", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Weight decay")},
    {"l1", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "L1 penalty")},
    {"gradientClip", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Largest gradient")},
    {"averaging", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Averaging of weights")},
    {"schedule", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Schedule")},
    {"warmupShare", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Warm-up")},
    {"warmupSteps", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Warm-up, steps at most")},
    {"stepShare", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Length of a step")},
    {"stepFactor", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Fall of the rate")},
    {"polyPower", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Power")},
    {"plateauPatience", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Patience before a fall")},
    {"frozenShare", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Frozen at first")},
    {"frozenSteps", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Frozen, steps at most")},
    {"frozenStages", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Frozen stages")},
    {"stageFactor", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Rate from stage to stage")},
    {"freezeBatchNorm", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Freeze batch norms")},
    {"crossEntropy", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Cross-entropy")},
    {"dice", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Dice")},
    {"focal", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Focal")},
    {"tversky", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Tversky")},
    {"lovasz", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Lovász softmax")},
    {"boundary", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Boundary")},
    {"squaredError", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Mean squared error")},
    {"affinity", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Affinity")},
    {"deepSupervision", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Deep supervision")},
    {"labelSmoothing", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Label smoothing")},
    {"focalGamma", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Focal gamma")},
    {"tverskyAlpha", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Tversky alpha")},
    {"tverskyBeta", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Tversky beta")},
    {"hardestShare", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Hardest pixels")},
    {"classWeighting", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Class weights")},
    {"flips", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Flips")},
    {"rightAngles", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Right angles")},
    {"scale", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Zoom")},
    {"rotation", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Rotation (°)")},
    {"translation", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Translation")},
    {"crop", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Crop")},
    {"perspective", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Perspective")},
    {"elastic", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Elastic (px)")},
    {"brightness", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Brightness")},
    {"contrast", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Contrast")},
    {"gamma", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Gamma")},
    {"bandGain", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Gain of each band")},
    {"hue", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Hue")},
    {"saturation", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Saturation")},
    {"noise", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Noise")},
    {"blur", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Blur (px)")},
    {"sharpen", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Sharpen")},
    {"jpeg", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "JPEG")},
    {"equalise", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Equalise (CLAHE)")},
    {"stretch", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Contrast stretch")},
    {"cutout", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Cutout")},
    {"mixup", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Mixup")},
    {"cutmix", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "CutMix")},
    {"mlflow", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "MLflow server")},
    {"mlflowExperiment", QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "MLflow experiment")},
};

/// As the engine groups them.
const char* const groups[] = {
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Network"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Length"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Batches"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Optimiser"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Schedule"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Pretrained encoder"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Loss"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Augmentation: place"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Augmentation: light"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Augmentation: mixing"),
    QT_TRANSLATE_NOOP("limn::ui::RecipeForm", "Reports"),
};

QString translated(const char* text)
{
    return QCoreApplication::translate("limn::ui::RecipeForm", text);
}

} // namespace

QString settingLabel(const QString& key)
{
    for (const auto& [known, label] : settings)
        if (key == QLatin1String(known))
            return translated(label);
    return key; // of a newer engine
}

QString settingGroup(const QString& group)
{
    for (const char* known : groups)
        if (group == QLatin1String(known))
            return translated(known);
    return group;
}

} // namespace limn::ui
