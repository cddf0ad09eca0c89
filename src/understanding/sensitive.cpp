#include "understanding/sensitive.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "understanding/ids.hpp"
#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;

constexpr std::array<std::string_view, 22> kGovernment{
    "social security", "my social",      "his social", "her social",    "your social",
    "their social",    "the social",     "social is",  "social number", "ssn",
    "s s n",           "tax id",         "taxpayer",   "itin",          "driver's license",
    "drivers license", "license number", "passport",   "green card",    "medicare number",
    "medicaid number", "alien number"};
constexpr std::array<std::string_view, 12> kBank{"account",       "routing", "checking",    "savings",
                                                 "iban",          "acct",    "bank number", "account's",
                                                 "security code", "cvv",     "c v v",       "pin number"};
constexpr std::array<std::string_view, 14> kPayCard{
    "credit card", "debit card",       "debit",         "visa",      "mastercard",  "master card",
    "amex",        "american express", "discover card", "bank card", "card ending", "card is",
    "with card",   "my card number"};
constexpr std::array<std::string_view, 9> kCode{
    "security code", "cvv",        "c v v",   "cvc",   "code on the back",
    "pin number",    "expiration", "expires", "expiry"};

bool any_phrase(std::string_view padded, const auto& phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) {
    const auto at = padded.find(phrase);
    if (at == std::string_view::npos) return false;
    const auto end = at + phrase.size();
    return padded[at - 1] == ' ' && padded[end] == ' ';
  });
}

// Joined groups of digits that stand close together.
struct Stretch {
  std::string digits;
  std::vector<std::size_t> groups;  // sizes, as commas, hyphens and pauses part them
  std::size_t first = 0, last = 0;
  std::vector<Number> numbers;
};

void append(Stretch& stretch, const Tokens& tokens, const DigitRun& run) {
  for (const Number& number : run.numbers) {
    const Token& token = tokens[number.first];
    const bool parted =
        token.comma || token.stop || token.joint == '-' || (is_number(token) && token.word.size() > 1);
    if (stretch.groups.empty() || parted) stretch.groups.push_back(0);
    stretch.groups.back() += number.digits.size();
    stretch.digits += number.digits;
    stretch.numbers.push_back(number);
  }
  stretch.last = run.last;
}

bool only_breath(const Tokens& tokens, std::size_t first, std::size_t last) {
  if (last - first > 3) return false;
  for (std::size_t i = first; i < last; ++i) {
    const std::string& word = tokens[i].word;
    if (!is_filler(word) && word != "then" && word != "and" && word != "dash" && word != "space")
      return false;
  }
  return true;
}

std::vector<Stretch> stretches(const Tokens& tokens) {
  std::vector<Stretch> out;
  for (const DigitRun& run : digit_runs(tokens, 0, tokens.size(), std::vector<bool>(tokens.size(), false))) {
    if (out.empty() || !only_breath(tokens, out.back().last, run.first)) {
      Stretch stretch;
      stretch.first = run.first;
      out.push_back(std::move(stretch));
    }
    append(out.back(), tokens, run);
  }
  return out;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

class Finder {
 public:
  Finder(const Tokens& tokens, Asked asked) : tokens_(tokens), asked_(asked) {}

  std::vector<SensitiveNumber> run() const {
    std::vector<SensitiveNumber> found;
    for (const Stretch& stretch : stretches(tokens_)) {
      const auto kind = kind_of(stretch);
      if (!kind) continue;
      SensitiveNumber number{*kind, stretch.digits, stretch.first, stretch.last};
      // "four two four two ..., no, four two four three ...": both are numbers of a card.
      found.push_back(std::move(number));
    }
    return found;
  }

 private:
  std::optional<SensitiveKind> kind_of(const Stretch& stretch) const {
    const std::size_t count = stretch.digits.size();
    if (count < 3) return std::nullopt;
    const std::size_t from = sentence_start(stretch.first, 12);
    const std::string before = padded_words(tokens_, from, stretch.first);
    const std::string after = padded_words(tokens_, stretch.last, sentence_end(stretch.last, 8));
    const bool prefixed = has_id_prefix(stretch.first);
    if (any_phrase(before, kGovernment) || any_phrase(after, kGovernment)) {
      if (!nearer_subject(before)) return SensitiveKind::government;
    }
    if (prefixed) return std::nullopt;
    if (count >= 13 && !identity_and_birth(stretch)) return SensitiveKind::card;
    if (asked_for(stretch)) return std::nullopt;
    if (any_phrase(before, kCode) && count <= 4) return SensitiveKind::account;
    const bool ending = contains_word(tokens_, from, stretch.first, {"ending", "ends"});
    if ((any_phrase(before, kPayCard) || paying_by_card(before)) && !nearer_subject(before)) {
      if (count >= 6 || (ending && count == 4)) return SensitiveKind::card;
    }
    if (any_phrase(before, kBank) && !nearer_subject(before)) {
      if (count >= 6 || (ending && count == 4)) return SensitiveKind::account;
    }
    if (three_two_four(stretch)) return SensitiveKind::government;
    if (count == 9 && zip_plus_four(stretch)) return std::nullopt;
    if (count == 9 || count == 12) return count == 9 ? SensitiveKind::government : SensitiveKind::account;
    if (count == 11 && stretch.digits[0] != '1') return SensitiveKind::account;
    return std::nullopt;
  }

  // What was asked for, by its length.
  bool asked_for(const Stretch& stretch) const {
    const std::size_t count = stretch.digits.size();
    switch (asked_) {
      case Asked::ask_member_id:
        return count <= 9 && !three_two_four(stretch);
      case Asked::ask_claim:
      case Asked::ask_dob:
        return count <= 8;
      case Asked::ask_zip:
        return count == 5 || (count == 9 && zip_plus_four(stretch));
      case Asked::ask_phone:
        return count == 10 || count == 7 || (count == 11 && stretch.digits[0] == '1');
      default:
        return false;
    }
  }

  static bool three_two_four(const Stretch& stretch) {
    return stretch.groups == std::vector<std::size_t>{3, 2, 4};
  }
  static bool zip_plus_four(const Stretch& stretch) {
    return stretch.groups == std::vector<std::size_t>{5, 4};
  }

  // Member id and date of birth in one breath have as many digits as a card.
  bool identity_and_birth(const Stretch& stretch) const {
    const std::size_t count = stretch.digits.size();
    if (asked_ != Asked::ask_member_id || count > 16 ||
        (luhn(stretch.digits) && stretch.digits[0] >= '3' && stretch.digits[0] <= '6'))
      return false;
    return has_valid_check_digit("NW" + stretch.digits.substr(0, kMemberIdDigits));
  }

  bool has_id_prefix(std::size_t first) const {
    for (std::size_t i = first > 12 ? first - 12 : 0; i < first; ++i) {
      for (const IdKind kind : {IdKind::member, IdKind::claim}) {
        const auto end = id_prefix_at(tokens_, i, kind);
        if (end && *end <= first && only_breath(tokens_, *end, first)) return true;
      }
    }
    return false;
  }

  // "my member id is", "claim number", "my phone", "the zip": a nearer word than "card" or "account" says
  // what it is.
  static bool nearer_subject(std::string_view before) {
    std::size_t sensitive = 0, plain = 0;
    const auto last_of = [&](const auto& phrases) {
      std::size_t at = 0;
      for (const std::string_view phrase : phrases) {
        const auto found = before.rfind(phrase);
        if (found != std::string_view::npos) at = std::max(at, found + phrase.size());
      }
      return at;
    };
    sensitive = std::max({last_of(kGovernment), last_of(kBank), last_of(kPayCard)});
    constexpr std::array<std::string_view, 22> kPlain{" number on my card is",
                                                      " number on the card is",
                                                      " member",
                                                      " claim",
                                                      " phone",
                                                      " cell",
                                                      " telephone",
                                                      " zip",
                                                      " birth",
                                                      " born",
                                                      " dollars",
                                                      " reach me",
                                                      " call me",
                                                      " number on my card",
                                                      " mobile",
                                                      " id is",
                                                      " id number",
                                                      " insurance card",
                                                      " reference",
                                                      " invoice",
                                                      " fax",
                                                      " date of"};
    plain = last_of(kPlain);
    return plain >= sensitive && plain > 0;
  }

  static bool paying_by_card(std::string_view before) {
    return before.find(" card ") != std::string_view::npos &&
           (before.find(" pay") != std::string_view::npos ||
            before.find(" charge") != std::string_view::npos);
  }

  std::size_t sentence_start(std::size_t at, std::size_t most) const { return at > most ? at - most : 0; }
  std::size_t sentence_end(std::size_t at, std::size_t most) const {
    std::size_t end = at;
    while (end < tokens_.size() && end < at + most && !(tokens_[end].stop && end > at)) ++end;
    return end;
  }

  const Tokens& tokens_;
  Asked asked_;
};

}  // namespace

std::vector<SensitiveNumber> find_sensitive(const Tokens& tokens, Asked asked) {
  return Finder(tokens, asked).run();
}

}  // namespace attendant::understanding
