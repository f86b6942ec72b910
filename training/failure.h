// Exceptions as one sentence for the user.
#pragma once

#include "annotation/project.h"
#include "raster/raster.h"
#include "training/core/network.h"

#include <exception>
#include <stdexcept>
#include <string>

namespace limn::training
{

/// Something the user named cannot be used; the program ends with 2 instead of 1.
class InputError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// What went wrong in one line, LibTorch's own errors without their stack traces, lack of memory
/// with what helps against it.
std::string describe(const std::exception& error);

/// Runs `work` and turns the errors that the rooms made for the user into InputError: for the part
/// of a job that only looks at what it was given.
template <class Work>
auto checkingInput(Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const raster::RasterError& error) {
        throw InputError(error.what());
    } catch (const annotation::ProjectError& error) {
        throw InputError(error.what());
    } catch (const TrainingError& error) {
        throw InputError(error.what());
    }
}

} // namespace limn::training
