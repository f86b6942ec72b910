#include "ui/mask_clipboard.h"

#include "annotation/mask_paste.h"

namespace limn::ui
{

MaskClipboard::MaskClipboard(EditTarget& target, MaskWork& work, QObject* parent)
    : QObject(parent), target_(target), work_(work)
{}

void MaskClipboard::copy()
{
    if (!target_.labels())
        return;
    tiles_ = target_.labels()->mask();
    window_ = target_.visibleRect();
    Q_EMIT target_.noted(tr("Copied the mask in view. Paste it into another image, or here."));
}

void MaskClipboard::paste()
{
    if (!target_.labels())
        return;
    if (isEmpty()) {
        Q_EMIT target_.noted(tr("Nothing is copied yet: copy the mask in view of an image first."));
        return;
    }
    const bool sameSize = target_.labels()->image().size == tiles_.imageSize();
    const raster::PixelRect view = target_.visibleRect();
    const int dx = sameSize ? 0 : view.x + view.width / 2 - (window_.x + window_.width / 2);
    const int dy = sameSize ? 0 : view.y + view.height / 2 - (window_.y + window_.height / 2);
    const auto compute = [=, from = tiles_, window = window_, over = target_.over(),
                          locked = target_.protectedValues()](annotation::MaskTiles& mask,
                                                              annotation::Progress& progress) {
        return annotation::pasteMask(mask, from, window, dx, dy, over, locked, progress);
    };
    work_.start(tr("Paste mask"), compute, [this, sameSize](bool changed) {
        if (!changed)
            Q_EMIT target_.noted(tr("The pasted mask changed nothing here."));
        else if (sameSize)
            Q_EMIT target_.noted(tr("Pasted at the same pixels as in the image it came from."));
        else
            Q_EMIT target_.noted(
                tr("Pasted in the middle of the view: the images differ in size."));
    });
}

} // namespace limn::ui
