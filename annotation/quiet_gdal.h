// Keeps what GDAL says on this thread off standard error while it lives.
#pragma once

#include <cpl_error.h>

namespace limn::annotation
{

class QuietGdal
{
public:
    QuietGdal()
    {
        CPLPushErrorHandler(CPLQuietErrorHandler);
        CPLErrorReset();
    }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal&) = delete;
    QuietGdal& operator=(const QuietGdal&) = delete;
};

} // namespace limn::annotation
