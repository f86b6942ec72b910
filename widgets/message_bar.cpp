#include "widgets/message_bar.h"

#include "widgets/icon.h"
#include "widgets/theme.h"

#include <optional>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace limn::widgets
{

namespace
{

constexpr int noteMilliseconds = 6000;
constexpr int accentWidth = 3;

Tone toneOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Warning:
        return Tone::Warning;
    case MessageBar::Kind::Error:
        return Tone::Error;
    case MessageBar::Kind::Note:
        break;
    }
    return Tone::Note;
}

QString iconOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Warning:
        return QStringLiteral("triangle-alert");
    case MessageBar::Kind::Error:
        return QStringLiteral("circle-alert");
    case MessageBar::Kind::Note:
        break;
    }
    return QStringLiteral("info");
}

struct Message
{
    MessageBar::Kind kind = MessageBar::Kind::Note;
    QString text;
    QString action;
    std::function<void()> onAction;
};

} // namespace

struct MessageBar::State
{
    MessageBar* q = nullptr;
    QLabel* sign = nullptr;
    QLabel* label = nullptr;
    QPushButton* action = nullptr;
    QToolButton* close = nullptr;
    QTimer* timer = nullptr;
    Message shown;
    std::optional<Message> waiting;

    void present(Message message)
    {
        shown = std::move(message);
        label->setText(shown.text);
        action->setText(shown.action);
        action->setVisible(!shown.action.isEmpty());
        applyColours();
        if (shown.kind == Kind::Note)
            timer->start();
        else
            timer->stop();
        q->setAccessibleName(shown.text);
        q->QWidget::show();
    }

    void applyColours()
    {
        const QPalette palette = q->palette();
        QPalette tinted = palette;
        const QColor tone = toneColour(toneOf(shown.kind), palette);
        tinted.setColor(QPalette::ButtonText, tone);
        sign->setPixmap(icon(iconOf(shown.kind), tinted).pixmap(16, 16));
    }
};

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), state_(std::make_unique<State>())
{
    state_->q = this;
    state_->sign = new QLabel(this);
    state_->label = new QLabel(this);
    state_->label->setWordWrap(true);
    state_->label->setTextFormat(Qt::PlainText);
    state_->label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    state_->label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    state_->action = new QPushButton(this);
    state_->close = new QToolButton(this);
    state_->close->setIcon(icon(QStringLiteral("x")));
    state_->close->setIconSize({16, 16});
    state_->close->setAutoRaise(true);
    state_->close->setToolTip(tr("Close this message"));
    state_->close->setAccessibleName(state_->close->toolTip());

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12 + accentWidth, 4, 4, 4);
    row->setSpacing(8);
    row->addWidget(state_->sign, 0, Qt::AlignVCenter);
    row->addWidget(state_->label, 1);
    row->addWidget(state_->action);
    row->addWidget(state_->close);
    setMinimumHeight(36);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    state_->timer = new QTimer(this);
    state_->timer->setSingleShot(true);
    state_->timer->setInterval(noteMilliseconds);
    connect(state_->timer, &QTimer::timeout, this, [this] {
        // Not while someone is about to use it.
        if (underMouse())
            state_->timer->start();
        else
            dismiss();
    });
    connect(state_->close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(state_->action, &QPushButton::clicked, this, &MessageBar::triggerAction);
    hide();
}

MessageBar::~MessageBar() = default;

void MessageBar::show(Kind kind, const QString& text, const QString& action,
                      std::function<void()> onAction)
{
    Message message{kind, text, action, std::move(onAction)};
    const bool errorShown = !state_->shown.text.isEmpty() && state_->shown.kind == Kind::Error;
    if (errorShown && kind != Kind::Error) {
        state_->waiting = std::move(message);
        return;
    }
    state_->present(std::move(message));
}

void MessageBar::dismiss()
{
    state_->timer->stop();
    state_->shown = {};
    if (auto next = std::exchange(state_->waiting, std::nullopt)) {
        state_->present(std::move(*next));
        return;
    }
    hide();
}

QString MessageBar::text() const
{
    return state_->shown.text;
}

MessageBar::Kind MessageBar::kind() const
{
    return state_->shown.kind;
}

bool MessageBar::hasAction() const
{
    return !state_->shown.action.isEmpty();
}

void MessageBar::triggerAction()
{
    if (!hasAction())
        return;
    // Gone before the action runs, so that the action may show a message of its own.
    const auto run = std::move(state_->shown.onAction);
    dismiss();
    if (run)
        run();
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        state_->applyColours();
    QFrame::changeEvent(event);
}

void MessageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor tone = toneColour(toneOf(state_->shown.kind), palette());
    const QColor window = palette().color(QPalette::Window);
    painter.fillRect(rect(), mixed(window, tone, isDark(palette()) ? 0.16 : 0.10));
    painter.fillRect(QRect(0, 0, accentWidth, height()), tone);
    painter.fillRect(QRect(0, height() - 1, width(), 1), hairline(palette()));
}

} // namespace limn::widgets
