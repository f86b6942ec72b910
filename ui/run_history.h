// What earlier training runs of a project left on disk: which is the latest, and its curves.
#pragma once

#include "annotation/run_record.h"
#include "ui/run_list.h"
#include "widgets/curve_export.h"

#include <optional>
#include <QString>
#include <vector>

namespace limn::ui
{

/// The newest run that can be read; nothing where there is none. Any thread; waits for the
/// project's drive.
std::optional<annotation::RunRecord> latestRun(const QString& projectFolder);

/// The runs of a project and the curves of the newest, read at once while it is opened.
struct RunHistory
{
    std::vector<ListedRun> runs;
    QString latest; ///< empty: no run
    widgets::Curves curves;
    QString problem; ///< why they cannot be read; empty when all is well
};

/// Any thread; waits for the project's drive.
RunHistory readRunHistory(const QString& projectFolder);

} // namespace limn::ui
