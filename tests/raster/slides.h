// Slides as the scanners of two makers write them, for tests of what opens: after what OpenSlide
// documents of the formats, with pictures that GDAL makes.
#pragma once

#include "raster_corpus.h"

#include <QDir>

#include <array>
#include <cstring>
#include <vector>

namespace corpus
{

/// Appends a number of so many bytes, the least first.
inline void append(QByteArray& to, quint64 value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        to.append(static_cast<char>(value >> 8 * i & 255));
}

/// One level of a slide: a JPEG file and its size.
struct JpegLevel
{
    QString file;
    quint32 width;
    quint32 height;
};

/// A slide as Hamamatsu's scanners write it (NDPI): a TIFF each of whose directories names the lens
/// and holds a level as one JPEG, the largest first. False when a level cannot be read.
inline bool makeNdpi(const QString& path, const std::vector<JpegLevel>& levels)
{
    QByteArray slide("II*\0\10\0\0\0", 8);
    constexpr int isLong = 4;
    constexpr int isSigned = 9;
    constexpr int isFloat = 11;
    constexpr int headBytes = 2 + 8 * 12 + 8; // the next directory's offset has 8 bytes here
    float lens = 20;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        QFile file(levels[i].file);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray jpeg = file.readAll();
        const auto begin = static_cast<quint32>(slide.size()) + headBytes;
        quint32 lensBits = 0;
        std::memcpy(&lensBits, &lens, sizeof(lens));
        const std::vector<std::array<quint32, 3>> entries{
            {256, isLong, levels[i].width},
            {257, isLong, levels[i].height},
            {273, isLong, begin},
            {278, isLong, levels[i].height},
            {279, isLong, static_cast<quint32>(jpeg.size())},
            {65420, isLong, 1},
            {65421, isFloat, lensBits},
            {65424, isSigned, 0}};
        append(slide, entries.size(), 2);
        for (const auto& [tag, type, value] : entries) {
            append(slide, tag, 2);
            append(slide, type, 2);
            append(slide, 1, 4);
            append(slide, value, 4);
        }
        const QByteArray even = jpeg + QByteArray(jpeg.size() % 2, '\0');
        const bool last = i + 1 == levels.size();
        append(slide, last ? 0 : begin + static_cast<quint32>(even.size()), 8);
        slide += even;
        lens /= 4;
    }
    return writeText(path, slide);
}

/// A picture of a slide's level, and where it lies in the grid of the finest one's pictures.
struct SlidePicture
{
    QString file;
    int level;
    int column;
    int row;
};

/// A slide as 3DHISTECH's scanners write it (MRXS): `name`.mrxs and a folder beside it. The
/// pictures are PNGs of this size, in a grid of so many columns and rows; each level shows twice as
/// much in each. False when a picture cannot be read or a file not be written.
inline bool makeMrxs(const QString& name, const std::vector<SlidePicture>& pictures, int width,
                     int height, int columns, int rows, int levels)
{
    const QByteArray id = "0123456789ABCDEF0123456789ABCDEF";
    QByteArray facts = "[GENERAL]\nSLIDE_VERSION=01.02\nSLIDE_ID=" + id +
                       "\nIMAGENUMBER_X=" + QByteArray::number(columns) +
                       "\nIMAGENUMBER_Y=" + QByteArray::number(rows) +
                       "\nOBJECTIVE_MAGNIFICATION=20\n[HIERARCHICAL]\nHIER_COUNT=1\n"
                       "NONHIER_COUNT=0\nINDEXFILE=Index.dat\nHIER_0_NAME=Slide zoom level\n"
                       "HIER_0_COUNT=" +
                       QByteArray::number(levels) + "\n";
    for (int level = 0; level < levels; ++level)
        facts += "HIER_0_VAL_" + QByteArray::number(level) + "_SECTION=LEVEL_" +
                 QByteArray::number(level) + "\n";
    facts += "[DATAFILE]\nFILE_COUNT=1\nFILE_0=Data0000.dat\n";
    for (int level = 0; level < levels; ++level)
        facts += "[LEVEL_" + QByteArray::number(level) +
                 "]\nIMAGE_CONCAT_FACTOR=" + QByteArray::number(level > 0 ? 1 : 0) +
                 "\nOVERLAP_X=0\nOVERLAP_Y=0\nMICROMETER_PER_PIXEL_X=0.5\n"
                 "MICROMETER_PER_PIXEL_Y=0.5\nIMAGE_FILL_COLOR_BGR=16777215\nIMAGE_FORMAT=PNG\n"
                 "DIGITIZER_WIDTH=" +
                 QByteArray::number(width) + "\nDIGITIZER_HEIGHT=" + QByteArray::number(height) +
                 "\n";

    QByteArray index = "01.02" + id;
    const int table = static_cast<int>(index.size()) + 8;
    append(index, table, 4);
    append(index, table, 4); // what has no levels: nothing
    QByteArray pages;
    QByteArray pixels;
    for (int level = 0; level < levels; ++level) {
        const int page = table + 4 * levels + static_cast<int>(pages.size());
        append(index, page, 4);
        append(pages, 0, 4); // the first page is always empty
        append(pages, page + 8, 4);
        QByteArray entries;
        int count = 0;
        for (const SlidePicture& picture : pictures) {
            QFile file(picture.file);
            if (picture.level != level)
                continue;
            if (!file.open(QIODevice::ReadOnly))
                return false;
            const QByteArray png = file.readAll();
            append(entries, picture.row * columns + picture.column, 4);
            append(entries, pixels.size(), 4);
            append(entries, png.size(), 4);
            append(entries, 0, 4);
            pixels += png;
            ++count;
        }
        append(pages, count, 4);
        append(pages, 0, 4);
        pages += entries;
    }
    return QDir().mkpath(name) && writeText(name + ".mrxs", "a thumbnail lies here in life") &&
           writeText(name + "/Slidedat.ini", facts) &&
           writeText(name + "/Index.dat", index + pages) &&
           writeText(name + "/Data0000.dat", pixels);
}

} // namespace corpus
