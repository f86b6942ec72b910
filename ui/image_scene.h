// The image shown, as layers on the canvas: the picture, the network's results, outlines and brush
// mask; kept in step with the project's session. GUI thread only.
#pragma once

#include "ui/edit_target.h"
#include "ui/label_counts.h"
#include "ui/project_session.h"
#include "ui/result_layers.h"
#include "widgets/canvas.h"
#include "widgets/detached_work.h"
#include "widgets/index_layer.h"
#include "widgets/outline_layer.h"
#include "widgets/raster_layer.h"
#include "widgets/region_layer.h"

#include <memory>
#include <optional>
#include <QImage>
#include <QObject>
#include <QTimer>
#include <vector>

namespace limn::ui
{

class ImageScene : public QObject
{
    Q_OBJECT
public:
    ImageScene(widgets::Canvas& canvas, ResultLayers& results, EditTarget& target,
               QObject* parent = nullptr);
    ~ImageScene() override;

    void setSession(ProjectSession* session); ///< nullptr for none

    /// Bottom to top: image, prediction, Grad-CAM, outlines, mask, complete regions. Empty without
    /// an image.
    std::vector<widgets::CanvasLayer*> layers() const;
    widgets::RasterLayer* picture() const { return picture_.get(); } ///< nullptr until it is read
    const LabelCounts::Counts& counts() const { return counts_.counts(); }

    int labelAt(int x, int y); ///< class value, as it would be learned; 0 for unlabelled
    /// The prediction in view becomes labels wherever there are none, as soon as it is read: one
    /// undo step.
    void acceptPrediction();
    void retryReading(); ///< of what could not be read
    enum class Stretch { WholeImage, View, FullRange };
    void stretch(Stretch how); ///< from the 2nd to the 98th percentile, or the type's range
    /// Shows the image in another way for a while; nothing gives it its own back. What is lent is
    /// not stored. A change by hand, or another image, ends the loan.
    void lendDisplay(const std::optional<raster::DisplaySettings>& display);

Q_SIGNALS:
    void layersChanged();
    void countsChanged();
    void undoChanged();
    void lentDisplayEnded();                  ///< by the hand
    void overviewRead(const QImage& picture); ///< the whole image, small, as it is shown now
    void refused(const QString& sentence);
    void unreadable(const QString& sentence); ///< parts of the image; retryReading() may help
    void noted(const QString& sentence);

private:
    void showImage();
    void takePrediction(const raster::PixelRect& area, std::vector<std::uint8_t> values);
    void dropLayers();
    void showDisplay(); ///< as stored, else as computed from the image
    void showPicture(const raster::DisplaySettings& settings);
    void storeDisplay(); ///< what waits to be stored
    void readOverview();
    void takeLabels(const annotation::AnnotationChange& change);
    void takeClasses();
    void stackLayers();
    void count();
    /// Tells what cannot be read of the labels; false then. Also while something is painted.
    bool readLabels(const std::function<void(const annotation::ImageAnnotation&)>& read);
    void tellDamage(const QString& sentence);

    widgets::Canvas& canvas_;
    ResultLayers& results_;
    EditTarget& target_;
    ProjectSession* session_ = nullptr;
    std::unique_ptr<widgets::RasterLayer> picture_;
    std::unique_ptr<widgets::OutlineLayer> outlines_;
    std::unique_ptr<widgets::IndexLayer> mask_;
    std::unique_ptr<widgets::RegionLayer> regions_;
    LabelCounts counts_;
    bool damageTold_ = false; ///< of the image shown
    QTimer countTimer_;
    QTimer displayTimer_;       ///< a dragged handle changes the display many times a second
    qint64 displayedImage_ = 0; ///< whose display waits to be stored; 0 for none
    std::string display_;       ///< as JSON
    std::optional<raster::DisplaySettings> lent_; ///< shown in place of the image's own
    raster::DisplaySettings own_;                 ///< while another is lent
    double maskOpacity_ = 0.6;
    widgets::DetachedWork work_; ///< reads percentiles and the overview
};

} // namespace limn::ui
