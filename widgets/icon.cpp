#include "widgets/icon.h"

#include <cmath>
#include <optional>
#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <stdexcept>

/// Resources of a static library are only linked in when something asks for them, from outside of
/// any namespace.
static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace limn::widgets
{

namespace
{

/// Renders one SVG whose strokes are "currentColor" in a colour of the palette.
class TintedIconEngine : public QIconEngine
{
public:
    TintedIconEngine(QString name, QByteArray svg, std::optional<QPalette> palette)
        : name_(std::move(name)), svg_(std::move(svg)), palette_(std::move(palette))
    {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap picture = render((QSizeF(rect.size()) * ratio).toSize(), mode);
        picture.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), picture);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return render(size, mode);
    }

    QIconEngine* clone() const override { return new TintedIconEngine(*this); }
    QString iconName() override { return name_; }
    bool isNull() override { return false; }

private:
    QColor colour(QIcon::Mode mode) const
    {
        const QPalette palette = palette_ ? *palette_ : QApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        case QIcon::Selected:
            return palette.color(QPalette::Active, QPalette::HighlightedText);
        default:
            return palette.color(QPalette::Active, QPalette::ButtonText);
        }
    }

    QPixmap render(const QSize& size, QIcon::Mode mode) const
    {
        const QColor tint = colour(mode);
        const QString key = QStringLiteral("limn/%1/%2x%3/%4")
                                .arg(name_)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(tint.rgba(), 8, 16);
        QPixmap result;
        if (QPixmapCache::find(key, &result))
            return result;
        QByteArray svg = svg_;
        svg.replace("currentColor", tint.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        result = QPixmap(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        painter.setOpacity(tint.alphaF());
        const double side = std::min(size.width(), size.height());
        renderer.render(&painter,
                        QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side));
        painter.end();
        QPixmapCache::insert(key, result);
        return result;
    }

    QString name_;
    QByteArray svg_;
    std::optional<QPalette> palette_;
};

QIcon makeIcon(const QString& name, std::optional<QPalette> palette)
{
    registerIcons();
    QFile file(QStringLiteral(":/limn/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        throw std::invalid_argument("no icon of the name " + name.toStdString() + " ships");
    return QIcon(new TintedIconEngine(name, file.readAll(), std::move(palette)));
}

} // namespace

QIcon icon(const QString& name, const QPalette& palette)
{
    return makeIcon(name, palette);
}

QIcon icon(const QString& name)
{
    return makeIcon(name, std::nullopt);
}

} // namespace limn::widgets
