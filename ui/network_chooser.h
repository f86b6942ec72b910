// A window beside the work that compares networks and encoders: sorted by what suits this machine
// and these labels, each with the reason, what it costs and whose it is; encoders that the chosen
// network does not go with are greyed and say why. Order and reasons are the engine's. Never modal.
// GUI thread only.
#pragma once

#include "ui/suited_networks.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

namespace limn::ui
{

class NetworkChooser : public QDialog
{
    Q_OBJECT
public:
    NetworkChooser(TrainingSession& training, EngineClient& engine, QWidget* parent);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QTreeWidget* addTable(const QString& name, const QString& title);
    QWidget* buildTables();
    QWidget* buildDetails();
    void ask();
    void fill();
    void choosePlanned();
    void chooseEncoder(const QString& name); ///< where the network goes with it
    void networkChosen();
    void refresh();
    void use();

    TrainingSession& training_;
    SuitedNetworks* suited_;
    QLabel* facts_;
    QTreeWidget* networks_;
    QTreeWidget* encoders_;
    QLabel* details_;
    QPushButton* use_;
};

} // namespace limn::ui
