#include "ui/tool_options_bar.h"

#include "widgets/icon.h"
#include "widgets/theme.h"

#include <cmath>
#include <QApplication>
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

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
      onlyUnlabelled_(new QCheckBox(tr("Only unlabelled"), this)),
      hint_(new QLabel(this))
{
    setObjectName("toolOptions");
    setMovable(false);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setMinimumWidth(64);
    swatch_->setFixedSize(12, 12);
    className_->setMinimumWidth(72);
    hint_->setForegroundRole(QPalette::PlaceholderText);

    size_->setObjectName("brushSize");
    size_->setRange(BrushOptions::minSize, BrushOptions::maxSize);
    size_->setDecimals(0);
    size_->setKeyboardTracking(false);
    size_->setToolTip(tr("Diameter of the brush ([ and ], or Shift + right drag)"));
    slider_->setRange(0, sliderSteps);
    slider_->setFixedWidth(128);
    slider_->setFocusPolicy(Qt::NoFocus);
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
    onlyUnlabelled_->setObjectName("onlyUnlabelled");
    onlyUnlabelled_->setToolTip(tr("Paint only where nothing is labelled yet"));

    auto* head = new QWidget(this);
    auto* headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(8, 4, 8, 4);
    headLayout->setSpacing(8);
    headLayout->addWidget(title_);
    headLayout->addWidget(swatch_);
    headLayout->addWidget(className_);
    addWidget(head);
    addSeparator();

    auto* brush = new QWidget(this);
    auto* layout = new QHBoxLayout(brush);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(8);
    layout->addWidget(new QLabel(tr("Size"), brush));
    layout->addWidget(size_);
    layout->addWidget(slider_);
    layout->addWidget(unit_);
    layout->addSpacing(8);
    layout->addWidget(round_);
    layout->addWidget(square_);
    layout->addSpacing(8);
    layout->addWidget(onlyUnlabelled_);
    layout->addStretch();
    brushPart_ = addWidget(brush);

    hint_->setContentsMargins(8, 0, 8, 0);
    hint_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    hint_->setMinimumWidth(1); // cut off rather than hidden in a narrow window
    hintPart_ = addWidget(hint_);

    connect(size_, &QDoubleSpinBox::valueChanged, this, &ToolOptionsBar::changeOptions);
    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        if (!showing_)
            size_->setValue(fromSlider(value));
    });
    connect(unit_, &QComboBox::currentIndexChanged, this, &ToolOptionsBar::changeOptions);
    connect(square_, &QToolButton::toggled, this, &ToolOptionsBar::changeOptions);
    connect(onlyUnlabelled_, &QCheckBox::toggled, this, &ToolOptionsBar::changeOptions);
    connect(&tools_, &ToolSet::chosen, this, &ToolOptionsBar::showTool);
    connect(&tools_, &ToolSet::brushOptionsChanged, this, &ToolOptionsBar::showOptions);
    drawTips();
    showTool(tools_.current());
    showOptions(tools_.brushOptions());
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
    const bool paints = tools_.usesBrush();
    brushPart_->setVisible(paints);
    hintPart_->setVisible(!paints);
    const bool usesClass = tool == Tool::Brush || tool == Tool::Polygon;
    swatch_->setVisible(usesClass);
    className_->setVisible(usesClass);
    switch (tool) {
    case Tool::Brush:
        title_->setText(tr("Brush"));
        break;
    case Tool::Eraser:
        title_->setText(tr("Eraser"));
        break;
    case Tool::Polygon:
        title_->setText(tr("Polygon"));
        hint_->setText(
            tr("Click to set vertices; Enter or a double click finishes; Backspace takes "
               "the last one back; Esc gives up."));
        break;
    case Tool::Select:
        title_->setText(tr("Select"));
        hint_->setText(tr("Click a polygon to choose it; drag it or its vertices; double-click an "
                          "edge to add a vertex; Delete removes it."));
        break;
    case Tool::Hand:
        title_->setText(tr("Hand"));
        hint_->setText(tr("Drag to move the picture; the wheel zooms. Space held does so in any "
                          "tool."));
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
    onlyUnlabelled_->setChecked(options.onlyUnlabelled);
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
    options.onlyUnlabelled = onlyUnlabelled_->isChecked();
    tools_.setBrushOptions(options);
}

} // namespace limn::ui
