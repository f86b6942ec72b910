// The parts of the test program of networks that networks.cpp runs beside its own.
#pragma once

#include <memory>
#include <QObject>

namespace network_tests
{

std::unique_ptr<QObject> buildingTests(); ///< what can be built, and what cannot
std::unique_ptr<QObject> orderTests();    ///< what suits whom
std::unique_ptr<QObject> trapTests();     ///< what ports of these networks get wrong

} // namespace network_tests
