#pragma once

// The precompiled header of the tests that see no tensors; see limn_test in
// packaging/cmake/LimnTargets.cmake. Only the build sees it. Qt Test's own headers cannot be part
// of it: they hold the folder of each test.

#include "widgets/qt_widgets.h"

#include <atomic>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include <QFile>
#include <QTemporaryDir>
