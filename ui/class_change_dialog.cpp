#include "ui/class_change_dialog.h"

#include "ui/label_colours.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int textWidth = 336;

QString useText(const QString& name, const annotation::ClassUse& use)
{
    if (use.isEmpty())
        return ClassChangeDialog::tr("Nothing is labelled as %1.").arg(name);
    QStringList parts;
    if (use.pixels > 0)
        parts << ClassChangeDialog::tr("%1 painted pixels").arg(QLocale().toString(use.pixels));
    if (use.shapes > 0)
        parts << ClassChangeDialog::tr("%n polygon(s)", nullptr, use.shapes);
    if (use.regions > 0)
        parts << ClassChangeDialog::tr("%n complete region(s)", nullptr, use.regions);
    return ClassChangeDialog::tr("Labelled as %1 in %n image(s): %2.", nullptr, use.images)
        .arg(name, parts.join(", "));
}
} // namespace

ClassChangeDialog::ClassChangeDialog(Purpose purpose, const annotation::ClassList& classes,
                                     int value, const annotation::ClassUse& use, QWidget* parent)
    : QDialog(parent)
{
    const bool removes = purpose == Purpose::Remove;
    const annotation::ClassEntry* gone = annotation::findClass(classes, value);
    const QString name = gone ? QString::fromStdString(gone->name) : QString();
    setObjectName("classChange");
    setWindowTitle(removes ? tr("Remove %1").arg(name) : tr("Merge %1").arg(name));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* text = new QLabel(useText(name, use) + ' ' +
                                tr("A backup is made first; it cannot be undone otherwise."),
                            this);
    text->setObjectName("classUse");
    text->setWordWrap(true);
    text->setFixedWidth(textWidth);
    auto* into = new QComboBox(this);
    into->setObjectName("classInto");
    if (removes)
        into->addItem(tr("Unlabelled"), annotation::unlabelled);
    for (const annotation::ClassEntry& entry : classes) {
        if (entry.value == value)
            continue;
        QPixmap swatch(12, 12);
        swatch.fill(toColour(entry.colour));
        into->addItem(swatch, QString::fromStdString(entry.name), entry.value);
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new QLabel(tr("It becomes"), this));
    row->addWidget(into, 1);
    auto* buttons = new QDialogButtonBox(this);
    auto* go = buttons->addButton(removes ? tr("Remove the class") : tr("Merge"),
                                  QDialogButtonBox::AcceptRole);
    go->setObjectName("changeClassNow");
    go->setEnabled(into->count() > 0);
    buttons->addButton(QDialogButtonBox::Cancel)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(buttons, &QDialogButtonBox::accepted, this, [this, into] {
        const int to = into->currentData().toInt();
        close();
        Q_EMIT chosen(to);
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addLayout(row);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace limn::ui
