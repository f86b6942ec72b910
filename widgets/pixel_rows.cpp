#include "widgets/pixel_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace limn::widgets
{

namespace
{

/// colour * alpha / 255 in all channels, rounded, two at a time.
inline QRgb times(QRgb colour, unsigned alpha)
{
    std::uint32_t low = (colour & 0x00ff00ffu) * alpha;
    low = (low + ((low >> 8) & 0x00ff00ffu) + 0x00800080u) >> 8;
    std::uint32_t high = ((colour >> 8) & 0x00ff00ffu) * alpha;
    high = high + ((high >> 8) & 0x00ff00ffu) + 0x00800080u;
    return (low & 0x00ff00ffu) | (high & 0xff00ff00u);
}

/// One colour over a run of pixels; written byte by byte so that the compiler does 16 at a time.
void blendRun(QRgb colour, std::size_t count, QRgb* out)
{
    const unsigned alpha = qAlpha(colour);
    if (alpha == 0)
        return;
    if (alpha == 255) {
        std::fill_n(out, count, colour);
        return;
    }
    const auto rest = static_cast<std::uint16_t>(255 - alpha);
    constexpr std::size_t block = 8;
    std::array<std::uint8_t, block * 4> over;
    for (std::size_t i = 0; i < block; ++i)
        std::memcpy(over.data() + i * 4, &colour, 4);
    while (count >= block) {
        std::array<std::uint8_t, block * 4> under;
        std::memcpy(under.data(), out, sizeof(under));
        for (std::size_t i = 0; i < under.size(); ++i) {
            const auto product = static_cast<std::uint16_t>(under[i] * rest + 128);
            const auto sum = static_cast<std::uint16_t>(product + (product >> 8));
            under[i] = static_cast<std::uint8_t>((sum >> 8) + over[i]);
        }
        std::memcpy(out, under.data(), sizeof(under));
        out += block;
        count -= block;
    }
    for (std::size_t i = 0; i < count; ++i)
        out[i] = colour + times(out[i], rest);
}

/// How many of the first `count` bytes equal the first one.
std::size_t runLength(const std::uint8_t* bytes, std::size_t count)
{
    const std::uint64_t eight = bytes[0] * 0x0101010101010101ull;
    std::size_t length = 0;
    while (length + 8 <= count) {
        std::uint64_t here;
        std::memcpy(&here, bytes + length, sizeof(here));
        if (here != eight)
            break;
        length += 8;
    }
    while (length < count && bytes[length] == bytes[0])
        ++length;
    return length;
}

} // namespace

void mixRows(const QRgb* a, const QRgb* b, unsigned weight, std::size_t count, QRgb* out)
{
    const auto* first = reinterpret_cast<const std::uint8_t*>(a);
    const auto* second = reinterpret_cast<const std::uint8_t*>(b);
    auto* mixed = reinterpret_cast<std::uint8_t*>(out);
    const auto share = static_cast<std::uint16_t>(weight);
    const auto rest = static_cast<std::uint16_t>(256 - weight);
    for (std::size_t i = 0; i < count * 4; ++i) {
        const auto sum =
            static_cast<std::uint16_t>(static_cast<std::uint16_t>(first[i] * rest) +
                                       static_cast<std::uint16_t>(second[i] * share) + 128);
        mixed[i] = static_cast<std::uint8_t>(sum >> 8);
    }
}

void mixColumns(const QRgb* source, const int* columns, const std::uint16_t* weights,
                std::size_t count, QRgb* out)
{
#ifdef __SSE2__
    const __m128i zero = _mm_setzero_si128();
    const __m128i half = _mm_set1_epi16(128);
    for (std::size_t i = 0; i < count; ++i) {
        const __m128i pair = _mm_unpacklo_epi8(
            _mm_loadl_epi64(reinterpret_cast<const __m128i*>(source + columns[i])), zero);
        const __m128i share = _mm_set1_epi16(static_cast<short>(weights[i]));
        const __m128i rest = _mm_set1_epi16(static_cast<short>(256 - weights[i]));
        const __m128i product = _mm_mullo_epi16(pair, _mm_unpacklo_epi64(rest, share));
        const __m128i sum = _mm_add_epi16(_mm_add_epi16(product, _mm_srli_si128(product, 8)), half);
        const __m128i bytes = _mm_packus_epi16(_mm_srli_epi16(sum, 8), zero);
        out[i] = static_cast<QRgb>(_mm_cvtsi128_si32(bytes));
    }
#else
    for (std::size_t i = 0; i < count; ++i)
        mixRows(source + columns[i], source + columns[i] + 1, weights[i], 1, out + i);
#endif
}

void blendRow(const QRgb* over, std::size_t count, QRgb* out)
{
    for (std::size_t i = 0; i < count; ++i) {
        const QRgb colour = over[i];
        const unsigned alpha = qAlpha(colour);
        if (alpha == 255)
            out[i] = colour;
        else if (alpha != 0)
            out[i] = colour + times(out[i], 255 - alpha);
    }
}

void blendIndexRow(const std::uint8_t* indices, const std::array<QRgb, 256>& colours,
                   std::size_t count, QRgb* out)
{
    // Classes lie in patches: a run of one index is one colour to blend.
    while (count > 0) {
        const std::size_t run = runLength(indices, count);
        blendRun(colours[*indices], run, out);
        indices += run;
        out += run;
        count -= run;
    }
}

void fadeRow(double opacity, std::size_t count, QRgb* row)
{
    const auto alpha = static_cast<unsigned>(std::lround(std::clamp(opacity, 0.0, 1.0) * 255));
    for (std::size_t i = 0; i < count; ++i)
        row[i] = times(row[i], alpha);
}

} // namespace limn::widgets
