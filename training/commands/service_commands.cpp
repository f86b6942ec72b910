// networks, devices and serve: what the engine offers.

#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/core/device.h"
#include "training/core/registry.h"
#include "training/engine_service.h"
#include "training/network_table.h"
#include "training/pretrained.h"

#include <csignal>
#include <cstdlib>
#include <iomanip>
#include <sstream>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace limn::training
{

namespace
{

/// "3.2 million parameters, 7.9 billion multiply-adds at 512 x 512, 1.4 GB a megapixel in
/// training."
std::string costText(std::int64_t parameters, const Cost& cost)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << static_cast<double>(parameters) / 1e6
         << " million parameters, " << static_cast<double>(cost.multiplyAdds) / 1e9
         << " billion multiply-adds at 512 x 512, " << static_cast<double>(cost.trainingBytes) / 1e9
         << " GB a megapixel in training.";
    return text.str();
}

/// "  weights: resnet50, resnet50.v2; licence: ...".
std::string weightsText(const std::vector<PublishedWeights>& published)
{
    if (published.empty())
        return "  no published weights";
    std::string names;
    for (const PublishedWeights& row : published)
        names += (names.empty() ? "" : ", ") + row.name;
    const std::string licences = licencesOf(published);
    return "  weights: " + names +
           "; licence: " + (licences.empty() ? "not stated by their publisher" : licences);
}

std::string stridesText(const EncoderRow& row)
{
    return "strides " + std::to_string(row.firstStride) + " to 32" +
           (row.dilates ? ", dilates" : "");
}

} // namespace

void useAllCores()
{
    if (std::getenv("OMP_NUM_THREADS") == nullptr)
        at::set_num_threads(std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

int listNetworks(bool json)
{
    return guarded([&] {
        Console console(json);
        for (const ArchitectureRow& row : architectures()) {
            nlohmann::json object = rowJson(row);
            object["kind"] = "network";
            console.emit(object);
            console.say("--network " + row.name + "  " + row.title + ": " + row.advice + " " +
                        costText(row.parameters, row.cost) + "\n  " + row.family +
                        ", deepest feature at stride " + std::to_string(row.encoderStride) + "; " +
                        row.paper + "\n" + weightsText(publishedFor(row)));
        }
        for (const EncoderRow& row : encoders()) {
            const bool pretrained = findPretrained(row.name).has_value();
            const std::string here = row.file.empty() ? ""
                                     : pretrained     ? " ImageNet weights are here."
                                                  : " ImageNet weights are not on this machine.";
            nlohmann::json object = rowJson(row, pretrained);
            object["kind"] = "encoder";
            console.emit(object);
            std::string cost;
            if (row.parameters > 0)
                cost.append(" ").append(costText(row.parameters, row.cost));
            const bool makesNothing = row.name == ownEncoder;
            console.say("--encoder " + row.name + "  " + row.title + ": " + row.advice + cost +
                        here +
                        (makesNothing ? ""
                                      : "\n  " + row.family + ", " + stridesText(row) + "; " +
                                            row.paper + "\n" + weightsText(publishedFor(row))));
        }
        return static_cast<int>(Success);
    });
}

int listDevices(bool json)
{
    return guarded([&] {
        Console console(json);
        for (const DeviceRow& row : devices()) {
            console.emit({{"name", row.name},
                          {"title", row.title},
                          {"freeBytes", row.freeBytes},
                          {"bfloat16", row.bfloat16}});
            console.say(row.name + "  " + row.title + ", " + std::to_string(row.freeBytes >> 20) +
                        " MiB free" + (row.bfloat16 ? ", bf16" : ""));
        }
        return static_cast<int>(Success);
    });
}

int serve(const std::string& version)
{
    return guarded([&] {
        std::signal(SIGPIPE, SIG_IGN);
        useAllCores();
        // The desktop's own threads go first.
        setpriority(PRIO_PROCESS, 0, 5);
        // Libraries that print must not get between the messages.
        const int output = dup(STDOUT_FILENO);
        if (output < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
            throw std::runtime_error("Cannot open standard output for messages.");
        MessageChannel channel(STDIN_FILENO, output);
        EngineService service(channel, version);
        service.serve();
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
