#include "training/label_history.h"

#include "training/core/weights.h"

#include <algorithm>
#include <tuple>

namespace limn::training
{

namespace
{

constexpr const char* blocksTensor = "blocks"; ///< [N, 5]: image, x, y, content, since
constexpr std::int64_t fileColumns = 5;

} // namespace

void LabelHistory::update(const LabelIndex& index, std::int64_t step)
{
    std::vector<Block> now;
    now.reserve(index.contents().size());
    news_ = false;
    auto before = blocks_.begin();
    for (const BlockContent& content : index.contents()) {
        while (before != blocks_.end() && before->content.place() < content.place())
            ++before;
        const bool known = before != blocks_.end() && before->content.place() == content.place() &&
                           before->content.hash == content.hash;
        const std::int64_t since = known ? before->since : begun_ ? step : always;
        news_ = news_ || since != always;
        now.push_back({content, since});
    }
    blocks_ = std::move(now);
    begun_ = true;
}

std::int64_t LabelHistory::since(std::int64_t image, int x, int y) const
{
    const auto wanted = std::tuple(image, y, x);
    const auto found = std::lower_bound(
        blocks_.begin(), blocks_.end(), wanted,
        [](const Block& block, const auto& place) { return block.content.place() < place; });
    return found != blocks_.end() && found->content.place() == wanted ? found->since : always;
}

void LabelHistory::forgetTimes()
{
    for (Block& block : blocks_)
        block.since = always;
    news_ = false;
}

void LabelHistory::save(const std::filesystem::path& file) const
{
    torch::Tensor rows =
        torch::empty({static_cast<std::int64_t>(blocks_.size()), fileColumns}, torch::kInt64);
    auto* out = rows.data_ptr<std::int64_t>();
    for (const Block& block : blocks_) {
        *out++ = block.content.image;
        *out++ = block.content.x;
        *out++ = block.content.y;
        *out++ = static_cast<std::int64_t>(block.content.hash);
        *out++ = block.since;
    }
    StateDict state;
    state.set(blocksTensor, rows);
    writeSafetensors(file, state);
}

LabelHistory LabelHistory::load(const std::filesystem::path& file)
{
    LabelHistory history;
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return history;
    const StateDict state = readSafetensors(file);
    const torch::Tensor* rows = state.find(blocksTensor);
    if (rows == nullptr || rows->scalar_type() != torch::kInt64 || rows->dim() != 2 ||
        rows->size(1) != fileColumns)
        throw TrainingError("The file " + file.string() +
                            " is damaged: which labels are new is not known.");
    const auto* in = rows->data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < rows->size(0); ++i, in += fileColumns) {
        history.blocks_.push_back({{in[0], static_cast<int>(in[1]), static_cast<int>(in[2]),
                                    static_cast<std::uint64_t>(in[3])},
                                   in[4]});
        history.news_ = history.news_ || in[4] != always;
    }
    std::sort(history.blocks_.begin(), history.blocks_.end(),
              [](const Block& a, const Block& b) { return a.content.place() < b.content.place(); });
    history.begun_ = true;
    return history;
}

} // namespace limn::training
