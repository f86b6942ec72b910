// One open project as the desktop works on it: the writer behind it, its images and classes, and
// the labels of the image that is shown. Nothing here waits for a disk or a network for longer than
// an image takes that lies near by: what is asked of the project all the time is kept in memory,
// labels are read on other threads, and what changes goes through the writer. GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "annotation/class_use.h"
#include "annotation/image_annotation.h"
#include "annotation/project.h"
#include "annotation/project_writer.h"
#include "annotation/rescue.h"
#include "raster/raster.h"
#include "ui/image_intake.h"
#include "ui/project_opening.h"
#include "widgets/answers.h"
#include "widgets/detached_work.h"

#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <QMap>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <vector>

namespace limn::ui
{

class ProjectSession : public QObject
{
    Q_OBJECT
public:
    /// Takes an open project; a read-only one is shown and cannot be edited.
    explicit ProjectSession(OpenedProject opened, QObject* parent = nullptr);
    explicit ProjectSession(std::unique_ptr<annotation::Project> project,
                            QObject* parent = nullptr); ///< reads what is kept in memory first
    ~ProjectSession() override; ///< writes what is pending, for a bounded time

    QString folder() const { return folder_; }
    QString name() const; ///< the folder's name without .limn
    bool isReadOnly() const { return writer_ == nullptr; }
    const annotation::Project& project() const; ///< reading it waits for its disk

    // Images
    const std::vector<annotation::ImageRecord>& images() const { return images_; }
    const annotation::ImageRecord* image(qint64 id) const;
    /// Opens and stores the files, and the images in the folders, in the background;
    /// imagesChanged(), addingProgressed() and filesRefused() tell.
    void addImages(const QStringList& paths);
    void stopAdding();
    void setSplit(const QList<qint64>& ids, annotation::Split split);
    /// Images that lie elsewhere now, by id; imagesMoved() follows, those that do not fit are told
    /// by filesRefused().
    void moveImages(const QMap<qint64, QString>& files);
    void countLabelled(); ///< in the background; labelledCounted() follows, also after every saving
    void removeImage(qint64 id); ///< with its labels
    /// Shows the image: opens its raster and reads its labels. Throws RasterError or ProjectError,
    /// then the image shown before stays. Where opening takes long, raster() is nullptr until
    /// rasterOpened() or openingFailed() comes. Where reading the labels does, the image shown
    /// before stays until they are there, or showingFailed() comes.
    void showImage(qint64 id);
    qint64 awaitedImage() const { return awaited_; } ///< whose labels are being read; 0 for none
    void stopShowing();                              ///< it is wanted no more
    void openAgain();                                ///< after openingFailed()
    /// The image that was shown when the project was last open, else the first; 0 without images.
    qint64 imageToShow() const;
    qint64 currentImage() const { return current_; } ///< 0 for none
    std::shared_ptr<raster::Raster> raster() const { return raster_; }
    /// Reduced copies of a large image without overviews lie in the project's folder; those that
    /// are there are read with the image.
    QString overviewFolder() const;
    /// Of the project, for all that opens its images here.
    const std::shared_ptr<raster::DecodingRoom>& decodingRoom() const { return decodingRoom_; }
    /// Opens the image anew, with its copies, if it is the one shown; rasterChanged() follows.
    void overviewsBuilt(qint64 image);
    void storeDisplay(qint64 image, const std::string& json); ///< how the image is shown

    // Labels of the current image; nullptr without one
    annotation::ImageAnnotation* labels() const { return labels_; }
    /// Memory for the undo steps of the image shown, in bytes; those of the others lie on disk.
    void setUndoBudget(std::size_t bytes);

    // Classes
    const annotation::ClassList& classes() const { return classes_; }
    int currentClass() const { return currentClass_; }
    void setCurrentClass(int value);                       ///< 0 is "unlabelled"
    void swapClasses();                                    ///< back to the class chosen before
    int addClass(const QString& name);                     ///< its value; throws ProjectError
    void changeClass(const annotation::ClassEntry& entry); ///< by value; throws ProjectError
    void moveClass(int value, int by);                     ///< up or down in the list
    /// Those of a file: known names take over colours and keys, new ones are added. Throws
    /// ProjectError.
    void importClasses(const annotation::ClassList& read);
    /// Counts in the background where the class is used, edits on their way to disk included.
    void findClassUse(int value, std::function<void(const annotation::ClassUse&)> found);
    /// Takes a class off the list that nothing is labelled with, see findClassUse().
    void removeClass(int value);
    /// Turns what is labelled with a class into another one, or makes it unlabelled, in all images,
    /// and removes the class; not undoable. No image is shown meanwhile; classesReplaced() follows.
    void replaceClass(int from, int to);

    // Settings that belong to the project; see PROJECT_FORMAT.md
    std::string setting(const std::string& key) const; ///< empty where there is none
    void storeSetting(const std::string& key, const std::string& value);

    // Saving
    annotation::SaveState saveState() const;
    void retrySaving();
    void endStroke(); ///< the one under way, so that it is saved with the others
    /// The images with edits that are not on disk, as they are now.
    std::vector<annotation::RescuedImage> unsavedImages() const;
    /// What is not on disk is given up; the session is to be closed and asked for nothing more.
    void loseUnsaved();

Q_SIGNALS:
    void imagesChanged();
    void imagesAdded(const QList<qint64>& ids);
    void imagesMoved(const QList<qint64>& ids); ///< to where they can be opened; one shown is
    void filesRefused(const QString& sentence);
    void choiceNeeded(const QString& file, const std::vector<limn::raster::InnerImage>& images);
    void addingProgressed(int done, int total); ///< files; done == total: no more
    void labelledCounted(const std::map<std::int64_t, limn::annotation::LabelledParts>& parts);
    void currentImageChanged();
    void awaitedImageChanged();
    void showingFailed(qint64 id, const QString& sentence); ///< the image shown stays
    void rasterOpened(); ///< of the image shown; rasterChanged() follows
    void openingFailed(const QString& sentence);
    void rasterChanged(); ///< of the same image, opened anew
    void labelsChanged(const limn::annotation::AnnotationChange& change);
    void classesChanged();
    void currentClassChanged(int value);
    void classesReplaced(const QString& problem); ///< empty when all went well
    void saveStateChanged();
    /// Everything is on disk after a change of labels or classes; told once a burst of edits.
    void labelsSaved();

private:
    using Opened = std::shared_future<std::shared_ptr<raster::Raster>>;
    using LabelsRead = std::shared_future<std::shared_ptr<annotation::ImageLabels>>;
    Opened open(const annotation::ImageRecord& record);
    void takeLate(qint64 id, const Opened& opened);
    LabelsRead readLabels(qint64 id, const Opened& opened);
    void takeLabels(qint64 id, const Opened& opened, const LabelsRead& read);
    std::unique_ptr<annotation::ImageAnnotation> madeOf(qint64 id, const LabelsRead& read);
    void show(qint64 id, std::shared_ptr<raster::Raster> raster);
    void setAwaited(qint64 id);
    void forgetShowing();
    std::shared_ptr<const annotation::Project> sharedProject() const;
    void replaceRecord(const annotation::ImageRecord& record); ///< or add it
    void post(annotation::ProjectWriter::Edit edit);
    void watch(); ///< while something is being saved
    void takeSaveState(const annotation::SaveState& state);
    void forgetOldLabels();
    void storeClasses();
    void requireEditable() const;
    void putLabelsAway(); ///< the image shown is no more, and no labels are held

    QString folder_;
    std::shared_ptr<raster::DecodingRoom> decodingRoom_;
    std::shared_ptr<const annotation::Project> readOnly_;
    std::map<std::string, std::string> settings_;
    std::vector<annotation::ImageRecord> images_;
    annotation::ClassList classes_;
    int currentClass_ = 0;
    int previousClass_ = 0;
    qint64 current_ = 0;
    qint64 awaited_ = 0;
    annotation::ImageAnnotation::PendingEdits pendingOfAwaited_; ///< when reading began
    bool replacing_ = false; ///< a class in all images, so that none is read meanwhile
    std::shared_ptr<raster::Raster> raster_;
    annotation::ImageAnnotation* labels_ = nullptr;
    bool labelsDirty_ = false;
    QTimer savedTimer_;
    QTimer watchTimer_; ///< looks whether the disk still answers
    std::unique_ptr<annotation::ProjectWriter> writer_;
    /// The labels of images visited lately, with their undo history; they use the writer.
    std::map<qint64, std::unique_ptr<annotation::ImageAnnotation>> open_;
    ImageIntake* intake_ = nullptr; ///< uses the writer; none for a read-only project
    std::list<qint64> visited_;     ///< latest first
    widgets::Answers answers_{this};
    widgets::DetachedWork opening_;
    widgets::DetachedWork reading_;
    widgets::DetachedWork counting_;
    bool countingAsked_ = false;
    std::size_t undoBudget_ = annotation::defaultUndoBudget;
};

} // namespace limn::ui
