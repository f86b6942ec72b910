#include "ui/language.h"

#include <algorithm>
#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace limn::ui
{

namespace
{
void install(const QString& file, const QString& folder)
{
    auto* texts = new QTranslator(QCoreApplication::instance());
    if (texts->load(file, folder))
        QCoreApplication::installTranslator(texts);
    else
        delete texts;
}
} // namespace

const QList<Language>& languages()
{
    static const QList<Language> all{{"en", "English"}, {"zh_CN", "简体中文"}};
    return all;
}

QString chooseLanguage(const QString& setting, const QStringList& wanted)
{
    const auto exists = [](const QString& key) {
        return std::any_of(languages().begin(), languages().end(),
                           [&](const Language& language) { return language.key == key; });
    };
    if (exists(setting))
        return setting;
    for (const QString& name : wanted) {
        const QLocale locale(name);
        for (const Language& language : languages()) {
            const QLocale ours(language.key);
            // Singapore reads what mainland China reads, Taiwan does not.
            if (ours.language() == locale.language() && ours.script() == locale.script())
                return language.key;
        }
    }
    return languages().front().key;
}

void useLanguage(const QString& key)
{
    install("qtbase_" + key, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install("limn_" + key, ":/translations");
}

} // namespace limn::ui
