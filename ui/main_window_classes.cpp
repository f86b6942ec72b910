// The classes: what the palette and the menus ask for, and what they show.
#include "annotation/class_file.h"
#include "raster/ground_measure.h"
#include "ui/class_change_dialog.h"
#include "ui/label_colours.h"
#include "ui/main_window.h"
#include "ui/measure_tool.h"
#include "ui/words.h"

#include <array>
#include <optional>
#include <QFileInfo>
#include <QSignalBlocker>

namespace limn::ui
{

namespace
{
/// Square metres that one pixel covers in the middle of the image; nothing without a CRS.
std::optional<double> groundOfPixel(const raster::RasterInfo& info)
{
    const double x = info.size.width / 2.0;
    const double y = info.size.height / 2.0;
    const std::array<raster::MapPoint, 4> pixel{{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}};
    return raster::groundArea(raster::Georeference(info), pixel);
}
} // namespace

void MainWindow::connectClasses()
{
    const auto guarded = [this](const std::function<void()>& change) {
        try {
            change();
        } catch (const std::exception& error) {
            warn(inWords(error));
            refreshClasses();
        }
    };
    const auto choose = [this](int value) {
        if (session_)
            session_->setCurrentClass(value);
    };
    connect(classes_, &widgets::ClassPalette::currentChanged, this, choose);
    connect(actions_, &WindowActions::classChosen, this, [this, choose](int value) {
        choose(value);
        canvas_->setFocus();
    });
    connect(classes_, &widgets::ClassPalette::addRequested, this,
            [this, guarded](const QString& name) {
                if (session_)
                    guarded([&] { session_->addClass(name); });
            });
    connect(classes_, &widgets::ClassPalette::removeRequested, this, &MainWindow::removeClass);
    connect(classes_, &widgets::ClassPalette::mergeRequested, this, &MainWindow::mergeClass);
    connect(classes_, &widgets::ClassPalette::moveRequested, this, [this](int value, int by) {
        if (session_)
            session_->moveClass(value, by);
    });
    connect(actions_->importClasses, &QAction::triggered, this, [this] {
        surroundings_.dialogs->openClasses(this,
                                           [this](const QString& file) { importClasses(file); });
    });
    connect(actions_->exportClasses, &QAction::triggered, this, [this] {
        surroundings_.dialogs->saveClasses(this,
                                           [this](const QString& file) { exportClasses(file); });
    });
    connect(classes_, &widgets::ClassPalette::classEdited, this,
            [this, guarded](const widgets::PaletteClass& changed) {
                const annotation::ClassEntry* known =
                    session_ ? annotation::findClass(session_->classes(), changed.value) : nullptr;
                if (!known)
                    return;
                annotation::ClassEntry entry = *known;
                entry.name = changed.name.trimmed().toStdString();
                entry.colour = toRgb(changed.colour);
                entry.visible = changed.visible;
                entry.locked = changed.locked;
                entry.pattern = toPattern(changed.pattern);
                guarded([&] { session_->changeClass(entry); });
            });
    connect(actions_->swapClasses, &QAction::triggered, this, [this] {
        if (session_)
            session_->swapClasses();
    });
}

void MainWindow::refreshClasses()
{
    if (!session_)
        return;
    std::vector<widgets::PaletteClass> shown;
    for (const annotation::ClassEntry& entry : session_->classes())
        shown.push_back(toPaletteClass(entry));
    const int current = session_->currentClass();
    {
        // What is shown here is no choice of the user's.
        const QSignalBlocker quiet(classes_);
        classes_->setClasses(shown);
        classes_->setCurrent(current);
    }
    refreshCounts();
    actions_->setClasses(session_->classes(), current);
    maskMenu_->setClasses(session_->classes());
    trainingPanel_->setClasses(session_->classes());
    runs_->setClasses(session_->classes());
    const annotation::ClassEntry* entry = annotation::findClass(session_->classes(), current);
    options_->setPaintClass(entry ? QString::fromStdString(entry->name) : tr("Unlabelled"),
                            entry ? toColour(entry->colour) : QColor());
    refreshActions();
}

void MainWindow::refreshCounts()
{
    if (!session_ || !session_->labels())
        return;
    for (const annotation::ClassEntry& entry : session_->classes()) {
        const std::int64_t pixels = scene_->counts()[static_cast<std::size_t>(entry.value)];
        classes_->setPixels(
            entry.value, pixels,
            groundOfPixel_ ? formatArea(*groundOfPixel_ * static_cast<double>(pixels)) : QString());
    }
}

void MainWindow::measurePixel()
{
    groundOfPixel_ =
        session_ && session_->raster() ? groundOfPixel(session_->raster()->info()) : std::nullopt;
}

void MainWindow::removeClass(int value)
{
    if (!session_ || session_->isReadOnly())
        return;
    session_->findClassUse(value, [this, value](const annotation::ClassUse& use) {
        if (!session_ || !annotation::findClass(session_->classes(), value))
            return;
        if (use.isEmpty()) {
            session_->removeClass(value);
            return;
        }
        auto* dialog = new ClassChangeDialog(ClassChangeDialog::Purpose::Remove,
                                             session_->classes(), value, use, this);
        connect(dialog, &ClassChangeDialog::chosen, this,
                [this, value](int to) { replaceClass(value, to); });
        dialog->show();
    });
}

void MainWindow::mergeClass(int value)
{
    if (!session_ || session_->isReadOnly())
        return;
    session_->findClassUse(value, [this, value](const annotation::ClassUse& use) {
        if (!session_ || !annotation::findClass(session_->classes(), value))
            return;
        auto* dialog = new ClassChangeDialog(ClassChangeDialog::Purpose::Merge, session_->classes(),
                                             value, use, this);
        connect(dialog, &ClassChangeDialog::chosen, this,
                [this, value](int to) { replaceClass(value, to); });
        dialog->show();
    });
}

void MainWindow::replaceClass(int from, int to)
{
    // Another project may have been opened while the dialog was there, or while it is copied.
    const ProjectSession* asked = session_.get();
    backups_->backUp([this, asked, from, to] {
        if (session_ && session_.get() == asked)
            session_->replaceClass(from, to);
    });
}

void MainWindow::importClasses(const QString& file)
{
    if (!session_)
        return;
    fileWork_.start([this, file, folder = session_->folder()]() -> widgets::DetachedWork::Result {
        try {
            return [this, folder, classes = annotation::readClasses(file.toStdString())] {
                if (!isShown(folder))
                    return;
                try {
                    session_->importClasses(classes);
                } catch (const std::exception& error) {
                    fail(inWords(error));
                }
            };
        } catch (const std::exception& error) {
            return [this, problem = inWords(error)] { fail(problem); };
        }
    });
}

void MainWindow::exportClasses(const QString& file)
{
    if (!session_)
        return;
    fileWork_.start([this, file, classes = session_->classes()]() -> widgets::DetachedWork::Result {
        try {
            annotation::writeClasses(file.toStdString(), classes);
        } catch (const std::exception& error) {
            return [this, problem = inWords(error)] { fail(problem); };
        }
        return
            [this, file] { note(tr("Saved the classes as %1.").arg(QFileInfo(file).fileName())); };
    });
}

QString MainWindow::className(int value) const
{
    const annotation::ClassEntry* entry =
        session_ ? annotation::findClass(session_->classes(), value) : nullptr;
    return entry ? QString::fromStdString(entry->name) : QString();
}

} // namespace limn::ui
