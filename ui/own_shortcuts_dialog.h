// Every action of the window with its key, to be changed: the key is typed, and says whose it was.
// Not modal. GUI thread only.
#pragma once

#include "ui/own_shortcuts.h"

#include <QDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTreeWidget>

namespace limn::ui
{

class OwnShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    /// `shortcuts` must outlive the dialog.
    OwnShortcutsDialog(OwnShortcuts& shortcuts, QWidget* parent);

private:
    QAction* current() const;   ///< nullptr when there is none, or it has gone
    QKeySequence typed() const; ///< one key, with its modifiers
    void showKeys();
    void showCurrent();
    void showClash();
    void filter(const QString& text);

    OwnShortcuts& shortcuts_;
    QList<QPointer<QAction>> rows_;
    QLineEdit* search_;
    QTreeWidget* list_;
    QKeySequenceEdit* key_;
    QPushButton* assign_;
    QPushButton* reset_;
    QLabel* clash_;
};

} // namespace limn::ui
