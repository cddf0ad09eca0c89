#include "brain/model/chat_stream.hpp"

#include <utility>

#include "base/text.hpp"
#include "brain/model/chat_chunk.hpp"

namespace attendant::brain {
namespace {

constexpr int kBadChunksBorne = 1;

}  // namespace

std::string_view to_string(FinishReason reason) {
  switch (reason) {
    case FinishReason::stop:
      return "stop";
    case FinishReason::length:
      return "length";
    case FinishReason::tool_calls:
      return "tool_calls";
    case FinishReason::content_filter:
      return "content_filter";
  }
  return "stop";
}

std::vector<ChatItem> ChatStream::read(std::string_view data) {
  std::vector<ChatItem> items;
  if (over_) return items;
  // A plain end: some compatible servers never send a reason.
  if (trim(data) == "[DONE]") {
    end(items, finish_.value_or(FinishReason::stop));
    return items;
  }
  std::optional<ChatChunk> chunk = parse_chat_chunk(data);
  if (!chunk) {
    if (++bad_chunks_ > kBadChunksBorne)
      give_up(items, {.kind = FaultKind::malformed, .message = "two chunks that cannot be read"});
    return items;
  }
  if (chunk->error) {
    give_up(items, *std::move(chunk->error));
    return items;
  }
  for (AnswerDelta& delta : chunk->deltas) tell(items, std::move(delta));
  if (chunk->usage) usage_ = chunk->usage;
  if (chunk->finish) finish_ = chunk->finish;
  if (finish_ && usage_) end(items, *finish_);  // [DONE] tells nothing more
  return items;
}

std::vector<ChatItem> ChatStream::close() {
  std::vector<ChatItem> items;
  if (over_) return items;
  if (finish_)
    end(items, *finish_);
  else
    give_up(items, {.kind = FaultKind::cut, .message = "the stream ended before the answer"});
  return items;
}

void ChatStream::tell(std::vector<ChatItem>& items, AnswerDelta delta) {
  anything_ = true;
  if (auto* piece = std::get_if<ToolCallDelta>(&delta)) place(*piece);
  std::visit([&](auto& item) { items.emplace_back(std::move(item)); }, delta);
}

// Servers number calls as they like: from 0, or every call 0 with an id of its own. Ours are 0, 1, 2 ...
void ChatStream::place(ToolCallDelta& piece) {
  const auto [at, fresh] = calls_.try_emplace(piece.index);
  OpenCall& call = at->second;
  const bool another = !fresh && !piece.id.empty() && !call.id.empty() && piece.id != call.id;
  if (fresh || another) call = {.index = calls_told_++, .id = {}};
  if (call.id.empty()) call.id = piece.id;
  piece.index = call.index;
}

void ChatStream::end(std::vector<ChatItem>& items, FinishReason reason) {
  // Some say "stop" after tool calls.
  if (reason == FinishReason::stop && calls_told_ > 0) reason = FinishReason::tool_calls;
  const bool has_answer =
      anything_ || reason == FinishReason::length || reason == FinishReason::content_filter;
  if (!has_answer) return give_up(items, {.kind = FaultKind::empty, .message = "an answer without a word"});
  items.emplace_back(AnswerEnd{.reason = reason, .usage = usage_});
  over_ = true;
}

void ChatStream::give_up(std::vector<ChatItem>& items, AttemptFault fault) {
  items.emplace_back(std::move(fault));
  over_ = true;
}

}  // namespace attendant::brain
