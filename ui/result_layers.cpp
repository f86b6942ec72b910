#include "ui/result_layers.h"

#include "ui/label_colours.h"
#include "ui/words.h"

#include <algorithm>
#include <cmath>
#include <QFileInfo>
#include <QJsonArray>
#include <utility>

namespace limn::ui
{

namespace
{
using annotation::TileStore;
using raster::PixelRect;

/// The view is asked for when it has rested this long.
constexpr int viewDelay = 150;

PixelRect toRect(const QJsonArray& numbers)
{
    if (numbers.size() != 4)
        return {};
    return {numbers[0].toInt(), numbers[1].toInt(), numbers[2].toInt(), numbers[3].toInt()};
}

void showNothing(const PixelRect&, int, std::span<std::uint8_t> out)
{
    std::fill(out.begin(), out.end(), std::uint8_t{0});
}

widgets::IndexLayer::Reading readingOf(std::shared_ptr<const TileStore> store, std::string layer,
                                       const PixelRect& window, int step)
{
    if (!store || layer.empty())
        return {};
    return [store = std::move(store), layer = std::move(layer), window,
            step](std::span<std::uint8_t> out) { store->read(layer, window, step, out); };
}
} // namespace

ResultLayers::ResultLayers(EngineClient& engine, QObject* parent) : QObject(parent), engine_(engine)
{
    viewTimer_.setSingleShot(true);
    viewTimer_.setInterval(viewDelay);
    connect(&viewTimer_, &QTimer::timeout, this, &ResultLayers::askForView);
    connect(&engine_, &EngineClient::notified, this, &ResultLayers::take);
}

ResultLayers::~ResultLayers() = default;

void ResultLayers::clear()
{
    cancelExplanation();
    viewTimer_.stop();
    prediction_.reset();
    saliency_.reset();
    close(predictionStore_);
    close(saliencyStore_);
    predictionOpening_.forget();
    openingPrediction_ = false;
    saliencyOpening_.forget();
    stopReading();
    forgetProbe();
    unreadableTold_ = false;
    explainedClass_ = 0;
    image_ = 0;
}

void ResultLayers::setImage(const QString& folder, qint64 image, raster::PixelSize size)
{
    const bool predictionVisible = !prediction_ || prediction_->isVisible();
    const double predictionOpacity = prediction_ ? prediction_->opacity() : 0.55;
    const bool saliencyVisible = !saliency_ || saliency_->isVisible();
    const double saliencyOpacity = saliency_ ? saliency_->opacity() : 0.75;
    if (folder != folder_)
        whole_.clear();
    clear();
    folder_ = folder;
    image_ = image;
    size_ = size;
    prediction_ =
        std::make_unique<widgets::IndexLayer>("prediction", tr("Prediction"), size, showNothing);
    prediction_->setLater([this](const PixelRect& window, int step) {
        return readingOf(predictionStore_, "class", window, step);
    });
    connect(prediction_.get(), &widgets::IndexLayer::readFailed, this,
            &ResultLayers::tellUnreadable);
    prediction_->setPalette(classPalette(classes_));
    prediction_->setPatterns(classPatterns(classes_));
    prediction_->setVisible(predictionVisible);
    prediction_->setOpacity(predictionOpacity);
    connect(prediction_.get(), &widgets::CanvasLayer::appearanceChanged, this, [this] {
        if (prediction_->isVisible())
            viewTimer_.start();
    });
    saliency_ = std::make_unique<widgets::IndexLayer>("gradcam", tr("Grad-CAM"), size, showNothing);
    saliency_->setLater([this](const PixelRect& window, int step) {
        return readingOf(saliencyStore_, saliencyTiles_, window, step);
    });
    connect(saliency_.get(), &widgets::IndexLayer::readFailed, this, &ResultLayers::tellUnreadable);
    saliency_->setPalette(saliencyPalette());
    saliency_->setVisible(saliencyVisible);
    saliency_->setOpacity(saliencyOpacity);
    openPrediction();
    viewTimer_.start();
}

void ResultLayers::setRun(const QString& run)
{
    if (run == run_)
        return;
    run_ = run;
    cancelExplanation();
    close(saliencyStore_);
    saliencyOpening_.forget();
    explainedClass_ = 0;
    if (saliency_)
        saliency_->invalidateAll();
    openPrediction();
    Q_EMIT runChanged();
}

void ResultLayers::openPrediction()
{
    close(predictionStore_);
    predictionOpening_.forget();
    openingPrediction_ = false;
    stopReading();
    forgetProbe();
    if (prediction_)
        prediction_->invalidateAll();
    if (run_.isEmpty() || image_ == 0)
        return;
    openPrediction(QString::fromStdString(
        annotation::predictionFile(folder_.toStdString(), run_.toStdString(), image_).string()));
}

void ResultLayers::openPrediction(const QString& file)
{
    openingPrediction_ = true;
    openStore(predictionOpening_, file, [this](Store store) {
        openingPrediction_ = false;
        predictionStore_ = std::move(store);
        if (prediction_)
            prediction_->invalidateAll();
        forgetProbe();
        Q_EMIT predictedRead();
    });
}

void ResultLayers::openStore(widgets::DetachedWork& work, const QString& file,
                             std::function<void(Store)> opened)
{
    work.start([this, file, opened = std::move(opened)]() -> widgets::DetachedWork::Result {
        Store store;
        QString problem;
        try {
            // Where there is none, nothing is predicted yet.
            if (QFileInfo::exists(file))
                store = std::make_shared<const TileStore>(file.toStdString(),
                                                          TileStore::Access::ReadOnly);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        return [this, opened, store, problem] {
            opened(store);
            if (!problem.isEmpty())
                Q_EMIT failed(problem);
        };
    });
}

void ResultLayers::close(Store& store)
{
    if (store)
        closing_.start([store = std::move(store)]() mutable -> widgets::DetachedWork::Result {
            store.reset();
            return {};
        });
    store.reset();
}

void ResultLayers::forgetProbe()
{
    probing_.forget();
    probedKey_.reset();
    probed_.reset();
}

void ResultLayers::tellUnreadable(const QString& sentence)
{
    // Once an image: many tiles may be.
    if (!std::exchange(unreadableTold_, true))
        Q_EMIT failed(inWords(sentence));
}

void ResultLayers::setClasses(const annotation::ClassList& classes)
{
    classes_ = classes;
    if (!prediction_)
        return;
    prediction_->setPalette(classPalette(classes_));
    prediction_->setPatterns(classPatterns(classes_));
}

PixelRect ResultLayers::visibleRect() const
{
    const QRectF visible = view_.visibleImage();
    const int left = static_cast<int>(std::floor(std::max(0.0, visible.left())));
    const int top = static_cast<int>(std::floor(std::max(0.0, visible.top())));
    const int right = static_cast<int>(std::ceil(std::min<double>(size_.width, visible.right())));
    const int bottom =
        static_cast<int>(std::ceil(std::min<double>(size_.height, visible.bottom())));
    return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

QJsonObject ResultLayers::areaParameters() const
{
    const PixelRect area = visibleRect();
    return {{"image", image_}, {"run", run_},         {"x", area.x},
            {"y", area.y},     {"width", area.width}, {"height", area.height}};
}

bool ResultLayers::canAsk() const
{
    return engine_.isReady() && image_ != 0 && !run_.isEmpty() && !visibleRect().isEmpty();
}

void ResultLayers::setView(const widgets::ViewTransform& view)
{
    view_ = view;
    if (image_ != 0 && !run_.isEmpty())
        viewTimer_.start();
}

void ResultLayers::weightsImproved()
{
    whole_.erase({image_, run_});
    viewTimer_.start();
}

void ResultLayers::askForView()
{
    if (!canAsk() || !prediction_->isVisible() || whole_.count({image_, run_}) > 0)
        return;
    // Refusals while a run has no weights yet are no news: tiles come when there are some.
    engine_.request("predict/view", areaParameters(), this, [](const EngineReply&) {});
}

void ResultLayers::predictImage()
{
    if (!canAsk())
        return;
    engine_.request("predict/image", {{"image", image_}, {"run", run_}}, this,
                    [this](const EngineReply& reply) {
                        if (!reply.ok)
                            Q_EMIT failed(reply.message);
                        else
                            wholeAsked_ = true;
                    });
}

void ResultLayers::cancelPrediction()
{
    wholeAsked_ = false;
    engine_.request("predict/cancel", {}, this, [this](const EngineReply& reply) {
        if (reply.ok)
            Q_EMIT predictionFinished({});
        else
            Q_EMIT failed(reply.message);
    });
}

void ResultLayers::explain(int classValue)
{
    if (!canAsk())
        return;
    cancelExplanation();
    QJsonObject parameters = areaParameters();
    parameters["class"] = classValue;
    explaining_ =
        engine_.request("explain", parameters, this,
                        [this, classValue, asked = ++explainAsked_](const EngineReply& reply) {
                            if (explaining_ == 0 || asked != explainAsked_)
                                return; // cancelled meanwhile
                            explaining_ = 0;
                            Q_EMIT explainingChanged();
                            if (!reply.ok) {
                                if (reply.code != annotation::protocol::Cancelled)
                                    Q_EMIT failed(reply.message);
                                return;
                            }
                            saliencyOpening_.forget();
                            openStore(saliencyOpening_, reply.result["store"].toString(),
                                      [this, classValue, result = reply.result](Store store) {
                                          if (!store)
                                              return;
                                          close(saliencyStore_);
                                          saliencyStore_ = std::move(store);
                                          saliencyTiles_ =
                                              result["tileLayer"].toString().toStdString();
                                          explainedClass_ = classValue;
                                          saliency_->setVisible(true);
                                          saliency_->invalidateAll();
                                          Q_EMIT explained(classValue, result["layer"].toString(),
                                                           result["milliseconds"].toDouble());
                                      });
                        });
    Q_EMIT explainingChanged();
}

void ResultLayers::cancelExplanation()
{
    if (explaining_ == 0)
        return;
    engine_.cancel(explaining_);
    explaining_ = 0;
    Q_EMIT explainingChanged();
}

void ResultLayers::take(const QString& method, const QJsonObject& parameters)
{
    if (method != "predict/tiles" && method != "predict/finished")
        return;
    const qint64 image = parameters["image"].toInteger();
    const QString run = parameters["run"].toString();
    if (method == "predict/finished") {
        const QString message = parameters["message"].toString();
        if (image != image_)
            return;
        if (wholeAsked_ && message.isEmpty() && run == run_)
            whole_.insert({image, run});
        wholeAsked_ = false;
        Q_EMIT predictionFinished(message);
        return;
    }
    const int done = parameters["done"].toInt();
    const int total = parameters["total"].toInt();
    if (image != image_ || run != run_ || !prediction_)
        return;
    if (!predictionStore_ && !openingPrediction_)
        openPrediction(parameters["store"].toString());
    const QJsonArray rects = parameters["rects"].toArray();
    for (const auto& rect : rects)
        prediction_->invalidate(toRect(rect.toArray()));
    forgetProbe();
    Q_EMIT predictedRead();
    Q_EMIT tilesArrived(done, total);
}

void ResultLayers::readPredicted(const PixelRect& window,
                                 std::function<void(const Predicted&)> take)
{
    stopReading();
    reading_ = true;
    Q_EMIT readingChanged();
    predictedReading_.start([this, window, store = predictionStore_,
                             take = std::move(take)]() -> widgets::DetachedWork::Result {
        Predicted values(static_cast<std::size_t>(window.width) * window.height, 0);
        QString problem;
        try {
            if (store && !values.empty())
                store->read("class", window, 1, values);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        return [this, take, values = std::move(values), problem] {
            stopReading();
            if (problem.isEmpty())
                take(values);
            else
                Q_EMIT failed(problem);
        };
    });
}

void ResultLayers::stopReading()
{
    predictedReading_.forget();
    if (std::exchange(reading_, false))
        Q_EMIT readingChanged();
}

int ResultLayers::predictedAt(int x, int y)
{
    if (!predictionStore_ || x < 0 || y < 0 || x >= size_.width || y >= size_.height)
        return 0;
    constexpr int side = annotation::maskTileSize;
    const annotation::MaskTileKey key{x / side, y / side};
    if (probedKey_ == key)
        return probed_ ? (*probed_)[static_cast<std::size_t>(y % side * side + x % side)] : 0;
    forgetProbe();
    probedKey_ = key;
    probing_.start([this, key, store = predictionStore_]() -> widgets::DetachedWork::Result {
        try {
            return [this, tile = store->get("class", key)] {
                probed_ = tile;
                Q_EMIT predictedRead();
            };
        } catch (const std::exception& error) {
            return [this, sentence = QString::fromUtf8(error.what())] { tellUnreadable(sentence); };
        }
    });
    return 0;
}

} // namespace limn::ui
