// Draws polygons vertex by vertex, and edits those of the selected one. Click adds a vertex; Enter,
// a double click or a click on the first vertex finishes; Backspace takes the last one back; Esc
// gives up. GUI thread only.
#pragma once

#include "ui/edit_target.h"
#include "ui/vertex_editor.h"
#include "widgets/canvas_tool.h"

namespace limn::ui
{

class PolygonTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    explicit PolygonTool(EditTarget& target, QObject* parent = nullptr);

    bool isDrawing() const { return !vertices_.empty(); }

    bool press(const widgets::PointerEvent& event) override;
    bool move(const widgets::PointerEvent& event) override;
    bool release(const widgets::PointerEvent& event) override;
    bool doubleClick(const widgets::PointerEvent& event) override;
    bool key(const QKeyEvent& event) override;
    void leave() override;
    void cancel() override;
    void paint(QPainter& painter, const widgets::ViewTransform& view) override;

private:
    bool closes(const widgets::PointerEvent& event) const;
    void finish();

    EditTarget& target_;
    VertexEditor editor_;
    annotation::Ring vertices_;      ///< of the polygon under way
    std::optional<QPointF> pointer_; ///< image pixels
};

} // namespace limn::ui
