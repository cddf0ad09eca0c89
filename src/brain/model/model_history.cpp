#include "brain/model/model_history.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

constexpr std::string_view kMark = " [interrupted]";
constexpr std::string_view kCancelled = R"({"outcome":"cancelled"})";
constexpr std::string_view kRunning = R"({"outcome":"still running"})";

void append(std::string& text, std::string_view more, char between) {
  if (!text.empty() && !more.empty()) text += between;
  text += more;
}

// As far into `spoken` as `heard` reaches: it may begin at a clause, when the sentence was resumed there.
std::string heard_part(const std::string& spoken, std::string_view heard) {
  heard = trim(heard);
  if (heard.empty()) return {};
  const auto at = spoken.find(heard);
  return at == std::string::npos ? std::string(heard) : spoken.substr(0, at + heard.size());
}

}  // namespace

void ModelHistory::caller(std::string shown) {
  entries_.emplace_back(CallerTurn{std::move(shown)});
  trim_front();
}

void ModelHistory::agent(std::string spoken) {
  if (!trim(spoken).empty()) entries_.emplace_back(Sentence{.text = std::move(spoken)});
}

void ModelHistory::calls(std::vector<ToolCall> calls) {
  Calls entry;
  for (auto& call : calls) entry.calls.push_back({.call = std::move(call), .result = {}});
  if (!entry.calls.empty()) entries_.emplace_back(std::move(entry));
}

ModelHistory::OpenCall* ModelHistory::find(std::string_view id) {
  for (auto& entry : entries_) {
    auto* calls = std::get_if<Calls>(&entry);
    if (calls == nullptr) continue;
    const auto at = std::ranges::find(calls->calls, id,
                                      [](const OpenCall& call) -> std::string_view { return call.call.id; });
    if (at != calls->calls.end()) return &*at;
  }
  return nullptr;
}

void ModelHistory::result(std::string_view id, std::string shown) {
  auto* call = find(id);
  if (call == nullptr || call->state != CallState::open) return;
  call->state = CallState::closed;
  call->result = std::move(shown);
}

void ModelHistory::cancel(std::string_view id) {
  auto* call = find(id);
  if (call != nullptr && call->state == CallState::open) call->state = CallState::cancelled;
}

std::size_t ModelHistory::turn_begin() const {
  auto begin = entries_.size();
  while (begin > 0 && !std::holds_alternative<CallerTurn>(entries_[begin - 1])) --begin;
  return begin;
}

void ModelHistory::interrupted(std::string_view heard, int whole) {
  std::vector<Entry> kept;
  Sentence* last = nullptr;
  const auto begin = turn_begin();
  bool lost = false;
  for (std::size_t i = begin; i < entries_.size(); ++i) {
    auto* sentence = std::get_if<Sentence>(&entries_[i]);
    if (sentence == nullptr || sentence->cut) {
      kept.push_back(std::move(entries_[i]));
      continue;
    }
    if (whole-- > 0) {
      kept.push_back(std::move(entries_[i]));
    } else if (!std::exchange(lost, true)) {
      if (auto text = heard_part(sentence->text, heard); !text.empty())
        kept.emplace_back(Sentence{.text = std::move(text), .cut = true});
    }
  }
  for (auto& entry : kept)
    if (auto* sentence = std::get_if<Sentence>(&entry)) last = sentence;
  if (lost && last != nullptr) last->cut = true;
  entries_.resize(begin);
  std::ranges::move(kept, std::back_inserter(entries_));
}

std::string ModelHistory::heard_since_caller() const {
  std::string text;
  for (auto i = turn_begin(); i < entries_.size(); ++i)
    if (const auto* sentence = std::get_if<Sentence>(&entries_[i])) append(text, sentence->text, ' ');
  return text;
}

std::vector<ChatMessage> ModelHistory::messages(
    const std::function<std::string(std::string_view)>& show) const {
  std::vector<ChatMessage> list;
  const auto last_is = [&list](ChatRole role) {
    return !list.empty() && list.back().role == role && list.back().tool_calls.empty();
  };
  for (const auto& entry : entries_) {
    if (const auto* turn = std::get_if<CallerTurn>(&entry)) {
      if (!last_is(ChatRole::user))
        list.push_back({.role = ChatRole::user, .text = {}, .tool_calls = {}, .tool_call_id = {}});
      append(list.back().text,
             turn->text.empty() ? std::string_view("[nothing]") : std::string_view(turn->text), '\n');
    } else if (const auto* sentence = std::get_if<Sentence>(&entry)) {
      if (!last_is(ChatRole::assistant))
        list.push_back({.role = ChatRole::assistant, .text = {}, .tool_calls = {}, .tool_call_id = {}});
      append(list.back().text, show(sentence->text), ' ');
      if (sentence->cut) list.back().text += kMark;
    } else {
      const auto& calls = std::get<Calls>(entry).calls;
      if (!last_is(ChatRole::assistant))
        list.push_back({.role = ChatRole::assistant, .text = {}, .tool_calls = {}, .tool_call_id = {}});
      for (const auto& call : calls) list.back().tool_calls.push_back(call.call);
      for (const auto& call : calls) {
        const auto& text = call.state == CallState::closed      ? call.result
                           : call.state == CallState::cancelled ? std::string(kCancelled)
                                                                : std::string(kRunning);
        list.push_back(
            {.role = ChatRole::tool, .text = text, .tool_calls = {}, .tool_call_id = call.call.id});
      }
    }
  }
  return list;
}

void ModelHistory::trim_front() {
  const auto size_of = [](const Entry& entry) {
    if (const auto* turn = std::get_if<CallerTurn>(&entry)) return turn->text.size();
    if (const auto* sentence = std::get_if<Sentence>(&entry)) return sentence->text.size();
    std::size_t size = 0;
    for (const auto& call : std::get<Calls>(entry).calls)
      size += call.call.arguments.size() + call.result.size();
    return size;
  };
  std::size_t total = 0;
  for (const auto& entry : entries_) total += size_of(entry);
  while (total > limit_) {
    // The next turn of the caller becomes the beginning; the last one stays whatever it holds.
    std::size_t next = 1;
    while (next < entries_.size() && !std::holds_alternative<CallerTurn>(entries_[next])) ++next;
    if (next >= entries_.size()) return;
    for (std::size_t i = 0; i < next; ++i) total -= size_of(entries_[i]);
    entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(next));
  }
}

Status check_messages(std::span<const ChatMessage> messages) {
  const auto wrong = [](std::size_t at, std::string_view what) {
    return fail(ErrorCode::invalid, fmt::format("message {}: {}", at + 1, what));
  };
  std::set<std::string, std::less<>> open, seen;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& message = messages[i];
    if ((message.role == ChatRole::system) != (i == 0)) return wrong(i, "the system speaks first, and once");
    if (message.text.empty() && message.tool_calls.empty()) return wrong(i, "is empty");
    if (message.role == ChatRole::tool) {
      if (open.erase(message.tool_call_id) == 0) return wrong(i, "answers no open tool call");
      continue;
    }
    if (!open.empty()) return wrong(i, "comes while a tool call is open");
    for (const auto& call : message.tool_calls) {
      if (call.id.empty() || !seen.insert(call.id).second)
        return wrong(i, "a tool call has no id of its own");
      open.insert(call.id);
    }
  }
  if (messages.empty()) return fail(ErrorCode::invalid, "there is no message");
  if (!open.empty()) return wrong(messages.size() - 1, "leaves a tool call open");
  const auto last = messages.back().role;
  if (last != ChatRole::user && last != ChatRole::tool)
    return wrong(messages.size() - 1, "asks for no answer");
  return {};
}

}  // namespace attendant::brain
