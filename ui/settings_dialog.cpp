#include "ui/settings_dialog.h"

#include "annotation/undo_stack.h"
#include "ui/backup_schedule.h"

#include <algorithm>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr auto undoKey = "undo/megabytes";
constexpr auto backupKey = "backup/minutes";
constexpr int leastMegabytes = 16;
constexpr int mostMegabytes = 65536;
constexpr int mostMinutes = 1440;
constexpr int defaultMegabytes = static_cast<int>(annotation::defaultUndoBudget >> 20);

int number(const QSettings& settings, const char* key, int usual, int least, int most)
{
    bool isNumber = false;
    const int value = settings.value(key, usual).toInt(&isNumber);
    return isNumber ? std::clamp(value, least, most) : usual;
}
} // namespace

int undoMegabytes(const QSettings& settings)
{
    return number(settings, undoKey, defaultMegabytes, leastMegabytes, mostMegabytes);
}

int backupMinutes(const QSettings& settings)
{
    return number(settings, backupKey, BackupSchedule::defaultMinutes, 0, mostMinutes);
}

SettingsDialog::SettingsDialog(QSettings& settings, QWidget* parent) : QDialog(parent)
{
    setObjectName("settings");
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* undo = new QSpinBox(this);
    undo->setObjectName("undoMegabytes");
    undo->setRange(leastMegabytes, mostMegabytes);
    undo->setSingleStep(128);
    undo->setSuffix(tr(" MB"));
    undo->setValue(undoMegabytes(settings));
    undo->setToolTip(tr("Older steps than fit lie on disk: none is forgotten"));
    auto* backup = new QSpinBox(this);
    backup->setObjectName("backupMinutes");
    backup->setRange(0, mostMinutes);
    backup->setSuffix(tr(" min"));
    backup->setSpecialValueText(tr("never"));
    backup->setValue(backupMinutes(settings));
    backup->setToolTip(tr("A copy of the project when labels have changed; File > Restore a backup "
                          "puts one back"));
    for (QSpinBox* field : {undo, backup})
        field->setKeyboardTracking(false);
    connect(undo, &QSpinBox::valueChanged, this, [this, &settings](int value) {
        settings.setValue(undoKey, value);
        Q_EMIT changed();
    });
    connect(backup, &QSpinBox::valueChanged, this, [this, &settings](int value) {
        settings.setValue(backupKey, value);
        Q_EMIT changed();
    });
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("Memory for undo"), undo);
    form->addRow(tr("Back up every"), backup);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace limn::ui
