// Any bytes as a polygon of the project: rings of numbers that can be stored again, or refused with
// a ProjectError.
#include "annotation/project.h"
#include "annotation/quiet_gdal.h"
#include "annotation/shape_blob.h"
#include "refusal.h"

using namespace limn::annotation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QuietGdal quiet;
    ImagePlacement placement;
    placement.transform = {{500000, 0.5, 0, 5200000, 0, -0.5}};
    fuzz::takes<ProjectError>([&] {
        Shape shape;
        shape.rings = decodeShape({data, size}, placement);
        decodeShape(encodeShape(shape, placement).bytes, placement);
    });
    return 0;
}
