// The streaming chunks of Chat Completions, of OpenAI and of Azure OpenAI, as deltas of an answer. Reads what
// services really send: chunks with empty choices before and after the answer, Azure's content filter chunks
// without a delta, tool calls in fragments, errors inside the stream, a missing [DONE]. Owned by the
// connection that reads; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brain/model/answer_stream.hpp"

namespace attendant::brain {

class ChatStream final : public AnswerStream {
 public:
  std::vector<ChatItem> read(std::string_view data) override;

  // The end, if a finish reason came and only [DONE] is missing, else a fault.
  std::vector<ChatItem> close() override;

  bool over() const override { return over_; }

 private:
  // The tool call that an index on the wire means now.
  struct OpenCall {
    std::uint32_t index = 0;
    std::string id;
  };

  void tell(std::vector<ChatItem>& items, AnswerDelta delta);
  void place(ToolCallDelta& piece);
  void end(std::vector<ChatItem>& items, FinishReason reason);
  void give_up(std::vector<ChatItem>& items, AttemptFault fault);

  int bad_chunks_ = 0;
  bool anything_ = false;  // a delta was told
  std::map<std::uint32_t, OpenCall> calls_;
  std::uint32_t calls_told_ = 0;
  std::optional<FinishReason> finish_;
  std::optional<TokenUsage> usage_;
  bool over_ = false;
};

}  // namespace attendant::brain
