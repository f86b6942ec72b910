#include "ui/run_history.h"

#include "ui/words.h"

namespace limn::ui
{

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
            history.curves = readRunDetails(projectFolder, history.latest).curves;
        }
    } catch (const std::exception& error) {
        history.problem = inWords(error);
    }
    return history;
}

} // namespace limn::ui
