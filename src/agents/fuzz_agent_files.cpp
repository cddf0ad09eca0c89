// Any bytes as agent files: problems with their places, or agents that print and read back. Never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "agents/load.hpp"
#include "agents/template.hpp"
#include "agents/test_vocabulary.hpp"
#include "base/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)agents::fill(text, {{"name", "Eli"}});
  std::vector<agents::AgentFile> files;  // a folder in one: files are parted by a zero byte
  for (const auto part : split(text, '\0')) files.push_back({"fuzz.yaml", std::string(part)});
  const auto team = agents::load_team(files, agents::test_vocabulary());
  if (!team) return 0;
  std::vector<agents::AgentFile> printed;
  for (const auto& agent : team->agents) printed.push_back({"again.yaml", agents::to_yaml(agent)});
  CHECK(agents::load_team(printed, agents::test_vocabulary()).has_value());
  return 0;
}
