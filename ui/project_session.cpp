#include "ui/project_session.h"

#include "raster/overview_builder.h"

#include <algorithm>
#include <charconv>
#include <QFileInfo>
#include <QPointer>

namespace limn::ui
{

namespace
{
using annotation::Project;

constexpr auto currentImageKey = "desktop/currentImage";
/// Undo histories kept of images that are not shown.
constexpr std::size_t imagesKept = 6;
/// Strokes that follow one another closely are told to the engine once.
constexpr int savedDelay = 400;

struct AddedFiles
{
    QList<qint64> ids;
    QStringList refused; ///< one sentence each
};

QString refusal(const QStringList& sentences, qsizetype asked)
{
    if (sentences.isEmpty() || asked == 1)
        return sentences.value(0);
    return ProjectSession::tr("%1 of %2 files were left out: %3")
        .arg(sentences.size())
        .arg(asked)
        .arg(sentences.first());
}

/// Where a class is in use, as a sentence; empty when nowhere.
QString useOfClass(const Project& project, int value, const std::string& name)
{
    for (const annotation::ImageRecord& image : project.images()) {
        const auto shapes = project.shapes(image.id);
        bool used = std::any_of(shapes.begin(), shapes.end(),
                                [&](const auto& shape) { return shape.classValue == value; });
        for (const auto& key : project.maskTileKeys(image.id)) {
            if (used)
                break;
            const annotation::MaskTilePtr tile = project.maskTile(image.id, key);
            used = tile && std::find(tile->begin(), tile->end(), value) != tile->end();
        }
        if (used)
            return ProjectSession::tr("The class %1 is used in %2: erase it there first, or undo "
                                      "what was painted with it.")
                .arg(QString::fromStdString(name),
                     QFileInfo(QString::fromStdString(image.path)).fileName());
    }
    return {};
}
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
    });
    if (project->access() == Project::Access::ReadOnly) {
        readOnly_ = std::move(project);
        return;
    }
    writer_ = std::make_unique<annotation::ProjectWriter>(std::move(project));
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
    // What cannot be added is told and not tried again, so the edit itself never fails.
    writer_->post([this, files](Project& project) {
        AddedFiles added;
        for (const QString& file : files) {
            try {
                added.ids.append(project.addImage(file.toStdString()).id);
            } catch (const std::exception& error) {
                added.refused.append(QString::fromUtf8(error.what()));
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, added, asked = files.size()] {
                images_ = this->project().images();
                if (!added.ids.isEmpty()) {
                    Q_EMIT imagesChanged();
                    Q_EMIT imagesAdded(added.ids);
                }
                if (!added.refused.isEmpty())
                    Q_EMIT filesRefused(refusal(added.refused, asked));
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
            Q_EMIT filesRefused(QString::fromUtf8(error.what()));
        }
    }
    post([id](Project& project) { project.removeImage(id); });
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
    auto raster = raster::Raster::open(record->file, overviewFiles(id));
    std::unique_ptr<annotation::ImageAnnotation>& labels = open_[id];
    try {
        if (!labels)
            labels = writer_ ? std::make_unique<annotation::ImageAnnotation>(*record, *writer_)
                             : std::make_unique<annotation::ImageAnnotation>(*record, *readOnly_);
    } catch (...) {
        open_.erase(id);
        throw;
    }
    if (labels_ && labels_->isStroking())
        labels_->endStroke();
    raster_ = std::move(raster);
    labels_ = labels.get();
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

void ProjectSession::forgetOldLabels()
{
    // Labels are read again from what is on disk, so nothing is let go that is not there yet.
    if (!saveState().isSaved())
        return;
    while (visited_.size() > imagesKept) {
        open_.erase(visited_.back());
        visited_.pop_back();
    }
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
    try {
        raster_ = raster::Raster::open(record->file, overviewFiles(id));
    } catch (const raster::RasterError&) {
        // The file has gone meanwhile; what is open of it says so when it is read.
        return;
    }
    Q_EMIT rasterChanged();
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
    if (isReadOnly())
        throw annotation::ProjectError(
            tr("%1 is open read-only: its classes cannot be changed.").arg(name()).toStdString());
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

void ProjectSession::removeClass(int value)
{
    const annotation::ClassEntry* entry = annotation::findClass(classes_, value);
    if (isReadOnly() || !entry)
        return;
    // Looked up behind the edits that are still pending, where no image needs to be open.
    writer_->post([this, value, name = entry->name](Project& project) {
        const QString use = useOfClass(project, value, name);
        QMetaObject::invokeMethod(
            this,
            [this, value, use] {
                if (!use.isEmpty()) {
                    Q_EMIT removalRefused(use);
                    return;
                }
                std::erase_if(classes_, [value](const auto& c) { return c.value == value; });
                if (currentClass_ == value)
                    setCurrentClass(classes_.empty() ? 0 : classes_.front().value);
                previousClass_ = currentClass_;
                storeClasses();
            },
            Qt::QueuedConnection);
    });
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
