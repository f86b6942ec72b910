// PyTorch's zip checkpoint: a pickle of an OrderedDict of tensors and a record for each tensor's
// numbers, as torch.save() writes since 1.6. LibTorch's own pickler marks containers with a type of
// its own, which torch.load(weights_only=True) refuses; hence this one.

#include "training/core/replacing_file.h"
#include "training/core/weights.h"

#include <array>
#include <caffe2/serialize/inline_container.h>
#include <cstdint>
#include <exception>
#include <limits>

namespace limn::training
{

namespace
{

struct StorageName
{
    at::ScalarType type;
    std::string_view name;
};

constexpr std::array<StorageName, 10> storageNames{{{at::kFloat, "FloatStorage"},
                                                    {at::kDouble, "DoubleStorage"},
                                                    {at::kHalf, "HalfStorage"},
                                                    {at::kBFloat16, "BFloat16Storage"},
                                                    {at::kLong, "LongStorage"},
                                                    {at::kInt, "IntStorage"},
                                                    {at::kShort, "ShortStorage"},
                                                    {at::kChar, "CharStorage"},
                                                    {at::kByte, "ByteStorage"},
                                                    {at::kBool, "BoolStorage"}}};

std::string_view storageName(const std::string& tensor, at::ScalarType type)
{
    for (const auto& row : storageNames) {
        if (row.type == type) {
            return row.name;
        }
    }
    throw TrainingError("The tensor \"" + tensor +
                        "\" cannot be written for PyTorch: its type of number is not one of that "
                        "format.");
}

/// Protocol 2. Nothing is remembered for later use: texts and globals are written out each time.
class PickleWriter
{
public:
    PickleWriter() { bytes_ += std::string_view("\x80\x02", 2); }

    void mark() { bytes_ += '('; }
    void tuple() { bytes_ += 't'; } ///< of what stands after the mark
    void emptyTuple() { bytes_ += ')'; }
    void call() { bytes_ += 'R'; } ///< the function below with the tuple above
    void setItems() { bytes_ += 'u'; }
    void persistent() { bytes_ += 'Q'; }
    void no() { bytes_ += '\x89'; }

    void text(std::string_view text)
    {
        bytes_ += 'X';
        append(static_cast<std::uint32_t>(text.size()));
        bytes_ += text;
    }

    void integer(std::int64_t value)
    {
        if (value >= 0 && value <= std::numeric_limits<std::int32_t>::max()) {
            bytes_ += 'J';
            append(static_cast<std::int32_t>(value));
        } else {
            bytes_ += std::string_view("\x8A\x08", 2);
            append(value);
        }
    }

    void integers(at::IntArrayRef values)
    {
        mark();
        for (const auto value : values) {
            integer(value);
        }
        tuple();
    }

    void global(std::string_view module, std::string_view name)
    {
        bytes_ += 'c';
        bytes_ += module;
        bytes_ += '\n';
        bytes_ += name;
        bytes_ += '\n';
    }

    void emptyOrderedDict()
    {
        global("collections", "OrderedDict");
        emptyTuple();
        call();
    }

    std::string finish()
    {
        bytes_ += '.';
        return std::move(bytes_);
    }

private:
    template <typename Number>
    void append(Number number)
    {
        bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
    }

    std::string bytes_;
};

void describeTensor(PickleWriter& pickle, const std::string& name, const torch::Tensor& tensor,
                    const std::string& key)
{
    pickle.text(name);
    pickle.global("torch._utils", "_rebuild_tensor_v2");
    pickle.mark();
    pickle.mark();
    pickle.text("storage");
    pickle.global("torch", storageName(name, tensor.scalar_type()));
    pickle.text(key);
    pickle.text("cpu");
    pickle.integer(tensor.numel());
    pickle.tuple();
    pickle.persistent();
    pickle.integer(0);
    pickle.integers(tensor.sizes());
    pickle.integers(tensor.strides());
    pickle.no(); // requires no gradient
    pickle.emptyOrderedDict();
    pickle.tuple();
    pickle.call();
}

} // namespace

void writeTorchCheckpoint(const std::filesystem::path& file, const StateDict& state)
{
    std::vector<torch::Tensor> tensors;
    PickleWriter pickle;
    pickle.emptyOrderedDict();
    pickle.mark();
    for (const auto& [name, tensor] : state.tensors) {
        tensors.push_back(tensor.detach().cpu().contiguous());
        describeTensor(pickle, name, tensors.back(), std::to_string(tensors.size() - 1));
    }
    pickle.setItems();
    const std::string description = pickle.finish();

    ReplacingFile output(file);
    // The archive's destructor writes its end, so a failure may not leave it before.
    std::exception_ptr failure;
    {
        caffe2::serialize::PyTorchStreamWriter archive(
            [&](const void* bytes, std::size_t length) -> std::size_t {
                try {
                    if (!failure) {
                        output.write(bytes, length);
                    }
                } catch (const TrainingError&) {
                    failure = std::current_exception();
                }
                return length;
            });
        archive.writeRecord("data.pkl", description.data(), description.size());
        const std::string order = "little";
        archive.writeRecord("byteorder", order.data(), order.size());
        for (std::size_t i = 0; i < tensors.size() && !failure; ++i) {
            archive.writeRecord("data/" + std::to_string(i), tensors[i].data_ptr(),
                                tensors[i].nbytes());
        }
        archive.writeEndOfFile();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    output.commit();
}

} // namespace limn::training
