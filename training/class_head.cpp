#include "training/class_head.h"

namespace limn::training
{

ClassHead::ClassHead(const SegmentationNetwork& network)
{
    // What has another shape with one class more has a row a class.
    NetworkSpec larger = network.spec();
    ++larger.classes;
    const auto grown = SegmentationNetwork::make(larger);
    const auto other = grown->named_parameters();
    for (const auto& item : network.named_parameters()) {
        const torch::Tensor* same = other.find(item.key());
        if (same != nullptr && same->sizes() != item.value().sizes())
            rows_.emplace_back(item.key(), item.value().detach().clone());
    }
}

std::vector<std::string> ClassHead::take(SegmentationNetwork& network,
                                         const annotation::ClassList& classes,
                                         const SegmentationNetwork& other,
                                         const annotation::ClassList& otherClasses) const
{
    const torch::NoGradGuard noGradient;
    auto own = network.named_parameters();
    const auto theirs = other.named_parameters();
    std::vector<bool> known(classes.size(), false);
    for (const auto& [name, before] : rows_) {
        torch::Tensor& tensor = own[name];
        tensor.copy_(before);
        const torch::Tensor* from = theirs.find(name);
        if (from == nullptr || from->sizes().slice(1) != tensor.sizes().slice(1) ||
            from->size(0) != static_cast<int64_t>(otherClasses.size()))
            continue;
        for (std::size_t i = 0; i < classes.size(); ++i)
            for (std::size_t j = 0; j < otherClasses.size(); ++j)
                if (classes[i].value == otherClasses[j].value) {
                    tensor[static_cast<int64_t>(i)].copy_((*from)[static_cast<int64_t>(j)]);
                    known[i] = true;
                }
    }
    std::vector<std::string> fresh;
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (!known[i])
            fresh.push_back(classes[i].name);
    return fresh;
}

bool ClassHead::holds(const std::string& name) const
{
    for (const auto& [own, rows] : rows_)
        if (own == name)
            return true;
    return false;
}

} // namespace limn::training
