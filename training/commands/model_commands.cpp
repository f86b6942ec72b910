// predict, evaluate, explain and curves: what uses a trained network.

#include "annotation/run_record.h"
#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/core/device.h"
#include "training/curves.h"
#include "training/evaluation.h"
#include "training/explanation.h"
#include "training/failure.h"
#include "training/image_prediction.h"
#include "training/picture.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <set>
#include <unistd.h>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

/// A trained network, where it runs, and the project it came with (none with --model).
struct Prepared
{
    std::unique_ptr<annotation::Project> project;
    LoadedModel model;
    torch::Device device = torch::kCPU;
    Precision precision = Precision::Float32;
};

Prepared prepare(const ModelOptions& options)
{
    if (options.project.empty() && options.model.empty())
        throw InputError("Name a project or, with --model, a trained network.");
    useAllCores();
    Prepared prepared;
    if (!options.project.empty())
        prepared.project =
            annotation::Project::open(options.project, annotation::Project::Access::ReadOnly);
    prepared.model = options.model.empty()
                         ? loadModel(findRun(prepared.project->folder(), options.run))
                         : loadModel(options.model);
    prepared.device = chooseDevice(options.device);
    prepared.precision = choosePrecision(options.precision, prepared.device);
    prepared.model.network->to(prepared.device);
    if (options.views > 0)
        prepared.model.description.views = options.views;
    return prepared;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool isGeoTiffName(const fs::path& path)
{
    const std::string ending = lower(path.extension().string());
    return ending == ".tif" || ending == ".tiff";
}

std::vector<std::string> imagesToPredict(const PredictOptions& options, const Prepared& prepared)
{
    if (!options.images.empty())
        return options.images;
    if (!prepared.project)
        throw InputError("Name the images to predict with --image.");
    std::vector<std::string> files;
    for (const annotation::ImageRecord& image : prepared.project->images())
        files.push_back(image.file);
    if (files.empty())
        throw InputError("The project has no images: name some with --image.");
    return files;
}

/// One output file an image: `out` itself, or STEM.tif in the folder `out`.
std::vector<fs::path> outputFiles(const fs::path& out, const std::vector<std::string>& images)
{
    if (isGeoTiffName(out)) {
        if (images.size() > 1)
            throw InputError("There are " + std::to_string(images.size()) +
                             " images but one output file: give a folder as --out.");
        return {out};
    }
    std::error_code error;
    fs::create_directories(out, error);
    if (error || !fs::is_directory(out))
        throw InputError("Cannot make the folder " + out.string() + " for the predictions" +
                         (error ? " (" + error.message() + ")" : std::string()) +
                         ": choose another --out.");
    std::vector<fs::path> files;
    std::set<std::string> taken;
    for (const std::string& image : images) {
        const std::string stem = fs::path(image).stem().string();
        std::string name = stem;
        for (int n = 2; !taken.insert(name).second; ++n)
            name = stem + "-" + std::to_string(n);
        files.push_back(out / (name + ".tif"));
    }
    return files;
}

void checkFolderOf(const fs::path& file)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw InputError("The folder " + folder.string() +
                         " is not there: make it first or "
                         "choose another place.");
    if (::access(folder.c_str(), W_OK) != 0)
        throw InputError("The folder " + folder.string() +
                         " cannot be written to: choose another place.");
}

int classValue(const ModelDescription& model, const std::string& name)
{
    if (const annotation::ClassEntry* entry = annotation::findClass(model.classes, name))
        return entry->value;
    std::string known;
    for (const annotation::ClassEntry& entry : model.classes)
        known += (known.empty() ? "" : ", ") + entry.name;
    throw InputError("The network knows no class \"" + name + "\": choose one of " + known + ".");
}

CellsDone tellProgress(Console& console, const std::string& what)
{
    return [&console, what](std::int64_t done, std::int64_t total) {
        console.progress(static_cast<double>(done) / static_cast<double>(total), what);
        return true;
    };
}

/// The image an option names, or the project's only one.
std::string theImage(const std::string& option, const Prepared& prepared)
{
    if (!option.empty())
        return option;
    const auto images =
        prepared.project ? prepared.project->images() : std::vector<annotation::ImageRecord>{};
    if (images.size() != 1)
        throw InputError("Say with --image which image is meant.");
    return images.front().file;
}

std::string percent(const nlohmann::json& row, const char* key)
{
    if (!row.contains(key) || !row[key].is_number() || std::isnan(row[key].get<double>()))
        return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", row[key].get<double>());
    return text;
}

void print(const nlohmann::json& metrics)
{
    if (metrics.contains("classes")) {
        for (const nlohmann::json& row : metrics["classes"])
            std::cout << row["class"].get<std::string>() << "  IoU " << percent(row, "iou")
                      << "  Dice " << percent(row, "dice") << "  precision "
                      << percent(row, "precision") << "  recall " << percent(row, "recall")
                      << "  pixels " << row["support"] << "\n";
        std::cout << "mean IoU " << percent(metrics, "meanIou") << "  pixel accuracy "
                  << percent(metrics, "pixelAccuracy") << std::endl;
        return;
    }
    std::cout << metrics["class"].get<std::string>() << " against the reference: IoU "
              << percent(metrics, "iou") << "  Dice " << percent(metrics, "dice") << "  precision "
              << percent(metrics, "precision") << "  recall " << percent(metrics, "recall")
              << std::endl;
}

/// A folder in the system's temporary one that goes with the scope: GDAL may lay a second file
/// beside the one it writes.
class TemporaryFolder
{
public:
    TemporaryFolder()
        : path_(fs::temp_directory_path() / ("limn-engine-" + std::to_string(::getpid())))
    {
        fs::create_directories(path_);
    }
    ~TemporaryFolder()
    {
        std::error_code error;
        fs::remove_all(path_, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

nlohmann::json againstReference(const EvaluateOptions& options, Prepared& prepared,
                                Console& console)
{
    const ModelDescription& model = prepared.model.description;
    const auto reference = checkingInput([&] { return raster::Raster::open(options.reference); });
    const int value = classValue(model, options.className);
    std::optional<TemporaryFolder> temporary;
    fs::path file = options.prediction;
    if (file.empty()) {
        temporary.emplace();
        file = temporary->path() / "prediction.tif";
        const auto raster =
            checkingInput([&] { return raster::Raster::open(theImage(options.image, prepared)); });
        ImagePrediction prediction = checkingInput([&] {
            return ImagePrediction(*prepared.model.network, model, *raster, prepared.device,
                                   prepared.precision);
        });
        predictToGeoTiff(prediction, model, *raster, file, tellProgress(console, "predicting"));
        console.endProgress();
    }
    nlohmann::json metrics = checkingInput([&] {
        return compareWithReference(*raster::Raster::open(file.string()), value, *reference);
    });
    metrics["class"] = options.className;
    metrics["run"] = prepared.model.run;
    metrics["reference"] = fs::path(options.reference).filename().string();
    return metrics;
}

} // namespace

int predict(const PredictOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        Prepared prepared = checkingInput([&] { return prepare(options.model); });
        const ModelDescription& model = prepared.model.description;
        const std::vector<std::string> images = imagesToPredict(options, prepared);
        const std::vector<fs::path> files = outputFiles(options.out, images);
        if (!options.overlay.empty()) {
            if (images.size() != 1)
                throw InputError("--overlay makes one picture: name one image with --image.");
            checkFolderOf(options.overlay);
        }
        for (const fs::path& file : files)
            checkFolderOf(file);
        // Every image is looked at before hours are spent on the first.
        std::vector<std::shared_ptr<raster::Raster>> rasters;
        for (const std::string& image : images)
            rasters.push_back(checkingInput([&] { return raster::Raster::open(image); }));
        std::vector<ImagePrediction> predictions;
        for (const auto& raster : rasters)
            predictions.push_back(checkingInput([&] {
                return ImagePrediction(*prepared.model.network, model, *raster, prepared.device,
                                       prepared.precision, options.sides);
            }));
        for (std::size_t i = 0; i < images.size(); ++i) {
            predictToGeoTiff(predictions[i], model, *rasters[i], files[i],
                             tellProgress(console, fs::path(images[i]).filename().string()));
            console.emit({{"event", "predicted"},
                          {"image", images[i]},
                          {"file", files[i].string()},
                          {"run", prepared.model.run}});
            console.say("Predicted " + files[i].string());
        }
        if (!options.overlay.empty()) {
            writeClassPicture(*raster::Raster::open(files.front().string()), model,
                              *rasters.front(), options.overlay);
            console.emit({{"event", "overlay"}, {"file", options.overlay}});
            console.say("Drew " + options.overlay);
        }
        return static_cast<int>(Success);
    });
}

int evaluate(const EvaluateOptions& options)
{
    return guarded([&] {
        if (options.split.empty() == options.reference.empty())
            throw InputError("Say what to compare with: --split or --reference.");
        if (!options.reference.empty() && options.className.empty())
            throw InputError("Say with --class which class the reference shows.");
        if (!options.jsonFile.empty() && options.jsonFile != "-")
            checkFolderOf(options.jsonFile);
        Console console(options.jsonFile == "-");
        Prepared prepared = checkingInput([&] { return prepare(options.model); });
        nlohmann::json metrics;
        if (!options.reference.empty()) {
            metrics = againstReference(options, prepared, console);
        } else {
            if (!prepared.project)
                throw InputError("Name the project whose labels to compare with.");
            const annotation::Split split =
                checkingInput([&] { return annotation::parseSplit(options.split); });
            const Evaluation evaluation = checkingInput([&] {
                const CellsDone bar = tellProgress(console, "predicting");
                const CellsDone lines = [&console](std::int64_t done, std::int64_t total) {
                    console.emit(
                        {{"event", "progress"},
                         {"done", static_cast<double>(done) / static_cast<double>(total)}});
                    return true;
                };
                return evaluateSplit(*prepared.project, prepared.model, split, prepared.device,
                                     prepared.precision, options.progress ? lines : bar);
            });
            metrics = metricsJson(evaluation, prepared.model.description.classes);
            metrics["split"] = annotation::toString(split);
            metrics["run"] = prepared.model.run;
            console.endProgress();
        }
        if (options.jsonFile == "-") {
            std::cout << metrics.dump() << std::endl;
            return static_cast<int>(Success);
        }
        if (!options.jsonFile.empty())
            annotation::writeFileAtomically(options.jsonFile, metrics.dump(2) + "\n");
        print(metrics);
        return static_cast<int>(Success);
    });
}

int explainImage(const ExplainOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        const bool picture = lower(fs::path(options.out).extension().string()) == ".png";
        if (!picture && !isGeoTiffName(options.out))
            throw InputError("The output must end in .tif or .png, unlike " + options.out + ".");
        checkFolderOf(options.out);
        Prepared prepared = checkingInput([&] { return prepare(options.model); });
        const ModelDescription& model = prepared.model.description;
        ExplanationRequest request;
        request.method = checkingInput([&] { return parseCamMethod(options.method); });
        request.layer = options.layer;
        request.classIndex = model.classIndex().index(
            static_cast<std::uint8_t>(classValue(model, options.className)));
        const auto raster =
            checkingInput([&] { return raster::Raster::open(theImage(options.image, prepared)); });
        const std::optional<Explanation> explanation = checkingInput([&] {
            return explainArea(*prepared.model.network, model, *raster, prepared.device, request,
                               [] { return true; });
        });
        if (picture)
            writeHeatPicture(*explanation, *raster, options.out);
        else
            writeExplanation(*explanation, *raster, options.out);
        console.emit({{"event", "explained"},
                      {"class", options.className},
                      {"layer", explanation->layer()},
                      {"file", options.out}});
        console.say("Explained " + options.className + " at " + explanation->layer() + " in " +
                    options.out);
        return static_cast<int>(Success);
    });
}

int curves(const CurvesOptions& options)
{
    return guarded([&] {
        const fs::path run = checkingInput([&] {
            const auto project =
                annotation::Project::open(options.project, annotation::Project::Access::ReadOnly);
            return findRun(project->folder(), options.run);
        });
        checkFolderOf(options.out);
        writeCurves(run, options.out);
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
