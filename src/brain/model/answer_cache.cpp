#include "brain/model/answer_cache.hpp"

#include <utility>

namespace attendant::brain {

std::optional<std::string> AnswerCache::find(const std::string& key, Instant now) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return {};
  const auto entry = found->second;
  if (now >= entry->until) {
    order_.erase(entry);
    entries_.erase(found);
    return {};
  }
  order_.splice(order_.begin(), order_, entry);
  return entry->answer;
}

void AnswerCache::keep(const std::string& key, std::string answer, Instant now) {
  if (most_ == 0) return;
  if (const auto found = entries_.find(key); found != entries_.end()) {
    order_.erase(found->second);
    entries_.erase(found);
  }
  order_.push_front({.key = key, .answer = std::move(answer), .until = now + kept_for_});
  entries_[key] = order_.begin();
  if (order_.size() <= most_) return;
  entries_.erase(order_.back().key);
  order_.pop_back();
}

}  // namespace attendant::brain
