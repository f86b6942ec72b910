#include "ui/network_view.h"

#include <algorithm>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QHideEvent>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int mostRowsShown = 8;

QTableWidgetItem* scaleItem(double value)
{
    auto* item = new QTableWidgetItem(QLocale().toString(value, 'g', 6));
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}
} // namespace

NetworkView::NetworkView(QWidget* parent)
    : QDialog(parent),
      text_(new QLabel(this)),
      table_(new QTableWidget(this)),
      colourRow_(new QWidget(this)),
      show_(new QCheckBox(tr("&Show the image as the network gets it"), this))
{
    setObjectName("networkView");
    setWindowTitle(tr("What the network sees"));
    text_->setObjectName("networkViewText");
    text_->setWordWrap(true);
    text_->setMinimumWidth(420);
    table_->setObjectName("networkBands");
    table_->setAccessibleName(windowTitle());
    table_->setColumnCount(5);
    table_->setHorizontalHeaderLabels(
        {tr("Band"), tr("Becomes 0"), tr("Becomes 1"), tr("Mean"), tr("Deviation")});
    table_->horizontalHeaderItem(3)->setToolTip(tr("Subtracted after that"));
    table_->horizontalHeaderItem(4)->setToolTip(tr("Divided by at last"));
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->verticalHeader()->hide();
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setFocusPolicy(Qt::NoFocus);
    auto* row = new QHBoxLayout(colourRow_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(new QLabel(tr("R G B"), colourRow_));
    const std::array<QString, 3> names{tr("Red"), tr("Green"), tr("Blue")};
    for (std::size_t i = 0; i < colours_.size(); ++i) {
        colours_[i] = new QComboBox(colourRow_);
        colours_[i]->setObjectName(QString("networkColour%1").arg(i));
        colours_[i]->setAccessibleName(names[i]);
        colours_[i]->setToolTip(tr("Band shown as %1").arg(names[i].toLower()));
        row->addWidget(colours_[i], 1);
        connect(colours_[i], &QComboBox::activated, this, &NetworkView::tellDisplay);
    }
    show_->setObjectName("showAsNetwork");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon(QIcon());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(text_);
    layout->addWidget(table_, 1);
    layout->addWidget(show_);
    layout->addWidget(colourRow_);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(show_, &QCheckBox::toggled, this, &NetworkView::tellDisplay);
}

void NetworkView::setInput(const NetworkInput& input, int imageBands)
{
    const bool fits = static_cast<int>(input.bands.size()) == imageBands;
    QString text = tr("Each band is brought to 0 to 1 by its own limits; then its mean is "
                      "subtracted and the rest divided by the deviation. This belongs to the "
                      "training and does not depend on how you look at the image.");
    if (!fits && imageBands > 0)
        text += ' ' + tr("The image shown has another number of bands (%1 in place of %2), so this "
                         "network cannot see it.")
                          .arg(imageBands)
                          .arg(input.bands.size());
    text_->setText(text);
    const bool known = input_.has_value() && input_->bands.size() == input.bands.size();
    input_ = input;
    fillTable();
    for (std::size_t i = 0; i < colours_.size(); ++i) {
        const int before = colours_[i]->currentIndex();
        const QSignalBlocker quiet(colours_[i]);
        colours_[i]->clear();
        for (const NetworkBand& band : input.bands)
            colours_[i]->addItem(band.name);
        colours_[i]->setCurrentIndex(known && before >= 0 ? before : input.colours[i]);
    }
    table_->show();
    colourRow_->setVisible(input.bands.size() > 1);
    colourRow_->setEnabled(fits);
    show_->setEnabled(fits);
    if (show_->isChecked())
        tellDisplay();
}

void NetworkView::setProblem(const QString& sentence)
{
    input_.reset();
    text_->setText(sentence);
    table_->hide();
    colourRow_->hide();
    show_->setEnabled(false);
    show_->setChecked(false);
}

void NetworkView::setShown(bool shown)
{
    const QSignalBlocker quiet(show_);
    show_->setChecked(shown);
}

void NetworkView::fillTable()
{
    table_->setRowCount(static_cast<int>(input_->bands.size()));
    int row = 0;
    for (const NetworkBand& band : input_->bands) {
        table_->setItem(row, 0, new QTableWidgetItem(band.name));
        int column = 1;
        for (const double value : {band.low, band.high, band.mean, band.deviation})
            table_->setItem(row, column++, scaleItem(value));
        ++row;
    }
    table_->resizeRowsToContents();
    const int rows = std::min(table_->rowCount(), mostRowsShown);
    table_->setMinimumHeight(table_->horizontalHeader()->sizeHint().height() +
                             rows * table_->rowHeight(0) + 2 * table_->frameWidth());
}

void NetworkView::tellDisplay()
{
    if (!input_ || !show_->isChecked() || !show_->isEnabled()) {
        Q_EMIT displayWanted({});
        return;
    }
    std::array<int, 3> bands{};
    for (std::size_t i = 0; i < bands.size(); ++i)
        bands[i] = std::max(0, colours_[i]->currentIndex());
    Q_EMIT displayWanted(displayOf(*input_, bands));
}

void NetworkView::hideEvent(QHideEvent* event)
{
    // Without the window nothing would tell why the image looks so. Minimised it still does.
    if (!event->spontaneous())
        show_->setChecked(false);
    QDialog::hideEvent(event);
}

} // namespace limn::ui
