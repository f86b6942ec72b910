#include "training/core/hrnet.h"

#include "training/core/decoder_layers.h"
#include "training/core/encoder_convolution.h"
#include "training/core/residual_blocks.h"

#include <array>

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

constexpr std::array<int64_t, 4> branchChannels{18, 36, 72, 144};
constexpr std::array<int64_t, 4> increasedWidths{32, 64, 128, 256}; ///< of their bottlenecks
constexpr std::array<int, 3> exchanges{1, 4, 3};                    ///< of stage2 to stage4
constexpr int blocksABranch = 4;
constexpr int64_t branchStem = 64;
constexpr int64_t branchStride = 4; ///< of the largest
constexpr double branchMomentum = 0.1;

using Maps = std::vector<torch::Tensor>;

enum class Enlargement { Nearest, Linear };

nn::BatchNorm2d branchNorm(int64_t channels)
{
    return nn::BatchNorm2d(nn::BatchNorm2dOptions(channels).momentum(branchMomentum));
}

std::shared_ptr<Chain> branchUnit(int64_t in, int64_t out, int64_t kernel, int64_t stride,
                                  bool rectified)
{
    auto unit = std::make_shared<Chain>(
        encoderConvolution({.in = in, .out = out, .kernel = kernel, .stride = stride}),
        branchNorm(out));
    if (rectified) {
        unit->push_back(nn::ReLU(nn::ReLUOptions(true)));
    }
    return unit;
}

/// From branch `from` to the smaller branch `to`: halved step by step, the last step unrectified.
std::shared_ptr<Chain> halvings(std::size_t from, std::size_t to)
{
    auto chain = std::make_shared<Chain>();
    for (std::size_t step = from; step < to; ++step) {
        const bool last = step + 1 == to;
        chain->push_back(branchUnit(branchChannels[from],
                                    last ? branchChannels[to] : branchChannels[from], 3, 2, !last));
    }
    return chain;
}

/// Every branch computed on, then every branch the sum of all.
class ExchangeModule : public nn::Module
{
public:
    ExchangeModule(std::size_t branches, Enlargement enlargement) : enlargement_(enlargement)
    {
        auto list = register_module("branches", nn::ModuleList());
        for (std::size_t i = 0; i < branches; ++i) {
            auto branch = std::make_shared<Chain>();
            for (int block = 0; block < blocksABranch; ++block) {
                branch->push_back(std::make_shared<BasicBlock>(branchChannels[i], branchChannels[i],
                                                               ResidualStep{}));
            }
            branches_.push_back(branch);
            list->push_back(branch);
        }
        auto fuse = register_module("fuse_layers", nn::ModuleList());
        paths_.resize(branches);
        for (std::size_t to = 0; to < branches; ++to) {
            auto row = fuse->register_module(std::to_string(to), nn::ModuleList());
            for (std::size_t from = 0; from < branches; ++from) {
                std::shared_ptr<Chain> path;
                if (from > to) {
                    path = branchUnit(branchChannels[from], branchChannels[to], 1, 1, false);
                } else if (from < to) {
                    path = halvings(from, to);
                }
                if (path) {
                    row->register_module(std::to_string(from), path);
                }
                paths_[to].push_back(path);
            }
        }
    }

    Maps forward(Maps x)
    {
        for (std::size_t i = 0; i < branches_.size(); ++i) {
            x[i] = branches_[i]->forward(x[i]);
        }
        Maps result;
        for (std::size_t to = 0; to < paths_.size(); ++to) {
            torch::Tensor sum;
            for (std::size_t from = 0; from < paths_.size(); ++from) {
                const auto part = along(x, from, to);
                if (!sum.defined())
                    sum = part;
                else if (from == 1 && to == 0) // the first part is a branch, which others need
                    sum = sum + part;
                else
                    sum.add_(part);
            }
            result.push_back(sum.relu_());
        }
        return result;
    }

private:
    torch::Tensor along(const Maps& x, std::size_t from, std::size_t to)
    {
        if (from == to) {
            return x[to];
        }
        const auto y = paths_[to][from]->forward(x[from]);
        if (from < to) {
            return y;
        }
        const std::vector<int64_t> size{x[to].size(2), x[to].size(3)};
        return enlargement_ == Enlargement::Nearest ? torch::upsample_nearest2d(y, size)
                                                    : torch::upsample_bilinear2d(y, size, true);
    }

    Enlargement enlargement_;
    std::vector<std::shared_ptr<Chain>> branches_;
    std::vector<std::vector<std::shared_ptr<Chain>>> paths_; ///< [to][from]
};

struct BranchTrunk : nn::Module
{
    BranchTrunk(int bands, Enlargement enlargement)
        : conv1(register_module(
              "conv1",
              encoderConvolution({.in = bands, .out = branchStem, .kernel = 3, .stride = 2}))),
          bn1(register_module("bn1", branchNorm(branchStem))),
          act1(register_module("act1", nn::ReLU(nn::ReLUOptions(true)))),
          conv2(register_module(
              "conv2",
              encoderConvolution({.in = branchStem, .out = branchStem, .kernel = 3, .stride = 2}))),
          bn2(register_module("bn2", branchNorm(branchStem))),
          layer1(register_module("layer1", std::make_shared<Chain>()))
    {
        int64_t in = branchStem;
        for (int block = 0; block < blocksABranch; ++block) {
            layer1->push_back(std::make_shared<Bottleneck>(in, branchStem, ResidualStep{}));
            in = branchStem * bottleneckExpansion;
        }
        for (std::size_t stage = 0; stage < exchanges.size(); ++stage) {
            const std::size_t branches = stage + 2;
            const std::string number = std::to_string(stage + 1);
            auto transition = register_module("transition" + number, nn::ModuleList());
            if (stage == 0) {
                begin = branchUnit(in, branchChannels[0], 3, 1, true);
                transition->register_module("0", begin);
            }
            const int64_t before = stage == 0 ? in : branchChannels[stage];
            starts.push_back(std::make_shared<Chain>(
                branchUnit(before, branchChannels[branches - 1], 3, 2, true)));
            transition->register_module(std::to_string(branches - 1), starts.back());

            auto list = register_module("stage" + std::to_string(stage + 2), nn::ModuleList());
            stages.emplace_back();
            for (int module = 0; module < exchanges[stage]; ++module) {
                stages.back().push_back(std::make_shared<ExchangeModule>(branches, enlargement));
                list->push_back(stages.back().back());
            }
        }
    }

    /// [N, 64, H / 2, W / 2] to the four branches.
    Maps branchesOf(const torch::Tensor& stem)
    {
        const auto x = layer1->forward(bn2(conv2(stem)).relu_());
        Maps maps{begin->forward(x)};
        for (std::size_t stage = 0; stage < stages.size(); ++stage) {
            maps.push_back(starts[stage]->forward(stage == 0 ? x : maps.back()));
            for (const auto& module : stages[stage]) {
                maps = module->forward(maps);
            }
        }
        return maps;
    }

    nn::Conv2d conv1;
    nn::BatchNorm2d bn1;
    nn::ReLU act1;
    nn::Conv2d conv2;
    nn::BatchNorm2d bn2;
    std::shared_ptr<Chain> layer1;
    std::shared_ptr<Chain> begin;               ///< to the largest branch
    std::vector<std::shared_ptr<Chain>> starts; ///< of the branch that a stage adds
    std::vector<std::vector<std::shared_ptr<ExchangeModule>>> stages;
};

class HrNet : public Encoder
{
public:
    explicit HrNet(const EncoderShape& shape) : Encoder(shape)
    {
        const bool published = shape.style == EncoderStyle::Published;
        trunk_ = std::make_shared<BranchTrunk>(shape.bands, published ? Enlargement::Linear
                                                                      : Enlargement::Nearest);
        if (published) {
            for (const auto& layer : trunk_->named_children()) {
                register_module(layer.key(), layer.value());
            }
            return;
        }
        prefix_ = "model.";
        register_module("model", trunk_);
        auto list = trunk_->register_module("incre_modules", nn::ModuleList());
        for (std::size_t i = 0; i < branchChannels.size(); ++i) {
            increases_.push_back(std::make_shared<Chain>(std::make_shared<Bottleneck>(
                branchChannels[i], increasedWidths[i], ResidualStep{})));
            list->push_back(increases_.back());
        }
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        Maps result{x, trunk_->act1(trunk_->bn1(trunk_->conv1(x)))};
        if (shape().depth < 2) {
            return result;
        }
        const auto branches = trunk_->branchesOf(result.back());
        for (std::size_t i = 0; static_cast<int>(result.size()) <= shape().depth; ++i) {
            result.push_back(increases_.empty() ? branches[i]
                                                : increases_[i]->forward(branches[i]));
        }
        return result;
    }

    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all{shape().bands, branchStem};
        for (std::size_t i = 0; i < branchChannels.size(); ++i) {
            all.push_back(increases_.empty() ? branchChannels[i]
                                             : increasedWidths[i] * bottleneckExpansion);
        }
        return firstOf(all, shape().depth + 1);
    }
    std::string firstConvolution() const override { return prefix_ + "conv1"; }
    std::vector<std::string> featureLayers() const override
    {
        if (increases_.empty()) {
            return {}; // the last stage puts out all at once
        }
        std::vector<std::string> names{"model.act1"};
        for (std::size_t i = 0; i < increases_.size(); ++i) {
            names.push_back("model.incre_modules." + std::to_string(i));
        }
        return firstOf(names, shape().depth);
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return trunk_->children(); }
    std::string ownName(const std::string& name) const override
    {
        const bool above = name.starts_with("downsamp_modules.") ||
                           name.starts_with("final_layer.") ||
                           (increases_.empty() && name.starts_with("incre_modules."));
        return above ? std::string() : name;
    }

private:
    std::string prefix_;
    std::shared_ptr<BranchTrunk> trunk_;
    std::vector<std::shared_ptr<Chain>> increases_;
};

class HrNetSegmentation : public SegmentationNetwork
{
public:
    HrNetSegmentation(const NetworkSpec& spec, std::shared_ptr<Encoder> encoder)
        : SegmentationNetwork(spec, std::move(encoder), "")
    {
        int64_t all = 0;
        for (const int64_t channels : branchChannels) {
            all += channels;
        }
        head_ = register_module(
            headLayer, std::make_shared<Chain>(decoderConvolution(all, all, 1, true),
                                               branchNorm(all), nn::ReLU(nn::ReLUOptions(true)),
                                               decoderConvolution(all, spec.classes, 1, true)));
    }

protected:
    torch::Tensor decode(const std::vector<torch::Tensor>& features) override
    {
        const std::vector<int64_t> size{features[2].size(2), features[2].size(3)};
        Maps maps{features[2]};
        for (std::size_t i = 3; i < features.size(); ++i) {
            maps.push_back(torch::upsample_bilinear2d(features[i], size, true));
        }
        const auto scores = head_->forward(torch::cat(maps, 1));
        record(headLayer, scores);
        return bilinear(scores, branchStride);
    }
    std::vector<std::string> decoderLayers() const override { return {headLayer}; }

private:
    static constexpr const char* headLayer = "last_layer";

    std::shared_ptr<Chain> head_;
};

} // namespace

std::shared_ptr<Encoder> makeHrNet(const EncoderShape& shape)
{
    return std::make_shared<HrNet>(shape);
}

std::shared_ptr<SegmentationNetwork> makeHrNetSegmentation(const NetworkSpec& spec,
                                                           std::shared_ptr<Encoder> encoder)
{
    return std::make_shared<HrNetSegmentation>(spec, std::move(encoder));
}

} // namespace limn::training
