#include "ui/choice_box.h"

#include "widgets/theme.h"

#include <algorithm>
#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace limn::ui
{

namespace
{

constexpr int reasonRole = Qt::UserRole + 1;
constexpr int choiceMargin = 4;
constexpr int lineGap = 4; ///< fonts of other scripts are higher
constexpr int widestList = 640;
constexpr int narrowestList = 320;
constexpr double reasonSize = 0.9; ///< of the font's

class ChoiceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool second = !index.data(reasonRole).toString().isEmpty();
        const int line = QFontMetrics(option.font).height();
        return {narrowestList, (second ? 2 * line + lineGap : line) + 2 * choiceMargin};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        row.text.clear();
        const QStyle* style = row.widget ? row.widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);

        const bool possible = option.state.testFlag(QStyle::State_Enabled);
        const bool marked = option.state.testFlag(QStyle::State_Selected);
        const QPalette::ColorGroup group = possible ? QPalette::Active : QPalette::Disabled;
        const QRect inner =
            option.rect.adjusted(2 * choiceMargin, choiceMargin, -2 * choiceMargin, -choiceMargin);
        painter->setFont(option.font);
        painter->setPen(
            option.palette.color(group, marked ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignTop,
                          index.data(Qt::DisplayRole).toString());
        QFont small = option.font;
        if (small.pixelSize() > 0)
            small.setPixelSize(static_cast<int>(small.pixelSize() * reasonSize));
        else
            small.setPointSizeF(small.pointSizeF() * reasonSize);
        painter->setFont(small);
        if (!marked)
            painter->setPen(widgets::quietText(option.palette));
        painter->drawText(inner, Qt::AlignLeft | Qt::AlignBottom,
                          QFontMetrics(small).elidedText(index.data(reasonRole).toString(),
                                                         Qt::ElideRight, inner.width()));
        painter->restore();
    }
};

} // namespace

ChoiceBox::ChoiceBox(const QString& objectName, const QString& automatic, QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(objectName);
    addItem(automatic, QString());
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(10);
    setItemDelegate(new ChoiceDelegate(this));
}

void ChoiceBox::setChoices(const QList<Choice>& choices)
{
    if (view()->isVisible())
        return;
    const QString before = chosen();
    const QSignalBlocker quiet(this);
    while (count() > 1)
        removeItem(1);
    auto* items = qobject_cast<QStandardItemModel*>(model());
    for (const Choice& choice : choices) {
        addItem(choice.title, choice.name);
        QStandardItem* item = items->item(count() - 1);
        item->setData(choice.reason, reasonRole);
        item->setEnabled(choice.possible);
        QString tip;
        for (const QString& line : {choice.reason, choice.more})
            if (!line.isEmpty())
                tip += QStringLiteral("<p>%1</p>").arg(line.toHtmlEscaped());
        item->setToolTip(tip);
    }
    choose(before);
}

void ChoiceBox::choose(const QString& name)
{
    setCurrentIndex(std::max(0, findData(name)));
}

QString ChoiceBox::reasonAt(int index) const
{
    return itemData(index, reasonRole).toString();
}

void ChoiceBox::showPopup()
{
    // As wide as the longest reason, within limits: the box itself is narrow.
    int widest = narrowestList;
    const QFontMetrics metrics(font());
    for (int i = 0; i < count(); ++i)
        widest = std::max(widest, metrics.horizontalAdvance(reasonAt(i)) + 4 * choiceMargin);
    view()->setMinimumWidth(std::max(width(), std::min(widest, widestList)));
    QComboBox::showPopup();
}

} // namespace limn::ui
