// Chooses a polygon with a click, moves it and its vertices, removes it with Delete. GUI thread
// only.
#pragma once

#include "ui/edit_target.h"
#include "ui/vertex_editor.h"
#include "widgets/canvas_tool.h"

namespace limn::ui
{

class SelectTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    explicit SelectTool(EditTarget& target, QObject* parent = nullptr);

    bool press(const widgets::PointerEvent& event) override;
    bool move(const widgets::PointerEvent& event) override;
    bool release(const widgets::PointerEvent& event) override;
    bool doubleClick(const widgets::PointerEvent& event) override;
    bool key(const QKeyEvent& event) override;
    void cancel() override;
    QCursor cursor() const override;
    void paint(QPainter& painter, const widgets::ViewTransform& view) override;

private:
    annotation::Shape moved(QPointF to) const;

    EditTarget& target_;
    VertexEditor editor_;
    std::optional<annotation::Shape> held_; ///< as it was when pressed
    QPointF from_;
    QPointF to_;
};

} // namespace limn::ui
