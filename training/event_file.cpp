#include "training/event_file.h"

#include "annotation/project.h"

#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>

namespace limn::training
{

namespace
{

std::array<std::uint32_t, 256> makeCrcTable()
{
    constexpr std::uint32_t polynomial = 0x82F63B78; // Castagnoli's, bits reversed
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
        table[byte] = crc;
    }
    return table;
}

/// Little endian, whatever the machine's order.
template <class Whole>
void putFixed(std::string& out, Whole value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xFF);
}

void putVarint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>((value & 0x7F) | 0x80);
    out += static_cast<char>(value);
}

enum Wire { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

void putKey(std::string& out, int field, Wire wire)
{
    putVarint(out, static_cast<std::uint64_t>(field) << 3 | wire);
}

void putBytes(std::string& out, int field, std::string_view bytes)
{
    putKey(out, field, Bytes);
    putVarint(out, bytes.size());
    out += bytes;
}

/// Fields 1 and 2 of an Event: wall time and step.
std::string eventHead(std::int64_t step)
{
    const double now =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::string event;
    putKey(event, 1, Fixed64);
    putFixed(event, std::bit_cast<std::uint64_t>(now));
    putKey(event, 2, Varint);
    putVarint(event, static_cast<std::uint64_t>(step));
    return event;
}

std::string scalar(const std::string& tag, std::int64_t step, double value)
{
    std::string number;
    putBytes(number, 1, tag);
    putKey(number, 2, Fixed32);
    putFixed(number, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    std::string summary;
    putBytes(summary, 1, number);
    std::string event = eventHead(step);
    putBytes(event, 5, summary);
    return event;
}

std::string fileVersion()
{
    std::string event = eventHead(0);
    putBytes(event, 3, "brain.Event:2");
    return event;
}

/// A session that starts at a step: what was recorded for it and after no longer holds.
std::string sessionStart(std::int64_t step)
{
    std::string log;
    putKey(log, 1, Varint);
    putVarint(log, 1);
    std::string event = eventHead(step);
    putBytes(event, 7, log);
    return event;
}

} // namespace

std::uint32_t maskedCrc(std::string_view bytes)
{
    static const std::array<std::uint32_t, 256> table = makeCrcTable();
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<std::uint8_t>(c)) & 0xFF] ^ (crc >> 8);
    crc = ~crc;
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
}

EventFile::EventFile(std::filesystem::path folder, std::int64_t from)
    : folder_(std::move(folder)), from_(from)
{}

void EventFile::append(std::string_view event) const
{
    std::string record;
    putFixed(record, static_cast<std::uint64_t>(event.size()));
    putFixed(record, maskedCrc(record));
    record += event;
    putFixed(record, maskedCrc(event));
    std::ofstream out(file_, std::ios::binary | std::ios::app);
    out << record << std::flush;
    if (!out)
        throw annotation::ProjectError("'" + file_.string() + "' cannot be written (" +
                                       std::strerror(errno) +
                                       "): free some space on the disk and check its permissions.");
}

void EventFile::add(const std::string& tag, std::int64_t step, double value)
{
    if (file_.empty()) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch());
        // TensorBoard reads the files of a folder in the order of their names.
        const std::string stem = "events.out.tfevents." + std::to_string(seconds.count()) + ".";
        std::filesystem::path file;
        for (int n = 0; file.empty() || std::filesystem::exists(file); ++n)
            file = folder_ / (stem + std::to_string(n) + ".limn");
        file_ = file;
        append(fileVersion());
        if (from_ > 0)
            append(sessionStart(from_ + 1));
    }
    append(scalar(tag, step, value));
}

} // namespace limn::training
