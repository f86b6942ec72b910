// Polygons as outlines with a light fill, the selected one with its vertices. GUI thread only.
#pragma once

#include "widgets/canvas_layer.h"
#include "widgets/fill_pattern.h"

#include <memory>
#include <QColor>
#include <QPolygonF>
#include <vector>

namespace limn::widgets
{

struct Outline
{
    qint64 id = 0;
    QColor colour;
    FillPattern pattern = FillPattern::Solid;
    std::vector<QPolygonF> rings; ///< image pixels; the first is the outline, others are holes
};

class OutlineLayer : public CanvasLayer
{
    Q_OBJECT
public:
    OutlineLayer(QString id, QString title, QObject* parent = nullptr);
    ~OutlineLayer() override;

    void setOutlines(std::vector<Outline> outlines); ///< later ones lie on top
    const std::vector<Outline>& outlines() const;
    void setSelected(qint64 id); ///< 0 for none
    qint64 selected() const;
    bool isBlank() const override { return outlines().empty(); }
    void paint(QPainter& painter, const ViewTransform& view, const QRect& exposed) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
