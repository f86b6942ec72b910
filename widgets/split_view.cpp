#include "widgets/split_view.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <utility>

namespace limn::widgets
{

namespace
{

constexpr int choiceCorner = 12; ///< from the canvas's edges
constexpr int crossReach = 9;    ///< screen pixels to each side
constexpr int between = 2;
// No layer is called so.
constexpr auto allLayers = "*";
constexpr auto imageAlone = "-";

} // namespace

/// Where the cursor is in the other half.
class SplitView::Cross : public CanvasTool
{
public:
    using CanvasTool::CanvasTool;

    QCursor cursor() const override { return Qt::OpenHandCursor; }

    void moveTo(QPointF image, bool inside)
    {
        image_ = image;
        inside_ = inside;
        Q_EMIT repaintNeeded({});
    }

    void paint(QPainter& painter, const ViewTransform& view) override
    {
        if (!inside_)
            return;
        const QPointF at = view.toScreen(image_);
        const QPointF across(crossReach, 0);
        const QPointF down(0, crossReach);
        // Dark around white is seen on any image.
        for (const QPen& pen : {QPen(QColor(0, 0, 0, 160), 4), QPen(Qt::white, 2)}) {
            painter.setPen(pen);
            painter.drawLine(at - across, at + across);
            painter.drawLine(at - down, at + down);
        }
    }

private:
    QPointF image_;
    bool inside_ = false;
};

SplitView::SplitView(Canvas* canvas, QWidget* parent)
    : QWidget(parent),
      canvas_(canvas),
      left_(new Canvas(this)),
      // What is worked on beside the bare image is what is most often wanted.
      leftChoice_{nullptr, imageAlone},
      rightChoice_{nullptr, allLayers},
      cross_(new Cross(this))
{
    leftChoice_.box =
        makeBox(left_, QStringLiteral("leftLayers"), tr("Shown on the left"), leftChoice_);
    rightChoice_.box =
        makeBox(canvas_, QStringLiteral("rightLayers"), tr("Shown on the right"), rightChoice_);
    left_->setObjectName(QStringLiteral("leftCanvas"));
    left_->setTool(cross_);
    left_->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(between);
    row->addWidget(left_, 1);
    row->addWidget(canvas_, 1);
    connect(canvas_, &Canvas::imageSizeChanged, this, [this] {
        following_ = true;
        left_->setImageSize(canvas_->imageSize());
        following_ = false;
        follow(*canvas_, *left_);
        showChoices();
    });
    connect(canvas_, &Canvas::viewChanged, this, [this] { follow(*canvas_, *left_); });
    connect(left_, &Canvas::viewChanged, this, [this](const ViewTransform& view) {
        const bool resized = std::exchange(leftViewport_, view.viewport) != view.viewport;
        if (resized)
            follow(*canvas_, *left_);
        else
            follow(*left_, *canvas_);
    });
    connect(canvas_, &Canvas::cursorMoved, this,
            [this](QPointF image, bool inside) { cross_->moveTo(image, inside); });
    left_->setImageSize(canvas_->imageSize());
}

SplitView::~SplitView()
{
    left_->setTool(nullptr);
}

QComboBox* SplitView::makeBox(Canvas* canvas, const QString& name, const QString& accessible,
                              Choice& choice)
{
    auto* box = new QComboBox(canvas);
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setToolTip(accessible);
    box->setCursor(Qt::ArrowCursor);
    box->setFocusPolicy(Qt::TabFocus);
    box->move(choiceCorner, choiceCorner);
    box->hide();
    connect(box, &QComboBox::activated, this, [this, box, &choice] {
        choice.id = box->currentData().toString();
        apply();
    });
    return box;
}

void SplitView::fill(const Choice& choice)
{
    const QSignalBlocker quiet(choice.box);
    choice.box->clear();
    choice.box->addItem(tr("All layers"), QString(allLayers));
    choice.box->addItem(tr("Image alone"), QString(imageAlone));
    for (const CanvasLayer* layer : layers_)
        if (layer && layer->isOverlay())
            choice.box->addItem(layer->title(), layer->id());
    choice.box->setCurrentIndex(std::max(0, choice.box->findData(choice.id)));
    choice.box->adjustSize();
}

void SplitView::setLayers(const std::vector<CanvasLayer*>& layers)
{
    layers_.assign(layers.begin(), layers.end());
    fill(leftChoice_);
    fill(rightChoice_);
    apply();
}

std::vector<CanvasLayer*> SplitView::chosen(const QString& id) const
{
    std::vector<CanvasLayer*> shown;
    for (CanvasLayer* layer : layers_)
        if (layer && (id == allLayers || !layer->isOverlay() || layer->id() == id))
            shown.push_back(layer);
    return shown;
}

void SplitView::setSplit(bool split)
{
    if (split == split_)
        return;
    split_ = split;
    left_->setVisible(split_);
    apply();
    if (split_)
        follow(*canvas_, *left_);
}

void SplitView::showChoices()
{
    for (QComboBox* box : {leftChoice_.box, rightChoice_.box}) {
        box->setVisible(isChoosing() && !layers_.empty());
        box->raise();
    }
}

void SplitView::apply()
{
    showChoices();
    left_->setLayers(split_ ? chosen(leftChoice_.id) : std::vector<CanvasLayer*>());
    canvas_->setLayers(chosen(split_ ? rightChoice_.id : QString(allLayers)));
}

void SplitView::follow(const Canvas& from, Canvas& to)
{
    if (!split_ || following_)
        return;
    const ViewTransform wanted = from.view();
    if (to.view().origin == wanted.origin && to.view().scale == wanted.scale)
        return;
    following_ = true;
    to.setView(wanted);
    following_ = false;
}

} // namespace limn::widgets
