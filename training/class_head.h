// The rows of a network that belong to one class each (the last convolution's), carried over from
// another network by the class's value: new classes grow the head, classes that are gone shrink it,
// and what was learned of the others stays. One thread.
#pragma once

#include "annotation/class_list.h"
#include "training/core/network.h"

#include <string>
#include <utility>
#include <vector>

namespace limn::training
{

class ClassHead
{
public:
    /// Remembers the rows of `network` as they are now, for classes that the other does not know.
    explicit ClassHead(const SegmentationNetwork& network);

    /// Gives every class of `network` (as it was when constructed, in the order of `classes`) the
    /// rows that `other` has for it. Returns the names of the classes that begin anew.
    std::vector<std::string> take(SegmentationNetwork& network,
                                  const annotation::ClassList& classes,
                                  const SegmentationNetwork& other,
                                  const annotation::ClassList& otherClasses) const;
    /// Whether a tensor has one row a class.
    bool holds(const std::string& name) const;

private:
    std::vector<std::pair<std::string, torch::Tensor>> rows_;
};

} // namespace limn::training
