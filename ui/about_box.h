// What this program is, and of which versions. GUI thread only.
#pragma once

#include "ui/engine_client.h"

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace limn::ui
{

/// Shows the box, modeless, above `parent`.
void showAbout(const EngineClient& engine, QWidget* parent);

} // namespace limn::ui
