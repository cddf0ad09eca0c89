#include "net/outbox.hpp"

#include <utility>

#include "base/result.hpp"

namespace attendant::net {
namespace {

std::size_t size_of(const SocketMessage& message) {
  return std::visit([](const auto& content) { return content.size(); }, message);
}

}  // namespace

bool Outbox::push(SocketMessage message) {
  bytes_ += size_of(message);
  messages_.push_back(std::move(message));
  if (bytes_ <= max_bytes_) return true;
  messages_.erase(messages_.begin() + (leaving_ ? 1 : 0), messages_.end());
  bytes_ = leaving_ ? size_of(messages_.front()) : 0;
  return false;
}

const SocketMessage& Outbox::begin_to_leave() {
  CHECK(!messages_.empty() && !leaving_);
  leaving_ = true;
  return messages_.front();
}

void Outbox::left() {
  CHECK(leaving_);
  leaving_ = false;
  bytes_ -= size_of(messages_.front());
  messages_.pop_front();
}

void Outbox::clear() {
  messages_.clear();
  bytes_ = 0;
  leaving_ = false;
}

}  // namespace attendant::net
