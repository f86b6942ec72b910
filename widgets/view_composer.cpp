#include "widgets/view_composer.h"

#include "widgets/pixel_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace limn::widgets
{

namespace
{

constexpr QRgb hatchDark = qRgb(0x3a, 0x3a, 0x3c);
constexpr QRgb hatchLight = qRgb(0x4a, 0x4a, 0x4d);
constexpr int hatchPeriod = 12;

/// A view that the canvas made lies on whole device pixels but for rounding.
double snapped(double value)
{
    const double whole = std::round(value);
    return std::abs(value - whole) < 1e-3 ? whole : value;
}

} // namespace

void ViewComposer::begin(const ViewTransform& view, const QRect& part, raster::PixelSize image)
{
    part_ = part;
    scale_ = view.deviceScale();
    grounded_ = false;
    layers_.clear();
    columns_.clear();
    weights_.clear();
    const double left = snapped(view.origin.x() * scale_);
    const double top = snapped(view.origin.y() * scale_);
    // Only device pixels whose centre lies on the image.
    const auto edge = [](double at) {
        return static_cast<int>(std::clamp(std::ceil(at - 0.5), -1e9, 1e9));
    };
    const int x0 = std::max(part.left(), edge(-left));
    const int y0 = std::max(part.top(), edge(-top));
    const int x1 = std::min(part.left() + part.width(), edge(image.width * scale_ - left));
    const int y1 = std::min(part.top() + part.height(), edge(image.height * scale_ - top));
    device_ = QRect(x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0));
    originX_ = left + x0;
    originY_ = top + y0;
    exposedImage_ = {};
    if (device_.isEmpty())
        return;
    const int left0 = static_cast<int>(std::floor(imageX(0)));
    const int top0 = static_cast<int>(std::floor(imageY(0)));
    exposedImage_ = {left0, top0,
                     static_cast<int>(std::floor(imageX(device_.width() - 1))) + 1 - left0,
                     static_cast<int>(std::floor(imageY(device_.height() - 1))) + 1 - top0};
}

ViewComposer::Span ViewComposer::columns(double from, double to) const
{
    return {std::max<int>(0, std::ceil(from * scale_ - originX_ - 0.5)),
            std::min<int>(device_.width(), std::ceil(to * scale_ - originX_ - 0.5))};
}

ViewComposer::Span ViewComposer::rows(double from, double to) const
{
    return {std::max<int>(0, std::ceil(from * scale_ - originY_ - 0.5)),
            std::min<int>(device_.height(), std::ceil(to * scale_ - originY_ - 0.5))};
}

void ViewComposer::startLayer(double opacity)
{
    layers_.emplace_back();
    layer().opacity = opacity;
}

bool ViewComposer::fit(Placement& placement, const raster::PixelRect& shown) const
{
    if (shown.isEmpty() || device_.isEmpty())
        return false;
    placement.across = columns(shown.x, shown.right());
    placement.down = rows(shown.y, shown.bottom());
    return !placement.across.isEmpty() && !placement.down.isEmpty();
}

void ViewComposer::mapColumns(Placement& placement, double areaX, double step)
{
    const bool smooth = placement.kind == Kind::Smooth;
    const int width = placement.size.width;
    placement.columns = columns_.size();
    for (int x = placement.across.first; x < placement.across.last; ++x) {
        const double at = (imageX(x) - areaX) / step - (smooth ? 0.5 : 0.0);
        const double whole = std::floor(at);
        const int column = static_cast<int>(whole);
        columns_.push_back(std::clamp(column, 0, width - 1));
        weights_.push_back(column < 0 || column >= width - 1
                               ? 0
                               : static_cast<std::uint16_t>(std::lround((at - whole) * 256)));
    }
    placement.firstColumn = columns_[placement.columns];
    const auto count = static_cast<std::size_t>(placement.across.last - placement.across.first);
    const auto last = static_cast<std::size_t>(columns_.back());
    // Pixel for pixel: whole rows are copied.
    if (!smooth && std::abs(step * scale_ - 1) < 1e-9 &&
        last - static_cast<std::size_t>(placement.firstColumn) + 1 == count)
        placement.kind = placement.kind == Kind::Indices ? Kind::StraightIndices : Kind::Straight;
}

void ViewComposer::place(const std::uint32_t* pixels, raster::PixelSize size,
                         const raster::PixelRect& area, const raster::PixelRect& clip, bool opaque)
{
    Placement placement;
    if (!fit(placement, area.intersected(clip)))
        return;
    const double stepX = static_cast<double>(area.width) / size.width; // image pixels a tile's
    const double pixel = stepX * scale_;                               // device pixels a tile pixel
    placement.kind =
        pixel < 0.999 || (stepX > 1.001 && pixel > 1.001) ? Kind::Smooth : Kind::Nearest;
    placement.pixels = pixels;
    placement.size = size;
    placement.areaY = area.y;
    placement.stepY = static_cast<double>(area.height) / size.height;
    mapColumns(placement, area.x, stepX);
    layer().opaque = layer().opaque && opaque;
    layer().placements.push_back(placement);
}

void ViewComposer::placeIndices(const std::uint8_t* indices, raster::PixelSize size,
                                const raster::PixelRect& area, int step,
                                const std::array<QRgb, 256>& colours,
                                const std::array<FillPattern, 256>& patterns)
{
    Placement placement;
    if (!fit(placement, area))
        return;
    placement.kind = Kind::Indices;
    placement.pixels = indices;
    placement.size = size;
    placement.areaY = area.y;
    placement.stepY = step;
    mapColumns(placement, area.x, step);
    if (!layer().indexed) {
        layer().indexed = true;
        layer().colours = colours;
        fadeRow(layer().opacity, layer().colours.size(), layer().colours.data());
        layer().patterns = patterns;
        for (std::size_t i = 0; i < patterns.size(); ++i) {
            if (patterns[i] == FillPattern::Solid)
                continue;
            layer().patterned = true;
            layer().marks[i] = layer().colours[i];
            fadeRow(patternGround, 1, &layer().colours[i]);
        }
    }
    layer().placements.push_back(placement);
}

void ViewComposer::hatch(const raster::PixelRect& area)
{
    Placement placement;
    if (!fit(placement, area))
        return;
    placement.kind = Kind::Hatch;
    layer().placements.push_back(placement);
}

void ViewComposer::compose(QImage& frame, QPoint shift, QRgb ground)
{
    const bool nothing = std::all_of(layers_.begin(), layers_.end(),
                                     [](const Layer& each) { return each.placements.empty(); });
    if (part_.isEmpty() || (grounded_ && nothing)) {
        layers_.clear();
        return;
    }
    rooms_.resize(static_cast<std::size_t>(crew_.size()));
    for (Room& room : rooms_) {
        room.line.resize(static_cast<std::size_t>(part_.width()));
        room.indices.resize(static_cast<std::size_t>(part_.width()));
    }
    // Taken once: scanLine() would ask each time whether the image is shared.
    uchar* const bits = frame.bits();
    const qsizetype stride = frame.bytesPerLine();
    crew_.run(part_.height(), part_.width(), [&](int first, int last, int worker) {
        Room& room = rooms_[static_cast<std::size_t>(worker)];
        for (int y = first; y < last; ++y) {
            auto* row = reinterpret_cast<QRgb*>(bits + (part_.top() + y + shift.y()) * stride) +
                        part_.left() + shift.x();
            if (!grounded_)
                std::fill_n(row, part_.width(), ground);
            const int imageRow = part_.top() + y - device_.top();
            if (!device_.isEmpty() && imageRow >= 0 && imageRow < device_.height())
                composeRow(imageRow, row + (device_.left() - part_.left()), room);
        }
    });
    grounded_ = true;
    layers_.clear();
    columns_.clear();
    weights_.clear();
}

void ViewComposer::composeRow(int row, QRgb* out, Room& room) const
{
    const auto covers = [row](const Placement& each) {
        return row >= each.down.first && row < each.down.last;
    };
    for (const Layer& layer : layers_) {
        if (layer.indexed) {
            for (const Placement& each : layer.placements)
                if (covers(each))
                    blendIndices(each, row, layer, out, room);
            continue;
        }
        const bool direct = layer.opaque && layer.opacity >= 1;
        QRgb* target = direct ? out : room.line.data();
        const auto width = static_cast<std::size_t>(device_.width());
        if (!direct)
            std::fill_n(target, width, 0u);
        for (const Placement& each : layer.placements) {
            if (!covers(each))
                continue;
            if (each.kind == Kind::Hatch)
                writeHatch(each, row, target);
            else
                writePixels(each, row, target, room);
        }
        if (direct)
            continue;
        if (layer.opacity < 1)
            fadeRow(layer.opacity, width, target);
        blendRow(target, width, out);
    }
}

void ViewComposer::writePixels(const Placement& placement, int row, QRgb* out, Room& room) const
{
    const bool smooth = placement.kind == Kind::Smooth;
    const double at = (imageY(row) - placement.areaY) / placement.stepY - (smooth ? 0.5 : 0.0);
    const double whole = std::floor(at);
    const int tileRow = std::clamp(static_cast<int>(whole), 0, placement.size.height - 1);
    const auto tileWidth = static_cast<std::size_t>(placement.size.width);
    const auto* source = static_cast<const QRgb*>(placement.pixels) + tileRow * tileWidth;
    const auto count = static_cast<std::size_t>(placement.across.last - placement.across.first);
    QRgb* target = out + placement.across.first;
    if (placement.kind == Kind::Straight) {
        std::memcpy(target, source + placement.firstColumn, count * sizeof(QRgb));
        return;
    }
    const int* columns = columns_.data() + placement.columns;
    if (!smooth) {
        for (std::size_t i = 0; i < count; ++i)
            target[i] = source[columns[i]];
        return;
    }
    // The columns in use and one more, which the last one's neighbour may be.
    const auto first = static_cast<std::size_t>(columns[0]);
    const std::size_t used =
        std::min(static_cast<std::size_t>(columns[count - 1]) + 2, tileWidth) - first;
    if (room.blended.size() < tileWidth + 1)
        room.blended.resize(tileWidth + 1);
    const bool isAtEdge = whole < 0 || tileRow + 1 >= placement.size.height;
    const auto weight = isAtEdge ? 0u : static_cast<unsigned>(std::lround((at - whole) * 256));
    if (weight == 0)
        std::memcpy(room.blended.data() + first, source + first, used * sizeof(QRgb));
    else
        mixRows(source + first, source + tileWidth + first, weight, used,
                room.blended.data() + first);
    mixColumns(room.blended.data(), columns, weights_.data() + placement.columns, count, target);
}

void ViewComposer::writeHatch(const Placement& placement, int row, QRgb* out) const
{
    // Counted from the image's origin, so that stripes go on from tile to tile and move with it.
    const auto left = static_cast<std::int64_t>(std::floor(originX_));
    const auto top = static_cast<std::int64_t>(std::floor(originY_));
    for (int x = placement.across.first; x < placement.across.last; ++x) {
        const auto along = ((left + x + top + row) % hatchPeriod + hatchPeriod) % hatchPeriod;
        out[x] = along < hatchPeriod / 2 ? hatchDark : hatchLight;
    }
}

void ViewComposer::blendIndices(const Placement& placement, int row, const Layer& layer, QRgb* out,
                                Room& room) const
{
    const double at = (imageY(row) - placement.areaY) / placement.stepY;
    const int tileRow = std::clamp(static_cast<int>(std::floor(at)), 0, placement.size.height - 1);
    const auto* source = static_cast<const std::uint8_t*>(placement.pixels) +
                         static_cast<std::size_t>(tileRow) * placement.size.width;
    const auto count = static_cast<std::size_t>(placement.across.last - placement.across.first);
    const std::uint8_t* indices = source + placement.firstColumn;
    if (placement.kind != Kind::StraightIndices) {
        const int* columns = columns_.data() + placement.columns;
        takeColumns(source, columns, count, room.indices.data());
        indices = room.indices.data();
    }
    blendIndexRow(indices, layer.colours, count, out + placement.across.first);
    if (layer.patterned)
        blendMarks(placement, row, layer, indices, out, room);
}

void ViewComposer::blendMarks(const Placement& placement, int row, const Layer& layer,
                              const std::uint8_t* indices, QRgb* out, Room& room) const
{
    const auto left = static_cast<std::int64_t>(std::floor(originX_)) + placement.across.first;
    const auto top = static_cast<std::int64_t>(std::floor(originY_)) + row;
    const auto count = static_cast<std::size_t>(placement.across.last - placement.across.first);
    std::array<std::uint8_t, 256> bits;
    for (std::size_t i = 0; i < bits.size(); ++i)
        bits[i] = bitsOf(layer.patterns[i])[static_cast<std::size_t>(top & 7)];
    for (std::size_t i = 0; i < count; ++i) {
        const bool isMark = bits[indices[i]] >> ((left + static_cast<std::int64_t>(i)) & 7) & 1;
        room.line[i] = isMark ? layer.marks[indices[i]] : 0;
    }
    blendRow(room.line.data(), count, out + placement.across.first);
}

} // namespace limn::widgets
