// A flat button with an icon of our family, for rows of small commands. GUI thread only.
#pragma once

#include "widgets/icon.h"

#include <QToolButton>

namespace limn::ui
{

/// `text` is its tool tip and what a screen reader says.
inline QToolButton* iconButton(const QString& name, const QString& icon, const QString& text,
                               QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setIcon(widgets::icon(icon));
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

} // namespace limn::ui
