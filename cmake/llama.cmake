# llama.cpp, built from the source that tools/fetch-llama unpacks outside the tree (ATTENDANT_LLAMA, docs/adr/0021-local-model.md).
# Static, for the CPU of this machine (-DGGML_NATIVE=OFF: for any x86-64 that the other GGML_ options allow).
set(ATTENDANT_LLAMA_SOURCE "$ENV{HOME}/.cache/attendant/llama.cpp" CACHE PATH "Where tools/fetch-llama put llama.cpp's source")
set(ATTENDANT_LLAMA_TEST_MODEL "$ENV{HOME}/.cache/attendant/smollm2-135m.gguf" CACHE FILEPATH
    "A small model file for the tests (tools/fetch-llama --test-model)")

if(NOT EXISTS ${ATTENDANT_LLAMA_SOURCE}/include/llama.h)
  message(FATAL_ERROR "ATTENDANT_LLAMA is ON, but ${ATTENDANT_LLAMA_SOURCE} has no llama.cpp: run tools/fetch-llama, "
                      "or name another source with -DATTENDANT_LLAMA_SOURCE=FOLDER")
endif()

# A function, so that what is set for llama.cpp is not set for us. SYSTEM: its warnings are not ours.
function(attendant_add_llama)
  set(BUILD_SHARED_LIBS OFF)
  set(CMAKE_CXX_STANDARD 17)
  set(CMAKE_EXPORT_COMPILE_COMMANDS OFF)
  set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
  set(GGML_OPENMP OFF)
  set(GGML_CCACHE OFF)
  set(LLAMA_ALL_WARNINGS OFF)
  set(LLAMA_OPENSSL OFF)
  foreach(part COMMON TESTS TOOLS EXAMPLES SERVER APP)
    set(LLAMA_BUILD_${part} OFF)
  endforeach()
  add_subdirectory(${ATTENDANT_LLAMA_SOURCE} ${CMAKE_BINARY_DIR}/llama.cpp EXCLUDE_FROM_ALL SYSTEM)
endfunction()
attendant_add_llama()
