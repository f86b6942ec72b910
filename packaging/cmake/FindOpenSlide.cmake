# Finds OpenSlide, which has no CMake configuration of its own: target OpenSlide::OpenSlide.
find_path(OpenSlide_INCLUDE_DIR openslide.h PATH_SUFFIXES openslide)
find_library(OpenSlide_LIBRARY openslide)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenSlide
    REQUIRED_VARS OpenSlide_LIBRARY OpenSlide_INCLUDE_DIR
    REASON_FAILURE_MESSAGE "install Debian's libopenslide-dev, see packaging/debian-packages.txt")
if(OpenSlide_FOUND AND NOT TARGET OpenSlide::OpenSlide)
    add_library(OpenSlide::OpenSlide UNKNOWN IMPORTED)
    set_target_properties(OpenSlide::OpenSlide PROPERTIES
        IMPORTED_LOCATION ${OpenSlide_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${OpenSlide_INCLUDE_DIR})
endif()
mark_as_advanced(OpenSlide_INCLUDE_DIR OpenSlide_LIBRARY)
