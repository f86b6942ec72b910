#include "training/failure.h"

#include "training/core/device.h"

namespace limn::training
{

std::string describe(const std::exception& error)
{
    const auto* torchError = dynamic_cast<const c10::Error*>(&error);
    std::string text = torchError != nullptr ? torchError->what_without_backtrace() : error.what();
    if (isOutOfMemory(error))
        return "The memory does not suffice: choose a smaller patch or batch size, or close other "
               "programs.";
    if (const auto end = text.find('\n'); end != std::string::npos)
        text.resize(end);
    if (!text.empty() && text.back() != '.')
        text += '.';
    return text;
}

} // namespace limn::training
