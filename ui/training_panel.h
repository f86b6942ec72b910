// The right-hand panel that trains and explains: one Train button and a line that says what it will
// do, progress with time left, the latest score, a few options, and Explain. Shows a
// TrainingSession; decides nothing. GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "ui/choice_box.h"
#include "ui/result_layers.h"
#include "ui/suited_networks.h"
#include "ui/training_session.h"
#include "ui/weights_list.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

namespace limn::ui
{

class TrainingPanel : public QWidget
{
    Q_OBJECT
public:
    TrainingPanel(TrainingSession& training, EngineClient& engine, ResultLayers& results,
                  QWidget* parent = nullptr);

    void setClasses(const annotation::ClassList& classes);
    /// Whether there are weights to explain or predict with.
    void setHasRun(bool hasRun);
    void setReadOnly(bool readOnly);
    void weightsArrived();      ///< looks again which weights are here
    int classToExplain() const; ///< 0 without classes
    void setClassToExplain(int value);

Q_SIGNALS:
    void explainAsked(int classValue);
    void settingsAsked(); ///< all settings of a recipe
    void networksAsked(); ///< networks and encoders beside each other
    /// The user wants to see weights that the chosen encoder lacks.
    void weightsAsked(const limn::ui::WeightsOffer& offer);

private:
    void buildOptions();
    void fillOptions();
    void fillNetworks(); ///< sorted by what suits
    void fillWeights();  ///< published for what would be trained
    void askWhatSuits(); ///< while the options are open
    void takeOptions();
    void showRecipe(); ///< in the options
    void refresh();
    void refreshExplain();
    void refreshWeights();
    /// What the next training would begin with and is not here.
    std::optional<WeightsOffer> missingWeights() const;
    void takeProgress(const TrainingProgress& progress);

    TrainingSession& training_;
    EngineClient& engine_;
    ResultLayers& results_;
    QPushButton* train_;
    QLabel* sentence_;
    QPushButton* getWeights_;
    WeightsList* weights_;
    SuitedNetworks* suited_;
    QProgressBar* bar_;
    QLabel* phase_;
    QLabel* left_;
    QLabel* score_;
    QToolButton* pause_;
    QToolButton* more_;
    QWidget* options_;
    ChoiceBox* network_;
    ChoiceBox* encoder_;
    ChoiceBox* start_; ///< which weights the network begins with
    QPushButton* compare_;
    ChoiceBox* device_;
    QSpinBox* minutes_;
    QPushButton* allSettings_;
    QComboBox* explainClass_;
    QPushButton* explain_;
    QLabel* explainNote_;
    double best_ = -1;
    bool hasRun_ = false;
    bool readOnly_ = false;
    bool filling_ = false;
};

} // namespace limn::ui
