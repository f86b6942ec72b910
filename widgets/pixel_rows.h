// Arithmetic on rows of 32-bit pixels, many at a time. Any thread. Internal to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <QRgb>

namespace limn::widgets
{

/// out[i] = (a[i] * (256 - weight) + b[i] * weight) / 256 in each channel, rounded; weight 0..256.
void mixRows(const QRgb* a, const QRgb* b, unsigned weight, std::size_t count, QRgb* out);

/// out[i] between pixel columns[i] of `source` and the one after it, whose share is weights[i] of
/// 256. The pixel after the last column asked for is read, so it must be there.
void mixColumns(const QRgb* source, const int* columns, const std::uint16_t* weights,
                std::size_t count, QRgb* out);

/// Premultiplied `over` on top of opaque `out`.
void blendRow(const QRgb* over, std::size_t count, QRgb* out);

/// out[i] = source[columns[i]], where the columns rise.
void takeColumns(const std::uint8_t* source, const int* columns, std::size_t count,
                 std::uint8_t* out);

/// The colours of `indices` on top of opaque `out`; the colours are premultiplied.
void blendIndexRow(const std::uint8_t* indices, const std::array<QRgb, 256>& colours,
                   std::size_t count, QRgb* out);

/// Premultiplied colours times opacity (0..1), all four channels.
void fadeRow(double opacity, std::size_t count, QRgb* row);

} // namespace limn::widgets
