#include "ui/run_history.h"

#include <filesystem>

namespace limn::ui
{

namespace
{
double number(const nlohmann::json& row, const char* key)
{
    const auto found = row.find(key);
    return found != row.end() && found->is_number() ? found->get<double>() : 0;
}
} // namespace

std::optional<annotation::RunRecord> latestRun(const QString& projectFolder)
{
    const auto runs = annotation::listRuns(projectFolder.toStdString());
    if (runs.empty())
        return std::nullopt;
    return runs.front();
}

void showCurves(widgets::CurvePlot& plot, const QString& projectFolder, const QString& run)
{
    plot.clear();
    const std::filesystem::path folder =
        std::filesystem::path(projectFolder.toStdString()) / "runs" / run.toStdString();
    for (const nlohmann::json& row : annotation::readMetrics(folder)) {
        const std::string kind = row.value("kind", "");
        const double step = number(row, "step");
        const double elapsed = number(row, "elapsed");
        if (kind == "train")
            plot.addTrainingLoss(step, elapsed, number(row, "loss"));
        else if (kind == "validation")
            plot.addValidation(step, elapsed, number(row, "loss"), number(row, "meanIou"));
        else if (kind == "labels")
            plot.addLabelChange(step, elapsed);
    }
}

} // namespace limn::ui
