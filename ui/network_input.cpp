#include "ui/network_input.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <QCoreApplication>
#include <stdexcept>

namespace limn::ui
{

namespace
{
struct NetworkInputs
{
    Q_DECLARE_TR_FUNCTIONS(limn::ui::NetworkInput)
};

std::array<int, 3> coloursOf(const nlohmann::json& model, int bands)
{
    std::array<int, 3> colours{};
    int i = 0;
    for (const char* role : {"red", "green", "blue"}) {
        const int band = model.at("roles").value(role, -1);
        colours[i] = band >= 0 && band < bands ? band : bands >= 3 ? i : 0;
        ++i;
    }
    return colours;
}
} // namespace

NetworkInput readNetworkInput(const QString& projectFolder, const QString& run)
{
    const std::filesystem::path file = std::filesystem::path(projectFolder.toStdString()) / "runs" /
                                       run.toStdString() / "model.json";
    std::ifstream stream(file);
    if (!stream)
        throw std::runtime_error(
            NetworkInputs::tr("This training has not said yet how it scales the image: wait until "
                              "it has begun, or train.")
                .toStdString());
    try {
        const nlohmann::json model = nlohmann::json::parse(stream);
        const nlohmann::json& names = model.at("bandNames");
        NetworkInput input;
        for (const nlohmann::json& scale : model.at("normalisation"))
            input.bands.push_back(
                {QString::fromStdString(names.at(input.bands.size()).get<std::string>()),
                 scale.at("low").get<double>(), scale.at("high").get<double>(),
                 scale.at("mean").get<double>(), scale.at("std").get<double>()});
        input.colours = coloursOf(model, static_cast<int>(input.bands.size()));
        return input;
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(NetworkInputs::tr("%1 cannot be read (%2): choose another run, "
                                                   "or train again.")
                                     .arg(QString::fromStdString(file.string()), error.what())
                                     .toStdString());
    }
}

raster::DisplaySettings displayOf(const NetworkInput& input, const std::array<int, 3>& bands)
{
    raster::DisplaySettings display;
    display.bands = bands;
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const NetworkBand& band = input.bands.at(static_cast<std::size_t>(bands[i]));
        display.stretch[i] = {band.low, band.high, 1};
    }
    return display;
}

} // namespace limn::ui
