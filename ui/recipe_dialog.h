// All training settings in a window beside the work: a form, presets, and what the augmentation
// makes of the project's own patches. Changes hold at once; what is wrong with them is said below.
// Never modal. GUI thread only.
#pragma once

#include "ui/engine_client.h"
#include "ui/recipe_form.h"
#include "ui/recipe_presets.h"
#include "ui/training_session.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPixmap>
#include <QTimer>
#include <QToolButton>

namespace limn::ui
{

class RecipeDialog : public QDialog
{
    Q_OBJECT
public:
    RecipeDialog(TrainingSession& training, EngineClient& engine, const QString& presetFolder,
                 QWidget* parent);

    /// Fills the form, as if the user had.
    void take(const QJsonObject& recipe);
    /// The settings of a file; one that holds others than there are is refused.
    void importRecipe(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QLayout* buildPresets();
    QWidget* buildPreview();
    void askForSchema();
    void apply();
    void refreshPresets(const QString& chosen = {});
    void savePreset(const QString& name);
    void say(const QString& sentence, bool isError);
    void askForPreview();
    void showPreview();

    TrainingSession& training_;
    EngineClient& engine_;
    RecipePresets presets_;
    RecipeForm* form_;
    QComboBox* preset_;
    QToolButton* save_ = nullptr;
    QToolButton* remove_ = nullptr;
    QLabel* message_;
    QLabel* picture_;
    QLabel* pictureNote_;
    QPixmap preview_;
    int previewBatch_ = 0;
    int previewAsked_ = 0; ///< only the answer to the latest question counts
    QTimer previewTimer_;
};

} // namespace limn::ui
