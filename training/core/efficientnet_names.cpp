#include "training/core/efficientnet.h"

#include <array>
#include <regex>

namespace limn::training
{

namespace
{

/// "_blocks.7._bn1" counts blocks through all stages; timm counts them per stage.
std::string blockName(int flat)
{
    std::size_t stage = 0;
    while (flat >= efficientNetRepeats[stage]) {
        flat -= efficientNetRepeats[stage];
        ++stage;
    }
    return "blocks." + std::to_string(stage) + "." + std::to_string(flat);
}

int blockCount()
{
    int count = 0;
    for (const int repeats : efficientNetRepeats) {
        count += repeats;
    }
    return count;
}

using Renaming = std::pair<const char*, const char*>;
constexpr std::array<Renaming, 5> outerNames{{{"_conv_stem.", "conv_stem."},
                                              {"_bn0.", "bn1."},
                                              {"_conv_head.", "conv_head."},
                                              {"_bn1.", "bn2."},
                                              {"_fc.", "classifier."}}};
constexpr std::array<Renaming, 4> firstBlockNames{{{"_depthwise_conv.", "conv_dw."},
                                                   {"_bn1.", "bn1."},
                                                   {"_project_conv.", "conv_pw."},
                                                   {"_bn2.", "bn2."}}};
constexpr std::array<Renaming, 6> blockNames{{{"_expand_conv.", "conv_pw."},
                                              {"_bn0.", "bn1."},
                                              {"_depthwise_conv.", "conv_dw."},
                                              {"_bn1.", "bn2."},
                                              {"_project_conv.", "conv_pwl."},
                                              {"_bn2.", "bn3."}}};

template <std::size_t N>
std::string renamed(const std::string& name, const std::array<Renaming, N>& table)
{
    for (const auto& [from, to] : table) {
        if (name.starts_with(from)) {
            return to + name.substr(std::string_view(from).size());
        }
    }
    return {};
}

std::string liteName(const std::string& name)
{
    const std::string prefix = "_blocks.";
    if (!name.starts_with(prefix)) {
        const auto outer = renamed(name, outerNames);
        return outer.empty() ? name : outer;
    }
    const auto dot = name.find('.', prefix.size());
    const auto digits = name.substr(prefix.size(), dot - prefix.size());
    if (dot == std::string::npos || digits.empty() || digits.size() > 2 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
        return name;
    }
    const int block = std::stoi(digits);
    if (block >= blockCount()) {
        return name;
    }
    const auto rest = name.substr(dot + 1);
    const auto inner = block == 0 ? renamed(rest, firstBlockNames) : renamed(rest, blockNames);
    return inner.empty() ? name : blockName(block) + "." + inner;
}

constexpr std::array<Renaming, 4> torchvisionOuterNames{{{"features.0.0.", "conv_stem."},
                                                         {"features.0.1.", "bn1."},
                                                         {"features.8.0.", "conv_head."},
                                                         {"features.8.1.", "bn2."}}};
constexpr std::array<Renaming, 6> torchvisionFirstBlockNames{{{"0.0.", "conv_dw."},
                                                              {"0.1.", "bn1."},
                                                              {"1.fc1.", "se.conv_reduce."},
                                                              {"1.fc2.", "se.conv_expand."},
                                                              {"2.0.", "conv_pw."},
                                                              {"2.1.", "bn2."}}};
constexpr std::array<Renaming, 8> torchvisionBlockNames{{{"0.0.", "conv_pw."},
                                                         {"0.1.", "bn1."},
                                                         {"1.0.", "conv_dw."},
                                                         {"1.1.", "bn2."},
                                                         {"2.fc1.", "se.conv_reduce."},
                                                         {"2.fc2.", "se.conv_expand."},
                                                         {"3.0.", "conv_pwl."},
                                                         {"3.1.", "bn3."}}};

/// "features.3.1.block.0.0.weight" is block 1 of stage 2: torchvision counts the stem as well.
std::string torchvisionName(const std::string& name)
{
    const auto outer = renamed(name, torchvisionOuterNames);
    if (!outer.empty()) {
        return outer;
    }
    static const std::regex block(R"(features\.([1-7])\.([0-3])\.block\.(.*))");
    std::smatch parts;
    if (!std::regex_match(name, parts, block)) {
        return name;
    }
    const bool first = parts[1] == "1";
    const auto inner = first ? renamed(parts[3], torchvisionFirstBlockNames)
                             : renamed(parts[3], torchvisionBlockNames);
    const std::string stage = std::to_string(std::stoi(parts[1]) - 1);
    return inner.empty() ? name : "blocks." + stage + "." + parts[2].str() + "." + inner;
}

} // namespace

std::string timmName(EfficientNetKind kind, const std::string& name)
{
    return kind == EfficientNetKind::Lite0 ? liteName(name) : torchvisionName(name);
}

} // namespace limn::training
