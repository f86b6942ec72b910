#include "ui/image_delegate.h"

#include "ui/image_list_model.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <cmath>
#include <QApplication>
#include <QPainter>

namespace limn::ui
{

namespace
{

constexpr QSize thumbnailBox{64, 48};
constexpr int rowMargin = 4;
constexpr int barHeight = 3;
/// What is not valid looks as on the canvas: bright land on nothing would be white on white.
constexpr QRgb thumbnailGround = qRgb(0x26, 0x27, 0x29);

QString splitName(annotation::Split split)
{
    switch (split) {
    case annotation::Split::Train:
        return ImageDelegate::tr("training");
    case annotation::Split::Validation:
        return ImageDelegate::tr("validation");
    case annotation::Split::Test:
        return ImageDelegate::tr("test");
    case annotation::Split::Auto:
        break;
    }
    return {};
}

void paintProgress(QPainter& painter, const QRect& bar, double part, const QPalette& palette)
{
    painter.fillRect(bar, palette.color(QPalette::Mid));
    QRect done = bar;
    done.setWidth(std::max(2, static_cast<int>(std::lround(bar.width() * part))));
    painter.fillRect(done, palette.color(QPalette::Active, QPalette::Link));
}

} // namespace

ImageDelegate::ImageDelegate(QObject* parent)
    : QStyledItemDelegate(parent),
      image_(widgets::icon("image")),
      trouble_(widgets::icon("triangle-alert"))
{}

void ImageDelegate::paintThumbnail(QPainter& painter, const QRect& box,
                                   const QModelIndex& index) const
{
    const QImage picture = index.data(Qt::DecorationRole).value<QImage>();
    if (picture.isNull()) {
        const bool trouble = !index.data(ImageListModel::TroubleRole).toString().isEmpty();
        const QRect middle(box.center() - QPoint(10, 10), QSize(20, 20));
        (trouble ? trouble_ : image_).paint(&painter, middle);
        return;
    }
    const QSize fitted = picture.size().scaled(box.size(), Qt::KeepAspectRatio);
    const QRect place(box.x() + (box.width() - fitted.width()) / 2,
                      box.y() + (box.height() - fitted.height()) / 2, fitted.width(),
                      fitted.height());
    painter.fillRect(place, QColor::fromRgb(thumbnailGround));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(place, picture);
}

QSize ImageDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {thumbnailBox.width() + 96, thumbnailBox.height() + 2 * rowMargin};
}

void ImageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    painter->save();
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    row.icon = {};
    const QStyle* style = row.widget ? row.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);

    const QRect inner = option.rect.adjusted(rowMargin, rowMargin, -rowMargin, -rowMargin);
    paintThumbnail(*painter, QRect(inner.topLeft(), thumbnailBox), index);
    const QRect text = inner.adjusted(thumbnailBox.width() + 2 * rowMargin, 0, 0, 0);
    const QFontMetrics metrics(option.font);
    painter->setFont(option.font);
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(
        text, Qt::AlignLeft | Qt::AlignTop,
        metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, text.width()));
    const QSize size = index.data(ImageListModel::SizeRole).toSize();
    QString facts = tr("%L1 × %L2").arg(size.width()).arg(size.height());
    const QString split =
        splitName(static_cast<annotation::Split>(index.data(ImageListModel::SplitRole).toInt()));
    if (!split.isEmpty())
        facts += QStringLiteral(" · ") + split;
    painter->setPen(widgets::quietText(option.palette));
    painter->drawText(text.adjusted(0, metrics.height() + 1, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                      metrics.elidedText(facts, Qt::ElideRight, text.width()));
    const double labelled = index.data(ImageListModel::LabelledRole).toDouble();
    if (labelled > 0)
        paintProgress(*painter,
                      QRect(text.left(), inner.bottom() - barHeight + 1, text.width(), barHeight),
                      labelled, option.palette);
    painter->restore();
}

} // namespace limn::ui
