// Runs the benchmarks as limn and limn-engine run: heap kept, as many threads as the machine has
// cores (OMP_NUM_THREADS says otherwise).
#include "training/core/device.h"

#include <benchmark/benchmark.h>

int main(int argc, char** argv)
{
    limn::training::keepHeap();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
