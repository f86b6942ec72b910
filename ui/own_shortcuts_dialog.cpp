#include "ui/own_shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int listWidth = 432;
constexpr int listHeight = 336;

/// The text as it reads in the menu, before it says what is undone or stopped: without the mark of
/// the access key and the dots.
QString titleOf(const QAction* action)
{
    static const QRegularExpression marks(R"(\(&.\)|&|…)");
    const QVariant lasting = action->property(lastingTitle);
    return (lasting.isValid() ? lasting.toString() : action->text()).remove(marks);
}
} // namespace

OwnShortcutsDialog::OwnShortcutsDialog(OwnShortcuts& shortcuts, QWidget* parent)
    : QDialog(parent),
      shortcuts_(shortcuts),
      search_(new QLineEdit(this)),
      list_(new QTreeWidget(this)),
      key_(new QKeySequenceEdit(this)),
      assign_(new QPushButton(tr("Assign"), this)),
      reset_(new QPushButton(tr("Default"), this)),
      clash_(new QLabel(this))
{
    setObjectName("ownShortcuts");
    setWindowTitle(tr("Change shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    search_->setPlaceholderText(tr("Search"));
    search_->setClearButtonEnabled(true);
    list_->setObjectName("shortcutList");
    list_->setHeaderLabels({tr("Action"), tr("Key")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setMinimumSize(listWidth, listHeight);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (QAction* action : shortcuts_.actions()) {
        rows_ << action;
        new QTreeWidgetItem(list_, {titleOf(action), QString()});
    }
    key_->setObjectName("shortcutKey");
    assign_->setObjectName("assignShortcut");
    reset_->setObjectName("resetShortcut");
    // Enter in the search must not change a key.
    assign_->setAutoDefault(false);
    reset_->setAutoDefault(false);
    clash_->setObjectName("shortcutClash");
    clash_->setWordWrap(true);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(key_, 1);
    row->addWidget(assign_);
    row->addWidget(reset_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(search_);
    layout->addWidget(list_, 1);
    layout->addLayout(row);
    layout->addWidget(clash_);
    layout->addWidget(buttons);

    connect(search_, &QLineEdit::textChanged, this, &OwnShortcutsDialog::filter);
    connect(list_, &QTreeWidget::currentItemChanged, this, &OwnShortcutsDialog::showCurrent);
    connect(key_, &QKeySequenceEdit::keySequenceChanged, this, &OwnShortcutsDialog::showClash);
    connect(assign_, &QPushButton::clicked, this, [this] {
        if (QAction* action = current())
            shortcuts_.set(action, typed());
        showKeys();
    });
    connect(reset_, &QPushButton::clicked, this, [this] {
        if (QAction* action = current())
            shortcuts_.reset(action);
        showKeys();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    list_->setCurrentItem(list_->topLevelItem(0));
    showKeys();
}

QAction* OwnShortcutsDialog::current() const
{
    return rows_.value(list_->indexOfTopLevelItem(list_->currentItem()));
}

QKeySequence OwnShortcutsDialog::typed() const
{
    const QKeySequence keys = key_->keySequence();
    return keys.isEmpty() ? keys : QKeySequence(keys[0]);
}

void OwnShortcutsDialog::showKeys()
{
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        const QAction* action = rows_[row];
        QTreeWidgetItem* item = list_->topLevelItem(row);
        if (!action) {
            item->setHidden(true);
            continue;
        }
        item->setText(1, QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText));
        QFont font = list_->font();
        font.setBold(shortcuts_.isOwn(action));
        item->setFont(1, font);
    }
    showCurrent();
}

void OwnShortcutsDialog::showCurrent()
{
    const QAction* action = current();
    key_->setEnabled(action != nullptr);
    reset_->setEnabled(action && shortcuts_.isOwn(action));
    key_->setKeySequence(action ? action->shortcut() : QKeySequence());
    showClash();
}

void OwnShortcutsDialog::showClash()
{
    const QAction* action = current();
    const bool reserved = OwnShortcuts::isReserved(typed());
    const QAction* owner = action ? shortcuts_.owner(typed(), action) : nullptr;
    assign_->setEnabled(action && !reserved);
    if (reserved)
        clash_->setText(tr("This key is needed for classes, drawing or panning: choose another."));
    else if (owner)
        clash_->setText(tr("This key is taken from \"%1\".").arg(titleOf(owner)));
    else
        clash_->setText(tr("Type a key; an empty field means none."));
}

void OwnShortcutsDialog::filter(const QString& text)
{
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = list_->topLevelItem(row);
        item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                        !item->text(1).contains(text, Qt::CaseInsensitive));
    }
}

} // namespace limn::ui
