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

bool compatible(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    const auto& wanted = architecture.encoders;
    if (!wanted.empty()) {
        return std::find(wanted.begin(), wanted.end(), encoder.name) != wanted.end();
    }
    if (encoder.name == ownEncoder || (architecture.needsStride2 && encoder.firstStride > 2)) {
        return false;
    }
    return encoder.dilates || architecture.encoderStride == 1 << architecture.encoderDepth;
}

void requireCompatible(const ArchitectureRow& architecture, const EncoderRow& encoder)
{
    if (compatible(architecture, encoder)) {
        return;
    }
    std::string names;
    for (const auto& row : encoders()) {
        if (compatible(architecture, row)) {
            names += (names.empty() ? "" : ", ") + row.name;
        }
    }
    throw TrainingError(architecture.title + " does not go with the encoder " + encoder.name +
                        "; choose one of " + names + ".");
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
