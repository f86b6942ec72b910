#include "training/patch_sampler.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <thread>

namespace limn::training
{

namespace
{

/// Batches that are ready or under way, besides one a thread.
constexpr std::int64_t preparedAhead = 2;
constexpr const char* nothingToLearn =
    "There are no labels to train on: paint at least two classes.";

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

using Blocks = std::vector<LabelledBlock>;

/// Blocks of one class by the time they came in, the oldest first.
struct AgedBlocks
{
    Blocks blocks;
    std::vector<std::int64_t> since; ///< of each block

    std::size_t firstSince(std::int64_t step) const
    {
        return static_cast<std::size_t>(std::lower_bound(since.begin(), since.end(), step) -
                                        since.begin());
    }
    /// Pixels of blocks before `end`.
    std::int64_t pixelsBefore(std::size_t end) const
    {
        return end == 0 ? 0 : blocks[end - 1].pixelsUpTo;
    }
    std::int64_t pixels() const { return pixelsBefore(blocks.size()); }
};

AgedBlocks aged(const Blocks& blocks, const std::vector<TrainingImage>& images,
                const LabelHistory& history)
{
    std::vector<std::pair<std::int64_t, std::size_t>> order; // since, place in `blocks`
    for (std::size_t i = 0; i < blocks.size(); ++i)
        order.emplace_back(
            history.since(images[blocks[i].image].record.id, blocks[i].x, blocks[i].y), i);
    std::sort(order.begin(), order.end());
    AgedBlocks result;
    for (const auto& [since, i] : order) {
        LabelledBlock block = blocks[i];
        const std::int64_t own = block.pixelsUpTo - (i == 0 ? 0 : blocks[i - 1].pixelsUpTo);
        block.pixelsUpTo = result.pixels() + own;
        result.blocks.push_back(block);
        result.since.push_back(since);
    }
    return result;
}

const LabelledBlock& blockAt(const Blocks& blocks, std::int64_t pixel)
{
    return *std::upper_bound(
        blocks.begin(), blocks.end(), pixel,
        [](std::int64_t value, const LabelledBlock& block) { return value < block.pixelsUpTo; });
}

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

    /// Guards the label readers and the index: the preparing threads read what refresh renews.
    std::shared_mutex labelsMutex;
    /// Of each image: a label reader answers one at a time.
    mutable std::vector<std::mutex> readerMutexes;
    std::unique_ptr<LabelIndex> index;
    std::vector<int> trained; ///< classes with training pixels
    LabelHistory history;
    std::int64_t newestBatches = 0; ///< for how many batches labels count as new
    std::vector<AgedBlocks> ages;   ///< of each class; empty while no label is new

    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::int64_t, Batch> ready;
    std::int64_t nextTaken = 0;
    std::int64_t nextMade = 0;    ///< that no thread has begun with
    std::uint64_t generation = 0; ///< grows when everything prepared became stale
    std::exception_ptr failure;
    bool quit = false;
    std::vector<std::thread> threads;

    /// To be called whenever the index has changed.
    void useIndex(std::int64_t step)
    {
        trained.clear();
        for (int c = 0; c < index->classes(); ++c)
            if (index->pixels(annotation::Split::Train, c) > 0)
                trained.push_back(c);
        history.update(*index, step);
        sortByAge();
    }

    void sortByAge()
    {
        ages.clear();
        if (!history.hasNews())
            return;
        for (int c = 0; c < index->classes(); ++c)
            ages.push_back(aged(index->blocks(annotation::Split::Train, c), images, history));
    }

    /// What the patch is to show: evenly chosen classes of all labels, or of the newest, or any
    /// place of the older ones.
    const LabelledBlock& block(std::int64_t batch, int patch, PatchRandom& random) const
    {
        const auto evenly = [&] {
            const int c = trained[random.below(static_cast<std::int64_t>(trained.size()))];
            const Blocks& blocks = index->blocks(annotation::Split::Train, c);
            return &blockAt(blocks, random.below(blocks.back().pixelsUpTo));
        };
        const std::int64_t from = batch - newestBatches + 1;
        std::vector<int> fresh; // classes with new labels
        std::int64_t olderPixels = 0;
        for (std::size_t c = 0; c < ages.size(); ++c) {
            const std::size_t first = ages[c].firstSince(from);
            if (first < ages[c].blocks.size())
                fresh.push_back(static_cast<int>(c));
            olderPixels += ages[c].pixelsBefore(first);
        }
        if (fresh.empty())
            return *evenly();
        // The same share of every batch, as near as whole patches allow.
        constexpr std::int64_t parts = 1 << 20;
        const double shift =
            static_cast<double>(PatchRandom(settings.seed, batch, -1).below(parts)) / parts;
        const double place = (patch + shift) / settings.batchSize;
        if (place < settings.newestShare) {
            const AgedBlocks& age =
                ages[fresh[random.below(static_cast<std::int64_t>(fresh.size()))]];
            const std::int64_t older = age.pixelsBefore(age.firstSince(from));
            return blockAt(age.blocks, older + random.below(age.pixels() - older));
        }
        if (place >= settings.newestShare + settings.replayShare || olderPixels == 0)
            return *evenly();
        std::int64_t pixel = random.below(olderPixels);
        for (const AgedBlocks& age : ages) {
            const std::int64_t own = age.pixelsBefore(age.firstSince(from));
            if (pixel < own)
                return blockAt(age.blocks, pixel);
            pixel -= own;
        }
        return *evenly();
    }

    PatchPlace place(std::int64_t batch, int patch) const
    {
        PatchRandom random(settings.seed, batch, patch);
        const LabelledBlock& shown = block(batch, patch, random);
        const int reduction = settings.reduction;
        const raster::PixelSize size = reducedSize(images[shown.image].raster->size(), reduction);
        const int side = settings.patchSize;
        const int x = (shown.x + static_cast<int>(random.below(shown.size))) / reduction;
        const int y = (shown.y + static_cast<int>(random.below(shown.size))) / reduction;
        const raster::PixelRect window{patchStart(x, side, size.width, random.below(side)),
                                       patchStart(y, side, size.height, random.below(side)), side,
                                       side};
        return {shown.image, window, window};
    }

    Batch read(const std::vector<PatchPlace>& places, annotation::Split wanted) const
    {
        const auto count = static_cast<std::int64_t>(places.size());
        const std::int64_t side = settings.patchSize;
        const auto bands = static_cast<std::int64_t>(scaling.bands.size());
        const auto options = torch::TensorOptions().pinned_memory(settings.pinned);
        Batch batch{torch::empty({count, bands, side, side}, options.dtype(torch::kFloat32)),
                    torch::empty({count, side, side}, options.dtype(torch::kInt64))};
        for (std::int64_t i = 0; i < count; ++i) {
            const PatchPlace& place = places[i];
            const TrainingImage& image = images[place.image];
            readNormalised(*image.raster, scaling, place.window, settings.reduction,
                           batch.images.data_ptr<float>() + i * bands * side * side);
            const std::lock_guard reading(readerMutexes[static_cast<std::size_t>(place.image)]);
            readTargets(image, classes, split, wanted, place.window, place.within,
                        settings.reduction,
                        batch.labels.data_ptr<std::int64_t>() + i * side * side);
        }
        return batch;
    }

    Batch make(std::int64_t number)
    {
        const std::shared_lock lock(labelsMutex);
        if (trained.empty())
            throw TrainingError(nothingToLearn);
        std::vector<PatchPlace> places;
        for (int i = 0; i < settings.batchSize; ++i)
            places.push_back(place(number, i));
        return read(places, annotation::Split::Train);
    }

    void forget(std::int64_t number)
    {
        const std::lock_guard lock(mutex);
        beginAnew(number);
    }

    /// With `mutex` locked.
    void beginAnew(std::int64_t number)
    {
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
            if (failure || nextMade >= nextTaken + preparedAhead + settings.threads) {
                changed.wait(lock);
                continue;
            }
            const std::int64_t number = nextMade++;
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
            if (thrown)
                failure = thrown;
            else
                ready.emplace(number, std::move(batch));
            changed.notify_all();
        }
    }
};

PatchSampler::PatchSampler(std::vector<TrainingImage> images, BandScaling scaling,
                           ClassIndex classes, SplitChoice split, SamplerSettings settings)
    : state_(std::make_unique<State>())
{
    state_->images = std::move(images);
    state_->readerMutexes = std::vector<std::mutex>(state_->images.size());
    state_->scaling = std::move(scaling);
    state_->classes = std::move(classes);
    state_->split = split;
    state_->settings = settings;
    state_->index = std::make_unique<LabelIndex>(state_->images, state_->classes, split);
    state_->useIndex(0);
    if (state_->trained.empty())
        throw TrainingError(nothingToLearn);
    for (int i = 0; i < settings.threads; ++i)
        state_->threads.emplace_back([state = state_.get()] { state->prepare(); });
}

PatchSampler::~PatchSampler()
{
    {
        const std::lock_guard lock(state_->mutex);
        state_->quit = true;
    }
    state_->changed.notify_all();
    for (std::thread& thread : state_->threads)
        thread.join();
}

Batch PatchSampler::next()
{
    std::unique_lock lock(state_->mutex);
    const auto prepared = [&] { return state_->ready.contains(state_->nextTaken); };
    state_->changed.wait(lock, [&] { return prepared() || state_->failure; });
    if (!prepared()) {
        const std::exception_ptr failure = state_->failure;
        state_->beginAnew(state_->nextTaken);
        std::rethrow_exception(failure);
    }
    Batch batch = std::move(state_->ready.extract(state_->nextTaken).mapped());
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

LabelNews PatchSampler::refreshLabels()
{
    const std::int64_t next = position();
    bool trains = false;
    {
        const std::lock_guard lock(state_->labelsMutex);
        bool changed = false;
        for (TrainingImage& image : state_->images)
            changed = image.labels->refresh() || changed;
        if (!changed)
            return LabelNews::None;
        const std::vector<BlockContent> before = state_->index->contents();
        state_->index->update(state_->images);
        trains = state_->index->contents() != before;
        state_->useIndex(next);
    }
    state_->forget(next);
    if (state_->trained.empty())
        return LabelNews::NothingLeft;
    return trains ? LabelNews::Changed : LabelNews::HeldBack;
}

void PatchSampler::trackNews(LabelHistory before, std::int64_t batches)
{
    const std::int64_t next = position();
    {
        const std::lock_guard lock(state_->labelsMutex);
        state_->newestBatches = batches;
        state_->history = std::move(before);
        state_->history.update(*state_->index, next);
        state_->sortByAge();
    }
    state_->forget(next);
}

const LabelHistory& PatchSampler::history() const
{
    return state_->history;
}

const LabelIndex& PatchSampler::index() const
{
    return *state_->index;
}

std::vector<PatchPlace> PatchSampler::validationPlaces(int limit) const
{
    const std::shared_lock lock(state_->labelsMutex);
    const int side = state_->settings.patchSize;
    const int reduction = state_->settings.reduction;
    std::set<std::tuple<int, int, int>> squares; // image, row, column
    for (int c = 0; c < state_->index->classes(); ++c)
        for (const LabelledBlock& block : state_->index->blocks(state_->split.validating(), c)) {
            const raster::PixelSize size = state_->images[block.image].raster->size();
            const int across = side * reduction;
            const int right = std::min(block.x + block.size, size.width) - 1;
            const int bottom = std::min(block.y + block.size, size.height) - 1;
            for (int row = block.y / across; row <= bottom / across; ++row)
                for (int column = block.x / across; column <= right / across; ++column)
                    squares.insert({block.image, row, column});
        }
    std::vector<PatchPlace> all;
    for (const auto& [image, row, column] : squares) {
        const raster::PixelSize size = reducedSize(state_->images[image].raster->size(), reduction);
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
    const std::shared_lock lock(state_->labelsMutex);
    return state_->read(places, state_->split.validating());
}

} // namespace limn::training
