// The language of the interface: which one is meant, and its texts. GUI thread only.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace limn::ui
{

struct Language
{
    QString key;  ///< in the settings and in the name of the file of texts
    QString name; ///< in that language
};

/// English, in which the program is written, and those translated.
const QList<Language>& languages();

/// The language of `setting` (a key, or "system"), else the first one of `wanted` (as
/// QLocale::uiLanguages() has them) that there is, else English.
QString chooseLanguage(const QString& setting, const QStringList& wanted);

/// Loads the texts, and Qt's own where they are installed; before the first window.
void useLanguage(const QString& key);

} // namespace limn::ui
