#include "ui/shortcuts_sheet.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <vector>

namespace limn::ui
{

namespace
{
struct Key
{
    const char* keys;
    const char* meaning;
};

struct Group
{
    const char* title;
    std::vector<Key> keys;
};

const std::vector<Group>& groups()
{
    static const std::vector<Group> all{
        {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Move"),
         {{QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Wheel"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "zoom at the cursor")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Shift + wheel"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "pan sideways")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Space or middle button"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "pan, in any tool")},
          {"F, Ctrl+0", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "fit the image")},
          {"Ctrl+1",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "one image pixel a screen pixel")},
          {"N, Shift+N", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "next, previous image")}}},
        {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "See"),
         {{QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Tab held"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "hide all overlays")},
          {"Ctrl+2, Ctrl+3",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "show or hide prediction, Grad-CAM")},
          {"Ctrl+4, Ctrl+5",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "show or hide polygons, brush mask")},
          {"F11", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "full screen")}}},
        {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Train and inspect"),
         {{"T", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "train, stop")},
          {"A", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "accept the prediction in view")},
          {"Ctrl+E", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "explain the class chosen")}}},
        {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Tools"),
         {{"B  E  P", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "brush, eraser, polygon")},
          {"R  O  L", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "rectangle, ellipse, lasso")},
          {"G  W",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "fill what looks alike, superpixels")},
          {"K, Shift+K",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "complete region, the view as one")},
          {"V  H", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "select, hand")},
          {"[  ]",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "smaller, larger brush or superpixels")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Shift + right drag"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "brush size")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Alt held"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "painting tools erase")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Shift held"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "straight line, square, circle")}}},
        {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Polygons"),
         {{QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Enter, double click"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "finish")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Shift, Alt, both at the start"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "add, cut out, intersect")},
          {"Backspace", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "take the last vertex back")},
          {"Esc", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "give up, deselect")},
          {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Ctrl + click on an edge"),
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "insert a vertex")},
          {"Delete",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "remove the vertex or polygon")}}},
        {QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "Classes and undo"),
         {{"1 … 9", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "choose a class")},
          {"0", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "unlabelled")},
          {"X", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "back to the class before")},
          {"I", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "the class under the cursor")},
          {"Ctrl+Z, Ctrl+Shift+Z", QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "undo, redo")},
          {"Ctrl+C, Ctrl+V",
           QT_TRANSLATE_NOOP("limn::ui::ShortcutsSheet", "copy, paste the mask in view")}}}};
    return all;
}

QWidget* groupBox(const Group& group, QWidget* parent)
{
    const auto translated = [](const char* text) {
        return QCoreApplication::translate("limn::ui::ShortcutsSheet", text);
    };
    auto* box = new QWidget(parent);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    auto* title = new QLabel(translated(group.title), box);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const Key& key : group.keys) {
        auto* keys = new QLabel(translated(key.keys), box);
        keys->setMinimumWidth(160);
        auto* meaning = new QLabel(translated(key.meaning), box);
        meaning->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(keys, row, 0);
        grid->addWidget(meaning, row++, 1);
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(row, 1);
    return box;
}
} // namespace

ShortcutsSheet::ShortcutsSheet(QWidget* parent) : QDialog(parent)
{
    setObjectName("shortcuts");
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(32);
    const auto& all = groups();
    for (std::size_t first : {std::size_t{0}, all.size() / 2}) {
        auto* column = new QVBoxLayout;
        column->setSpacing(16);
        for (std::size_t i = first; i < first + all.size() / 2; ++i)
            column->addWidget(groupBox(all[i], this));
        column->addStretch();
        columns->addLayout(column);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(columns);
    auto* own =
        new QLabel(tr("Help > Change shortcuts gives actions other keys; the menus show those "
                      "that count."),
                   this);
    own->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(own);
    layout->addWidget(buttons);
}

} // namespace limn::ui
