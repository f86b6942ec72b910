#include "ui/mask_menu.h"

#include "annotation/mask_operations.h"
#include "ui/label_colours.h"
#include "ui/operation_dialog.h"

#include <QComboBox>
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
                tr("A pixel in view is %1 where more than half of the square around it is, and "
                   "unlabelled elsewhere."),
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
            ask(tr("Shrink"), tr("Narrows %1 in view on all sides: its rim becomes unlabelled."),
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
