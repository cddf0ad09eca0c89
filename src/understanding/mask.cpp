#include "understanding/mask.hpp"

#include "understanding/sensitive.hpp"

namespace attendant::understanding {
namespace {

std::string sign_for(const SensitiveNumber& number) {
  switch (number.kind) {
    case SensitiveKind::card:
      return number.digits.size() < 4
                 ? "[card]"
                 : "[card ending " + number.digits.substr(number.digits.size() - 4) + "]";
    case SensitiveKind::account:
      return "[account number]";
    case SensitiveKind::government:
      return "[government id]";
  }
  return "[number]";
}

}  // namespace

std::string mask(std::string_view text, conversation::Asked asked) {
  const Tokens tokens = tokenize(text);
  std::string out;
  std::size_t at = 0;
  for (const SensitiveNumber& number : find_sensitive(tokens, asked)) {
    const std::size_t begin = tokens[number.first].begin;
    out += text.substr(at, begin - at);
    out += sign_for(number);
    at = tokens[number.last - 1].end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace attendant::understanding
