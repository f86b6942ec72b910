// What the service's files share: the open project with all that hangs on it, the queue, and one
// handler for each method of docs/PROTOCOL.md. For the files engine_service*.cpp alone.
#pragma once

#include "training/compute_queue.h"
#include "training/engine_service.h"
#include "training/live_prediction.h"
#include "training/request.h"
#include "training/run_notifier.h"

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace limn::training
{

struct EngineService::State : RunNotifier
{
    using Clock = std::chrono::steady_clock;

    /// An open project and everything that hangs on it, in the order it depends on one another.
    struct Session
    {
        std::unique_ptr<annotation::Project> project;
        RunWeights weights;
        LivePrediction prediction;
        std::unique_ptr<TrainingRun> run;
        double trainingSeconds = 0;
        double predictingSeconds = 0;               ///< in between, while training
        std::optional<Clock::time_point> corrected; ///< when new labels came in
        Clock::time_point viewed;                   ///< when the view was last asked for again

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
    std::filesystem::path previewFile; ///< of this process, removed at its end
    bool initialized = false;
    bool trainingQueued = false; ///< trainUnit() will be called
    std::atomic<bool> closing{false};

    std::mutex cancelledMutex;
    std::set<nlohmann::json> cancelled;

    using Handler = nlohmann::json (State::*)(const Request&);
    std::map<std::string, Handler> handlers{
        {"initialize", &State::initialize},
        {"project/open", &State::openProject},
        {"project/labelsChanged", &State::labelsChangedByDesktop},
        {"train/plan", &State::plan},
        {"train/networks", &State::networks},
        {"train/start", &State::start},
        {"train/stop", &State::stop},
        {"train/pause", &State::pause},
        {"train/continue", &State::goOn},
        {"train/preview", &State::preview},
        {"recipe/schema", &State::schema},
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
            throw RequestError(annotation::protocol::InvalidRequest, "No project is open.");
        return *session;
    }

    // Reading thread
    void readMessages();
    // Computing thread
    void handle(const Request& request);
    bool isCancelled(const std::optional<nlohmann::json>& id);
    void closeSession();
    void queueTraining();
    bool trainUnit();
    void lookAtCorrections();
    void runEnded();
    void wakePrediction();

    nlohmann::json initialize(const Request& request);
    nlohmann::json openProject(const Request& request);
    nlohmann::json labelsChangedByDesktop(const Request& request);
    nlohmann::json plan(const Request& request);
    nlohmann::json networks(const Request& request);
    nlohmann::json start(const Request& request);
    nlohmann::json stop(const Request& request);
    nlohmann::json pause(const Request& request);
    nlohmann::json goOn(const Request& request);
    nlohmann::json preview(const Request& request);
    nlohmann::json schema(const Request& request);
    nlohmann::json predictView(const Request& request);
    nlohmann::json predictImage(const Request& request);
    nlohmann::json predictCancel(const Request& request);
    nlohmann::json explainRequest(const Request& request);
    nlohmann::json listRuns(const Request& request);
    nlohmann::json shutdown(const Request& request);

    void validated(const RunValidation& row) override;
    void labelsChanged(std::int64_t step, double elapsed) override;
};

/// Since a moment of the steady clock.
inline double secondsSince(const std::chrono::steady_clock::time_point& start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace limn::training
