// The files of data/simulation, whoever wrote them: an error or callers, never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lab/goal.hpp"
#include "lab/persona.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)attendant::lab::parse_goals(text, "goals");
  (void)attendant::lab::parse_personas(text, "personas");
  return 0;
}
