// Any bytes as the answer of a tool (JSON, the first line) and as what a model would say after it (the rest):
// values lie one behind the other within their sentence.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/parse.hpp>

#include "base/result.hpp"
#include "guard/grounds.hpp"
#include "guard/placeholders.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line_end = std::min(text.find('\n'), text.size());
  const auto sentence = text.substr(std::min(line_end + 1, text.size()));

  std::size_t end = 0;
  for (const auto& value : guard::values_in(sentence)) {
    CHECK(value.begin >= end && value.begin < value.end && value.end <= sentence.size());
    end = value.end;
  }

  boost::system::error_code failure;
  auto facts = boost::json::parse(text.substr(0, line_end), failure);
  ToolAnswer answer{.outcome = Outcome::ok, .say = {std::string(sentence)}};
  if (!failure && facts.is_object()) answer.facts = std::move(facts.as_object());
  guard::Grounds grounds;
  const conversation::Identity caller{.member_id = "NW28319242"};
  grounds.add_answer("tool", true, answer, caller);
  grounds.add_caller(sentence);
  (void)grounds.objection(sentence, caller);

  guard::Placeholders placeholders;
  placeholders.know("person", "Dorothy Kempfer");
  (void)placeholders.fill(placeholders.hide(sentence));
  return 0;
}
