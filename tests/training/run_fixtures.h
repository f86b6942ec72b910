// What the tests of training runs share: small projects in a folder of their own, quick recipes,
// and a listener that writes down what it is told.
#pragma once

#include "annotation/run_record.h"
#include "small_project.h"
#include "training/training_run.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <QObject>
#include <QTemporaryDir>
#include <string>
#include <vector>

namespace run_tests
{

struct Recorder : limn::training::RunListener
{
    std::vector<double> losses;
    std::vector<double> rates;
    std::vector<double> meanIous;
    int labelChanges = 0;
    int checkpoints = 0;
    std::vector<std::string> warnings;
    std::optional<limn::training::RunEnd> end;

    void progressed(const limn::training::RunProgress& row) override
    {
        if (!std::isnan(row.loss))
            losses.push_back(row.loss);
        if (row.learningRate > 0)
            rates.push_back(row.learningRate);
    }
    void validated(const limn::training::RunValidation& row) override
    {
        meanIous.push_back(row.meanIou);
    }
    void labelsChanged(std::int64_t, double) override { ++labelChanges; }
    void checkpointed(std::int64_t, double) override { ++checkpoints; }
    void logged(const std::string&, const std::string& message) override
    {
        warnings.push_back(message);
    }
    void ended(const limn::training::RunEnd& e) override { end = e; }

    /// How many of the warnings hold the text.
    std::ptrdiff_t told(const std::string& text) const
    {
        return std::count_if(warnings.begin(), warnings.end(), [&](const std::string& line) {
            return line.find(text) != std::string::npos;
        });
    }
};

inline limn::training::Recipe quickRecipe(int epochs)
{
    limn::training::Recipe recipe;
    recipe.weights = "none";
    recipe.device = "cpu";
    recipe.precision = "fp32";
    recipe.epochs = epochs;
    recipe.patchSize = 64;
    recipe.batchSize = 4;
    recipe.seed = 5;
    return recipe;
}

inline std::vector<double> lossesOnDisk(const limn::training::TrainingRun& run)
{
    std::vector<double> losses;
    for (const auto& row : limn::annotation::readMetrics(run.folder()))
        if (row["kind"] == "train")
            losses.push_back(row["loss"]);
    return losses;
}

/// A temporary folder with projects; weights and caches of the user are out of sight.
class Folder
{
public:
    Folder()
    {
        qputenv("LIMN_WEIGHTS_DIR", folder_.filePath("weights").toLocal8Bit());
        qputenv("XDG_CACHE_HOME", folder_.filePath("cache").toLocal8Bit());
        qputenv("HOME", folder_.filePath("home").toLocal8Bit());
    }

protected:
    std::filesystem::path folder() const { return folder_.path().toStdString(); }
    std::unique_ptr<limn::annotation::Project> open(const std::filesystem::path& path) const
    {
        using limn::annotation::Project;
        return Project::open(path, Project::Access::ReadWrite);
    }
    std::unique_ptr<limn::annotation::Project> make(const char* name, int width = 256,
                                                    int height = 256) const
    {
        return open(small::makeProject(folder(), name, width, height));
    }

private:
    QTemporaryDir folder_;
};

std::unique_ptr<QObject> recipeTests();
std::unique_ptr<QObject> samplingTests();
std::unique_ptr<QObject> projectCheckTests();
std::unique_ptr<QObject> publishedWeightsTests();

} // namespace run_tests
