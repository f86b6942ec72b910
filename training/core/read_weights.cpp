#include "training/core/weight_formats.h"

#include <new>

namespace limn::training
{

namespace
{

using Parser = StateDict (*)(const FileBytes&);

/// Sizes are checked against the file's before memory is taken; what is left is a file that is
/// honest about being too large.
StateDict parse(const FileBytes& file, Parser parser)
{
    try {
        return parser(file);
    } catch (const std::bad_alloc&) {
        file.refuse("needs more memory than this machine has; choose a smaller one");
    } catch (const c10::Error&) {
        file.refuse("needs more memory than this machine has; choose a smaller one");
    }
}

/// A network that was trained on several cards has "module." before every name.
StateDict withoutParallelPrefix(StateDict state)
{
    constexpr std::string_view prefix = "module.";
    for (const auto& [name, tensor] : state.tensors) {
        if (!name.starts_with(prefix)) {
            return state;
        }
    }
    for (auto& [name, tensor] : state.tensors) {
        name.erase(0, prefix.size());
    }
    state.notes.push_back("The \"module.\" before every name was left out.");
    return state;
}

/// Its readers keep views of the bytes and come back to them.
StateDict readHeld(FileBytes& bytes)
{
    bytes.hold();
    return parse(bytes, parseTorchPickle);
}

} // namespace

StateDict readWeights(const std::filesystem::path& file)
{
    FileBytes bytes(file);
    return withoutParallelPrefix(isSafetensors(bytes) ? parse(bytes, parseSafetensors)
                                                      : readHeld(bytes));
}

StateDict readSafetensors(const std::filesystem::path& file)
{
    return parse(FileBytes(file), parseSafetensors);
}

StateDict readTorchPickle(const std::filesystem::path& file)
{
    FileBytes bytes(file);
    return withoutParallelPrefix(readHeld(bytes));
}

} // namespace limn::training
