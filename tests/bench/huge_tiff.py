"""Writes a tiled GeoTIFF of any size with texture everywhere, in seconds and about ten megabytes: its tiles,
and those of its overviews, are the same few ones again and again.

    python huge_tiff.py OUT.tif SIDE

Three bands of bytes, pixel by pixel, tiles of 512, deflated. Needs numpy.
"""
import struct
import sys
import zlib

import numpy

TILE = 512
DISTINCT = 16


def textures(seed=1):
    """Fields at several scales with noise: what deflate finds about as hard as a photograph."""
    random = numpy.random.default_rng(seed)
    for _ in range(DISTINCT):
        field = numpy.zeros((TILE, TILE, 3), numpy.float32)
        for cells, strength in ((4, 60), (16, 40), (64, 25)):
            coarse = random.normal(size=(cells, cells, 3)).astype(numpy.float32)
            field += strength * coarse.repeat(TILE // cells, 0).repeat(TILE // cells, 1)
        field += random.normal(scale=4, size=field.shape)
        yield numpy.clip(field + 120, 0, 255).astype(numpy.uint8).tobytes()


def noise(tile, seed=1):
    """One tile that deflate makes no smaller."""
    yield numpy.random.default_rng(seed).integers(0, 256, (tile, tile, 3), numpy.uint8).tobytes()


def directory(side, tile, places, reduced, position, after):
    """One image file directory at `position`, its arrays behind it; `after`: whether another follows."""
    columns = -(-side // tile)
    chosen = [places[(7 * row + 13 * column) % len(places)] for row in range(columns) for column in range(columns)]
    short, long_, long8 = 3, 4, 16
    arrays = {
        258: (short, [8, 8, 8]),
        324: (long8, [offset for offset, _ in chosen]),
        325: (long_, [length for _, length in chosen]),
    }
    values = {254: (long_, [int(reduced)]), 256: (long_, [side]), 257: (long_, [side]), 259: (short, [8]),
              262: (short, [2]), 277: (short, [3]), 284: (short, [1]), 322: (long_, [tile]),
              323: (long_, [tile]), **arrays}
    codes = {short: "H", long_: "I", long8: "Q"}
    head = struct.pack("<Q", len(values))
    behind = position + 8 + 20 * len(values) + 8
    tail = b""
    for tag in sorted(values):
        kind, numbers = values[tag]
        data = struct.pack(f"<{len(numbers)}{codes[kind]}", *numbers)
        if len(data) > 8:
            head += struct.pack("<HHQQ", tag, kind, len(numbers), behind + len(tail))
            tail += data + b"\0" * (-len(data) % 8)
        else:
            head += struct.pack("<HHQ", tag, kind, len(numbers)) + data.ljust(8, b"\0")
    end = behind + len(tail)
    return head + struct.pack("<Q", end if after else 0) + tail


def write(path, side, tile=TILE, tiles=None, overviews=True):
    """`tiles`: the samples of those to choose from, of tile x tile pixels; textures where none are given."""
    sides = [side]
    while overviews and sides[-1] > tile:
        sides.append(-(-sides[-1] // 2))
    with open(path, "wb") as file:
        file.write(b"\0" * 16)
        places = []
        for texture in tiles or textures():
            packed = zlib.compress(texture, 1)
            places.append((file.tell(), len(packed)))
            file.write(packed)
        file.write(b"\0" * (-file.tell() % 8))
        first = file.tell()
        for level, size in enumerate(sides):
            file.write(directory(size, tile, places, level > 0, file.tell(), level + 1 < len(sides)))
        file.seek(0)
        file.write(struct.pack("<2sHHHQ", b"II", 43, 8, 0, first))


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
