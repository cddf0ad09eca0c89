#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "inference/subgraph_names.hpp"

// What got its names keeps them: naming it again changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto named = attendant::inference::with_subgraph_names({reinterpret_cast<const char*>(data), size});
  if (!named) return 0;
  const auto again = attendant::inference::with_subgraph_names(*named);
  CHECK(again && *again == *named);
  return 0;
}
