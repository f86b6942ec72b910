#include "ui/unsaved_dialog.h"

#include "ui/words.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QVBoxLayout>
#include <utility>

namespace limn::ui
{

namespace
{
constexpr int unsavedWidth = 512;

QLabel* wrapped(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setFixedWidth(unsavedWidth);
    return label;
}

/// A layout of a fixed size gives texts of several lines too little room on its own.
void say(QLabel& label, const QString& text)
{
    label.setText(text);
    label.setFixedHeight(label.heightForWidth(unsavedWidth));
}
} // namespace

UnsavedDialog::UnsavedDialog(QString project, const QString& place, QWidget* parent)
    : QDialog(parent),
      project_(std::move(project)),
      text_(wrapped(this)),
      problem_(wrapped(this)),
      bar_(new QProgressBar(this))
{
    setObjectName("unsaved");
    setWindowTitle(tr("Not saved yet"));
    setAttribute(Qt::WA_DeleteOnClose);
    text_->setObjectName("unsavedText");
    auto* waits = wrapped(this);
    say(*waits, tr("They are tried again all the time. When they are written, this window closes "
                   "and what you asked for goes ahead."));
    auto* copies = wrapped(this);
    say(*copies, tr("A copy is a project of its own in %1, with the images that have such edits, "
                    "as you see them now.")
                     .arg(QDir::toNativeSeparators(place)));
    for (QLabel* quiet : {waits, copies})
        quiet->setForegroundRole(QPalette::PlaceholderText);
    QPalette red = problem_->palette();
    red.setColor(QPalette::WindowText, widgets::toneColour(widgets::Tone::Error, red));
    problem_->setPalette(red);
    problem_->hide();
    bar_->setRange(0, 0);
    bar_->setFixedHeight(8);
    bar_->setTextVisible(false);
    auto* buttons = new QDialogButtonBox(this);
    copy_ = buttons->addButton(tr("Keep a copy and close"), QDialogButtonBox::AcceptRole);
    copy_->setObjectName("keepCopy");
    auto* lose = buttons->addButton(tr("Lose them and close"), QDialogButtonBox::DestructiveRole);
    lose->setObjectName("loseEdits");
    auto* back = buttons->addButton(tr("Back to the project"), QDialogButtonBox::RejectRole);
    back->setObjectName("backToProject");
    back->setDefault(true);
    connect(copy_, &QPushButton::clicked, this, &UnsavedDialog::copyAsked);
    connect(lose, &QPushButton::clicked, this, &UnsavedDialog::loseAsked);
    connect(this, &QDialog::rejected, this, &UnsavedDialog::backAsked);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    for (QWidget* part : {static_cast<QWidget*>(text_), static_cast<QWidget*>(bar_),
                          static_cast<QWidget*>(waits), static_cast<QWidget*>(copies),
                          static_cast<QWidget*>(problem_), static_cast<QWidget*>(buttons)})
        layout->addWidget(part);
    layout->setSizeConstraint(QLayout::SetFixedSize);
}

void UnsavedDialog::setState(const annotation::SaveState& state)
{
    const QString edits =
        tr("%n edit(s) of %1 are not on disk yet.", nullptr, static_cast<int>(state.pending))
            .arg(project_);
    QString why = inWords(QString::fromStdString(state.error));
    if (why.isEmpty() && state.isStalled())
        why = tr("Its drive does not answer.");
    say(*text_, why.isEmpty() ? edits : edits + ' ' + why);
}

void UnsavedDialog::setCopying(bool copying)
{
    copy_->setEnabled(!copying);
    copy_->setText(copying ? tr("Keeping a copy…") : tr("Keep a copy and close"));
    if (copying)
        problem_->hide();
}

void UnsavedDialog::tellProblem(const QString& sentence)
{
    say(*problem_, sentence);
    problem_->show();
}

} // namespace limn::ui
