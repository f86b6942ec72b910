// Runs the benchmarks as limn and limn-engine run: heap kept, as many threads as the machine has
// cores (OMP_NUM_THREADS says otherwise).
#include "training/core/device.h"

#include <benchmark/benchmark.h>
#include <memory>
#include <QCoreApplication>

int main(int argc, char** argv)
{
    limn::training::keepHeap();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    // Before Qt takes its own things apart.
    const std::unique_ptr<QCoreApplication> application(QCoreApplication::instance());
    benchmark::Shutdown();
    return 0;
}
