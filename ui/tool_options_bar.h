// The bar above the canvas with what the tool in hand can be told. GUI thread only.
#pragma once

#include "ui/tool_set.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QToolBar>
#include <QToolButton>

namespace limn::ui
{

class ToolOptionsBar : public QToolBar
{
    Q_OBJECT
public:
    ToolOptionsBar(ToolSet& tools, QWidget* parent = nullptr);

    /// The class that is painted with, shown beside the tool's name.
    void setPaintClass(const QString& name, const QColor& colour);

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* addPart(QHBoxLayout* layout);
    QAction* buildBrushPart();
    QAction* buildFillPart();
    QAction* buildSuperpixelPart();
    QAction* buildSnapPart();
    QAction* buildOverPart();
    void drawTips();
    void showTool(ToolSet::Tool tool);
    void showOptions(const BrushOptions& options);
    void showBands(const QStringList& names);
    void takeBands();
    void changeOptions();

    ToolSet& tools_;
    QLabel* title_;
    QLabel* swatch_;
    QLabel* className_;
    QAction* brushPart_;
    QDoubleSpinBox* size_;
    QSlider* slider_;
    QComboBox* unit_;
    QToolButton* round_;
    QToolButton* square_;
    QCheckBox* pressure_;
    QAction* fillPart_;
    QSpinBox* tolerance_;
    QComboBox* compared_;
    QAction* superpixelPart_;
    QAction* snapPart_;
    QAction* overPart_;
    QComboBox* over_;
    QLabel* hint_;
    bool showing_ = false;
};

} // namespace limn::ui
