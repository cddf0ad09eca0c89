// The C function table of ONNX Runtime, by slot number. The table is append-only across versions, so the
// numbers hold for every library that grants version 17 (1.17 and later). Internal to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace attendant::inference {

enum class Slot : std::size_t {
  error_code = 1,
  error_message = 2,
  create_env = 3,
  create_session = 7,
  create_session_from_bytes = 8,
  run = 9,
  create_session_options = 10,
  set_optimised_model_path = 11,
  set_optimisation_level = 23,
  set_threads_inside = 24,
  set_threads_between = 25,
  input_count = 30,
  output_count = 31,
  input_name = 36,
  output_name = 37,
  create_tensor_over = 49,
  tensor_data = 51,
  dimension_count = 61,
  dimensions = 62,
  element_count = 64,
  shape_of = 65,
  create_cpu_memory_info = 69,
  allocator_free = 76,
  default_allocator = 78,
  release_env = 92,
  release_status = 93,
  release_memory_info = 94,
  release_session = 95,
  release_value = 96,
  release_shape = 99,
  release_session_options = 100,
  add_session_config = 130,
};

inline constexpr std::uint32_t kApiVersion = 17;

enum class ElementType : int { float32 = 1, int64 = 7, boolean = 9 };

class Api {
 public:
  explicit Api(const void* const* table) : table_(table) {}

  // Calls a slot that returns a status. The argument types are the function's signature: give them exactly.
  template <class... Arguments>
  Status call(Slot slot, Arguments... arguments) const {
    using Function = void* (*)(Arguments...);
    return to_status(at<Function>(slot)(arguments...));
  }
  void release(Slot slot, void* object) const {
    if (object) at<void (*)(void*)>(slot)(object);
  }

 private:
  template <class Function>
  Function at(Slot slot) const {
    return reinterpret_cast<Function>(const_cast<void*>(table_[static_cast<std::size_t>(slot)]));
  }
  Status to_status(void* status) const;

  const void* const* table_;
};

}  // namespace attendant::inference
