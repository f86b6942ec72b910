// Polygons from vector files, through OGR, as shapes of the images they lie on.

#include "annotation/import.h"
#include "annotation/ogr_rings.h"
#include "annotation/quiet_gdal.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

struct Feature
{
    std::string className;                   ///< empty: the field is
    std::vector<std::vector<Ring>> polygons; ///< in the layer's coordinates
};

struct Layer
{
    std::string name;
    std::string crsWkt;      ///< empty: none
    bool mayLackCrs = false; ///< GeoJSON says WGS 84 even where that makes no sense
    OGREnvelope extent;
    std::vector<Feature> features;
    int others = 0; ///< features that are no polygons
};

std::string fieldNames(OGRLayer& layer)
{
    std::string names;
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i)
        names +=
            (i > 0 ? ", " : "") + std::string(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    return names;
}

Layer readLayer(OGRLayer& source, int field, bool mayLackCrs)
{
    Layer layer;
    layer.name = source.GetName();
    layer.mayLackCrs = mayLackCrs;
    if (const OGRSpatialReference* reference = source.GetSpatialRef()) {
        char* text = nullptr;
        const char* options[] = {"FORMAT=WKT2_2018", nullptr};
        if (reference->exportToWkt(&text, options) == OGRERR_NONE)
            layer.crsWkt = text;
        CPLFree(text);
    }
    source.ResetReading();
    for (const auto& record : source) {
        const OGRGeometry* geometry = record->GetGeometryRef();
        Feature feature;
        if (geometry) {
            const std::unique_ptr<OGRGeometry> linear(geometry->getLinearGeometry());
            collectPolygons(*linear, feature.polygons);
        }
        if (feature.polygons.empty()) {
            ++layer.others;
            continue;
        }
        if (record->IsFieldSetAndNotNull(field))
            feature.className = record->GetFieldAsString(field);
        for (const auto& rings : feature.polygons) {
            for (const Point& point : rings.front())
                layer.extent.Merge(point.x, point.y);
        }
        layer.features.push_back(std::move(feature));
    }
    return layer;
}

std::vector<Layer> readLayers(const fs::path& file, const std::string& classField)
{
    const QuietGdal quiet;
    GDALAllRegister();
    std::error_code ignored;
    if (!fs::exists(file, ignored) && !file.string().starts_with("/vsi"))
        throw ProjectError("There is no file '" + file.string() + "': check the path.");
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    if (!dataset || dataset->GetLayerCount() == 0)
        throw ProjectError("'" + file.string() +
                           "' cannot be read as shapes: give a GeoJSON, GeoPackage, Shapefile or "
                           "another vector file.");
    const bool isGeoJson = std::string(dataset->GetDriverName()) == "GeoJSON";
    std::vector<Layer> layers;
    std::string fields;
    for (OGRLayer* source : dataset->GetLayers()) {
        const int field = source->GetLayerDefn()->GetFieldIndex(classField.c_str());
        if (field < 0) {
            fields = fieldNames(*source);
            continue;
        }
        layers.push_back(readLayer(*source, field, isGeoJson));
    }
    if (layers.empty())
        throw ProjectError("'" + file.string() + "' has no field '" + classField + "': " +
                           (fields.empty() ? std::string("its shapes carry no fields at all.")
                                           : "choose one of " + fields + "."));
    return layers;
}

/// Map coordinates of one CRS to another's, in the order x (east, longitude), y (north, latitude).
class MapTransform
{
public:
    MapTransform(const std::string& fromWkt, const std::string& toWkt)
    {
        OGRSpatialReference from;
        OGRSpatialReference to;
        if (from.importFromWkt(fromWkt.c_str()) != OGRERR_NONE ||
            to.importFromWkt(toWkt.c_str()) != OGRERR_NONE)
            return;
        // Files hold longitude before latitude whatever the CRS's authority says.
        from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        to.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        transform_.reset(OGRCreateCoordinateTransformation(&from, &to));
    }

    /// False when a point has no place in the other CRS.
    bool apply(std::vector<Ring>& rings) const
    {
        if (!transform_)
            return false;
        for (Ring& ring : rings) {
            for (Point& point : ring) {
                if (!transform_->Transform(1, &point.x, &point.y) || !std::isfinite(point.x) ||
                    !std::isfinite(point.y))
                    return false;
            }
        }
        return true;
    }

private:
    std::unique_ptr<OGRCoordinateTransformation> transform_;
};

struct Target
{
    ImageRecord image;
    ImagePlacement placement;
};

std::vector<Target> targetsOf(const Project& project)
{
    std::vector<Target> targets;
    for (const ImageRecord& image : project.images())
        targets.push_back({image, project.placement(image.id)});
    return targets;
}

raster::PixelRect wholeImage(const ImageRecord& image)
{
    return {0, 0, image.size.width, image.size.height};
}

bool touches(const OGREnvelope& extent, const raster::PixelSize& size)
{
    return extent.MinX < size.width && extent.MaxX > 0 && extent.MinY < size.height &&
           extent.MaxY > 0;
}

/// How a layer's coordinates become an image's pixels.
enum class Reading { Nowhere, Transformed, Pixels, PixelsUp, Map };

Reading readingOf(const Layer& layer, const Target& target)
{
    if (!layer.crsWkt.empty() && !target.placement.crsWkt.empty())
        return Reading::Transformed;
    if (!layer.crsWkt.empty() && !layer.mayLackCrs)
        return Reading::Nowhere;
    const OGREnvelope& extent = layer.extent;
    if (touches(extent, target.image.size))
        return Reading::Pixels;
    OGREnvelope flipped = extent;
    flipped.MinY = -extent.MaxY;
    flipped.MaxY = -extent.MinY;
    if (extent.MaxY <= 0 && touches(flipped, target.image.size))
        return Reading::PixelsUp;
    return target.placement.transform ? Reading::Map : Reading::Nowhere;
}

/// Turns the layer's coordinates into pixels of one image; nothing when they do not lie on it.
std::optional<Shape> placed(std::vector<Ring> rings, Reading reading, const Target& target,
                            const MapTransform* transform)
{
    if (reading == Reading::Nowhere ||
        (reading == Reading::Transformed && !transform->apply(rings)))
        return std::nullopt;
    Shape shape;
    shape.rings = std::move(rings);
    for (Ring& ring : shape.rings) {
        for (Point& point : ring) {
            if (reading == Reading::PixelsUp)
                point.y = -point.y;
            else if (reading != Reading::Pixels)
                point = target.placement.toPixel(point);
        }
    }
    if (bounds(shape).intersected(wholeImage(target.image)).isEmpty())
        return std::nullopt;
    return shape;
}

/// Classes by the text of a field, new ones added as they come.
class ClassFinder
{
public:
    explicit ClassFinder(Project& project) : project_(project), classes_(project.classes()) {}

    int valueOf(const std::string& text)
    {
        if (const ClassEntry* known = findClass(classes_, text))
            return known->value;
        int number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool isNumber = error == std::errc() && end == text.data() + text.size() &&
                              number >= 1 && number <= maxClassValue;
        if (isNumber && findClass(classes_, number))
            return number;
        ClassEntry& added = addClass(classes_, text);
        if (isNumber)
            added.value = number;
        isChanged_ = true;
        return added.value;
    }

    void store()
    {
        if (isChanged_)
            project_.setClasses(classes_);
        isChanged_ = false;
    }

private:
    Project& project_;
    ClassList classes_;
    bool isChanged_ = false;
};

void requireOneImage(const std::vector<Target>& targets, const Layer& layer, const fs::path& file)
{
    const auto count = std::ranges::count_if(targets, [&](const Target& target) {
        const Reading reading = readingOf(layer, target);
        return reading == Reading::Pixels || reading == Reading::PixelsUp;
    });
    if (count > 1)
        throw ProjectError("The shapes of '" + file.string() +
                           "' are in pixel coordinates, and the project has " +
                           std::to_string(count) +
                           " images that they could belong to: import them into a project of one "
                           "image, or give them a CRS.");
}

struct Outcome
{
    int shapes = 0;
    int outside = 0;
    int unnamed = 0;
};

void importLayer(Project& project, const Layer& layer, const std::vector<Target>& targets,
                 ClassFinder& classes, Outcome& outcome)
{
    std::map<std::string, MapTransform> transforms;
    for (const Target& target : targets) {
        if (!layer.crsWkt.empty() && !target.placement.crsWkt.empty())
            transforms.try_emplace(target.placement.crsWkt, layer.crsWkt, target.placement.crsWkt);
    }
    for (const Feature& feature : layer.features) {
        if (feature.className.empty()) {
            ++outcome.unnamed;
            continue;
        }
        for (const std::vector<Ring>& rings : feature.polygons) {
            bool found = false;
            for (const Target& target : targets) {
                const auto transform = transforms.find(target.placement.crsWkt);
                auto shape = placed(rings, readingOf(layer, target), target,
                                    transform == transforms.end() ? nullptr : &transform->second);
                if (!shape)
                    continue;
                found = true;
                shape->id = project.reserveShapeId();
                shape->classValue = classes.valueOf(feature.className);
                classes.store();
                project.putShape(target.image.id, *shape);
                ++outcome.shapes;
            }
            outcome.outside += found ? 0 : 1;
        }
    }
}

std::string counted(int count, const std::string& one, const std::string& many)
{
    return count == 1 ? "One " + one : std::to_string(count) + " " + many;
}

} // namespace

ImportReport importShapes(Project& project, const fs::path& file, const std::string& classField)
{
    const std::vector<Layer> layers = readLayers(file, classField);
    const std::vector<Target> targets = targetsOf(project);
    if (targets.empty())
        throw ProjectError("The project '" + project.folder().string() +
                           "' has no images: add the images before the shapes of '" +
                           file.string() + "'.");
    const QuietGdal quiet;
    Outcome outcome;
    int others = 0;
    project.transaction([&] {
        ClassFinder classes(project);
        for (const Layer& layer : layers) {
            requireOneImage(targets, layer, file);
            importLayer(project, layer, targets, classes, outcome);
            others += layer.others;
        }
        if (outcome.shapes == 0)
            throw ProjectError(
                "No polygon of '" + file.string() + "' with a text in '" + classField +
                "' lies on an image of the project: check its CRS, and that it covers the images.");
    });
    ImportReport report;
    report.shapes = outcome.shapes;
    if (outcome.outside > 0)
        report.warnings.push_back(counted(outcome.outside, "polygon", "polygons") + " of '" +
                                  file.string() + "' lie on no image and were left out.");
    if (outcome.unnamed > 0)
        report.warnings.push_back(counted(outcome.unnamed, "feature", "features") + " of '" +
                                  file.string() + "' name no class and were left out.");
    if (others > 0)
        report.warnings.push_back(counted(others, "feature", "features") + " of '" + file.string() +
                                  "' are no polygons and were left out.");
    return report;
}

} // namespace limn::annotation
