#include "training/failure.h"

#include <new>

namespace limn::training
{

std::string describe(const std::exception& error)
{
    const auto* torchError = dynamic_cast<const c10::Error*>(&error);
    std::string text = torchError != nullptr ? torchError->what_without_backtrace() : error.what();
    const bool memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
                        text.find("out of memory") != std::string::npos ||
                        text.find("can't allocate memory") != std::string::npos;
    if (memory)
        return "The memory does not suffice: choose a smaller patch or batch size, or close other "
               "programs.";
    if (const auto end = text.find('\n'); end != std::string::npos)
        text.resize(end);
    if (!text.empty() && text.back() != '.')
        text += '.';
    return text;
}

} // namespace limn::training
