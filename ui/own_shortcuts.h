// The keys of the window's actions as the user wants them: kept in the settings, put in the place
// of the built-in ones. GUI thread only.
#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QSettings>

namespace limn::ui
{

/// Property of an action: its text, where it says something else at times.
inline constexpr auto lastingTitle = "lastingTitle";

class OwnShortcuts : public QObject
{
    Q_OBJECT
public:
    /// Gives the actions the keys that are stored for their object names; those without a name
    /// keep theirs, those that go are forgotten. `settings` must outlive it.
    OwnShortcuts(const QList<QAction*>& actions, QSettings& settings, QObject* parent = nullptr);

    const QList<QAction*>& actions() const { return actions_; }
    /// Keys that no action may have: they choose classes, hide overlays or pan.
    static bool isReserved(const QKeySequence& key);
    /// Another action with that key, or one that begins with it or that it begins with; nullptr.
    QAction* owner(const QKeySequence& key, const QAction* except) const;
    /// The action's only key from now on, none when empty; whoever had it loses it.
    void set(QAction* action, const QKeySequence& key);
    void reset(QAction* action); ///< the built-in keys
    bool isOwn(const QAction* action) const;

private:
    void store(const QAction* action);

    QList<QAction*> actions_;
    QHash<const QAction*, QList<QKeySequence>> builtIn_;
    QSettings& settings_;
};

} // namespace limn::ui
