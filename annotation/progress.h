// How far work on another thread has come, and the wish to have it stopped. Any number of threads.
#pragma once

#include <atomic>
#include <exception>

namespace limn::annotation
{

/// Thrown out of work that is no longer wanted.
class Cancelled : public std::exception
{
public:
    const char* what() const noexcept override { return "Stopped."; }
};

class Progress
{
public:
    /// From the worker, now and then: `fraction` of 0..1 is done. Throws Cancelled after cancel().
    void report(double fraction)
    {
        fraction_ = fraction;
        if (cancelled_)
            throw Cancelled();
    }
    double fraction() const { return fraction_; }
    void cancel() { cancelled_ = true; }
    bool isCancelled() const { return cancelled_; }

private:
    std::atomic<double> fraction_ = 0;
    std::atomic<bool> cancelled_ = false;
};

} // namespace limn::annotation
