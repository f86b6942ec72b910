// One test program of several Qt Test classes: cheaper to build than a program for each. A function
// named on the command line is run in the class that has it.
#pragma once

#include <initializer_list>
#include <QMetaMethod>
#include <QStringList>
#include <QtTest/QtTest>

namespace tests
{

inline bool hasFunction(const QObject& test, const QString& argument)
{
    const QByteArray name = argument.section(':', 0, 0).toLatin1() + "()";
    return test.metaObject()->indexOfMethod(name.constData()) >= 0;
}

/// The number of failures, over all classes.
inline int run(const QStringList& arguments, std::initializer_list<QObject*> classes)
{
    QStringList options;
    QStringList functions;
    for (const QString& argument : arguments) {
        const bool named = std::any_of(classes.begin(), classes.end(), [&](const QObject* one) {
            return hasFunction(*one, argument);
        });
        (named ? functions : options) << argument;
    }
    int failures = 0;
    for (QObject* one : classes) {
        QStringList own = options;
        for (const QString& function : functions)
            if (hasFunction(*one, function))
                own << function;
        if (functions.isEmpty() || own.size() > options.size())
            failures += QTest::qExec(one, own);
    }
    return failures;
}

} // namespace tests
