// Places as people write them: "512, 300", "485902.5 5209248", "47.02213° N 98.30000° W". Plain
// values and pure functions; any thread.
#pragma once

#include <optional>
#include <QString>

namespace limn::ui
{

/// Two numbers as they stand.
struct CoordinatePair
{
    double first = 0;
    double second = 0;
};

/// Two numbers with anything but digits between them; a comma between two digits without a space is
/// a decimal comma only where there is another separator. Nothing for other than two numbers.
std::optional<CoordinatePair> parsePair(const QString& text);

/// Longitude (first) and latitude (second) in degrees from decimal degrees or degrees, minutes and
/// seconds, with or without N, S, E, W; without letters latitude comes first. Nothing outside
/// -180..360 and -90..90.
std::optional<CoordinatePair> parseLonLat(const QString& text);

} // namespace limn::ui
