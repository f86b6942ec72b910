// The jobs of limn-engine, one function each. They print to standard output, report errors as one
// sentence on standard error, and return the exit code: 0, 2 for wrong usage or input, 1 for
// failure. Only newProject() and importLabels() write project.gpkg.
#pragma once

#include "training/image_prediction.h"
#include "training/recipe.h"

#include <string>
#include <vector>

namespace limn::training
{

struct NewOptions
{
    std::string project;
    std::string list;
    std::vector<std::string> images;
    std::vector<std::string> classes; ///< NAME[=#rrggbb][@VALUE]
    bool json = false;
};
int newProject(const NewOptions& options);

struct ImportOptions
{
    std::string project;
    std::string shapes;
    std::string classField;
    bool json = false;
};
int importLabels(const ImportOptions& options);

struct TrainOptions
{
    std::string project;
    Recipe recipe;
    std::string recipeFile;            ///< JSON; wins over `recipe`
    std::vector<std::string> settings; ///< KEY=VALUE; win over both
    std::string resume;                ///< a run to go on with; "latest" for the newest
    std::string from;                  ///< a run or model file to start from
    std::string out;                   ///< of plan: file for the recipe; empty: none
    bool json = false;
};
int train(const TrainOptions& options);
/// What train would do, each choice with its reason; trains nothing.
int plan(const TrainOptions& options);

struct RecipeOptions
{
    std::string recipeFile;
    std::vector<std::string> settings; ///< KEY=VALUE; win over the file
    std::string out;                   ///< file to write; empty: standard output
    bool schema = false;               ///< the JSON schema of recipe files instead of a recipe
};
int writeRecipe(const RecipeOptions& options);

/// Which trained network, where it runs, on what.
struct ModelOptions
{
    std::string project;
    std::string model;
    std::string run;
    std::string device = "auto";
    std::string precision = "auto";
    int views = 0; ///< in how many positions an image is looked at; 0: as the model says
};

struct PredictOptions
{
    ModelOptions model;
    std::vector<std::string> images;
    std::string out;
    std::string overlay;
    TileSides sides;
    bool json = false;
};
int predict(const PredictOptions& options);

struct EvaluateOptions
{
    ModelOptions model;
    std::string split;
    std::string reference;
    std::string className;
    std::string image;
    std::string prediction;
    std::string jsonFile;  ///< "-" prints the metrics instead
    bool progress = false; ///< prints lines of JSON on how far it is before the metrics
};
int evaluate(const EvaluateOptions& options);

struct ExplainOptions
{
    ModelOptions model;
    std::string image;
    std::string className;
    std::string layer;
    std::string method = "gradcam";
    std::string out;
    bool json = false;
};
int explainImage(const ExplainOptions& options);

struct CheckOptions
{
    std::string project;
    std::string
        run; ///< whose network is asked about the labels; empty: the latest, if there is one
    bool withoutNetwork = false;
    std::string report; ///< folder for a page with pictures
    std::string device = "auto";
    bool json = false;
};
int checkProjectCommand(const CheckOptions& options);

struct CurvesOptions
{
    std::string project;
    std::string run;
    std::string out;
};
int curves(const CurvesOptions& options);

/// weights list, fetch, add and verify.
struct WeightsOptions
{
    std::vector<std::string> names;
    std::string file;
    bool yes = false; ///< licence and size have been accepted
    bool json = false;
};
int listWeights(const WeightsOptions& options);
int fetchWeightsByName(const WeightsOptions& options);
int addWeightsFile(const WeightsOptions& options);
int verifyWeights(const WeightsOptions& options);

struct ExportOptions
{
    std::string source; ///< a project, a run's folder or trained weights
    std::string run;
    std::string out;
    bool json = false;
};
int exportNetwork(const ExportOptions& options);

int listNetworks(bool json);
int listDevices(bool json);
int serve(const std::string& version);

/// All cores, unless OMP_NUM_THREADS says otherwise.
void useAllCores();

} // namespace limn::training
