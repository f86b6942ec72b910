// Training as the desktop sees it: what Train would do, the run under way, its curves as they come,
// and the run that can be gone on with when the engine has died. Speaks to the engine; shows
// nothing. GUI thread only.
#pragma once

#include "ui/engine_client.h"

#include <limits>
#include <QJsonArray>
#include <QObject>
#include <QString>

namespace limn::ui
{

struct TrainingProgress
{
    double step = 0;
    double epoch = 0;
    double elapsed = 0;    ///< seconds
    double remaining = -1; ///< seconds, an estimate; negative while not known
    double progress = 0;   ///< 0..1
    double loss = std::numeric_limits<double>::quiet_NaN(); ///< of this step; NaN: it had none
    double imagesPerSecond = 0;
    QString phase;
};

struct TrainingValidation
{
    double step = 0;
    double elapsed = 0;
    double loss = 0;
    double meanIou = 0;
    bool best = false;
};

/// One thing that a plan decides: "Length", "about 12 minutes", a sentence.
struct PlanRow
{
    QString title;
    QString chosen;
    QString reason;
};

class TrainingSession : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Unavailable, ///< no engine, or no project in it
        Idle,
        Starting,
        Running,
        Stopping,
        Paused, ///< by the user; the run is kept in the engine
    };

    explicit TrainingSession(EngineClient& engine, QObject* parent = nullptr);

    /// The project the engine works on, now and after each of its restarts; empty for none.
    void setProject(const QString& folder);
    /// Keys of the recipe that the user chose; the others are the engine's choice.
    void setRecipe(const QJsonObject& recipe);
    const QJsonObject& recipe() const { return recipe_; }

    State state() const { return state_; }
    bool isBusy() const { return state_ >= State::Starting; }
    bool canStart() const { return state_ == State::Idle && ready_; }
    const QString& sentence() const { return sentence_; } ///< what Train will do, or why it cannot
    const QJsonObject& plannedRecipe() const { return planned_; }
    /// What the engine decided and why, in the interface's language; empty where it cannot train.
    const QList<PlanRow>& planRows() const { return rows_; }
    const QString& run() const { return run_; } ///< under way, or the last that was
    /// A run that stopped without having been asked to; empty when there is none.
    const QString& interruptedRun() const { return interrupted_; }
    void setInterruptedRun(const QString& run);

public Q_SLOTS:
    void start();
    void stop();
    void toggle();
    /// Goes on with the interrupted run; starts the engine first where it is off.
    void resume();
    void resumeRun(const QString& run); ///< any run that can go on
    /// A new run that starts with another one's weights and learns classes that are new.
    void startFrom(const QString& run);
    void pause();
    void goOn();        ///< with what is paused
    void labelsSaved(); ///< tells the engine and plans again
    void plan();        ///< asks the engine anew what Train would do

Q_SIGNALS:
    void stateChanged();
    void planChanged();
    void recipeChanged();
    void projectOpened(); ///< by the engine
    void started(const QString& run, bool resumed);
    void progressed(const limn::ui::TrainingProgress& progress);
    void validated(const limn::ui::TrainingValidation& validation);
    void labelsTaken(double step, double elapsed); ///< new labels are in from here on
    /// `state` as in the protocol: "finished", "stopped", "failed", "interrupted".
    void finished(const QString& run, const QString& state, const QString& message);
    void failed(const QString& sentence); ///< the engine refused
    /// What the user had better know of the run under way, which goes on.
    void warned(const QString& sentence);

private:
    void openProject();
    void begin(const QJsonObject& parameters, bool resumed);
    void take(const QString& method, const QJsonObject& parameters);
    void engineGone();
    void setState(State state);

    EngineClient& engine_;
    QString folder_;
    QJsonObject recipe_;
    QJsonObject planned_;
    QList<PlanRow> rows_;
    QString sentence_;
    bool ready_ = false;
    bool resumeWhenOpen_ = false;
    int planAsked_ = 0; ///< only the answer to the latest question counts
    QString run_;
    QString interrupted_;
    State state_ = State::Unavailable;
};

} // namespace limn::ui
