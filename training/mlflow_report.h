// Tells a run to an MLflow server by its REST interface (version 2.0): settings, curves and how it
// ended. A thread of its own sends; a server that is away or refuses costs the run nothing: it is
// tried again while the run goes on, and the run learns of it by one sentence. Metrics that wait
// are bounded, the oldest go first. Methods are called from one thread and do not throw.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace limn::training
{

struct MlflowTarget
{
    std::string address;    ///< of the server, "http://localhost:5000"
    std::string experiment; ///< by its name; made where there is none
    std::string name;       ///< of the run
    std::string run;        ///< its id at the server, from an earlier sitting; empty: a new one
};

class MlflowReport
{
public:
    /// `settings`: one flat object, sent with a new run.
    MlflowReport(MlflowTarget target, nlohmann::json settings);
    ~MlflowReport();

    /// Values that are not finite are left out: JSON has none.
    void add(const std::string& name, std::int64_t step, double value);
    /// `state`: of a run ("finished", "stopped", "failed", "interrupted"). Waits for what is still
    /// to be sent, a few seconds at most; nothing is added any more.
    void end(const std::string& state);

    std::string run() const; ///< the id at the server; empty until it is known
    /// Why the server cannot be told, once; else empty.
    std::string takeWarning();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::training
