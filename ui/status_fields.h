// The status bar: where the cursor is and what is there, what the engine does, and whether
// everything is on disk. GUI thread only.
#pragma once

#include "annotation/project_writer.h"
#include "raster/georeference.h"
#include "ui/pixel_probe.h"

#include <memory>
#include <optional>
#include <QElapsedTimer>
#include <QLabel>
#include <QObject>
#include <QProgressBar>
#include <QStatusBar>
#include <QToolButton>
#include <vector>

namespace limn::ui
{

class StatusFields : public QObject
{
    Q_OBJECT
public:
    explicit StatusFields(QStatusBar& bar);

    void setRaster(std::shared_ptr<const raster::Raster> raster); ///< nullptr for none
    /// `inside` the image; the class as text, empty for none.
    void setCursor(QPointF image, bool inside, const QString& className);
    void setZoom(double scale);
    void setEngine(const QString& text, const QString& tip = {});
    /// A job that takes its time, with what is left and a cancel; total 0 for none.
    void setJob(const QString& text, int done, int total);
    /// Says the truth: "Saved", "Saving 3…", "NOT SAVED: why". `readOnly` projects save nothing.
    void setSaving(const annotation::SaveState& state, bool readOnly);
    void clear(); ///< no project

    QString savedText() const { return saved_->text(); }
    QString engineText() const { return engine_->text(); }

Q_SIGNALS:
    void retryAsked();
    void cancelAsked(); ///< of the job

private:
    std::optional<raster::Georeference> georeference_;
    std::shared_ptr<const raster::Raster> raster_;
    PixelProbe probe_;
    QPointF cursor_;
    bool inside_ = false;
    QLabel* place_;
    QLabel* lonLat_;
    QLabel* values_;
    QLabel* class_;
    QLabel* zoom_;
    QLabel* job_;
    QProgressBar* jobBar_;
    QToolButton* jobCancel_;
    QElapsedTimer jobTime_;
    int jobTotal_ = 0;
    int jobFrom_ = 0; ///< cells done when the time began
    QLabel* engine_;
    QToolButton* saved_;
};

} // namespace limn::ui
