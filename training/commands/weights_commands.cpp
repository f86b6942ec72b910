// weights list, fetch, add and verify: the published weights on this machine.

#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/failure.h"
#include "training/pretrained.h"
#include "training/weights_store.h"

#include <chrono>
#include <iostream>
#include <unistd.h>

namespace limn::training
{

namespace
{

namespace fs = std::filesystem;

nlohmann::json rowJson(const PublishedWeights& row)
{
    nlohmann::json json{{"name", row.name}, {"title", row.title}, {"file", row.file}};
    const auto addText = [&](const char* key, const std::string& value) {
        if (!value.empty())
            json[key] = value;
    };
    addText("encoder", row.encoder);
    addText("network", row.network);
    addText("over", row.over);
    addText("url", row.url);
    addText("package", row.package);
    addText("page", row.page);
    addText("size", sizeText(row));
    addText("sha256", row.sha256);
    addText("licence", row.licence);
    addText("trainedOn", row.trainedOn);
    addText("source", row.source);
    addText("note", row.note);
    if (row.classes)
        json["classes"] = *row.classes;
    if (!row.normalisation.mean.empty()) {
        json["mean"] = row.normalisation.mean;
        json["std"] = row.normalisation.std;
    }
    if (row.logits)
        json["logits"] = row.logits->values;
    return json;
}

std::string licenceText(const PublishedWeights& row)
{
    return row.licence.empty() ? "not stated by their publisher" : row.licence;
}

/// What is asked before anything is fetched.
std::string described(const PublishedWeights& row)
{
    const std::string size = sizeText(row);
    std::string text = row.title + ", trained on " + row.trainedOn + ", " +
                       (size.empty() ? "size not published" : size) + "\n  from " + row.url +
                       "\n  licence: " + licenceText(row) + "\n  " + checkedBy(row);
    if (!row.note.empty())
        text += "\n  note: " + row.note;
    return text;
}

/// Nothing is fetched unseen: on a terminal by answer, elsewhere by --yes.
bool accepted(const WeightsOptions& options)
{
    if (options.yes)
        return true;
    if (options.json || isatty(STDIN_FILENO) == 0)
        throw InputError("Say with --yes that these weights and their licence are wanted.");
    std::cout << "Fetch them? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return !answer.empty() && (answer.front() == 'y' || answer.front() == 'Y');
}

/// The download is heard of with every packet, and told of at most ten times a second.
class ProgressTeller
{
public:
    ProgressTeller(Console& console, std::string file) : console_(console), file_(std::move(file))
    {}

    bool operator()(std::int64_t done, std::int64_t total)
    {
        const auto now = Clock::now();
        const bool last = total > 0 && done == total;
        if (total == 0 || done == told_ || (!last && now - when_ < std::chrono::milliseconds(100)))
            return true;
        when_ = now;
        told_ = done;
        console_.emit({{"event", "progress"}, {"done", done}, {"total", total}});
        console_.progress(static_cast<double>(done) / static_cast<double>(total), file_);
        return true;
    }

private:
    using Clock = std::chrono::steady_clock;
    Console& console_;
    std::string file_;
    Clock::time_point when_;
    std::int64_t told_ = -1;
};

void tellFetched(Console& console, const PublishedWeights& row, const fs::path& file)
{
    console.emit({{"event", "fetched"}, {"name", row.name}, {"file", file.string()}});
    console.say(row.name + " is here: " + file.string());
}

const char* checkText(WeightsCheck check)
{
    return check == WeightsCheck::Right   ? "right"
           : check == WeightsCheck::Wrong ? "wrong"
                                          : "unpublished";
}

} // namespace

int listWeights(const WeightsOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        for (const PublishedWeights& row : checkingInput([] { return weightsCatalogue(); })) {
            nlohmann::json json = rowJson(row);
            const auto found = findWeights(row.file);
            if (found)
                json["path"] = found->string();
            std::error_code error;
            const auto part = fs::file_size(partOf(weightsCache() / row.file), error);
            if (!error)
                json["partBytes"] = part;
            console.emit(json);
            const std::string size = sizeText(row);
            console.say(row.name + "  " + row.title + ", trained on " + row.trainedOn +
                        (size.empty() ? "" : ", " + size) +
                        (found    ? ", here: " + found->string()
                         : !error ? ", partly fetched"
                                  : ", not here") +
                        "\n  licence: " + licenceText(row) + "; " + checkedBy(row));
        }
        return static_cast<int>(Success);
    });
}

int fetchWeightsByName(const WeightsOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        const PublishedWeights row =
            checkingInput([&] { return publishedWeights(options.names.front()); });
        if (const auto found = findWeights(row.file)) {
            tellFetched(console, row, *found);
            return static_cast<int>(Success);
        }
        if (!row.url.empty()) {
            console.emit(rowJson(row));
            console.say(described(row));
            if (!accepted(options)) {
                console.say("Nothing was fetched.");
                return static_cast<int>(Success);
            }
        }
        const auto file = fetchWeights(row, ProgressTeller(console, row.file));
        console.endProgress();
        tellFetched(console, row, *file);
        return static_cast<int>(Success);
    });
}

int addWeightsFile(const WeightsOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        const AddedWeights added =
            checkingInput([&] { return addWeights(fs::path(options.file)); });
        console.emit(
            {{"event", "added"}, {"name", added.weights.name}, {"file", added.file.string()}});
        console.say("Added " + added.weights.name + ": " + added.file.string());
        return static_cast<int>(Success);
    });
}

int verifyWeights(const WeightsOptions& options)
{
    return guarded([&] {
        Console console(options.json);
        std::vector<PublishedWeights> rows;
        checkingInput([&] {
            for (const std::string& name : options.names)
                rows.push_back(publishedWeights(name));
            if (options.names.empty())
                rows = weightsCatalogue();
            return 0;
        });
        int checked = 0;
        int wrong = 0;
        for (const PublishedWeights& row : rows) {
            const auto found = findWeights(row.file);
            if (!found && !options.names.empty())
                throw InputError("The weights " + row.name +
                                 " are not on this machine: fetch them with \"limn-engine weights "
                                 "fetch " +
                                 row.name + "\".");
            if (!found)
                continue;
            const WeightsCheck check = checkWeights(row, *found);
            ++checked;
            wrong += check == WeightsCheck::Wrong ? 1 : 0;
            console.emit(
                {{"name", row.name}, {"file", found->string()}, {"check", checkText(check)}});
            console.say(row.name + "  " + found->string() + "  " +
                        (check == WeightsCheck::Wrong   ? "IS NOT the published file: "
                         : check == WeightsCheck::Right ? "is the published file: "
                                                        : "may be the published file; ") +
                        checkedBy(row));
        }
        if (checked == 0)
            console.say("None of the published weights are on this machine.");
        if (wrong > 0)
            throw TrainingError((wrong == 1 ? "One file of weights is"
                                            : std::to_string(wrong) + " files of weights are") +
                                " not what was published: delete and fetch again.");
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
