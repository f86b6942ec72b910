#include "ui/project_opening.h"

#include "annotation/backup.h"
#include "ui/project_places.h"
#include "ui/words.h"

#include <exception>
#include <QDir>
#include <QFileInfo>
#include <utility>

namespace limn::ui
{

namespace
{
using annotation::Project;
using Outcome = ProjectOpening::Outcome;

/// What takes longer is said while it lasts.
constexpr int slowOpening = 500;

Outcome openedFolder(const QString& folder, Project::Access access)
{
    Outcome outcome;
    outcome.folder = folder;
    const std::string path = folder.toStdString();
    const auto isReadable = [&path] {
        try {
            Project::open(path, Project::Access::ReadOnly);
            return true;
        } catch (const std::exception&) {
            // What was said first is what is wrong.
            return false;
        }
    };
    try {
        outcome.project =
            std::make_shared<OpenedProject>(openedProject(Project::open(path, access)));
    } catch (const std::exception& error) {
        using Remedy = Outcome::Remedy;
        outcome.problem = inWords(error);
        if (access == Project::Access::ReadWrite && isReadable())
            outcome.remedy = Remedy::ReadOnly;
        else if (!annotation::listBackups(path).empty())
            outcome.remedy = Remedy::Backup;
    }
    return outcome;
}

Outcome openedPlace(ProjectPlace place, const QString& open)
{
    Outcome outcome;
    if (!open.isEmpty() && QDir::cleanPath(place.folder) == QDir::cleanPath(open))
        outcome.isOpenAlready = true;
    else if (place.made)
        outcome.project = std::make_shared<OpenedProject>(openedProject(std::move(place.made)));
    else
        outcome = openedFolder(place.folder, Project::Access::ReadWrite);
    outcome.folder = place.folder;
    outcome.note = place.note;
    return outcome;
}
} // namespace

OpenedProject openedProject(std::unique_ptr<Project> project)
{
    OpenedProject opened;
    opened.images = project->images();
    opened.classes = project->classes();
    opened.settings = project->settings();
    opened.runs = readRunHistory(QString::fromStdString(project->folder().string()));
    opened.project = std::move(project);
    return opened;
}

ProjectOpening::ProjectOpening(QObject* parent) : QObject(parent)
{
    patience_.setSingleShot(true);
    patience_.setInterval(slowOpening);
    connect(&patience_, &QTimer::timeout, this, [this] { Q_EMIT tookLong(name_); });
}

void ProjectOpening::start(const QString& name, std::function<Outcome()> work)
{
    stop();
    name_ = name;
    running_ = true;
    wanted_ = std::make_shared<std::atomic<bool>>(true);
    patience_.start();
    work_.start(
        [this, work = std::move(work), wanted = wanted_]() -> widgets::DetachedWork::Result {
            Outcome outcome;
            try {
                outcome = work();
            } catch (const std::exception& error) {
                outcome.problem = inWords(error);
            }
            // Closed here, too: its disk has kept somebody waiting before.
            if (!*wanted)
                outcome.project.reset();
            return [this, outcome = std::move(outcome)] {
                running_ = false;
                patience_.stop();
                Q_EMIT ended();
                Q_EMIT came(outcome);
            };
        });
}

void ProjectOpening::openFolder(const QString& folder, Project::Access access,
                                const QStringList& images, const QString& note)
{
    start(QFileInfo(folder).completeBaseName(), [folder, access, images, note] {
        Outcome outcome = openedFolder(folder, access);
        outcome.images = images;
        outcome.note = note;
        return outcome;
    });
}

void ProjectOpening::openImages(const QStringList& files, const QString& documents,
                                const QString& open)
{
    start(QFileInfo(files.value(0)).fileName(), [files, documents, open] {
        const FirstImage first = firstImageOf(files);
        if (first.file.isEmpty()) {
            Outcome outcome;
            outcome.problem = first.problem;
            return outcome;
        }
        Outcome outcome = openedPlace(projectForImage(first.file, documents), open);
        // Those that cannot be opened are named with the others.
        outcome.images = files;
        return outcome;
    });
}

void ProjectOpening::openDemo(const QString& source, const QString& documents, const QString& open)
{
    start(tr("the demo"),
          [source, documents, open] { return openedPlace(demoProject(source, documents), open); });
}

void ProjectOpening::stop()
{
    if (!running_)
        return;
    *wanted_ = false;
    work_.forget();
    patience_.stop();
    running_ = false;
    Q_EMIT ended();
}

} // namespace limn::ui
