#include "widgets/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

namespace limn::widgets
{

ElidedLabel::ElidedLabel(QWidget* parent, int lines) : QLabel(parent), lines_(lines)
{
    setTextFormat(Qt::PlainText);
}

QSize ElidedLabel::sizeHint() const
{
    const QMargins margins = contentsMargins();
    return {fontMetrics().horizontalAdvance(text()) + margins.left() + margins.right() + 1,
            fontMetrics().height() + margins.top() + margins.bottom()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {1, sizeHint().height()};
}

int ElidedLabel::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const auto lines = static_cast<int>(linesIn(width - margins.left() - margins.right()).size());
    return lines * fontMetrics().lineSpacing() + margins.top() + margins.bottom();
}

QStringList ElidedLabel::linesIn(int width) const
{
    if (fontMetrics().horizontalAdvance(text()) <= width)
        return {text()};
    QStringList lines;
    QTextLayout layout(text(), font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    while (lines.size() + 1 < lines_) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        lines << text().mid(line.textStart(), line.textLength()).trimmed();
    }
    QTextLine rest = layout.createLine();
    layout.endLayout();
    if (rest.isValid())
        lines << fontMetrics().elidedText(text().mid(rest.textStart()), Qt::ElideRight, width);
    return lines;
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty())
        return QLabel::event(event);
    const bool whole = linesIn(contentsRect().width()).join(' ').size() >= text().size();
    QToolTip::showText(static_cast<const QHelpEvent*>(event)->globalPos(),
                       whole ? QString() : text(), this);
    return true;
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    const QRect room = contentsRect();
    const QStringList lines = linesIn(room.width());
    const int height = fontMetrics().lineSpacing();
    const auto total = static_cast<int>(lines.size()) * height;
    int top = room.top() + (room.height() - total) / 2;
    QPainter painter(this);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole()));
    for (const QString& line : lines) {
        painter.drawText(QRect(room.left(), top, room.width(), height),
                         static_cast<int>(alignment() & Qt::AlignHorizontal_Mask) |
                             Qt::AlignVCenter | Qt::TextSingleLine,
                         line);
        top += height;
    }
}

} // namespace limn::widgets
