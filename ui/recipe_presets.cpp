#include "ui/recipe_presets.h"

#include "ui/recipe_dialog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QUrl>

namespace limn::ui
{

QStringList RecipePresets::names() const
{
    QStringList names;
    for (const QFileInfo& file : QDir(folder_).entryInfoList({"*.json"}, QDir::Files))
        names << QUrl::fromPercentEncoding(file.completeBaseName().toUtf8());
    names.sort(Qt::CaseInsensitive);
    return names;
}

QString RecipePresets::pathOf(const QString& name) const
{
    return folder_ + "/" + QString::fromLatin1(QUrl::toPercentEncoding(name, " ")) + ".json";
}

QJsonObject RecipePresets::read(const QString& name) const
{
    QString problem;
    return readFile(pathOf(name), problem);
}

QString RecipePresets::write(const QString& name, const QJsonObject& recipe) const
{
    QDir().mkpath(folder_);
    return writeFile(pathOf(name), recipe);
}

QString RecipePresets::remove(const QString& name) const
{
    QFile file(pathOf(name));
    return file.remove() ? QString()
                         : RecipeDialog::tr("%1 could not be deleted (%2).")
                               .arg(QDir::toNativeSeparators(file.fileName()), file.errorString());
}

QJsonObject RecipePresets::readFile(const QString& path, QString& problem)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        problem = RecipeDialog::tr("%1 could not be read (%2).")
                      .arg(QDir::toNativeSeparators(path), file.errorString());
        return {};
    }
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject()) {
        problem = RecipeDialog::tr("%1 holds no training settings: choose a JSON file of a recipe.")
                      .arg(QDir::toNativeSeparators(path));
        return {};
    }
    QJsonObject recipe = document.object();
    if (recipe.value("recipe").isObject())
        recipe = recipe.value("recipe").toObject();
    recipe.remove("from");
    return recipe;
}

QString RecipePresets::writeFile(const QString& path, const QJsonObject& recipe)
{
    QSaveFile file(path);
    const QByteArray bytes = QJsonDocument(recipe).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return RecipeDialog::tr("%1 could not be written (%2). Choose another place.")
        .arg(QDir::toNativeSeparators(path), file.errorString());
}

} // namespace limn::ui
