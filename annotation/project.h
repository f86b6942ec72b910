// A project folder NAME.limn on disk: project.gpkg (GeoPackage: images, classes, shapes, mask
// tiles, complete regions, settings, runs), runs/ and predictions/. docs/PROJECT_FORMAT.md is the
// description of every table.
//
// A Project is one SQLite connection. Its methods are synchronous and may be called from any one
// thread at a time (an internal lock makes concurrent calls safe). Everything that changes the file
// is one transaction a call; transaction() joins several. The desktop writes through ProjectWriter
// and never waits. All methods throw ProjectError with one sentence for the user.
#pragma once

#include "annotation/class_list.h"
#include "annotation/image_placement.h"
#include "annotation/mask_tiles.h"
#include "annotation/shape.h"
#include "raster/pixel_rect.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace limn::raster
{
class DecodingRoom;
}

namespace limn::annotation
{

class ProjectError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Which part of the work an image belongs to; Auto lets split.h decide.
enum class Split { Auto, Train, Validation, Test };
std::string toString(Split split);         ///< "auto", "train", "val", "test"
Split parseSplit(const std::string& text); ///< "" is Auto; also accepts "validation"

struct ImageRecord
{
    std::int64_t id = 0;
    std::string path; ///< as stored: relative to the project's parent folder where possible
    std::string file; ///< resolved, to be opened
    raster::PixelSize size;
    int bands = 0;
    Split split = Split::Auto;
    std::string display; ///< JSON of raster::DisplaySettings, empty when never set
    /// As stored before the image was first moved, so that moving it moves no pixel between
    /// training and validation; empty when it never was.
    std::string firstPath;
};

/// A rectangle in which everything unlabelled counts as `classValue`.
struct CompleteRegion
{
    std::int64_t id = 0;
    raster::PixelRect rect;
    int classValue = 1;
    bool operator==(const CompleteRegion&) const = default;
};

/// What there is of labels of an image.
struct LabelledParts
{
    std::int64_t maskTiles = 0; ///< 256 x 256 tiles with brush work
    std::int64_t shapes = 0;
    std::int64_t completePixels = 0; ///< in complete regions; where they overlap counted twice
};

class Project
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Makes the folder (it must not exist or be empty) and an empty project in it.
    static std::unique_ptr<Project> create(const std::filesystem::path& folder);
    /// Opens one; ReadWrite migrates older versions and fails when another process writes to it.
    /// A project of a newer version is refused by naming both versions.
    static std::unique_ptr<Project> open(const std::filesystem::path& folder, Access access);
    ~Project();

    static constexpr int schemaVersion = 1;

    const std::filesystem::path& folder() const;
    std::filesystem::path runsFolder() const;        ///< folder()/runs
    std::filesystem::path predictionsFolder() const; ///< folder()/predictions
    Access access() const;
    /// For those who open images of the project, so that all of them together keep to one room in
    /// memory.
    const std::shared_ptr<raster::DecodingRoom>& decodingRoom() const;

    /// Runs `work` inside one transaction; rolled back when it throws. May be nested.
    void transaction(const std::function<void()>& work);
    /// Runs `work`, which only reads, on one state of the file whatever others write meanwhile.
    void snapshot(const std::function<void()>& work) const;

    // Images
    std::vector<ImageRecord> images() const; ///< in the order they were added
    std::optional<ImageRecord> image(std::int64_t id) const;
    /// Opens the raster to learn size, bands and georeference. The same file twice gives the
    /// record that is there.
    ImageRecord addImage(const std::filesystem::path& file, Split split = Split::Auto);
    /// An image of another project as it is known there, without opening its file; where it lies on
    /// the map is not.
    ImageRecord addKnownImage(const ImageRecord& known);
    void removeImage(std::int64_t id); ///< with its labels; the raster file stays
    void setImageSplit(std::int64_t id, Split split);
    void setImageDisplay(std::int64_t id, const std::string& json);
    /// The image lies in another file now. Throws ProjectError when that one has another size or
    /// number of bands, or belongs to another image already.
    void moveImage(std::int64_t id, const std::filesystem::path& file);
    /// How much of each image is labelled, by id; images without labels are left out. Counted from
    /// indices, without reading pixels.
    std::map<std::int64_t, LabelledParts> labelledParts() const;
    /// Where the image lies on the map, as stored when it was added.
    ImagePlacement placement(std::int64_t id) const;

    // Classes
    ClassList classes() const;
    void setClasses(const ClassList& classes);

    // Labels of an image
    /// All tiles, still packed: one that is damaged inside throws when it is looked at.
    MaskTiles mask(std::int64_t imageId) const;
    /// The label revision at which each stored tile was last written.
    std::map<MaskTileKey, std::int64_t> maskTileRevisions(std::int64_t imageId) const;
    /// A stored tile as it lies in the file (see tile_codec.h); empty where there is none.
    std::vector<std::uint8_t> maskTileBlob(std::int64_t imageId, const MaskTileKey& key) const;
    std::vector<MaskTileKey> maskTileKeys(std::int64_t imageId) const;
    MaskTilePtr maskTile(std::int64_t imageId, const MaskTileKey& key) const;
    void putMaskTile(std::int64_t imageId, const MaskTileKey& key, const MaskTilePtr& tile);
    void putStoredTile(std::int64_t imageId, const MaskTileKey& key, const StoredTilePtr& tile);
    /// The same for many (nullptr: unlabelled), which share one revision.
    void putStoredTiles(std::int64_t imageId, const std::map<MaskTileKey, StoredTilePtr>& tiles);

    std::vector<Shape> shapes(std::int64_t imageId) const; ///< earlier first; later wins
    /// Stores the shape under its id (new or not); shape ids are unique in the project.
    /// A new one is drawn last, a known one keeps its place.
    void putShape(std::int64_t imageId, const Shape& shape);
    /// The same, at this place of the image's drawing order (0 is drawn first).
    void putShape(std::int64_t imageId, const Shape& shape, std::size_t position);
    void removeShape(std::int64_t imageId, std::int64_t shapeId);
    std::int64_t nextShapeId() const; ///< one past the largest ever used
    /// An id that nobody else gets, without waiting for the file; stored with the shape.
    std::int64_t reserveShapeId();

    std::vector<CompleteRegion> completeRegions(std::int64_t imageId) const;
    void setCompleteRegions(std::int64_t imageId, const std::vector<CompleteRegion>& regions);

    /// Grows with every committed change of any image's labels or of the classes, also by another
    /// process; readers compare it to learn whether to read again.
    std::int64_t labelRevision() const;
    /// The revision at which the labels of this image last changed; 0 when it is gone.
    std::int64_t labelRevision(std::int64_t imageId) const;

    // Settings: JSON or plain text by key
    std::optional<std::string> setting(const std::string& key) const;
    std::map<std::string, std::string> settings() const;
    void setSetting(const std::string& key, const std::string& value);

private:
    struct State;
    explicit Project(std::unique_ptr<State> state);
    void requireImage(std::int64_t id) const;
    void touchLabels(std::int64_t imageId);
    std::unique_ptr<State> state_;
};

} // namespace limn::annotation
