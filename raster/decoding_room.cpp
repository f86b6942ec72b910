#include "raster/decoding_room.h"

#include "raster/gdal_errors.h"

#include <algorithm>
#include <gdal_priv.h>
#include <iterator>
#include <utility>

namespace limn::raster
{

DecodingRoom::Share::Share(DecodingRoom& room, std::uint64_t number, const std::stop_token& stop)
    : room_(room), number_(number), giveBack_(stop, [&room, number] {
          const std::scoped_lock lock(room.mutex_);
          room.erase(number);
      })
{}

DecodingRoom::Share::~Share()
{
    const std::scoped_lock lock(room_.mutex_);
    room_.erase(number_);
}

DecodingRoom::DecodingRoom(std::size_t bytes, std::chrono::milliseconds patience)
    : bytes_(bytes), patience_(patience)
{}

DecodingRoom::~DecodingRoom()
{
    const GdalErrors quiet;
    kept_.clear();
}

std::size_t DecodingRoom::taken() const
{
    const std::scoped_lock lock(mutex_);
    return takenBytes_ + keptBytes_;
}

std::unique_ptr<DecodingRoom::Share> DecodingRoom::take(std::size_t bytes, const void* owner,
                                                        Dataset& dataset, const ReadWatch& watch)
{
    const GdalErrors quiet;
    std::vector<Dataset> closed; // without the lock
    bool waited = false;
    std::uint64_t number = 0;
    {
        std::unique_lock lock(mutex_);
        number = ++numbers_;
        line_.push_back(number);
        while (line_.front() != number || (!retake(owner, dataset) && !makeRoom(bytes, closed))) {
            if (!std::exchange(waited, true) && watch.waits) {
                lock.unlock();
                watch.waits(true);
                lock.lock();
                continue;
            }
            if (watch.stop.stop_requested()) {
                leaveLine(number);
                return nullptr;
            }
            const std::uint64_t seen = changes_;
            const Clock::time_point until = dropHanging();
            changed_.wait_until(lock, watch.stop, until, [&] { return changes_ != seen; });
        }
        leaveLine(number);
        taken_.push_back({number, bytes, Clock::now()});
        takenBytes_ += bytes;
    }
    auto share = std::make_unique<Share>(*this, number, watch.stop);
    closed.clear();
    if (waited && watch.waits)
        watch.waits(false);
    return share;
}

bool DecodingRoom::keep(const Share& share, std::size_t bytes, const void* owner, Dataset& dataset)
{
    const std::scoped_lock lock(mutex_);
    erase(share.number());
    if (takenBytes_ + keptBytes_ + bytes > bytes_)
        return false;
    kept_.push_back({owner, bytes, std::move(dataset)});
    keptBytes_ += bytes;
    return true;
}

std::vector<DecodingRoom::Dataset> DecodingRoom::forget(const void* owner)
{
    std::vector<Dataset> forgotten;
    const std::scoped_lock lock(mutex_);
    kept_.remove_if([&](Kept& each) {
        if (each.owner != owner)
            return false;
        keptBytes_ -= each.bytes;
        forgotten.push_back(std::move(each.dataset));
        return true;
    });
    if (!forgotten.empty()) {
        ++changes_;
        changed_.notify_all();
    }
    return forgotten;
}

bool DecodingRoom::retake(const void* owner, Dataset& dataset)
{
    // The one used last: what lies beside is most likely in its piece.
    const auto found = std::find_if(kept_.rbegin(), kept_.rend(),
                                    [owner](const Kept& each) { return each.owner == owner; });
    if (found == kept_.rend())
        return false;
    dataset = std::move(found->dataset);
    keptBytes_ -= found->bytes;
    kept_.erase(std::next(found).base());
    return true;
}

bool DecodingRoom::makeRoom(std::size_t bytes, std::vector<Dataset>& closed)
{
    if (takenBytes_ > 0 && takenBytes_ + bytes > bytes_)
        return false;
    while (!kept_.empty() && takenBytes_ + keptBytes_ + bytes > bytes_) {
        closed.push_back(std::move(kept_.front().dataset));
        keptBytes_ -= kept_.front().bytes;
        kept_.pop_front();
    }
    return true;
}

/// Until when the share that is held longest is respected.
DecodingRoom::Clock::time_point DecodingRoom::dropHanging()
{
    const Clock::time_point now = Clock::now();
    while (!taken_.empty() && taken_.front().since + patience_ <= now)
        erase(taken_.front().number);
    return (taken_.empty() ? now : taken_.front().since) + patience_;
}

void DecodingRoom::leaveLine(std::uint64_t number)
{
    line_.erase(std::find(line_.begin(), line_.end(), number));
    ++changes_;
    changed_.notify_all();
}

/// Nothing happens where it was given back before.
void DecodingRoom::erase(std::uint64_t number)
{
    const auto found = std::find_if(taken_.begin(), taken_.end(),
                                    [number](const Taken& each) { return each.number == number; });
    if (found == taken_.end())
        return;
    takenBytes_ -= found->bytes;
    taken_.erase(found);
    ++changes_;
    changed_.notify_all();
}

} // namespace limn::raster
