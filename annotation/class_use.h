// Where a class is in use in a whole project, and its replacement everywhere. One thread at a time
// on a Project.
#pragma once

#include "annotation/project.h"

#include <cstdint>

namespace limn::annotation
{

struct ClassUse
{
    std::int64_t pixels = 0; ///< painted, in all images
    int shapes = 0;
    int regions = 0; ///< complete regions of this class
    int images = 0;  ///< with any of these

    bool isEmpty() const { return images == 0; }
};

ClassUse useOfClass(const Project& project, int classValue);

/// Turns everything labelled `from` into `to` and takes `from` off the class list, in one
/// transaction. With `to` 0 its pixels become unlabelled, its polygons and complete regions go.
/// Throws ProjectError.
void replaceClassEverywhere(Project& project, int from, int to);

} // namespace limn::annotation
