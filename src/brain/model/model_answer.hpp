// What the answer of a language model is made of, whatever wire it came over. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace attendant::brain {

struct TextDelta {
  std::string text;  // never empty

  bool operator==(const TextDelta&) const = default;
};
// The model says that it will not answer; spoken like text, but told apart in the journal.
struct RefusalDelta {
  std::string text;  // never empty

  bool operator==(const RefusalDelta&) const = default;
};
// A piece of a tool call. The first piece of an index carries id and name; the arguments are JSON only once
// all pieces of the index are joined.
struct ToolCallDelta {
  std::uint32_t index = 0;
  std::string id;
  std::string name;
  std::string arguments;

  bool operator==(const ToolCallDelta&) const = default;
};
using AnswerDelta = std::variant<TextDelta, RefusalDelta, ToolCallDelta>;

enum class FinishReason { stop, length, tool_calls, content_filter };
std::string_view to_string(FinishReason reason);

// As the service counted; a vendor bills these.
struct TokenUsage {
  std::int64_t prompt = 0;
  std::int64_t cached = 0;      // of the prompt, read from the vendor's prompt cache
  std::int64_t completion = 0;  // with the reasoning nobody sees

  std::int64_t total() const { return prompt + completion; }
  bool operator==(const TokenUsage&) const = default;
};

struct AnswerEnd {
  FinishReason reason = FinishReason::stop;
  std::optional<TokenUsage> usage;  // nothing: the service did not say

  bool operator==(const AnswerEnd&) const = default;
};

}  // namespace attendant::brain
