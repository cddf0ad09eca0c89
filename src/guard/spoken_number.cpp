#include "guard/spoken_number.hpp"

#include <algorithm>
#include <array>

#include "base/number_lexicon.hpp"
#include "base/text.hpp"

namespace attendant::guard {
namespace {

constexpr std::size_t kMostDigits = 18;
// A part of a number that is larger takes no further word: "hundred hundred hundred ..." has no end.
constexpr std::int64_t kLargestPart = 1'000'000'000'000'000;

struct Part {
  enum class Kind { digit, teen, tens, hundred, thousand, ordinal, figure };
  Kind kind = Kind::digit;
  int value = 0;
  std::string digits;
};

std::optional<Part> part_of(const Word& word) {
  using Kind = Part::Kind;
  if (word.kind == Word::Kind::figure) {
    if (word.text.contains('.')) return std::nullopt;
    return Part{Kind::figure, 0, word.text};
  }
  if (word.kind != Word::Kind::letters) return std::nullopt;
  if (const auto digit = digit_word(word.text); digit && word.text != "o")
    return Part{Kind::digit, *digit, std::to_string(*digit)};
  if (const auto teen = teen_word(word.text)) return Part{Kind::teen, *teen, std::to_string(*teen)};
  if (const auto tens = tens_word(word.text)) return Part{Kind::tens, *tens, std::to_string(*tens)};
  if (const auto ordinal = ordinal_word(word.text))
    return Part{Kind::ordinal, *ordinal, std::to_string(*ordinal)};
  if (word.text == "hundred") return Part{Kind::hundred, 100, "00"};
  if (word.text == "thousand") return Part{Kind::thousand, 1000, "000"};
  return std::nullopt;
}

// "forty-three", "one hundred and five", "two, eight, three": what may stand between two parts.
std::size_t next_part(const std::vector<Word>& words, std::size_t at) {
  if (at < words.size() && (words[at].text == "-" || words[at].text == "and" || words[at].text == ","))
    return at + 1;
  return at;
}

std::optional<std::int64_t> cardinal(const std::vector<Part>& parts) {
  using Kind = Part::Kind;
  std::int64_t total = 0, group = 0;
  Kind last = Kind::thousand;
  for (const auto& part : parts) {
    if (total > kLargestPart || group > kLargestPart) return std::nullopt;
    switch (part.kind) {
      case Kind::hundred:
        group = std::max<std::int64_t>(group, 1) * 100;
        break;
      case Kind::thousand:
        total += std::max<std::int64_t>(group, 1) * 1000;
        group = 0;
        break;
      case Kind::digit:
      case Kind::ordinal:
        if (last == Kind::digit || last == Kind::teen || last == Kind::figure) return std::nullopt;
        group += part.value;
        break;
      case Kind::teen:
      case Kind::tens:
        if (last == Kind::digit || last == Kind::teen || last == Kind::tens || last == Kind::figure)
          return std::nullopt;
        group += part.value;
        break;
      case Kind::figure: {
        if (part.digits.size() > kMostDigits) return std::nullopt;
        const auto value = parse_integer(part.digits);
        if (!value || last == Kind::figure || last == Kind::digit || last == Kind::tens) return std::nullopt;
        group += *value;
        break;
      }
    }
    last = part.kind;
  }
  return total + group;
}

// "twenty twenty-six" is 2026, "two eight three one" is 2831.
std::string as_digits(const std::vector<Part>& parts) {
  using Kind = Part::Kind;
  std::string digits;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool with_unit = parts[i].kind == Kind::tens && i + 1 < parts.size() &&
                           (parts[i + 1].kind == Kind::digit || parts[i + 1].kind == Kind::ordinal) &&
                           parts[i + 1].value > 0 && parts[i + 1].value < 10;
    if (with_unit) {
      digits += std::to_string(parts[i].value + parts[i + 1].value);
      ++i;
    } else {
      digits += parts[i].digits;
    }
  }
  return digits;
}

std::optional<SpokenNumber> figure_with_cents(const Word& word, std::size_t at) {
  const auto dot = word.text.find('.');
  if (word.kind != Word::Kind::figure || dot == std::string::npos) return std::nullopt;
  const auto whole = parse_integer(word.text.substr(0, std::min(dot, kMostDigits)));
  if (!whole) return std::nullopt;
  auto after = word.text.substr(dot + 1, 2);
  if (after.size() == 1) after += '0';
  return SpokenNumber{.value = *whole,
                      .hundredths = static_cast<int>(parse_integer(after).value_or(0)),
                      .digits = word.text,
                      .first = at,
                      .last = at + 1};
}

bool is_ordinal_ending(const Word& word) {
  static constexpr std::array<std::string_view, 4> kEndings = {"st", "nd", "rd", "th"};
  return word.joined && std::ranges::find(kEndings, std::string_view(word.text)) != kEndings.end();
}

}  // namespace

std::optional<SpokenNumber> number_at(const std::vector<Word>& words, std::size_t at) {
  if (at >= words.size()) return std::nullopt;
  if (auto figure = figure_with_cents(words[at], at)) return figure;
  std::vector<Part> parts;
  auto end = at;
  for (auto i = at; i < words.size();) {
    const auto part = part_of(words[i]);
    if (!part || (parts.empty() && part->kind == Part::Kind::figure && words[i].text.contains('.'))) break;
    // Two figures apart are two numbers; "oh" begins none.
    if (!parts.empty() && part->kind == Part::Kind::figure && parts.back().kind == Part::Kind::figure &&
        words[i - 1].text != "-")
      break;
    if (parts.empty() && words[i].text == "oh") break;
    // "and", a comma: only inside a number.
    const bool comma = i > end && words[i - 1].text == ",";
    if (comma && (part->digits.size() != 1 || parts.back().digits.size() != 1)) break;
    parts.push_back(*part);
    end = i + 1;
    if (part->kind == Part::Kind::ordinal) break;
    i = next_part(words, end);
  }
  if (parts.empty()) return std::nullopt;
  SpokenNumber number{.digits = as_digits(parts), .first = at, .last = end};
  number.ordinal = parts.back().kind == Part::Kind::ordinal;
  if (number.last < words.size() && parts.size() == 1 && parts[0].kind == Part::Kind::figure &&
      is_ordinal_ending(words[number.last])) {
    number.ordinal = true;
    ++number.last;
  }
  const auto value = cardinal(parts);
  number.value = value ? *value : parse_integer(number.digits.substr(0, kMostDigits)).value_or(0);
  number.single_one = parts.size() == 1 && words[at].text == "one";
  return number;
}

}  // namespace attendant::guard
