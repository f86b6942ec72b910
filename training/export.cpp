#include "training/export.h"

#include "annotation/run_record.h"
#include "training/core/registry.h"

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

bool isTorchName(const fs::path& file)
{
    return file.extension() == ".pt" || file.extension() == ".pth";
}

} // namespace

bool isExportName(const fs::path& file)
{
    return isTorchName(file) || file.extension() == ".safetensors";
}

nlohmann::json exportDescription(const LoadedModel& model, const fs::path& weights)
{
    const NetworkSpec& spec = model.description.network;
    nlohmann::json json = toJson(model.description);
    json["file"] = weights.filename().string();
    json["run"] = model.run;
    json["step"] = model.step;
    json["reference"] = {{"network", architectureRow(spec.architecture).reference},
                         {"encoder", encoderRow(spec.encoder).reference}};
    return json;
}

fs::path exportModel(const LoadedModel& model, const fs::path& file)
{
    if (isTorchName(file))
        writeTorchCheckpoint(file, stateDict(*model.network));
    else
        saveModel(file, *model.network, model.description, model.run, model.step);
    fs::path description = file;
    description.replace_extension(".json");
    annotation::writeFileAtomically(
        description.string(),
        exportDescription(model, file)
                .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
            "\n");
    return description;
}

} // namespace limn::training
