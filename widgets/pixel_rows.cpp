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

#ifdef __SSE2__
/// The four channels of a pixel and the one after it, which has `share` of 256, in 32 bits each.
inline __m128i mixedPair(const QRgb* pair, unsigned share)
{
    const __m128i both = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(pair));
    // Each channel of the one beside that of the other, which is how the products are added.
    const __m128i beside = _mm_unpacklo_epi8(both, _mm_srli_si128(both, 4));
    const __m128i channels = _mm_unpacklo_epi8(beside, _mm_setzero_si128());
    const __m128i shares = _mm_set1_epi32(static_cast<int>(share << 16 | (256 - share)));
    const __m128i sums = _mm_madd_epi16(channels, shares);
    return _mm_srli_epi32(_mm_add_epi32(sums, _mm_set1_epi32(128)), 8);
}
#endif

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
    std::size_t i = 0;
#ifdef __SSE2__
    for (; i + 4 <= count; i += 4) {
        const __m128i low = _mm_packs_epi32(mixedPair(source + columns[i], weights[i]),
                                            mixedPair(source + columns[i + 1], weights[i + 1]));
        const __m128i high = _mm_packs_epi32(mixedPair(source + columns[i + 2], weights[i + 2]),
                                             mixedPair(source + columns[i + 3], weights[i + 3]));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), _mm_packus_epi16(low, high));
    }
#endif
    for (; i < count; ++i)
        mixRows(source + columns[i], source + columns[i] + 1, weights[i], 1, out + i);
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

void takeColumns(const std::uint8_t* source, const int* columns, std::size_t count,
                 std::uint8_t* out)
{
    constexpr std::size_t longRun = 16;
    if (count == 0)
        return;
    const int last = columns[count - 1];
    const double perColumn = static_cast<double>(count) / (last - columns[0] + 1);
    std::size_t i = 0;
    while (i < count) {
        const int begin = columns[i];
        const std::size_t run =
            runLength(source + begin, static_cast<std::size_t>(last - begin) + 1);
        if (run < longRun) {
            for (const std::size_t end = std::min(i + longRun, count); i < end; ++i)
                out[i] = source[columns[i]];
            continue;
        }
        // Near to where the run ends here, since the columns are evenly spaced but for rounding.
        const int end = begin + static_cast<int>(run);
        std::size_t next =
            std::min(count, i + 1 + static_cast<std::size_t>(static_cast<double>(run) * perColumn));
        while (next < count && columns[next] < end)
            ++next;
        while (columns[next - 1] >= end)
            --next;
        std::fill(out + i, out + next, source[begin]);
        i = next;
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
