#include "ui/history_panel.h"

#include "ui/quiet_selection.h"
#include "ui/words.h"

#include <algorithm>
#include <QApplication>
#include <QEvent>
#include <QVBoxLayout>
#include <utility>

namespace limn::ui
{

namespace
{
constexpr int historyRow = 24;
} // namespace

HistoryPanel::HistoryPanel(QWidget* parent) : QWidget(parent), list_(new QListWidget(this))
{
    list_->setObjectName("historyList");
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setPalette(quietSelection(QApplication::palette()));
    list_->setToolTip(tr("Click a step to go back to it, or forward again"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(list_);
    // Clicks and keys, but not what setSteps() selects.
    connect(list_, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        Q_EMIT asked(static_cast<std::size_t>(list_->row(item)));
    });
    connect(list_, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        Q_EMIT asked(static_cast<std::size_t>(list_->row(item)));
    });
}

void HistoryPanel::setSteps(const std::vector<std::string>& steps, std::size_t done)
{
    if (list_->count() == 0)
        addRow(tr("Start"));
    // Nearly always the list only grows or loses its end; what is alike stays as it is shown.
    const auto differ = std::ranges::mismatch(steps_, steps);
    const auto alike = static_cast<std::size_t>(differ.in1 - steps_.begin());
    while (list_->count() > static_cast<int>(alike) + 1)
        delete list_->takeItem(list_->count() - 1);
    for (std::size_t i = alike; i < steps.size(); ++i)
        addRow(inWords(QString::fromStdString(steps[i])));
    // What was done before and is so now looks the same.
    const int before = std::exchange(done_, static_cast<int>(done));
    showDone(std::min({before, done_, static_cast<int>(alike)}),
             std::max({before, done_, list_->count() - 1}));
    steps_ = steps;
}

void HistoryPanel::addRow(const QString& text)
{
    auto* item = new QListWidgetItem(text, list_);
    item->setSizeHint({0, historyRow});
}

void HistoryPanel::showDone(int first, int last)
{
    for (int row = first; row <= std::min(last, list_->count() - 1); ++row)
        list_->item(row)->setForeground(
            palette().brush(row > done_ ? QPalette::PlaceholderText : QPalette::Text));
    list_->setCurrentRow(done_);
    list_->scrollToItem(list_->item(done_));
}

void HistoryPanel::clear()
{
    list_->clear();
    steps_.clear();
    done_ = 0;
}

void HistoryPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    list_->setPalette(quietSelection(QApplication::palette()));
    if (list_->count() > 0)
        showDone(0, list_->count() - 1);
}

} // namespace limn::ui
