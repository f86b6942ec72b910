// Batches of patches around labelled pixels, prepared ahead on threads of its own so that
// computing never waits for a file.
//
// Every patch first draws a class, evenly among those with training labels, then a place by the
// share of that class's pixels, then an offset, so that rare classes are seen as often as common
// ones. While some labels are new, a part of every batch is drawn from them in the same way, so
// that corrections show quickly, and a part from all older ones by their area, so that nothing is
// forgotten over them (experience replay, as Rolnick et al. 2019). The n-th batch depends only on
// the seed, n, the labels and when they came: a resumed run goes on with the very batch that the
// stopped one would have taken. Methods are called from one thread.
#pragma once

#include "training/core/libtorch.h"
#include "training/label_history.h"
#include "training/patch_reader.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace limn::training
{

struct Batch
{
    torch::Tensor images; ///< [N, bands, size, size] float32, normalised
    torch::Tensor labels; ///< [N, size, size] int64 class index or `ignored`
};

/// A patch of one image whose labels count only inside `within`; both in working pixels.
struct PatchPlace
{
    int image = 0;
    raster::PixelRect window;
    raster::PixelRect within;
};

struct SamplerSettings
{
    int patchSize = 256; ///< side in working pixels
    int batchSize = 8;
    std::uint64_t seed = 1;
    double newestShare = 0; ///< of a batch while there are new labels, 0..1
    double replayShare = 0; ///< of a batch meanwhile; together with newestShare at most 1
    int reduction = 1;      ///< image pixels a side of a working pixel (patch_reader.h)
    int threads = 1;        ///< that prepare batches; their number changes none of them
    bool pinned = false;    ///< batches lie where a GPU can fetch them without the CPU
};

enum class LabelNews {
    None,
    Changed,
    HeldBack, ///< changed, but of what trains nothing did
    NothingLeft
};

class PatchSampler
{
public:
    /// At least one class must have training labels.
    PatchSampler(std::vector<TrainingImage> images, BandScaling scaling, ClassIndex classes,
                 SplitChoice split, SamplerSettings settings);
    ~PatchSampler();

    /// The next batch; waits for it. Rethrows what reading threw (RasterError, ProjectError).
    Batch next();
    /// The next batch will be number `batch`.
    void seek(std::int64_t batch);
    std::int64_t position() const;

    /// Reads labels again where they changed. Batches prepared with the old ones are made anew, and
    /// what changed is new from the next one on. Where nothing is left to train on, next() throws
    /// TrainingError until labels are back.
    LabelNews refreshLabels();
    /// Labels that come in from now on count as new for so many batches, and so do, from the next
    /// batch on, those that are not as in `before`; seek() there first. Until then none does.
    void trackNews(LabelHistory before, std::int64_t batches);
    const LabelIndex& index() const;
    const LabelHistory& history() const;

    /// A fixed cover of the pixels that validate: squares of the patch size, at most `limit`,
    /// evenly chosen where there are more.
    std::vector<PatchPlace> validationPlaces(int limit) const;
    /// Those patches with the labels that validate.
    Batch validationBatch(const std::vector<PatchPlace>& places) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::training
