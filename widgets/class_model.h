// The classes as a table for the palette's view: one row a class and a last one for "unlabelled".
// GUI thread only.
#pragma once

#include "widgets/class_palette.h"

#include <QAbstractTableModel>

namespace limn::widgets
{

class ClassModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Swatch, Name, Key, Eye, Lock, Pixels, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    /// Keeps the rows, and so an editor that is open, when the values are the same in that order.
    void setClasses(const std::vector<PaletteClass>& classes);
    const std::vector<PaletteClass>& classes() const { return classes_; }
    const PaletteClass& at(int row) const; ///< the last row is "unlabelled"
    int rowOf(int value) const;            ///< -1 when there is none
    bool isUnlabelled(int row) const { return row == static_cast<int>(classes_.size()); }
    void setPixels(int value, qint64 pixels, const QString& area);
    /// Changes the row and tells by edited().
    void edit(int row, const PaletteClass& changed);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void edited(const limn::widgets::PaletteClass& changed);

private:
    QVariant text(const PaletteClass& entry, int row, int column) const;
    QVariant toolTip(const PaletteClass& entry, int column) const;

    std::vector<PaletteClass> classes_;
    PaletteClass unlabelled_{0, {}, {}, QLatin1Char('0'), true, false, -1, {}};
};

} // namespace limn::widgets
