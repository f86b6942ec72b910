// Any bytes as a file of classes: a list of distinct classes that is read again as it was written,
// or refused with a ProjectError.
#include "annotation/class_file.h"
#include "annotation/project.h"
#include "byte_file.h"
#include "refusal.h"

#include <cstdlib>
#include <set>

using namespace limn::annotation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::ByteFile file;
    file.set(data, size);
    ClassList classes;
    if (!fuzz::takes<ProjectError>([&] { classes = readClasses(file.path()); }))
        return 0;
    std::set<int> values;
    std::set<std::string> names;
    for (const ClassEntry& entry : classes)
        if (entry.value < 1 || entry.value > maxClassValue || entry.name.empty() ||
            !values.insert(entry.value).second || !names.insert(entry.name).second)
            std::abort();
    const std::filesystem::path again =
        std::filesystem::temp_directory_path() / ("limn-fuzz-" + std::to_string(getpid()));
    writeClasses(again, classes);
    if (readClasses(again) != classes)
        std::abort();
    return 0;
}
