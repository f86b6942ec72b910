#include "training/run_notifier.h"

#include <iostream>

namespace limn::training
{

using nlohmann::json;

namespace
{

/// A fast GPU makes more steps than anyone can look at.
constexpr double progressSeconds = 0.1;

} // namespace

void RunNotifier::announce(const std::string& run)
{
    run_ = run;
    lastPhase_.clear();
}

void RunNotifier::notify(const std::string& method, json row)
{
    row["run"] = run_;
    channel_.notify(method, row);
}

void RunNotifier::progressed(const RunProgress& row)
{
    const auto now = std::chrono::steady_clock::now();
    if (row.phase == lastPhase_ &&
        std::chrono::duration<double>(now - lastProgress_).count() < progressSeconds)
        return;
    lastPhase_ = row.phase;
    lastProgress_ = now;
    notify("train/progress", toJson(row));
}

void RunNotifier::validated(const RunValidation& row)
{
    notify("train/validation", toJson(row));
}

void RunNotifier::labelsChanged(std::int64_t step, double elapsed)
{
    notify("train/labelsChanged", {{"step", step}, {"elapsed", elapsed}});
}

void RunNotifier::checkpointed(std::int64_t step, double elapsed)
{
    notify("train/checkpoint", {{"step", step}, {"elapsed", elapsed}});
}

void RunNotifier::ended(const RunEnd& end)
{
    notify("train/finished", toJson(end));
}

void RunNotifier::logged(const std::string& level, const std::string& message)
{
    channel_.notify("log", {{"level", level}, {"message", message}});
    std::cerr << level << ": " << message << std::endl;
}

} // namespace limn::training
