#include "widgets/message_bar.h"

#include "widgets/icon.h"
#include "widgets/theme.h"

#include <array>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

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

/// One message with its sign, its action and a button that closes it.
class MessageRow : public QWidget
{
public:
    MessageRow(const QString& closeTip, QWidget* parent)
        : QWidget(parent),
          sign_(new QLabel(this)),
          label_(new QLabel(this)),
          action_(new QPushButton(this)),
          close_(new QToolButton(this))
    {
        label_->setWordWrap(true);
        label_->setTextFormat(Qt::PlainText);
        label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        close_->setIcon(icon(QStringLiteral("x")));
        close_->setIconSize({16, 16});
        close_->setAutoRaise(true);
        close_->setToolTip(closeTip);
        close_->setAccessibleName(closeTip);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(12 + accentWidth, 4, 4, 4);
        row->setSpacing(8);
        row->addWidget(sign_, 0, Qt::AlignVCenter);
        row->addWidget(label_, 1);
        row->addWidget(action_);
        row->addWidget(close_);
        setMinimumHeight(36);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        connect(close_, &QToolButton::clicked, this, [this] { onClose(); });
        connect(action_, &QPushButton::clicked, this, [this] { trigger(); });
        hide();
    }

    std::function<void()> onClose; ///< the close button, and before an action runs

    bool isShown() const { return !text_.isEmpty(); }
    QString text() const { return text_; }
    MessageBar::Kind kind() const { return kind_; }
    bool hasAction() const { return isShown() && !action_->text().isEmpty(); }

    void present(MessageBar::Kind kind, const QString& text, const QString& action,
                 std::function<void()> onAction)
    {
        kind_ = kind;
        text_ = text;
        onAction_ = std::move(onAction);
        label_->setText(text);
        action_->setText(action);
        action_->setVisible(!action.isEmpty());
        applyColours();
        setAccessibleName(text);
        show();
        update();
    }

    void clear()
    {
        text_.clear();
        onAction_ = {};
        action_->hide();
        hide();
    }

    void trigger()
    {
        if (!hasAction())
            return;
        // Gone before the action runs, so that the action may show a message of its own.
        const auto run = std::move(onAction_);
        onClose();
        if (run)
            run();
    }

protected:
    void changeEvent(QEvent* event) override
    {
        if (event->type() == QEvent::PaletteChange)
            applyColours();
        QWidget::changeEvent(event);
    }

    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QColor tone = toneColour(toneOf(kind_), palette());
        const QColor window = palette().color(QPalette::Window);
        painter.fillRect(rect(), mixed(window, tone, isDark(palette()) ? 0.16 : 0.10));
        painter.fillRect(QRect(0, 0, accentWidth, height()), tone);
        painter.fillRect(QRect(0, height() - 1, width(), 1), hairline(palette()));
    }

private:
    void applyColours()
    {
        QPalette tinted = palette();
        tinted.setColor(QPalette::ButtonText, toneColour(toneOf(kind_), palette()));
        sign_->setPixmap(icon(iconOf(kind_), tinted).pixmap(16, 16));
    }

    QLabel* sign_;
    QLabel* label_;
    QPushButton* action_;
    QToolButton* close_;
    MessageBar::Kind kind_ = MessageBar::Kind::Note;
    QString text_;
    std::function<void()> onAction_;
};

} // namespace

struct MessageBar::State
{
    MessageRow* error = nullptr;
    MessageRow* lesser = nullptr;
    QTimer* timer = nullptr;

    std::array<MessageRow*, 2> rows() const { return {error, lesser}; }
};

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), state_(std::make_unique<State>())
{
    state_->error = new MessageRow(tr("Close this message"), this);
    state_->lesser = new MessageRow(tr("Close this message"), this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (MessageRow* row : state_->rows()) {
        column->addWidget(row);
        row->onClose = [this, row] {
            if (row == state_->lesser)
                state_->timer->stop();
            row->clear();
            setVisible(!text().isEmpty());
        };
    }
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    state_->timer = new QTimer(this);
    state_->timer->setSingleShot(true);
    state_->timer->setInterval(noteMilliseconds);
    connect(state_->timer, &QTimer::timeout, this, [this] {
        // Not while someone is about to use it.
        if (underMouse())
            state_->timer->start();
        else
            state_->lesser->onClose();
    });
    hide();
}

MessageBar::~MessageBar() = default;

void MessageBar::show(Kind kind, const QString& text, const QString& action,
                      std::function<void()> onAction)
{
    const bool isError = kind == Kind::Error;
    (isError ? state_->error : state_->lesser)->present(kind, text, action, std::move(onAction));
    if (kind == Kind::Note)
        state_->timer->start();
    else if (!isError)
        state_->timer->stop();
    QWidget::show();
}

void MessageBar::dismiss()
{
    (state_->error->isShown() ? state_->error : state_->lesser)->onClose();
}

QString MessageBar::text() const
{
    QStringList lines;
    for (const MessageRow* row : state_->rows())
        if (row->isShown())
            lines << row->text();
    return lines.join('\n');
}

MessageBar::Kind MessageBar::kind() const
{
    return state_->error->isShown() ? Kind::Error : state_->lesser->kind();
}

bool MessageBar::hasAction() const
{
    return state_->error->hasAction() || state_->lesser->hasAction();
}

void MessageBar::triggerAction()
{
    (state_->error->hasAction() ? state_->error : state_->lesser)->trigger();
}

} // namespace limn::widgets
