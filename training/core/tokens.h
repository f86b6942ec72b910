// What transformers need between maps [N, C, h, w] and tokens [N, h w, C].
#pragma once

#include "training/core/libtorch.h"

namespace limn::training
{

inline torch::Tensor tokensOf(const torch::Tensor& map)
{
    return map.flatten(2).transpose(1, 2);
}

inline torch::Tensor mapOf(const torch::Tensor& tokens, int64_t height, int64_t width)
{
    return tokens.transpose(1, 2).reshape({tokens.size(0), tokens.size(2), height, width});
}

/// Layer normalisation of a map's channels, pixel by pixel.
inline torch::Tensor channelNorm(torch::nn::LayerNorm& norm, const torch::Tensor& map)
{
    return norm(map.permute({0, 2, 3, 1})).permute({0, 3, 1, 2});
}

inline torch::nn::LayerNorm layerNorm(int64_t channels, double eps)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({channels}).eps(eps));
}

/// nn::Linear in one pass, as Python's: LibTorch's own for C++ multiplies first and then goes over
/// the product again for the bias.
class TokenLinearImpl : public torch::nn::LinearImpl
{
public:
    using torch::nn::LinearImpl::LinearImpl;
    torch::Tensor forward(const torch::Tensor& x) { return torch::linear(x, weight, bias); }
};
TORCH_MODULE(TokenLinear);

/// A linear layer started as transformers are.
inline TokenLinear tokenLinear(int64_t in, int64_t out, bool bias = true)
{
    TokenLinear layer(torch::nn::LinearOptions(in, out).bias(bias));
    torch::nn::init::normal_(layer->weight, 0.0, 0.02);
    if (bias) {
        torch::nn::init::zeros_(layer->bias);
    }
    return layer;
}

/// [N, n, C] to [N, heads, n, C / heads].
inline torch::Tensor headsOf(const torch::Tensor& tokens, int64_t heads)
{
    return tokens.view({tokens.size(0), tokens.size(1), heads, tokens.size(2) / heads})
        .transpose(1, 2);
}

/// headsOf() undone.
inline torch::Tensor withoutHeads(const torch::Tensor& tokens)
{
    return tokens.transpose(1, 2).flatten(2);
}

} // namespace limn::training
