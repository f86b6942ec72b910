// Draws polygons vertex by vertex, and edits those of the selected one. Click adds a vertex; Enter,
// a double click or a click on the first vertex finishes; Backspace takes the last one back; Esc
// gives up. Begun with Shift held, what is drawn is added to the polygons of the class that it
// touches (or to the selected one), with Alt cut out of them, with both only what it shares with
// them stays. Vertices go to the borders of neighbours and follow them, unless Ctrl is held. GUI
// thread only.
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
    enum class Mode { New, Unite, Subtract, Intersect };

    bool closes(const widgets::PointerEvent& event) const;
    bool begin(Qt::KeyboardModifiers modifiers);
    std::optional<annotation::BorderPoint> borderAt(const widgets::PointerEvent& event) const;
    void addVertex(const widgets::PointerEvent& event);
    /// The vertices of a neighbour's border between two points of it.
    std::vector<annotation::Point> sharedWay(const std::optional<annotation::BorderPoint>& from,
                                             const std::optional<annotation::BorderPoint>& to);
    void point(const widgets::PointerEvent& event);
    void finish();
    void combine(const annotation::Ring& ring);
    void letGo();

    EditTarget& target_;
    VertexEditor editor_;
    annotation::Ring vertices_; ///< of the polygon under way
    Mode mode_ = Mode::New;
    qint64 subject_ = 0; ///< the only polygon meant, 0 for all of the class
    std::optional<annotation::BorderPoint> firstBorder_; ///< where the first vertex lies on one
    std::optional<annotation::BorderPoint> lastBorder_;
    std::optional<QPointF> pointer_; ///< image pixels
    bool pointerSnaps_ = false;
};

} // namespace limn::ui
