#include "brain/model/local/local_answer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::size_t kLargestObject = 16 * 1024;
constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kSigns = "<[`{";
constexpr std::string_view kThought = "<think>";
constexpr std::string_view kThoughtEnd = "</think>";
constexpr std::string_view kFence = "```";

// What models put around a call. Of these the first that fits counts, before the ends below.
constexpr std::array<std::string_view, 6> kAround = {"<tool_call>",     "</tool_call>", "<|python_tag|>",
                                                     "<function_call>", "[TOOL_CALLS]", kFence};
constexpr std::array<std::string_view, 6> kEnds = {"<|",     "</s>",          "<eos>",
                                                   "[INST]", "<end_of_turn>", "<start_of_turn>"};

std::size_t skip_space(std::string_view text, std::size_t from) {
  return std::min(text.find_first_not_of(kSpace, from), text.size());
}

struct Call {
  std::string name;
  json::object arguments;
};

const json::value* either(const json::object& object, std::string_view one, std::string_view other) {
  const json::value* value = object.if_contains(one);
  return value != nullptr ? value : object.if_contains(other);
}

std::optional<Call> call_in(std::string_view text) {
  boost::system::error_code failure;
  const auto value = json::parse(text, failure);
  if (failure || !value.is_object()) return std::nullopt;
  const auto* name = either(value.get_object(), "tool", "name");
  if (name == nullptr || !name->is_string() || name->get_string().empty()) return std::nullopt;
  Call call{.name = std::string(name->get_string()), .arguments = {}};
  const auto* arguments = either(value.get_object(), "arguments", "parameters");
  if (arguments == nullptr || arguments->is_null()) return call;
  json::value inside = *arguments;
  if (inside.is_string()) {
    inside = json::parse(std::string_view(arguments->get_string()), failure);
    if (failure) return std::nullopt;
  }
  if (!inside.is_object()) return std::nullopt;
  call.arguments = inside.get_object();
  return call;
}

}  // namespace

std::vector<ChatItem> LocalAnswer::add(std::string_view piece) {
  std::vector<ChatItem> items;
  if (over()) return items;
  held_ += piece;
  while (!over() && !held_.empty() && read(items)) {
  }
  return items;
}

std::vector<ChatItem> LocalAnswer::finish(TextEnd how) {
  std::vector<ChatItem> items;
  if (over()) return items;
  if (state_ == State::object) {
    fault(how == TextEnd::length ? FaultKind::cut : FaultKind::malformed, "it ended within a JSON object",
          items);
    return items;
  }
  if (state_ == State::words && !fence_) say(held_, items);  // a sign that was never completed is words
  if (!said_)
    fault(FaultKind::empty, "it ended without a word", items);
  else
    end(how == TextEnd::length ? FinishReason::length : FinishReason::stop, items);
  return items;
}

bool LocalAnswer::read(std::vector<ChatItem>& items) {
  switch (state_) {
    case State::words:
      return read_words(items);
    case State::thought:
      return read_thought();
    case State::object:
      return read_object(items);
    case State::over:
      break;
  }
  return false;
}

bool LocalAnswer::read_words(std::vector<ChatItem>& items) {
  if (fence_) {
    const auto behind = std::ranges::find_if(held_, [](char c) { return c < 'a' || c > 'z'; });
    if (behind == held_.end()) return false;  // "js" may become "json"
    held_.erase(held_.begin(), behind);
    fence_ = false;
    return true;
  }
  const auto plain = std::min(held_.find_first_of(kSigns), held_.size());
  say(std::string_view(held_).substr(0, plain), items);
  held_.erase(0, plain);
  if (held_.empty()) return false;

  const auto found = sign_at(held_);
  switch (found.sign) {
    case Sign::undecided:
      return false;
    case Sign::word:
      say(std::string_view(held_).substr(0, found.length), items);
      break;
    case Sign::dropped:
      fence_ = std::string_view(held_).starts_with(kFence);
      break;
    case Sign::thought:
      state_ = State::thought;
      break;
    case Sign::object:
      state_ = State::object;
      scanned_ = 0;
      depth_ = 0;
      in_string_ = escaped_ = false;
      return true;  // what is held begins with it
    case Sign::end:
      if (said_)
        end(FinishReason::stop, items);
      else
        fault(FaultKind::empty, "it ended without a word", items);
      return false;
  }
  held_.erase(0, found.length);
  return true;
}

LocalAnswer::Found LocalAnswer::sign_at(std::string_view text) const {
  const auto is = [text](std::string_view mark) { return text.starts_with(mark); };
  const auto may_become = [text](std::string_view mark) {
    return text.size() < mark.size() && mark.starts_with(text);
  };
  if (is(kThought)) return {.sign = Sign::thought, .length = kThought.size()};
  for (const auto mark : kAround)
    if (is(mark)) return {.sign = Sign::dropped, .length = mark.size()};
  if (may_become(kThought) || std::ranges::any_of(kAround, may_become)) return {.sign = Sign::undecided};
  for (const auto mark : kEnds)
    if (is(mark)) return {.sign = Sign::end, .length = mark.size()};
  if (std::ranges::any_of(kEnds, may_become)) return {.sign = Sign::undecided};
  if (!tools_ || (text.front() != '{' && text.front() != '[')) return {.length = 1};

  // An object, or a list of objects, whose first is read; "{claim_1}" is a word.
  const auto brace = text.front() == '{' ? 0 : skip_space(text, 1);
  if (brace == text.size()) return {.sign = Sign::undecided};
  if (text[brace] != '{') return {.length = 1};
  const auto inside = skip_space(text, brace + 1);
  if (inside == text.size()) return {.sign = Sign::undecided};
  if (text[inside] != '"' && text[inside] != '\'' && text[inside] != '}') return {.length = brace + 1};
  return brace == 0 ? Found{.sign = Sign::object} : Found{.sign = Sign::dropped, .length = brace};
}

bool LocalAnswer::read_thought() {
  const auto behind = held_.find(kThoughtEnd);
  if (behind == std::string::npos) {
    // The end may have begun.
    if (held_.size() >= kThoughtEnd.size()) held_.erase(0, held_.size() - (kThoughtEnd.size() - 1));
    return false;
  }
  held_.erase(0, behind + kThoughtEnd.size());
  state_ = State::words;
  return true;
}

bool LocalAnswer::read_object(std::vector<ChatItem>& items) {
  for (; scanned_ < held_.size(); ++scanned_) {
    const char c = held_[scanned_];
    if (escaped_) {
      escaped_ = false;
    } else if (in_string_) {
      escaped_ = c == '\\';
      in_string_ = c != '"';
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{') {
      ++depth_;
    } else if (c == '}' && --depth_ == 0) {
      call(std::string_view(held_).substr(0, scanned_ + 1), items);
      return false;
    }
    if (scanned_ >= kLargestObject) {
      fault(FaultKind::malformed, "a JSON object without an end", items);
      return false;
    }
  }
  return false;
}

void LocalAnswer::call(std::string_view object, std::vector<ChatItem>& items) {
  auto call = call_in(object);
  if (!call) return fault(FaultKind::malformed, "a JSON object that calls no tool", items);
  items.emplace_back(ToolCallDelta{.index = 0,
                                   .id = call_id_,
                                   .name = std::move(call->name),
                                   .arguments = json::serialize(call->arguments)});
  end(FinishReason::tool_calls, items);
}

// White space at the beginning and the end is nobody's word.
void LocalAnswer::say(std::string_view text, std::vector<ChatItem>& items) {
  const auto words = text.find_last_not_of(kSpace);
  if (words == std::string_view::npos) {
    if (said_) gap_ += text;
    return;
  }
  const auto first = said_ ? 0 : skip_space(text, 0);
  items.emplace_back(TextDelta{std::exchange(gap_, {}) + std::string(text.substr(first, words + 1 - first))});
  gap_ = text.substr(words + 1);
  said_ = true;
}

void LocalAnswer::end(FinishReason reason, std::vector<ChatItem>& items) {
  items.emplace_back(AnswerEnd{.reason = reason});
  state_ = State::over;
}

void LocalAnswer::fault(FaultKind kind, std::string message, std::vector<ChatItem>& items) {
  items.emplace_back(AttemptFault{.kind = kind, .message = std::move(message)});
  state_ = State::over;
}

}  // namespace attendant::brain
