// Lucide icons by name ("brush", "eye-off"; resources/icons), tinted by the palette and sharp at
// any size. GUI thread only.
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace limn::widgets
{

/// In the palette's text colours for normal, disabled and selected. Throws std::invalid_argument
/// for a name that does not ship.
QIcon icon(const QString& name, const QPalette& palette);

/// The same in the application's palette of the moment it is painted, so that it follows a change
/// of theme by itself.
QIcon icon(const QString& name);

} // namespace limn::widgets
