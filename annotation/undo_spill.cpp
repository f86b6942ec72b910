#include "annotation/undo_spill.h"

#include "annotation/project.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <unistd.h>

namespace limn::annotation
{
namespace
{

namespace fs = std::filesystem;

/// Written and read by one run of the program: numbers as they lie in memory.
class Writer
{
public:
    template <typename T>
    void put(const T& value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        const auto* first = reinterpret_cast<const std::uint8_t*>(&value);
        bytes_.insert(bytes_.end(), first, first + sizeof(T));
    }
    void put(std::span<const std::uint8_t> bytes)
    {
        put(bytes.size());
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void put(const std::string& text)
    {
        put(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    }
    void put(const std::optional<Shape>& shape)
    {
        put(shape.has_value());
        if (!shape)
            return;
        put(shape->id);
        put(shape->classValue);
        put(shape->rings.size());
        for (const Ring& ring : shape->rings)
            put(std::span(reinterpret_cast<const std::uint8_t*>(ring.data()),
                          ring.size() * sizeof(Point)));
    }
    void put(const std::vector<CompleteRegion>& regions)
    {
        put(std::span(reinterpret_cast<const std::uint8_t*>(regions.data()),
                      regions.size() * sizeof(CompleteRegion)));
    }
    std::vector<std::uint8_t>& bytes() { return bytes_; }

private:
    std::vector<std::uint8_t> bytes_;
};

class Reader
{
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    template <typename T>
    T get()
    {
        T value;
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }
    std::span<const std::uint8_t> getBytes() { return take(get<std::size_t>()); }
    std::string getText()
    {
        const auto bytes = getBytes();
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    std::optional<Shape> getShape()
    {
        if (!get<bool>())
            return std::nullopt;
        Shape shape;
        shape.id = get<std::int64_t>();
        shape.classValue = get<int>();
        shape.rings.resize(get<std::size_t>());
        for (Ring& ring : shape.rings) {
            const auto bytes = getBytes();
            ring.resize(bytes.size() / sizeof(Point));
            std::memcpy(ring.data(), bytes.data(), bytes.size());
        }
        return shape;
    }
    std::vector<CompleteRegion> getRegions()
    {
        const auto bytes = getBytes();
        std::vector<CompleteRegion> regions(bytes.size() / sizeof(CompleteRegion));
        if (!regions.empty())
            std::memcpy(regions.data(), bytes.data(), bytes.size());
        return regions;
    }

private:
    std::span<const std::uint8_t> take(std::size_t count)
    {
        const auto part = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return part;
    }

    std::span<const std::uint8_t> bytes_;
};

/// Each tile once, however many places share it; 0 stands for none.
std::vector<std::uint8_t> toBytes(const EditStep& step)
{
    Writer writer;
    writer.put(step.text);
    writer.put(step.mask.rect);
    std::map<const StoredTile*, std::uint32_t> numbers{{nullptr, 0}};
    std::vector<const StoredTile*> tiles;
    for (const auto& [key, change] : step.mask.tiles)
        for (const StoredTile* tile : {change.before.get(), change.after.get()})
            if (numbers.emplace(tile, static_cast<std::uint32_t>(numbers.size())).second)
                tiles.push_back(tile);
    writer.put(tiles.size());
    for (const StoredTile* tile : tiles)
        writer.put(tile->blob());
    writer.put(step.mask.tiles.size());
    for (const auto& [key, change] : step.mask.tiles) {
        writer.put(key);
        writer.put(numbers.at(change.before.get()));
        writer.put(numbers.at(change.after.get()));
    }
    writer.put(step.shapes.size());
    for (const ShapeChange& change : step.shapes) {
        writer.put(change.before);
        writer.put(change.after);
        writer.put(change.position);
    }
    writer.put(step.regions.has_value());
    if (step.regions) {
        writer.put(step.regions->before);
        writer.put(step.regions->after);
    }
    return std::move(writer.bytes());
}

EditStep fromBytes(std::span<const std::uint8_t> bytes)
{
    Reader reader(bytes);
    EditStep step;
    step.text = reader.getText();
    step.mask.rect = reader.get<raster::PixelRect>();
    std::vector<StoredTilePtr> tiles(1 + reader.get<std::size_t>());
    for (std::size_t i = 1; i < tiles.size(); ++i) {
        const auto blob = reader.getBytes();
        tiles[i] =
            std::make_shared<const StoredTile>(std::vector<std::uint8_t>(blob.begin(), blob.end()));
    }
    for (auto left = reader.get<std::size_t>(); left > 0; --left) {
        const auto key = reader.get<MaskTileKey>();
        const auto before = reader.get<std::uint32_t>();
        const auto after = reader.get<std::uint32_t>();
        step.mask.tiles[key] = {tiles[before], tiles[after]};
    }
    step.shapes.resize(reader.get<std::size_t>());
    for (ShapeChange& change : step.shapes) {
        change.before = reader.getShape();
        change.after = reader.getShape();
        change.position = reader.get<std::size_t>();
    }
    if (reader.get<bool>()) {
        step.regions.emplace();
        step.regions->before = reader.getRegions();
        step.regions->after = reader.getRegions();
    }
    return step;
}

int openNameless(const fs::path& folder)
{
    const int direct = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (direct >= 0)
        return direct;
    // Network drives have no files without a name: made and unlinked at once instead.
    std::string name = (folder / ".undo-XXXXXX").string();
    const int made = ::mkostemp(name.data(), O_CLOEXEC);
    if (made >= 0)
        ::unlink(name.c_str());
    return made;
}

[[noreturn]] void failSpill(const char* what)
{
    const std::string reason = std::strerror(errno);
    throw ProjectError(std::string("Older undo steps could not be ") + what + " disk (" + reason +
                       "): free some space on it, or let undo take more memory in the settings.");
}

} // namespace

fs::path undoSpillFolder()
{
    const char* const named = std::getenv("TMPDIR");
    const fs::path lasting = named && *named ? named : "/var/tmp";
    std::error_code ignored;
    return fs::is_directory(lasting, ignored) ? lasting : fs::temp_directory_path();
}

UndoSpill::~UndoSpill()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

UndoSpill::Place UndoSpill::write(const EditStep& step)
{
    const std::vector<std::uint8_t> bytes = toBytes(step);
    const std::lock_guard lock(mutex_);
    if (descriptor_ < 0)
        descriptor_ = openNameless(folder_);
    if (descriptor_ < 0)
        descriptor_ = openNameless(fs::temp_directory_path());
    if (descriptor_ < 0)
        failSpill("written to");
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done,
                                         end_ + static_cast<std::int64_t>(done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            failSpill("written to");
        done += static_cast<std::size_t>(written);
    }
    const Place place{end_, bytes.size()};
    end_ += static_cast<std::int64_t>(bytes.size());
    return place;
}

EditStep UndoSpill::read(const Place& place) const
{
    std::vector<std::uint8_t> bytes(place.size);
    {
        const std::lock_guard lock(mutex_);
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t got = ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                        place.offset + static_cast<std::int64_t>(done));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                failSpill("read from");
            done += static_cast<std::size_t>(got);
        }
    }
    return fromBytes(bytes);
}

std::int64_t UndoSpill::bytes() const
{
    const std::lock_guard lock(mutex_);
    return end_;
}

} // namespace limn::annotation
