// The colours given to new classes are told apart by people who see red, green or blue differently.
// Simulation: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
// color vision deficiency", IEEE TVCG 15 (2009), severity 1, on linear sRGB; distance: CIE 1976 in
// L*a*b* under D65.

#include "annotation/class_list.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace limn::annotation;

namespace
{

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

/// Far more than the 2 to 3 that are just noticeable side by side: small patches lie apart.
constexpr double clearlyApart = 15;

const Matrix usual{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
const Matrix protanopia{{{0.152286, 1.052583, -0.204868},
                         {0.114503, 0.786281, 0.099216},
                         {-0.003882, -0.048116, 1.051998}}};
const Matrix deuteranopia{{{0.367322, 0.860646, -0.227968},
                           {0.280085, 0.672501, 0.047413},
                           {-0.011820, 0.042940, 0.968881}}};
const Matrix tritanopia{{{1.255528, -0.076749, -0.178779},
                         {-0.078411, 0.930809, 0.147602},
                         {0.004733, 0.691367, 0.303900}}};

Vector product(const Matrix& matrix, const Vector& v)
{
    Vector result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return result;
}

/// L*a*b* as it is seen.
Vector seen(const Rgb& colour, const Matrix& eyes)
{
    Vector linear{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double c = colour[i] / 255.0;
        linear[i] = c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    }
    linear = product(eyes, linear);
    for (double& c : linear)
        c = std::clamp(c, 0.0, 1.0);
    const Matrix toXyz{
        {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};
    Vector xyz = product(toXyz, linear);
    const Vector white{0.95047, 1, 1.08883};
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = xyz[i] / white[i];
        xyz[i] = t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116;
    }
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double leastDistance(const std::vector<Rgb>& colours, const Matrix& eyes)
{
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < colours.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const Vector a = seen(colours[i], eyes);
            const Vector b = seen(colours[j], eyes);
            least = std::min(least, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
        }
    return least;
}

} // namespace

Q_DECLARE_METATYPE(Matrix)

class PaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstSevenColoursAreToldApart_data();
    void theFirstSevenColoursAreToldApart();
    void redAndGreenWouldNotPass();
};

void PaletteTest::theFirstSevenColoursAreToldApart_data()
{
    QTest::addColumn<Matrix>("eyes");
    QTest::newRow("usual") << usual;
    QTest::newRow("no red cones") << protanopia;
    QTest::newRow("no green cones") << deuteranopia;
    QTest::newRow("no blue cones") << tritanopia;
}

void PaletteTest::theFirstSevenColoursAreToldApart()
{
    QFETCH(Matrix, eyes);
    ClassList classes;
    std::vector<Rgb> colours;
    for (int i = 0; i < 7; ++i)
        colours.push_back(addClass(classes, "class " + std::to_string(i)).colour);
    const double least = leastDistance(colours, eyes);
    QVERIFY2(least > clearlyApart, QByteArray::number(least).constData());
}

void PaletteTest::redAndGreenWouldNotPass()
{
    const std::vector<Rgb> naive{{170, 60, 30}, {95, 110, 25}};
    QVERIFY(leastDistance(naive, usual) > clearlyApart);
    QVERIFY(leastDistance(naive, deuteranopia) < clearlyApart);
}

QTEST_GUILESS_MAIN(PaletteTest)
#include "palette.moc"
