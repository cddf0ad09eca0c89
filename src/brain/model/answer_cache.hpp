// Whole answers by the exact text of what was asked: for greetings and fixed questions, which the session
// marks. Never for what depends on who calls. Pure; owned by the pool's state.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"

namespace attendant::brain {

class AnswerCache {
 public:
  AnswerCache(std::size_t most_answers, std::chrono::seconds kept_for)
      : most_(most_answers), kept_for_(kept_for) {}
  // The index points into the list: moved it still does, copied it would not.
  AnswerCache(AnswerCache&&) = default;
  AnswerCache& operator=(AnswerCache&&) = default;

  std::optional<std::string> find(const std::string& key, Instant now);
  void keep(const std::string& key, std::string answer, Instant now);  // drops the one unused longest
  std::size_t size() const { return order_.size(); }

 private:
  struct Entry {
    std::string key;
    std::string answer;
    Instant until{};
  };

  std::size_t most_;
  std::chrono::seconds kept_for_;
  std::list<Entry> order_;  // used latest first
  std::unordered_map<std::string, std::list<Entry>::iterator> entries_;
};

}  // namespace attendant::brain
