// What the settings of a training recipe are called. Pure functions.
#pragma once

#include <QString>

namespace limn::ui
{

/// "Learning rate" for "learningRate"; the key itself where it is not known.
QString settingLabel(const QString& key);
/// A group of the engine's schema in the user's language.
QString settingGroup(const QString& group);

} // namespace limn::ui
