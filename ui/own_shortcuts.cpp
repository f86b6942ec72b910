#include "ui/own_shortcuts.h"

#include <algorithm>

namespace limn::ui
{

namespace
{
QString keyOf(const QAction* action)
{
    return "shortcuts/" + action->objectName();
}
} // namespace

OwnShortcuts::OwnShortcuts(const QList<QAction*>& actions, QSettings& settings, QObject* parent)
    : QObject(parent), settings_(settings)
{
    for (QAction* action : actions) {
        if (action->objectName().isEmpty() || action->text().isEmpty())
            continue;
        actions_ << action;
        connect(action, &QObject::destroyed, this, [this, action] {
            actions_.removeAll(action);
            builtIn_.remove(action);
        });
        builtIn_[action] = action->shortcuts();
        const QVariant stored = settings_.value(keyOf(action));
        if (stored.isValid())
            action->setShortcuts(
                QKeySequence::listFromString(stored.toString(), QKeySequence::PortableText));
    }
}

bool OwnShortcuts::isReserved(const QKeySequence& key)
{
    if (key.isEmpty() || key[0].keyboardModifiers() != Qt::NoModifier)
        return false;
    const Qt::Key first = key[0].key();
    return (first >= Qt::Key_0 && first <= Qt::Key_9) || first == Qt::Key_Tab ||
           first == Qt::Key_Space || first == Qt::Key_Escape || first == Qt::Key_Return ||
           first == Qt::Key_Enter || first == Qt::Key_Backspace || first == Qt::Key_Delete;
}

QAction* OwnShortcuts::owner(const QKeySequence& key, const QAction* except) const
{
    if (key.isEmpty())
        return nullptr;
    for (QAction* action : actions_) {
        const QList<QKeySequence> keys = action->shortcuts();
        const bool clashes = std::any_of(keys.begin(), keys.end(), [&](const QKeySequence& other) {
            return !other.isEmpty() && (other.matches(key) != QKeySequence::NoMatch ||
                                        key.matches(other) != QKeySequence::NoMatch);
        });
        if (action != except && clashes)
            return action;
    }
    return nullptr;
}

void OwnShortcuts::set(QAction* action, const QKeySequence& key)
{
    if (isReserved(key))
        return;
    while (QAction* before = owner(key, action)) {
        QList<QKeySequence> keys = before->shortcuts();
        keys.removeIf([&](const QKeySequence& other) {
            return other.matches(key) != QKeySequence::NoMatch ||
                   key.matches(other) != QKeySequence::NoMatch;
        });
        before->setShortcuts(keys);
        store(before);
    }
    action->setShortcuts(key.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{key});
    store(action);
}

void OwnShortcuts::reset(QAction* action)
{
    const QList<QKeySequence> keys = builtIn_.value(action);
    for (const QKeySequence& key : keys)
        set(action, key); // takes it from whoever has it now
    action->setShortcuts(keys);
    store(action);
}

bool OwnShortcuts::isOwn(const QAction* action) const
{
    return settings_.contains(keyOf(action));
}

void OwnShortcuts::store(const QAction* action)
{
    if (action->shortcuts() == builtIn_.value(action))
        settings_.remove(keyOf(action));
    else
        settings_.setValue(keyOf(action), QKeySequence::listToString(action->shortcuts(),
                                                                     QKeySequence::PortableText));
}

} // namespace limn::ui
