#include "ui/operation_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int textWidth = 288;
} // namespace

OperationDialog::OperationDialog(const QString& title, const QString& text, const QString& label,
                                 QWidget* field, QWidget* parent)
    : QDialog(parent)
{
    setObjectName("operation");
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* explanation = new QLabel(text, this);
    explanation->setWordWrap(true);
    explanation->setFixedWidth(textWidth);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new QLabel(label, this));
    row->addWidget(field, 1);
    auto* buttons = new QDialogButtonBox(this);
    auto* apply = buttons->addButton(tr("Apply"), QDialogButtonBox::ApplyRole);
    apply->setObjectName("applyOperation");
    apply->setDefault(true);
    buttons->addButton(QDialogButtonBox::Close)->setIcon({});
    connect(apply, &QPushButton::clicked, this, &OperationDialog::applied);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(explanation);
    layout->addLayout(row);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    field->setFocus();
}

} // namespace limn::ui
