// Training settings under a name, one JSON file each in a folder, so that they can be handed on. A
// preset holds only what differs from the defaults. GUI thread only.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace limn::ui
{

class RecipePresets
{
public:
    explicit RecipePresets(QString folder) : folder_(std::move(folder)) {}

    QStringList names() const;
    /// Empty where it cannot be read.
    QJsonObject read(const QString& name) const;
    // Both return an empty string, or why it failed.
    QString write(const QString& name, const QJsonObject& recipe) const;
    QString remove(const QString& name) const;

    /// Any recipe file, a run's run.json included; `problem` is why it is none.
    static QJsonObject readFile(const QString& path, QString& problem);
    static QString writeFile(const QString& path, const QJsonObject& recipe);

private:
    QString pathOf(const QString& name) const;
    QString folder_;
};

} // namespace limn::ui
