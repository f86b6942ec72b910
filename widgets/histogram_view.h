// The histogram of the bands shown, with two handles that set where one channel's stretch begins
// and ends. Drag a handle, or move it with the arrow keys (with Shift the upper one). GUI thread
// only.
#pragma once

#include "raster/band_statistics.h"

#include <array>
#include <QWidget>
#include <vector>

namespace limn::widgets
{

class HistogramView : public QWidget
{
    Q_OBJECT
public:
    explicit HistogramView(QWidget* parent = nullptr);

    /// One entry for a single band, three for red, green and blue; none while it is computed.
    void setStatistics(std::vector<raster::BandStatistics> statistics);
    /// The channel in hand, 0..2; with a single band always 0.
    void setChannel(int channel);
    int channel() const { return channel_; }
    /// Of all three channels.
    void setStretch(const std::array<raster::BandStretch, 3>& stretch);

    /// Where a value of the band lies, widget pixels from the left; for tests and tool tips.
    double positionOf(double value) const;

    QSize sizeHint() const override { return {200, 88}; }
    QSize minimumSizeHint() const override { return {96, 88}; }

Q_SIGNALS:
    /// By hand, of the channel in hand; low < high.
    void rangeEdited(double low, double high);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Handle { None, Low, High };

    void fitAxis();
    double valueAt(double x) const;
    QRectF plotArea() const;
    Handle handleNear(double x) const;
    void moveHandle(Handle handle, double value);
    void paintBars(QPainter& painter, std::size_t curve) const;
    void paintHandle(QPainter& painter, double value, bool active) const;

    std::vector<raster::BandStatistics> statistics_;
    std::array<raster::BandStretch, 3> stretch_{};
    int channel_ = 0;
    double axisLow_ = 0;
    double axisHigh_ = 1;
    Handle dragged_ = Handle::None;
    Handle hovered_ = Handle::None;
};

} // namespace limn::widgets
