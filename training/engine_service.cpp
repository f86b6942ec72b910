#include "training/engine_service.h"

#include "training/core/device.h"
#include "training/core/registry.h"
#include "training/engine_service_state.h"
#include "training/failure.h"
#include "training/pretrained.h"

#include <torch/version.h>

#include <iostream>
#include <thread>

namespace limn::training
{

namespace protocol = annotation::protocol;
using nlohmann::json;

namespace
{

json rectJson(const raster::PixelRect& rect)
{
    return json::array({rect.x, rect.y, rect.width, rect.height});
}

} // namespace

void EngineService::State::readMessages()
{
    for (;;) {
        json id = nullptr;
        try {
            const std::optional<std::string> body = channel.receive();
            if (!body)
                break;
            Request request = parseRequest(*body, id);
            if (request.method == "$/cancelRequest") {
                const auto& parameters = request.parameters.json();
                if (const auto found = parameters.find("id"); found != parameters.end()) {
                    const std::lock_guard lock(cancelledMutex);
                    cancelled.insert(*found);
                }
                continue;
            }
            queue.post(Priority::Urgent, [this, request = std::move(request)] {
                handle(request);
                return false;
            });
        } catch (const RequestError& error) {
            channel.answerError(id, error.code(), error.what());
        } catch (const std::exception& error) {
            channel.answerError(nullptr, protocol::ParseError, error.what());
        }
    }
    closing = true;
    queue.post(Priority::Urgent, [this] {
        queue.close();
        return false;
    });
}

bool EngineService::State::isCancelled(const std::optional<json>& id)
{
    if (!id)
        return false;
    const std::lock_guard lock(cancelledMutex);
    return cancelled.contains(*id);
}

void EngineService::State::handle(const Request& request)
{
    const auto fail = [&](int code, const std::string& message) {
        if (request.id)
            channel.answerError(*request.id, code, message);
        else
            std::cerr << request.method << ": " << message << std::endl;
    };
    try {
        const auto found = handlers.find(request.method);
        if (!initialized && request.method != "initialize")
            throw RequestError(protocol::InvalidRequest, "The first request must be initialize.");
        if (found == handlers.end())
            throw RequestError(protocol::MethodNotFound,
                               "There is no method \"" + request.method + "\".");
        if (isCancelled(request.id))
            throw RequestError(protocol::Cancelled, "Cancelled.");
        const json result = (this->*found->second)(request);
        if (request.id)
            channel.answer(*request.id, result);
    } catch (const RequestError& error) {
        fail(error.code(), error.what());
    } catch (const RecipeTypeError& error) {
        fail(protocol::InvalidParams, error.what());
    } catch (const TrainingError& error) {
        fail(protocol::InputError, error.what());
    } catch (const raster::RasterError& error) {
        fail(protocol::InputError, error.what());
    } catch (const annotation::ProjectError& error) {
        fail(protocol::InputError, error.what());
    } catch (const std::exception& error) {
        fail(protocol::InternalError, describe(error));
    }
    if (request.id) {
        const std::lock_guard lock(cancelledMutex);
        cancelled.erase(*request.id);
    }
}

json EngineService::State::initialize(const Request& request)
{
    const std::int64_t wanted = request.parameters.integer("protocolVersion");
    if (wanted != protocol::version)
        throw RequestError(protocol::VersionMismatch,
                           "The desktop speaks protocol version " + std::to_string(wanted) +
                               ", the engine version " + std::to_string(protocol::version) +
                               ": install both from the same release.");
    json deviceRows = json::array();
    for (const DeviceRow& row : devices())
        deviceRows.push_back({{"name", row.name},
                              {"title", row.title},
                              {"freeBytes", row.freeBytes},
                              {"bfloat16", row.bfloat16}});
    json networkRows = json::array();
    for (const ArchitectureRow& row : architectures())
        networkRows.push_back(
            {{"architecture", row.name}, {"title", row.title}, {"advice", row.advice}});
    json encoderRows = json::array();
    for (const EncoderRow& row : encoders())
        encoderRows.push_back({{"name", row.name},
                               {"title", row.title},
                               {"advice", row.advice},
                               {"pretrained", findPretrained(row.name).has_value()}});
    initialized = true;
    return {{"protocolVersion", protocol::version},
            {"engine", "limn-engine"},
            {"version", version},
            {"torch", TORCH_VERSION},
            {"devices", deviceRows},
            {"networks", networkRows},
            {"encoders", encoderRows}};
}

json EngineService::State::openProject(const Request& request)
{
    auto project = annotation::Project::open(request.parameters.text("path"),
                                             annotation::Project::Access::ReadOnly);
    closeSession();
    LivePrediction::Listener listener;
    listener.tiles = [this](const TilesPredicted& tiles) {
        channel.notify("predict/tiles", {{"image", tiles.image},
                                         {"run", tiles.run},
                                         {"store", tiles.store.string()},
                                         {"step", tiles.step},
                                         {"rects", json::array({rectJson(tiles.rect)})},
                                         {"done", tiles.done},
                                         {"total", tiles.total}});
    };
    listener.finished = [this](std::int64_t image, const std::string& run,
                               const std::string& message) {
        channel.notify("predict/finished", {{"image", image}, {"run", run}, {"message", message}});
    };
    session = std::make_unique<Session>(std::move(project), std::move(listener));
    return {{"images", session->project->images().size()},
            {"classes", session->project->classes().size()}};
}

void EngineService::State::closeSession()
{
    if (!session)
        return;
    if (session->run) {
        try {
            session->run->interrupt();
        } catch (const std::exception& error) {
            logged("error", describe(error));
        }
        const torch::Device device = session->run->device();
        session->weights.setRunUnderWay(nullptr);
        session->run.reset();
        freeCachedMemory(device);
    }
    session.reset();
}

json EngineService::State::labelsChangedByDesktop(const Request&)
{
    // The run compares the project's label revision every few seconds.
    opened();
    return json::object();
}

json EngineService::State::shutdown(const Request&)
{
    closeSession();
    return json::object();
}

EngineService::EngineService(MessageChannel& channel, std::string version)
    : state_(std::make_unique<State>(channel, std::move(version)))
{}

EngineService::~EngineService()
{
    std::error_code error;
    if (!state_->previewFile.empty())
        std::filesystem::remove(state_->previewFile, error);
}

void EngineService::serve()
{
    std::thread reader([this] { state_->readMessages(); });
    state_->queue.run();
    state_->closeSession();
    reader.join();
}

} // namespace limn::training
