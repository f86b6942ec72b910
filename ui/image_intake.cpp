#include "ui/image_intake.h"

#include "raster/raster.h"
#include "ui/words.h"

#include <exception>

namespace limn::ui
{

namespace
{
constexpr qsizetype openedAtOnce = 32;
constexpr qsizetype mostFiles = 100'000;
} // namespace

QString leftOut(const QStringList& sentences, qsizetype asked)
{
    if (sentences.isEmpty() || asked == 1)
        return sentences.value(0);
    return ImageIntake::tr("%1 of %2 files were left out: %3")
        .arg(sentences.size())
        .arg(asked)
        .arg(sentences.first());
}

QStringList notLookedThrough(const FoundImages& found)
{
    QStringList sentences;
    for (const QString& folder : found.unreadable)
        sentences << ImageIntake::tr("%1 may not be read, so its images were not looked for: allow "
                                     "reading it, then add it again.")
                         .arg(folder);
    for (const QString& folder : found.empty)
        sentences << ImageIntake::tr("%1 holds no images: choose another folder, or add the files "
                                     "themselves.")
                         .arg(folder);
    return sentences;
}

ImageIntake::ImageIntake(annotation::ProjectWriter& writer, QObject* parent)
    : QObject(parent), writer_(writer)
{}

void ImageIntake::add(const QStringList& paths)
{
    work_.start([this, paths]() -> widgets::DetachedWork::Result {
        Batch all;
        const FoundImages found = imageFilesOf(paths, mostFiles);
        all.files = found.files;
        all.refused = notLookedThrough(found);
        all.asked = all.files.size() + all.refused.size();
        if (all.files.isEmpty())
            return [this, all] { Q_EMIT refused(leftOut(all.refused, all.asked)); };
        return [this, all, isCut = found.isCut] {
            if (isCut)
                Q_EMIT refused(tr("More than %L1 images were found and only the first were taken: "
                                  "add the folders that are missing on their own.")
                                   .arg(mostFiles));
            openSome(all);
        };
    });
}

void ImageIntake::stop()
{
    work_.forget();
    Q_EMIT progressed(0, 0);
}

void ImageIntake::openSome(const Batch& batch)
{
    work_.start([this, batch]() -> widgets::DetachedWork::Result {
        Batch rest = batch;
        QStringList good;
        for (qsizetype i = 0; i < openedAtOnce && !rest.files.isEmpty(); ++i) {
            const QString file = rest.files.takeFirst();
            try {
                raster::Raster::open(file.toStdString());
                good.append(file);
            } catch (const raster::SeveralImages& inner) {
                rest.several.append({file, inner.images()});
            } catch (const std::exception& error) {
                rest.refused.append(inWords(error));
            }
        }
        return [this, good, rest] { store(good, rest); };
    });
}

void ImageIntake::store(const QStringList& files, const Batch& rest)
{
    // What cannot be added is told and not tried again, so the edit itself never fails.
    writer_.post([this, answer = answers_.sender(), files, rest](annotation::Project& project) {
        std::vector<annotation::ImageRecord> stored;
        Batch next = rest;
        for (const QString& file : files) {
            try {
                stored.push_back(project.addImage(file.toStdString()));
            } catch (const std::exception& error) {
                next.refused.append(inWords(error));
            }
        }
        answer([this, stored = std::move(stored), next = std::move(next)] {
            if (!stored.empty())
                Q_EMIT added(stored);
            Q_EMIT progressed(static_cast<int>(next.asked - next.files.size()),
                              static_cast<int>(next.asked));
            if (!next.files.isEmpty()) {
                openSome(next);
                return;
            }
            if (!next.refused.isEmpty())
                Q_EMIT refused(leftOut(next.refused, next.asked));
            for (const auto& [file, images] : next.several)
                Q_EMIT choiceNeeded(file, images);
        });
    });
}

} // namespace limn::ui
