#include "ui/training_session.h"

#include "ui/words.h"

namespace limn::ui
{

TrainingSession::TrainingSession(EngineClient& engine, QObject* parent)
    : QObject(parent), engine_(engine)
{
    connect(&engine_, &EngineClient::ready, this, &TrainingSession::openProject);
    connect(&engine_, &EngineClient::notified, this, &TrainingSession::take);
    connect(&engine_, &EngineClient::died, this, &TrainingSession::engineGone);
    connect(&engine_, &EngineClient::unavailable, this, &TrainingSession::engineGone);
}

void TrainingSession::setProject(const QString& folder)
{
    folder_ = folder;
    run_.clear();
    interrupted_.clear();
    sentence_.clear();
    planned_ = {};
    rows_.clear();
    ready_ = false;
    resumeWhenOpen_ = false;
    setState(State::Unavailable);
    Q_EMIT planChanged();
    openProject();
}

void TrainingSession::openProject()
{
    if (folder_.isEmpty() || !engine_.isReady())
        return;
    engine_.request("project/open", {{"path", folder_}}, this,
                    [this, folder = folder_](const EngineReply& reply) {
                        if (folder != folder_)
                            return;
                        if (!reply.ok) {
                            resumeWhenOpen_ = false;
                            if (engine_.isReady())
                                Q_EMIT failed(reply.message);
                            return;
                        }
                        setState(State::Idle);
                        Q_EMIT projectOpened();
                        if (resumeWhenOpen_)
                            resume();
                        else
                            plan();
                    });
}

void TrainingSession::setRecipe(const QJsonObject& recipe)
{
    if (recipe == recipe_)
        return;
    recipe_ = recipe;
    Q_EMIT recipeChanged();
    plan();
}

void TrainingSession::setInterruptedRun(const QString& run)
{
    if (run == interrupted_)
        return;
    interrupted_ = run;
    Q_EMIT stateChanged();
}

void TrainingSession::plan()
{
    if (state_ == State::Unavailable || isBusy())
        return;
    engine_.request(
        "train/plan", recipe_, this, [this, asked = ++planAsked_](const EngineReply& reply) {
            if (asked != planAsked_ || !engine_.isReady())
                return;
            ready_ = reply.ok && reply.result["ready"].toBool();
            sentence_ = reply.ok ? inWords(reply.result["sentence"].toString()) : reply.message;
            if (reply.ok) { // what is wrong with a setting leaves the rest as it was
                planned_ = reply.result["recipe"].toObject();
                rows_.clear();
                for (const QJsonValue each : reply.result["rows"].toArray())
                    rows_.append({inWords(each["title"].toString()),
                                  inWords(each["chosen"].toString()),
                                  inWords(each["reason"].toString())});
            }
            Q_EMIT planChanged();
        });
}

void TrainingSession::labelsSaved()
{
    if (state_ == State::Unavailable)
        return;
    engine_.notify("project/labelsChanged");
    plan();
}

void TrainingSession::start()
{
    if (state_ == State::Idle)
        begin(recipe_, false);
}

void TrainingSession::begin(const QJsonObject& parameters, bool resumed)
{
    setState(State::Starting);
    engine_.request("train/start", parameters, this, [this, resumed](const EngineReply& reply) {
        if (!reply.ok) {
            if (state_ == State::Unavailable)
                return; // the engine is gone, and has been told of
            setState(State::Idle);
            Q_EMIT failed(reply.message);
            return;
        }
        run_ = reply.result["run"].toString();
        interrupted_.clear();
        // A short run may have ended before its name arrives.
        if (state_ == State::Starting)
            setState(State::Running);
        Q_EMIT started(run_, resumed);
    });
}

void TrainingSession::stop()
{
    if (state_ != State::Running && state_ != State::Starting && state_ != State::Paused)
        return;
    setState(State::Stopping);
    engine_.request("train/stop", {}, this, [this](const EngineReply& reply) {
        if (reply.ok || state_ != State::Stopping)
            return;
        setState(State::Idle);
        Q_EMIT failed(reply.message);
    });
}

void TrainingSession::toggle()
{
    if (state_ == State::Idle)
        start();
    else
        stop();
}

void TrainingSession::resume()
{
    if (interrupted_.isEmpty())
        return;
    if (state_ == State::Idle) {
        resumeWhenOpen_ = false;
        begin({{"resume", interrupted_}}, true);
        return;
    }
    if (state_ != State::Unavailable)
        return;
    resumeWhenOpen_ = true;
    if (engine_.state() == EngineClient::State::Off)
        engine_.restart();
}

void TrainingSession::resumeRun(const QString& run)
{
    if (state_ == State::Idle)
        begin({{"resume", run}}, true);
}

void TrainingSession::startFrom(const QString& run)
{
    if (state_ != State::Idle)
        return;
    QJsonObject parameters = recipe_;
    parameters["from"] = run;
    begin(parameters, false);
}

void TrainingSession::pause()
{
    if (state_ != State::Running)
        return;
    engine_.request("train/pause", {}, this, [this](const EngineReply& reply) {
        if (!reply.ok)
            Q_EMIT failed(reply.message);
        else if (state_ == State::Running)
            setState(State::Paused);
    });
}

void TrainingSession::goOn()
{
    if (state_ != State::Paused)
        return;
    engine_.request("train/continue", {}, this, [this](const EngineReply& reply) {
        if (!reply.ok)
            Q_EMIT failed(reply.message);
        else if (state_ == State::Paused)
            setState(State::Running);
    });
}

void TrainingSession::engineGone()
{
    if (isBusy() && !run_.isEmpty())
        interrupted_ = run_;
    ready_ = false;
    sentence_.clear();
    setState(State::Unavailable);
    Q_EMIT planChanged();
}

void TrainingSession::take(const QString& method, const QJsonObject& parameters)
{
    if (state_ == State::Unavailable)
        return; // the last words of a run of the project open before
    if (method == "train/progress") {
        TrainingProgress progress;
        progress.step = parameters["step"].toDouble();
        progress.epoch = parameters["epoch"].toDouble();
        progress.elapsed = parameters["elapsed"].toDouble();
        progress.remaining = parameters["remaining"].toDouble(-1);
        progress.progress = parameters["progress"].toDouble();
        progress.loss = parameters["loss"].toDouble(progress.loss);
        progress.imagesPerSecond = parameters["imagesPerSecond"].toDouble();
        progress.phase = parameters["phase"].toString();
        Q_EMIT progressed(progress);
    } else if (method == "train/validation") {
        TrainingValidation validation;
        validation.step = parameters["step"].toDouble();
        validation.elapsed = parameters["elapsed"].toDouble();
        validation.loss = parameters["loss"].toDouble();
        validation.meanIou = parameters["meanIou"].toDouble();
        validation.best = parameters["best"].toBool();
        Q_EMIT validated(validation);
    } else if (method == "train/labelsChanged") {
        Q_EMIT labelsTaken(parameters["step"].toDouble(), parameters["elapsed"].toDouble());
    } else if (method == "train/finished") {
        const QString state = parameters["state"].toString();
        if (state == "interrupted")
            interrupted_ = parameters["run"].toString();
        setState(State::Idle);
        Q_EMIT finished(parameters["run"].toString(), state, parameters["message"].toString());
        plan();
    } else if (method == "log" && parameters["level"].toString() == "warning" && isBusy()) {
        Q_EMIT warned(parameters["message"].toString());
    }
}

void TrainingSession::setState(State state)
{
    if (state == state_)
        return;
    state_ = state;
    Q_EMIT stateChanged();
}

} // namespace limn::ui
