#include "brain/model/local/llama/llama_prompt.hpp"

#include <algorithm>
#include <string_view>

namespace attendant::brain {
namespace {

constexpr auto* kFallback = "chatml";

const char* name_of(ChatRole role) {
  switch (role) {
    case ChatRole::system:
      return "system";
    case ChatRole::assistant:
      return "assistant";
    default:
      return "user";
  }
}

std::vector<llama_token> tokens_of(const llama_vocab& vocab, std::string_view text, bool with_begin) {
  const auto length = static_cast<std::int32_t>(text.size());
  std::vector<llama_token> tokens(text.size() + 8);
  auto count = llama_tokenize(&vocab, text.data(), length, tokens.data(),
                              static_cast<std::int32_t>(tokens.size()), with_begin, true);
  if (count < 0) {
    tokens.resize(static_cast<std::size_t>(-count));
    count = llama_tokenize(&vocab, text.data(), length, tokens.data(),
                           static_cast<std::int32_t>(tokens.size()), with_begin, true);
  }
  tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
  return tokens;
}

}  // namespace

bool is_known_template(const std::string& chat_template) {
  const llama_chat_message message{.role = "user", .content = "Hello"};
  return llama_chat_apply_template(chat_template.c_str(), &message, 1, true, nullptr, 0) > 0;
}

std::string chat_template_of(const llama_model& model) {
  const char* own = llama_model_chat_template(&model, nullptr);
  return own != nullptr && is_known_template(own) ? own : kFallback;
}

Result<std::vector<llama_token>> prompt_tokens(const llama_vocab& vocab, const std::string& chat_template,
                                               const std::vector<ChatTurn>& turns) {
  std::vector<llama_chat_message> messages;
  for (const auto& turn : turns) {
    const auto tokens = tokens_of(vocab, turn.text, false);
    if (std::ranges::any_of(tokens, [&](llama_token token) { return llama_vocab_is_control(&vocab, token); }))
      return fail(ErrorCode::refused, "a turn holds control tokens of the model");
    messages.push_back({.role = name_of(turn.role), .content = turn.text.c_str()});
  }
  const auto write = [&](std::string& into) {
    return llama_chat_apply_template(chat_template.c_str(), messages.data(), messages.size(), true,
                                     into.data(), static_cast<std::int32_t>(into.size()));
  };
  std::string prompt;
  const auto length = write(prompt);
  if (length <= 0) return fail(ErrorCode::invalid, "the chat template does not take these turns");
  prompt.resize(static_cast<std::size_t>(length) + 1);  // it ends the text with a zero
  prompt.resize(static_cast<std::size_t>(std::max(write(prompt), 0)));
  return tokens_of(vocab, prompt, true);
}

}  // namespace attendant::brain
