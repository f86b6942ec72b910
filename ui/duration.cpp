#include "ui/duration.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>

namespace limn::ui
{

QString formatDuration(double seconds)
{
    const auto whole = static_cast<long long>(std::lround(std::max(0.0, seconds)));
    const auto text = [](const char* source) {
        return QCoreApplication::translate("limn::ui::Duration", source);
    };
    if (whole < 60)
        return text("%1 s").arg(whole);
    if (whole < 3600)
        return text("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
    return text("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QChar('0'));
}

} // namespace limn::ui
