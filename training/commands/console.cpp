#include "training/commands/console.h"

#include "training/failure.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <unistd.h>

namespace limn::training
{

Console::Console(bool json) : json_(json), terminal_(!json && isatty(STDOUT_FILENO) != 0) {}

Console::~Console()
{
    endProgress();
}

void Console::say(const std::string& text)
{
    if (json_)
        return;
    endProgress();
    std::cout << text << std::endl;
}

void Console::warn(const std::string& text)
{
    emit({{"event", "warning"}, {"message", text}});
    say("Note: " + text);
}

void Console::emit(const nlohmann::json& row)
{
    if (json_)
        std::cout << row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                  << std::endl;
}

void Console::progress(double fraction, const std::string& text)
{
    if (json_)
        return;
    fraction = std::clamp(fraction, 0.0, 1.0);
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    if (terminal_) {
        if (seconds < 0.1 && fraction < 1)
            return;
        constexpr int width = 30;
        const int filled = static_cast<int>(std::lround(fraction * width));
        std::cout << "\r\033[K[" << std::string(filled, '#') << std::string(width - filled, '.')
                  << "] " << std::lround(fraction * 100) << " %  " << text << std::flush;
        barShown_ = true;
    } else {
        if (fraction - lastFraction_ < 0.1 && seconds < 10 && fraction < 1)
            return;
        std::cout << std::lround(fraction * 100) << " %  " << text << std::endl;
        lastFraction_ = fraction;
    }
    last_ = now;
}

void Console::endProgress()
{
    if (barShown_)
        std::cout << std::endl;
    barShown_ = false;
    lastFraction_ = -1;
}

int guarded(const std::function<int()>& command)
{
    const auto fail = [](const std::exception& error, int code) {
        std::cerr << "limn-engine: " << describe(error) << std::endl;
        return code;
    };
    try {
        return command();
    } catch (const InputError& error) {
        return fail(error, WrongInput);
    } catch (const std::exception& error) {
        return fail(error, Failure);
    }
}

} // namespace limn::training
