// A part of the brush mask copied from one image, to be painted into another. GUI thread only.
#pragma once

#include "annotation/mask_tiles.h"
#include "ui/edit_target.h"
#include "ui/mask_work.h"

#include <QObject>

namespace limn::ui
{

class MaskClipboard : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive it.
    MaskClipboard(EditTarget& target, MaskWork& work, QObject* parent = nullptr);

    bool isEmpty() const { return window_.isEmpty(); }
    void copy(); ///< what is in view; tiles are shared and not copied
    /// In the background, as one undo step, under what tools may paint over: at the same pixels of
    /// an image of the same size, else with its middle in the middle of the view.
    void paste();

private:
    EditTarget& target_;
    MaskWork& work_;
    annotation::MaskTiles tiles_;
    raster::PixelRect window_;
};

} // namespace limn::ui
