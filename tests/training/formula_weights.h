// The weights and inputs of tests/reference/formula_weights.py, whose text says how they are made.
#pragma once

#include "training/core/weights.h"

#include <cmath>
#include <cstdint>
#include <string>

namespace limn::training
{

inline std::uint64_t nameHash(const std::string& name)
{
    std::uint64_t value = 0xCBF29CE484222325;
    for (const char c : name) {
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    }
    return value;
}

/// The i-th number between -1 and 1 of a name.
inline double uniformOf(std::uint64_t hash, std::uint64_t i)
{
    std::uint64_t z = hash + i + 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    z ^= z >> 31;
    return 2 * static_cast<double>(z >> 11) / 9007199254740992.0 - 1;
}

inline torch::Tensor formulaTensor(const std::string& name, const torch::Tensor& like)
{
    const std::uint64_t hash = nameHash(name);
    if (name.ends_with("num_batches_tracked")) {
        return torch::tensor(static_cast<std::int64_t>(hash % 1000), torch::kLong);
    }
    auto values = torch::empty(like.sizes(), torch::kDouble);
    auto* numbers = values.data_ptr<double>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        numbers[i] = uniformOf(hash, static_cast<std::uint64_t>(i));
    }
    if (like.dim() > 1) {
        values *= std::sqrt(3.0 / static_cast<double>(like.numel() / like.size(0)));
    } else if (name.ends_with("running_var")) {
        values = 1 + 0.3 * values;
    } else if (name.ends_with("running_mean") || name.ends_with("bias")) {
        values = 0.2 * values;
    } else {
        values = 1 + 0.2 * values;
    }
    return values.to(torch::kFloat);
}

inline void fillByFormula(torch::nn::Module& module)
{
    StateDict state;
    for (const auto& [name, tensor] : stateDict(module).tensors) {
        state.tensors.emplace_back(name, formulaTensor(name, tensor));
    }
    loadStateDict(module, state);
}

/// [N, C, H, W]: sin(0.05 y + 0.03 x + c + 0.5 n), float32.
inline torch::Tensor wave(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w)
{
    const auto ramp = [](std::int64_t size) { return torch::arange(size, torch::kDouble); };
    const auto angle = 0.05 * ramp(h).view({1, 1, -1, 1}) + 0.03 * ramp(w).view({1, 1, 1, -1}) +
                       ramp(c).view({1, -1, 1, 1}) + 0.5 * ramp(n).view({-1, 1, 1, 1});
    return angle.sin().to(torch::kFloat);
}

} // namespace limn::training
