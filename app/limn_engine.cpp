// limn-engine: parses the command line and calls one function of the training room.

#include "training/commands/commands.h"
#include "training/core/device.h"
#include "training/core/thread_waiting.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>
#include <optional>
#include <set>
#include <string>

namespace
{

using namespace limn::training;

void addModelOptions(CLI::App& command, ModelOptions& options)
{
    command.add_option("--run", options.run, "Training run to use (default: the latest)");
    command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    command.add_option("--precision", options.precision, "auto, fp32 or bf16")
        ->capture_default_str();
}

void addViewsOption(CLI::App& command, ModelOptions& options)
{
    command
        .add_option(
            "--views", options.views,
            "Positions, mirrored and turned, in which an image is looked at: more are better "
            "and slower (default: as the network was trained)")
        ->check(CLI::IsMember({1, 2, 4, 8}));
}

void addJsonFlag(CLI::App& command, bool& json)
{
    command.add_flag("--json", json, "One JSON object a line on standard output");
}

/// Adds an option of a setting; one that is used is the user's, and no plan changes it.
template <typename Value>
CLI::Option* addSetting(CLI::App& command, Recipe& recipe, const char* option, const char* key,
                        Value& value, const char* meaning)
{
    return command.add_option(option, value, meaning)->each([&recipe, key](const std::string&) {
        recipe.given.insert(key);
    });
}

/// What train and plan share; `options` must outlive the parsing.
void addTrainingOptions(CLI::App& command, TrainOptions& options)
{
    Recipe& recipe = options.recipe;
    const auto add = [&](const char* option, const char* key, auto& value, const char* meaning) {
        return addSetting(command, recipe, option, key, value, meaning);
    };
    command.add_option("PROJECT", options.project, "Project folder")->required();
    add("--network", "network", recipe.network, "A row of limn-engine networks");
    add("--encoder", "encoder", recipe.encoder, "A row of limn-engine networks");
    add("--weights", "weights", recipe.weights,
        "imagenet, none or a file (default: imagenet where it is installed)");
    CLI::Option* minutes = add("--minutes", "minutes", recipe.minutes, "How long");
    add("--epochs", "epochs", recipe.epochs, "How many epochs, instead of minutes")
        ->excludes(minutes)
        ->check(CLI::PositiveNumber);
    add("--device", "device", recipe.device, "auto, cpu, cuda or cuda:N");
    add("--precision", "precision", recipe.precision, "auto, fp32 or bf16");
    add("--seed", "seed", recipe.seed, "Of everything random")->capture_default_str();
    add("--patch", "patchSize", recipe.patchSize, "Side of a patch in pixels");
    add("--batch", "batchSize", recipe.batchSize, "Patches a step");
    add("--learning-rate", "learningRate", recipe.optimisation.learningRate, "Highest rate");
    add("--patience", "patience", recipe.patience,
        "Validations without a better one before it stops; 0: never")
        ->capture_default_str();
    add("--mlflow", "mlflow", recipe.mlflow, "Address of an MLflow server to tell the run");
    add("--mlflow-experiment", "mlflowExperiment", recipe.mlflowExperiment, "Its experiment there")
        ->capture_default_str();
    command.add_option("--recipe", options.recipeFile,
                       "JSON file of settings, or the run.json of a run to repeat");
    command
        .add_option("--set", options.settings,
                    "Any setting of a recipe, KEY=VALUE; wins over the other options and the "
                    "recipe file")
        ->take_all();
    command.add_option("--from", options.from, "Start from a run's or a file's weights");
    addJsonFlag(command, options.json);
    command.footer("What no option names is planned from the images, the labels and the machine.");
}

/// What the parser says, as one sentence.
std::string sentence(const CLI::ParseError& error)
{
    std::string text = error.what();
    for (char& c : text)
        if (c == '\n')
            c = ' ';
    while (!text.empty() && (text.back() == ' ' || text.back() == '.'))
        text.pop_back();
    return text + "; see limn-engine --help.";
}

} // namespace

int main(int argc, char** argv)
{
    keepHeap();
    CLI::App app{"Trains segmentation networks on Limn projects and uses them", "limn-engine"};
    app.set_version_flag("--version", LIMN_VERSION);
    app.require_subcommand(1);
    std::function<int()> job;

    NewOptions create;
    CLI::App* command = app.add_subcommand("new", "Make a project from images");
    command->add_option("PROJECT", create.project, "Folder to make, NAME.limn")->required();
    CLI::Option* list = command->add_option(
        "--list", create.list, "CSV with columns image, mask, split; paths relative to the CSV");
    CLI::Option* images =
        command->add_option("--image", create.images, "Image files to add")->excludes(list);
    list->excludes(images);
    command
        ->add_option("--class", create.classes,
                     "NAME[=#rrggbb][@VALUE], VALUE as in the mask files; once for each class")
        ->take_all();
    addJsonFlag(*command, create.json);
    command->callback([&] {
        if (create.list.empty() && create.images.empty())
            throw CLI::RequiredError("--list or --image");
        job = [&] { return newProject(create); };
    });

    ImportOptions import;
    command = app.add_subcommand("import", "Add polygons of a vector file to a project");
    command->add_option("PROJECT", import.project, "Project folder")->required();
    command->add_option("--shapes", import.shapes, "Vector file (anything OGR opens)")->required();
    command->add_option("--class-field", import.classField, "Field that names the class")
        ->required();
    addJsonFlag(*command, import.json);
    command->callback([&] { job = [&] { return importLabels(import); }; });

    TrainOptions training;
    command = app.add_subcommand("train", "Train a network on a project's labels");
    addTrainingOptions(*command, training);
    command->add_option("--resume", training.resume, "Go on with a run (default: the latest)")
        ->expected(0, 1)
        ->default_str("latest")
        ->excludes("--from");
    command->callback([&, command] {
        if (command->count("--resume") > 0 && training.resume.empty())
            training.resume = "latest";
        job = [&] { return train(training); };
    });

    TrainOptions planning;
    command = app.add_subcommand("plan", "Say what train would do with a project, and why");
    addTrainingOptions(*command, planning);
    command->add_option("--out", planning.out, "File to write the planned recipe to");
    command->callback([&] { job = [&] { return plan(planning); }; });

    RecipeOptions preset;
    command = app.add_subcommand("recipe", "Check training settings and write them out whole");
    command->add_option("--recipe", preset.recipeFile,
                        "JSON file of settings, or the run.json of a run");
    command->add_option("--set", preset.settings, "Any setting, KEY=VALUE; wins over the file")
        ->take_all();
    command->add_option("--out", preset.out, "File to write (default: standard output)");
    command->add_flag("--schema", preset.schema, "The JSON schema of such files instead");
    command->callback([&] { job = [&] { return writeRecipe(preset); }; });

    PredictOptions prediction;
    command = app.add_subcommand("predict", "Predict classes of whole images into GeoTIFFs");
    CLI::Option* project =
        command->add_option("PROJECT", prediction.model.project, "Project folder");
    command->add_option("--model", prediction.model.model, "Trained weights, without a project")
        ->excludes(project);
    command->add_option("--image", prediction.images, "Images (default: all of the project's)");
    command->add_option("--out", prediction.out, "NAME.tif for one image, else a folder")
        ->required();
    command
        ->add_option("--tile", prediction.sides.tile,
                     "Side in pixels of what the network sees at once; larger is faster")
        ->capture_default_str();
    command
        ->add_option("--margin", prediction.sides.margin,
                     "Pixels thrown away at each side of a tile; more give fewer seams")
        ->capture_default_str();
    command->add_option("--overlay", prediction.overlay,
                        "PNG with the classes drawn over the image");
    addModelOptions(*command, prediction.model);
    addViewsOption(*command, prediction.model);
    addJsonFlag(*command, prediction.json);
    command->callback([&] { job = [&] { return predict(prediction); }; });

    EvaluateOptions evaluation;
    command = app.add_subcommand("evaluate", "Measure a trained network");
    command->add_option("PROJECT", evaluation.model.project, "Project folder")->required();
    CLI::Option* split = command->add_option("--split", evaluation.split,
                                             "Compare with the labels of train, val or test");
    split->check(CLI::IsMember({"train", "val", "test"}));
    command
        ->add_option("--reference", evaluation.reference,
                     "Compare --class with an independent mask of the image's size")
        ->excludes(split);
    command->add_option("--class", evaluation.className, "Class that the reference shows");
    command->add_option("--image", evaluation.image, "Image that the reference belongs to");
    command->add_option("--prediction", evaluation.prediction,
                        "GeoTIFF from predict, instead of predicting again");
    command->add_option("--json", evaluation.jsonFile,
                        "File for the metrics, - for standard "
                        "output");
    command->add_flag("--progress", evaluation.progress,
                      "With --json -: how far it is, an object a line, before the metrics");
    addModelOptions(*command, evaluation.model);
    addViewsOption(*command, evaluation.model);
    command->callback([&] { job = [&] { return evaluate(evaluation); }; });

    ExplainOptions explanation;
    command = app.add_subcommand("explain", "Show where the network looked for a class");
    project = command->add_option("PROJECT", explanation.model.project, "Project folder");
    command->add_option("--model", explanation.model.model, "Trained weights, without a project")
        ->excludes(project);
    command->add_option("--image", explanation.image, "Image file")->required();
    command->add_option("--class", explanation.className, "Class by name")->required();
    command->add_option("--layer", explanation.layer, "Layer (default: the encoder's last)");
    command->add_option("--method", explanation.method, "gradcam or hirescam")
        ->capture_default_str();
    command->add_option("--out", explanation.out, "NAME.tif (0..1) or NAME.png (over the image)")
        ->required();
    addModelOptions(*command, explanation.model);
    addJsonFlag(*command, explanation.json);
    command->callback([&] { job = [&] { return explainImage(explanation); }; });

    CheckOptions check;
    command = app.add_subcommand("check", "Find what is wrong with a project's images and labels");
    command->add_option("PROJECT", check.project, "Project folder")->required();
    CLI::Option* checkRun = command->add_option(
        "--run", check.run, "Training run to ask about the labels (default: the latest, if any)");
    command->add_flag("--no-network", check.withoutNetwork, "Ask no network")->excludes(checkRun);
    command->add_option("--report", check.report, "Folder for a page with pictures");
    command->add_option("--device", check.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    addJsonFlag(*command, check.json);
    command->callback([&] { job = [&] { return checkProjectCommand(check); }; });

    CurvesOptions curve;
    command = app.add_subcommand("curves", "Write a run's curves as CSV");
    command->add_option("PROJECT", curve.project, "Project folder")->required();
    command->add_option("--run", curve.run, "Training run (default: the latest)");
    command->add_option("--out", curve.out, "CSV file")->required();
    command->callback([&] { job = [&] { return curves(curve); }; });

    ExportOptions exported;
    command = app.add_subcommand("export", "Write a trained network for use elsewhere");
    command
        ->add_option("SOURCE", exported.source,
                     "Project folder, a run's folder, or trained weights (.safetensors)")
        ->required();
    command->add_option("--run", exported.run, "Training run of a project (default: the latest)");
    command
        ->add_option("--out", exported.out,
                     "NAME.safetensors, or NAME.pt for PyTorch; NAME.json comes beside it")
        ->required();
    addJsonFlag(*command, exported.json);
    command->callback([&] { job = [&] { return exportNetwork(exported); }; });

    WeightsOptions weights;
    CLI::App* store = app.add_subcommand("weights", "Published weights on this machine");
    store->require_subcommand(1);
    command = store->add_subcommand("list", "Published weights, and which of them are here");
    addJsonFlag(*command, weights.json);
    command->callback([&] { job = [&] { return listWeights(weights); }; });
    command = store->add_subcommand("fetch", "Download weights, or go on with a download");
    command->add_option("NAME", weights.names, "As weights list calls them")
        ->required()
        ->expected(1);
    command->add_flag("--yes", weights.yes, "Licence and size are accepted: do not ask");
    addJsonFlag(*command, weights.json);
    command->callback([&] { job = [&] { return fetchWeightsByName(weights); }; });
    command = store->add_subcommand("add", "Take in a file that was downloaded by other means");
    command->add_option("FILE", weights.file, "The file as published")->required();
    addJsonFlag(*command, weights.json);
    command->callback([&] { job = [&] { return addWeightsFile(weights); }; });
    command = store->add_subcommand("verify", "Compare files with the published hashes");
    command->add_option("NAME", weights.names, "Which (default: all that are here)");
    addJsonFlag(*command, weights.json);
    command->callback([&] { job = [&] { return verifyWeights(weights); }; });

    bool networksJson = false;
    command = app.add_subcommand("networks", "List networks and encoders");
    addJsonFlag(*command, networksJson);
    command->callback([&] { job = [&] { return listNetworks(networksJson); }; });

    bool devicesJson = false;
    command = app.add_subcommand("devices", "List processors that can train");
    addJsonFlag(*command, devicesJson);
    command->callback([&] { job = [&] { return listDevices(devicesJson); }; });

    command = app.add_subcommand("serve", "Compute for the desktop over standard input and output");
    command->callback([&] { job = [] { return serve(LIMN_VERSION); }; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error); // help or version, on standard output
        const bool unknownCommand = argc > 1 && argv[1][0] != '-' && app.get_subcommands().empty();
        std::cerr << "limn-engine: "
                  << (unknownCommand ? "There is no command '" + std::string(argv[1]) +
                                           "'; see limn-engine --help."
                                     : sentence(error))
                  << std::endl;
        return 2;
    }
    std::optional<ThreadWaiting> waiting;
    const std::set<std::string> computing{"train",   "predict", "evaluate",
                                          "explain", "check",   "serve"};
    if (computing.contains(app.get_subcommands().front()->get_name()))
        waiting.emplace();
    return job();
}
