// What a reader may do with bytes that it cannot use.
#pragma once

namespace fuzz
{

/// Whether `read` took its bytes. It may refuse them with an Error; whatever else it throws is a
/// finding, and ends the program.
template <typename Error, typename Read>
bool takes(const Read& read)
{
    try {
        read();
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace fuzz
