#include "ui/run_list.h"

#include "ui/duration.h"
#include "ui/recipe_labels.h"
#include "ui/runs_panel.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <QDateTime>
#include <QLocale>

namespace limn::ui
{

namespace
{

std::filesystem::path folderOf(const QString& projectFolder, const QString& run)
{
    return std::filesystem::path(projectFolder.toStdString()) / "runs" / run.toStdString();
}

double numberIn(const nlohmann::json& row, const char* key,
                double otherwise = std::numeric_limits<double>::quiet_NaN())
{
    const auto found = row.find(key);
    return found != row.end() && found->is_number() ? found->get<double>() : otherwise;
}

QString scoreText(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : QString();
}

/// A setting as people read it: texts without quotation marks.
QString settingText(const nlohmann::json& value)
{
    if (value.is_null())
        return {};
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
}

double iouOf(const nlohmann::json& validation, int classValue)
{
    if (validation.contains("classes"))
        for (const nlohmann::json& entry : validation["classes"])
            if (entry.value("class", 0) == classValue)
                return numberIn(entry, "iou");
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace

QString ListedRun::title() const
{
    if (!notes.name.empty())
        return QString::fromStdString(notes.name);
    const QDateTime began =
        QDateTime::fromString(QString::fromStdString(record.started), Qt::ISODate).toLocalTime();
    const auto setting = [this](const char* key) {
        return record.recipe.contains(key) ? settingText(record.recipe[key]) : QString();
    };
    const QString what = setting("network") + " · " + setting("encoder");
    return began.isValid() ? QLocale().toString(began, QLocale::ShortFormat) + " · " + what : what;
}

bool ListedRun::canGoOn(const QString& underWay) const
{
    return record.state != "finished" && id() != underWay;
}

QString ListedRun::stateText(const QString& underWay) const
{
    if (id() == underWay)
        return RunsPanel::tr("training");
    if (record.state == "finished")
        return RunsPanel::tr("finished");
    if (record.state == "stopped")
        return RunsPanel::tr("stopped");
    if (record.state == "failed")
        return RunsPanel::tr("failed");
    return RunsPanel::tr("interrupted"); // also one whose engine was killed
}

std::vector<ListedRun> listedRuns(const QString& projectFolder)
{
    std::vector<ListedRun> runs;
    for (annotation::RunRecord& record : annotation::listRuns(projectFolder.toStdString())) {
        annotation::RunNotes notes =
            annotation::readRunNotes(folderOf(projectFolder, QString::fromStdString(record.id)));
        runs.push_back({std::move(record), std::move(notes)});
    }
    std::stable_partition(runs.begin(), runs.end(),
                          [](const ListedRun& run) { return run.notes.pinned; });
    return runs;
}

RunDetails readRunDetails(const QString& projectFolder, const QString& run)
{
    RunDetails details;
    widgets::Curves& curves = details.curves;
    for (const nlohmann::json& row : annotation::readMetrics(folderOf(projectFolder, run))) {
        const std::string kind = row.value("kind", "");
        const double step = numberIn(row, "step", 0);
        const double elapsed = numberIn(row, "elapsed", 0);
        if (kind == "train") {
            curves.training.push_back({step, elapsed, numberIn(row, "loss")});
        } else if (kind == "validation") {
            const bool best = row.contains("best") && row["best"] == true;
            curves.validation.push_back(
                {step, elapsed, numberIn(row, "loss"), numberIn(row, "meanIou"), best});
            if (best)
                details.best = row;
        } else if (kind == "labels") {
            curves.labelChanges.push_back({step, elapsed});
        }
    }
    return details;
}

QList<ComparisonRow> comparedMetrics(const std::vector<ListedRun>& runs,
                                     const std::vector<RunDetails>& details,
                                     const annotation::ClassList& classes)
{
    QList<ComparisonRow> rows{
        {RunsPanel::tr("Best mean IoU"), {}},  {RunsPanel::tr("at step"), {}},
        {RunsPanel::tr("Pixel accuracy"), {}}, {RunsPanel::tr("Validation loss"), {}},
        {RunsPanel::tr("Steps trained"), {}},  {RunsPanel::tr("Time trained"), {}}};
    for (const annotation::ClassEntry& entry : classes)
        rows.append({RunsPanel::tr("IoU of %1").arg(QString::fromStdString(entry.name)), {}});
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const nlohmann::json& best = details[i].best;
        const nlohmann::json& summary = runs[i].record.summary;
        const double step = numberIn(best, "step");
        qsizetype row = 0;
        rows[row++].values << scoreText(numberIn(best, "meanIou"));
        rows[row++].values << (std::isfinite(step) ? QLocale().toString(step, 'f', 0) : QString());
        rows[row++].values << scoreText(numberIn(best, "pixelAccuracy"));
        rows[row++].values << scoreText(numberIn(best, "loss"));
        rows[row++].values << QLocale().toString(numberIn(summary, "steps", 0), 'f', 0);
        rows[row++].values << formatDuration(numberIn(summary, "seconds", 0));
        for (const annotation::ClassEntry& entry : classes)
            rows[row++].values << scoreText(iouOf(best, entry.value));
    }
    return rows;
}

QList<ComparisonRow> comparedSettings(const std::vector<ListedRun>& runs,
                                      const nlohmann::json& standard)
{
    QStringList keys;
    for (const ListedRun& run : runs)
        for (const auto& item : run.record.recipe.items())
            if (!keys.contains(QString::fromStdString(item.key())))
                keys << QString::fromStdString(item.key());
    keys.sort(Qt::CaseInsensitive);
    QList<ComparisonRow> rows;
    for (const QString& key : keys) {
        ComparisonRow row{settingLabel(key), {}};
        for (const ListedRun& run : runs)
            row.values << settingText(run.record.recipe.value(key.toStdString(), nlohmann::json()));
        const QString usual = runs.size() == 1
                                  ? settingText(standard.value(key.toStdString(), nlohmann::json()))
                                  : row.values.value(0);
        if (std::any_of(row.values.begin(), row.values.end(),
                        [&](const QString& value) { return value != usual; }))
            rows << row;
    }
    return rows;
}

} // namespace limn::ui
