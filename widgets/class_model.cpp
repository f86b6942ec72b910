#include "widgets/class_model.h"

#include <algorithm>
#include <QLocale>

namespace limn::widgets
{

namespace
{

constexpr double megapixels = 1e6;

QString pixelText(qint64 pixels)
{
    if (pixels < 0)
        return {};
    const QLocale locale;
    if (pixels >= 10 * megapixels)
        return ClassModel::tr("%1 Mpx").arg(locale.toString(pixels / megapixels, 'f', 1));
    return ClassModel::tr("%1 px").arg(locale.toString(pixels));
}

} // namespace

void ClassModel::setClasses(const std::vector<PaletteClass>& classes)
{
    std::vector<PaletteClass> next;
    std::copy_if(classes.begin(), classes.end(), std::back_inserter(next),
                 [](const PaletteClass& entry) { return entry.value != 0; });
    const bool sameRows =
        std::equal(next.begin(), next.end(), classes_.begin(), classes_.end(),
                   [](const auto& a, const auto& b) { return a.value == b.value; });
    if (sameRows) {
        classes_ = std::move(next);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    classes_ = std::move(next);
    endResetModel();
}

const PaletteClass& ClassModel::at(int row) const
{
    return isUnlabelled(row) ? unlabelled_ : classes_.at(row);
}

int ClassModel::rowOf(int value) const
{
    if (value == 0)
        return static_cast<int>(classes_.size());
    const auto found = std::find_if(classes_.begin(), classes_.end(),
                                    [value](const auto& each) { return each.value == value; });
    return found == classes_.end() ? -1 : static_cast<int>(found - classes_.begin());
}

void ClassModel::setPixels(int value, qint64 pixels, const QString& area)
{
    const int row = rowOf(value);
    if (row < 0)
        return;
    PaletteClass& entry = isUnlabelled(row) ? unlabelled_ : classes_[row];
    entry.pixels = pixels;
    entry.area = area;
    Q_EMIT dataChanged(index(row, Pixels), index(row, Pixels));
}

void ClassModel::edit(int row, const PaletteClass& changed)
{
    if (isUnlabelled(row) || row < 0 || row > static_cast<int>(classes_.size()))
        return;
    classes_[row] = changed;
    Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
    Q_EMIT edited(changed);
}

int ClassModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(classes_.size()) + 1;
}

int ClassModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant ClassModel::text(const PaletteClass& entry, int row, int column) const
{
    switch (column) {
    case Name:
        return isUnlabelled(row) ? tr("Unlabelled") : entry.name;
    case Key:
        return entry.key.isNull() ? QString() : QString(entry.key);
    case Pixels:
        return pixelText(entry.pixels);
    default:
        return {};
    }
}

QVariant ClassModel::toolTip(const PaletteClass& entry, int column) const
{
    switch (column) {
    case Swatch:
        return tr("Change the colour");
    case Name:
        return tr("%1. Double-click or F2 to rename").arg(entry.name);
    case Key:
        return entry.key.isNull() ? QVariant() : tr("Press %1 to choose").arg(entry.key);
    case Eye:
        return entry.visible ? tr("Hide this class") : tr("Show this class");
    case Lock:
        return entry.locked ? tr("Protected: painting leaves it as it is. Click to unlock")
                            : tr("Protect from painting");
    case Pixels:
        return entry.area.isEmpty() ? tr("Labelled pixels of this image")
                                    : tr("%1 px, %2 of this image")
                                          .arg(QLocale().toString(entry.pixels), entry.area);
    default:
        return {};
    }
}

QVariant ClassModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const int row = index.row();
    const PaletteClass& entry = at(row);
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, row, index.column());
    case Qt::EditRole:
        return index.column() == Name ? QVariant(entry.name) : QVariant();
    case Qt::ToolTipRole:
        return isUnlabelled(row) ? QVariant(tr("Paint with it to remove labels"))
                                 : toolTip(entry, index.column());
    case Qt::AccessibleTextRole:
        if (index.column() == Eye)
            return entry.visible ? tr("shown") : tr("hidden");
        if (index.column() == Lock)
            return entry.locked ? tr("protected") : tr("not protected");
        if (index.column() == Swatch)
            return entry.pattern == FillPattern::Solid
                       ? entry.colour.name()
                       : QStringLiteral("%1, %2").arg(entry.colour.name(), nameOf(entry.pattern));
        return text(entry, row, index.column());
    case Qt::TextAlignmentRole:
        if (index.column() == Pixels)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

bool ClassModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || index.column() != Name || isUnlabelled(index.row()) ||
        name.isEmpty())
        return false;
    PaletteClass changed = at(index.row());
    if (name == changed.name)
        return false;
    changed.name = name;
    edit(index.row(), changed);
    return true;
}

Qt::ItemFlags ClassModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == Name && !isUnlabelled(index.row()))
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace limn::widgets
