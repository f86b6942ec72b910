// recipe: checks settings and writes them out whole, as a preset to share.

#include "annotation/run_record.h"
#include "training/commands/commands.h"
#include "training/commands/console.h"
#include "training/failure.h"

#include <iostream>

namespace limn::training
{

int writeRecipe(const RecipeOptions& options)
{
    return guarded([&] {
        const nlohmann::json json = checkingInput([&] {
            if (options.schema)
                return recipeSchema();
            Recipe base;
            if (!options.recipeFile.empty())
                base = recipeFromFile(options.recipeFile);
            return toJson(recipeFromSettings(options.settings, base));
        });
        const std::string text = json.dump(2) + "\n";
        if (options.out.empty())
            std::cout << text << std::flush;
        else
            checkingInput([&] { annotation::writeFileAtomically(options.out, text); });
        return static_cast<int>(Success);
    });
}

} // namespace limn::training
