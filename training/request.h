// One JSON-RPC request as the service takes it apart. Plain values.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

namespace limn::training
{

/// Becomes the error of a response.
class RequestError : public std::runtime_error
{
public:
    RequestError(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
    int code() const { return code_; }

private:
    int code_;
};

/// Named parameters; every getter throws RequestError (InvalidParams) naming the parameter.
class Parameters
{
public:
    Parameters() : json_(nlohmann::json::object()) {}
    explicit Parameters(nlohmann::json json);

    const nlohmann::json& json() const { return json_; }
    std::string text(const std::string& name) const;
    std::string text(const std::string& name, const std::string& otherwise) const;
    std::int64_t integer(const std::string& name) const;
    /// Within the range of int.
    int coordinate(const std::string& name) const;

private:
    nlohmann::json json_;
};

struct Request
{
    std::optional<nlohmann::json> id; ///< none: a notification
    std::string method;
    Parameters parameters;
};

/// Throws RequestError (ParseError, InvalidRequest, InvalidParams). `id` receives the id as soon as
/// it is known, null before, so that the error can be answered.
Request parseRequest(const std::string& body, nlohmann::json& id);

} // namespace limn::training
