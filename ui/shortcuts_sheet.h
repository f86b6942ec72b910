// Every key of the window on one sheet. Modeless. GUI thread only.
#pragma once

#include <QDialog>

namespace limn::ui
{

class ShortcutsSheet : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsSheet(QWidget* parent = nullptr);
};

} // namespace limn::ui
