// The pixels of one tile of a mask. They never change once made, so that masks, undo steps and what
// goes to disk share them. In memory they lie as pixels, packed as in the project's file, or, where
// all are of one class, as that one value; TileMemory decides how many stay decoded. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace limn::annotation
{

inline constexpr int maskTileSize = 256;
using MaskTile = std::array<std::uint8_t, maskTileSize * maskTileSize>;
using MaskTilePtr = std::shared_ptr<const MaskTile>; ///< nullptr: all unlabelled

bool isUnlabelled(const MaskTile& tile);

class StoredTile
{
public:
    /// Every so many pixels in both directions, for looking at masks from afar.
    static constexpr int reducedStep = 16;
    static constexpr int reducedSide = maskTileSize / reducedStep;
    using Reduced = std::array<std::uint8_t, reducedSide * reducedSide>;

    /// Not nullptr; nobody changes the pixels from now on.
    explicit StoredTile(MaskTilePtr pixels);
    /// All pixels of one value.
    explicit StoredTile(std::uint8_t value);
    /// A tile as it lies in the file (see tile_codec.h). Pixels outside the first `columns` and
    /// `rows` count as 0. Throws ProjectError for what is no tile; damage inside shows only when it
    /// is unpacked.
    explicit StoredTile(std::vector<std::uint8_t> blob,
                        const std::optional<Reduced>& reduced = std::nullopt,
                        int columns = maskTileSize, int rows = maskTileSize);

    /// Unpacks where needed. Throws ProjectError when what was packed is damaged.
    MaskTilePtr pixels() const;
    /// The pixels if somebody keeps them decoded, else nullptr.
    MaskTilePtr decoded() const;
    /// Packed, by the first who asks; stays where it is as long as the tile lives.
    std::span<const std::uint8_t> blob() const;
    /// The value of all pixels, where they are one.
    std::optional<std::uint8_t> uniform() const { return uniform_; }
    /// Every `reducedStep`-th pixel from the top left; throws as pixels().
    const Reduced& reduced() const;
    bool hasReduced() const; ///< reduced() need not unpack
    /// Keeps the tile packed alone; those who hold pixels() keep theirs.
    void letGoOfPixels() const;
    std::size_t bytes() const; ///< memory that it takes itself

private:
    friend class TileMemory;

    MaskTilePtr decodedLocked() const;
    MaskTilePtr pixelsLocked() const;
    void packLocked() const;
    void reduceLocked(const MaskTile& pixels) const;

    mutable std::mutex mutex_;
    mutable MaskTilePtr own_;                   ///< until they are let go
    mutable std::weak_ptr<const MaskTile> out_; ///< pixels that others hold
    mutable std::vector<std::uint8_t> blob_;    ///< empty until it is packed
    mutable std::unique_ptr<const Reduced> reduced_;
    std::optional<std::uint8_t> uniform_;
    std::uint16_t columns_ = maskTileSize;
    std::uint16_t rows_ = maskTileSize;
    // Of the TileMemory that keeps it decoded.
    mutable std::atomic<bool> held_ = false;
    mutable std::atomic<bool> used_ = false;
};

using StoredTilePtr = std::shared_ptr<const StoredTile>; ///< nullptr: all unlabelled

/// Keeps tiles decoded that were used lately, within a budget; the others are packed. Shared by a
/// mask and its copies. Any thread.
class TileMemory
{
public:
    static constexpr std::size_t defaultBudget = std::size_t{96} << 20;

    explicit TileMemory(std::size_t budgetBytes = defaultBudget) : budget_(budgetBytes) {}

    /// The tile's pixels, decoded for others to come; throws as StoredTile::pixels().
    MaskTilePtr pixels(const StoredTilePtr& tile);
    /// Keeps none, until they are asked for again.
    void letGo();
    std::size_t bytes() const; ///< of pixels that it keeps decoded

private:
    struct Held
    {
        std::weak_ptr<const StoredTile> tile;
        MaskTilePtr pixels;
    };

    const std::size_t budget_;
    mutable std::mutex mutex_;
    std::deque<Held> held_; ///< the ones to go first in front
};

} // namespace limn::annotation
