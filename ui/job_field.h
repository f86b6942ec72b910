// A job in the status bar: what it does, how far it is, how long it will take, and a button to stop
// it. Hidden while there is none. GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

namespace limn::ui
{

class JobField : public QWidget
{
    Q_OBJECT
public:
    explicit JobField(const QString& stopTip, QWidget* parent = nullptr);

    void show(const QString& text, double part); ///< 0..1
    void showWaiting(const QString& text);       ///< nobody knows for how long
    void expect(const QString& text); ///< showWaiting() in a moment, unless it is over by then
    void clear();

Q_SIGNALS:
    void stopAsked();

private:
    QLabel* text_;
    QProgressBar* bar_;
    QElapsedTimer time_;
    double from_ = 0; ///< part done when the time began
    QTimer patience_; ///< of expect()
    QString expected_;
};

} // namespace limn::ui
