#include "widgets/curve_export.h"

#include "widgets/curve_comparison.h"
#include "widgets/curve_plot.h"
#include "widgets/custom_plot.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
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

const char* const columns = "kind,step,seconds,training_loss,validation_loss,validation_miou\n";

void writeRows(QTextStream& out, const QString& first, const Curves& curves)
{
    for (const auto& point : curves.training)
        out << first << "training," << number(point.step) << ',' << number(point.seconds) << ','
            << number(point.loss) << ",,\n";
    for (const auto& point : curves.validation)
        out << first << "validation," << number(point.step) << ',' << number(point.seconds) << ",,"
            << number(point.loss) << ',' << number(point.meanIou) << '\n';
    for (const auto& change : curves.labelChanges)
        out << first << "label_change," << number(change.step) << ',' << number(change.seconds)
            << ",,,\n";
}

template <class Write>
QString saveTable(const QString& path, Write write)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return writeFailed(path, file.errorString());
    QTextStream out(&file);
    write(out);
    out.flush();
    if (out.status() != QTextStream::Ok || !file.commit())
        return writeFailed(path, file.errorString());
    return {};
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
    return saveTable(path, [&](QTextStream& out) {
        out << columns;
        writeRows(out, {}, curves);
    });
}

QString saveCurves(const QList<ComparedRun>& runs, const QString& path)
{
    return saveTable(path, [&](QTextStream& out) {
        out << "run," << columns;
        for (const ComparedRun& run : runs) {
            QString name = run.name;
            writeRows(out, '"' + name.replace('"', QStringLiteral("\"\"")) + QStringLiteral("\","),
                      run.curves);
        }
    });
}

void askWhereToSave(QWidget* parent, std::function<QString(const QString&)> save)
{
    auto* dialog = new QFileDialog(parent, CurvePlot::tr("Save curves"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({CurvePlot::tr("PNG picture (*.png)"),
                            CurvePlot::tr("PDF document (*.pdf)"),
                            CurvePlot::tr("CSV table (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(QStringLiteral("curves.png"));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        const qsizetype dot = filter.lastIndexOf(QLatin1Char('.'));
        dialog->setDefaultSuffix(filter.mid(dot + 1, 3));
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [save = std::move(save)](const QString& path) { save(path); });
    dialog->open();
}

} // namespace limn::widgets
