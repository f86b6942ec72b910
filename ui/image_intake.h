// Takes files and folders of images into a project in the background, some at a time: each is
// opened before the project's writer does so, so that an address that hangs holds up no edits. GUI
// thread only.
#pragma once

#include "annotation/project.h"
#include "annotation/project_writer.h"
#include "raster/raster.h"
#include "ui/image_files.h"
#include "widgets/answers.h"
#include "widgets/detached_work.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <utility>
#include <vector>

namespace limn::ui
{

/// The sentence for files that were left out, of `asked` in all: the first reason, and how many.
QString leftOut(const QStringList& sentences, qsizetype asked);
/// A sentence for each folder that gave no images.
QStringList notLookedThrough(const FoundImages& found);

class ImageIntake : public QObject
{
    Q_OBJECT
public:
    explicit ImageIntake(annotation::ProjectWriter& writer, QObject* parent = nullptr);

    void add(const QStringList& paths);
    void stop(); ///< what is not stored yet is left out

Q_SIGNALS:
    void added(const std::vector<limn::annotation::ImageRecord>& images); ///< stored
    void progressed(int done, int total); ///< of the files of one add()
    void refused(const QString& sentence);
    /// `file` holds several images: which of them should be added, by their names?
    void choiceNeeded(const QString& file, const std::vector<limn::raster::InnerImage>& images);

private:
    struct Batch
    {
        QStringList files; ///< what is left
        QStringList refused;
        QList<std::pair<QString, std::vector<raster::InnerImage>>> several;
        qsizetype asked = 0;
    };

    void openSome(const Batch& batch);
    void store(const QStringList& files, const Batch& rest);

    annotation::ProjectWriter& writer_;
    widgets::Answers answers_{this};
    widgets::DetachedWork work_;
};

} // namespace limn::ui
