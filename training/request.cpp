#include "training/request.h"

#include "annotation/protocol/framing.h"

#include <limits>

namespace limn::training
{

namespace protocol = annotation::protocol;

namespace
{

[[noreturn]] void wrong(const std::string& name, const char* wanted)
{
    throw RequestError(protocol::InvalidParams,
                       "The parameter \"" + name + "\" must be " + wanted + ".");
}

} // namespace

Parameters::Parameters(nlohmann::json json) : json_(std::move(json))
{
    if (!json_.is_object())
        throw RequestError(protocol::InvalidParams, "Parameters must be named.");
}

std::string Parameters::text(const std::string& name) const
{
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_string())
        wrong(name, "a text");
    return found->get<std::string>();
}

std::string Parameters::text(const std::string& name, const std::string& otherwise) const
{
    return json_.contains(name) ? text(name) : otherwise;
}

std::int64_t Parameters::integer(const std::string& name) const
{
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_number_integer())
        wrong(name, "a whole number");
    return found->get<std::int64_t>();
}

int Parameters::coordinate(const std::string& name) const
{
    const std::int64_t value = integer(name);
    constexpr std::int64_t most = std::numeric_limits<int>::max() / 2;
    if (value < -most || value > most)
        wrong(name, "within 2^30 pixels");
    return static_cast<int>(value);
}

Request parseRequest(const std::string& body, nlohmann::json& id)
{
    id = nullptr;
    const nlohmann::json message = nlohmann::json::parse(body, nullptr, false);
    if (message.is_discarded())
        throw RequestError(protocol::ParseError, "The message is not JSON.");
    if (!message.is_object())
        throw RequestError(protocol::InvalidRequest, "The message is not a request object.");
    Request request;
    if (const auto found = message.find("id"); found != message.end()) {
        if (!found->is_number_integer() && !found->is_string() && !found->is_null())
            throw RequestError(protocol::InvalidRequest,
                               "A request's id must be a number or a text.");
        request.id = *found;
        id = *found;
    }
    const auto version = message.find("jsonrpc");
    if (version == message.end() || *version != "2.0")
        throw RequestError(protocol::InvalidRequest, "The message is not JSON-RPC 2.0.");
    const auto method = message.find("method");
    if (method == message.end() || !method->is_string())
        throw RequestError(protocol::InvalidRequest, "The request names no method.");
    request.method = method->get<std::string>();
    if (const auto found = message.find("params"); found != message.end())
        request.parameters = Parameters(*found);
    return request;
}

} // namespace limn::training
