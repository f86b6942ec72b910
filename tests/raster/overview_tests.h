// What the program of the tests of overviews is made of.
#pragma once

#include <memory>
#include <QObject>

std::unique_ptr<QObject> overviewFileTests();
std::unique_ptr<QObject> levelTests();
