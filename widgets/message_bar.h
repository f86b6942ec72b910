// Messages above the canvas with at most one action each, in place of dialogs: the last error,
// which stays until it is closed, and below it the last lesser one. Notes leave by themselves. GUI
// thread only.
#pragma once

#include <functional>
#include <memory>
#include <QFrame>
#include <QString>

namespace limn::widgets
{

class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Note, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);
    ~MessageBar() override;

    void show(Kind kind, const QString& text, const QString& action = {},
              std::function<void()> onAction = {});
    void dismiss();       ///< the error, or where there is none the lesser message
    QString text() const; ///< a line each; empty while nothing is shown
    Kind kind() const;    ///< the graver one
    bool hasAction() const;
    void triggerAction(); ///< the first one's, as a click on its button

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
