#include "ui/go_to_box.h"

#include "ui/coordinates.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>

namespace limn::ui
{

GoToBox::GoToBox(const raster::RasterInfo& image, QWidget* parent)
    : QDialog(parent),
      size_(image.size),
      georeference_(image),
      systems_(new QComboBox(this)),
      text_(new QLineEdit(this)),
      hint_(new QLabel(this))
{
    setObjectName("goTo");
    setWindowTitle(tr("Go to a place"));
    systems_->setObjectName("goToSystem");
    systems_->addItem(tr("Pixels"), static_cast<int>(System::Pixels));
    if (georeference_.isGeoreferenced()) {
        const QString crs = QString::fromStdString(georeference_.crsName());
        systems_->addItem(crs.isEmpty() ? tr("Map") : tr("Map (%1)").arg(crs),
                          static_cast<int>(System::Map));
    }
    if (georeference_.fromLonLat(0, 0) || georeference_.toLonLat(0, 0))
        systems_->addItem(tr("Latitude, longitude"), static_cast<int>(System::LonLat));
    text_->setObjectName("goToText");
    text_->setMinimumWidth(240);
    hint_->setObjectName("goToHint");
    hint_->setWordWrap(true);

    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->addRow(tr("Coordinates"), systems_);
    form->addRow(tr("Place"), text_);
    form->addRow(QString(), hint_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* go = buttons->addButton(tr("Go"), QDialogButtonBox::AcceptRole);
    go->setDefault(true);
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon(QIcon());
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &GoToBox::go);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(systems_, &QComboBox::currentIndexChanged, this, &GoToBox::showHint);
    connect(text_, &QLineEdit::textEdited, this, &GoToBox::showHint);
    showHint();
    text_->setFocus();
}

GoToBox::System GoToBox::system() const
{
    return static_cast<System>(systems_->currentData().toInt());
}

std::optional<QPointF> GoToBox::place() const
{
    if (system() == System::LonLat) {
        const auto lonLat = parseLonLat(text_->text());
        const auto pixel = lonLat ? georeference_.fromLonLat(lonLat->first, lonLat->second)
                                  : std::optional<raster::MapPoint>();
        return pixel ? std::optional(QPointF(pixel->x, pixel->y)) : std::nullopt;
    }
    const auto pair = parsePair(text_->text());
    if (!pair)
        return {};
    if (system() == System::Pixels)
        return QPointF(pair->first, pair->second);
    const raster::MapPoint pixel = georeference_.toPixel(pair->first, pair->second);
    return QPointF(pixel.x, pixel.y);
}

void GoToBox::showHint()
{
    hint_->setForegroundRole(QPalette::PlaceholderText);
    hint_->setPalette(palette());
    const raster::MapPoint middle = georeference_.toMap(size_.width / 2.0, size_.height / 2.0);
    switch (system()) {
    case System::Pixels:
        hint_->setText(
            tr("Column, row: from 0, 0 to %1, %2").arg(size_.width - 1).arg(size_.height - 1));
        break;
    case System::Map:
        hint_->setText(tr("Easting, northing; the middle is %1, %2")
                           .arg(middle.x, 0, 'f', 2)
                           .arg(middle.y, 0, 'f', 2));
        break;
    case System::LonLat:
        hint_->setText(tr("Such as 47.02 N 98.3 W, or 47.02, -98.3"));
        break;
    }
}

void GoToBox::go()
{
    const auto wanted = place();
    const auto complain = [this](const QString& text) {
        QPalette coloured = palette();
        coloured.setColor(QPalette::PlaceholderText,
                          widgets::toneColour(widgets::Tone::Error, palette()));
        hint_->setPalette(coloured);
        hint_->setText(text);
        text_->selectAll();
    };
    if (!wanted) {
        complain(tr("Write two numbers, such as %1.")
                     .arg(system() == System::LonLat ? "47.02 N 98.3 W" : "512, 300"));
        return;
    }
    if (!QRectF(0, 0, size_.width, size_.height).contains(*wanted)) {
        complain(tr("This place lies outside the image."));
        return;
    }
    showHint();
    Q_EMIT placeChosen(*wanted);
}

} // namespace limn::ui
