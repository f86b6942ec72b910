#include "training/live_prediction.h"

#include "training/failure.h"

#include <algorithm>

namespace limn::training
{

/// What is known of one image as one run sees it.
struct LivePrediction::Canvas
{
    std::shared_ptr<raster::Raster> raster;
    std::filesystem::path file;
    annotation::TileStore store;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> versions; ///< by row, column

    Canvas(std::shared_ptr<raster::Raster> r, const std::filesystem::path& f)
        : raster(std::move(r)), file(f), store(f, annotation::TileStore::Access::ReadWrite)
    {}

    std::int64_t version(const GridCell& cell) const
    {
        const auto found = versions.find({cell.row, cell.column});
        return found == versions.end() ? 0 : found->second;
    }
};

LivePrediction::LivePrediction(const annotation::Project& project, RunWeights& weights,
                               Listener listener)
    : project_(project), weights_(weights), listener_(std::move(listener))
{}

LivePrediction::~LivePrediction() = default;

void LivePrediction::check(std::int64_t image, const std::string& run) const
{
    if (!project_.image(image))
        throw TrainingError("The project has no image number " + std::to_string(image) +
                            ": open the project again.");
    weights_.resolve(run);
}

void LivePrediction::setView(std::int64_t image, const std::string& run,
                             const raster::PixelRect& area)
{
    check(image, run);
    view_ = Request{image, run, area, false, {}, {}};
}

void LivePrediction::setImage(std::int64_t image, const std::string& run)
{
    check(image, run);
    const auto record = project_.image(image);
    whole_ = Request{image, run, {0, 0, record->size.width, record->size.height}, false, {}, {}};
}

void LivePrediction::cancel()
{
    view_.reset();
    whole_.reset();
}

void LivePrediction::weightsChanged()
{
    ++version_;
    if (view_)
        view_->announced = false;
    if (whole_)
        whole_->announced = false;
}

void LivePrediction::viewChanged()
{
    if (!view_)
        return;
    const auto canvas = canvases_.find({view_->run, view_->image});
    if (canvas == canvases_.end())
        return;
    for (const GridCell& cell : view_->cells) {
        std::int64_t& version = canvas->second->versions[{cell.row, cell.column}];
        version = std::min(version, version_ - 1);
    }
    view_->announced = false;
}

bool LivePrediction::predictNew()
{
    return predictOne(view_, true);
}

bool LivePrediction::predictNext()
{
    return predictOne(view_, false) || predictOne(whole_, false);
}

LivePrediction::Canvas& LivePrediction::canvas(const std::string& run, std::int64_t image)
{
    auto& canvas = canvases_[{run, image}];
    if (!canvas) {
        const auto record = project_.image(image);
        if (!record)
            throw TrainingError("The image is no longer in the project: open another one.");
        const std::filesystem::path file =
            annotation::predictionFile(project_.folder(), run, image);
        std::error_code error;
        std::filesystem::create_directories(file.parent_path(), error);
        if (error)
            throw TrainingError("Cannot write predictions to " + file.parent_path().string() +
                                " (" + error.message() + "): make room there or allow writing.");
        canvas = std::make_unique<Canvas>(
            raster::Raster::open(record->file, {}, project_.decodingRoom()), file);
    }
    return *canvas;
}

/// A run that was never validated would only show noise.
bool LivePrediction::isReady(const std::string& run) const
{
    const TrainingRun* live = weights_.runUnderWay();
    return live == nullptr || live->id() != run || live->isValidated();
}

bool LivePrediction::predictOne(std::optional<Request>& request, bool onlyNew)
{
    if (!request || request->announced)
        return false;
    std::string run = request->wanted;
    try {
        run = weights_.resolve(request->wanted);
        if (!isReady(run))
            return false;
        const ActiveWeights weights = weights_.get(run);
        Canvas& target = canvas(run, request->image);
        ModelDescription model = weights.model;
        // While it learns it is looked at often, and should not wait for itself.
        if (const TrainingRun* live = weights_.runUnderWay(); live && live->id() == run)
            model.views = 1;
        ImagePrediction prediction(weights.network, model, *target.raster, weights.device,
                                   weights.precision);
        request->run = run;
        request->cells = prediction.cells(request->area);
        const std::vector<GridCell>& cells = request->cells;
        std::int64_t current = 0;
        const GridCell* next = nullptr;
        for (const GridCell& cell : cells) {
            const std::int64_t version = target.version(cell);
            current += version == version_ ? 1 : 0;
            if (next == nullptr && version < (onlyNew ? 1 : version_))
                next = &cell;
        }
        if (next != nullptr) {
            const PredictedCell predicted = prediction.predict(*next);
            store(target.store, predicted);
            target.versions[{next->row, next->column}] = version_;
            ++current;
            listener_.tiles({request->image, run, target.file, weights.step, predicted.rect,
                             current, static_cast<std::int64_t>(cells.size())});
        }
        if (current == static_cast<std::int64_t>(cells.size())) {
            request->announced = true;
            listener_.finished(request->image, run, "");
        }
        return next != nullptr;
    } catch (const std::exception& error) {
        const std::int64_t image = request->image;
        request.reset();
        listener_.finished(image, run, describe(error));
        return false;
    }
}

} // namespace limn::training
