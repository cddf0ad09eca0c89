// models.local: a language model file of one's own, run in this process.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "config/fields.hpp"

namespace attendant::config {

struct LocalModelSettings {
  std::string file;            // GGUF; empty: none
  std::string name = "local";  // what agents and virtual keys call it, as a pool
  int context = 8192;          // tokens of one conversation
  int conversations = 2;       // whose prompts are kept evaluated
  int threads = 1;
  int most_questions = 4;  // under way and waiting
  std::chrono::milliseconds first_token{1500};
  std::chrono::milliseconds stall{2000};
  std::chrono::milliseconds longest_answer{30000};
};

void bind(Fields& fields, LocalModelSettings& local);

// Sentences about rules that the values break, each with the setting in front.
std::vector<std::string> broken_rules(const LocalModelSettings& local);

}  // namespace attendant::config
