#include "training/engine_service.h"

#include "annotation/run_record.h"
#include "training/compute_queue.h"
#include "training/core/registry.h"
#include "training/explanation.h"
#include "training/failure.h"
#include "training/live_prediction.h"
#include "training/pretrained.h"
#include "training/request.h"
#include "training/run_notifier.h"

#include <torch/version.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <iostream>
#include <map>
#include <set>
#include <thread>

namespace limn::training
{

namespace
{

namespace protocol = annotation::protocol;
using Clock = std::chrono::steady_clock;
using nlohmann::json;

/// Of the time a run trains, the share that predicting again may take.
constexpr double predictionShare = 0.3;

double secondsSince(const Clock::time_point& start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

json rectJson(const raster::PixelRect& rect)
{
    return json::array({rect.x, rect.y, rect.width, rect.height});
}

} // namespace

struct EngineService::State : RunNotifier
{
    /// An open project and everything that hangs on it, in the order it depends on one another.
    struct Session
    {
        std::unique_ptr<annotation::Project> project;
        RunWeights weights;
        LivePrediction prediction;
        std::unique_ptr<TrainingRun> run;
        double trainingSeconds = 0;
        double predictingSeconds = 0; ///< in between, while training

        Session(std::unique_ptr<annotation::Project> p, LivePrediction::Listener listener)
            : project(std::move(p)),
              weights(*project),
              prediction(*project, weights, std::move(listener))
        {}
    };

    MessageChannel& channel;
    std::string version;
    ComputeQueue queue;
    std::unique_ptr<Session> session;
    bool initialized = false;
    std::atomic<bool> closing{false};

    std::mutex cancelledMutex;
    std::set<json> cancelled;

    using Handler = json (State::*)(const Request&);
    std::map<std::string, Handler> handlers{
        {"initialize", &State::initialize},
        {"project/open", &State::openProject},
        {"project/labelsChanged", &State::labelsChangedByDesktop},
        {"train/plan", &State::plan},
        {"train/start", &State::start},
        {"train/stop", &State::stop},
        {"predict/view", &State::predictView},
        {"predict/image", &State::predictImage},
        {"predict/cancel", &State::predictCancel},
        {"explain", &State::explainRequest},
        {"runs/list", &State::listRuns},
        {"shutdown", &State::shutdown},
    };

    State(MessageChannel& c, std::string v) : RunNotifier(c), channel(c), version(std::move(v)) {}

    Session& opened()
    {
        if (!session)
            throw RequestError(protocol::InvalidRequest, "No project is open.");
        return *session;
    }

    // Reading thread
    void readMessages();
    // Computing thread
    void handle(const Request& request);
    bool isCancelled(const std::optional<json>& id);
    void closeSession();
    bool trainUnit();
    void runEnded();
    void wakePrediction();

    json initialize(const Request& request);
    json openProject(const Request& request);
    json labelsChangedByDesktop(const Request& request);
    json plan(const Request& request);
    json start(const Request& request);
    json stop(const Request& request);
    json predictView(const Request& request);
    json predictImage(const Request& request);
    json predictCancel(const Request& request);
    json explainRequest(const Request& request);
    json listRuns(const Request& request);
    json shutdown(const Request& request);

    void validated(const RunValidation& row) override;
};

// --- messages ---------------------------------------------------------------------------------

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
        session->weights.setRunUnderWay(nullptr);
        session->run.reset();
    }
    session.reset();
}

json EngineService::State::labelsChangedByDesktop(const Request&)
{
    // The run compares the project's label revision before every epoch.
    opened();
    return json::object();
}

// --- training ---------------------------------------------------------------------------------

namespace
{

Recipe recipeOf(const Request& request)
{
    json known = json::object();
    for (const auto& item : request.parameters.json().items())
        if (isRecipeKey(item.key()))
            known[item.key()] = item.value();
    return recipeFromJson(known);
}

} // namespace

json EngineService::State::plan(const Request& request)
{
    const TrainingPlan plan = planTraining(*opened().project, recipeOf(request));
    json labels = json::array();
    for (const ClassLabels& row : plan.labels)
        labels.push_back({{"class", row.entry.value},
                          {"pixels", row.pixels},
                          {"trainPixels", row.trainPixels},
                          {"validationPixels", row.validationPixels}});
    return {{"ready", plan.ready},
            {"sentence", plan.sentence},
            {"recipe", toJson(plan.recipe)},
            {"labels", labels}};
}

json EngineService::State::start(const Request& request)
{
    Session& open = opened();
    if (open.run)
        throw TrainingError("A training run is under way: stop it before starting another.");
    const std::string resume = request.parameters.text("resume", "");
    const std::string from = request.parameters.text("from", "");
    std::unique_ptr<TrainingRun> run;
    announce(resume);
    if (!resume.empty()) {
        run = TrainingRun::resume(*open.project, resume, *this);
    } else {
        std::optional<std::filesystem::path> weights;
        if (!from.empty())
            weights = findRun(open.project->folder(), from);
        run = TrainingRun::start(*open.project, planTraining(*open.project, recipeOf(request)),
                                 weights, *this);
    }
    open.run = std::move(run);
    announce(open.run->id());
    open.weights.setRunUnderWay(open.run.get());
    open.prediction.weightsChanged();
    open.trainingSeconds = 0;
    open.predictingSeconds = 0;
    queue.post(Priority::Training, [this] { return trainUnit(); });
    return {{"run", open.run->id()}};
}

json EngineService::State::stop(const Request&)
{
    if (Session& open = opened(); open.run)
        open.run->requestStop();
    return json::object();
}

bool EngineService::State::trainUnit()
{
    if (!session || !session->run)
        return false;
    Session& open = *session;
    Clock::time_point start = Clock::now();
    const bool goesOn = open.run->step();
    open.trainingSeconds += secondsSince(start);
    if (!goesOn) {
        runEnded();
        return false;
    }
    if (open.predictingSeconds < predictionShare / (1 - predictionShare) * open.trainingSeconds) {
        start = Clock::now();
        open.prediction.predictNext();
        open.predictingSeconds += secondsSince(start);
    }
    return true;
}

void EngineService::State::runEnded()
{
    session->weights.setRunUnderWay(nullptr);
    session->run.reset();
    session->prediction.weightsChanged(); // from the last weights to the best ones
    wakePrediction();
}

json EngineService::State::listRuns(const Request&)
{
    json rows = json::array();
    for (const annotation::RunRecord& run : annotation::listRuns(opened().project->folder())) {
        const bool ours = session->run && session->run->id() == run.id;
        // Its engine was killed before it could say so.
        const std::string state = run.state == "running" && !ours ? "interrupted" : run.state;
        rows.push_back({{"id", run.id},
                        {"state", state},
                        {"started", run.started},
                        {"recipe", run.recipe},
                        {"summary", run.summary}});
    }
    return {{"runs", rows}};
}

json EngineService::State::shutdown(const Request&)
{
    closeSession();
    return json::object();
}

// --- predicting and explaining ----------------------------------------------------------------

void EngineService::State::wakePrediction()
{
    queue.post(Priority::Urgent,
               [this] { return !closing && session && session->prediction.predictNew(); });
    queue.post(Priority::Background, [this] {
        return !closing && session && !session->run && session->prediction.predictNext();
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

    const auto raster = raster::Raster::open(image->file);
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

// --- what a run says beside its notifications -------------------------------------------------

void EngineService::State::validated(const RunValidation& row)
{
    RunNotifier::validated(row);
    session->prediction.weightsChanged();
    queue.post(Priority::Urgent,
               [this] { return !closing && session && session->prediction.predictNew(); });
}

// --- the service ------------------------------------------------------------------------------

EngineService::EngineService(MessageChannel& channel, std::string version)
    : state_(std::make_unique<State>(channel, std::move(version)))
{}

EngineService::~EngineService() = default;

void EngineService::serve()
{
    std::thread reader([this] { state_->readMessages(); });
    state_->queue.run();
    state_->closeSession();
    reader.join();
}

} // namespace limn::training
