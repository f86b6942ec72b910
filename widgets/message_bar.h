// One message above the canvas with at most one action, in place of dialogs. Errors stay until
// closed or replaced by another error: a lesser message waits behind them, the latest only. Notes
// leave by themselves. GUI thread only.
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
    void dismiss();
    QString text() const; ///< empty while nothing is shown
    Kind kind() const;
    bool hasAction() const;
    void triggerAction(); ///< as a click on the action's button

protected:
    void changeEvent(QEvent* event) override; ///< follows the palette
    void paintEvent(QPaintEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
