// Turns of a chat as the tokens of one model file: its own chat template, its own vocabulary.
#pragma once

#include <string>
#include <vector>

#include <llama.h>

#include "base/result.hpp"
#include "brain/model/local/text_model.hpp"

namespace attendant::brain {

// The template of the file, or "chatml" where it has none that llama.cpp knows.
std::string chat_template_of(const llama_model& model);
bool is_known_template(const std::string& chat_template);

// Ends where the assistant's turn begins. refused: a turn holds control tokens of the vocabulary, that is,
// text which would be read as part of the template.
Result<std::vector<llama_token>> prompt_tokens(const llama_vocab& vocab, const std::string& chat_template,
                                               const std::vector<ChatTurn>& turns);

}  // namespace attendant::brain
