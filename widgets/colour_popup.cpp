#include "widgets/colour_popup.h"

#include "widgets/theme.h"

#include <array>
#include <QColorDialog>
#include <QCoreApplication>
#include <QGridLayout>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>
#include <QWidgetAction>

namespace limn::widgets
{

namespace
{

constexpr int side = 20;
constexpr int inRow = 6;

// Okabe and Ito's eight for all kinds of colour vision (2008), then hues between them.
constexpr std::array<QRgb, 18> colours{0xffe69f00, 0xff56b4e9, 0xff009e73, 0xfff0e442, 0xff0072b2,
                                       0xffd55e00, 0xffcc79a7, 0xff7a4fb5, 0xff8c5a2b, 0xff2fc4c4,
                                       0xffa6c84c, 0xffe0457b, 0xff3f51b5, 0xff4e7a27, 0xffffb3a0,
                                       0xff9aa3ad, 0xfff2f2f2, 0xff1c1c1c};

QIcon swatch(const QColor& colour, bool current, const QPalette& palette, double ratio)
{
    QPixmap pixels(QSize(side, side) * ratio);
    pixels.setDevicePixelRatio(ratio);
    pixels.fill(Qt::transparent);
    QPainter painter(&pixels);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colour);
    painter.setPen(current ? QPen(palette.color(QPalette::WindowText), 2)
                           : QPen(mixed(colour, palette.color(QPalette::WindowText), 0.3), 1));
    const double inset = current ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(0, 0, side, side).adjusted(inset, inset, -inset, -inset), 3, 3);
    return QIcon(pixels);
}

void openDialog(QWidget* parent, const QColor& current,
                const std::function<void(const QColor&)>& chosen)
{
    auto* dialog = new QColorDialog(current, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QColorDialog::colorSelected, parent, chosen);
    dialog->open();
}

} // namespace

void popUpColours(QWidget* parent, const QPoint& global, const QColor& current,
                  std::function<void(const QColor&)> chosen)
{
    auto* menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("colours"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* grid = new QWidget(menu);
    auto* layout = new QGridLayout(grid);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(4);
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const QColor colour = QColor::fromRgb(colours[i]);
        auto* button = new QToolButton(grid);
        button->setAutoRaise(true);
        button->setIconSize({side, side});
        button->setIcon(
            swatch(colour, colour == current, menu->palette(), menu->devicePixelRatioF()));
        button->setAccessibleName(colour.name());
        button->setToolTip(colour.name());
        QObject::connect(button, &QToolButton::clicked, menu, [menu, chosen, colour] {
            menu->close();
            chosen(colour);
        });
        layout->addWidget(button, static_cast<int>(i) / inRow, static_cast<int>(i) % inRow);
    }
    auto* picture = new QWidgetAction(menu);
    picture->setDefaultWidget(grid);
    menu->addAction(picture);
    menu->addSeparator();
    menu->addAction(QCoreApplication::translate("ColourPopup", "Other colour…"), parent,
                    [parent, current, chosen] { openDialog(parent, current, chosen); });
    menu->popup(global);
}

} // namespace limn::widgets
