#include "widgets/theme.h"

#include "widgets/grid_style.h"

#include <memory>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPixmapCache>
#include <QStyleFactory>
#include <QToolTip>

namespace limn::widgets
{

namespace
{

constexpr int basePixels = 13;

QPalette makePalette(const QColor& window, const QColor& base, const QColor& alternate,
                     const QColor& button, const QColor& text, const QColor& accent,
                     const QColor& onAccent)
{
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, alternate);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, QColor(255, 255, 255));
    palette.setColor(QPalette::ToolTipBase, mixed(window, text, 0.06));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, mixed(base, text, 0.5));
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, mixed(accent, text, 0.3));
    palette.setColor(QPalette::Light, mixed(button, QColor(255, 255, 255), 0.12));
    palette.setColor(QPalette::Midlight, mixed(button, QColor(255, 255, 255), 0.06));
    palette.setColor(QPalette::Mid, mixed(window, text, 0.22));
    palette.setColor(QPalette::Dark, mixed(window, QColor(0, 0, 0), 0.3));
    palette.setColor(QPalette::Shadow, mixed(window, QColor(0, 0, 0), 0.6));
    const QColor faded = mixed(window, text, 0.42);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(window, text, 0.16));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, faded);
    return palette;
}

bool systemIsDark()
{
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(QStringLiteral("Fusion")));
    return isDark(fusion->standardPalette());
}

} // namespace

QColor mixed(const QColor& from, const QColor& to, double part)
{
    return QColor::fromRgbF(from.redF() + (to.redF() - from.redF()) * part,
                            from.greenF() + (to.greenF() - from.greenF()) * part,
                            from.blueF() + (to.blueF() - from.blueF()) * part);
}

QPalette themePalette(bool dark)
{
    if (dark)
        return makePalette(QColor(0x2b, 0x2c, 0x2e), QColor(0x23, 0x24, 0x26),
                           QColor(0x29, 0x2a, 0x2c), QColor(0x37, 0x38, 0x3b),
                           QColor(0xdf, 0xe1, 0xe4), QColor(0x3b, 0x82, 0xc4),
                           QColor(0xff, 0xff, 0xff));
    return makePalette(QColor(0xf0, 0xf1, 0xf2), QColor(0xfd, 0xfd, 0xfd), QColor(0xf5, 0xf6, 0xf7),
                       QColor(0xfa, 0xfa, 0xfb), QColor(0x22, 0x25, 0x29), QColor(0x1f, 0x6f, 0xb5),
                       QColor(0xff, 0xff, 0xff));
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor quietText(const QPalette& palette)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.68);
}

QColor hairline(const QPalette& palette)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.14);
}

QColor toneColour(Tone tone, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Warning:
        return dark ? QColor(0xe8, 0xb3, 0x39) : QColor(0x96, 0x63, 0x00);
    case Tone::Error:
        return dark ? QColor(0xf0, 0x7a, 0x6c) : QColor(0xbd, 0x2b, 0x1c);
    case Tone::Success:
        return dark ? QColor(0x52, 0xc4, 0x93) : QColor(0x0b, 0x7a, 0x4f);
    case Tone::Note:
        break;
    }
    return dark ? QColor(0x6c, 0xb0, 0xea) : QColor(0x1f, 0x6f, 0xb5);
}

void applyTheme(QApplication& application, Theme theme)
{
    const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark());
    application.setStyle(new GridStyle);
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // A desktop set to larger letters is followed; smaller ones would not fit the grid.
    font.setPixelSize(std::max(basePixels, QFontInfo(font).pixelSize()));
    application.setFont(font);
    const QPalette palette = themePalette(dark);
    application.setPalette(palette);
    QToolTip::setPalette(palette);
    QPixmapCache::clear();
}

} // namespace limn::widgets
