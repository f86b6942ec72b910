// Golden values as the scripts of tests/reference write them.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

inline QJsonDocument referenceJson(const QString& path)
{
    QFile file(QStringLiteral(LIMN_SOURCE_DIR "/tests/") + path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", qPrintable(file.fileName()));
    }
    return QJsonDocument::fromJson(file.readAll());
}
