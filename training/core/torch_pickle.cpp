#include "training/core/pickle.h"
#include "training/core/weight_formats.h"
#include "training/core/zip_archive.h"

#include <array>
#include <functional>
#include <set>
#include <unordered_map>

namespace limn::training
{

namespace
{

using Kind = PickleValue::Kind;
using StorageBytes = std::function<std::string_view(const PickledStorage&)>;

constexpr std::string_view zipMagic{"PK\x03\x04", 4};
/// A pickle of the number with which torch.save marked its files before version 1.6.
constexpr std::string_view legacyMagic{
    "\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19\x2E", 15};
constexpr std::int64_t legacyProtocol = 1001;

const PickleValue* valueOf(const PickleValue& dictionary, std::string_view key)
{
    const PickleValue* value = nullptr;
    for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
        if (dictionary.items[i]->kind == Kind::Text && dictionary.items[i]->text == key) {
            value = dictionary.items[i + 1]; // as in Python, the last one counts
        }
    }
    return value;
}

/// The dictionary of tensors inside the wrappers that training scripts put around it.
const PickleValue& unwrapped(const PickleValue& root, std::vector<std::string>& notes)
{
    constexpr std::array<std::string_view, 6> wrappers{
        "state_dict", "model_state_dict", "model", "model_state", "state_dict_ema", "model_ema"};
    constexpr int mostWrappers = 4;
    const PickleValue* value = &root;
    for (int i = 0; i < mostWrappers; ++i) {
        const PickleValue* inner = nullptr;
        for (const auto wrapper : wrappers) {
            const auto* candidate = valueOf(*value, wrapper);
            if (!inner && candidate && candidate->kind == Kind::Dictionary) {
                inner = candidate;
                notes.push_back("The weights are those of the file's entry \"" +
                                std::string(wrapper) + "\".");
            }
        }
        if (!inner) {
            break;
        }
        value = inner;
    }
    return *value;
}

std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& size)
{
    std::vector<std::int64_t> strides(size.size(), 1);
    for (std::size_t i = size.size(); i-- > 1;) {
        strides[i - 1] = strides[i] * size[i];
    }
    return strides;
}

bool isContiguous(const PickledTensor& tensor)
{
    const auto strides = contiguousStrides(tensor.size);
    for (std::size_t i = 0; i < strides.size(); ++i) {
        if (tensor.size[i] != 1 && tensor.stride[i] != strides[i]) {
            return false;
        }
    }
    return true;
}

/// The tensors of a pickle as a state dict; bytes come from the container.
class StateReader
{
public:
    StateReader(const FileBytes& file, StorageBytes bytes) : file_(file), bytes_(std::move(bytes))
    {}

    StateDict read(const PickleValue& root)
    {
        StateDict state;
        const auto& dictionary = unwrapped(root, state.notes);
        std::unordered_map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
            const auto& key = *dictionary.items[i];
            const auto& value = *dictionary.items[i + 1];
            if (dictionary.kind != Kind::Dictionary || value.kind != Kind::Tensor ||
                key.kind != Kind::Text) {
                continue;
            }
            if (!isPlainText(key.text)) {
                file_.refuse("holds a tensor whose name is not plain text; save it again as a "
                             "plain state_dict");
            }
            const auto [place, isNew] = places.try_emplace(key.text, state.tensors.size());
            auto tensor = make(*value.tensor);
            if (isNew) {
                state.tensors.emplace_back(std::string(key.text), std::move(tensor));
            } else {
                state.tensors[place->second].second = std::move(tensor);
            }
        }
        if (state.tensors.empty()) {
            file_.refuse("holds no tensors by name; save a network's state_dict instead");
        }
        return state;
    }

private:
    torch::Tensor make(const PickledTensor& description)
    {
        const auto type = description.storage->type;
        const auto itemSize = static_cast<std::int64_t>(at::elementSize(type));
        // Many tensors may share one storage, but not so many that a small file asks for all the
        // memory there is.
        const auto storage = bytes_(*description.storage);
        taken_ += std::max(description.elements, description.span) * itemSize;
        if (taken_ > 2 * static_cast<std::int64_t>(file_.size()) + slack) {
            file_.refuse("holds tensors that need far more memory than the file has bytes; choose "
                         "a file with a plain state_dict");
        }
        const auto used = storage.substr(static_cast<std::size_t>(description.offset * itemSize),
                                         static_cast<std::size_t>(description.span * itemSize));
        if (type == at::kBool) {
            requireBooleans(used);
        }
        if (isContiguous(description)) {
            auto tensor = torch::empty(description.size, type);
            copy(used, tensor);
            return tensor;
        }
        auto flat = torch::empty({description.span}, type);
        copy(used, flat);
        if (description.elements == 0) {
            return torch::empty(description.size, type);
        }
        return flat.as_strided(description.size, description.stride).contiguous();
    }

    static void copy(std::string_view bytes, torch::Tensor& tensor)
    {
        if (!bytes.empty()) {
            std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
        }
    }

    void requireBooleans(std::string_view bytes) const
    {
        for (const char byte : bytes) {
            if (byte != 0 && byte != 1) {
                file_.refuse("holds truth values that are neither true nor false; download or save "
                             "it again");
            }
        }
    }

    static constexpr std::int64_t slack = 1 << 20;
    const FileBytes& file_;
    StorageBytes bytes_;
    std::int64_t taken_ = 0;
};

/// Bytes of a storage, whose number of elements the file itself has claimed.
std::string_view storagePart(const FileBytes& file, const PickledStorage& storage,
                             std::string_view bytes)
{
    const auto itemSize = at::elementSize(storage.type);
    if (bytes.size() % itemSize != 0 ||
        bytes.size() / itemSize != static_cast<std::size_t>(storage.elements)) {
        file.refuse("is damaged (a tensor's data has another size than it says); download or save "
                    "it again");
    }
    return bytes;
}

StateDict readZip(const FileBytes& file)
{
    const ZipArchive archive(file);
    const std::string suffix = "/data.pkl";
    std::string root;
    bool isNumpy = false;
    for (const auto& name : archive.names()) {
        isNumpy = isNumpy || name.ends_with(".npy");
        if (root.empty() && name.ends_with(suffix) &&
            name.find('/') == name.size() - suffix.size()) {
            root = name.substr(0, name.size() - suffix.size());
        }
    }
    if (root.empty()) {
        file.refuse(isNumpy ? "is an archive of NumPy arrays, which Limn does not read; save its "
                              "weights as safetensors"
                            : "is a zip archive without a PyTorch checkpoint in it; choose the "
                              "weights themselves");
    }
    if (archive.has(root + "/constants.pkl")) {
        file.refuse("is a TorchScript program, and Limn runs no code out of files; save its "
                    "state_dict instead");
    }
    if (archive.has(root + "/byteorder") && archive.member(root + "/byteorder") != "little") {
        file.refuse("was written on a big-endian machine, which Limn does not read; save it again "
                    "as safetensors");
    }
    const auto pickle = readPickle(file, archive.member(root + suffix), 0);
    std::unordered_map<std::string_view, std::string_view> read;
    StateReader reader(file, [&](const PickledStorage& storage) {
        const auto [place, isNew] = read.try_emplace(storage.key);
        if (isNew) {
            place->second = storagePart(file, storage,
                                        archive.member(root + "/data/" + std::string(storage.key)));
        }
        return place->second;
    });
    return reader.read(*pickle.root);
}

[[noreturn]] void refuseLegacy(const FileBytes& file)
{
    file.refuse("is a damaged PyTorch checkpoint; download or save it again");
}

/// Protocol number and byte order, in two pickles of their own; gives the position behind them.
std::size_t legacyPreamble(const FileBytes& file)
{
    const auto protocol = readPickle(file, file.all(), legacyMagic.size());
    if (protocol.root->kind != Kind::Integer || protocol.root->integer != legacyProtocol) {
        refuseLegacy(file);
    }
    const auto machine = readPickle(file, file.all(), protocol.end);
    if (machine.root->kind != Kind::Dictionary) {
        refuseLegacy(file);
    }
    const auto* little = valueOf(*machine.root, "little_endian");
    if (!little || little->kind != Kind::Boolean || little->integer != 1) {
        file.refuse("was written on a big-endian machine, which Limn does not read; save it again "
                    "as safetensors");
    }
    return machine.end;
}

StateDict readLegacy(const FileBytes& file)
{
    const auto object = readPickle(file, file.all(), legacyPreamble(file));
    const auto keys = readPickle(file, file.all(), object.end);
    if (keys.root->kind != Kind::List || keys.root->items.size() != object.storages.size()) {
        refuseLegacy(file);
    }
    std::unordered_map<std::string_view, std::string_view> data;
    std::size_t position = keys.end;
    for (const auto* key : keys.root->items) {
        const auto found =
            key->kind == Kind::Text ? object.storages.find(key->text) : object.storages.end();
        if (found == object.storages.end()) {
            refuseLegacy(file);
        }
        const auto& storage = found->second;
        const auto elements = littleEndian<std::int64_t>(file.part(position, sizeof(std::int64_t)));
        position += sizeof(std::int64_t);
        const auto itemSize = at::elementSize(storage.type);
        if (elements != storage.elements) {
            refuseLegacy(file);
        }
        if (static_cast<std::size_t>(elements) > file.size() / itemSize) {
            file.refuse("is cut short; download or save it again");
        }
        const auto bytes = file.part(position, static_cast<std::size_t>(elements) * itemSize);
        if (!data.try_emplace(storage.key, bytes).second) {
            refuseLegacy(file);
        }
        position += bytes.size();
    }
    if (position != file.size()) {
        refuseLegacy(file);
    }
    StateReader reader(file, [&](const PickledStorage& storage) { return data.at(storage.key); });
    return reader.read(*object.root);
}

bool isTar(std::string_view bytes)
{
    constexpr std::size_t place = 257;
    return bytes.size() > place && bytes.substr(place).starts_with("ustar");
}

[[noreturn]] void refuseUnknown(const FileBytes& file)
{
    const auto bytes = file.all();
    const auto begin = bytes.find_first_not_of(" \t\r\n");
    if (isSafetensors(file)) {
        file.refuse("is a safetensors file and not a PyTorch checkpoint; read it as safetensors");
    }
    if (isTar(bytes)) {
        file.refuse("is a tar archive, as PyTorch wrote before version 0.1.10; save it again with "
                    "a newer PyTorch");
    }
    if (begin != std::string_view::npos && bytes[begin] == '<') {
        file.refuse("is a web page and not weights; download it again from its page's download "
                    "link");
    }
    if (bytes.starts_with("version https://git-lfs")) {
        file.refuse("is a placeholder of Git LFS and not the weights; run git lfs pull");
    }
    if (bytes.starts_with("\x89HDF\r\n")) {
        file.refuse("is an HDF5 file (Keras), which Limn does not read; save the weights as "
                    "safetensors");
    }
    if (bytes.starts_with("\x80")) {
        file.refuse("is a Python pickle but not a PyTorch checkpoint; save a state_dict with "
                    "torch.save");
    }
    file.refuse("is neither safetensors nor a PyTorch checkpoint; choose a .safetensors, .pth or "
                ".pt file");
}

} // namespace

StateDict parseTorchPickle(const FileBytes& file)
{
    if (file.all().starts_with(zipMagic)) {
        return readZip(file);
    }
    if (file.all().starts_with(legacyMagic)) {
        return readLegacy(file);
    }
    refuseUnknown(file);
}

} // namespace limn::training
