// Tiles of results (class, confidence, Grad-CAM) of one image and run, in one SQLite file that the
// engine writes while the desktop reads. One connection a TileStore; one thread at a time.
#pragma once

#include "annotation/mask_tiles.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace limn::annotation
{

class TileStore
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Layers: "class" (0 where nothing is predicted yet, else the class value), "confidence"
    /// (0..255 for 0..1), "gradcam-CLASS" (0..255). Tiles are 256 x 256 bytes on the mask's grid.
    /// ReadWrite makes the file. Throws ProjectError.
    TileStore(const std::filesystem::path& file, Access access);
    ~TileStore();

    struct Tile
    {
        std::string layer;
        MaskTileKey key;
        MaskTilePtr pixels;
    };
    void put(const std::vector<Tile>& tiles); ///< one transaction
    MaskTilePtr get(const std::string& layer, const MaskTileKey& key) const;
    std::vector<MaskTileKey> keys(const std::string& layer) const;
    /// Every `step`-th pixel, as MaskTiles::read; 0 where there is no tile.
    void read(const std::string& layer, const raster::PixelRect& window, int step,
              std::span<std::uint8_t> out) const;
    void clear(const std::string& layer);
    std::optional<std::string> property(const std::string& key) const;
    void setProperty(const std::string& key, const std::string& value);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// predictions/RUN/IMAGE.tiles inside a project folder.
std::filesystem::path predictionFile(const std::filesystem::path& projectFolder,
                                     const std::string& runId, std::int64_t imageId);

} // namespace limn::annotation
