# Finds LibTorch inside a PyTorch wheel or an unpacked LibTorch archive and defines LibTorch::LibTorch.
#
# LIMN_TORCH_DIR (cache variable or environment) names the folder that holds include/ and lib/; for
# the wheel that is site-packages/torch. The wheel's own TorchConfig.cmake is not used: with a CUDA
# wheel it insists on a CUDA toolkit, which neither building nor running needs.
#
# Result: LibTorch_FOUND, LibTorch_VERSION, LibTorch_HAS_CUDA, target LibTorch::LibTorch.

if(NOT LIMN_TORCH_DIR AND DEFINED ENV{LIMN_TORCH_DIR})
    set(LIMN_TORCH_DIR $ENV{LIMN_TORCH_DIR})
endif()
if(NOT LIMN_TORCH_DIR)
    file(GLOB _limn_torch_candidates
         ${CMAKE_SOURCE_DIR}/build/venv/lib/python3*/site-packages/torch)
    if(_limn_torch_candidates)
        list(GET _limn_torch_candidates 0 LIMN_TORCH_DIR)
    endif()
endif()
set(LIMN_TORCH_DIR "${LIMN_TORCH_DIR}" CACHE PATH "Folder with LibTorch's include/ and lib/")

find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h
          PATHS ${LIMN_TORCH_DIR}/include NO_DEFAULT_PATH)
foreach(_lib torch torch_cpu c10)
    find_library(LibTorch_${_lib}_LIBRARY ${_lib} PATHS ${LIMN_TORCH_DIR}/lib NO_DEFAULT_PATH)
    list(APPEND _limn_torch_required LibTorch_${_lib}_LIBRARY)
endforeach()
find_library(LibTorch_torch_cuda_LIBRARY torch_cuda PATHS ${LIMN_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(LibTorch_c10_cuda_LIBRARY c10_cuda PATHS ${LIMN_TORCH_DIR}/lib NO_DEFAULT_PATH)

if(LibTorch_INCLUDE_DIR AND EXISTS ${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h)
    file(READ ${LibTorch_INCLUDE_DIR}/torch/headeronly/version.h _limn_torch_version)
    set(_limn_torch_numbers)
    foreach(_part MAJOR MINOR PATCH)
        if(_limn_torch_version MATCHES "TORCH_VERSION_${_part} ([0-9]+)")
            list(APPEND _limn_torch_numbers ${CMAKE_MATCH_1})
        endif()
    endforeach()
    list(JOIN _limn_torch_numbers . LibTorch_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
    REQUIRED_VARS LibTorch_INCLUDE_DIR ${_limn_torch_required}
    VERSION_VAR LibTorch_VERSION
    REASON_FAILURE_MESSAGE "set LIMN_TORCH_DIR, or run packaging/setup, which installs it")

set(LibTorch_HAS_CUDA FALSE)
if(LibTorch_torch_cuda_LIBRARY)
    set(LibTorch_HAS_CUDA TRUE)
endif()

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
    add_library(LibTorch::LibTorch INTERFACE IMPORTED)
    target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
        ${LibTorch_INCLUDE_DIR} ${LibTorch_INCLUDE_DIR}/torch/csrc/api/include)
    target_link_libraries(LibTorch::LibTorch INTERFACE
        ${LibTorch_torch_LIBRARY} ${LibTorch_torch_cpu_LIBRARY} ${LibTorch_c10_LIBRARY})
    if(LibTorch_HAS_CUDA)
        # Nothing references libtorch_cuda; without --no-as-needed the linker drops it and with it
        # every CUDA kernel's registration.
        target_link_options(LibTorch::LibTorch INTERFACE
            "LINKER:--push-state,--no-as-needed,${LibTorch_torch_cuda_LIBRARY},--pop-state")
        if(LibTorch_c10_cuda_LIBRARY)
            target_link_libraries(LibTorch::LibTorch INTERFACE ${LibTorch_c10_cuda_LIBRARY})
        endif()
    endif()
    target_link_options(LibTorch::LibTorch INTERFACE "LINKER:-rpath,${LIMN_TORCH_DIR}/lib")
endif()
mark_as_advanced(LibTorch_INCLUDE_DIR)
