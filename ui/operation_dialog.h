// A small window beside the work: one value and a button that applies it, as often as wanted. Never
// modal. GUI thread only.
#pragma once

#include <QDialog>

namespace limn::ui
{

class OperationDialog : public QDialog
{
    Q_OBJECT
public:
    /// `field` is what is asked for, between `label` and nothing; it is taken over.
    OperationDialog(const QString& title, const QString& text, const QString& label, QWidget* field,
                    QWidget* parent);

Q_SIGNALS:
    void applied();
};

} // namespace limn::ui
