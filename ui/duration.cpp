#include "ui/duration.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>

namespace limn::ui
{

namespace
{
struct Duration
{
    Q_DECLARE_TR_FUNCTIONS(limn::ui::Duration)
};
} // namespace

QString formatDuration(double seconds)
{
    const auto whole = static_cast<long long>(std::lround(std::max(0.0, seconds)));
    if (whole < 60)
        return Duration::tr("%1 s").arg(whole);
    if (whole < 3600)
        return Duration::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
    return Duration::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QChar('0'));
}

} // namespace limn::ui
