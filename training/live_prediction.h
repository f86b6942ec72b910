// What the desktop sees of a network while it looks around: the cells of the view first, again
// whenever the weights have become better, then the rest of an image. Each call does one cell, so
// that the caller decides what else comes between. One thread.
#pragma once

#include "annotation/project.h"
#include "training/image_prediction.h"
#include "training/run_weights.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace limn::training
{

struct TilesPredicted
{
    std::int64_t image = 0;
    std::string run;
    std::filesystem::path store;
    std::int64_t step = 0;
    raster::PixelRect rect;
    std::int64_t done = 0; ///< cells of the request with the newest weights
    std::int64_t total = 0;
};

class LivePrediction
{
public:
    struct Listener
    {
        std::function<void(const TilesPredicted&)> tiles;
        /// image, run, message (empty when all is done)
        std::function<void(std::int64_t, const std::string&, const std::string&)> finished;
    };

    /// Both must outlive this.
    LivePrediction(const annotation::Project& project, RunWeights& weights, Listener listener);
    ~LivePrediction();

    /// Throw TrainingError for an unknown run or image.
    void setView(std::int64_t image, const std::string& run, const raster::PixelRect& area);
    void setImage(std::int64_t image, const std::string& run);
    void cancel();
    /// Everything predicted so far is out of date.
    void weightsChanged();
    /// What is in view is out of date, and nothing else.
    void viewChanged();

    /// A cell of the view that was never predicted by this run; false when there is none.
    bool predictNew();
    /// A cell of the view with outdated weights, else one of the image asked for; false when there
    /// is none.
    bool predictNext();

private:
    struct Request
    {
        std::int64_t image = 0;
        std::string wanted; ///< run as asked for
        raster::PixelRect area;
        bool announced = false; ///< its end, for the weights at hand
        std::string run;        ///< that answered last
        std::vector<GridCell> cells;
    };
    struct Canvas;

    bool predictOne(std::optional<Request>& request, bool onlyNew);
    Canvas& canvas(const std::string& run, std::int64_t image);
    void check(std::int64_t image, const std::string& run) const;
    bool isReady(const std::string& run) const;

    const annotation::Project& project_;
    RunWeights& weights_;
    Listener listener_;
    std::optional<Request> view_;
    std::optional<Request> whole_;
    std::int64_t version_ = 2; ///< of the weights; 0 of a cell: never predicted, 1: out of date
    std::map<std::pair<std::string, std::int64_t>, std::unique_ptr<Canvas>> canvases_;
};

} // namespace limn::training
