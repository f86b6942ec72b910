#include "ui/project_session.h"

#include "annotation/class_file.h"
#include "raster/overview_builder.h"
#include "ui/words.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <QFileInfo>
#include <QPointer>

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

} // namespace

ProjectSession::ProjectSession(std::unique_ptr<Project> project, QObject* parent) : QObject(parent)
{
    images_ = project->images();
    classes_ = project->classes();
    if (!classes_.empty())
        currentClass_ = previousClass_ = classes_.front().value;
    savedTimer_.setSingleShot(true);
    savedTimer_.setInterval(savedDelay);
    connect(&savedTimer_, &QTimer::timeout, this, [this] {
        labelsDirty_ = false;
        Q_EMIT labelsSaved();
        countLabelled();
    });
    if (project->access() == Project::Access::ReadOnly) {
        readOnly_ = std::move(project);
        return;
    }
    writer_ = std::make_unique<annotation::ProjectWriter>(std::move(project));
    intake_ = new ImageIntake(*writer_, this);
    connect(intake_, &ImageIntake::refused, this, &ProjectSession::filesRefused);
    connect(intake_, &ImageIntake::choiceNeeded, this, &ProjectSession::choiceNeeded);
    connect(intake_, &ImageIntake::progressed, this, &ProjectSession::addingProgressed);
    connect(intake_, &ImageIntake::added, this, [this](const QList<qint64>& ids) {
        readAgain([this](const Project& project) { images_ = project.images(); });
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
    counting_.waitForDone();
    open_.clear();
    if (writer_)
        writer_->setListener({});
}

const Project& ProjectSession::project() const
{
    return writer_ ? writer_->project() : *readOnly_;
}

QString ProjectSession::folder() const
{
    return QString::fromStdString(project().folder().string());
}

QString ProjectSession::name() const
{
    return QFileInfo(folder()).completeBaseName();
}

void ProjectSession::readAgain(const std::function<void(const Project&)>& read)
{
    try {
        read(project());
    } catch (const std::exception& error) {
        // A drive that has gone meanwhile; what was known stays.
        Q_EMIT filesRefused(inWords(error));
    }
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
    writer_->post([this, files](Project& project) {
        QStringList refused;
        for (auto file = files.constBegin(); file != files.constEnd(); ++file) {
            try {
                project.moveImage(file.key(), file.value().toStdString());
            } catch (const std::exception& error) {
                refused.append(inWords(error));
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, refused, asked = files.size()] {
                readAgain([this](const Project& project) { images_ = project.images(); });
                Q_EMIT imagesChanged();
                if (!refused.isEmpty())
                    Q_EMIT filesRefused(leftOut(refused, asked));
            },
            Qt::QueuedConnection);
    });
}

void ProjectSession::countLabelled()
{
    if (countingAsked_)
        return;
    countingAsked_ = true;
    counting_.start([this] {
        std::map<std::int64_t, annotation::LabelledParts> parts;
        QString problem;
        try {
            parts = project().labelledParts();
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, parts, problem] {
                countingAsked_ = false;
                if (problem.isEmpty())
                    Q_EMIT labelledCounted(parts);
                else
                    Q_EMIT filesRefused(problem);
            },
            Qt::QueuedConnection);
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
    if (current_ == id) {
        toShow = next != images_.end() ? next->id : images_.empty() ? 0 : images_.back().id;
        labels_ = nullptr;
        raster_.reset();
        opening_.forget();
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
    const std::string stored = project().setting(currentImageKey).value_or("");
    std::from_chars(stored.data(), stored.data() + stored.size(), id);
    if (image(id))
        return id;
    return images_.empty() ? 0 : images_.front().id;
}

void ProjectSession::showImage(qint64 id)
{
    const annotation::ImageRecord* record = image(id);
    if (!record || id == current_)
        return;
    const Opened opened = open(*record);
    std::shared_ptr<raster::Raster> raster;
    if (opened.wait_for(openPatience) == std::future_status::ready) {
        opening_.forget();
        raster = opened.get();
    }
    std::unique_ptr<annotation::ImageAnnotation>& labels = open_[id];
    try {
        if (!labels)
            labels = writer_ ? std::make_unique<annotation::ImageAnnotation>(*record, *writer_)
                             : std::make_unique<annotation::ImageAnnotation>(*record, *readOnly_);
    } catch (...) {
        open_.erase(id);
        // Its raster must not come in later in the place of the one shown.
        opening_.forget();
        openAgain();
        throw;
    }
    if (labels_ && labels_->isStroking())
        labels_->endStroke();
    if (labels_)
        labels_->setUndoBudget(0);
    raster_ = std::move(raster);
    labels_ = labels.get();
    labels_->setUndoBudget(undoBudget_);
    labels_->setListener([this, id](const annotation::AnnotationChange& change) {
        if (change.finished)
            labelsDirty_ = true;
        if (id == current_)
            Q_EMIT labelsChanged(change);
    });
    current_ = id;
    visited_.remove(id);
    visited_.push_front(id);
    forgetOldLabels();
    if (writer_)
        writer_->post(
            [id](Project& project) { project.setSetting(currentImageKey, std::to_string(id)); });
    Q_EMIT currentImageChanged();
}

ProjectSession::Opened ProjectSession::open(const annotation::ImageRecord& record)
{
    opening_.forget();
    const auto promise = std::make_shared<std::promise<std::shared_ptr<raster::Raster>>>();
    const Opened opened = promise->get_future().share();
    opening_.start([this, promise, opened, id = record.id, file = record.file, size = record.size,
                    folder = overviewFolder().toStdString()]() -> widgets::DetachedWork::Result {
        try {
            promise->set_value(raster::Raster::open(
                file, raster::overviewFiles(folder, std::to_string(id), file, size)));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
        return [this, opened] { takeLate(opened); };
    });
    return opened;
}

void ProjectSession::takeLate(const Opened& opened)
{
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

std::vector<std::string> ProjectSession::overviewFiles(qint64 id) const
{
    const annotation::ImageRecord* record = image(id);
    if (!record)
        return {};
    return raster::overviewFiles(overviewFolder().toStdString(), std::to_string(id), record->file,
                                 record->size);
}

void ProjectSession::overviewsBuilt(qint64 id)
{
    const annotation::ImageRecord* record = image(id);
    if (!record || id != current_)
        return;
    // Its disk may no longer answer; what is open of it is looked at meanwhile.
    opening_.start([this, id, file = record->file,
                    overviews = overviewFiles(id)]() -> widgets::DetachedWork::Result {
        try {
            return [this, id, raster = raster::Raster::open(file, overviews)] {
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
    writer_->post([this, value, found = std::move(found)](Project& project) {
        annotation::ClassUse use;
        QString problem;
        try {
            use = annotation::useOfClass(project, value);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, found, use, problem] {
                if (problem.isEmpty())
                    found(use);
                else
                    Q_EMIT filesRefused(problem);
            },
            Qt::QueuedConnection);
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
    if (labels_ && labels_->isStroking())
        labels_->endStroke();
    labels_ = nullptr;
    raster_.reset();
    opening_.forget();
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
    // A failure is told and not tried again, so the edit itself never fails.
    writer_->post([this, from, to, shown](Project& project) {
        QString problem;
        try {
            annotation::replaceClassEverywhere(project, from, to);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, from, to, shown, problem] {
                readAgain([this](const Project& project) { classes_ = project.classes(); });
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
            },
            Qt::QueuedConnection);
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
    if (writer_)
        writer_->post(std::move(edit));
}

std::string ProjectSession::setting(const std::string& key) const
{
    return project().setting(key).value_or("");
}

void ProjectSession::storeSetting(const std::string& key, const std::string& value)
{
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

void ProjectSession::takeSaveState(const annotation::SaveState& state)
{
    Q_EMIT saveStateChanged();
    if (state.isSaved() && labelsDirty_)
        savedTimer_.start();
}

} // namespace limn::ui
