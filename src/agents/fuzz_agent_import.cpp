// Any bytes as files to import: an error, or agents that are valid. Never a crash.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <vector>

#include "agents/import.hpp"
#include "agents/jinja.hpp"
#include "agents/template.hpp"
#include "agents/test_vocabulary.hpp"
#include "base/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto sentence = agents::from_jinja(text, {}, agents::JinjaInto::sentence);
  CHECK(agents::check_template(sentence.text, {"name", "company", "agent"}).has_value());
  constexpr const char* kNames[] = {"_defaults.yaml", "a/agent.yaml", "b/agent.yaml", "orchestration.yaml",
                                    "p.md"};
  std::vector<agents::AgentFile> files;  // parted by a zero byte
  for (const auto part : split(text, '\0'))
    if (files.size() < std::size(kNames)) files.push_back({kNames[files.size()], std::string(part)});
  const auto import = agents::import_agents(files, agents::test_vocabulary());
  if (import) CHECK(agents::load_team(import->files, agents::test_vocabulary()).has_value());
  return 0;
}
