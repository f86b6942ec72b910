#include "annotation/run_record.h"

#include "annotation/project.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int runFormat = 1;
const char* const recordName = "run.json";
const char* const metricsName = "metrics.jsonl";

[[noreturn]] void failWriting(const fs::path& file, int error)
{
    if (error == ENOSPC || error == EDQUOT)
        throw ProjectError("There is no space left on the disk to write '" + file.string() +
                           "': free some space on it.");
    throw ProjectError("'" + file.string() + "' cannot be written (" + std::strerror(error) +
                       "): check the permissions of its folder and the disk.");
}

/// An open file that closes itself.
class Descriptor
{
public:
    Descriptor(const fs::path& file, int flags)
        : file_(file), descriptor_(::open(file.c_str(), flags | O_CLOEXEC, 0666))
    {
        if (descriptor_ < 0)
            failWriting(file_, errno);
    }
    ~Descriptor() { ::close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                failWriting(file_, errno);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    void sync() const
    {
        if (::fsync(descriptor_) != 0)
            failWriting(file_, errno);
    }

private:
    fs::path file_;
    int descriptor_;
};

std::string readWhole(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
        throw ProjectError("'" + file.string() +
                           "' cannot be read: check that it is there and its "
                           "permissions.");
    return text.str();
}

bool endsInsideLine(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    if (!stream || stream.tellg() <= 0)
        return false;
    stream.seekg(-1, std::ios::end);
    return stream.get() != '\n';
}

} // namespace

void renameDurably(const fs::path& from, const fs::path& to)
{
    if (std::rename(from.c_str(), to.c_str()) != 0)
        failWriting(to, errno);
    Descriptor(to.parent_path(), O_RDONLY | O_DIRECTORY).sync();
}

void writeFileAtomically(const fs::path& file, std::string_view bytes)
{
    const fs::path absolute = fs::absolute(file);
    const fs::path partial = absolute.string() + ".tmp";
    try {
        const Descriptor descriptor(partial, O_WRONLY | O_CREAT | O_TRUNC);
        descriptor.write(bytes);
        descriptor.sync();
    } catch (const ProjectError&) {
        std::error_code ignored;
        fs::remove(partial, ignored);
        throw;
    }
    renameDurably(partial, absolute);
}

RunRecord readRun(const fs::path& runFolder)
{
    const fs::path file = runFolder / recordName;
    const json record = json::parse(readWhole(file), nullptr, false);
    const bool whole = record.is_object() && record.contains("id") && record["id"].is_string() &&
                       record.contains("state") && record["state"].is_string() &&
                       record.value("format", json()).is_number_integer();
    if (!whole)
        throw ProjectError("'" + file.string() +
                           "' is damaged: the run cannot be shown or gone on "
                           "with; start a new one.");
    if (record["format"].get<int>() > runFormat)
        throw ProjectError("'" + file.string() + "' was written by a newer Limn (format " +
                           std::to_string(record["format"].get<int>()) +
                           "; this Limn reads formats up to " + std::to_string(runFormat) +
                           "): update Limn to open it.");
    RunRecord run;
    run.id = record["id"];
    run.state = record["state"];
    if (record.contains("started") && record["started"].is_string())
        run.started = record["started"];
    run.recipe = record.value("recipe", json::object());
    run.summary = record.value("summary", json::object());
    return run;
}

void writeRun(const fs::path& runFolder, const RunRecord& run)
{
    std::error_code error;
    fs::create_directories(runFolder, error);
    if (error)
        failWriting(runFolder, error.value());
    const json record{{"format", runFormat},    {"id", run.id},         {"state", run.state},
                      {"started", run.started}, {"recipe", run.recipe}, {"summary", run.summary}};
    writeFileAtomically(runFolder / recordName,
                        record.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

std::vector<RunRecord> listRuns(const fs::path& projectFolder)
{
    std::vector<RunRecord> runs;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(projectFolder / "runs", ignored)) {
        if (!fs::exists(entry.path() / recordName, ignored))
            continue;
        try {
            runs.push_back(readRun(entry.path()));
        } catch (const ProjectError&) {
            // One damaged run must not hide the others; readRun tells when it is asked for.
            continue;
        }
    }
    std::ranges::sort(runs, [](const RunRecord& a, const RunRecord& b) {
        return a.started != b.started ? a.started > b.started : a.id > b.id;
    });
    return runs;
}

void appendMetrics(const fs::path& runFolder, const json& row)
{
    const fs::path file = runFolder / metricsName;
    // A crash may have left half a line; the new row must not be glued to it.
    std::string line = endsInsideLine(file) ? "\n" : "";
    line += row.dump(-1, ' ', false, json::error_handler_t::replace);
    line += '\n';
    Descriptor(file, O_WRONLY | O_CREAT | O_APPEND).write(line);
}

std::vector<json> readMetrics(const fs::path& runFolder)
{
    std::vector<json> rows;
    std::ifstream stream(runFolder / metricsName, std::ios::binary);
    std::string line;
    while (std::getline(stream, line)) {
        json row = json::parse(line, nullptr, false);
        if (row.is_object())
            rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace limn::annotation
