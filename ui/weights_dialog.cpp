#include "ui/weights_dialog.h"

#include "ui/duration.h"

#include <cmath>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QUrl>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int factsWidth = 400;
constexpr int wholeBar = 1000;
constexpr double mebibyte = 1 << 20;
/// Before that, a guess of the time left would jump about.
constexpr qint64 timeToGuess = 2000;

constexpr int wholeHash = 64;

/// How a file is told to be the published one.
QString checkText(const WeightsOffer& offer)
{
    if (offer.hashDigits == 0 && offer.knownByLogits)
        return WeightsDialog::tr(
            "no hash is published: checked by names, shapes and published logits");
    if (offer.hashDigits == 0)
        return WeightsDialog::tr("no hash is published: checked by names and shapes only");
    return offer.hashDigits == wholeHash
               ? WeightsDialog::tr("by its SHA-256")
               : WeightsDialog::tr("by the %1 digits of its SHA-256 that are published")
                     .arg(offer.hashDigits);
}

QLabel* fact(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}
} // namespace

WeightsDialog::WeightsDialog(const WeightsOffer& offer, const QString& program, FileDialogs& files,
                             QWidget* parent)
    : QDialog(parent),
      offer_(offer),
      command_(program),
      bar_(new QProgressBar(this)),
      state_(fact({}, this))
{
    setObjectName("weights");
    setWindowTitle(tr("Pretrained weights"));
    setAttribute(Qt::WA_DeleteOnClose);
    bar_->setObjectName("weightsProgress");
    bar_->setRange(0, wholeBar);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(8);
    state_->setObjectName("weightsState");
    auto* buttons = new QDialogButtonBox(this);
    add_ = buttons->addButton(tr("Add a file…"), QDialogButtonBox::ActionRole);
    add_->setObjectName("addWeights");
    add_->setToolTip(tr("Take in %1, downloaded on another machine").arg(offer.file));
    fetch_ = buttons->addButton(offer.partBytes > 0 ? tr("Go on with the download")
                                                    : tr("Accept and download"),
                                QDialogButtonBox::ApplyRole);
    fetch_->setObjectName("fetchWeights");
    fetch_->setDefault(true);
    stop_ = buttons->addButton(tr("Stop"), QDialogButtonBox::ActionRole);
    stop_->setObjectName("stopWeights");
    auto* ending = buttons->addButton(QDialogButtonBox::Close);
    ending->setIcon({});
    // Enter downloads, and never ends a download under way.
    for (QPushButton* other : {add_, stop_, ending})
        other->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(facts(offer));
    layout->addWidget(bar_);
    layout->addWidget(state_);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);

    connect(fetch_, &QPushButton::clicked, this, &WeightsDialog::fetch);
    connect(add_, &QPushButton::clicked, this, [this, &files] {
        files.openWeights(this, [this](const QString& file) { add(file); });
    });
    connect(stop_, &QPushButton::clicked, &command_, &EngineCommand::stop);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&command_, &EngineCommand::row, this, &WeightsDialog::take);
    connect(&command_, &EngineCommand::failed, this, [this](const QString& sentence) {
        fetch_->setText(tr("Try again"));
        end(sentence);
    });
    connect(&command_, &EngineCommand::stopped, this, [this] {
        fetch_->setText(tr("Go on with the download"));
        end(tr("Stopped. What has come is kept; the download goes on from there."));
    });
    connect(&command_, &EngineCommand::done, this, [this] {
        if (!arrived_) {
            end({});
            return;
        }
        Q_EMIT arrived(offer_.title);
        close();
    });
    end({});
}

QWidget* WeightsDialog::facts(const WeightsOffer& offer)
{
    auto* box = new QWidget(this);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    box->setFixedWidth(factsWidth);
    const auto addFact = [&](const QString& label, const QString& text, const char* name) {
        if (text.isEmpty())
            return;
        QLabel* value = fact(text, box);
        value->setObjectName(name);
        auto* title = new QLabel(label, box);
        title->setForegroundRole(QPalette::PlaceholderText);
        title->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        form->addRow(title, value);
    };
    addFact(tr("Weights"), offer.title, "weightsTitle");
    addFact(tr("Trained on"), offer.trainedOn, "weightsData");
    addFact(tr("Size"), offer.size.isEmpty() ? tr("not published") : offer.size, "weightsSize");
    addFact(tr("From"), QUrl(offer.url).host(), "weightsHost");
    addFact(tr("Licence"),
            offer.licence.isEmpty() ? tr("not stated by the publisher") : offer.licence,
            "weightsLicence");
    addFact(tr("Check"), checkText(offer), "weightsCheck");
    addFact(tr("Note"), offer.note, "weightsNote");
    box->setToolTip(offer.url);
    return box;
}

void WeightsDialog::fetch()
{
    begin(tr("Connecting…"));
    command_.start({"weights", "fetch", offer_.name, "--yes", "--json"});
}

void WeightsDialog::add(const QString& file)
{
    if (command_.isRunning())
        return;
    begin(tr("Checking the file…"));
    command_.start({"weights", "add", file, "--json"});
}

void WeightsDialog::begin(const QString& doing)
{
    from_ = -1;
    arrived_ = false;
    bar_->setRange(0, 0); // until something is known
    bar_->show();
    state_->setText(doing);
    state_->show();
    fetch_->hide();
    add_->setEnabled(false);
    stop_->show();
}

void WeightsDialog::take(const QJsonObject& row)
{
    const QString event = row["event"].toString();
    if (event == "fetched") {
        arrived_ = true;
    } else if (event == "added") {
        arrived_ = row["name"].toString() == offer_.name;
        if (!arrived_)
            state_->setText(tr("Added %1, which are other weights.").arg(row["name"].toString()));
    } else if (event == "progress") {
        const double bytes = row["done"].toDouble();
        const double total = row["total"].toDouble();
        if (from_ < 0) {
            from_ = bytes;
            time_.start();
        }
        bar_->setRange(0, wholeBar);
        bar_->setValue(static_cast<int>(std::lround(bytes / total * wholeBar)));
        const double seconds = static_cast<double>(time_.elapsed()) / 1000;
        QString text =
            tr("%1 of %2 MiB").arg(bytes / mebibyte, 0, 'f', 1).arg(total / mebibyte, 0, 'f', 1);
        if (bytes > from_ && time_.elapsed() > timeToGuess)
            text +=
                tr(" · %1 left").arg(formatDuration(seconds * (total - bytes) / (bytes - from_)));
        state_->setText(text);
    }
}

void WeightsDialog::end(const QString& said)
{
    bar_->hide();
    stop_->hide();
    fetch_->show();
    add_->setEnabled(true);
    if (!said.isEmpty())
        state_->setText(said);
    state_->setVisible(!state_->text().isEmpty());
}

} // namespace limn::ui
