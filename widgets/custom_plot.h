// QCustomPlot's header, which is written with Qt's keyword macros, for a program that is built
// without them.
#pragma once

// The Qt headers it includes come first, so that the macros reach nothing else.
#include <QDateTime>
#include <QtCore>
#include <QtGui>
#include <QTimeZone>
#include <QtPrintSupport>
#include <QtWidgets>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach
