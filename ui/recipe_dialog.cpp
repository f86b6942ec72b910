#include "ui/recipe_dialog.h"

#include "ui/icon_button.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int previewDelay = 400; // milliseconds after the last change
} // namespace

RecipeDialog::RecipeDialog(TrainingSession& training, EngineClient& engine,
                           const QString& presetFolder, QWidget* parent)
    : QDialog(parent),
      training_(training),
      engine_(engine),
      presets_(presetFolder),
      form_(new RecipeForm(this)),
      preset_(new QComboBox(this)),
      message_(new QLabel(this)),
      picture_(new QLabel(this)),
      pictureNote_(new QLabel(this))
{
    setObjectName("recipeDialog");
    setWindowTitle(tr("Training settings"));
    resize(1040, 600);
    message_->setObjectName("recipeMessage");
    message_->setWordWrap(true);
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(form_);
    splitter->addWidget(buildPreview());
    splitter->setSizes({520, 480});
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(QDialogButtonBox::Close)->setIcon({});
    auto* reset = buttons->addButton(tr("All automatic"), QDialogButtonBox::ResetRole);
    reset->setObjectName("resetRecipe");
    for (QAbstractButton* button : buttons->buttons())
        qobject_cast<QPushButton*>(button)->setAutoDefault(false); // Enter ends typing a value
    connect(reset, &QPushButton::clicked, this, [this] { take({}); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addLayout(buildPresets());
    layout->addWidget(splitter, 1);
    layout->addWidget(message_);
    layout->addWidget(buttons);

    previewTimer_.setSingleShot(true);
    previewTimer_.setInterval(previewDelay);
    connect(&previewTimer_, &QTimer::timeout, this, &RecipeDialog::askForPreview);
    connect(form_, &RecipeForm::changed, this, &RecipeDialog::apply);
    connect(&engine_, &EngineClient::ready, this, &RecipeDialog::askForSchema);
    connect(&training_, &TrainingSession::planChanged, this, [this] {
        form_->setPlanned(training_.plannedRecipe().isEmpty() ? form_->standard()
                                                              : training_.plannedRecipe());
        form_->setPlan(training_.planRows());
        say(training_.sentence(), !training_.canStart() && !training_.isBusy());
    });
    form_->setPlan(training_.planRows());
    say(training_.sentence(), false);
    askForSchema();
}

QLayout* RecipeDialog::buildPresets()
{
    preset_->setObjectName("preset");
    preset_->setEditable(true);
    preset_->setInsertPolicy(QComboBox::NoInsert);
    preset_->lineEdit()->setPlaceholderText(tr("Name of a preset"));
    preset_->setMinimumContentsLength(20);
    save_ = iconButton("savePreset", "save", tr("Save these settings under this name"), this);
    remove_ = iconButton("removePreset", "trash-2", tr("Delete the preset of this name"), this);
    auto* fromFile = iconButton("importRecipe", "folder-open",
                                tr("Take the settings of a file, also of a run's run.json"), this);
    auto* toFile = iconButton("exportRecipe", "download", tr("Write the settings to a file"), this);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(new QLabel(tr("Preset"), this));
    row->addWidget(preset_);
    for (QToolButton* button : {save_, remove_, fromFile, toFile})
        row->addWidget(button);
    row->addStretch();
    connect(preset_, &QComboBox::activated, this, [this] {
        if (presets_.names().contains(preset_->currentText()))
            take(presets_.read(preset_->currentText()));
    });
    connect(save_, &QToolButton::clicked, this,
            [this] { savePreset(preset_->currentText().trimmed()); });
    connect(remove_, &QToolButton::clicked, this, [this] {
        const QString problem = presets_.remove(preset_->currentText());
        refreshPresets();
        if (!problem.isEmpty())
            say(problem, true);
    });
    connect(fromFile, &QToolButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Take settings of a file"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setNameFilter(tr("Recipes (*.json)"));
        connect(dialog, &QFileDialog::fileSelected, this, &RecipeDialog::importRecipe);
        dialog->open();
    });
    connect(toFile, &QToolButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Write settings to a file"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setNameFilter(tr("Recipes (*.json)"));
        dialog->setDefaultSuffix("json");
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
            const QString problem = RecipePresets::writeFile(path, form_->recipe());
            say(problem.isEmpty() ? tr("Saved %1").arg(path) : problem, !problem.isEmpty());
        });
        dialog->open();
    });
    connect(preset_, &QComboBox::editTextChanged, this, [this](const QString& text) {
        save_->setEnabled(!text.trimmed().isEmpty());
        remove_->setEnabled(presets_.names().contains(text));
    });
    refreshPresets();
    return row;
}

QWidget* RecipeDialog::buildPreview()
{
    auto* side = new QWidget(this);
    picture_->setObjectName("recipePreview");
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setWordWrap(true);
    picture_->setMinimumSize(280, 160);
    picture_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    pictureNote_->setWordWrap(true);
    pictureNote_->setForegroundRole(QPalette::PlaceholderText);
    pictureNote_->setText(tr("Patches as training sees them, with their labels"));
    auto* another = new QPushButton(tr("Others"), side);
    another->setObjectName("otherPatches");
    another->setAutoDefault(false);
    connect(another, &QPushButton::clicked, this, [this] {
        ++previewBatch_;
        askForPreview();
    });
    auto* row = new QHBoxLayout;
    row->addWidget(pictureNote_, 1);
    row->addWidget(another);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(12, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(picture_, 1);
    column->addLayout(row);
    return side;
}

void RecipeDialog::askForSchema()
{
    if (form_->hasSchema() || !engine_.isReady())
        return;
    engine_.request("recipe/schema", {}, this, [this](const EngineReply& reply) {
        if (!reply.ok) {
            say(reply.message, true);
            return;
        }
        form_->setSchema(reply.result);
        form_->setRecipe(training_.recipe());
        if (!training_.plannedRecipe().isEmpty())
            form_->setPlanned(training_.plannedRecipe());
    });
}

void RecipeDialog::take(const QJsonObject& recipe)
{
    if (form_->hasSchema())
        form_->setRecipe(recipe);
    training_.setRecipe(form_->hasSchema() ? form_->recipe() : recipe);
    previewTimer_.start();
}

void RecipeDialog::apply()
{
    training_.setRecipe(form_->recipe());
    previewTimer_.start();
}

void RecipeDialog::refreshPresets(const QString& chosen)
{
    const QSignalBlocker quiet(preset_);
    preset_->clear();
    preset_->addItems(presets_.names());
    preset_->setCurrentIndex(-1);
    preset_->setEditText(chosen);
    save_->setEnabled(!chosen.isEmpty());
    remove_->setEnabled(presets_.names().contains(chosen));
}

void RecipeDialog::savePreset(const QString& name)
{
    const QString problem = presets_.write(name, form_->recipe());
    refreshPresets(name);
    say(problem.isEmpty() ? tr("Saved the preset %1").arg(name) : problem, !problem.isEmpty());
}

void RecipeDialog::importRecipe(const QString& path)
{
    QString problem;
    const QJsonObject recipe = RecipePresets::readFile(path, problem);
    const QString unknown = form_->hasSchema() ? form_->unknownKey(recipe) : QString();
    if (!unknown.isEmpty())
        problem = tr("%1 names a setting that there is not: %2. Correct its name or take it out.")
                      .arg(QFileInfo(path).fileName(), unknown);
    if (!problem.isEmpty()) {
        say(problem, true);
        return;
    }
    take(recipe);
}

void RecipeDialog::say(const QString& sentence, bool isError)
{
    QPalette colours = palette();
    if (isError)
        colours.setColor(QPalette::WindowText,
                         widgets::toneColour(widgets::Tone::Error, palette()));
    message_->setPalette(colours);
    message_->setText(sentence);
}

void RecipeDialog::askForPreview()
{
    if (!isVisible() || !engine_.isReady() ||
        training_.state() == TrainingSession::State::Unavailable)
        return;
    QJsonObject parameters = training_.recipe();
    parameters["batch"] = previewBatch_;
    engine_.request("train/preview", parameters, this,
                    [this, asked = ++previewAsked_](const EngineReply& reply) {
                        if (asked != previewAsked_)
                            return;
                        // Not QPixmap, which would take a file of the same name for the same.
                        preview_ = QPixmap::fromImage(
                            reply.ok ? QImage(reply.result["file"].toString()) : QImage());
                        if (!reply.ok)
                            picture_->setText(reply.message);
                        showPreview();
                    });
}

void RecipeDialog::showPreview()
{
    if (preview_.isNull())
        return;
    picture_->setPixmap(
        preview_.scaled(picture_->size(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

void RecipeDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    askForSchema();
    if (form_->hasSchema())
        form_->setRecipe(training_.recipe());
    previewTimer_.start();
}

void RecipeDialog::resizeEvent(QResizeEvent* event)
{
    QDialog::resizeEvent(event);
    showPreview();
}

} // namespace limn::ui
