#include "brain/model/local/utf8_pieces.hpp"

#include <cstddef>
#include <utility>

namespace attendant::brain {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the character that begins so; 0: none does.
std::size_t length_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80U) return 1;
  if (byte >= 0xC2U && byte < 0xE0U) return 2;
  if (byte >= 0xE0U && byte < 0xF0U) return 3;
  if (byte >= 0xF0U && byte < 0xF5U) return 4;
  return 0;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string Utf8Pieces::add(std::string_view piece) {
  half_ += piece;
  std::string whole;
  std::size_t at = 0;
  while (at < half_.size()) {
    const auto length = length_of(half_[at]);
    std::size_t has = length == 0 ? 0 : 1;
    while (has < length && at + has < half_.size() && continues(half_[at + has])) ++has;
    if (has < length && at + has == half_.size()) break;  // its end may still come
    const bool good = length > 0 && has == length;
    if (good)
      whole.append(half_, at, length);
    else
      whole += kReplacement;
    at += good ? length : 1;
  }
  half_.erase(0, at);
  return whole;
}

std::string Utf8Pieces::rest() { return std::exchange(half_, {}).empty() ? "" : std::string(kReplacement); }

}  // namespace attendant::brain
