#include "ui/coordinates.h"

#include <array>
#include <cmath>
#include <QRegularExpression>
#include <vector>

namespace limn::ui
{

namespace
{

const QString numberPattern = QStringLiteral("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");

std::vector<double> numbersIn(const QString& text)
{
    const QRegularExpression pattern(numberPattern);
    std::vector<double> numbers;
    for (auto found = pattern.globalMatch(text); found.hasNext();)
        numbers.push_back(found.next().captured().toDouble());
    return numbers;
}

/// "12,5 7,25" and "12,5; 7,25" are written with decimal commas, "12,5" is a pair.
QString withDecimalPoints(const QString& text)
{
    static const QRegularExpression decimalComma(QStringLiteral("(\\d),(\\d)"));
    static const QRegularExpression separator(QStringLiteral("[;\\s]"));
    const QString trimmed = text.trimmed();
    const bool apart = trimmed.contains(separator) && !trimmed.contains(QStringLiteral(", "));
    QString result = trimmed;
    return apart ? result.replace(decimalComma, QStringLiteral("\\1.\\2")) : result;
}

/// Degrees of up to three numbers: degrees, minutes, seconds.
std::optional<double> degreesOf(const std::vector<double>& parts)
{
    if (parts.empty() || parts.size() > 3)
        return {};
    double degrees = 0;
    double unit = 1;
    for (std::size_t i = 0; i < parts.size(); ++i, unit /= 60) {
        if (i > 0 && (parts[i] < 0 || parts[i] >= 60))
            return {};
        degrees += std::abs(parts[i]) * unit;
    }
    return std::signbit(parts.front()) ? -degrees : degrees;
}

std::optional<CoordinatePair> withinEarth(double longitude, double latitude)
{
    if (!(std::abs(latitude) <= 90) || !(longitude >= -180 && longitude <= 360))
        return {};
    return CoordinatePair{longitude, latitude};
}

} // namespace

std::optional<CoordinatePair> parsePair(const QString& text)
{
    static const QRegularExpression letters(QStringLiteral("[A-DF-Za-df-z]"));
    if (text.contains(letters))
        return {};
    const std::vector<double> numbers = numbersIn(withDecimalPoints(text));
    if (numbers.size() != 2)
        return {};
    return CoordinatePair{numbers[0], numbers[1]};
}

std::optional<CoordinatePair> parseLonLat(const QString& text)
{
    static const QRegularExpression sides(QStringLiteral("[NSEWnsew]"));
    const QString written = withDecimalPoints(text);
    if (!written.contains(sides)) {
        const std::vector<double> numbers = numbersIn(written);
        if (numbers.size() != 2)
            return {};
        return withinEarth(numbers[1], numbers[0]);
    }
    // A letter ends its numbers ("47 N 98 W") or begins them ("N 47 W 98").
    static const QRegularExpression onlyKnown(QStringLiteral("^[-+.,;:°'\"′″\\s\\dNSEWnsew]*$"));
    const auto found = sides.globalMatch(written);
    std::vector<QRegularExpressionMatch> letters;
    for (auto each = found; each.hasNext();)
        letters.push_back(each.next());
    if (letters.size() != 2 || !written.contains(onlyKnown))
        return {};
    const bool leading = written.trimmed().startsWith(letters[0].captured());
    const auto first = letters[0].capturedStart();
    const auto second = letters[1].capturedStart();
    const std::array<QString, 2> halves =
        leading ? std::array{written.mid(first + 1, second - first - 1), written.mid(second + 1)}
                : std::array{written.left(first), written.mid(first + 1, second - first - 1)};
    std::optional<double> longitude;
    std::optional<double> latitude;
    for (std::size_t i = 0; i < 2; ++i) {
        const QChar letter = letters[i].captured().front().toUpper();
        const auto degrees = degreesOf(numbersIn(halves[i]));
        if (!degrees || *degrees < 0)
            return {};
        const double value = letter == 'S' || letter == 'W' ? -*degrees : *degrees;
        (letter == 'N' || letter == 'S' ? latitude : longitude) = value;
    }
    if (!longitude || !latitude)
        return {};
    return withinEarth(*longitude, *latitude);
}

} // namespace limn::ui
