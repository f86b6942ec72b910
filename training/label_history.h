// Which labels came in lately, so that training can show corrections quickly: what every small
// block of labels held, and the step at which it last changed. One thread at a time.
#pragma once

#include "training/label_index.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <vector>

namespace limn::training
{

class LabelHistory
{
public:
    /// Of labels that were there before anybody counted.
    static constexpr std::int64_t always = std::numeric_limits<std::int64_t>::min();

    /// Takes in the labels as they are: a block with another content than the last time came in at
    /// `step`. The first time every block has been there always.
    void update(const LabelIndex& index, std::int64_t step);
    /// The step at which the block came to hold what it holds; `always` for one that is not known.
    std::int64_t since(std::int64_t image, int x, int y) const;
    bool hasNews() const { return news_; } ///< not every block has been there always
    /// All that is known counts as old from now on: the labels of a run that another goes on from.
    void forgetTimes();

    /// A safetensors file. Throws TrainingError (disk full, unwritable).
    void save(const std::filesystem::path& file) const;
    /// Empty where there is no such file. Throws TrainingError when it is damaged.
    static LabelHistory load(const std::filesystem::path& file);

private:
    struct Block
    {
        BlockContent content;
        std::int64_t since = always;
    };
    std::vector<Block> blocks_; ///< in the order of LabelIndex::contents()
    bool begun_ = false;
    bool news_ = false;
};

/// Name inside a run's folder: what the run has learned from.
inline constexpr const char* labelsFile = "labels.safetensors";

} // namespace limn::training
