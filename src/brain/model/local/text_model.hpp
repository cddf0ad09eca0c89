// A model of this process that writes text token by token. The one on llama.cpp is llama/; tests have their
// own. One thread at a time: the gateway's model thread (local_gateway.hpp), never a shard.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "brain/model/chat_request.hpp"

namespace attendant::brain {

// A turn as the file's chat template knows them: system, user or assistant.
struct ChatTurn {
  ChatRole role = ChatRole::user;
  std::string text;

  bool operator==(const ChatTurn&) const = default;
};

struct TextQuestion {
  std::vector<ChatTurn> turns;
  std::string conversation;  // what it shares its beginning with longest; may be empty
  int max_tokens = 0;        // of the answer; 0: until the context is full
  double temperature = 0.0;  // 0: always the likeliest token
  double top_p = 1.0;
  std::uint32_t seed = 0;  // of what is drawn where the temperature is not 0
};

struct TextCounts {
  std::int64_t prompt = 0;
  std::int64_t reused = 0;  // of the prompt: evaluated for an earlier question
  std::int64_t answered = 0;

  bool operator==(const TextCounts&) const = default;
};

enum class TextEnd {
  stop,    // the model has said all
  length,  // max_tokens, or the context, is used up
};

struct TextPiece {
  std::string text;  // whole UTF-8 characters; may be empty
  std::optional<TextEnd> end;
};

class TextModel {
 public:
  virtual ~TextModel() = default;

  // Evaluates the prompt; a question that was under way is over. `invalid` (it does not fit) and `refused`:
  // this prompt is never answered. `cancelled`: `stop` was asked for; what was evaluated is kept for the next
  // question.
  virtual Status begin(const TextQuestion& question, const std::stop_token& stop) = 0;

  // One token more. After an end nothing is asked any more.
  virtual Result<TextPiece> next(const std::stop_token& stop) = 0;

  virtual TextCounts counts() const = 0;  // of the question under way
};

}  // namespace attendant::brain
