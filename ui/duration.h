// Spans of time as people read them. Pure function.
#pragma once

#include <QString>

namespace limn::ui
{

/// "12 s", "3 min 05 s", "1 h 20 min"; seconds below 0 count as 0.
QString formatDuration(double seconds);

} // namespace limn::ui
