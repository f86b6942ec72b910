#include "training/core/registry.h"

#include <algorithm>

namespace limn::training
{

namespace
{

template <typename Row>
const Row& rowNamed(const std::vector<Row>& rows, const std::string& name, const char* kind)
{
    std::string names;
    for (const auto& row : rows) {
        if (row.name == name) {
            return row;
        }
        names += (names.empty() ? "" : ", ") + row.name;
    }
    throw TrainingError("There is no " + std::string(kind) + " called \"" + name +
                        "\"; choose one of " + names + ".");
}

} // namespace

const EncoderRow& encoderRow(const std::string& name)
{
    return rowNamed(encoders(), name, "encoder");
}

const ArchitectureRow& architectureRow(const std::string& name)
{
    return rowNamed(architectures(), name, "network");
}

std::string incompatibility(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    const auto& wanted = architecture.encoders;
    if (!wanted.empty()) {
        if (std::find(wanted.begin(), wanted.end(), encoder.name) != wanted.end()) {
            return {};
        }
        if (wanted.front() == ownEncoder) {
            return architecture.title + " brings its own encoder";
        }
        std::string titles;
        for (const auto& name : wanted) {
            titles += (titles.empty() ? "" : " or ") + encoderRow(name).title;
        }
        return architecture.title + " is published over " + titles + " alone";
    }
    if (encoder.name == ownEncoder) {
        return architecture.title + " has no encoder of its own";
    }
    if (architecture.needsStride2 && encoder.firstStride > 2) {
        return encoder.title + " has no feature at stride 2, which " + architecture.title +
               " wants";
    }
    const bool whole = architecture.encoderStride == 1 << architecture.encoderDepth;
    if (!whole && !encoder.dilates) {
        return encoder.title + " cannot be dilated to stride " +
               std::to_string(architecture.encoderStride) + ", as " + architecture.title + " wants";
    }
    return {};
}

bool compatible(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    return incompatibility(architecture, encoder).empty();
}

void requireCompatible(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    const std::string why = incompatibility(architecture, encoder);
    if (why.empty()) {
        return;
    }
    std::string names;
    for (const auto& row : encoders()) {
        if (compatible(architecture, row)) {
            names += (names.empty() ? "" : ", ") + row.name;
        }
    }
    throw TrainingError(why + "; choose one of " + names + ".");
}

const EncoderRow& referenceEncoder(const ArchitectureRow& architecture)
{
    const auto& usual = encoderRow("resnet34");
    if (compatible(architecture, usual)) {
        return usual;
    }
    return encoderRow(architecture.encoders.front());
}

} // namespace limn::training
