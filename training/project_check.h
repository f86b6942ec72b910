// What is wrong with a project's images and labels, before time is spent on training: each finding
// with the place where it can be seen, in one sentence that says what helps. Nothing is changed.
// One thread.
#pragma once

#include "annotation/project.h"
#include "training/core/device.h"
#include "training/model.h"

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace limn::training
{

/// Patches of a class of fewer pixels are more likely a slip of the hand than an object.
inline constexpr int speckPixels = 12;

struct Finding
{
    /// "unreadable", "blank", "alike", "unused class", "rare class", "no validation", "specks",
    /// "disagreement"
    std::string kind;
    std::string sentence;
    /// What one click can do about it: "remove" the image from the project, "train" with both
    /// images and validate with neither, "validate" with the image, "erase" the specks, or "" for
    /// nothing.
    std::string remedy;
    std::int64_t image = 0;     ///< 0: the finding is about no image
    std::int64_t other = 0;     ///< the image that it looks like
    raster::PixelRect area{};   ///< of the image, where to look; empty: all of it
    raster::PixelRect within{}; ///< what holds all the specks
    int classValue = 0;
    std::int64_t pixels = 0; ///< concerned
};

struct ClassBalance
{
    annotation::ClassEntry entry;
    std::int64_t pixels = 0;
    std::int64_t trainPixels = 0;
    std::int64_t validationPixels = 0;
    double share = 0; ///< of all labelled pixels, 0..1
    double width = 0; ///< of its objects in pixels, as LabelIndex::width()
};

struct ProjectCheck
{
    std::vector<ClassBalance> classes;
    std::vector<Finding> findings; ///< the gravest kinds first
    int images = 0;
    int labelledImages = 0;
};

/// 0..1 and what is being looked at; false ends the check with what has been found so far.
using CheckProgress = std::function<bool(double done, const std::string& what)>;

/// `model`: a trained network to ask where it is sure of another class than the labels say (at most
/// 32 places of the prediction's grid, evenly chosen among the labelled ones), or nullptr.
ProjectCheck checkProject(const annotation::Project& project, LoadedModel* model,
                          torch::Device device, Precision precision, const CheckProgress& progress);

nlohmann::json toJson(const Finding& finding);
nlohmann::json toJson(const ClassBalance& row);

} // namespace limn::training
