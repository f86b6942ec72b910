// The Mask menu: what can be done to the class chosen in the part of the mask that is in view, and
// what leads from polygons to the mask and back. Each is one undo step, computed in the background.
// GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "ui/edit_target.h"
#include "ui/mask_work.h"

#include <functional>
#include <QAction>
#include <QMenu>
#include <QObject>
#include <QPointer>

namespace limn::ui
{

class OperationDialog;

class MaskMenu : public QObject
{
    Q_OBJECT
public:
    /// Adds its actions to `menu`; `target` and `work` must outlive it, `window` is the dialogs'.
    MaskMenu(QMenu* menu, EditTarget& target, MaskWork& work, QWidget* window);

    void setClasses(const annotation::ClassList& classes);

private:
    using Compute = MaskWork::Compute;

    void ask(const QString& title, const QString& text, const QString& label, int low, int high,
             int& number, std::function<void(int)> apply);
    void askClass();
    void askTrace();
    void trace(double simplify);
    void burn();
    void refine();
    void askSimplify();
    void showDialog();
    /// Runs `compute` for the class chosen, when there is one that may be changed.
    void run(const QString& what, Compute compute);
    bool hasClass();
    QString className(int value) const;

    EditTarget& target_;
    MaskWork& work_;
    QWidget* window_;
    annotation::ClassList classes_;
    QPointer<OperationDialog> dialog_; ///< the one shown
    int speckPixels_ = 50;
    int smoothRadius_ = 2;
    int growRadius_ = 3;
    int shrinkRadius_ = 3;
    double traceSimplify_ = 1;
    double simplify_ = 1;
};

} // namespace limn::ui
