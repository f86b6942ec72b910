#include "ui/check_dialog.h"

#include "ui/reading_table.h"
#include "ui/words.h"

#include <cmath>
#include <QDialogButtonBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLocale>
#include <QPixmap>
#include <QScrollArea>
#include <QScrollBar>

namespace limn::ui
{

namespace
{
constexpr int findingPicture = 120; ///< pixels a side
constexpr int wholeCheck = 1000;
constexpr int mostClassRows = 6;

QRect rectIn(const QJsonValue& value)
{
    const QJsonArray numbers = value.toArray();
    return numbers.size() == 4 ? QRect(numbers[0].toInt(), numbers[1].toInt(), numbers[2].toInt(),
                                       numbers[3].toInt())
                               : QRect();
}

} // namespace

CheckDialog::CheckDialog(const QString& engine, const QString& project, bool editable,
                         QWidget* parent)
    : QDialog(parent),
      command_(engine),
      project_(project),
      editable_(editable),
      summary_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      classes_(new QTableWidget(0, 5, this)),
      findings_(new QWidget(this)),
      rows_(new QVBoxLayout(findings_))
{
    setObjectName("check");
    setWindowTitle(tr("Check the images and labels"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(720, 640);
    summary_->setObjectName("checkSummary");
    summary_->setWordWrap(true);
    bar_->setObjectName("checkProgress");
    bar_->setRange(0, wholeCheck);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(8);

    classes_->setObjectName("classBalance");
    classes_->setHorizontalHeaderLabels(
        {tr("Class"), tr("Labelled pixels"), tr("Share"), tr("Training"), tr("Validation")});
    classes_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    classes_->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int column = 1; column < classes_->columnCount(); ++column)
        classes_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    classes_->verticalHeader()->hide();
    classes_->setShowGrid(false);
    classes_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    classes_->setSelectionMode(QAbstractItemView::NoSelection);
    classes_->setFocusPolicy(Qt::NoFocus);

    findings_->setObjectName("findings");
    rows_->setContentsMargins(0, 0, 8, 0);
    rows_->setSpacing(0);
    rows_->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(findings_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    again_ = buttons->addButton(tr("Check again"), QDialogButtonBox::ActionRole);
    again_->setObjectName("checkAgain");
    again_->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(summary_);
    layout->addWidget(bar_);
    layout->addWidget(classes_);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QWidget::close);
    connect(again_, &QPushButton::clicked, this, &CheckDialog::begin);
    connect(&command_, &EngineCommand::row, this, &CheckDialog::take);
    connect(&command_, &EngineCommand::failed, this, &CheckDialog::end);
    connect(&command_, &EngineCommand::done, this, [this] {
        end(count_ == 0 ? tr("Nothing is wrong with the images and labels.")
                        : tr("%n thing(s) to look at:", nullptr, count_));
    });
    begin();
}

void CheckDialog::begin()
{
    if (command_.isRunning())
        return;
    count_ = 0;
    while (rows_->count() > 1) {
        QLayoutItem* item = rows_->takeAt(0);
        delete item->widget();
        delete item;
    }
    classes_->setRowCount(0);
    classes_->hide();
    again_->setEnabled(false);
    bar_->setValue(0);
    bar_->show();
    summary_->setText(tr("Looking at the images…"));
    command_.start({"check", project_, "--report", report_.path(), "--json"});
}

void CheckDialog::end(const QString& said)
{
    bar_->hide();
    again_->setEnabled(true);
    summary_->setText(said);
}

void CheckDialog::take(const QJsonObject& row)
{
    const QString event = row["event"].toString();
    if (event == "progress") {
        bar_->setValue(static_cast<int>(std::lround(row["done"].toDouble() * wholeCheck)));
        summary_->setText(inWords(row["what"].toString()) + "…");
    } else if (event == "class") {
        addClass(row);
    } else if (event == "finding") {
        addFinding(row);
    }
}

void CheckDialog::addClass(const QJsonObject& row)
{
    const QLocale locale;
    const int at = classes_->rowCount();
    classes_->setRowCount(at + 1);
    classes_->setItem(at, 0, new QTableWidgetItem(row["name"].toString()));
    const auto count = [&](const char* key) {
        return locale.toString(static_cast<qint64>(row[QLatin1String(key)].toDouble()));
    };
    classes_->setItem(at, 1, numberCell(count("pixels")));
    const double share = 100 * row["share"].toDouble();
    classes_->setItem(at, 2,
                      numberCell(tr("%1 %").arg(locale.toString(share, 'g', share < 1 ? 1 : 3))));
    classes_->setItem(at, 3, numberCell(count("trainPixels")));
    classes_->setItem(at, 4, numberCell(count("validationPixels")));
    int height = classes_->horizontalHeader()->sizeHint().height() + 2 * classes_->frameWidth();
    for (int i = 0; i < std::min(at + 1, mostClassRows); ++i)
        height += classes_->rowHeight(i);
    classes_->setFixedHeight(height);
    classes_->show();
}

void CheckDialog::addFinding(const QJsonObject& row)
{
    auto* line = new QFrame(findings_);
    line->setObjectName("finding");
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->setSpacing(12);
    for (const char* key : {"picture", "otherPicture"}) {
        const QString name = row[QLatin1String(key)].toString();
        if (name.isEmpty())
            continue;
        auto* picture = new QLabel(line);
        picture->setObjectName(key);
        picture->setPixmap(QPixmap(report_.filePath(name))
                               .scaled(findingPicture, findingPicture, Qt::KeepAspectRatio,
                                       Qt::SmoothTransformation));
        picture->setFixedWidth(findingPicture);
        picture->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
        layout->addWidget(picture, 0, Qt::AlignTop);
    }
    auto* words = new QVBoxLayout;
    words->setSpacing(8);
    auto* text = new QLabel(inWords(row["sentence"].toString()), line);
    text->setObjectName("findingText");
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(text);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    const auto image = static_cast<qint64>(row["image"].toDouble());
    if (image != 0) {
        auto* show = new QPushButton(tr("Show"), line);
        show->setObjectName("showFinding");
        show->setAutoDefault(false);
        connect(show, &QPushButton::clicked, this,
                [this, image, area = rectIn(row["area"])] { Q_EMIT showAsked(image, area); });
        buttons->addWidget(show);
    }
    if (QPushButton* remedy = remedyButton(row, line))
        buttons->addWidget(remedy);
    buttons->addStretch(1);
    words->addLayout(buttons);
    words->addStretch(1);
    layout->addLayout(words, 1);
    rows_->insertWidget(count_++, line);
}

QPushButton* CheckDialog::remedyButton(const QJsonObject& row, QWidget* parent)
{
    const QString remedy = row["remedy"].toString();
    QString text;
    if (remedy == "remove")
        text = tr("Remove the image from the project");
    else if (remedy == "train")
        text = tr("Let both train");
    else if (remedy == "validate")
        text = tr("Use it for validation");
    else if (remedy == "erase")
        text = tr("Erase them");
    else
        return nullptr;
    auto* button = new QPushButton(text, parent);
    button->setObjectName("mendFinding");
    button->setAutoDefault(false);
    button->setEnabled(editable_);
    connect(button, &QPushButton::clicked, this, [this, row, button] {
        button->setEnabled(false); // once
        mend(row);
    });
    return button;
}

void CheckDialog::mend(const QJsonObject& row)
{
    const auto image = static_cast<qint64>(row["image"].toDouble());
    const auto other = static_cast<qint64>(row["other"].toDouble());
    const QString remedy = row["remedy"].toString();
    if (remedy == "remove")
        Q_EMIT removeAsked(image);
    else if (remedy == "train")
        Q_EMIT splitAsked({image, other}, annotation::Split::Train);
    else if (remedy == "validate")
        Q_EMIT splitAsked({image}, annotation::Split::Validation);
    else
        Q_EMIT eraseAsked(image, row["class"].toInt(), rectIn(row["within"]),
                          row["speckPixels"].toInt());
}

} // namespace limn::ui
