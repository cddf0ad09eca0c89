#include "lab/spoken_values.hpp"

#include <algorithm>

#include "base/date.hpp"

namespace attendant::lab {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// How many characters from `at` on fit.
template <class Fits>
std::size_t run(std::string_view text, std::size_t at, Fits fits) {
  std::size_t length = 0;
  while (at + length < text.size() && fits(text[at + length])) ++length;
  return length;
}

std::size_t amount_at(std::string_view text, std::size_t at) {
  if (text[at] != '$') return 0;
  auto length = 1 + run(text, at + 1, [](char c) { return is_digit(c) || c == ','; });
  if (at + length + 2 < text.size() + 0 && text[at + length] == '.' && is_digit(text[at + length + 1]))
    length += 3;
  return length > 1 ? std::min(length, text.size() - at) : 0;
}

std::size_t date_at(std::string_view text, std::size_t at) {
  return at + 10 <= text.size() && parse_date(text.substr(at, 10)) ? 10 : 0;
}

// Two to four capitals and five digits or more: NW28319242, CLM4532427, INV5015794, PA310598.
std::size_t id_at(std::string_view text, std::size_t at) {
  const auto letters = run(text, at, is_capital);
  const auto digits = run(text, at + letters, is_digit);
  return letters >= 2 && letters <= 4 && digits >= 5 ? letters + digits : 0;
}

std::size_t percent_at(std::string_view text, std::size_t at) {
  const auto digits = run(text, at, is_digit);
  return digits > 0 && at + digits < text.size() && text[at + digits] == '%' ? digits + 1 : 0;
}

std::size_t phone_at(std::string_view text, std::size_t at) {
  const auto length =
      run(text, at, [](char c) { return is_digit(c) || c == '-' || c == '+' || c == '(' || c == ')'; });
  const auto digits = std::ranges::count_if(text.substr(at, length), is_digit);
  return digits == 10 || digits == 11 ? length : 0;
}

}  // namespace

std::vector<SpokenValue> values_in(std::string_view sentence) {
  using Kind = SpokenValue::Kind;
  std::vector<SpokenValue> values;
  for (std::size_t at = 0; at < sentence.size();) {
    const bool begins = at == 0 || !(is_digit(sentence[at - 1]) || is_capital(sentence[at - 1]));
    Kind kind = Kind::amount;
    auto length = amount_at(sentence, at);
    const auto otherwise = [&](Kind other, std::size_t found) {
      if (length != 0 || !begins) return;
      length = found;
      kind = other;
    };
    otherwise(Kind::date, date_at(sentence, at));
    otherwise(Kind::id, id_at(sentence, at));
    otherwise(Kind::percent, percent_at(sentence, at));
    otherwise(Kind::phone, phone_at(sentence, at));
    if (length == 0) {
      ++at;
      continue;
    }
    values.push_back({kind, std::string(sentence.substr(at, length))});
    at += length;
  }
  return values;
}

}  // namespace attendant::lab
