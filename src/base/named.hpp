// Distinct types for ids and numbers that must not be mixed: a CallId cannot be passed where a TurnId is
// wanted.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace attendant {

template <class T, class Tag>
class Named {
 public:
  using value_type = T;

  Named() = default;
  explicit Named(T value) : value_(std::move(value)) {}

  const T& value() const { return value_; }
  auto operator<=>(const Named&) const = default;

 private:
  T value_{};
};

using CallId =
    Named<std::string, struct CallIdTag>;  // "c-" + 26 Crockford characters: time-ordered, unguessable
using TurnId =
    Named<std::uint32_t, struct TurnIdTag>;  // 1, 2, 3 ... within a call; 0 is before the caller spoke
using UtteranceId =
    Named<std::uint32_t, struct UtteranceIdTag>;  // one spoken clause of ours, 1, 2, 3 ... within a call

}  // namespace attendant

template <class T, class Tag>
struct std::hash<attendant::Named<T, Tag>> {
  std::size_t operator()(const attendant::Named<T, Tag>& id) const { return std::hash<T>()(id.value()); }
};
