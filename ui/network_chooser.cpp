#include "ui/network_chooser.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{

enum Cell { NameCell, FitCell, ReasonCell, ParametersCell, WorkCell, MemoryCell, Cells };

constexpr int rowRole = Qt::UserRole; ///< what the engine said of the row
constexpr int detailsWidth = 300;

QJsonObject rowOf(const QTreeWidgetItem* item)
{
    return item ? item->data(NameCell, rowRole).toJsonObject() : QJsonObject();
}

QString nameOf(const QTreeWidgetItem* item)
{
    return rowOf(item)["name"].toString();
}

QString counted(const QJsonValue& number, double unit, const char* symbol)
{
    return QString::number(number.toDouble() / unit, 'f', 1) + QLatin1String(symbol);
}

QTreeWidgetItem* itemNamed(const QTreeWidget* table, const QString& name)
{
    for (int i = 0; i < table->topLevelItemCount(); ++i)
        if (nameOf(table->topLevelItem(i)) == name)
            return table->topLevelItem(i);
    return nullptr;
}

/// The tool tip shows it whole, in lines that are not too long.
void showReason(QTreeWidgetItem* item, const QString& reason)
{
    item->setText(ReasonCell, reason);
    item->setToolTip(ReasonCell, QStringLiteral("<p>%1</p>").arg(reason.toHtmlEscaped()));
}

/// A heading and lines of "label: text", those that have one.
class Page
{
public:
    void heading(const QString& text)
    {
        html_ +=
            QStringLiteral("<p style='margin-top:8px'><b>%1</b></p>").arg(text.toHtmlEscaped());
    }
    void text(const QString& text)
    {
        html_ += QStringLiteral("<p style='margin-top:4px'>%1</p>").arg(text.toHtmlEscaped());
    }
    void fact(const QString& label, const QString& text)
    {
        if (!text.isEmpty())
            html_ += QStringLiteral("<p style='margin-top:4px'><i>%1</i><br>%2</p>")
                         .arg(label.toHtmlEscaped(), text.toHtmlEscaped());
    }
    const QString& html() const { return html_; }

private:
    QString html_;
};

} // namespace

NetworkChooser::NetworkChooser(TrainingSession& training, EngineClient& engine, QWidget* parent)
    : QDialog(parent),
      training_(training),
      suited_(new SuitedNetworks(training, engine, this)),
      facts_(new QLabel(this))
{
    setObjectName("networkChooser");
    setWindowTitle(tr("Networks and encoders"));
    resize(1160, 660);
    facts_->setObjectName("chooserFacts");
    facts_->setWordWrap(true);
    facts_->setTextFormat(Qt::PlainText); // it holds names of classes
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(QDialogButtonBox::Close)->setIcon({});
    auto* automatic = buttons->addButton(tr("Automatic"), QDialogButtonBox::ResetRole);
    automatic->setObjectName("automaticNetwork");
    automatic->setToolTip(tr("Leave network and encoder to Limn"));
    use_ = buttons->addButton(tr("Use these"), QDialogButtonBox::ApplyRole);
    use_->setObjectName("useNetwork");
    for (QAbstractButton* button : buttons->buttons())
        qobject_cast<QPushButton*>(button)->setAutoDefault(button == use_);
    use_->setDefault(true);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(buildTables(), 1);
    middle->addWidget(buildDetails());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(facts_);
    layout->addLayout(middle, 1);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(use_, &QPushButton::clicked, this, &NetworkChooser::use);
    connect(automatic, &QPushButton::clicked, this, [this] {
        QJsonObject recipe = training_.recipe();
        recipe.remove("network");
        recipe.remove("encoder");
        training_.setRecipe(recipe);
        close();
    });
    connect(networks_, &QTreeWidget::currentItemChanged, this, &NetworkChooser::networkChosen);
    connect(encoders_, &QTreeWidget::currentItemChanged, this, &NetworkChooser::refresh);
    for (QTreeWidget* table : {networks_, encoders_})
        connect(table, &QTreeWidget::itemActivated, this, &NetworkChooser::use);
    connect(suited_, &SuitedNetworks::changed, this, &NetworkChooser::fill);
    connect(suited_, &SuitedNetworks::failed, facts_, &QLabel::setText);
    connect(&engine, &EngineClient::ready, this, &NetworkChooser::ask);
    connect(&training_, &TrainingSession::planChanged, this, &NetworkChooser::ask);
    connect(&training_, &TrainingSession::stateChanged, this, &NetworkChooser::refresh);
    refresh();
}

QTreeWidget* NetworkChooser::addTable(const QString& name, const QString& title)
{
    auto* table = new QTreeWidget(this);
    table->setObjectName(name);
    table->setAccessibleName(title);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setColumnCount(Cells);
    table->setHeaderLabels(
        {title, tr("Suits"), tr("Why"), tr("Parameters"), tr("Work"), tr("Memory")});
    QTreeWidgetItem* head = table->headerItem();
    head->setToolTip(FitCell, tr("How well it suits this machine and what is labelled"));
    head->setToolTip(ParametersCell, tr("Numbers that training sets, in millions"));
    head->setToolTip(WorkCell, tr("Multiply-adds for 512 x 512 pixels, in thousand millions"));
    head->setToolTip(MemoryCell, tr("What training takes for a megapixel of patches"));
    for (const int column : {ParametersCell, WorkCell, MemoryCell})
        head->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    auto* header = table->header();
    header->setSectionsMovable(false);
    header->setStretchLastSection(false);
    for (int column = NameCell; column < Cells; ++column)
        header->setSectionResizeMode(column, column == ReasonCell ? QHeaderView::Stretch
                                                                  : QHeaderView::ResizeToContents);
    return table;
}

QWidget* NetworkChooser::buildTables()
{
    auto* side = new QWidget(this);
    networks_ = addTable("chooserNetworks", tr("Network"));
    encoders_ = addTable("chooserEncoders", tr("Encoder"));
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(networks_, 1);
    column->addWidget(encoders_, 1);
    return side;
}

QWidget* NetworkChooser::buildDetails()
{
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(detailsWidth);
    details_ = new QLabel(scroll);
    details_->setObjectName("chooserDetails");
    details_->setTextFormat(Qt::RichText);
    details_->setWordWrap(true);
    details_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    details_->setContentsMargins(8, 0, 8, 8);
    details_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    scroll->setWidget(details_);
    return scroll;
}

void NetworkChooser::ask()
{
    if (isVisible())
        suited_->ask();
}

void NetworkChooser::fill()
{
    const QString network = nameOf(networks_->currentItem());
    const QString encoder = nameOf(encoders_->currentItem());
    const bool first = networks_->topLevelItemCount() == 0;
    facts_->setText(suited_->facts());
    const auto fillTable = [&](QTreeWidget* table, const QList<QJsonObject>& rows) {
        const QSignalBlocker quiet(table);
        table->clear();
        for (const QJsonObject& row : rows) {
            auto* item = new QTreeWidgetItem(table);
            item->setData(NameCell, rowRole, row);
            item->setText(NameCell, row["title"].toString());
            item->setText(FitCell, row["fit"].toString());
            item->setText(ParametersCell, counted(row["parameters"], 1e6, " M"));
            item->setText(WorkCell, counted(row["multiplyAdds"], 1e9, " G"));
            item->setText(MemoryCell, counted(row["trainingBytesAMegapixel"], 1e9, " GB"));
            for (const int column : {ParametersCell, WorkCell, MemoryCell})
                item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
            showReason(item, row["reason"].toString());
        }
    };
    fillTable(networks_, suited_->networks());
    fillTable(encoders_, suited_->encoders());
    if (first) {
        choosePlanned();
        return;
    }
    networks_->setCurrentItem(itemNamed(networks_, network));
    chooseEncoder(encoder);
}

void NetworkChooser::choosePlanned()
{
    const QJsonObject planned = training_.plannedRecipe();
    QTreeWidgetItem* network = itemNamed(networks_, planned["network"].toString());
    networks_->setCurrentItem(network ? network : networks_->topLevelItem(0));
    chooseEncoder(planned["encoder"].toString());
}

void NetworkChooser::chooseEncoder(const QString& name)
{
    QTreeWidgetItem* item = itemNamed(encoders_, name);
    if (item && !item->isDisabled())
        encoders_->setCurrentItem(item);
}

void NetworkChooser::networkChosen()
{
    const QString network = nameOf(networks_->currentItem());
    QTreeWidgetItem* best = nullptr;
    for (int i = 0; i < encoders_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = encoders_->topLevelItem(i);
        const QJsonObject row = rowOf(item);
        const QString why = suited_->refusal(network, row["name"].toString());
        item->setDisabled(!why.isEmpty());
        showReason(item, why.isEmpty() ? row["reason"].toString() : why);
        if (why.isEmpty() && !best)
            best = item;
    }
    if (!encoders_->currentItem() || encoders_->currentItem()->isDisabled())
        encoders_->setCurrentItem(best);
    refresh();
}

void NetworkChooser::refresh()
{
    const QJsonObject network = rowOf(networks_->currentItem());
    const bool own = network["over"].toString() == ownEncoder;
    const QJsonObject encoder = own ? QJsonObject() : rowOf(encoders_->currentItem());
    use_->setEnabled(!network.isEmpty() && (own || !encoder.isEmpty()) && !training_.isBusy());
    if (network.isEmpty()) {
        details_->clear();
        if (facts_->text().isEmpty())
            facts_->setText(tr("The engine is looking at the labels…"));
        return;
    }
    Page page;
    page.heading(network["title"].toString());
    page.text(network["advice"].toString());
    page.text(network["reason"].toString());
    page.fact(tr("Licence of its weights"), network["licence"].toString());
    page.fact(tr("Paper"), network["paper"].toString());
    page.fact(tr("Names and numbers of"), network["reference"].toString());
    if (!encoder.isEmpty()) {
        page.heading(encoder["title"].toString());
        page.text(encoder["advice"].toString());
        page.text(encoder["reason"].toString());
        page.fact(tr("Licence of its weights"), encoder["licence"].toString());
        page.fact(tr("Paper"), encoder["paper"].toString());
        page.fact(tr("Names and numbers of"), encoder["reference"].toString());
    }
    details_->setText(page.html());
}

void NetworkChooser::use()
{
    if (!use_->isEnabled())
        return;
    const QJsonObject network = rowOf(networks_->currentItem());
    QJsonObject recipe = training_.recipe(); // what is set elsewhere stays
    recipe["network"] = network["name"];
    recipe["encoder"] = network["over"].toString() == ownEncoder
                            ? QJsonValue(ownEncoder)
                            : QJsonValue(nameOf(encoders_->currentItem()));
    training_.setRecipe(recipe);
    close();
}

void NetworkChooser::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    ask();
}

} // namespace limn::ui
