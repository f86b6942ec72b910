// Room in memory for what is being decoded of image files: tiles, strips, or whole images where a
// format knows no parts. All rasters that share a room decode no more at once than fits into it,
// whatever the files are and however many threads read them.
//
// A read takes its share before it decodes and waits in line while there is none: whoever came
// first goes first. A file whose piece was decoded keeps it, with its share, so that what lies
// beside can be read without decoding it anew; the one used longest ago is closed as soon as
// another needs the room. A share that is more than the whole room is given when nobody else has
// one, so nobody waits for ever; nobody who has a share may ask for another.
//
// A read that hangs (an address that does not answer, a share of a network that is gone) would hold
// up all others: after some seconds its share counts as free while others wait. What it has in
// memory by then is not counted any more.
//
// Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

class GDALDataset;

namespace limn::raster
{

/// What may be wanted of a read, or known about it, while it goes on.
struct ReadWatch
{
    /// Ends a wait for room; the read then fails. What is being decoded is not interrupted, but its
    /// share of the room is free for others from then on.
    std::stop_token stop;
    /// Called on the reading thread with true when a wait for room begins and with false when
    /// decoding begins after it.
    std::function<void(bool waiting)> waits;
};

class DecodingRoom
{
public:
    static constexpr std::size_t usualBytes = std::size_t{512} << 20;
    static constexpr std::chrono::milliseconds usualPatience{8000};

    /// `patience`: how long a share is respected by those who wait.
    explicit DecodingRoom(std::size_t bytes = usualBytes,
                          std::chrono::milliseconds patience = usualPatience);
    ~DecodingRoom();
    DecodingRoom(const DecodingRoom&) = delete;
    DecodingRoom& operator=(const DecodingRoom&) = delete;

    /// In bytes: the shares of reads under way and what is kept decoded.
    std::size_t taken() const;

private:
    friend class Raster;
    using Dataset = std::shared_ptr<GDALDataset>;
    using Clock = std::chrono::steady_clock;

    /// A read's part of the room, given back at the end of its life, or before by a stop.
    class Share
    {
    public:
        Share(DecodingRoom& room, std::uint64_t number, const std::stop_token& stop);
        ~Share();
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        std::uint64_t number() const { return number_; }

    private:
        DecodingRoom& room_;
        std::uint64_t number_;
        std::stop_callback<std::function<void()>> giveBack_;
    };

    struct Taken
    {
        std::uint64_t number;
        std::size_t bytes;
        Clock::time_point since;
    };
    struct Kept
    {
        const void* owner;
        std::size_t bytes;
        Dataset dataset;
    };

    /// Waits for so many bytes. `dataset` becomes what is kept for `owner`, or stays as it is.
    /// nullptr when the wait was stopped.
    std::unique_ptr<Share> take(std::size_t bytes, const void* owner, Dataset& dataset,
                                const ReadWatch& watch);
    /// Leaves the share's bytes to `dataset`, which is taken over, until they are needed; false,
    /// with `dataset` as it was, where there is no room for it any more.
    bool keep(const Share& share, std::size_t bytes, const void* owner, Dataset& dataset);
    /// What is kept for `owner` and is kept no more; to be closed by the caller.
    std::vector<Dataset> forget(const void* owner);

    // With the mutex held.
    bool retake(const void* owner, Dataset& dataset);
    bool makeRoom(std::size_t bytes, std::vector<Dataset>& closed);
    Clock::time_point dropHanging();
    void leaveLine(std::uint64_t number);
    void erase(std::uint64_t number);

    const std::size_t bytes_;
    const std::chrono::milliseconds patience_;
    mutable std::mutex mutex_; ///< guards all below
    std::condition_variable_any changed_;
    std::uint64_t changes_ = 0;
    std::uint64_t numbers_ = 0; ///< given to those who came
    std::deque<std::uint64_t> line_;
    std::list<Taken> taken_; ///< longest held first
    std::size_t takenBytes_ = 0;
    std::list<Kept> kept_; ///< used longest ago first
    std::size_t keptBytes_ = 0;
};

} // namespace limn::raster
