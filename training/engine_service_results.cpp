// What the service shows of a network: predictions of what is in view and of whole images, and
// where it looked to find a class.
#include "training/engine_service_state.h"
#include "training/explanation.h"

#include <algorithm>
#include <cmath>

namespace limn::training
{

namespace protocol = annotation::protocol;
using nlohmann::json;

void EngineService::State::wakePrediction()
{
    queue.post(Priority::Urgent,
               [this] { return !closing && session && session->prediction.predictNew(); });
    queue.post(Priority::Background, [this] {
        const bool trains = session && session->run && !session->run->isPaused();
        return !closing && session && !trains && session->prediction.predictNext();
    });
}

json EngineService::State::predictView(const Request& request)
{
    const Parameters& p = request.parameters;
    opened().prediction.setView(
        p.integer("image"), p.text("run", ""),
        {p.coordinate("x"), p.coordinate("y"), p.coordinate("width"), p.coordinate("height")});
    wakePrediction();
    return json::object();
}

json EngineService::State::predictImage(const Request& request)
{
    opened().prediction.setImage(request.parameters.integer("image"),
                                 request.parameters.text("run", ""));
    wakePrediction();
    return json::object();
}

json EngineService::State::predictCancel(const Request&)
{
    opened().prediction.cancel();
    return json::object();
}

json EngineService::State::explainRequest(const Request& request)
{
    const Clock::time_point start = Clock::now();
    const Parameters& p = request.parameters;
    Session& open = opened();
    const std::int64_t imageId = p.integer("image");
    const auto image = open.project->image(imageId);
    if (!image)
        throw TrainingError("The project has no image number " + std::to_string(imageId) +
                            ": open the project again.");
    const std::int64_t value = p.integer("class");
    ExplanationRequest wanted;
    wanted.area = {p.coordinate("x"), p.coordinate("y"), p.coordinate("width"),
                   p.coordinate("height")};
    wanted.layer = p.text("layer", "");
    wanted.method = parseCamMethod(p.text("method", "gradcam"));
    const std::string run = open.weights.resolve(p.text("run", ""));
    const ActiveWeights weights = open.weights.get(run);
    const ClassIndex classes = weights.model.classIndex();
    const std::uint8_t index = value >= 1 && value <= annotation::maxClassValue
                                   ? classes.index(static_cast<std::uint8_t>(value))
                                   : static_cast<std::uint8_t>(ignored);
    if (index == ignored)
        throw TrainingError("This network has not learned that class: choose another class or "
                            "train again.");
    wanted.classIndex = index;

    const auto raster = raster::Raster::open(image->file, {}, open.project->decodingRoom());
    const std::optional<Explanation> explanation =
        explainArea(weights.network, weights.model, *raster, weights.device, wanted,
                    [&] { return !isCancelled(request.id) && !closing; });
    if (!explanation || isCancelled(request.id))
        throw RequestError(protocol::Cancelled, "Cancelled.");

    const std::filesystem::path file =
        annotation::predictionFile(open.project->folder(), run, imageId);
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    annotation::TileStore tiles(file, annotation::TileStore::Access::ReadWrite);
    const std::string layer = "gradcam-" + std::to_string(value);
    tiles.clear(layer);
    const raster::PixelRect area = explanation->area();
    constexpr int side = annotation::maskTileSize;
    for (int y = area.y; y < area.bottom(); y = (y / side + 1) * side) {
        const raster::PixelRect strip{area.x, y, area.width,
                                      std::min((y / side + 1) * side, area.bottom()) - y};
        const std::vector<float> map = explanation->read(strip);
        std::vector<std::uint8_t> bytes(map.size());
        std::transform(map.begin(), map.end(), bytes.begin(), [](float v) {
            return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0f, 1.0f) * 255));
        });
        storeLayer(tiles, layer, strip, bytes);
    }
    return {{"layer", explanation->layer()},
            {"milliseconds", std::lround(secondsSince(start) * 1000)},
            {"store", file.string()},
            {"tileLayer", layer},
            {"run", run},
            {"x", area.x},
            {"y", area.y},
            {"width", area.width},
            {"height", area.height}};
}

} // namespace limn::training
