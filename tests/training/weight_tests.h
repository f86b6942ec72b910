// What the test program of weights has in common.
#pragma once

#include "training/core/weights.h"

#include <algorithm>
#include <memory>
#include <QObject>
#include <QString>

/// Reading and refusing files, which weights.cpp runs beside its own tests.
std::unique_ptr<QObject> weightFilesTests();

namespace weight_tests
{

/// A file that make_weight_files.py has written.
inline std::filesystem::path sample(const char* name)
{
    return std::filesystem::path(LIMN_SOURCE_DIR "/tests/training/weights") / name;
}

/// Checks that an action is refused, in one sentence without control characters.
template <typename Action>
QString refusal(Action&& action)
{
    try {
        action();
    } catch (const limn::training::TrainingError& error) {
        const QString text = QString::fromUtf8(error.what());
        const bool oneLine =
            std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint(); });
        return oneLine && text.endsWith('.') && !text.contains(". ") ? text : "BADLY SAID: " + text;
    }
    return QStringLiteral("NOT REFUSED");
}

} // namespace weight_tests
