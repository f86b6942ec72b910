#include "training/patch_sampler.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

namespace limn::training
{

namespace
{

constexpr std::size_t preparedAhead = 3;

/// SplitMix64 (Steele, Lea, Flood 2014): a stream of its own for every patch costs nothing to make.
class PatchRandom
{
public:
    PatchRandom(std::uint64_t seed, std::int64_t batch, int patch)
        : state_(seed * 0x9E3779B97F4A7C15u +
                 static_cast<std::uint64_t>(batch) * 0xD1B54A32D192ED03u +
                 static_cast<std::uint64_t>(patch) * 0x8CB92BA72F3D8DD7u)
    {
        below(1);
    }

    /// 0 .. n-1
    std::int64_t below(std::int64_t n)
    {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        z ^= z >> 31;
        return static_cast<std::int64_t>(z % static_cast<std::uint64_t>(n));
    }

private:
    std::uint64_t state_;
};

/// Where a patch of `size` that is to show `at` may start so that it stays inside `length` if it
/// fits at all.
int patchStart(int at, int size, int length, std::int64_t offset)
{
    const int start = at - static_cast<int>(offset);
    if (length <= size)
        return -(size - length) / 2;
    return std::clamp(start, 0, length - size);
}

} // namespace

struct PatchSampler::State
{
    std::vector<TrainingImage> images;
    BandScaling scaling;
    ClassIndex classes;
    SplitChoice split;
    SamplerSettings settings;

    /// Guards the label readers and the index: the preparing thread reads what refresh renews.
    std::mutex labelsMutex;
    std::unique_ptr<LabelIndex> index;
    std::vector<int> trained; ///< classes with training pixels

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Batch> ready;
    std::int64_t nextTaken = 0; ///< number of ready.front()
    std::int64_t nextMade = 0;
    std::uint64_t generation = 0; ///< grows when everything prepared became stale
    std::exception_ptr failure;
    bool quit = false;
    std::thread thread;

    void setIndex(std::unique_ptr<LabelIndex> made)
    {
        index = std::move(made);
        trained.clear();
        for (int c = 0; c < index->classes(); ++c)
            if (index->pixels(annotation::Split::Train, c) > 0)
                trained.push_back(c);
    }

    PatchPlace place(std::int64_t batch, int patch) const
    {
        PatchRandom random(settings.seed, batch, patch);
        const int classIndex = trained[random.below(static_cast<std::int64_t>(trained.size()))];
        const auto& blocks = index->blocks(annotation::Split::Train, classIndex);
        const std::int64_t pixel = random.below(blocks.back().pixelsUpTo);
        const auto block = std::upper_bound(
            blocks.begin(), blocks.end(), pixel,
            [](std::int64_t value, const LabelledBlock& b) { return value < b.pixelsUpTo; });
        const raster::PixelSize size = images[block->image].raster->size();
        const int side = settings.patchSize;
        const int x = block->x + static_cast<int>(random.below(block->size));
        const int y = block->y + static_cast<int>(random.below(block->size));
        const raster::PixelRect window{patchStart(x, side, size.width, random.below(side)),
                                       patchStart(y, side, size.height, random.below(side)), side,
                                       side};
        return {block->image, window, window};
    }

    Batch read(const std::vector<PatchPlace>& places, annotation::Split wanted) const
    {
        const auto count = static_cast<std::int64_t>(places.size());
        const std::int64_t side = settings.patchSize;
        const auto bands = static_cast<std::int64_t>(scaling.bands.size());
        Batch batch{torch::empty({count, bands, side, side}, torch::kFloat32),
                    torch::empty({count, side, side}, torch::kInt64)};
        for (std::int64_t i = 0; i < count; ++i) {
            const PatchPlace& place = places[i];
            const TrainingImage& image = images[place.image];
            readNormalised(*image.raster, scaling, place.window,
                           batch.images.data_ptr<float>() + i * bands * side * side);
            readTargets(image, classes, split, wanted, place.window, place.within,
                        batch.labels.data_ptr<std::int64_t>() + i * side * side);
        }
        return batch;
    }

    Batch make(std::int64_t number)
    {
        const std::lock_guard lock(labelsMutex);
        std::vector<PatchPlace> places;
        for (int i = 0; i < settings.batchSize; ++i)
            places.push_back(place(number, i));
        return read(places, annotation::Split::Train);
    }

    void forget(std::int64_t number)
    {
        const std::lock_guard lock(mutex);
        ready.clear();
        failure = nullptr;
        nextTaken = nextMade = number;
        ++generation;
        changed.notify_all();
    }

    void prepare()
    {
        std::unique_lock lock(mutex);
        while (!quit) {
            if (failure || ready.size() >= preparedAhead) {
                changed.wait(lock);
                continue;
            }
            const std::int64_t number = nextMade;
            const std::uint64_t begun = generation;
            lock.unlock();
            Batch batch;
            std::exception_ptr thrown;
            try {
                batch = make(number);
            } catch (...) {
                thrown = std::current_exception();
            }
            lock.lock();
            if (begun != generation)
                continue;
            if (thrown) {
                failure = thrown;
            } else {
                ready.push_back(std::move(batch));
                ++nextMade;
            }
            changed.notify_all();
        }
    }
};

PatchSampler::PatchSampler(std::vector<TrainingImage> images, BandScaling scaling,
                           ClassIndex classes, SplitChoice split, SamplerSettings settings)
    : state_(std::make_unique<State>())
{
    state_->images = std::move(images);
    state_->scaling = std::move(scaling);
    state_->classes = std::move(classes);
    state_->split = split;
    state_->settings = settings;
    state_->setIndex(std::make_unique<LabelIndex>(state_->images, state_->classes, split));
    if (state_->trained.empty())
        throw TrainingError("There are no labels to train on: paint at least two classes.");
    state_->thread = std::thread([state = state_.get()] { state->prepare(); });
}

PatchSampler::~PatchSampler()
{
    {
        const std::lock_guard lock(state_->mutex);
        state_->quit = true;
    }
    state_->changed.notify_all();
    state_->thread.join();
}

Batch PatchSampler::next()
{
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(lock, [&] { return !state_->ready.empty() || state_->failure; });
    if (state_->ready.empty()) {
        const std::exception_ptr failure = std::exchange(state_->failure, nullptr);
        state_->changed.notify_all();
        std::rethrow_exception(failure);
    }
    Batch batch = std::move(state_->ready.front());
    state_->ready.pop_front();
    ++state_->nextTaken;
    state_->changed.notify_all();
    return batch;
}

void PatchSampler::seek(std::int64_t batch)
{
    state_->forget(batch);
}

std::int64_t PatchSampler::position() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->nextTaken;
}

bool PatchSampler::refreshLabels()
{
    {
        const std::lock_guard lock(state_->labelsMutex);
        bool changed = false;
        for (TrainingImage& image : state_->images)
            changed = image.labels->refresh() || changed;
        if (!changed)
            return false;
        auto index = std::make_unique<LabelIndex>(state_->images, state_->classes, state_->split);
        if (index->pixels(annotation::Split::Train) == 0)
            return false;
        state_->setIndex(std::move(index));
    }
    state_->forget(position());
    return true;
}

const LabelIndex& PatchSampler::index() const
{
    return *state_->index;
}

std::vector<PatchPlace> PatchSampler::validationPlaces(int limit) const
{
    const std::lock_guard lock(state_->labelsMutex);
    const int side = state_->settings.patchSize;
    std::set<std::tuple<int, int, int>> squares; // image, row, column
    for (int c = 0; c < state_->index->classes(); ++c)
        for (const LabelledBlock& block : state_->index->blocks(state_->split.validating(), c)) {
            const raster::PixelSize size = state_->images[block.image].raster->size();
            const int right = std::min(block.x + block.size, size.width) - 1;
            const int bottom = std::min(block.y + block.size, size.height) - 1;
            for (int row = block.y / side; row <= bottom / side; ++row)
                for (int column = block.x / side; column <= right / side; ++column)
                    squares.insert({block.image, row, column});
        }
    std::vector<PatchPlace> all;
    for (const auto& [image, row, column] : squares) {
        const raster::PixelSize size = state_->images[image].raster->size();
        const raster::PixelRect within{column * side, row * side, side, side};
        // At the image's edge the window moves inwards for context; labels still count once.
        const raster::PixelRect window{patchStart(within.x, side, size.width, 0),
                                       patchStart(within.y, side, size.height, 0), side, side};
        all.push_back({image, window, within});
    }
    if (static_cast<int>(all.size()) <= limit)
        return all;
    std::vector<PatchPlace> chosen;
    for (int i = 0; i < limit; ++i)
        chosen.push_back(all[all.size() * i / limit]);
    return chosen;
}

Batch PatchSampler::validationBatch(const std::vector<PatchPlace>& places) const
{
    const std::lock_guard lock(state_->labelsMutex);
    return state_->read(places, state_->split.validating());
}

} // namespace limn::training
