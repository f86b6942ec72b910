// How commands talk: lines for people with a progress bar on a terminal, or one JSON object a line
// for machines. One thread.
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace limn::training
{

class Console
{
public:
    explicit Console(bool json);
    ~Console(); ///< ends the line of a bar

    bool isJson() const { return json_; }
    /// A line for people; nothing with --json.
    void say(const std::string& text);
    void warn(const std::string& text);
    /// An object for machines; nothing without --json.
    void emit(const nlohmann::json& row);
    /// 0..1 with what is going on: a bar on a terminal, else a line every ten seconds or tenth.
    void progress(double fraction, const std::string& text);
    void endProgress();

private:
    bool json_;
    bool terminal_;
    bool barShown_ = false;
    double lastFraction_ = -1;
    std::chrono::steady_clock::time_point last_{};
};

enum ExitCode { Success = 0, Failure = 1, WrongInput = 2 };

/// Runs a command and turns what it throws into one sentence on standard error and an exit code:
/// InputError is WrongInput, everything else Failure.
int guarded(const std::function<int()>& command);

} // namespace limn::training
