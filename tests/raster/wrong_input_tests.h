// What the program of the tests of wrong input is made of.
#pragma once

#include <memory>
#include <QObject>

std::unique_ptr<QObject> largePieceTests();
