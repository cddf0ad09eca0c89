#include "config/local_model.hpp"

namespace attendant::config {

void bind(Fields& f, LocalModelSettings& s) {
  f.value("file", s.file, "a model file (GGUF); \"\": none. Needs a build with llama.cpp");
  f.value("name", s.name, "what agents and virtual keys call it, as a pool");
  f.value("context", s.context, {512, 1'000'000}, "tokens of one conversation, prompt and answer");
  f.value("conversations", s.conversations, {1, 64}, "whose prompts are kept evaluated, in memory");
  f.value("threads", s.threads, {1, 256}, "cores that it computes on");
  f.value("most_questions", s.most_questions, {1, 1000}, "under way and waiting; one more fails at once");
  f.value("first_token", s.first_token, "from the question, waiting included; then it is given up");
  f.value("stall", s.stall, "no further token for so long: the answer is given up");
  f.value("longest_answer", s.longest_answer, "from the question to the last token");
}

std::vector<std::string> broken_rules(const LocalModelSettings& s) {
  std::vector<std::string> broken;
  if (s.file.empty()) return broken;
  if (s.name.empty()) broken.emplace_back("models.local.name: must not be empty");
  if (s.first_token <= std::chrono::milliseconds(0))
    broken.emplace_back("models.local.first_token: must be longer than 0ms");
  if (s.stall <= std::chrono::milliseconds(0) || s.longest_answer < s.stall)
    broken.emplace_back("models.local.longest_answer: must not be shorter than stall");
  return broken;
}

}  // namespace attendant::config
