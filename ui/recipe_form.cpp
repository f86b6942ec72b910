#include "ui/recipe_form.h"

#include "ui/recipe_labels.h"
#include "ui/words.h"
#include "widgets/quiet_wheel.h"

#include <algorithm>
#include <QComboBox>
#include <QFont>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{

constexpr int groupsWidth = 168;
constexpr int formWidth = 352;
constexpr int groupHeight = 28;

/// A setting's value as it is typed.
QString typed(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? RecipeForm::tr("on") : RecipeForm::tr("off");
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 10);
    return value.toString();
}

QString rangeText(const QJsonObject& schema)
{
    if (!schema.contains("maximum"))
        return {};
    return RecipeForm::tr("%1 to %2").arg(typed(schema["minimum"]), typed(schema["maximum"]));
}

} // namespace

RecipeForm::RecipeForm(QWidget* parent)
    : QWidget(parent),
      groups_(new QListWidget(this)),
      pages_(new QStackedWidget(this)),
      plan_(new QLabel(this))
{
    groups_->setObjectName("recipeGroups");
    groups_->setFrameShape(QFrame::NoFrame);
    groups_->setFixedWidth(groupsWidth);
    setMinimumWidth(groupsWidth + formWidth);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(groups_);
    layout->addWidget(pages_, 1);
    connect(groups_, &QListWidget::currentRowChanged, pages_, &QStackedWidget::setCurrentIndex);
    plan_->setObjectName("recipePlan");
    plan_->setWordWrap(true);
    plan_->setTextFormat(Qt::RichText);
    plan_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    plan_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* column = new QVBoxLayout(addPage(tr("Plan")));
    column->setContentsMargins(16, 4, 16, 12);
    column->addWidget(plan_);
    setPlan({});
}

QWidget* RecipeForm::addPage(const QString& group)
{
    groups_->addItem(group);
    groups_->item(groups_->count() - 1)->setSizeHint({0, groupHeight});
    auto* page = new QWidget;
    auto* scroll = new QScrollArea(pages_);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    pages_->addWidget(scroll);
    return page;
}

void RecipeForm::setPlan(const QList<PlanRow>& rows)
{
    QString text;
    for (const PlanRow& row : rows)
        text += QStringLiteral("<p>%1 &nbsp;<b>%2</b><br>%3</p>")
                    .arg(row.title.toHtmlEscaped(), row.chosen.toHtmlEscaped(),
                         row.reason.toHtmlEscaped());
    plan_->setText(rows.isEmpty() ? tr("There is nothing to plan yet.") : text);
}

void RecipeForm::setSchema(const QJsonObject& schema)
{
    if (hasSchema())
        return;
    const QJsonObject properties = schema["properties"].toObject();
    QList<QFormLayout*> forms;
    for (const QJsonValue each : schema["propertyOrder"].toArray()) {
        const QString key = each.toString();
        const QJsonObject property = properties[key].toObject();
        const QString group = property["group"].toString();
        if (!groupNames_.contains(group)) {
            groupNames_ << group;
            forms << new QFormLayout(addPage(settingGroup(group)));
            forms.last()->setContentsMargins(16, 12, 16, 12);
            forms.last()->setSpacing(8);
            forms.last()->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        }
        QWidget* editor = makeEditor(key, property);
        auto* label = new QLabel(settingLabel(key));
        const QString range = rangeText(property);
        const QString tip =
            inWords(property["description"].toString()) + (range.isEmpty() ? "" : "\n" + range);
        label->setToolTip(tip);
        editor->setToolTip(tip);
        forms[groupNames_.indexOf(group)]->addRow(label, editor);
        fields_.append({key, property, editor});
    }
    groups_->setCurrentRow(0);
    setPlanned(standard());
}

QWidget* RecipeForm::makeEditor(const QString& key, const QJsonObject& schema)
{
    const bool isSwitch = schema["type"] == "boolean";
    if (isSwitch || schema.contains("enum")) {
        auto* box = new QComboBox(this);
        box->setObjectName("recipe." + key);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
        new widgets::QuietWheel(box);
        box->addItem(QString(), QVariant());
        if (isSwitch) {
            box->addItem(tr("on"), true);
            box->addItem(tr("off"), false);
        }
        for (const QJsonValue choice : schema["enum"].toArray())
            box->addItem(choice.toString(), choice.toString());
        connect(box, &QComboBox::currentIndexChanged, this, &RecipeForm::edited);
        return box;
    }
    auto* line = new QLineEdit(this);
    line->setObjectName("recipe." + key);
    if (schema["type"] != "string")
        line->setAlignment(Qt::AlignRight);
    connect(line, &QLineEdit::editingFinished, this, &RecipeForm::edited);
    return line;
}

QJsonObject RecipeForm::standard() const
{
    QJsonObject recipe;
    for (const Field& field : fields_)
        recipe[field.key] = field.schema["default"];
    return recipe;
}

void RecipeForm::setPlanned(const QJsonObject& recipe)
{
    for (const Field& field : fields_) {
        const QJsonValue value = recipe[field.key];
        if (auto* line = qobject_cast<QLineEdit*>(field.editor))
            line->setPlaceholderText(typed(value));
        else if (auto* box = qobject_cast<QComboBox*>(field.editor))
            box->setItemText(0, tr("Automatic (%1)").arg(typed(value)));
    }
}

void RecipeForm::showIn(const Field& field, const QJsonValue& value) const
{
    const bool given = !value.isUndefined();
    if (auto* line = qobject_cast<QLineEdit*>(field.editor)) {
        line->setText(given ? typed(value) : QString());
        return;
    }
    auto* box = qobject_cast<QComboBox*>(field.editor);
    box->setCurrentIndex(given ? std::max(0, box->findData(value.toVariant())) : 0);
}

void RecipeForm::setRecipe(const QJsonObject& recipe)
{
    filling_ = true;
    for (const Field& field : fields_)
        showIn(field, recipe[field.key]);
    filling_ = false;
}

QString RecipeForm::unknownKey(const QJsonObject& recipe) const
{
    for (const QString& key : recipe.keys())
        if (std::none_of(fields_.begin(), fields_.end(),
                         [&](const Field& field) { return field.key == key; }))
            return key;
    return {};
}

QJsonValue RecipeForm::valueOf(const Field& field) const
{
    if (const auto* box = qobject_cast<const QComboBox*>(field.editor))
        return box->currentIndex() > 0 ? QJsonValue::fromVariant(box->currentData())
                                       : QJsonValue(QJsonValue::Undefined);
    const QString text = qobject_cast<const QLineEdit*>(field.editor)->text().trimmed();
    if (text.isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    if (field.schema["type"] == "string")
        return text;
    bool isNumber = false;
    double number = QLocale::c().toDouble(text, &isNumber);
    if (!isNumber)
        number = QLocale().toDouble(text, &isNumber);
    // What is no number goes to the engine as it is, which says what it should be.
    return isNumber ? QJsonValue(number) : QJsonValue(text);
}

QJsonObject RecipeForm::recipe() const
{
    QJsonObject recipe;
    for (const Field& field : fields_)
        if (const QJsonValue value = valueOf(field); !value.isUndefined())
            recipe[field.key] = value;
    return recipe;
}

void RecipeForm::edited()
{
    if (filling_)
        return;
    Q_EMIT changed();
}

} // namespace limn::ui
