#include "ui/run_history.h"

#include "ui/words.h"

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

widgets::Curves curvesOf(const QString& projectFolder, const QString& run)
{
    const std::filesystem::path folder =
        std::filesystem::path(projectFolder.toStdString()) / "runs" / run.toStdString();
    widgets::Curves curves;
    for (const nlohmann::json& row : annotation::readMetrics(folder)) {
        const std::string kind = row.value("kind", "");
        const double step = number(row, "step");
        const double elapsed = number(row, "elapsed");
        if (kind == "train")
            curves.training.push_back({step, elapsed, number(row, "loss")});
        else if (kind == "validation")
            curves.validation.push_back(
                {step, elapsed, number(row, "loss"), number(row, "meanIou")});
        else if (kind == "labels")
            curves.labelChanges.push_back({step, elapsed});
    }
    return curves;
}
} // namespace

std::optional<annotation::RunRecord> latestRun(const QString& projectFolder)
{
    const auto runs = annotation::listRuns(projectFolder.toStdString());
    if (runs.empty())
        return std::nullopt;
    return runs.front();
}

RunHistory readRunHistory(const QString& projectFolder)
{
    RunHistory history;
    try {
        history.runs = listedRuns(projectFolder);
        if (const auto run = latestRun(projectFolder)) {
            history.latest = QString::fromStdString(run->id);
            history.curves = curvesOf(projectFolder, history.latest);
        }
    } catch (const std::exception& error) {
        history.problem = inWords(error);
    }
    return history;
}

void showCurves(widgets::CurvePlot& plot, const widgets::Curves& curves)
{
    plot.clear();
    for (const widgets::TrainingPoint& point : curves.training)
        plot.addTrainingLoss(point.step, point.seconds, point.loss);
    for (const widgets::ValidationPoint& point : curves.validation)
        plot.addValidation(point.step, point.seconds, point.loss, point.meanIou);
    for (const widgets::LabelChange& change : curves.labelChanges)
        plot.addLabelChange(change.step, change.seconds);
}

void showCurves(widgets::CurvePlot& plot, const QString& projectFolder, const QString& run)
{
    plot.clear();
    showCurves(plot, curvesOf(projectFolder, run));
}

} // namespace limn::ui
