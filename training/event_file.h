// Training curves as TensorBoard reads them: a file of TFRecords, each a protocol buffer "Event"
// (tensorboard/compat/proto/event.proto) with one number under a name. Written by hand, since it
// needs six fields of one message. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace limn::training
{

class EventFile
{
public:
    /// A new file events.out.tfevents.TIME.N.limn in `folder`, which the first add() makes. When a
    /// run goes on from a checkpoint, `from` is its step: TensorBoard then forgets what earlier
    /// files of the folder say after it. Does not throw.
    explicit EventFile(std::filesystem::path folder, std::int64_t from = 0);

    /// Throws ProjectError when it cannot be written.
    void add(const std::string& tag, std::int64_t step, double value);

private:
    void append(std::string_view event) const;

    std::filesystem::path folder_;
    std::filesystem::path file_;
    std::int64_t from_;
};

/// CRC-32C (Castagnoli) of the bytes, as TFRecord masks it.
std::uint32_t maskedCrc(std::string_view bytes);

} // namespace limn::training
