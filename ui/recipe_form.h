// Every setting of a training recipe, made from the engine's schema: a list of groups and a form
// for each. An empty field is left to Limn and shows in grey what that would be. GUI thread only.
#pragma once

#include "ui/training_session.h"

#include <QJsonObject>
#include <QLabel>
#include <QList>
#include <QListWidget>
#include <QStackedWidget>
#include <QWidget>

namespace limn::ui
{

class RecipeForm : public QWidget
{
    Q_OBJECT
public:
    explicit RecipeForm(QWidget* parent = nullptr);

    /// As the engine's recipe/schema.
    void setSchema(const QJsonObject& schema);
    bool hasSchema() const { return !fields_.isEmpty(); }
    /// Every setting's default, by the schema.
    QJsonObject standard() const;
    /// What would be taken for an empty field.
    void setPlanned(const QJsonObject& recipe);
    /// The first page: each row's title, what was chosen, and why.
    void setPlan(const QList<PlanRow>& rows);
    /// Fills the fields of what the recipe holds and empties the others: what it says counts also
    /// where it is the default, since Limn may choose otherwise. Does not emit changed().
    void setRecipe(const QJsonObject& recipe);
    /// The first key that is no setting; empty where all are.
    QString unknownKey(const QJsonObject& recipe) const;
    /// What is filled in.
    QJsonObject recipe() const;

Q_SIGNALS:
    void changed();

private:
    struct Field
    {
        QString key;
        QJsonObject schema;
        QWidget* editor = nullptr;
    };
    QWidget* makeEditor(const QString& key, const QJsonObject& schema);
    void showIn(const Field& field, const QJsonValue& value) const;
    QJsonValue valueOf(const Field& field) const; ///< undefined: left to Limn
    void edited();

    QWidget* addPage(const QString& group);

    QListWidget* groups_;
    QStackedWidget* pages_;
    QLabel* plan_;
    QList<Field> fields_;
    QStringList groupNames_;
    bool filling_ = false;
};

} // namespace limn::ui
