#include "ui/reading_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QShortcut>

namespace limn::ui
{

namespace
{
constexpr int readingRowHeight = 24;
} // namespace

QTableWidget* readingTable(const QString& name, QWidget* parent)
{
    auto* table = new QTableWidget(parent);
    table->setObjectName(name);
    table->setFrameShape(QFrame::NoFrame);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(readingRowHeight);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    auto* copy = new QShortcut(QKeySequence::Copy, table);
    copy->setContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QShortcut::activated, table,
                     [table] { QApplication::clipboard()->setText(tableText(*table)); });
    return table;
}

QString tableText(const QTableWidget& table)
{
    QStringList lines;
    if (!table.horizontalHeader()->isHidden()) {
        QStringList heads;
        for (int column = 0; column < table.columnCount(); ++column) {
            const QTableWidgetItem* head = table.horizontalHeaderItem(column);
            heads << (head ? head->text() : QString());
        }
        lines << heads.join('\t');
    }
    for (int row = 0; row < table.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < table.columnCount(); ++column)
            cells << (table.item(row, column) ? table.item(row, column)->text() : QString());
        lines << cells.join('\t');
    }
    return lines.join('\n');
}

QTableWidgetItem* numberCell(const QString& text)
{
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

} // namespace limn::ui
