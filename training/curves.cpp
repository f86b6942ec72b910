#include "training/curves.h"

#include "annotation/run_record.h"

#include <set>
#include <sstream>

namespace limn::training
{

namespace
{

/// A number of the row, or nothing where it has none.
std::string cell(const nlohmann::json& row, const char* key)
{
    const auto found = row.find(key);
    return found == row.end() || !found->is_number() ? std::string() : found->dump();
}

} // namespace

void writeCurves(const std::filesystem::path& runFolder, const std::filesystem::path& csv)
{
    const std::vector<nlohmann::json> rows = annotation::readMetrics(runFolder);
    std::set<int> classes;
    for (const nlohmann::json& row : rows)
        if (row.contains("classes"))
            for (const nlohmann::json& entry : row["classes"])
                classes.insert(entry.value("class", 0));
    std::ostringstream text;
    text << "step,epoch,seconds,training_loss,learning_rate,validation_loss,mean_iou,"
            "pixel_accuracy";
    for (const int value : classes)
        text << ",iou_" << value;
    text << '\n';
    for (const nlohmann::json& row : rows) {
        const std::string kind = row.value("kind", "");
        if (kind != "train" && kind != "validation")
            continue;
        const bool trains = kind == "train";
        text << cell(row, "step") << ',' << cell(row, "epoch") << ',' << cell(row, "elapsed") << ','
             << (trains ? cell(row, "loss") : "") << ',' << cell(row, "learningRate") << ','
             << (trains ? "" : cell(row, "loss")) << ',' << cell(row, "meanIou") << ','
             << cell(row, "pixelAccuracy");
        for (const int value : classes) {
            text << ',';
            if (row.contains("classes"))
                for (const nlohmann::json& entry : row["classes"])
                    if (entry.value("class", 0) == value)
                        text << cell(entry, "iou");
        }
        text << '\n';
    }
    annotation::writeFileAtomically(csv, text.str());
}

void dropMetricsAfter(const std::filesystem::path& runFolder, std::int64_t step)
{
    std::string text;
    for (const nlohmann::json& row : annotation::readMetrics(runFolder))
        if (row.value("step", std::int64_t{0}) <= step)
            text += row.dump() + "\n";
    annotation::writeFileAtomically(runFolder / "metrics.jsonl", text);
}

} // namespace limn::training
