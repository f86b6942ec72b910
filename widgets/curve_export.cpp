#include "widgets/curve_export.h"

#include "widgets/custom_plot.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextStream>

namespace limn::widgets
{

namespace
{

constexpr int leastWidth = 960;
constexpr int leastHeight = 480;
constexpr double pictureScale = 2; ///< PNG pixels a plot pixel
constexpr int dotsPerInch = 96;
constexpr double pointsPerInch = 72;

QString writeFailed(const QString& path, const QString& reason)
{
    return QCoreApplication::translate("CurveExport",
                                       "%1 could not be written (%2). Choose another place.")
        .arg(QDir::toNativeSeparators(path), reason);
}

QString number(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', 9) : QString();
}

bool writePng(QCustomPlot& plot, QSize size, QIODevice& device)
{
    return plot.toPixmap(size.width(), size.height(), pictureScale).save(&device, "PNG");
}

bool writePdf(QCustomPlot& plot, QSize size, QIODevice& device)
{
    QPdfWriter writer(&device);
    writer.setCreator(QStringLiteral("Limn"));
    writer.setResolution(dotsPerInch);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize(QSizeF(size) * pointsPerInch / dotsPerInch, QPageSize::Point));
    QCPPainter painter;
    if (!painter.begin(&writer))
        return false;
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, size.width(), size.height());
    return painter.end();
}

} // namespace

QString savePlot(QCustomPlot& plot, const QString& path)
{
    const QSize size = plot.size().expandedTo({leastWidth, leastHeight});
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return writeFailed(path, file.errorString());
    const bool isPdf = QFileInfo(path).suffix().compare(u"pdf", Qt::CaseInsensitive) == 0;
    const bool drawn = isPdf ? writePdf(plot, size, file) : writePng(plot, size, file);
    if (!drawn || !file.commit())
        return writeFailed(path, file.errorString());
    return {};
}

QString saveCurves(const Curves& curves, const QString& path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return writeFailed(path, file.errorString());
    QTextStream out(&file);
    out << "kind,step,seconds,training_loss,validation_loss,validation_miou\n";
    for (const auto& point : curves.training)
        out << "training," << number(point.step) << ',' << number(point.seconds) << ','
            << number(point.loss) << ",,\n";
    for (const auto& point : curves.validation)
        out << "validation," << number(point.step) << ',' << number(point.seconds) << ",,"
            << number(point.loss) << ',' << number(point.meanIou) << '\n';
    for (const auto& change : curves.labelChanges)
        out << "label_change," << number(change.step) << ',' << number(change.seconds) << ",,,\n";
    out.flush();
    if (out.status() != QTextStream::Ok || !file.commit())
        return writeFailed(path, file.errorString());
    return {};
}

} // namespace limn::widgets
