#include "training/core/safetensors_header.h"

#include <array>
#include <limits>
#include <set>

namespace limn::training
{

namespace
{

constexpr std::size_t mostDimensions = 64;

/// Length of the UTF-8 character at the front of `text`; 0 when there is none.
std::size_t characterLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const auto length = characterLength(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

void appendUtf8(std::string& text, std::uint32_t code)
{
    const auto continuation = [&](int shift) {
        text += static_cast<char>(0x80 | ((code >> shift) & 0x3F));
    };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | code >> 6);
        continuation(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | code >> 12);
        continuation(6);
        continuation(0);
    } else {
        text += static_cast<char>(0xF0 | code >> 18);
        continuation(12);
        continuation(6);
        continuation(0);
    }
}

class HeaderParser
{
public:
    HeaderParser(const FileBytes& file, std::string_view text) : file_(file), text_(text) {}

    SafetensorsHeader parse()
    {
        if (!isUtf8(text_)) {
            malformed();
        }
        SafetensorsHeader header;
        std::set<std::string> names;
        object([&](std::string name) {
            if (!names.insert(name).second) {
                file_.refuse("holds two tensors of the name \"" + quotable(name) +
                             "\"; download or save it again");
            }
            if (name == "__metadata__") {
                object([&](std::string key) {
                    const bool isNew = header.metadata.try_emplace(key, string()).second;
                    if (!isNew) {
                        malformed();
                    }
                });
            } else {
                header.tensors.push_back(entry(std::move(name)));
            }
        });
        skipSpace();
        if (position_ != text_.size()) {
            malformed();
        }
        return header;
    }

private:
    [[noreturn]] void malformed() const
    {
        file_.refuse("has a damaged safetensors header; download or save it again");
    }

    void skipSpace()
    {
        while (position_ < text_.size() &&
               std::string_view(" \t\r\n").find(text_[position_]) != std::string_view::npos) {
            ++position_;
        }
    }

    char take()
    {
        if (position_ >= text_.size()) {
            malformed();
        }
        return text_[position_++];
    }

    void expect(char wanted)
    {
        skipSpace();
        if (take() != wanted) {
            malformed();
        }
    }

    bool next(char wanted)
    {
        skipSpace();
        if (position_ < text_.size() && text_[position_] == wanted) {
            ++position_;
            return true;
        }
        return false;
    }

    template <typename Member>
    void object(Member&& member)
    {
        expect('{');
        if (next('}')) {
            return;
        }
        do {
            std::string key = string();
            expect(':');
            member(std::move(key));
        } while (next(','));
        expect('}');
    }

    std::vector<std::int64_t> numbers()
    {
        std::vector<std::int64_t> result;
        expect('[');
        if (next(']')) {
            return result;
        }
        do {
            result.push_back(number());
            if (result.size() > mostDimensions) {
                malformed();
            }
        } while (next(','));
        expect(']');
        return result;
    }

    std::int64_t number()
    {
        skipSpace();
        std::int64_t value = 0;
        std::size_t digits = 0;
        while (position_ < text_.size() && text_[position_] >= '0' && text_[position_] <= '9') {
            const bool overflow = __builtin_mul_overflow(value, 10, &value) ||
                                  __builtin_add_overflow(value, text_[position_] - '0', &value);
            if (overflow) {
                malformed();
            }
            ++position_;
            ++digits;
        }
        if (digits == 0) {
            malformed();
        }
        return value;
    }

    std::string string()
    {
        expect('"');
        std::string result;
        for (char c = take(); c != '"'; c = take()) {
            if (static_cast<unsigned char>(c) < 0x20) {
                malformed();
            }
            if (c == '\\') {
                escape(result);
            } else {
                result += c;
            }
        }
        return result;
    }

    void escape(std::string& result)
    {
        constexpr std::string_view codes = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const char code = take();
        if (code == 'u') {
            appendUtf8(result, unicode());
            return;
        }
        const auto place = codes.find(code);
        if (place == std::string_view::npos) {
            malformed();
        }
        result += meanings[place];
    }

    std::uint32_t unicode()
    {
        const std::uint32_t first = fourHexDigits();
        if (first < 0xD800 || first > 0xDFFF) {
            return first;
        }
        if (first > 0xDBFF || take() != '\\' || take() != 'u') {
            malformed();
        }
        const std::uint32_t second = fourHexDigits();
        if (second < 0xDC00 || second > 0xDFFF) {
            malformed();
        }
        return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }

    std::uint32_t fourHexDigits()
    {
        constexpr std::string_view digits = "0123456789abcdef";
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = take();
            const auto digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
            if (digit == std::string_view::npos) {
                malformed();
            }
            value = value << 4 | static_cast<std::uint32_t>(digit);
        }
        return value;
    }

    SafetensorsEntry entry(std::string name)
    {
        if (!isPlainText(name)) {
            file_.refuse("holds a tensor whose name is not plain text; save it again");
        }
        SafetensorsEntry result;
        result.name = std::move(name);
        std::set<std::string> keys;
        object([&](std::string key) {
            if (key == "dtype") {
                result.type = string();
            } else if (key == "shape") {
                result.shape = numbers();
            } else if (key == "data_offsets") {
                const auto offsets = numbers();
                if (offsets.size() != 2) {
                    malformed();
                }
                result.begin = offsets[0];
                result.end = offsets[1];
            } else {
                malformed();
            }
            if (!keys.insert(std::move(key)).second) {
                malformed();
            }
        });
        if (keys.size() != 3) {
            malformed();
        }
        return result;
    }

    const FileBytes& file_;
    std::string_view text_;
    std::size_t position_ = 0;
};

std::string quoted(const std::string& text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (byte < 0x20) {
            result += "\\u00";
            result += digits[byte >> 4];
            result += digits[byte & 0xF];
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string listOf(const std::vector<std::int64_t>& numbers)
{
    std::string result = "[";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        result += i == 0 ? "" : ",";
        result += std::to_string(numbers[i]);
    }
    return result + ']';
}

} // namespace

SafetensorsHeader parseSafetensorsHeader(const FileBytes& file, std::string_view text)
{
    return HeaderParser(file, text).parse();
}

std::string toJson(const SafetensorsHeader& header)
{
    std::string text = "{";
    if (!header.metadata.empty()) {
        text += "\"__metadata__\":{";
        bool first = true;
        for (const auto& [key, value] : header.metadata) {
            if (!isUtf8(key) || !isUtf8(value)) {
                throw TrainingError("The metadata \"" + quotable(key) +
                                    "\" cannot be written as safetensors: it is not UTF-8 text.");
            }
            text += first ? "" : ",";
            text += quoted(key) + ':' + quoted(value);
            first = false;
        }
        text += header.tensors.empty() ? "}" : "},";
    }
    for (std::size_t i = 0; i < header.tensors.size(); ++i) {
        const auto& entry = header.tensors[i];
        text += i == 0 ? "" : ",";
        text += quoted(entry.name) + R"(:{"dtype":")" + entry.type + R"(","shape":)" +
                listOf(entry.shape) + R"(,"data_offsets":)" + listOf({entry.begin, entry.end}) +
                '}';
    }
    return text + '}';
}

} // namespace limn::training
