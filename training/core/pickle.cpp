#include "training/core/pickle.h"

#include <array>
#include <bit>
#include <limits>
#include <unordered_map>

namespace limn::training
{

namespace
{

using Kind = PickleValue::Kind;

enum class Known {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    Size,
    Storage ///< this and what follows: Storage + scalar type
};

struct KnownName
{
    std::string_view name;
    std::int64_t token;
};

constexpr std::int64_t token(Known known)
{
    return static_cast<std::int64_t>(known);
}

constexpr std::int64_t storageOf(at::ScalarType type)
{
    return token(Known::Storage) + static_cast<std::int64_t>(type);
}

/// All names a pickle may mention, as "module name".
constexpr std::array<KnownName, 15> knownNames{
    {{"collections OrderedDict", token(Known::OrderedDict)},
     {"torch._utils _rebuild_tensor", token(Known::RebuildTensor)},
     {"torch._utils _rebuild_tensor_v2", token(Known::RebuildTensor)},
     {"torch._utils _rebuild_parameter", token(Known::RebuildParameter)},
     {"torch Size", token(Known::Size)},
     {"torch FloatStorage", storageOf(at::kFloat)},
     {"torch DoubleStorage", storageOf(at::kDouble)},
     {"torch HalfStorage", storageOf(at::kHalf)},
     {"torch BFloat16Storage", storageOf(at::kBFloat16)},
     {"torch LongStorage", storageOf(at::kLong)},
     {"torch IntStorage", storageOf(at::kInt)},
     {"torch ShortStorage", storageOf(at::kShort)},
     {"torch CharStorage", storageOf(at::kChar)},
     {"torch ByteStorage", storageOf(at::kByte)},
     {"torch BoolStorage", storageOf(at::kBool)}}};

// A checkpoint of a thousand tensors needs some 50 000 operations; what is far above is no
// checkpoint but an attempt to fill the memory.
constexpr std::size_t mostOperations = 4'000'000;
constexpr std::size_t longestText = 16 * 1024 * 1024;
constexpr std::size_t longestName = 256;
constexpr int deepestNesting = 100;
constexpr std::size_t mostDimensions = 64;

class Unpickler
{
public:
    Unpickler(const FileBytes& file, std::string_view bytes, std::size_t begin, Pickle& pickle)
        : file_(file), bytes_(bytes), position_(begin), pickle_(pickle)
    {}

    void run()
    {
        for (std::size_t operations = 0; operations < mostOperations; ++operations) {
            const auto code = static_cast<unsigned char>(take(1).front());
            if (code == '.') {
                pickle_.root = pop();
                pickle_.end = position_;
                return;
            }
            if (!scalar(code) && !container(code) && !memo(code) && !object(code)) {
                refuse("contains the pickle instruction " + std::to_string(code) +
                       ", which weights do not need; save it again with torch.save of a plain "
                       "state_dict");
            }
        }
        refuse("holds far more objects than weights do; choose a file with a plain state_dict");
    }

private:
    [[noreturn]] void refuse(const std::string& why) const { file_.refuse(why); }
    [[noreturn]] void damaged() const
    {
        refuse("is damaged (its pickle does not add up); download or save it again");
    }

    std::string_view take(std::size_t length)
    {
        if (length > bytes_.size() - position_) {
            refuse("is cut short; download or save it again");
        }
        const auto part = bytes_.substr(position_, length);
        position_ += length;
        return part;
    }

    template <typename Number>
    Number number()
    {
        return littleEndian<Number>(take(sizeof(Number)));
    }

    std::string_view line()
    {
        const auto end = bytes_.substr(position_, longestName).find('\n');
        if (end == std::string_view::npos) {
            damaged();
        }
        const auto text = take(end);
        take(1);
        return text;
    }

    PickleValue& make(Kind kind)
    {
        auto& value = pickle_.values.emplace_back();
        value.kind = kind;
        return value;
    }

    PickleValue& push(Kind kind)
    {
        auto& value = make(kind);
        stack_.push_back(&value);
        return value;
    }

    void pushInteger(std::int64_t integer) { push(Kind::Integer).integer = integer; }

    /// Only what lies above the latest mark can be taken.
    PickleValue* pop()
    {
        if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
            damaged();
        }
        auto* value = stack_.back();
        stack_.pop_back();
        return value;
    }

    PickleValue* pop(Kind kind)
    {
        auto* value = pop();
        if (value->kind != kind) {
            damaged();
        }
        return value;
    }

    PickleValue& top(Kind kind)
    {
        auto* value = pop(kind);
        stack_.push_back(value);
        return *value;
    }

    std::vector<PickleValue*> popToMark()
    {
        if (marks_.empty()) {
            damaged();
        }
        const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<PickleValue*> values(begin, stack_.end());
        stack_.erase(begin, stack_.end());
        marks_.pop_back();
        return values;
    }

    void add(PickleValue& container, const PickleValue* item)
    {
        container.items.push_back(item);
        container.depth = std::max(container.depth, item->depth + 1);
        if (container.depth > deepestNesting) {
            refuse("is nested far deeper than weights are; choose a file with a plain state_dict");
        }
    }

    void tuple(const std::vector<PickleValue*>& items)
    {
        auto& value = push(Kind::Tuple);
        for (const auto* item : items) {
            add(value, item);
        }
    }

    bool scalar(unsigned char code)
    {
        switch (code) {
        case 0x80: // PROTO
            if (number<std::uint8_t>() != 2) {
                refuse("was saved with another pickle protocol than 2; save it again with "
                       "torch.save's default protocol");
            }
            return true;
        case 'N':
            push(Kind::None);
            return true;
        case 0x88:
        case 0x89:
            push(Kind::Boolean).integer = code == 0x88;
            return true;
        case 'J':
            pushInteger(number<std::int32_t>());
            return true;
        case 'K':
            pushInteger(number<std::uint8_t>());
            return true;
        case 'M':
            pushInteger(number<std::uint16_t>());
            return true;
        case 0x8A: // LONG1
            pushInteger(longInteger(take(number<std::uint8_t>())));
            return true;
        case 'G':
            push(Kind::Real).real = bigEndianReal(take(sizeof(double)));
            return true;
        case 'X': {
            const auto length = number<std::uint32_t>();
            if (length > longestText) {
                refuse("holds a text far longer than weights need; choose a file with a plain "
                       "state_dict");
            }
            push(Kind::Text).text = take(length);
            return true;
        }
        default:
            return false;
        }
    }

    std::int64_t longInteger(std::string_view digits) const
    {
        if (digits.size() > sizeof(std::int64_t)) {
            damaged();
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < digits.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(digits[i])} << (8 * i);
        }
        const bool negative = !digits.empty() && (digits.back() & 0x80);
        if (negative && digits.size() < sizeof(std::int64_t)) {
            value |= ~std::uint64_t{0} << (8 * digits.size());
        }
        return std::bit_cast<std::int64_t>(value);
    }

    static double bigEndianReal(std::string_view bytes)
    {
        std::uint64_t value = 0;
        for (const char byte : bytes) {
            value = value << 8 | static_cast<unsigned char>(byte);
        }
        return std::bit_cast<double>(value);
    }

    bool container(unsigned char code)
    {
        switch (code) {
        case '(':
            if (marks_.size() >= deepestNesting) {
                refuse("is nested far deeper than weights are; choose a file with a plain "
                       "state_dict");
            }
            marks_.push_back(stack_.size());
            return true;
        case ')':
            push(Kind::Tuple);
            return true;
        case 't':
            tuple(popToMark());
            return true;
        case 0x85:
        case 0x86:
        case 0x87: {
            std::vector<PickleValue*> items(code - 0x84U);
            for (auto item = items.rbegin(); item != items.rend(); ++item) {
                *item = pop();
            }
            tuple(items);
            return true;
        }
        case ']':
            push(Kind::List);
            return true;
        case 'a': {
            const auto* item = pop();
            add(top(Kind::List), item);
            return true;
        }
        case 'e': {
            const auto items = popToMark();
            auto& list = top(Kind::List);
            for (const auto* item : items) {
                add(list, item);
            }
            return true;
        }
        case '}':
            push(Kind::Dictionary);
            return true;
        case 's': {
            const auto* value = pop();
            const auto* key = pop();
            auto& dictionary = top(Kind::Dictionary);
            add(dictionary, key);
            add(dictionary, value);
            return true;
        }
        case 'u': {
            const auto items = popToMark();
            auto& dictionary = top(Kind::Dictionary);
            if (items.size() % 2 != 0) {
                damaged();
            }
            for (const auto* item : items) {
                add(dictionary, item);
            }
            return true;
        }
        default:
            return false;
        }
    }

    bool memo(unsigned char code)
    {
        switch (code) {
        case 'q':
            remember(number<std::uint8_t>());
            return true;
        case 'r':
            remember(number<std::uint32_t>());
            return true;
        case 'h':
            recall(number<std::uint8_t>());
            return true;
        case 'j':
            recall(number<std::uint32_t>());
            return true;
        default:
            return false;
        }
    }

    void remember(std::uint32_t slot)
    {
        auto* value = pop();
        stack_.push_back(value);
        memo_[slot] = value;
    }

    void recall(std::uint32_t slot)
    {
        const auto found = memo_.find(slot);
        if (found == memo_.end()) {
            damaged();
        }
        stack_.push_back(found->second);
    }

    bool object(unsigned char code)
    {
        switch (code) {
        case 'c':
            global();
            return true;
        case 'R':
            reduce();
            return true;
        case 'b': {
            // The versions of modules (_metadata of an OrderedDict), which no network here needs.
            pop();
            top(Kind::Dictionary);
            return true;
        }
        case 'Q':
            storage();
            return true;
        default:
            return false;
        }
    }

    void global()
    {
        const auto module = line();
        const auto name = line();
        std::string full(module);
        full += ' ';
        full += name;
        for (const auto& known : knownNames) {
            if (known.name == full) {
                push(Kind::Global).integer = known.token;
                return;
            }
        }
        refuse("asks for Python's " + quotable(module) + "." + quotable(name) +
               ", and Limn runs no code out of files; save it again as a plain state_dict");
    }

    void reduce()
    {
        const auto* arguments = pop(Kind::Tuple);
        const auto* callable = pop(Kind::Global);
        const auto& items = arguments->items;
        switch (static_cast<Known>(callable->integer)) {
        case Known::OrderedDict:
            orderedDictionary(items);
            return;
        case Known::RebuildTensor:
            tensor(items);
            return;
        case Known::RebuildParameter:
            if (items.empty() || items.front()->kind != Kind::Tensor) {
                damaged();
            }
            push(Kind::Tensor).tensor = items.front()->tensor;
            return;
        case Known::Size:
            if (items.size() != 1 || items.front()->kind != Kind::Tuple) {
                damaged();
            }
            push(Kind::Tuple).items = items.front()->items;
            return;
        default:
            damaged();
        }
    }

    /// OrderedDict() or OrderedDict([(key, value), ...]).
    void orderedDictionary(const std::vector<const PickleValue*>& items)
    {
        auto& dictionary = push(Kind::Dictionary);
        if (items.empty()) {
            return;
        }
        if (items.size() != 1 || items.front()->kind != Kind::List) {
            damaged();
        }
        for (const auto* pair : items.front()->items) {
            const bool listed = pair->kind == Kind::Tuple || pair->kind == Kind::List;
            if (!listed || pair->items.size() != 2) {
                damaged();
            }
            add(dictionary, pair->items[0]);
            add(dictionary, pair->items[1]);
        }
    }

    /// ('storage', type, key, location, elements[, view]).
    void storage()
    {
        const auto& items = pop(Kind::Tuple)->items;
        const bool whole = items.size() >= 5 && items[0]->kind == Kind::Text &&
                           items[0]->text == "storage" && items[1]->kind == Kind::Global &&
                           items[1]->integer >= token(Known::Storage) &&
                           items[2]->kind == Kind::Text && items[4]->kind == Kind::Integer &&
                           items[4]->integer >= 0;
        if (!whole) {
            refuse("holds a whole Python module or something else that is not a tensor; save its "
                   "state_dict instead");
        }
        if (items.size() > 5 && items[5]->kind != Kind::None) {
            refuse("holds storages that are views of others, as very old versions of PyTorch "
                   "wrote; save it again with a newer one");
        }
        const PickledStorage described{
            .key = items[2]->text,
            .type = static_cast<at::ScalarType>(items[1]->integer - token(Known::Storage)),
            .elements = items[4]->integer};
        const auto [place, isNew] = pickle_.storages.try_emplace(described.key, described);
        const auto& known = place->second;
        if (!isNew && (known.type != described.type || known.elements != described.elements)) {
            damaged();
        }
        push(Kind::Storage).storage = &known;
    }

    std::vector<std::int64_t> sizes(const PickleValue& value) const
    {
        const bool listed = value.kind == Kind::Tuple || value.kind == Kind::List;
        if (!listed || value.items.size() > mostDimensions) {
            damaged();
        }
        std::vector<std::int64_t> result;
        for (const auto* item : value.items) {
            if (item->kind != Kind::Integer || item->integer < 0) {
                damaged();
            }
            result.push_back(item->integer);
        }
        return result;
    }

    /// (storage, offset, size, stride, ...); the rest (gradients, hooks) is of no interest.
    void tensor(const std::vector<const PickleValue*>& items)
    {
        if (items.size() < 4 || items[0]->kind != Kind::Storage ||
            items[1]->kind != Kind::Integer || items[1]->integer < 0) {
            damaged();
        }
        auto& tensor = pickle_.tensors.emplace_back();
        tensor.storage = items[0]->storage;
        tensor.offset = items[1]->integer;
        tensor.size = sizes(*items[2]);
        tensor.stride = sizes(*items[3]);
        if (tensor.size.size() != tensor.stride.size()) {
            damaged();
        }
        measure(tensor);
        push(Kind::Tensor).tensor = &tensor;
    }

    void measure(PickledTensor& tensor) const
    {
        const std::int64_t available = tensor.storage->elements;
        std::int64_t elements = 1; // of an empty tensor too, so that its shape stays sensible
        std::int64_t last = 0;
        bool overflow = false;
        bool empty = false;
        for (std::size_t i = 0; i < tensor.size.size() && !overflow; ++i) {
            const std::int64_t size = std::max<std::int64_t>(tensor.size[i], 1);
            std::int64_t reach = 0;
            empty = empty || tensor.size[i] == 0;
            overflow |= __builtin_mul_overflow(elements, size, &elements);
            overflow |= __builtin_mul_overflow(size - 1, tensor.stride[i], &reach);
            overflow |= __builtin_add_overflow(last, reach, &last);
        }
        const bool reachable = !overflow && last < std::numeric_limits<std::int64_t>::max();
        std::int64_t end = 0;
        const std::int64_t span = empty || !reachable ? 0 : last + 1;
        const bool inside =
            reachable && !__builtin_add_overflow(tensor.offset, span, &end) && end <= available;
        // More elements than the storage has (by a stride of 0) is how a few bytes would ask for
        // all the memory there is.
        if (!inside || (!empty && elements > available)) {
            refuse("holds a tensor larger than its data; download or save it again");
        }
        tensor.elements = empty ? 0 : elements;
        tensor.span = span;
    }

    const FileBytes& file_;
    std::string_view bytes_;
    std::size_t position_;
    Pickle& pickle_;
    std::vector<PickleValue*> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint32_t, PickleValue*> memo_;
};

} // namespace

Pickle readPickle(const FileBytes& file, std::string_view bytes, std::size_t begin)
{
    Pickle pickle;
    Unpickler(file, bytes, begin, pickle).run();
    return pickle;
}

} // namespace limn::training
