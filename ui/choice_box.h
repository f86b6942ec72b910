// A combo box whose list says under each choice, small and grey, why one would take it. The first
// choice is the automatic one. GUI thread only.
#pragma once

#include <QComboBox>
#include <QList>
#include <QString>

namespace limn::ui
{

struct Choice
{
    QString name;   ///< itemData() of the choice
    QString title;  ///< shown in the box
    QString reason; ///< a sentence; may be empty
    QString more;   ///< further lines of the tool tip
    bool possible = true;
};

class ChoiceBox : public QComboBox
{
    Q_OBJECT
public:
    ChoiceBox(const QString& objectName, const QString& automatic, QWidget* parent);

    /// Replaces all choices but the automatic one and keeps what is chosen, where it is still
    /// there. While the list is open nothing is moved under the user's pointer: it waits for the
    /// next call.
    void setChoices(const QList<Choice>& choices);
    QString chosen() const { return currentData().toString(); } ///< empty: the automatic one
    void choose(const QString& name);
    QString reasonAt(int index) const; ///< the second line; empty where it has none

    void showPopup() override;
};

} // namespace limn::ui
