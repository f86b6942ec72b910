#include "training/run_listener.h"

namespace limn::training
{

using nlohmann::json;

json toJson(const RunProgress& row)
{
    return {{"step", row.step},
            {"epoch", row.epoch},
            {"elapsed", row.elapsed},
            {"remaining", row.remaining},
            {"progress", row.progress},
            {"loss", row.loss},
            {"learningRate", row.learningRate},
            {"imagesPerSecond", row.imagesPerSecond},
            {"phase", row.phase}};
}

json toJson(const RunValidation& row)
{
    json classes = json::array();
    for (const auto& [value, iou] : row.classes)
        classes.push_back({{"class", value}, {"iou", iou}});
    return {{"step", row.step},   {"epoch", row.epoch},     {"elapsed", row.elapsed},
            {"loss", row.loss},   {"meanIou", row.meanIou}, {"pixelAccuracy", row.pixelAccuracy},
            {"classes", classes}, {"best", row.best}};
}

json toJson(const RunEnd& end)
{
    return {{"state", end.state},
            {"message", end.message},
            {"steps", end.steps},
            {"elapsed", end.elapsed},
            {"bestMeanIou", end.bestMeanIou < 0 ? json() : json(end.bestMeanIou)},
            {"waitingShare", end.waitingShare}};
}

} // namespace limn::training
