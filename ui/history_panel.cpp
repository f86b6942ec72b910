#include "ui/history_panel.h"

#include "ui/language.h"
#include "ui/quiet_selection.h"

#include <QApplication>
#include <QEvent>
#include <QVBoxLayout>

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
    // Nearly always the list only grows or loses its end; what is alike stays.
    const auto text = [&](int row) {
        return inWords(QString::fromStdString(steps[static_cast<std::size_t>(row - 1)]));
    };
    const int rows = static_cast<int>(steps.size()) + 1;
    int alike = 1;
    while (alike < rows && alike < list_->count() && list_->item(alike)->text() == text(alike))
        ++alike;
    while (list_->count() > alike)
        delete list_->takeItem(list_->count() - 1);
    for (int row = alike; row < rows; ++row)
        addRow(text(row));
    done_ = static_cast<int>(done);
    showDone();
}

void HistoryPanel::addRow(const QString& text)
{
    auto* item = new QListWidgetItem(text, list_);
    item->setSizeHint({0, historyRow});
}

void HistoryPanel::showDone()
{
    for (int row = 0; row < list_->count(); ++row)
        list_->item(row)->setForeground(
            palette().brush(row > done_ ? QPalette::PlaceholderText : QPalette::Text));
    list_->setCurrentRow(done_);
    list_->scrollToItem(list_->item(done_));
}

void HistoryPanel::clear()
{
    list_->clear();
    done_ = 0;
}

void HistoryPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    list_->setPalette(quietSelection(QApplication::palette()));
    if (list_->count() > 0)
        showDone();
}

} // namespace limn::ui
