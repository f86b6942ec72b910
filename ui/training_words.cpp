// What the engine says of training, checking, explaining and predicting.
#include "ui/word_lists.h"

#include <QtGlobal>

namespace limn::ui
{

std::span<const char* const> trainingWords()
{
    static constexpr const char* words[] = {
        // Steps that can be undone, and phases of a training run.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Brush stroke"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Erase"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Add polygon"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "preparing"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "frozen encoder"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "training"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "trying learning rates"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "validating"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "saving"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "paused"),
        // Between clauses and behind them; numbers and what they count.
        QT_TRANSLATE_NOOP("limn::ui::Words", "; "),
        QT_TRANSLATE_NOOP("limn::ui::Words", "."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 million"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 thousand"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 pixel"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 pixels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 band"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 bands"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "about %1 second"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "about %1 seconds"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "about %1 minute"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "about %1 minutes"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "about %1 hours"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 epoch"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 epochs"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 CPU core"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 CPU cores"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 CPU core (%2)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 CPU cores (%2)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "from scratch"),
        // What Train will do, why, and why it cannot.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Train %1 with %2 (%3) on %4, %5 px patches, %6."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Images are as small as %1 px, so patches are no larger."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "\"%1\" is about %2 px wide and %3 of the labels, so "
                                             "patches keep their full resolution."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The ImageNet weights of %1 are not on this machine, "
                                             "so it learns from scratch and needs longer."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Not every class has labels in the part held back for validation (class "
                          "value %1 has none): the validation curve does not cover it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There are too few labels to hold some back, so validation measures the "
                          "training labels themselves: paint more places for an honest curve."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 has %2 bands where most images have %3 and is left out."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "There are no classes yet: add at least two classes and paint some of each."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "There are no images yet: add an image and paint some of at least two classes."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "No image can be used."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is one class only: add a second one (what is "
                                             "not \"%1\" is a class too) and paint some of it."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "All labels lie outside the image: check that they "
                                             "belong to it, or paint at least two classes on it."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Nothing is painted yet: paint at least two classes."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Only \"%1\" is painted: paint at least one more class, so that the "
                          "network can learn the difference."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "No labelled image may be trained on: set the split "
                                             "of an image to \"train\" or \"auto\"."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There are no labels to train on: paint at least two classes."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A training run is under way: stop it before starting another."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Train %1 with %2 (%3) on %4, %5 px patches at %6, %7."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Objects of %1 px (\"%2\"): working at %3."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "\"%1\" is about %2 px wide and %3 of the labels, so patches are not zoomed."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Images are small, so each is predicted in four positions."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Images are small, so each is predicted in eight positions."),
        // The rows of a plan.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Network"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Working resolution"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Patches"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Batch"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Loss"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Learning rate"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Length"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Prediction"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Augmentation"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "mirrored, turned, zoomed, lighter, darker"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "mirrored, turned, lighter, darker"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "as set"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "found by trying"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "one position"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 positions"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "cross-entropy + Dice"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "cross-entropy + Dice + affinity"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "As usual."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "As it was set."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "It draws outlines at full resolution, over a pretrained encoder."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "It draws outlines at full resolution, as \"%1\", about %2 px wide, needs."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The ImageNet weights of %1 are not on this machine "
                                             "and those of %2 are, so it is the encoder."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 suits this graphics card and so many labels better than %2, so it is the encoder."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The labels do not show how wide objects are, and full resolution loses none."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Images are large, and every further position takes as long again."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Mirrored patches are not learned from."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Every image holds a patch of this size."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "So %1 labelled image is seen in many ways; other changes fit only some images."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "So %1 labelled images are seen in many ways; other changes fit only some images."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Small batches make more steps in the same time on a CPU."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A step fits into the memory that is free."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A step of %1 patches takes about %2 GB, too much for "
                                             "the %3 GB that are free: %4 go at a "
                                             "time, and their gradients are added up."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "No class is rare."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Only %1 of the labelled places carry a label: what lies around is drawn "
                          "to neighbours that look alike."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "\"%1\" is %2 of the labels: Dice counts every class alike and batches "
                          "show each as often, so it needs no other loss."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Every labelled place is seen about %1 times in that; training ends "
                          "sooner where the validation stops getting better."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Every labelled place is seen more than %1 times in that; training ends "
                          "sooner where the validation stops getting better."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Seeing every labelled place %1 times would take %2 "
                                             "here; set a longer time where it is worth that."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The usual rate was found for such networks and "
                                             "batches, so trying others would only take time."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The usual rate is that of AdamW, so rates are tried first."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The usual rate is that of convolutions, so rates are tried first."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The usual rate is that of smaller batches, so rates are tried first."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The usual rate is that of AdamW, but trying others "
                                             "takes %1 steps, too many for so short a training."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The usual rate is that of convolutions, but trying others takes %1 "
                          "steps, too many for so short a training."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The usual rate is that of smaller batches, but trying others takes %1 "
                          "steps, too many for so short a training."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A step of %1 patches takes about %2 GB, too much for "
                                             "the %3 GB that are free: %4 go at a time."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "full resolution"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "half resolution"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "quarter resolution"),
        // How a run went.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Training is finished."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Training was stopped."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Training was interrupted and can go on."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Training ended early: the validation did not get better for %1 epochs."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Training was stopped, since no label is left to train on: paint at "
                          "least two classes and go on with the run."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The class \"%1\" is new since this run began: start a new run to learn it."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "What was painted last lies where labels are held back to measure, so it is not "
            "learned: paint beside it too, or let that image train."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The validation has not got better for %1 epochs: the learning rate falls."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The loss was not a number several times in a row: training goes on from "
                          "the last checkpoint with half the learning rate."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The loss is not a number again and again, even with a small learning rate: check the "
            "images for senseless values, or start with a lower learning rate."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The memory did not suffice, so from now on %1 patch goes through the "
                          "network at a time; a step still learns from %2."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The memory did not suffice, so from now on %1 patches go through the "
                          "network at a time; a step still learns from %2."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The memory does not suffice: choose a smaller patch "
                                             "or batch size, or close other programs."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Of the learning rates that were tried, %1 is the "
                                             "fitting one: the loss was lowest at ten times that."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The loss fell at none of the learning rates that were tried, so it stays at %1."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The weights at %1 belong to another network: choose the same network and encoder."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "New to these weights: %1."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "What is for other bands begins anew: %1."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The run %1 is finished and cannot go on: start a new run from its weights."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The run %1 cannot go on: none of the project's "
                                             "images has the %2 bands it was trained on."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The run %1 ended before its first checkpoint and cannot go on: start a new run."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The checkpoint %1 is damaged: start a new run from this run's best weights."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The saved training state belongs to another network (its %1 is %2, here it is %3)"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The saved training state is incomplete (%1 is missing or of another shape)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "not named"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "start a new run instead"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Cannot make the run's folder %1 (%2): make room there or allow writing."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The project has no training run \"%1\": look into "
                                             "its runs folder for the ones there are."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The training run %1 has no weights yet: wait for its "
                                             "first checkpoint or use another run."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The project %1 has no trained network yet: run limn-engine train, or press Train."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There are no trained weights at %1: train first or name another model."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The file %1 is damaged: which labels are new is not known."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The MLflow server %1 cannot be told of this run (%2): training goes on "
                          "without it, and it is asked again from time to time."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "no request can be made"),
        // Settings that cannot be.
        QT_TRANSLATE_NOOP("limn::ui::Words", "The training setting \"%1\" must be %2."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a text"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "true or false"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a number"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a whole number"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a whole number of at least 0"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The training setting \"%1\" is out of range (0 to 10^9)."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The training setting \"%1\" is %2, but it must lie between %3 and %4."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The training setting \"%1\" is \"%2\", but it must be one of %3."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no training setting \"%1\": correct its name or leave it out."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Training settings must be an object of names and values."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no loss to learn by: give one of crossEntropy, dice, focal, "
                          "tversky, lovasz, boundary and squaredError a weight above 0."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 belongs to cross-entropy and focal loss, and both have the weight 0: "
                          "give one of them a weight or leave it out."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "labelSmoothing belongs to cross-entropy, which has the weight 0: give "
                          "crossEntropy a weight or leave labelSmoothing out."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "nesterov belongs to SGD with momentum: set optimiser "
                                             "to sgd and momentum above 0, or leave nesterov out."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 keeps what an encoder has learned, but weights is "
                                             "none: choose weights or leave it out."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Training would end (patience %1) before the rate first falls "
                          "(plateauPatience %2): make patience larger."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "newestShare and replayShare are parts of a batch and make more than a "
                          "whole one together: make one of them smaller."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "minutes and epochs both say how long to train: set one of them."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The patch size must be a multiple of %1, not %2."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "\"%1\" is not a device"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "use auto, cpu, cuda or cuda:N"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "\"%1\" is not a precision"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "use auto, fp32 or bf16"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no GPU \"%1\": this machine has %2, counted from cuda:0."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no GPU for \"%1\": this %2 is built for CPUs only"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no GPU for \"%1\": this %2 is built for "
                                             "CUDA but finds no NVIDIA GPU or driver"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "use --device cpu, or set Limn up with --gpu"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "use --device cpu, or install the driver"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no %1 called \"%2\""),
        QT_TRANSLATE_NOOP("limn::ui::Words", "network"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "encoder"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "choose one of %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "stochasticDepth leaves out residual branches, and the encoder %1 has "
                          "none: choose another encoder or leave stochasticDepth out."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "deepSupervision teaches the coarser stages of a decoder, and that of this network has "
            "none: choose U-Net, U-Net++ or FPN, or leave deepSupervision out."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A training setting is written KEY=VALUE, not \"%1\"."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The recipe %1 cannot be read: check that the file is there."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The recipe %1 cannot be used: it must be one JSON object of settings and values."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "mlflow is \"%1\", but the address of a server begins with http:// or "
                          "https://: correct it or leave it out."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "mlflowExperiment is empty, but a run at an MLflow server belongs to an "
                          "experiment: name one or leave it out."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no ResNet of %1 layers."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no VGG of %1 layers."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A network needs at least one band to look at, not %1."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A network needs at least one class to tell, not %1."),
        // What is wrong with images and labels.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Looking at %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Counting labels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Looking at the labels of %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Asking the network about %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 shows nothing: every pixel is the same or invalid."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Take it out of the project."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Take it out of the project with its labels."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Until then nothing is learned from it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 and %2 show the same picture: let both train, so that what is "
                          "measured on one was not learned from the other."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 and %2 show the same picture: take the one without labels out of the project."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 has %2 speck of %3, %4: erase what was painted by a slip of the hand."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 has %2 specks of %3, %4 together: erase what was painted by a slip of the hand."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Nothing is labelled as \"%1\": paint some of it, or remove the class."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "\"%1\" is only %2 of what is labelled: paint more of it where you can."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "No pixel of \"%1\" is held back for validation, so "
                                             "its curve is empty: paint it in more places."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 could validate."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 of %2 are labelled %3, and the network is %4 sure "
                                             "that they are %5: look which of the two is right."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "class %1"),
        // Explaining and predicting.
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "This network has not learned that class: choose another class or train again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The project has no image number %1: open the project again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The image is no longer in the project: open another one."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Cannot write predictions to %1 (%2): make room there or allow writing."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Layer %1 cannot be explained"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no method \"%1\": use gradcam or hirescam."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The image has %1 bands, but the network was trained "
                                             "on %2: use an image of the same kind."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has %2 bands, but the network was trained on %3: "
                                             "use an image of the same kind or another network."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The area to explain lies outside the image: choose one inside it."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The area is too large for this layer: choose a deeper layer or a smaller area."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The model description %1 cannot be read: train again or use another run."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The model was written by a newer version of Limn: update Limn to use it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The model description names a class value outside 1 to 254."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The model description contradicts itself: its bands "
                                             "and classes are not those of its network."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The model description is damaged: train again or use another run."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The model description is damaged: %1"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The model description inside %1 is damaged: train again or use another run."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The folder %1 is not there: make it first or choose another place."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A network is exported as .safetensors, .pt or .pth, unlike %1."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The folder %1 cannot be made (%2): choose another place for the report."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The desktop speaks protocol version %1, the engine "
                                             "version %2: install both from the same release."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "No project is open."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Cancelled."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no class %1 to explain"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "the network knows 0 to %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The pixels to explain must cover the image."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The network has no layer \"%1\""),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The model description asks for a working resolution of %1, but there "
                          "are only 1, 2 and 4: export the model again."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The model description asks for %1 views, but there "
                                             "are only 1, 2, 4 and 8: export the model again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "An image cannot be looked at in %1 positions: use 1, 2, 4 or 8."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no working resolution of 1 / %1: use 1, 2 or 4."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Tiles of %1 with margins of %2 pixels cannot be predicted"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "both must be multiples of %1 and a tile larger than its two margins"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There are no labelled pixels in the split \"%1\": "
                                             "choose another split or label more of the images."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The reference is %1 x %2 pixels, but the prediction "
                                             "is %3 x %4: use a reference of the same size."),
    };
    return words;
}

} // namespace limn::ui
