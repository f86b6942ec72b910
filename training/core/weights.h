// Weight files: reading, writing, and putting them into a network.
//
// Files are foreign bytes: nothing in them is executed, sizes are checked before memory is taken,
// and what is not understood is refused with one sentence (TrainingError). Formats are told by
// their bytes, never by the file's ending: safetensors, PyTorch's zip checkpoints and its older
// ("legacy") pickles; tar checkpoints and TorchScript archives are recognised and refused.
#pragma once

#include "training/core/network.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace limn::training
{

struct StateDict
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors; ///< in file order, contiguous, CPU
    std::map<std::string, std::string> metadata;
    std::vector<std::string> notes; ///< sentences: what the reader took off around the tensors

    const torch::Tensor* find(const std::string& name) const;
    void set(const std::string& name, torch::Tensor tensor);
};

/// Any format. Wrappers around the tensors ({"state_dict": ...} and the like, "module." before
/// every name) are taken off, and the notes say so.
StateDict readWeights(const std::filesystem::path& file);
StateDict readSafetensors(const std::filesystem::path& file);
StateDict readTorchPickle(const std::filesystem::path& file); ///< legacy and zip
/// Written beside the target, synced and renamed; throws TrainingError (disk full, unwritable).
void writeSafetensors(const std::filesystem::path& file, const StateDict& state);
/// An OrderedDict that Python's torch.load(weights_only=True) reads; without the metadata, for
/// which that format has no place. Written and refused as by writeSafetensors().
void writeTorchCheckpoint(const std::filesystem::path& file, const StateDict& state);

/// Parameters and buffers by full name, as Python's state_dict().
StateDict stateDict(const torch::nn::Module& module);
/// Strict: throws TrainingError listing missing, unexpected and wrongly shaped names.
void loadStateDict(torch::nn::Module& module, const StateDict& state);

/// Which of the image's bands are red, green and blue (0-based, -1 for none).
struct BandRoles
{
    int red = 0;
    int green = 1;
    int blue = 2;
};

/// A first convolution [O, 3, kH, kW] for `bands` bands: one band takes the sum of the three
/// filters; otherwise bands known as red, green, blue keep theirs, further ones start from the
/// mean of the three, all scaled by 3 / bands.
torch::Tensor inflateFirstConvolution(const torch::Tensor& filters, int bands,
                                      const BandRoles& roles);

/// Puts a classifier's weights (any of the names the encoder's references use, with or without
/// "module.", "encoder.", "model." prefixes and head) into the network's encoder; the first
/// convolution is inflated. Gives what was understood and done besides, one sentence each, the
/// state's own notes first. Throws TrainingError when names or shapes do not belong to it.
std::vector<std::string> loadEncoderWeights(SegmentationNetwork& network, const StateDict& state,
                                            const BandRoles& roles);

/// EfficientNet-Lite0 with its ImageNet head [1000], for checking port and weights end to end:
/// 3 x H x W normalised to [-1, 1] in, logits out.
class EfficientNetLite0Classifier : public torch::nn::Module
{
public:
    EfficientNetLite0Classifier();
    torch::Tensor forward(const torch::Tensor& x);
    std::vector<torch::Tensor> features(const torch::Tensor& x); ///< strides 2..32
    /// `state` by the names of the pip package's file or by timm's.
    void load(const StateDict& state);

private:
    struct Layers;
    std::shared_ptr<Layers> layers_;
};

} // namespace limn::training
