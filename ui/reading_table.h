// A plain table to read and to copy from: Ctrl+C takes it whole, tab by tab. GUI thread only.
#pragma once

#include <QString>
#include <QTableWidget>

namespace limn::ui
{

QTableWidget* readingTable(const QString& name, QWidget* parent);

/// As copied: a line a row, cells separated by tabs, headings first where the table has them.
QString tableText(const QTableWidget& table);

/// A cell of digits that stand below each other.
QTableWidgetItem* numberCell(const QString& text);

} // namespace limn::ui
