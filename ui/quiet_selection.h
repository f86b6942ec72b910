// The current row of a list, marked as the class palette marks its own: the image should be the
// brightest thing. GUI thread only.
#pragma once

#include <QPalette>

namespace limn::ui
{

/// `palette` with a pale highlight that leaves text as it is.
inline QPalette quietSelection(QPalette palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor accent = palette.color(QPalette::Active, QPalette::Highlight);
    constexpr float share = 0.28F;
    const QColor mixed = QColor::fromRgbF(base.redF() + share * (accent.redF() - base.redF()),
                                          base.greenF() + share * (accent.greenF() - base.greenF()),
                                          base.blueF() + share * (accent.blueF() - base.blueF()));
    palette.setColor(QPalette::Highlight, mixed);
    palette.setColor(QPalette::HighlightedText, palette.color(QPalette::Text));
    return palette;
}

} // namespace limn::ui
