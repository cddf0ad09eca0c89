// Any text as recorded callers: an error that names a line, or callers whose turns run out whatever is asked.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lab/call_script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace lab = attendant::lab;
  constexpr std::size_t kMostTimesEach = 3;  // a turn is said, and said again twice
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool noisy : {false, true}) {
    const auto scripts = lab::parse_call_scripts(text, "calls", noisy);
    if (!scripts) {
      CHECK(scripts.error().message.starts_with("line ") ||
            scripts.error().message.starts_with("there is no call"));
      continue;
    }
    for (const auto& script : *scripts) {
      const auto asked = script.turns.back().context;
      lab::TurnPicker picker(script);
      std::size_t said = 0;
      while (picker.next(asked) != nullptr) CHECK(++said <= script.turns.size() * kMostTimesEach);
    }
  }
  return 0;
}
