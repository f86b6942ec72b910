// What becomes of a class's labels when it goes: says where it is used, asks for the class that
// takes its place, and does nothing before it is told to. Not modal. GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "annotation/class_use.h"

#include <QDialog>

namespace limn::ui
{

class ClassChangeDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Purpose { Remove, Merge };
    /// `value` is the class that goes. Removing offers "unlabelled" first, merging only classes.
    ClassChangeDialog(Purpose purpose, const annotation::ClassList& classes, int value,
                      const annotation::ClassUse& use, QWidget* parent);

Q_SIGNALS:
    void chosen(int to); ///< 0: unlabelled
};

} // namespace limn::ui
