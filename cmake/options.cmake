# Compiler and linker settings that every target of ours shares (interface target attendant_options).
add_library(attendant_options INTERFACE)
target_compile_options(attendant_options INTERFACE -Wall -Wextra -Wconversion -Werror -Wno-missing-designated-field-initializers -fno-omit-frame-pointer)
target_link_options(attendant_options INTERFACE -fuse-ld=mold)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

if(ATTENDANT_SANITIZE)
  target_compile_options(attendant_options INTERFACE -fsanitize=${ATTENDANT_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(attendant_options INTERFACE -fsanitize=${ATTENDANT_SANITIZE})
endif()
if(ATTENDANT_FUZZ)
  target_compile_options(attendant_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
# Found here, at the top, because an imported target is visible only below the folder that found it.
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(OpenSSL REQUIRED)
find_package(CLI11 REQUIRED)
