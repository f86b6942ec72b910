// What the program of the tests of overviews is made of.
#pragma once

#include "raster_corpus.h"

#include <memory>
#include <QObject>
#include <QTemporaryDir>
#include <string>

std::unique_ptr<QObject> overviewFileTests();
std::unique_ptr<QObject> levelTests();

/// A folder of a test's own, which it renews for each of its functions.
class ImageFolder
{
protected:
    std::string at(const char* name) const { return folder_->filePath(name).toStdString(); }
    std::shared_ptr<limn::raster::Raster> made(const corpus::Recipe& recipe) const
    {
        const QString path = folder_->filePath("image.tif");
        return corpus::make(path, recipe) ? limn::raster::Raster::open(path.toStdString())
                                          : nullptr;
    }

    std::unique_ptr<QTemporaryDir> folder_;
};
