// What encoders have in common that begin with patches of 4 x 4 pixels: no feature at stride 2, and
// four stages below.
#pragma once

#include "training/core/network.h"

#include <array>

namespace limn::training
{

class PatchEncoder : public Encoder
{
public:
    /// `channels` of the four stages; `layers`, the full names of what puts out their features.
    PatchEncoder(const EncoderShape& shape, std::array<int64_t, 4> channels,
                 std::array<std::string, 4> layers)
        : Encoder(shape), channels_(channels), layers_(std::move(layers))
    {}

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        std::vector<torch::Tensor> result{
            x, torch::empty({x.size(0), 0, x.size(2) / 2, x.size(3) / 2}, x.options())};
        for (auto& map : maps(x, stageCount())) {
            result.push_back(std::move(map));
        }
        return result;
    }
    std::vector<int64_t> channels() const override
    {
        std::vector<int64_t> all{shape().bands, 0};
        all.insert(all.end(), channels_.begin(), channels_.end());
        return firstOf(all, shape().depth + 1);
    }
    std::vector<std::string> featureLayers() const override
    {
        return {layers_.begin(), layers_.begin() + static_cast<std::ptrdiff_t>(stageCount())};
    }

protected:
    /// [N, bands, H, W] to what the first `count` stages put out, [N, C, h, w] each.
    virtual std::vector<torch::Tensor> maps(const torch::Tensor& x, std::size_t count) = 0;

private:
    std::size_t stageCount() const
    {
        return static_cast<std::size_t>(std::max(0, shape().depth - 1));
    }

    std::array<int64_t, 4> channels_;
    std::array<std::string, 4> layers_;
};

} // namespace limn::training
