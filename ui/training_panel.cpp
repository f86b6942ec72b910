#include "ui/training_panel.h"

#include "ui/duration.h"
#include "ui/label_colours.h"
#include "ui/words.h"
#include "widgets/icon.h"
#include "widgets/quiet_wheel.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
void makeQuiet(QLabel* label)
{
    label->setForegroundRole(QPalette::PlaceholderText);
}

QIcon swatch(const QColor& colour)
{
    QPixmap pixmap(12, 12);
    pixmap.fill(colour);
    return pixmap;
}

/// The engine's list of `rows`, under the names that `nameKey` has.
QList<Choice> choicesOf(const QJsonArray& rows, const QString& nameKey)
{
    QList<Choice> choices;
    for (const auto& each : rows) {
        const QJsonObject row = each.toObject();
        const QString name = row[nameKey].toString();
        const QString title = inWords(row["title"].toString());
        choices.append(
            {name, title.isEmpty() ? name : title, inWords(row["advice"].toString()), {}});
    }
    return choices;
}

Choice choiceOf(const QJsonObject& row)
{
    return {row["name"].toString(), row["title"].toString(),
            row["fit"].toString() + QStringLiteral(" · ") + row["reason"].toString(),
            row["advice"].toString()};
}
} // namespace

TrainingPanel::TrainingPanel(TrainingSession& training, EngineClient& engine, ResultLayers& results,
                             QWidget* parent)
    : QWidget(parent),
      training_(training),
      engine_(engine),
      results_(results),
      train_(new QPushButton(this)),
      sentence_(new QLabel(this)),
      getWeights_(new QPushButton(this)),
      weights_(new WeightsList(engine.program(), this)),
      suited_(new SuitedNetworks(training, engine, this)),
      bar_(new QProgressBar(this)),
      phase_(new QLabel(this)),
      left_(new QLabel(this)),
      score_(new QLabel(this)),
      pause_(new QToolButton(this)),
      more_(new QToolButton(this)),
      options_(new QWidget(this)),
      network_(new ChoiceBox("network", tr("Automatic"), options_)),
      encoder_(new ChoiceBox("encoder", tr("Automatic"), options_)),
      start_(new ChoiceBox("startWeights", tr("Automatic"), options_)),
      compare_(new QPushButton(tr("Compare networks…"), options_)),
      device_(new ChoiceBox("device", tr("Automatic"), options_)),
      minutes_(new QSpinBox(options_)),
      allSettings_(new QPushButton(tr("All settings…"), options_)),
      explainClass_(new QComboBox(this)),
      explain_(new QPushButton(tr("Explain"), this)),
      explainNote_(new QLabel(this))
{
    train_->setObjectName("train");
    train_->setMinimumHeight(32);
    sentence_->setObjectName("trainSentence");
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sentence_->setFocusPolicy(Qt::NoFocus);
    getWeights_->setObjectName("getWeights");
    getWeights_->setIcon(widgets::icon("download"));
    getWeights_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // never widens the panel
    getWeights_->hide();
    bar_->setObjectName("trainProgress");
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(8);
    makeQuiet(phase_);
    left_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    makeQuiet(left_);
    score_->setObjectName("trainScore");
    buildOptions();

    explainClass_->setObjectName("explainClass");
    explainClass_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    explainClass_->setMinimumContentsLength(8);
    new widgets::QuietWheel(explainClass_);
    explain_->setObjectName("explain");
    explain_->setIcon(widgets::icon("flame"));
    explain_->setToolTip(
        tr("Show by Grad-CAM where the network looks to find this class in the view (Ctrl+E)"));
    explainNote_->setWordWrap(true);
    makeQuiet(explainNote_);

    auto* status = new QHBoxLayout;
    status->setSpacing(8);
    status->addWidget(phase_, 1);
    status->addWidget(left_);
    auto* explainRow = new QHBoxLayout;
    explainRow->setSpacing(8);
    explainRow->addWidget(explainClass_, 1);
    explainRow->addWidget(explain_);
    auto* rule = new QFrame(this);
    rule->setFrameShape(QFrame::HLine);
    rule->setFrameShadow(QFrame::Plain);
    rule->setForegroundRole(QPalette::Mid);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    pause_->setObjectName("pauseTraining");
    pause_->setFixedSize(32, 32);
    auto* trainRow = new QHBoxLayout;
    trainRow->setSpacing(4);
    trainRow->addWidget(train_, 1);
    trainRow->addWidget(pause_);
    layout->addLayout(trainRow);
    layout->addWidget(sentence_);
    layout->addWidget(getWeights_);
    layout->addWidget(bar_);
    layout->addLayout(status);
    layout->addWidget(score_);
    layout->addWidget(more_);
    layout->addWidget(options_);
    layout->addWidget(rule);
    layout->addLayout(explainRow);
    layout->addWidget(explainNote_);
    layout->addStretch();

    connect(train_, &QPushButton::clicked, &training_, &TrainingSession::toggle);
    connect(pause_, &QToolButton::clicked, this, [this] {
        if (training_.state() == TrainingSession::State::Paused)
            training_.goOn();
        else
            training_.pause();
    });
    connect(&training_, &TrainingSession::recipeChanged, this, &TrainingPanel::showRecipe);
    connect(&training_, &TrainingSession::stateChanged, this, &TrainingPanel::refresh);
    connect(&training_, &TrainingSession::planChanged, this, &TrainingPanel::refresh);
    connect(&training_, &TrainingSession::progressed, this, &TrainingPanel::takeProgress);
    connect(&training_, &TrainingSession::started, this, [this] {
        best_ = -1;
        bar_->setValue(0);
        score_->clear();
        refresh();
    });
    connect(&training_, &TrainingSession::validated, this,
            [this](const TrainingValidation& validation) {
                best_ = std::max(best_, validation.meanIou);
                score_->setText(tr("Mean IoU %1 (best %2)")
                                    .arg(validation.meanIou, 0, 'f', 3)
                                    .arg(best_, 0, 'f', 3));
                refresh();
            });
    connect(&engine_, &EngineClient::ready, this, &TrainingPanel::fillOptions);
    connect(&engine_, &EngineClient::ready, weights_, &WeightsList::refresh);
    connect(weights_, &WeightsList::changed, this, &TrainingPanel::refreshWeights);
    connect(getWeights_, &QPushButton::clicked, this, [this] {
        if (const auto offer = missingWeights())
            Q_EMIT weightsAsked(*offer);
    });
    connect(&engine_, &EngineClient::stateChanged, this, &TrainingPanel::refresh);
    connect(explain_, &QPushButton::clicked, this, [this] {
        if (results_.isExplaining())
            results_.cancelExplanation();
        else if (classToExplain() != 0)
            Q_EMIT explainAsked(classToExplain());
    });
    connect(&results_, &ResultLayers::explainingChanged, this, &TrainingPanel::refreshExplain);
    connect(&results_, &ResultLayers::explained, this,
            [this](int, const QString& layer, double milliseconds) {
                explainNote_->setText(
                    tr("Grad-CAM at %1, %2 ms").arg(layer).arg(std::lround(milliseconds)));
            });
    refresh();
    refreshExplain();
}

void TrainingPanel::buildOptions()
{
    more_->setObjectName("trainOptions");
    more_->setText(tr("Options"));
    more_->setCheckable(true);
    more_->setAutoRaise(true);
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setIcon(widgets::icon("chevron-right"));
    minutes_->setObjectName("minutes");
    minutes_->setRange(0, 24 * 60);
    minutes_->setSpecialValueText(tr("Automatic"));
    minutes_->setSuffix(tr(" min"));
    auto* form = new QFormLayout(options_);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Network"), network_);
    form->addRow(tr("Encoder"), encoder_);
    compare_->setObjectName("compareNetworks");
    compare_->setIcon(widgets::icon("list"));
    compare_->setToolTip(
        tr("Networks and encoders, sorted by what suits this machine and the labels"));
    form->addRow(QString(), compare_);
    connect(compare_, &QPushButton::clicked, this, &TrainingPanel::networksAsked);
    form->addRow(tr("Starts from"), start_);
    start_->setToolTip(tr("Weights that the network begins with; automatic: ImageNet's, where they "
                          "are here"));
    form->addRow(tr("Device"), device_);
    form->addRow(tr("Time"), minutes_);
    allSettings_->setObjectName("allSettings");
    allSettings_->setIcon(widgets::icon("sliders-horizontal"));
    allSettings_->setToolTip(tr("What is planned and why, and every setting"));
    form->addRow(allSettings_);
    connect(allSettings_, &QPushButton::clicked, this, &TrainingPanel::settingsAsked);
    options_->hide();
    connect(more_, &QToolButton::toggled, this, [this](bool open) {
        more_->setIcon(widgets::icon(open ? "chevron-down" : "chevron-right"));
        options_->setVisible(open);
        askWhatSuits();
    });
    connect(suited_, &SuitedNetworks::changed, this, &TrainingPanel::fillNetworks);
    connect(&training_, &TrainingSession::planChanged, this, &TrainingPanel::askWhatSuits);
    for (QWidget* box :
         std::initializer_list<QWidget*>{network_, encoder_, start_, device_, minutes_})
        new widgets::QuietWheel(box);
    for (ChoiceBox* box : {network_, encoder_, start_, device_})
        connect(box, &QComboBox::currentIndexChanged, this, &TrainingPanel::takeOptions);
    connect(minutes_, &QSpinBox::valueChanged, this, &TrainingPanel::takeOptions);
}

void TrainingPanel::fillOptions()
{
    filling_ = true;
    const QJsonObject greeting = engine_.greeting();
    network_->setChoices(choicesOf(greeting["networks"].toArray(), "architecture"));
    encoder_->setChoices(choicesOf(greeting["encoders"].toArray(), "name"));
    device_->setChoices(choicesOf(greeting["devices"].toArray(), "name"));
    filling_ = false;
    refresh();
}

void TrainingPanel::askWhatSuits()
{
    if (more_->isChecked() && !training_.isBusy())
        suited_->ask();
}

void TrainingPanel::fillNetworks()
{
    filling_ = true;
    QList<Choice> networks;
    bool bringsOwn = false;
    const QString chosen = network_->chosen();
    const QString network =
        chosen.isEmpty() ? training_.plannedRecipe()["network"].toString() : chosen;
    for (const QJsonObject& row : suited_->networks()) {
        networks << choiceOf(row);
        bringsOwn = bringsOwn || (row["name"] == network && row["over"] == ownEncoder);
    }
    QList<Choice> encoders;
    if (bringsOwn)
        encoders.append({ownEncoder, inWords("the network's own"), {}, {}});
    for (const QJsonObject& row : suited_->encoders()) {
        encoders << choiceOf(row);
        if (const QString why = suited_->refusal(network, encoders.back().name); !why.isEmpty()) {
            encoders.back().possible = false;
            encoders.back().reason = why;
        }
    }
    network_->setChoices(networks);
    encoder_->setChoices(encoders);
    filling_ = false;
    showRecipe();
}

void TrainingPanel::fillWeights()
{
    const QJsonObject planned = training_.plannedRecipe();
    const auto setting = [&](const char* key) {
        const QString chosen = training_.recipe()[key].toString();
        return chosen.isEmpty() ? planned[key].toString() : chosen;
    };
    QList<Choice> choices;
    choices.append({"none", tr("Nothing: from scratch"), tr("Longer, and for many labels"), {}});
    for (const PublishedRow& row : weights_->fitting(setting("network"), setting("encoder"))) {
        QStringList facts{tr("trained on %1").arg(row.trainedOn)};
        if (!row.size.isEmpty())
            facts << row.size;
        facts << (row.isHere ? tr("here") : tr("not here yet"));
        choices.append({row.name, row.title, facts.join(QStringLiteral(" · ")), {}});
    }
    // A file that was named elsewhere stays chosen.
    const QString other = training_.recipe()["weights"].toString();
    const bool listed = std::any_of(choices.begin(), choices.end(),
                                    [&](const Choice& choice) { return choice.name == other; });
    if (!other.isEmpty() && !listed)
        choices.append({other, QFileInfo(other).fileName(), {}, other});
    filling_ = true;
    start_->setChoices(choices);
    start_->choose(other);
    filling_ = false;
}

void TrainingPanel::takeOptions()
{
    if (filling_)
        return;
    const QJsonObject before = training_.recipe();
    QJsonObject recipe = before; // what is set elsewhere stays
    const auto take = [&recipe](const char* key, const ChoiceBox* box) {
        recipe.remove(key);
        if (!box->chosen().isEmpty())
            recipe[key] = box->chosen();
    };
    // A network that the encoder does not go with is meant: it brings one that does.
    if (!suited_->refusal(network_->chosen(), encoder_->chosen()).isEmpty()) {
        const QSignalBlocker quiet(encoder_);
        encoder_->choose({});
    }
    take("network", network_);
    take("encoder", encoder_);
    take("weights", start_);
    take("device", device_);
    // Weights of what was chosen before do not fit.
    if (recipe.value("network") != before.value("network") ||
        recipe.value("encoder") != before.value("encoder"))
        recipe.remove("weights");
    // A part of a minute, set elsewhere, stays.
    if (minutes_->value() != std::lround(recipe["minutes"].toDouble()))
        recipe["minutes"] = minutes_->value();
    if (minutes_->value() == 0)
        recipe.remove("minutes");
    training_.setRecipe(recipe);
}

void TrainingPanel::showRecipe()
{
    filling_ = true;
    const QJsonObject& recipe = training_.recipe();
    network_->choose(recipe["network"].toString());
    encoder_->choose(recipe["encoder"].toString());
    start_->choose(recipe["weights"].toString());
    device_->choose(recipe["device"].toString());
    minutes_->setValue(static_cast<int>(std::lround(recipe["minutes"].toDouble())));
    filling_ = false;
}

void TrainingPanel::setClasses(const annotation::ClassList& classes)
{
    const int before = classToExplain();
    explainClass_->clear();
    for (const annotation::ClassEntry& entry : classes)
        explainClass_->addItem(swatch(toColour(entry.colour)), QString::fromStdString(entry.name),
                               entry.value);
    setClassToExplain(before);
    refreshExplain();
}

void TrainingPanel::setHasRun(bool hasRun)
{
    hasRun_ = hasRun;
    refreshExplain();
}

void TrainingPanel::setReadOnly(bool readOnly)
{
    readOnly_ = readOnly;
    refresh();
}

void TrainingPanel::weightsArrived()
{
    weights_->refresh();
    training_.plan();
}

std::optional<WeightsOffer> TrainingPanel::missingWeights() const
{
    const QString chosen = training_.recipe()["weights"].toString();
    if (chosen.isEmpty() || chosen == "imagenet")
        return weights_->missingFor(training_.plannedRecipe()["encoder"].toString());
    return weights_->missing(chosen);
}

void TrainingPanel::refreshWeights()
{
    fillWeights();
    const auto offer = missingWeights();
    getWeights_->setVisible(offer && !training_.isBusy());
    if (!offer)
        return;
    getWeights_->setText(offer->size.isEmpty() ? tr("Get its weights…")
                                               : tr("Get its weights (%1)…").arg(offer->size));
    getWeights_->setToolTip(
        tr("Training from pretrained weights takes fewer labels and less time"));
}

int TrainingPanel::classToExplain() const
{
    return explainClass_->currentData().toInt();
}

void TrainingPanel::setClassToExplain(int value)
{
    explainClass_->setCurrentIndex(
        std::max(explainClass_->count() > 0 ? 0 : -1, explainClass_->findData(value)));
}

void TrainingPanel::refresh()
{
    using State = TrainingSession::State;
    const State state = training_.state();
    const bool busy = training_.isBusy();
    train_->setText(state == State::Stopping ? tr("Stopping…") : busy ? tr("Stop") : tr("Train"));
    train_->setIcon(widgets::icon(busy ? "square" : "play"));
    train_->setToolTip(busy ? tr("Stop after this step and keep the best weights (T)")
                            : tr("Train on what is labelled (T)"));
    train_->setEnabled((training_.canStart() && !readOnly_) || state == State::Running ||
                       state == State::Paused || state == State::Starting);
    const bool paused = state == State::Paused;
    pause_->setVisible(state == State::Running || paused);
    pause_->setIcon(widgets::icon(paused ? "play" : "pause"));
    pause_->setToolTip(paused ? tr("Go on training")
                              : tr("Pause: the processor is free, nothing is lost"));
    options_->setEnabled(!busy);
    bar_->setVisible(busy);
    phase_->setVisible(busy);
    left_->setVisible(busy);
    score_->setVisible(!score_->text().isEmpty());
    if (busy && bar_->value() == 0) {
        phase_->setText(tr("Starting"));
        left_->clear();
    }
    QString text = training_.sentence();
    if (readOnly_)
        text = tr("This project is open read-only: close it where else it is open to train.");
    else if (paused)
        text = tr("Training is paused.");
    else if (busy)
        text = tr("Training goes on while you paint: new strokes are learned within seconds.");
    else if (state == State::Unavailable)
        text = engine_.state() == EngineClient::State::Off && !engine_.problem().isEmpty()
                   ? engine_.problem()
                   : tr("The engine is starting…");
    else if (text.isEmpty())
        text = tr("Looking at the labels…");
    sentence_->setText(text);
    const int planned =
        static_cast<int>(std::lround(training_.plannedRecipe()["minutes"].toDouble()));
    minutes_->setSpecialValueText(planned > 0 ? tr("Automatic (%1 min)").arg(planned)
                                              : tr("Automatic"));
    refreshWeights();
    refreshExplain();
}

void TrainingPanel::refreshExplain()
{
    const bool explaining = results_.isExplaining();
    const bool possible = hasRun_ && engine_.isReady() && explainClass_->count() > 0;
    explain_->setText(explaining ? tr("Cancel") : tr("Explain"));
    explain_->setEnabled(possible || explaining);
    explainClass_->setEnabled(possible);
    if (explaining)
        explainNote_->setText(tr("Looking for what speaks for this class…"));
    else if (!hasRun_)
        explainNote_->setText(tr("After training: see where the network looks to find a class."));
    else if (results_.explainedClass() == 0)
        explainNote_->setText(tr("See where the network looks to find a class in the view."));
}

void TrainingPanel::takeProgress(const TrainingProgress& progress)
{
    bar_->setValue(static_cast<int>(std::lround(1000 * std::clamp(progress.progress, 0.0, 1.0))));
    phase_->setText(
        tr("Step %L1, %2").arg(static_cast<qlonglong>(progress.step)).arg(inWords(progress.phase)));
    left_->setText(progress.remaining >= 0 ? tr("%1 left").arg(formatDuration(progress.remaining))
                                           : QString());
    bar_->setToolTip(tr("%1 images/s").arg(progress.imagesPerSecond, 0, 'f', 1));
}

} // namespace limn::ui
