// One open project as the desktop works on it: the writer behind it, its images and classes, and
// the labels of the image that is shown. Nothing here waits for the disk once a project is open.
// GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "annotation/image_annotation.h"
#include "annotation/project.h"
#include "annotation/project_writer.h"
#include "raster/raster.h"

#include <list>
#include <map>
#include <memory>
#include <optional>
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
    explicit ProjectSession(std::unique_ptr<annotation::Project> project,
                            QObject* parent = nullptr);
    ~ProjectSession() override; ///< writes what is pending, for a bounded time

    QString folder() const;
    QString name() const; ///< the folder's name without .limn
    bool isReadOnly() const { return writer_ == nullptr; }
    const annotation::Project& project() const;

    // Images
    const std::vector<annotation::ImageRecord>& images() const { return images_; }
    const annotation::ImageRecord* image(qint64 id) const;
    /// Opens and stores the files in the background; imagesChanged() and filesRefused() tell.
    void addImages(const QStringList& files);
    void removeImage(qint64 id); ///< with its labels
    /// Shows the image: opens its raster and reads its labels. Throws RasterError or ProjectError,
    /// then the image shown before stays.
    void showImage(qint64 id);
    /// The image that was shown when the project was last open, else the first; 0 without images.
    qint64 imageToShow() const;
    qint64 currentImage() const { return current_; } ///< 0 for none
    std::shared_ptr<raster::Raster> raster() const { return raster_; }
    /// Reduced copies of a large image without overviews lie in the project's folder; those that
    /// are there are read with the image.
    QString overviewFolder() const;
    std::vector<std::string> overviewFiles(qint64 image) const;
    /// Opens the image anew, with its copies, if it is the one shown; rasterChanged() follows.
    void overviewsBuilt(qint64 image);
    void storeDisplay(qint64 image, const std::string& json); ///< how the image is shown

    // Labels of the current image; nullptr without one
    annotation::ImageAnnotation* labels() const { return labels_; }

    // Classes
    const annotation::ClassList& classes() const { return classes_; }
    int currentClass() const { return currentClass_; }
    void setCurrentClass(int value);                       ///< 0 is "unlabelled"
    void swapClasses();                                    ///< back to the class chosen before
    int addClass(const QString& name);                     ///< its value; throws ProjectError
    void changeClass(const annotation::ClassEntry& entry); ///< by value; throws ProjectError
    /// Removed when nothing is labelled with it; else removalRefused() tells why.
    void removeClass(int value);

    // Saving
    annotation::SaveState saveState() const;
    void retrySaving();

Q_SIGNALS:
    void imagesChanged();
    void imagesAdded(const QList<qint64>& ids);
    void filesRefused(const QString& sentence);
    void currentImageChanged();
    void rasterChanged(); ///< of the same image, opened anew
    void labelsChanged(const limn::annotation::AnnotationChange& change);
    void classesChanged();
    void currentClassChanged(int value);
    void removalRefused(const QString& sentence);
    void saveStateChanged();
    /// Everything is on disk after a change of labels or classes; told once a burst of edits.
    void labelsSaved();

private:
    void post(annotation::ProjectWriter::Edit edit);
    void takeSaveState(const annotation::SaveState& state);
    void forgetOldLabels();
    void storeClasses();

    std::unique_ptr<annotation::Project> readOnly_;
    std::vector<annotation::ImageRecord> images_;
    annotation::ClassList classes_;
    int currentClass_ = 0;
    int previousClass_ = 0;
    qint64 current_ = 0;
    std::shared_ptr<raster::Raster> raster_;
    annotation::ImageAnnotation* labels_ = nullptr;
    bool labelsDirty_ = false;
    QTimer savedTimer_;
    std::unique_ptr<annotation::ProjectWriter> writer_;
    /// The labels of images visited lately, with their undo history; they use the writer.
    std::map<qint64, std::unique_ptr<annotation::ImageAnnotation>> open_;
    std::list<qint64> visited_; ///< latest first
};

} // namespace limn::ui
