#include "ui/superpixel_tool.h"

#include "ui/words.h"

#include <algorithm>
#include <cmath>
#include <QPainter>

namespace limn::ui
{

namespace
{
using annotation::Superpixels;

constexpr int settleMilliseconds = 60;
/// Superpixels of fewer samples than this a side would be noise.
constexpr double leastSpacing = 4;
constexpr QRgb borderColour = qRgba(255, 255, 255, 90);

/// Premultiplied, of the samples' size: lines where a superpixel meets the next to the right or
/// below.
QImage bordersOf(const Superpixels& parts)
{
    QImage image(parts.columns, parts.rows, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QRgb line = qPremultiply(borderColour);
    for (int row = 0; row < parts.rows; ++row) {
        const std::int32_t* labels =
            parts.labels.data() + static_cast<std::size_t>(row) * parts.columns;
        auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < parts.columns; ++column) {
            const bool right = column + 1 < parts.columns && labels[column] != labels[column + 1];
            const bool below = row + 1 < parts.rows &&
                               labels[column] != labels[column + static_cast<int>(parts.columns)];
            if (right || below)
                pixels[column] = line;
        }
    }
    return image;
}

/// The samples of which `isChosen(label)`, in one colour.
template <typename IsChosen>
QImage samplesOf(const Superpixels& parts, QRgb colour, IsChosen isChosen)
{
    QImage image(parts.columns, parts.rows, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QRgb ink = qPremultiply(colour);
    std::size_t i = 0;
    for (int row = 0; row < parts.rows; ++row) {
        auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < parts.columns; ++column, ++i)
            if (parts.labels[i] >= 0 && isChosen(parts.labels[i]))
                pixels[column] = ink;
    }
    return image;
}
} // namespace

struct SuperpixelTool::Division
{
    Wanted wanted;
    Superpixels parts;
    QImage borders;
};

SuperpixelTool::SuperpixelTool(EditTarget& target, MaskWork& work, QObject* parent)
    : CanvasTool(parent), target_(target), work_(work)
{
    pool_.setMaxThreadCount(1);
    settle_.setSingleShot(true);
    settle_.setInterval(settleMilliseconds);
    connect(&settle_, &QTimer::timeout, this, &SuperpixelTool::compute);
    connect(&target_, &EditTarget::imageChanged, this, [this] {
        letGo();
        division_.reset();
        wanted_.reset();
        if (progress_)
            progress_->cancel();
    });
    connect(&target_, &EditTarget::classChanged, this, [this] {
        drawChosen();
        Q_EMIT repaintNeeded({});
    });
}

SuperpixelTool::~SuperpixelTool()
{
    if (progress_)
        progress_->cancel();
    pool_.waitForDone();
}

void SuperpixelTool::setOptions(const SuperpixelToolOptions& options)
{
    SuperpixelToolOptions wanted = options;
    wanted.size =
        std::clamp(wanted.size, SuperpixelToolOptions::minSize, SuperpixelToolOptions::maxSize);
    wanted.compactness = std::clamp(wanted.compactness, 1, SuperpixelToolOptions::maxCompactness);
    if (wanted == options_)
        return;
    options_ = wanted;
    Q_EMIT optionsChanged(options_);
    Q_EMIT repaintNeeded({});
}

void SuperpixelTool::grow(bool larger)
{
    SuperpixelToolOptions wanted = options_;
    const int step = std::max(1, static_cast<int>(std::lround(wanted.size * 0.15)));
    wanted.size += larger ? step : -step;
    setOptions(wanted);
}

const Superpixels* SuperpixelTool::superpixels() const
{
    return division_ && wanted_ && division_->wanted == *wanted_ ? &division_->parts : nullptr;
}

int SuperpixelTool::value() const
{
    return modifiers_.testFlag(Qt::AltModifier) ? annotation::unlabelled : target_.classValue();
}

SuperpixelTool::Wanted SuperpixelTool::wantedFor(const widgets::ViewTransform& view) const
{
    const QRect seen = view.visibleImage().toAlignedRect();
    const raster::PixelSize image = target_.labels()->image().size;
    Wanted wanted;
    wanted.window = raster::PixelRect{seen.x(), seen.y(), seen.width(), seen.height()}.intersected(
        {0, 0, image.width, image.height});
    wanted.step = annotation::superpixelStep(wanted.window, view.scale);
    wanted.spacing = std::max(leastSpacing, options_.size / (view.scale * wanted.step));
    wanted.compactness = options_.compactness;
    wanted.picture = target_.pictureVersion();
    return wanted;
}

void SuperpixelTool::compute()
{
    if (!wanted_ || wanted_->window.isEmpty() || superpixels() || !target_.reducedPicture())
        return;
    if (progress_)
        progress_->cancel();
    progress_ = std::make_shared<annotation::Progress>();
    pool_.start(
        [this, wanted = *wanted_, picture = target_.reducedPicture(), progress = progress_] {
            auto division = std::make_shared<Division>();
            division->wanted = wanted;
            QString error;
            try {
                division->parts = annotation::computeSuperpixels(
                    wanted.window, wanted.step,
                    {wanted.spacing, static_cast<double>(wanted.compactness)}, picture, *progress);
                division->borders = bordersOf(division->parts);
            } catch (const annotation::Cancelled&) {
                return;
            } catch (const std::exception& failure) {
                error = inWords(failure);
            }
            QMetaObject::invokeMethod(
                this, [this, division, error] { take(division, error); }, Qt::QueuedConnection);
        });
}

void SuperpixelTool::take(const std::shared_ptr<const Division>& division, const QString& error)
{
    if (!wanted_ || !(division->wanted == *wanted_))
        return;
    if (!error.isEmpty()) {
        Q_EMIT target_.refused(error);
        return;
    }
    letGo();
    division_ = division;
    Q_EMIT divided();
    Q_EMIT repaintNeeded({});
}

void SuperpixelTool::letGo()
{
    last_.reset();
    chosen_.clear();
    chosenImage_ = {};
    hovered_ = -1;
}

bool SuperpixelTool::press(const widgets::PointerEvent& event)
{
    if (event.button != Qt::LeftButton || !target_.labels())
        return false;
    modifiers_ = event.modifiers;
    if (!target_.accepts(value()))
        return true;
    const Superpixels* parts = superpixels();
    if (!parts) {
        Q_EMIT target_.noted(tr("The view is still being divided into superpixels: try again in a "
                                "moment."));
        return true;
    }
    chosen_.assign(static_cast<std::size_t>(parts->count), 0);
    dragTo({event.image.x(), event.image.y()});
    return true;
}

void SuperpixelTool::dragTo(const annotation::Point& to)
{
    const annotation::Point from = last_.value_or(to);
    last_ = to;
    if (!division_->parts.choose(from, to, chosen_))
        return;
    drawChosen();
    Q_EMIT repaintNeeded({});
}

bool SuperpixelTool::move(const widgets::PointerEvent& event)
{
    if (last_) {
        modifiers_ = event.modifiers;
        dragTo({event.image.x(), event.image.y()});
        return true;
    }
    const Superpixels* parts = superpixels();
    const int under = parts ? parts->at(static_cast<int>(std::floor(event.image.x())),
                                        static_cast<int>(std::floor(event.image.y())))
                            : -1;
    if (under != hovered_) {
        hovered_ = under;
        drawChosen();
        Q_EMIT repaintNeeded({});
    }
    return false;
}

bool SuperpixelTool::release(const widgets::PointerEvent& event)
{
    if (!last_ || event.button != Qt::LeftButton)
        return false;
    modifiers_ = event.modifiers;
    dragTo({event.image.x(), event.image.y()});
    const annotation::Area area = division_->parts.area(chosen_);
    const int painted = value();
    letGo();
    Q_EMIT repaintNeeded({});
    if (!area.bounds().isEmpty() && target_.accepts(painted))
        work_.fill(painted == annotation::unlabelled ? tr("Erase superpixels") : tr("Superpixels"),
                   area, painted);
    return true;
}

void SuperpixelTool::leave()
{
    if (hovered_ < 0)
        return;
    hovered_ = -1;
    drawChosen();
    Q_EMIT repaintNeeded({});
}

void SuperpixelTool::cancel()
{
    letGo();
    Q_EMIT repaintNeeded({});
}

void SuperpixelTool::drawChosen()
{
    chosenImage_ = {};
    if (!division_ || (!last_ && hovered_ < 0))
        return;
    QColor colour = value() == annotation::unlabelled ? QColor(Qt::white) : target_.colour();
    colour.setAlpha(last_ ? 150 : 80);
    chosenImage_ = samplesOf(division_->parts, colour.rgba(), [this](int label) {
        return last_ ? chosen_[static_cast<std::size_t>(label)] != 0 : label == hovered_;
    });
}

void SuperpixelTool::paint(QPainter& painter, const widgets::ViewTransform& view)
{
    if (!target_.labels() || view.scale <= 0)
        return;
    const Wanted wanted = wantedFor(view);
    if (!wanted_ || !(*wanted_ == wanted)) {
        wanted_ = wanted;
        letGo();
        settle_.start();
    }
    if (!superpixels())
        return;
    const Superpixels& parts = division_->parts;
    // Cut off samples at the right and the bottom are drawn whole: nothing lies beyond them.
    const QRectF place(view.toScreen(QPointF(parts.window.x, parts.window.y)),
                       QSizeF(parts.columns, parts.rows) * parts.step * view.scale);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    if (!chosenImage_.isNull())
        painter.drawImage(place, chosenImage_);
    painter.drawImage(place, division_->borders);
}

} // namespace limn::ui
