#include "ui/project_session.h"

#include "annotation/class_file.h"
#include "raster/overview_builder.h"
#include "ui/words.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <QFileInfo>
#include <utility>

namespace limn::ui
{

namespace
{
using annotation::Project;

constexpr auto currentImageKey = "desktop/currentImage";
/// Images whose labels and undo history stay while others are shown: these many at least, more as
/// long as their masks are small, and no more than can each have a file of old undo steps open.
constexpr std::size_t fewImages = 6;
constexpr std::size_t mostImages = 200;
constexpr std::size_t tilesKept = 100'000;
/// Strokes that follow one another closely are told to the engine once.
constexpr int savedDelay = 400;
/// Files open faster than this; what is slower is shown when it has come.
constexpr std::chrono::milliseconds openPatience{300};
/// Between two looks at whether the disk answers, while something is being saved.
constexpr int watchInterval = 1000;

template <typename T>
bool isReady(const std::shared_future<T>& future)
{
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

} // namespace

ProjectSession::ProjectSession(std::unique_ptr<Project> project, QObject* parent)
    : ProjectSession(openedProject(std::move(project)), parent)
{}

ProjectSession::ProjectSession(OpenedProject opened, QObject* parent)
    : QObject(parent),
      folder_(QString::fromStdString(opened.project->folder().string())),
      decodingRoom_(opened.project->decodingRoom()),
      settings_(std::move(opened.settings)),
      images_(std::move(opened.images)),
      classes_(std::move(opened.classes))
{
    if (!classes_.empty())
        currentClass_ = previousClass_ = classes_.front().value;
    savedTimer_.setSingleShot(true);
    savedTimer_.setInterval(savedDelay);
    connect(&savedTimer_, &QTimer::timeout, this, [this] {
        labelsDirty_ = false;
        Q_EMIT labelsSaved();
        countLabelled();
    });
    watchTimer_.setInterval(watchInterval);
    connect(&watchTimer_, &QTimer::timeout, this, [this] {
        if (saveState().isSaved())
            watchTimer_.stop();
        Q_EMIT saveStateChanged();
    });
    if (opened.project->access() == Project::Access::ReadOnly) {
        readOnly_ = std::move(opened.project);
        return;
    }
    writer_ = std::make_unique<annotation::ProjectWriter>(std::move(opened.project));
    intake_ = new ImageIntake(*writer_, this);
    connect(intake_, &ImageIntake::refused, this, &ProjectSession::filesRefused);
    connect(intake_, &ImageIntake::choiceNeeded, this, &ProjectSession::choiceNeeded);
    connect(intake_, &ImageIntake::progressed, this, &ProjectSession::addingProgressed);
    connect(intake_, &ImageIntake::added, this,
            [this](const std::vector<annotation::ImageRecord>& stored) {
                QList<qint64> ids;
                for (const annotation::ImageRecord& record : stored) {
                    // One that was there already may have been changed meanwhile.
                    if (!image(record.id))
                        replaceRecord(record);
                    ids.append(record.id);
                }
                Q_EMIT imagesChanged();
                Q_EMIT imagesAdded(ids);
            });
    writer_->setListener([this](const annotation::SaveState& state) {
        QMetaObject::invokeMethod(
            this, [this, state] { takeSaveState(state); }, Qt::QueuedConnection);
    });
}

ProjectSession::~ProjectSession()
{
    open_.clear();
    if (writer_)
        writer_->setListener({});
    // Closing a file may take as long as reading it.
    if (readOnly_)
        counting_.start(
            [project = std::move(readOnly_)]() mutable -> widgets::DetachedWork::Result {
                project.reset();
                return {};
            });
}

const Project& ProjectSession::project() const
{
    return writer_ ? writer_->project() : *readOnly_;
}

std::shared_ptr<const Project> ProjectSession::sharedProject() const
{
    return writer_ ? writer_->sharedProject() : readOnly_;
}

QString ProjectSession::name() const
{
    return QFileInfo(folder()).completeBaseName();
}

void ProjectSession::replaceRecord(const annotation::ImageRecord& record)
{
    const auto place =
        std::lower_bound(images_.begin(), images_.end(), record.id,
                         [](const auto& image, std::int64_t id) { return image.id < id; });
    if (place != images_.end() && place->id == record.id)
        *place = record;
    else
        images_.insert(place, record);
}

const annotation::ImageRecord* ProjectSession::image(qint64 id) const
{
    const auto found = std::find_if(images_.begin(), images_.end(),
                                    [id](const auto& image) { return image.id == id; });
    return found == images_.end() ? nullptr : &*found;
}

void ProjectSession::addImages(const QStringList& files)
{
    if (isReadOnly()) {
        Q_EMIT filesRefused(tr("%1 is open read-only, so no images can be added: close it where "
                               "else it is open, then open it again.")
                                .arg(name()));
        return;
    }
    intake_->add(files);
}

void ProjectSession::stopAdding()
{
    if (intake_)
        intake_->stop();
}

void ProjectSession::setSplit(const QList<qint64>& ids, annotation::Split split)
{
    if (isReadOnly())
        return;
    for (annotation::ImageRecord& image : images_)
        if (ids.contains(image.id))
            image.split = split;
    Q_EMIT imagesChanged();
    labelsDirty_ = true; // the engine learns what to train on from the splits too
    post([ids, split](Project& project) {
        for (const qint64 id : ids)
            project.setImageSplit(id, split);
    });
}

void ProjectSession::moveImages(const QMap<qint64, QString>& files)
{
    if (isReadOnly())
        return;
    post([this, answer = answers_.sender(), files](Project& project) {
        QStringList refused;
        std::vector<annotation::ImageRecord> moved;
        for (auto file = files.constBegin(); file != files.constEnd(); ++file) {
            try {
                project.moveImage(file.key(), file.value().toStdString());
                moved.push_back(*project.image(file.key()));
            } catch (const std::exception& error) {
                refused.append(inWords(error));
            }
        }
        answer([this, refused, moved, asked = files.size()] {
            QList<qint64> ids;
            for (const annotation::ImageRecord& record : moved)
                if (image(record.id)) {
                    replaceRecord(record);
                    ids.append(record.id);
                }
            Q_EMIT imagesChanged();
            if (ids.contains(current_)) {
                if (raster_)
                    overviewsBuilt(current_);
                else
                    openAgain();
            }
            if (!ids.isEmpty())
                Q_EMIT imagesMoved(ids);
            if (!refused.isEmpty())
                Q_EMIT filesRefused(leftOut(refused, asked));
        });
    });
}

void ProjectSession::countLabelled()
{
    const auto shared = sharedProject();
    if (countingAsked_ || !shared)
        return;
    countingAsked_ = true;
    counting_.start([this, shared]() -> widgets::DetachedWork::Result {
        std::map<std::int64_t, annotation::LabelledParts> parts;
        QString problem;
        try {
            parts = shared->labelledParts();
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        return [this, parts, problem] {
            countingAsked_ = false;
            if (problem.isEmpty())
                Q_EMIT labelledCounted(parts);
            else
                Q_EMIT filesRefused(problem);
        };
    });
}

void ProjectSession::removeImage(qint64 id)
{
    if (isReadOnly() || !image(id))
        return;
    const auto gone = std::find_if(images_.begin(), images_.end(),
                                   [id](const auto& image) { return image.id == id; });
    const auto next = images_.erase(gone);
    qint64 toShow = current_;
    if (awaited_ == id)
        stopShowing();
    if (current_ == id) {
        toShow = awaited_ != 0           ? awaited_
                 : next != images_.end() ? next->id
                 : images_.empty()       ? 0
                                         : images_.back().id;
        labels_ = nullptr;
        raster_.reset();
        forgetShowing();
        current_ = 0;
    }
    visited_.remove(id);
    // Listeners let go of the labels before they go.
    const auto labels = open_.extract(id);
    Q_EMIT imagesChanged();
    if (current_ == 0) {
        Q_EMIT currentImageChanged();
        try {
            if (toShow)
                showImage(toShow);
        } catch (const std::exception& error) {
            Q_EMIT filesRefused(inWords(error));
        }
    }
    post([id, copies = overviewFolder().toStdString()](Project& project) {
        project.removeImage(id);
        raster::removeOldOverviews(copies, std::to_string(id), {});
    });
}

qint64 ProjectSession::imageToShow() const
{
    qint64 id = 0;
    const std::string stored = setting(currentImageKey);
    std::from_chars(stored.data(), stored.data() + stored.size(), id);
    if (image(id))
        return id;
    return images_.empty() ? 0 : images_.front().id;
}

void ProjectSession::showImage(qint64 id)
{
    const annotation::ImageRecord* record = image(id);
    if (!record || replacing_ || id == awaited_)
        return;
    if (id == current_) {
        stopShowing();
        return;
    }
    const auto patience = std::chrono::steady_clock::now() + openPatience;
    forgetShowing();
    const Opened opened = open(*record);
    std::shared_ptr<raster::Raster> raster;
    try {
        const LabelsRead read = open_.contains(id) ? LabelsRead() : readLabels(id, opened);
        if (opened.wait_until(patience) == std::future_status::ready) {
            opening_.forget();
            raster = opened.get();
        }
        if (read.valid()) {
            if (read.wait_until(patience) != std::future_status::ready) {
                setAwaited(id);
                return;
            }
            reading_.forget();
            open_[id] = madeOf(id, read);
        }
    } catch (...) {
        // Its raster must not come in later in the place of the one shown.
        forgetShowing();
        openAgain();
        throw;
    }
    show(id, std::move(raster));
}

ProjectSession::LabelsRead ProjectSession::readLabels(qint64 id, const Opened& opened)
{
    const auto promise = std::make_shared<std::promise<std::shared_ptr<annotation::ImageLabels>>>();
    LabelsRead read = promise->get_future().share();
    // Asked for before reading, so that no edit is in neither of the two.
    pendingOfAwaited_ =
        writer_ ? writer_->pending(id) : annotation::ImageAnnotation::PendingEdits();
    reading_.start([this, promise, read, opened, id,
                    shared = sharedProject()]() mutable -> widgets::DetachedWork::Result {
        try {
            promise->set_value(
                std::make_shared<annotation::ImageLabels>(annotation::readLabels(*shared, id)));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
        shared.reset();
        return [this, id, opened, read] { takeLabels(id, opened, read); };
    });
    return read;
}

std::unique_ptr<annotation::ImageAnnotation> ProjectSession::madeOf(qint64 id,
                                                                    const LabelsRead& read)
{
    return std::make_unique<annotation::ImageAnnotation>(
        *image(id), writer_.get(), std::move(*read.get()), std::exchange(pendingOfAwaited_, {}));
}

void ProjectSession::takeLabels(qint64 id, const Opened& opened, const LabelsRead& read)
{
    std::shared_ptr<raster::Raster> raster;
    try {
        if (isReady(opened)) {
            opening_.forget();
            raster = opened.get();
        }
        open_[id] = madeOf(id, read);
    } catch (const std::exception& error) {
        stopShowing();
        Q_EMIT showingFailed(id, inWords(error));
        return;
    }
    setAwaited(0);
    show(id, std::move(raster));
}

void ProjectSession::show(qint64 id, std::shared_ptr<raster::Raster> raster)
{
    endStroke();
    if (labels_)
        labels_->setUndoBudget(0);
    raster_ = std::move(raster);
    labels_ = open_.at(id).get();
    labels_->setUndoBudget(undoBudget_);
    labels_->setListener([this, id](const annotation::AnnotationChange& change) {
        if (change.finished) {
            labelsDirty_ = true;
            watch();
        }
        if (id == current_)
            Q_EMIT labelsChanged(change);
    });
    current_ = id;
    visited_.remove(id);
    visited_.push_front(id);
    forgetOldLabels();
    if (writer_)
        storeSetting(currentImageKey, std::to_string(id));
    Q_EMIT currentImageChanged();
}

void ProjectSession::stopShowing()
{
    if (awaited_ == 0)
        return;
    forgetShowing();
    openAgain();
}

void ProjectSession::forgetShowing()
{
    opening_.forget();
    reading_.forget();
    setAwaited(0);
}

void ProjectSession::setAwaited(qint64 id)
{
    if (std::exchange(awaited_, id) != id)
        Q_EMIT awaitedImageChanged();
}

ProjectSession::Opened ProjectSession::open(const annotation::ImageRecord& record)
{
    opening_.forget();
    const auto promise = std::make_shared<std::promise<std::shared_ptr<raster::Raster>>>();
    const Opened opened = promise->get_future().share();
    opening_.start([this, promise, opened, id = record.id, file = record.file, size = record.size,
                    folder = overviewFolder().toStdString(),
                    room = decodingRoom_]() -> widgets::DetachedWork::Result {
        try {
            promise->set_value(raster::Raster::open(
                file, raster::overviewFiles(folder, std::to_string(id), file, size), room));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
        return [this, id, opened] { takeLate(id, opened); };
    });
    return opened;
}

void ProjectSession::takeLate(qint64 id, const Opened& opened)
{
    if (id != current_)
        return; // its labels are still being read
    try {
        raster_ = opened.get();
    } catch (const std::exception& error) {
        Q_EMIT openingFailed(inWords(error));
        return;
    }
    Q_EMIT rasterOpened();
    Q_EMIT rasterChanged();
}

void ProjectSession::openAgain()
{
    if (const annotation::ImageRecord* record = image(current_); record && !raster_)
        open(*record);
}

void ProjectSession::forgetOldLabels()
{
    // Labels are read again from what is on disk, so nothing is let go that is not there yet.
    if (!saveState().isSaved())
        return;
    std::size_t images = 0;
    std::size_t tiles = 0;
    const auto old = std::find_if(visited_.begin(), visited_.end(), [&](qint64 id) {
        const auto found = open_.find(id);
        tiles += found == open_.end() ? 0 : found->second->mask().tiles().size();
        return ++images > fewImages && (images > mostImages || tiles > tilesKept);
    });
    for (auto id = old; id != visited_.end(); ++id)
        open_.erase(*id);
    visited_.erase(old, visited_.end());
    // What is on disk is packed: of an image that is not shown no more is kept.
    for (const auto& [id, labels] : open_)
        if (id != current_)
            labels->mask().rest();
}

void ProjectSession::setUndoBudget(std::size_t bytes)
{
    undoBudget_ = bytes;
    if (labels_)
        labels_->setUndoBudget(bytes);
}

QString ProjectSession::overviewFolder() const
{
    return folder() + "/overviews";
}

void ProjectSession::overviewsBuilt(qint64 id)
{
    const annotation::ImageRecord* record = image(id);
    if (!record || id != current_)
        return;
    // Its disk may no longer answer; what is open of it is looked at meanwhile.
    opening_.start([this, id, file = record->file, size = record->size,
                    folder = overviewFolder().toStdString(),
                    room = decodingRoom_]() -> widgets::DetachedWork::Result {
        try {
            const auto copies = raster::overviewFiles(folder, std::to_string(id), file, size);
            return [this, id, raster = raster::Raster::open(file, copies, room)] {
                if (id != current_)
                    return;
                raster_ = raster;
                Q_EMIT rasterChanged();
            };
        } catch (const raster::RasterError&) {
            // The file has gone meanwhile; what is open of it says so when it is read.
            return {};
        }
    });
}

void ProjectSession::storeDisplay(qint64 id, const std::string& json)
{
    const auto found = std::find_if(images_.begin(), images_.end(),
                                    [id](const auto& image) { return image.id == id; });
    if (found == images_.end() || found->display == json)
        return;
    found->display = json;
    post([id, json](Project& project) { project.setImageDisplay(id, json); });
}

void ProjectSession::setCurrentClass(int value)
{
    if (value == currentClass_ || (value != 0 && !annotation::findClass(classes_, value)))
        return;
    previousClass_ = currentClass_;
    currentClass_ = value;
    Q_EMIT currentClassChanged(value);
}

void ProjectSession::swapClasses()
{
    setCurrentClass(previousClass_);
}

int ProjectSession::addClass(const QString& name)
{
    if (isReadOnly())
        throw annotation::ProjectError(
            tr("%1 is open read-only: no class can be added.").arg(this->name()).toStdString());
    const int value = annotation::addClass(classes_, name.trimmed().toStdString()).value;
    storeClasses();
    setCurrentClass(value);
    return value;
}

void ProjectSession::changeClass(const annotation::ClassEntry& entry)
{
    requireEditable();
    if (entry.name.empty())
        throw annotation::ProjectError(tr("A class needs a name.").toStdString());
    const auto* namesake = annotation::findClass(classes_, entry.name);
    if (namesake && namesake->value != entry.value)
        throw annotation::ProjectError(tr("There is a class %1 already: choose another name.")
                                           .arg(QString::fromStdString(entry.name))
                                           .toStdString());
    for (annotation::ClassEntry& known : classes_)
        if (known.value == entry.value && !(known == entry)) {
            known = entry;
            storeClasses();
            return;
        }
}

void ProjectSession::moveClass(int value, int by)
{
    const auto found = std::find_if(classes_.begin(), classes_.end(),
                                    [value](const auto& c) { return c.value == value; });
    const auto place = found - classes_.begin() + by;
    if (isReadOnly() || found == classes_.end() || place < 0 ||
        place >= static_cast<std::ptrdiff_t>(classes_.size()))
        return;
    std::iter_swap(found, classes_.begin() + place);
    storeClasses();
}

void ProjectSession::importClasses(const annotation::ClassList& read)
{
    requireEditable();
    classes_ = annotation::withClasses(classes_, read);
    storeClasses();
    if (currentClass_ == 0)
        setCurrentClass(classes_.front().value);
}

void ProjectSession::findClassUse(int value, std::function<void(const annotation::ClassUse&)> found)
{
    if (!writer_)
        return;
    // Looked up behind the edits that are still pending, where no image needs to be open.
    // Nothing is written: what cannot be read must not hold back what is.
    post([this, answer = answers_.sender(), value, found = std::move(found)](Project& project) {
        annotation::ClassUse use;
        QString problem;
        try {
            use = annotation::useOfClass(project, value);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        answer([this, found, use, problem] {
            if (problem.isEmpty())
                found(use);
            else
                Q_EMIT filesRefused(problem);
        });
    });
}

void ProjectSession::removeClass(int value)
{
    if (isReadOnly() || !annotation::findClass(classes_, value))
        return;
    std::erase_if(classes_, [value](const auto& c) { return c.value == value; });
    if (currentClass_ == value)
        setCurrentClass(classes_.empty() ? 0 : classes_.front().value);
    previousClass_ = currentClass_;
    storeClasses();
}

void ProjectSession::putLabelsAway()
{
    endStroke();
    labels_ = nullptr;
    raster_.reset();
    forgetShowing();
    current_ = 0;
    Q_EMIT currentImageChanged();
    // Listeners have let go of the labels; what was undone would bring the old values back.
    open_.clear();
    visited_.clear();
}

void ProjectSession::replaceClass(int from, int to)
{
    if (!writer_ || !annotation::findClass(classes_, from))
        return;
    const qint64 shown = current_;
    putLabelsAway();
    replacing_ = true;
    // A failure is told and not tried again, so the edit itself never fails.
    post([this, answer = answers_.sender(), from, to, shown](Project& project) {
        QString problem;
        try {
            annotation::replaceClassEverywhere(project, from, to);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        answer([this, from, to, shown, problem] {
            replacing_ = false;
            if (problem.isEmpty())
                std::erase_if(classes_, [from](const auto& c) { return c.value == from; });
            labelsDirty_ = true;
            if (!annotation::findClass(classes_, currentClass_))
                setCurrentClass(to != 0 || classes_.empty() ? to : classes_.front().value);
            previousClass_ = currentClass_;
            Q_EMIT classesChanged();
            try {
                showImage(shown);
            } catch (const std::exception& error) {
                Q_EMIT filesRefused(inWords(error));
            }
            Q_EMIT classesReplaced(problem);
            takeSaveState(saveState());
        });
    });
}

void ProjectSession::requireEditable() const
{
    if (isReadOnly())
        throw annotation::ProjectError(
            tr("%1 is open read-only: its classes cannot be changed.").arg(name()).toStdString());
}

void ProjectSession::storeClasses()
{
    labelsDirty_ = true;
    Q_EMIT classesChanged();
    post([classes = classes_](Project& project) { project.setClasses(classes); });
}

void ProjectSession::post(annotation::ProjectWriter::Edit edit)
{
    if (!writer_)
        return;
    writer_->post(std::move(edit));
    watch();
}

void ProjectSession::watch()
{
    if (!watchTimer_.isActive())
        watchTimer_.start();
}

std::string ProjectSession::setting(const std::string& key) const
{
    const auto found = settings_.find(key);
    return found == settings_.end() ? std::string() : found->second;
}

void ProjectSession::storeSetting(const std::string& key, const std::string& value)
{
    settings_[key] = value;
    post([key, value](Project& project) { project.setSetting(key, value); });
}

annotation::SaveState ProjectSession::saveState() const
{
    return writer_ ? writer_->state() : annotation::SaveState{};
}

void ProjectSession::retrySaving()
{
    if (writer_)
        writer_->retry();
}

void ProjectSession::endStroke()
{
    if (labels_ && labels_->isStroking())
        labels_->endStroke();
}

std::vector<annotation::RescuedImage> ProjectSession::unsavedImages() const
{
    std::vector<annotation::RescuedImage> unsaved;
    for (const auto& [id, labels] : open_)
        if (writer_ && !writer_->pending(id).empty())
            unsaved.push_back(
                {labels->image(), {labels->mask(), labels->shapes(), labels->completeRegions()}});
    return unsaved;
}

void ProjectSession::loseUnsaved()
{
    if (writer_)
        writer_->giveUp();
}

void ProjectSession::takeSaveState(const annotation::SaveState& state)
{
    Q_EMIT saveStateChanged();
    if (state.isSaved() && labelsDirty_)
        savedTimer_.start();
}

} // namespace limn::ui
