// A reader for the pickles of PyTorch's checkpoints that knows tensors, storages and plain
// containers, and nothing else: no class is looked up, nothing is called. Pickle protocol 2.
#pragma once

#include "training/core/file_bytes.h"

#include <deque>
#include <map>
#include <vector>

namespace limn::training
{

struct PickledStorage
{
    std::string_view key;
    at::ScalarType type = at::kFloat;
    std::int64_t elements = 0;
};

/// A view into a storage; strides in elements, as the file has them.
struct PickledTensor
{
    const PickledStorage* storage = nullptr;
    std::int64_t offset = 0;
    std::vector<std::int64_t> size;
    std::vector<std::int64_t> stride;
    std::int64_t elements = 0; ///< product of the sizes
    std::int64_t span = 0;     ///< elements of the storage from the first to the last used
};

struct PickleValue
{
    enum class Kind {
        None,
        Boolean,
        Integer,
        Real,
        Text,
        Tuple,
        List,
        Dictionary, ///< items are key, value, key, value...
        Storage,
        Tensor,
        Global
    };
    Kind kind = Kind::None;
    int depth = 0;            ///< of nesting below
    std::int64_t integer = 0; ///< Boolean and Integer; which one of the known names: Global
    double real = 0;
    std::string_view text; ///< into the file
    std::vector<const PickleValue*> items;
    const PickledStorage* storage = nullptr;
    const PickledTensor* tensor = nullptr;
};

/// One pickle and all that it consists of. Values refer to each other and to the file's bytes.
struct Pickle
{
    const PickleValue* root = nullptr;
    std::size_t end = 0; ///< position in the bytes behind its STOP
    std::map<std::string_view, PickledStorage> storages;

    // Everything is owned here and not by its container, so that neither cycles nor very deep
    // nesting matter when it goes.
    std::deque<PickleValue> values;
    std::deque<PickledTensor> tensors;
};

/// Reads the pickle that begins at `begin` of `bytes` (a part of `file`, which refuses with a
/// TrainingError what is not allowed). Every tensor is checked to lie inside its storage; that the
/// storages are there is for the caller to check.
Pickle readPickle(const FileBytes& file, std::string_view bytes, std::size_t begin);

} // namespace limn::training
