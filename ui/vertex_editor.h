// Editing the vertices of the selected polygon: drag one, insert one on an edge, remove one. Shared
// by the polygon and the select tool. GUI thread only.
#pragma once

#include "annotation/shape.h"
#include "ui/edit_target.h"
#include "widgets/canvas_tool.h"

#include <optional>
#include <QCoreApplication>

namespace limn::ui
{

struct VertexPlace
{
    std::size_t ring = 0;
    std::size_t index = 0;
    bool operator==(const VertexPlace&) const = default;
};

/// The vertex nearest to `point`, at most `reach` image pixels away.
std::optional<VertexPlace> vertexAt(const annotation::Shape& shape, const annotation::Point& point,
                                    double reach);
/// The edge nearest to `point` within `reach`: it goes from that vertex to the next.
std::optional<VertexPlace> edgeAt(const annotation::Shape& shape, const annotation::Point& point,
                                  double reach);
/// Without that vertex; a hole of three vertices goes as a whole. Nothing when the outline would
/// keep fewer than three.
std::optional<annotation::Shape> withoutVertex(annotation::Shape shape, const VertexPlace& place);

class VertexEditor
{
    Q_DECLARE_TR_FUNCTIONS(limn::ui::VertexEditor)
public:
    explicit VertexEditor(EditTarget& target) : target_(target) {}

    // Each returns whether it used the event.
    bool press(const widgets::PointerEvent& event); ///< on a vertex; with Ctrl on an edge
    bool move(const widgets::PointerEvent& event);
    bool release(const widgets::PointerEvent& event);
    bool doubleClick(const widgets::PointerEvent& event); ///< on an edge: inserts a vertex
    /// Removes the vertex pressed last. False when there is none.
    bool removeVertex();
    void cancel();
    void forget(); ///< another shape or image
    bool isDragging() const { return dragged_.has_value(); }
    /// Near enough to an edge of the polygon chosen for doubleClick(), on either side of it.
    bool isAtEdge(const widgets::PointerEvent& event) const;
    bool isHovering() const { return hovered_.has_value(); }
    void paint(QPainter& painter, const widgets::ViewTransform& view) const;

private:
    double reach() const;
    void insert(const VertexPlace& edge, const annotation::Point& at);
    bool replace(const annotation::Shape& shape, const QString& what);

    EditTarget& target_;
    std::optional<annotation::Shape> dragged_; ///< as it will be when let go
    bool dirty_ = false;
    std::optional<VertexPlace> active_; ///< pressed last
    std::optional<VertexPlace> hovered_;
};

} // namespace limn::ui
