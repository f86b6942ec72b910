#include "ui/mask_menu.h"

#include "annotation/area_fill.h"
#include "annotation/grab_cut.h"
#include "annotation/mask_operations.h"
#include "annotation/shape_geometry.h"
#include "annotation/shape_mask.h"
#include "ui/label_colours.h"
#include "ui/operation_dialog.h"

#include <memory>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPixmap>
#include <QSpinBox>
#include <utility>

namespace limn::ui
{

namespace
{
using annotation::MaskTiles;
using annotation::Progress;

constexpr int maxSpeck = 1'000'000;
constexpr double maxSimplify = 100;
/// Patches of fewer pixels are no objects anyone would outline.
constexpr int leastTraced = 12;
} // namespace

MaskMenu::MaskMenu(QMenu* menu, EditTarget& target, MaskWork& work, QWidget* window)
    : QObject(menu), target_(target), work_(work), window_(window)
{
    const auto add = [&](const QString& text, const QString& name, const QString& tip,
                         const std::function<void()>& act) {
        QAction* action = menu->addAction(text, this, act);
        action->setObjectName(name);
        action->setStatusTip(tip);
        action->setToolTip(tip);
    };
    menu->setToolTipsVisible(true);
    add(tr("Fill &holes"), "fillHoles",
        tr("What the class chosen surrounds and is unlabelled gets the class, in view"), [this] {
            run(tr("Fill holes"), [window = target_.visibleRect(), value = target_.classValue()](
                                      MaskTiles& mask, Progress& progress) {
                return annotation::fillHoles(mask, window, value, progress);
            });
        });
    add(tr("Remove spec&ks…"), "removeSpecks",
        tr("Small patches of the class chosen become unlabelled, in view"), [this] {
            ask(tr("Remove specks"),
                tr("Patches of %1 in view with fewer pixels become unlabelled. Patches that reach "
                   "the edge of the view stay."),
                tr("Smaller than"), 2, maxSpeck, speckPixels_, [this](int pixels) {
                    run(tr("Remove specks"),
                        [pixels, window = target_.visibleRect(),
                         value = target_.classValue()](MaskTiles& mask, Progress& progress) {
                            return annotation::removeSpecks(mask, window, value, pixels, progress);
                        });
                });
        });
    menu->addSeparator();
    add(tr("&Smooth…"), "smoothClass", tr("Evens out the outline of the class chosen, in view"),
        [this] {
            ask(tr("Smooth"),
                tr("A pixel in view is %1 where more than half of the square around it is; "
                   "elsewhere "
                   "it becomes what surrounds it most."),
                tr("Reach"), 1, annotation::maxOperationRadius, smoothRadius_, [this](int radius) {
                    run(tr("Smooth"), [radius, window = target_.visibleRect(),
                                       rule = target_.rule(target_.classValue())](
                                          MaskTiles& mask, Progress& progress) {
                        return annotation::smoothClass(mask, window, rule, radius, progress);
                    });
                });
        });
    add(tr("&Grow…"), "growClass", tr("Makes the class chosen wider on all sides, in view"),
        [this] {
            ask(tr("Grow"),
                tr("Widens %1 in view on all sides, over what the tools may paint over."),
                tr("Grow by"), 1, annotation::maxOperationRadius, growRadius_, [this](int radius) {
                    run(tr("Grow"), [radius, window = target_.visibleRect(),
                                     rule = target_.rule(target_.classValue())](
                                        MaskTiles& mask, Progress& progress) {
                        return annotation::growClass(mask, window, rule, radius, progress);
                    });
                });
        });
    add(tr("Sh&rink…"), "shrinkClass", tr("Makes the class chosen narrower on all sides, in view"),
        [this] {
            ask(tr("Shrink"),
                tr("Narrows %1 in view on all sides: its rim becomes what lies next to it."),
                tr("Shrink by"), 1, annotation::maxOperationRadius, shrinkRadius_,
                [this](int radius) {
                    run(tr("Shrink"),
                        [radius, window = target_.visibleRect(),
                         value = target_.classValue()](MaskTiles& mask, Progress& progress) {
                            return annotation::shrinkClass(mask, window, value, radius, progress);
                        });
                });
        });
    menu->addSeparator();
    add(tr("&Change class…"), "changeClass", tr("Turns the class chosen into another one, in view"),
        [this] { askClass(); });
    menu->addSeparator();
    add(tr("&Trace into polygons…"), "traceMask",
        tr("What is painted as the class chosen becomes polygons, in view"),
        [this] { askTrace(); });
    add(tr("&Burn polygons into the mask"), "burnPolygons",
        tr("The selected polygon, or all of the image when none is selected, becomes part of the "
           "mask"),
        [this] { burn(); });
    add(tr("Si&mplify the polygon…"), "simplifyPolygon",
        tr("Leaves vertices of the selected polygon out"), [this] { askSimplify(); });
    add(tr("Cut &out the object (GrabCut)"), "grabCut",
        tr("Paints the object that the selected polygon was drawn around; the polygon goes"),
        [this] { refine(); });
}

void MaskMenu::setClasses(const annotation::ClassList& classes)
{
    classes_ = classes;
}

QString MaskMenu::className(int value) const
{
    const annotation::ClassEntry* entry = annotation::findClass(classes_, value);
    return entry ? QString::fromStdString(entry->name) : tr("the class");
}

bool MaskMenu::hasClass()
{
    if (target_.classValue() != annotation::unlabelled)
        return target_.labels() != nullptr;
    Q_EMIT target_.refused(tr("Choose a class in the Classes panel first: this changes the mask of "
                              "one class."));
    return false;
}

void MaskMenu::ask(const QString& title, const QString& text, const QString& label, int low,
                   int high, int& number, std::function<void(int)> apply)
{
    if (!hasClass())
        return;
    if (dialog_)
        dialog_->close();
    auto* field = new QSpinBox;
    field->setObjectName("operationNumber");
    field->setRange(low, high);
    field->setValue(number);
    field->setSuffix(tr(" px"));
    field->selectAll();
    dialog_ = new OperationDialog(title, text.arg(className(target_.classValue())), label, field,
                                  window_);
    connect(dialog_, &OperationDialog::applied, this, [field, &number, apply] {
        number = field->value();
        apply(number);
    });
    showDialog();
}

void MaskMenu::askClass()
{
    if (!hasClass())
        return;
    if (dialog_)
        dialog_->close();
    const int from = target_.classValue();
    auto* field = new QComboBox;
    field->setObjectName("operationClass");
    for (const annotation::ClassEntry& entry : classes_) {
        if (entry.value == from)
            continue;
        QPixmap swatch(12, 12);
        swatch.fill(toColour(entry.colour));
        field->addItem(swatch, QString::fromStdString(entry.name), entry.value);
    }
    field->addItem(tr("Unlabelled"), annotation::unlabelled);
    dialog_ =
        new OperationDialog(tr("Change class"),
                            tr("What is painted as %1 in view becomes another class. Polygons "
                               "stay.")
                                .arg(className(from)),
                            tr("Into"), field, window_);
    connect(dialog_, &OperationDialog::applied, this, [this, field, from] {
        const int to = field->currentData().toInt();
        if (!target_.accepts(to))
            return;
        run(tr("Change class"),
            [from, to, window = target_.visibleRect()](MaskTiles& mask, Progress& progress) {
                return annotation::replaceClass(mask, window, from, to, progress);
            });
    });
    showDialog();
}

void MaskMenu::askTrace()
{
    if (!hasClass())
        return;
    if (dialog_)
        dialog_->close();
    auto* field = new QDoubleSpinBox;
    field->setObjectName("traceSimplify");
    field->setRange(0, maxSimplify);
    field->setDecimals(1);
    field->setSingleStep(0.5);
    field->setValue(traceSimplify_);
    field->setSuffix(tr(" px"));
    dialog_ = new OperationDialog(
        tr("Trace into polygons"),
        tr("What is painted as %1 in view becomes polygons and leaves the mask. Patches of fewer "
           "than %2 pixels stay. 0 keeps every pixel's edge.")
            .arg(className(target_.classValue()))
            .arg(leastTraced),
        tr("Simplify by up to"), field, window_);
    connect(dialog_, &OperationDialog::applied, this, [this, field] {
        traceSimplify_ = field->value();
        trace(traceSimplify_);
    });
    showDialog();
}

void MaskMenu::askSimplify()
{
    if (!target_.selectedShape()) {
        Q_EMIT target_.refused(tr("Select a polygon first: this leaves vertices of it out."));
        return;
    }
    if (dialog_)
        dialog_->close();
    auto* field = new QDoubleSpinBox;
    field->setObjectName("simplifyTolerance");
    field->setRange(0.1, maxSimplify);
    field->setDecimals(1);
    field->setSingleStep(0.5);
    field->setValue(simplify_);
    field->setSuffix(tr(" px"));
    dialog_ = new OperationDialog(tr("Simplify the polygon"),
                                  tr("Vertices of the selected polygon are left out where its "
                                     "outline moves by no more than this."),
                                  tr("Move by up to"), field, window_);
    connect(dialog_, &OperationDialog::applied, this, [this, field] {
        simplify_ = field->value();
        const annotation::Shape* selected = target_.selectedShape();
        if (!selected)
            return;
        annotation::Shape simple = *selected;
        simple.rings = annotation::simplified(selected->rings, simplify_);
        target_.edit([&](annotation::ImageAnnotation& labels) {
            labels.replaceShape(simple, tr("Simplify polygon").toStdString());
        });
    });
    showDialog();
}

void MaskMenu::trace(double simplify)
{
    if (!hasClass() || !target_.accepts(target_.classValue()))
        return;
    const auto count = std::make_shared<std::size_t>(0);
    const auto compute = [=, window = target_.visibleRect(),
                          value = target_.classValue()](MaskTiles& mask, Progress& progress) {
        annotation::LabelChange change =
            annotation::traceClass(mask, window, value, {simplify, leastTraced}, progress);
        *count = change.added.size();
        return change;
    };
    work_.start(tr("Trace polygons"), compute, [this, count](bool changed) {
        if (changed)
            Q_EMIT target_.noted(tr("Traced %n polygon(s).", nullptr, static_cast<int>(*count)));
        else
            Q_EMIT target_.noted(tr("There is nothing painted in this class in view."));
    });
}

void MaskMenu::burn()
{
    if (!target_.labels())
        return;
    std::vector<std::int64_t> ids;
    if (const annotation::Shape* selected = target_.selectedShape())
        ids.push_back(selected->id);
    else
        for (const annotation::Shape& shape : target_.labels()->shapes())
            ids.push_back(shape.id);
    if (ids.empty()) {
        Q_EMIT target_.noted(tr("There are no polygons on this image."));
        return;
    }
    work_.start(tr("Burn polygons"),
                [ids, shapes = target_.labels()->shapes()](MaskTiles& mask, Progress& progress) {
                    return annotation::burnShapes(mask, shapes, ids, progress);
                });
}

void MaskMenu::refine()
{
    const annotation::Shape* selected = target_.selectedShape();
    if (!selected) {
        Q_EMIT target_.refused(tr("Draw a polygon roughly around the object and select it first."));
        return;
    }
    if (!target_.accepts(selected->classValue))
        return;
    if (!target_.reducedPicture()) {
        Q_EMIT target_.refused(tr("The image is not read yet: try again in a moment."));
        return;
    }
    const auto compute = [shape = *selected, picture = target_.reducedPicture(),
                          rule = target_.rule(selected->classValue)](MaskTiles& mask,
                                                                     Progress& progress) {
        const annotation::Area object =
            annotation::findObject(shape, rule.value, mask, picture, progress);
        annotation::LabelChange change = annotation::fillArea(mask, object, rule);
        if (change.mask.isEmpty())
            throw annotation::ProjectError(
                tr("No object was found in the polygon that is not painted already: draw the "
                   "polygon closer around it, or paint a little of the object first.")
                    .toStdString());
        change.removed = {shape};
        return change;
    };
    work_.start(tr("Cut out object"), compute);
}

void MaskMenu::showDialog()
{
    // What its text says must stay what happens.
    connect(&target_, &EditTarget::classChanged, dialog_,
            [this, dialog = dialog_.data(), value = target_.classValue()] {
                if (target_.classValue() != value)
                    dialog->close();
            });
    connect(&target_, &EditTarget::imageChanged, dialog_, &QDialog::close);
    dialog_->show();
}

void MaskMenu::run(const QString& what, Compute compute)
{
    if (!hasClass() || !target_.accepts(target_.classValue()))
        return;
    work_.start(what, std::move(compute), [this, what](bool changed) {
        if (!changed)
            Q_EMIT target_.noted(tr("%1: there was nothing to change in view.").arg(what));
    });
}

} // namespace limn::ui
