// How good one run is, measured by the engine on labelled pixels beside the work: scores of every
// class and over all, with intervals, and which class is taken for which. Never modal; closing it
// ends the measurement. GUI thread only.
#pragma once

#include "ui/engine_command.h"

#include <QComboBox>
#include <QDialog>
#include <QJsonObject>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>

namespace limn::ui
{

class EvaluationDialog : public QDialog
{
    Q_OBJECT
public:
    /// `engine` is limn-engine's path, `run` an id, `title` what the user calls it. Begins at once,
    /// with the pixels held back for validation.
    EvaluationDialog(const QString& engine, const QString& project, const QString& run,
                     const QString& title, QWidget* parent);

    /// What was measured, as `limn-engine evaluate --json` writes it; empty before.
    const QJsonObject& metrics() const { return metrics_; }
    /// By the path's ending: json, or csv of the table of classes. Returns an empty string, or why
    /// it failed.
    QString save(const QString& path) const;

private:
    void begin();
    void take(const QJsonObject& row);
    void end(const QString& said);
    void showMetrics(const QJsonObject& metrics);
    void showClasses(const QJsonArray& classes);
    void showConfusion(const QJsonArray& classes, const QJsonArray& matrix);
    void askWhereToSave();

    EngineCommand command_;
    QString project_;
    QString run_;
    QJsonObject metrics_;
    QComboBox* split_;
    QPushButton* again_;
    QPushButton* save_ = nullptr;
    QProgressBar* bar_;
    QLabel* summary_;
    QTableWidget* classes_;
    QLabel* confusionTitle_;
    QTableWidget* confusion_;
};

} // namespace limn::ui
