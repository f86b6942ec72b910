// Tests of another file of the same program.
#pragma once

#include <memory>
#include <QObject>

std::unique_ptr<QObject> mlflowTests();
