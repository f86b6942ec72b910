#include "ui/training_panel.h"

#include "ui/duration.h"
#include "ui/label_colours.h"
#include "ui/language.h"
#include "ui/quiet_wheel.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
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

void fill(QComboBox* box, const QJsonArray& choices, const QString& nameKey)
{
    const QVariant before = box->currentData();
    while (box->count() > 1)
        box->removeItem(1);
    for (const auto& each : choices) {
        const QJsonObject choice = each.toObject();
        const QString name = choice[nameKey].toString();
        const QString title = choice["title"].toString();
        box->addItem(title.isEmpty() ? name : title, name);
        box->setItemData(box->count() - 1, choice["advice"].toString(), Qt::ToolTipRole);
    }
    box->setCurrentIndex(std::max(0, box->findData(before)));
}

QComboBox* choiceBox(const QString& name, const QString& automatic, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    box->addItem(automatic, QString());
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    return box;
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
      bar_(new QProgressBar(this)),
      phase_(new QLabel(this)),
      left_(new QLabel(this)),
      score_(new QLabel(this)),
      pause_(new QToolButton(this)),
      more_(new QToolButton(this)),
      options_(new QWidget(this)),
      network_(choiceBox("network", tr("Automatic"), options_)),
      encoder_(choiceBox("encoder", tr("Automatic"), options_)),
      compare_(new QPushButton(tr("Compare networks…"), options_)),
      device_(choiceBox("device", tr("Automatic"), options_)),
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
    new QuietWheel(explainClass_);
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
        if (const auto offer =
                weights_->missingFor(training_.plannedRecipe()["encoder"].toString()))
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
    form->addRow(tr("Device"), device_);
    form->addRow(tr("Time"), minutes_);
    allSettings_->setObjectName("allSettings");
    allSettings_->setIcon(widgets::icon("sliders-horizontal"));
    form->addRow(allSettings_);
    connect(allSettings_, &QPushButton::clicked, this, &TrainingPanel::settingsAsked);
    options_->hide();
    connect(more_, &QToolButton::toggled, this, [this](bool open) {
        more_->setIcon(widgets::icon(open ? "chevron-down" : "chevron-right"));
        options_->setVisible(open);
    });
    for (QWidget* box : {static_cast<QWidget*>(network_), static_cast<QWidget*>(encoder_),
                         static_cast<QWidget*>(device_), static_cast<QWidget*>(minutes_)})
        new QuietWheel(box);
    for (QComboBox* box : {network_, encoder_, device_})
        connect(box, &QComboBox::currentIndexChanged, this, &TrainingPanel::takeOptions);
    connect(minutes_, &QSpinBox::valueChanged, this, &TrainingPanel::takeOptions);
}

void TrainingPanel::fillOptions()
{
    filling_ = true;
    const QJsonObject greeting = engine_.greeting();
    fill(network_, greeting["networks"].toArray(), "architecture");
    fill(encoder_, greeting["encoders"].toArray(), "name");
    fill(device_, greeting["devices"].toArray(), "name");
    filling_ = false;
    refresh();
}

void TrainingPanel::takeOptions()
{
    if (filling_)
        return;
    QJsonObject recipe = training_.recipe(); // what is set elsewhere stays
    const auto take = [&recipe](const char* key, const QComboBox* box) {
        recipe.remove(key);
        if (!box->currentData().toString().isEmpty())
            recipe[key] = box->currentData().toString();
    };
    take("network", network_);
    take("encoder", encoder_);
    take("device", device_);
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
    const auto show = [&recipe](const char* key, QComboBox* box) {
        box->setCurrentIndex(std::max(0, box->findData(recipe[key].toString())));
    };
    show("network", network_);
    show("encoder", encoder_);
    show("device", device_);
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

void TrainingPanel::refreshWeights()
{
    const auto offer = weights_->missingFor(training_.plannedRecipe()["encoder"].toString());
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
        text = tr("Training goes on while you paint: new strokes are learned from the next epoch "
                  "on.");
    else if (state == State::Unavailable)
        text = engine_.state() == EngineClient::State::Off && !engine_.problem().isEmpty()
                   ? engine_.problem()
                   : tr("The engine is starting…");
    else if (text.isEmpty())
        text = tr("Looking at the labels…");
    sentence_->setText(text);
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
