// A project of one small image on which two classes are outlined: enough to plan a training.
#pragma once

#include "annotation/project.h"
#include "tests/ui/made_image.h"

#include <QDir>

namespace limn::tests
{

/// Makes it in `folder`; its own folder comes back.
inline QString makeLabelledProject(const QString& folder)
{
    const QDir place(folder);
    const QString path = place.filePath("trained.limn");
    const QString picture = place.filePath("field.tif");
    makeImage(picture, 256, 256);
    const auto made = annotation::Project::create(path.toStdString());
    made->setClasses({{1, "dark", {0, 114, 178}, '1', true, false},
                      {2, "bright", {230, 159, 0}, '2', true, false}});
    const auto image = made->addImage(picture.toStdString()).id;
    made->putShape(image, {1, 1, {{{4, 4}, {100, 4}, {100, 250}, {4, 250}}}});
    made->putShape(image, {2, 2, {{{150, 4}, {250, 4}, {250, 250}, {150, 250}}}});
    return path;
}

} // namespace limn::tests
