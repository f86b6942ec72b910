#include "training/core/views.h"

namespace limn::training
{

bool isNumberOfViews(int views)
{
    return views == 1 || views == 2 || views == 4 || views == 8;
}

torch::Tensor logitsOfViews(SegmentationNetwork& network, const torch::Tensor& tile, int views)
{
    if (views == 1)
        return network.forward(tile)[0].to(torch::kFloat);
    torch::Tensor sum;
    for (int view = 0; view < views; ++view) {
        // Each bit is one change, and each change is its own reverse.
        std::vector<std::int64_t> mirrored;
        if (view & 1)
            mirrored.push_back(3);
        if (view & 2)
            mirrored.push_back(2);
        const bool transposed = view & 4;
        const torch::Tensor seen = transposed ? tile.transpose(2, 3) : tile;
        const torch::Tensor softmax =
            network.forward(seen.flip(mirrored).contiguous(at::MemoryFormat::ChannelsLast))
                .to(torch::kFloat)
                .softmax(1)
                .flip(mirrored);
        const torch::Tensor turnedBack = transposed ? softmax.transpose(2, 3) : softmax;
        sum = sum.defined() ? sum + turnedBack : turnedBack;
    }
    return (sum[0] / views).log();
}

} // namespace limn::training
