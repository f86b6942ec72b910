#include "ui/tool_options_bar.h"

#include "widgets/elided_label.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <algorithm>
#include <cmath>
#include <QApplication>
#include <QButtonGroup>
#include <QEvent>
#include <QPainter>
#include <QSignalBlocker>

namespace limn::ui
{

namespace
{
/// The slider is logarithmic: as fine for small brushes as for large ones.
constexpr int sliderSteps = 200;

int toSlider(double size)
{
    return static_cast<int>(std::lround(sliderSteps * std::log(size / BrushOptions::minSize) /
                                        std::log(BrushOptions::maxSize / BrushOptions::minSize)));
}

double fromSlider(int value)
{
    const double size =
        BrushOptions::minSize * std::pow(BrushOptions::maxSize / BrushOptions::minSize,
                                         static_cast<double>(value) / sliderSteps);
    return std::round(size);
}

/// A name that says no more than the number is left out.
QString bandLabel(int number, const QString& name)
{
    if (name.isEmpty() || name == QStringLiteral("Band %1").arg(number))
        return ToolOptionsBar::tr("Band %1").arg(number);
    return ToolOptionsBar::tr("Band %1: %2").arg(number).arg(name);
}

/// A filled circle or square as the button's picture; drawn, since it shows what it does.
QIcon tipIcon(bool square, const QPalette& palette)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(2);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::ButtonText));
    if (square)
        painter.drawRect(QRectF(4, 4, 8, 8));
    else
        painter.drawEllipse(QRectF(3.5, 3.5, 9, 9));
    return pixmap;
}
} // namespace

ToolOptionsBar::ToolOptionsBar(ToolSet& tools, QWidget* parent)
    : QToolBar(tr("Tool options"), parent),
      tools_(tools),
      title_(new QLabel(this)),
      swatch_(new QLabel(this)),
      className_(new QLabel(this)),
      size_(new QDoubleSpinBox(this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      unit_(new QComboBox(this)),
      round_(new QToolButton(this)),
      square_(new QToolButton(this)),
      pressure_(new QCheckBox(tr("Pressure"), this)),
      tolerance_(new QSpinBox(this)),
      compared_(new QComboBox(this)),
      over_(new QComboBox(this)),
      hint_(new widgets::ElidedLabel(this, 2))
{
    setObjectName("toolOptions");
    setMovable(false);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setMinimumWidth(96);
    // As high with tools that have no options: the canvas below must not move.
    title_->setMinimumHeight(over_->sizeHint().height());
    swatch_->setFixedSize(12, 12);
    className_->setMinimumWidth(72);
    hint_->setForegroundRole(QPalette::PlaceholderText);

    auto* head = new QHBoxLayout;
    head->addWidget(title_);
    head->addWidget(swatch_);
    head->addWidget(className_);
    addPart(head);
    addSeparator();
    brushPart_ = buildBrushPart();
    fillPart_ = buildFillPart();
    superpixelPart_ = buildSuperpixelPart();
    snapPart_ = buildSnapPart();
    overPart_ = buildOverPart();
    hint_->setContentsMargins(8, 0, 8, 0);
    hint_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(hint_);

    connect(&tools_, &ToolSet::chosen, this, &ToolOptionsBar::showTool);
    connect(&tools_, &ToolSet::brushOptionsChanged, this, &ToolOptionsBar::showOptions);
    drawTips();
    showTool(tools_.current());
    showOptions(tools_.brushOptions());
}

/// Takes the layout, with the bar's margins, into a widget of its own that shows and hides as one.
QAction* ToolOptionsBar::addPart(QHBoxLayout* layout)
{
    auto* part = new QWidget(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(8);
    part->setLayout(layout);
    part->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    return addWidget(part);
}

QAction* ToolOptionsBar::buildBrushPart()
{
    size_->setObjectName("brushSize");
    size_->setRange(BrushOptions::minSize, BrushOptions::maxSize);
    size_->setDecimals(0);
    size_->setKeyboardTracking(false);
    size_->setToolTip(tr("Diameter of the brush ([ and ], or Shift + right drag)"));
    slider_->setRange(0, sliderSteps);
    slider_->setFixedWidth(128);
    slider_->setFocusPolicy(Qt::NoFocus);
    unit_->setObjectName("brushUnit");
    unit_->addItem(tr("image px"), false);
    unit_->addItem(tr("screen px"), true);
    unit_->setToolTip(tr("Whether the brush keeps its size on the image or on the screen"));
    auto* shapes = new QButtonGroup(this);
    for (QToolButton* button : {round_, square_}) {
        button->setCheckable(true);
        button->setAutoRaise(true);
        shapes->addButton(button);
    }
    round_->setToolTip(tr("Round brush"));
    square_->setToolTip(tr("Square brush"));
    square_->setObjectName("squareBrush");
    pressure_->setObjectName("brushPressure");
    pressure_->setToolTip(tr("A pen pressed lightly paints thinner; a mouse always paints full"));

    auto* layout = new QHBoxLayout;
    layout->addWidget(new QLabel(tr("Size"), this));
    layout->addWidget(size_);
    layout->addWidget(slider_);
    layout->addWidget(unit_);
    layout->addSpacing(8);
    layout->addWidget(round_);
    layout->addWidget(square_);
    layout->addWidget(pressure_);

    connect(size_, &QDoubleSpinBox::valueChanged, this, &ToolOptionsBar::changeOptions);
    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        if (!showing_)
            size_->setValue(fromSlider(value));
    });
    connect(unit_, &QComboBox::currentIndexChanged, this, &ToolOptionsBar::changeOptions);
    connect(square_, &QToolButton::toggled, this, &ToolOptionsBar::changeOptions);
    connect(pressure_, &QCheckBox::toggled, this, &ToolOptionsBar::changeOptions);
    return addPart(layout);
}

QAction* ToolOptionsBar::buildFillPart()
{
    tolerance_->setObjectName("fillTolerance");
    tolerance_->setRange(0, FillTool::maxTolerance);
    tolerance_->setValue(tools_.fillTolerance());
    tolerance_->setKeyboardTracking(false);
    tolerance_->setToolTip(tr("How far what is compared may be from the pixel clicked, in 0 to 255 "
                              "of its stretch"));
    auto* layout = new QHBoxLayout;
    layout->addWidget(new QLabel(tr("Tolerance"), this));
    layout->addWidget(tolerance_);
    compared_->setObjectName("fillBands");
    compared_->setMaximumWidth(160);
    compared_->setToolTip(tr("What is compared: the colours as they are shown, or bands of the "
                             "file, stretched from their 2nd to their 98th percentile"));
    layout->addSpacing(8);
    layout->addWidget(new QLabel(tr("Compare"), this));
    layout->addWidget(compared_);
    connect(tolerance_, &QSpinBox::valueChanged, this,
            [this](int value) { tools_.setFillTolerance(value); });
    connect(compared_, &QComboBox::currentIndexChanged, this, &ToolOptionsBar::takeBands);
    connect(&tools_, &ToolSet::bandsChanged, this, &ToolOptionsBar::showBands);
    showBands({});
    return addPart(layout);
}

void ToolOptionsBar::showBands(const QStringList& names)
{
    // Between two images there is none.
    if (names.isEmpty() && compared_->count() > 0)
        return;
    const QString chosen = compared_->currentText();
    QVariantList all;
    for (int band = 0; band < names.size(); ++band)
        all << band;
    {
        const QSignalBlocker quiet(compared_);
        compared_->clear();
        compared_->addItem(tr("Colours shown"), QVariantList());
        if (names.size() > 1)
            compared_->addItem(tr("All bands"), all);
        for (int band = 0; band < names.size(); ++band)
            compared_->addItem(bandLabel(band + 1, names[band]), QVariantList{band});
        // The same choice in the next image, where it has it.
        compared_->setCurrentIndex(std::max(0, compared_->findText(chosen)));
    }
    takeBands();
}

void ToolOptionsBar::takeBands()
{
    std::vector<int> bands;
    for (const QVariant& number : compared_->currentData().toList())
        bands.push_back(number.toInt());
    tools_.setFillBands(std::move(bands));
}

QAction* ToolOptionsBar::buildSuperpixelPart()
{
    using Options = SuperpixelToolOptions;
    SuperpixelTool& tool = tools_.superpixels();
    auto* size = new QSpinBox(this);
    size->setObjectName("superpixelSize");
    size->setRange(Options::minSize, Options::maxSize);
    size->setSuffix(tr(" px"));
    size->setToolTip(tr("About the side of a superpixel on the screen ([ and ])"));
    auto* compactness = new QSpinBox(this);
    compactness->setObjectName("superpixelCompactness");
    compactness->setRange(1, Options::maxCompactness);
    compactness->setToolTip(
        tr("Low: borders follow the colours; high: superpixels become squares"));
    for (QSpinBox* field : {size, compactness})
        field->setKeyboardTracking(false);
    const auto show = [=](const Options& options) {
        const QSignalBlocker quiet(size);
        const QSignalBlocker quietToo(compactness);
        size->setValue(options.size);
        compactness->setValue(options.compactness);
    };
    show(tool.options());
    connect(&tool, &SuperpixelTool::optionsChanged, this, show);
    const auto change = [=, &tool] { tool.setOptions({size->value(), compactness->value()}); };
    connect(size, &QSpinBox::valueChanged, this, change);
    connect(compactness, &QSpinBox::valueChanged, this, change);
    auto* layout = new QHBoxLayout;
    layout->addWidget(new QLabel(tr("Size"), this));
    layout->addWidget(size);
    layout->addSpacing(8);
    layout->addWidget(new QLabel(tr("Compactness"), this));
    layout->addWidget(compactness);
    return addPart(layout);
}

QAction* ToolOptionsBar::buildSnapPart()
{
    auto* snap = new QCheckBox(tr("Snap to neighbours"), this);
    snap->setObjectName("snapPolygons");
    snap->setChecked(tools_.snaps());
    snap->setToolTip(tr("Vertices go to the borders of other polygons and follow them, so that "
                        "neighbours share their border; Ctrl held lets go"));
    auto* layout = new QHBoxLayout;
    layout->addWidget(snap);
    connect(snap, &QCheckBox::toggled, this, [this](bool on) { tools_.setSnaps(on); });
    return addPart(layout);
}

QAction* ToolOptionsBar::buildOverPart()
{
    using annotation::Over;
    over_->setObjectName("paintOver");
    over_->addItem(tr("All but locked"), static_cast<int>(Over::AllButLocked));
    over_->addItem(tr("Unlabelled only"), static_cast<int>(Over::OnlyUnlabelled));
    over_->addItem(tr("Everything"), static_cast<int>(Over::Everything));
    over_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); // the hint gives way
    over_->setCurrentIndex(over_->findData(static_cast<int>(tools_.over())));
    over_->setToolTip(tr("What the tools may paint over: everything but locked classes, only what "
                         "is not labelled yet, or locked classes too"));
    auto* layout = new QHBoxLayout;
    layout->addWidget(new QLabel(tr("Paint over"), this));
    layout->addWidget(over_);
    connect(over_, &QComboBox::currentIndexChanged, this,
            [this] { tools_.setOver(static_cast<Over>(over_->currentData().toInt())); });
    return addPart(layout);
}

void ToolOptionsBar::changeEvent(QEvent* event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawTips();
}

void ToolOptionsBar::drawTips()
{
    const QPalette palette = QApplication::palette();
    round_->setIcon(tipIcon(false, palette));
    square_->setIcon(tipIcon(true, palette));
}

void ToolOptionsBar::setPaintClass(const QString& name, const QColor& colour)
{
    className_->setText(name);
    QPixmap pixmap(12, 12);
    pixmap.fill(colour.isValid() ? colour : QColor(Qt::transparent));
    swatch_->setPixmap(pixmap);
}

void ToolOptionsBar::showTool(ToolSet::Tool tool)
{
    using Tool = ToolSet::Tool;
    brushPart_->setVisible(tools_.usesBrush());
    fillPart_->setVisible(tool == Tool::Fill);
    superpixelPart_->setVisible(tool == Tool::Superpixels);
    snapPart_->setVisible(tool == Tool::Polygon || tool == Tool::Select);
    overPart_->setVisible(tools_.paintsMask());
    const bool usesClass = tool == Tool::Polygon || tool == Tool::CompleteRegion ||
                           (tools_.paintsMask() && tool != Tool::Eraser);
    swatch_->setVisible(usesClass);
    className_->setVisible(usesClass);
    switch (tool) {
    case Tool::Brush:
        title_->setText(tr("Brush"));
        hint_->setText(tr("Shift-click draws a line from the last point; Alt erases."));
        break;
    case Tool::Eraser:
        title_->setText(tr("Eraser"));
        hint_->setText(tr("Shift-click erases along a line from the last point."));
        break;
    case Tool::Polygon:
        title_->setText(tr("Polygon"));
        hint_->setText(
            tr("Click to set vertices; Enter finishes; Backspace takes one back; Esc gives up. "
               "Begin with Shift to add, Alt to cut out, both to intersect."));
        break;
    case Tool::Lasso:
        title_->setText(tr("Lasso"));
        hint_->setText(tr("Drag around what is to be filled; Alt erases; Esc gives up."));
        break;
    case Tool::Rectangle:
        title_->setText(tr("Rectangle"));
        hint_->setText(tr("Drag from corner to corner; Shift makes a square; Alt erases."));
        break;
    case Tool::Ellipse:
        title_->setText(tr("Ellipse"));
        hint_->setText(tr("Drag from corner to corner; Shift makes a circle; Alt erases."));
        break;
    case Tool::Fill:
        title_->setText(tr("Fill"));
        hint_->setText(tr("Click what looks alike and hangs together; Alt erases; Esc stops."));
        break;
    case Tool::Superpixels:
        title_->setText(tr("Superpixels"));
        hint_->setText(tr("Drag over the regions to paint; Alt erases; [ and ] change their size; "
                          "Esc gives up."));
        break;
    case Tool::CompleteRegion:
        title_->setText(tr("Complete region"));
        hint_->setText(
            tr("Drag where all else is labelled: what is unlabelled inside counts as the "
               "class. Alt-click removes one; Esc gives up."));
        break;
    case Tool::Select:
        title_->setText(tr("Select"));
        hint_->setText(tr("Click a polygon to choose it; drag it or its vertices; double-click an "
                          "edge to add a vertex; Backspace removes a vertex, Delete the polygon."));
        break;
    case Tool::Hand:
        title_->setText(tr("Hand"));
        hint_->setText(tr("Drag to move the picture; the wheel zooms. Space held does so in any "
                          "tool."));
        break;
    case Tool::Ruler:
        title_->setText(tr("Ruler"));
        hint_->setText(
            tr("Click along a line; Enter or a double click ends it; Backspace takes the "
               "last point back; Esc clears."));
        break;
    case Tool::Area:
        title_->setText(tr("Area"));
        hint_->setText(tr("Click around an area; Enter or a double click ends it; Backspace takes "
                          "the last point back; Esc clears."));
        break;
    }
    hint_->setToolTip(hint_->text());
}

void ToolOptionsBar::showOptions(const BrushOptions& options)
{
    showing_ = true;
    size_->setValue(options.size);
    slider_->setValue(toSlider(options.size));
    unit_->setCurrentIndex(options.inScreenPixels ? 1 : 0);
    square_->setChecked(options.square);
    round_->setChecked(!options.square);
    pressure_->setChecked(options.pressure);
    showing_ = false;
}

void ToolOptionsBar::changeOptions()
{
    if (showing_)
        return;
    BrushOptions options;
    options.size = size_->value();
    options.inScreenPixels = unit_->currentData().toBool();
    options.square = square_->isChecked();
    options.pressure = pressure_->isChecked();
    tools_.setBrushOptions(options);
}

} // namespace limn::ui
