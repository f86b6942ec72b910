// What a run writes about itself for people and other programs: run.json, metrics.jsonl and
// TensorBoard events while it goes on; an MLflow server is told where the recipe names one. Throws
// ProjectError when it cannot write. One thread.
#pragma once

#include "annotation/class_list.h"
#include "annotation/run_record.h"
#include "training/checkpoint.h"
#include "training/event_file.h"
#include "training/mlflow_report.h"
#include "training/run_listener.h"

#include <filesystem>
#include <memory>
#include <string>

namespace limn::training
{

class RunJournal
{
public:
    /// `from` is the step that a run goes on from; what was written after it is forgotten by the
    /// first line. Writes nothing yet.
    RunJournal(std::filesystem::path folder, annotation::RunRecord record, std::int64_t from = 0);

    annotation::RunRecord& record() { return record_; }
    const annotation::RunRecord& record() const { return record_; }

    void trained(const RunProgress& row);
    void validated(const RunValidation& row, const annotation::ClassList& classes);
    void labelsChanged(std::int64_t step, double elapsed);
    /// Why an MLflow server could not be told, once; else empty.
    std::string takeWarning();
    /// run.json.
    void stand(const std::string& state, const std::string& message, const TrainerState& at,
               double elapsed);

private:
    void add(const std::string& tag, std::int64_t step, double value);
    void beginReport();
    void keepReport();

    std::filesystem::path folder_;
    annotation::RunRecord record_;
    EventFile events_;
    std::unique_ptr<MlflowReport> report_; ///< none: nobody is told
};

} // namespace limn::training
