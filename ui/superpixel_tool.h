// Paints superpixels: what is in view is divided into small regions that look alike, in the
// background and anew when the view or the picture changes, and a drag paints all it touches. Alt
// held erases, Esc gives up. GUI thread only.
#pragma once

#include "annotation/superpixels.h"
#include "ui/edit_target.h"
#include "ui/mask_work.h"
#include "widgets/canvas_tool.h"

#include <memory>
#include <optional>
#include <QImage>
#include <QThreadPool>
#include <QTimer>

namespace limn::ui
{

struct SuperpixelToolOptions
{
    int size = 24;        ///< about the side of a superpixel, in screen pixels
    int compactness = 10; ///< 1..100: more gives squares, less follows the colours

    static constexpr int minSize = 6;
    static constexpr int maxSize = 200;
    static constexpr int maxCompactness = 100;
    bool operator==(const SuperpixelToolOptions&) const = default;
};

class SuperpixelTool : public widgets::CanvasTool
{
    Q_OBJECT
public:
    /// `work` must outlive the tool.
    SuperpixelTool(EditTarget& target, MaskWork& work, QObject* parent = nullptr);
    ~SuperpixelTool() override;

    const SuperpixelToolOptions& options() const { return options_; }
    void setOptions(const SuperpixelToolOptions& options); ///< clamped
    void grow(bool larger);                                ///< a step of the keys [ and ]
    /// Those of the view as it is; nullptr while they are computed.
    const annotation::Superpixels* superpixels() const;

    bool press(const widgets::PointerEvent& event) override;
    bool move(const widgets::PointerEvent& event) override;
    bool release(const widgets::PointerEvent& event) override;
    bool doubleClick(const widgets::PointerEvent& event) override { return press(event); }
    void leave() override;
    void cancel() override;
    void paint(QPainter& painter, const widgets::ViewTransform& view) override;

Q_SIGNALS:
    void optionsChanged(const limn::ui::SuperpixelToolOptions& options);
    void divided(); ///< superpixels() are there

private:
    /// What superpixels are computed from; they are those of the view as long as it is the same.
    struct Wanted
    {
        raster::PixelRect window;
        int step = 1;
        double spacing = 0; ///< samples
        int compactness = 0;
        int picture = 0; ///< EditTarget::pictureVersion
        bool operator==(const Wanted&) const = default;
    };
    struct Division;

    Wanted wantedFor(const widgets::ViewTransform& view) const;
    void compute();
    void take(const std::shared_ptr<const Division>& division, const QString& error);
    void dragTo(const annotation::Point& to);
    int value() const;
    void letGo();
    void drawChosen();

    EditTarget& target_;
    MaskWork& work_;
    SuperpixelToolOptions options_;
    QTimer settle_; ///< a view that moves is not divided
    QThreadPool pool_;
    std::shared_ptr<annotation::Progress> progress_; ///< of what is computed now
    std::optional<Wanted> wanted_;
    std::shared_ptr<const Division> division_; ///< the last one, perhaps of another view
    std::optional<annotation::Point> last_;    ///< of the drag under way
    std::vector<std::uint8_t> chosen_;         ///< flags of the superpixels dragged over
    QImage chosenImage_;                       ///< their samples
    int hovered_ = -1;
    Qt::KeyboardModifiers modifiers_;
};

} // namespace limn::ui
