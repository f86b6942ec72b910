# How every target of Limn is made, so that the rooms' CMakeLists only list what they hold.

option(LIMN_UNITY "Compile the rooms' files a few at a time: a whole build is faster, an edit slower"
       ON)

# For code whose time goes into what it calls (LibTorch's kernels, Qt, the room under test): a file of
# the networks compiles in 14 s instead of 22. GCC 12 at -O3 also sees array-bounds faults in LibTorch's
# own headers that are none.
set(LIMN_QUICK_TO_COMPILE $<$<CONFIG:Release>:-O1>)

# limn_room(NAME [QT] [QUICK] SOURCES... [LINK libs...]): one static library a room, `limn_NAME`,
# whose public includes are written from the repository's root ("raster/raster.h"). QUICK: compiled
# with LIMN_QUICK_TO_COMPILE, since what its own loops take is nothing beside what it calls.
function(limn_room name)
    cmake_parse_arguments(ARG "QT;QUICK" "" "SOURCES;LINK" ${ARGN})
    add_library(limn_${name} STATIC ${ARG_SOURCES})
    target_include_directories(limn_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(limn_${name} PUBLIC ${ARG_LINK})
    set_target_properties(limn_${name} PROPERTIES UNITY_BUILD ${LIMN_UNITY}
        UNITY_BUILD_BATCH_SIZE 8)
    if(LIMN_UNITY)
        # A class with members of its file's unnamed namespace looks like one of a header to GCC.
        target_compile_options(limn_${name} PRIVATE -Wno-subobject-linkage)
    endif()
    if(ARG_QUICK)
        target_compile_options(limn_${name} PRIVATE ${LIMN_QUICK_TO_COMPILE})
    endif()
    if(ARG_QT)
        set_target_properties(limn_${name} PROPERTIES AUTOMOC ON AUTORCC ON)
        target_compile_definitions(limn_${name} PUBLIC QT_NO_KEYWORDS)
    endif()
endfunction()

# limn_test(ROOM NAME [LINK libs...] [TORCH] [TIMEOUT s] [THREADS n]): tests/ROOM/NAME.cpp is a Qt
# Test program (QTEST_MAIN or QTEST_GUILESS_MAIN at its end) and the ctest case ROOM.NAME, run
# offscreen. THREADS (1 if not said): with how many it and its engine compute, and how many cores
# ctest keeps for it. Small tensors gain little from a second thread, so that two tests side by side
# are through sooner than one after the other.
function(limn_test room name)
    cmake_parse_arguments(ARG "TORCH" "TIMEOUT;THREADS" "LINK;SOURCES" ${ARGN})
    set(target test_${room}_${name})
    add_executable(${target} ${name}.cpp ${ARG_SOURCES})
    # Each file includes its own moc file. AUTOMOC would scan every test and compile an empty file
    # for it: a tenth of a whole build.
    foreach(source ${name}.cpp ${ARG_SOURCES})
        get_filename_component(stem ${source} NAME_WE)
        qt_generate_moc(${source} ${CMAKE_CURRENT_BINARY_DIR}/${stem}.moc)
        target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${stem}.moc)
    endforeach()
    set_target_properties(${target} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS
        LIMN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LIMN_BINARY_DIR="${CMAKE_BINARY_DIR}")
    target_link_libraries(${target} PRIVATE ${ARG_LINK} Qt6::Test)
    if(ARG_TORCH)
        target_precompile_headers(${target} REUSE_FROM limn_training_core)
    else()
        # One header serves all of these, and Qt's macros must be the same for all.
        target_link_libraries(${target} PRIVATE Qt6::Widgets)
        target_precompile_headers(${target} REUSE_FROM limn_test_header)
    endif()
    target_compile_options(${target} PRIVATE ${LIMN_QUICK_TO_COMPILE})
    add_test(NAME ${room}.${name} COMMAND ${target})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    if(NOT ARG_THREADS)
        set(ARG_THREADS 1)
    endif()
    set_tests_properties(${room}.${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} PROCESSORS ${ARG_THREADS}
        # Threads that sleep while they wait: tests that compute share the cores with others.
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=${ARG_THREADS};OMP_WAIT_POLICY=PASSIVE;MALLOC_MMAP_MAX_=0;MALLOC_TRIM_THRESHOLD_=4294967296;LIMN_ENGINE=${CMAKE_BINARY_DIR}/bin/limn-engine")
endfunction()
