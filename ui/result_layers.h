// What the network says about the image shown: its prediction and a Grad-CAM map as two layers over
// the picture, read from the tile stores that the engine writes, asked for as the view moves. The
// stores are opened and read on other threads, since their drive may not answer. GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "annotation/tile_store.h"
#include "ui/engine_client.h"
#include "widgets/canvas_layer.h"
#include "widgets/detached_work.h"
#include "widgets/index_layer.h"

#include <functional>
#include <memory>
#include <optional>
#include <QObject>
#include <QTimer>
#include <set>
#include <string>

namespace limn::ui
{

class ResultLayers : public QObject
{
    Q_OBJECT
public:
    explicit ResultLayers(EngineClient& engine, QObject* parent = nullptr);
    ~ResultLayers() override;

    /// Shows what is stored of that image and run. `folder` is the project's.
    void setImage(const QString& folder, qint64 image, raster::PixelSize size);
    void clear();
    /// The run whose results are shown; empty for none.
    void setRun(const QString& run);
    const QString& run() const { return run_; }
    void setClasses(const annotation::ClassList& classes);

    widgets::IndexLayer* prediction() const { return prediction_.get(); } ///< nullptr: no image
    widgets::IndexLayer* saliency() const { return saliency_.get(); }
    int explainedClass() const { return explainedClass_; } ///< 0 while nothing is explained

    /// Asks for what is in view, a moment after the last change; nothing while the prediction is
    /// hidden or there is no run with weights.
    void setView(const widgets::ViewTransform& view);
    /// The network knows more than before: the view is asked for again.
    void weightsImproved();
    void predictImage(); ///< the whole image, visible part first
    void cancelPrediction();
    /// Grad-CAM of the visible part for a class; explained() or failed() tells.
    void explain(int classValue);
    void cancelExplanation();
    bool isExplaining() const { return explaining_ != 0; }

    /// Gives `take` the class values of what is predicted in `window`, row by row, 0 where nothing
    /// is, once they are read; failed() tells where they cannot be. Never for another image or run
    /// than those shown now, nor after stopReading().
    using Predicted = std::vector<std::uint8_t>;
    void readPredicted(const raster::PixelRect& window, std::function<void(const Predicted&)> take);
    bool isReading() const { return reading_; }
    void stopReading();
    /// 0 for nothing, and until it is read: predictedRead() comes then.
    int predictedAt(int x, int y);
    raster::PixelRect visibleRect() const; ///< whole pixels of the image in view

Q_SIGNALS:
    void runChanged();
    void tilesArrived(int done, int total);
    void predictionFinished(const QString& message);
    void explained(int classValue, const QString& layer, double milliseconds);
    void explainingChanged();
    void readingChanged(); ///< of isReading()
    void predictedRead();  ///< what predictedAt() tells
    void failed(const QString& sentence);

private:
    void take(const QString& method, const QJsonObject& parameters);
    void askForView();
    using Store = std::shared_ptr<const annotation::TileStore>;
    void openPrediction();
    void openPrediction(const QString& file);
    /// In the background; `opened` gets nullptr where there is no such file, or it cannot be read.
    void openStore(widgets::DetachedWork& work, const QString& file,
                   std::function<void(Store)> opened);
    void close(Store& store); ///< in the background as well
    void forgetProbe();
    void tellUnreadable(const QString& sentence);
    bool canAsk() const;
    QJsonObject areaParameters() const;

    EngineClient& engine_;
    QString folder_;
    QString run_;
    qint64 image_ = 0;
    raster::PixelSize size_;
    widgets::ViewTransform view_;
    QTimer viewTimer_;
    std::set<std::pair<qint64, QString>> whole_; ///< (image, run) predicted as a whole
    bool wholeAsked_ = false;
    qint64 explaining_ = 0; ///< the request under way; 0 for none
    int explainAsked_ = 0;
    int explainedClass_ = 0;
    Store predictionStore_;
    Store saliencyStore_;
    bool openingPrediction_ = false;
    widgets::DetachedWork predictionOpening_;
    widgets::DetachedWork saliencyOpening_;
    widgets::DetachedWork closing_;
    bool reading_ = false;
    widgets::DetachedWork predictedReading_;
    /// The tile of the prediction that was asked about last.
    std::optional<annotation::MaskTileKey> probedKey_;
    annotation::MaskTilePtr probed_; ///< nullptr: nothing there, or not read yet
    widgets::DetachedWork probing_;
    bool unreadableTold_ = false; ///< of the image shown
    std::string saliencyTiles_;
    std::unique_ptr<widgets::IndexLayer> prediction_;
    std::unique_ptr<widgets::IndexLayer> saliency_;
    annotation::ClassList classes_;
};

} // namespace limn::ui
