#include "ui/image_scene.h"

#include "annotation/flood_fill.h"
#include "ui/label_colours.h"
#include "ui/reduced_picture.h"
#include "ui/words.h"
#include "widgets/navigator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace limn::ui
{

namespace
{
using raster::DisplaySettings;
using raster::PixelRect;

constexpr int countDelay = 250;
constexpr int displayDelay = 400;
/// Twice the navigator's side, for sharp screens.
constexpr int overviewSide = 2 * widgets::Navigator::side;
/// Tiles counted between two returns to the event loop.
constexpr int tilesAtOnce = 64;
/// Tiles of the mask that are unpacked while a part of it is painted; more are on another thread.
constexpr std::size_t unpackedAtOnce = 8;
/// Accepting more than this at once would take more memory than undo should keep.
constexpr std::int64_t maxAccepted = 64'000'000;

struct ComputedDisplay
{
    DisplaySettings settings;
    QString error;
};

/// Percentiles are read from the file, which may take long.
void computeDisplay(widgets::DetachedWork& work, std::function<DisplaySettings()> compute,
                    std::function<void(const ComputedDisplay&)> done)
{
    work.start(
        [compute = std::move(compute), done = std::move(done)]() -> widgets::DetachedWork::Result {
            ComputedDisplay computed;
            try {
                computed.settings = compute();
            } catch (const std::exception& error) {
                computed.error = inWords(error);
            }
            return [done, computed] { done(computed); };
        });
}
} // namespace

ImageScene::ImageScene(widgets::Canvas& canvas, ResultLayers& results, EditTarget& target,
                       QObject* parent)
    : QObject(parent), canvas_(canvas), results_(results), target_(target)
{
    countTimer_.setSingleShot(true);
    countTimer_.setInterval(countDelay);
    connect(&countTimer_, &QTimer::timeout, this, &ImageScene::count);
    displayTimer_.setSingleShot(true);
    displayTimer_.setInterval(displayDelay);
    connect(&displayTimer_, &QTimer::timeout, this, [this] {
        storeDisplay();
        readOverview();
    });
    connect(&canvas_, &widgets::Canvas::viewChanged, this,
            [this](const widgets::ViewTransform& view) {
                target_.setScale(view.scale);
                results_.setView(view);
                target_.setVisibleRect(results_.visibleRect());
            });
}

ImageScene::~ImageScene()
{
    canvas_.setLayers({});
}

void ImageScene::setSession(ProjectSession* session)
{
    storeDisplay();
    if (session_)
        session_->disconnect(this);
    session_ = session;
    if (session_) {
        connect(session_, &ProjectSession::currentImageChanged, this, &ImageScene::showImage);
        connect(session_, &ProjectSession::rasterChanged, this, [this] {
            if (picture_)
                showPicture(raster::DisplaySettings(picture_->settings()));
            else
                showDisplay();
        });
        connect(session_, &ProjectSession::labelsChanged, this, &ImageScene::takeLabels);
        connect(session_, &ProjectSession::classesChanged, this, &ImageScene::takeClasses);
        connect(session_, &ProjectSession::currentClassChanged, this, &ImageScene::takeClasses);
    }
    showImage();
    takeClasses();
}

std::vector<widgets::CanvasLayer*> ImageScene::layers() const
{
    std::vector<widgets::CanvasLayer*> stack;
    if (!mask_)
        return stack;
    if (picture_)
        stack.push_back(picture_.get());
    stack.insert(stack.end(), {results_.prediction(), results_.saliency(), outlines_.get(),
                               mask_.get(), regions_.get()});
    return stack;
}

void ImageScene::dropLayers()
{
    canvas_.setLayers({});
    target_.setImage(nullptr, nullptr);
    target_.setPicture({});
    if (mask_)
        maskOpacity_ = mask_->opacity();
    picture_.reset();
    outlines_.reset();
    mask_.reset();
    regions_.reset();
}

void ImageScene::showImage()
{
    storeDisplay();
    dropLayers();
    lent_.reset();
    work_.forget();
    if (!session_ || !session_->labels()) {
        results_.clear();
        canvas_.setImageSize({});
        Q_EMIT layersChanged();
        Q_EMIT undoChanged();
        return;
    }
    const annotation::ImageAnnotation& labels = *session_->labels();
    const raster::PixelSize size = labels.image().size;
    outlines_ = std::make_unique<widgets::OutlineLayer>("outlines", tr("Polygons"));
    regions_ = std::make_unique<widgets::RegionLayer>("regions", tr("Regions"));
    mask_ = std::make_unique<widgets::IndexLayer>(
        "mask", tr("Brush mask"), size,
        [this](const PixelRect& window, int step, std::span<std::uint8_t> out) {
            readLabels([&](const annotation::ImageAnnotation& shown) {
                shown.mask().read(window, step, out);
            });
        });
    mask_->setLater([this](const PixelRect& window, int step) -> widgets::IndexLayer::Reading {
        const annotation::MaskTiles& mask = session_->labels()->mask();
        // What is being painted is to be seen at once, whatever lies around it.
        if (session_->labels()->isStroking() || mask.packedTiles(window, step) <= unpackedAtOnce)
            return {};
        return [part = std::make_shared<const annotation::MaskTiles>(mask.part(window)), window,
                step](std::span<std::uint8_t> out) { part->read(window, step, out); };
    });
    connect(mask_.get(), &widgets::IndexLayer::readFailed, this,
            [this](const QString& sentence) { tellDamage(inWords(sentence)); });
    damageTold_ = false;
    mask_->setOpacity(maskOpacity_);
    results_.setImage(session_->folder(), session_->currentImage(), size);
    target_.setImage(session_->labels(), outlines_.get());
    takeClasses();
    counts_.reset(labels);
    countTimer_.start();
    canvas_.setImageSize(size);
    stackLayers();
    Q_EMIT undoChanged();
    showDisplay();
}

void ImageScene::showDisplay()
{
    if (!session_->raster())
        return; // it is still being opened
    const std::string stored = session_->image(session_->currentImage())->display;
    if (!stored.empty()) {
        try {
            showPicture(raster::displayFromJson(stored));
            return;
        } catch (const std::exception&) {
            Q_EMIT noted(tr("The image's display settings could not be read and were made anew."));
        }
    }
    computeDisplay(
        work_, [raster = session_->raster()] { return raster::defaultDisplay(*raster); },
        [this](const ComputedDisplay& computed) {
            if (!computed.error.isEmpty())
                Q_EMIT refused(computed.error);
            showPicture(computed.settings);
            session_->storeDisplay(session_->currentImage(), raster::toJson(computed.settings));
        });
}

void ImageScene::showPicture(const DisplaySettings& settings)
{
    DisplaySettings usable = settings;
    for (int& band : usable.bands)
        band = std::clamp(band, 0, session_->raster()->bandCount() - 1);
    picture_ = std::make_unique<widgets::RasterLayer>(session_->raster(), usable);
    const auto offer = [this] {
        target_.setPicture(annotation::displayedPicture(picture_->raster(), picture_->settings()),
                           annotation::displayedReduced(picture_->raster(), picture_->settings()),
                           picture_->raster());
    };
    offer();
    connect(picture_.get(), &widgets::RasterLayer::settingsChanged, this, offer);
    connect(picture_.get(), &widgets::RasterLayer::readFailed, this, &ImageScene::unreadable);
    connect(picture_.get(), &widgets::RasterLayer::settingsChanged, this, [this] {
        if (lent_ && picture_->settings() == *lent_)
            return;
        if (std::exchange(lent_, std::nullopt))
            Q_EMIT lentDisplayEnded();
        displayedImage_ = session_->currentImage();
        display_ = raster::toJson(picture_->settings());
        displayTimer_.start();
    });
    stackLayers();
    readOverview();
}

void ImageScene::lendDisplay(const std::optional<DisplaySettings>& display)
{
    if (!picture_ || display == lent_)
        return;
    if (!lent_)
        own_ = picture_->settings();
    lent_ = display;
    picture_->setSettings(display ? *display : own_);
}

void ImageScene::readOverview()
{
    if (!picture_)
        return;
    work_.start([this, raster = picture_->raster(),
                 settings = picture_->settings()]() -> widgets::DetachedWork::Result {
        QImage picture;
        try {
            picture = reducedPicture(*raster, settings, overviewSide);
        } catch (const raster::RasterError&) {
            // The layer tells what cannot be read; the navigator shows its frame alone.
            picture = {};
        }
        return [this, picture] { Q_EMIT overviewRead(picture); };
    });
}

void ImageScene::retryReading()
{
    if (picture_)
        picture_->retryFailed();
}

void ImageScene::storeDisplay()
{
    displayTimer_.stop();
    if (session_ && displayedImage_ != 0)
        session_->storeDisplay(displayedImage_, display_);
    displayedImage_ = 0;
}

void ImageScene::stackLayers()
{
    canvas_.setLayers(layers());
    Q_EMIT layersChanged();
}

void ImageScene::takeClasses()
{
    if (!session_)
        return;
    const annotation::ClassList& classes = session_->classes();
    results_.setClasses(classes);
    if (mask_) {
        mask_->setPalette(classPalette(classes));
        mask_->setPatterns(classPatterns(classes));
    }
    if (outlines_ && session_->labels())
        outlines_->setOutlines(outlinesOf(*session_->labels(), classes));
    if (regions_ && session_->labels())
        regions_->setRegions(regionsOf(*session_->labels(), classes));
    const annotation::ClassEntry* current =
        annotation::findClass(classes, session_->currentClass());
    target_.setClass(current ? current->value : annotation::unlabelled,
                     current ? toColour(current->colour) : QColor(Qt::white));
    std::vector<std::uint8_t> locked;
    for (const annotation::ClassEntry& entry : classes)
        if (entry.locked)
            locked.push_back(static_cast<std::uint8_t>(entry.value));
    target_.setProtectedValues(std::move(locked));
}

void ImageScene::takeLabels(const annotation::AnnotationChange& change)
{
    if (!mask_)
        return;
    if (change.mask)
        mask_->invalidate(change.rect);
    if (change.shapes) {
        const qint64 selected = outlines_->selected();
        outlines_->setOutlines(outlinesOf(*session_->labels(), session_->classes()));
        if (selected != 0 && !session_->labels()->shape(selected))
            target_.select(0);
    }
    if (change.regions)
        regions_->setRegions(regionsOf(*session_->labels(), session_->classes()));
    if (change.mask || change.shapes)
        counts_.invalidate(change.rect);
    if (!change.finished)
        return;
    countTimer_.start();
    Q_EMIT undoChanged();
}

void ImageScene::count()
{
    if (!session_ || !session_->labels())
        return;
    const bool isStroking = session_->labels()->isStroking();
    bool isCounted = false;
    if (!isStroking)
        readLabels([&](const annotation::ImageAnnotation& labels) {
            isCounted = counts_.update(labels, tilesAtOnce);
        });
    if (!isCounted)
        countTimer_.start(isStroking ? countDelay : 0);
    countTimer_.setInterval(countDelay);
    Q_EMIT countsChanged();
}

bool ImageScene::readLabels(const std::function<void(const annotation::ImageAnnotation&)>& read)
{
    try {
        read(*session_->labels());
        return true;
    } catch (const std::exception& error) {
        tellDamage(inWords(error));
        return false;
    }
}

void ImageScene::tellDamage(const QString& sentence)
{
    // Told once an image and not while it is being painted: many tiles may be damaged.
    if (!std::exchange(damageTold_, true))
        QMetaObject::invokeMethod(
            this, [this, sentence] { Q_EMIT refused(sentence); }, Qt::QueuedConnection);
}

int ImageScene::labelAt(int x, int y)
{
    if (!session_ || !session_->labels())
        return 0;
    std::uint8_t value = 0;
    readLabels([&](const annotation::ImageAnnotation& labels) {
        labels.labels({x, y, 1, 1}, 1, {&value, 1});
    });
    return value;
}

void ImageScene::acceptPrediction()
{
    if (!session_ || !session_->labels())
        return;
    const PixelRect area = results_.visibleRect();
    if (static_cast<std::int64_t>(area.width) * area.height > maxAccepted) {
        Q_EMIT refused(tr("More is in view than can be accepted at once: zoom in and accept it "
                          "part by part."));
        return;
    }
    if (results_.isReading()) {
        Q_EMIT noted(tr("The prediction is still being read: wait for it, or stop it in the status "
                        "bar."));
        return;
    }
    results_.readPredicted(area, [this, area](const ResultLayers::Predicted& predicted) {
        takePrediction(area, predicted);
    });
}

void ImageScene::takePrediction(const PixelRect& area, std::vector<std::uint8_t> values)
{
    if (!session_ || !session_->labels())
        return;
    session_->endStroke();
    std::vector<std::uint8_t> labelled(values.size());
    const bool isRead = readLabels(
        [&](const annotation::ImageAnnotation& labels) { labels.labels(area, 1, labelled); });
    if (!isRead)
        return;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (labelled[i] != annotation::unlabelled)
            values[i] = annotation::unlabelled;
        taken += values[i] != annotation::unlabelled;
    }
    if (taken == 0) {
        Q_EMIT noted(tr("There is no prediction in view that is not labelled already: train "
                        "first, or move to where something is predicted."));
        return;
    }
    const bool done = target_.edit([&](annotation::ImageAnnotation& labels) {
        labels.paint(area, values, annotation::unlabelled, true,
                     tr("Accept prediction").toStdString());
    });
    if (done)
        Q_EMIT noted(tr("Accepted the prediction in view as labels: %L1 pixels. Undo takes it "
                        "back.")
                         .arg(static_cast<qlonglong>(taken)));
}

void ImageScene::stretch(Stretch how)
{
    if (!picture_)
        return;
    const PixelRect window = how == Stretch::View ? results_.visibleRect() : PixelRect{};
    computeDisplay(
        work_,
        [raster = session_->raster(), settings = picture_->settings(), how, window]() mutable {
            for (std::size_t i = 0; i < settings.bands.size(); ++i) {
                const int band = settings.bands[i];
                const double gamma = settings.stretch[i].gamma;
                if (how == Stretch::FullRange) {
                    const auto type = raster->info().bands[static_cast<std::size_t>(band)].type;
                    const bool isFloat =
                        type == raster::SampleType::Float32 || type == raster::SampleType::Float64;
                    settings.stretch[i] = isFloat ? raster::percentileStretch(*raster, band, 0, 100)
                                                  : raster::rangeOfType(type);
                } else {
                    settings.stretch[i] = raster::percentileStretch(*raster, band, 2, 98, window);
                }
                settings.stretch[i].gamma = gamma;
            }
            return settings;
        },
        [this](const ComputedDisplay& computed) {
            if (!picture_)
                return;
            if (computed.error.isEmpty())
                picture_->setSettings(computed.settings);
            else
                Q_EMIT refused(computed.error);
        });
}

} // namespace limn::ui
