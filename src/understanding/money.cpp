#include "understanding/money.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "understanding/ids.hpp"
#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

constexpr std::int64_t kMostCents = 100'000'000'00;

// A bare "two forty-seven fifty" is money only after one of these.
constexpr std::array<std::string_view, 26> kMoneyWords{
    "pay",  "paid",   "paying",  "took",  "take",     "taken",  "charged", "charge",  "charging",
    "bill", "billed", "bill's",  "owe",   "owed",     "owing",  "amount",  "premium", "balance",
    "cost", "costs",  "invoice", "total", "withdrew", "refund", "payment", "deducted"};

bool is_dollars(std::string_view word) {
  return word == "dollars" || word == "dollar" || word == "bucks" || word == "buck";
}
bool is_cents(std::string_view word) { return word == "cents" || word == "cent" || word == "pennies"; }

class MoneyReader {
 public:
  MoneyReader(const Tokens& tokens, const std::vector<bool>& taken) : tokens_(tokens), taken_(taken) {}

  std::optional<Money> at(std::size_t i) const {
    if (taken_[i]) return std::nullopt;
    if (auto money = with_sign(i)) return money;
    if (auto money = with_unit(i)) return money;
    return bare(i);
  }

 private:
  std::string_view word(std::size_t i) const {
    return i < tokens_.size() ? std::string_view(tokens_[i].word) : std::string_view();
  }
  std::optional<Number> number(std::size_t i) const {
    return i < tokens_.size() && !taken_[i] ? number_at(tokens_, i) : std::nullopt;
  }

  // Two written digits behind a point: "312.40".
  std::optional<int> point_cents(std::size_t i) const {
    if (i >= tokens_.size() || tokens_[i].joint != '.' || !is_number(tokens_[i]) ||
        tokens_[i].word.size() != 2)
      return std::nullopt;
    const auto cents = number_at(tokens_, i);
    return cents ? std::optional<int>(cents->value) : std::nullopt;
  }

  std::optional<Money> with_sign(std::size_t i) const {
    if (tokens_[i].joint != '$' || !is_number(tokens_[i]) || tokens_[i].word.size() > 8) return std::nullopt;
    Money money{std::stoll(tokens_[i].word) * 100, i, i + 1};
    if (const auto cents = point_cents(i + 1)) {
      money.cents += *cents;
      money.last = i + 2;
    } else if (word(i + 1) == "and") {
      add_cents(money);
    }
    return money;
  }

  std::optional<Money> with_unit(std::size_t i) const {
    if (word(i) == "half" || word(i) == "oh") return std::nullopt;
    const auto sum = cardinal_at(tokens_, i);
    if (!sum) return std::nullopt;
    Money money{sum->value * 100, i, sum->last};
    if (const auto cents = point_cents(sum->last)) {
      money.cents += *cents;
      ++money.last;
    }
    if (is_cents(word(money.last))) return Money{sum->value, i, money.last + 1};
    if (is_dollars(word(money.last))) {
      ++money.last;
      add_cents(money);
      return money;
    }
    if (word(sum->last) == "grand") return Money{sum->value * 100'000, i, sum->last + 1};
    // "eighty-nine ninety-nine dollars" is said for 89.99.
    if (sum->value < 1000) {
      const auto cents = number(sum->last);
      if (cents && cents->digits.size() == 2 && is_dollars(word(cents->last)))
        return Money{sum->value * 100 + cents->value, i, cents->last + 1};
    }
    return std::nullopt;
  }

  // "and forty cents", "forty" behind "dollars"
  void add_cents(Money& money) const {
    const bool and_said = word(money.last) == "and";
    const std::size_t at = money.last + (and_said ? 1U : 0U);
    if (at >= tokens_.size() || tokens_[at].stop) return;
    const auto cents = cardinal_at(tokens_, at);
    if (!cents || cents->value > 99) return;
    if (is_cents(word(cents->last))) {
      money.cents += cents->value;
      money.last = cents->last + 1;
    } else if (cents->value >= 10 &&
               (cents->last >= tokens_.size() || tokens_[cents->last].stop || tokens_[cents->last].comma)) {
      money.cents += cents->value;
      money.last = cents->last;
    }
  }

  // "eighty-nine ninety-nine", "two forty-seven fifty", "pay two forty-seven", "paid 312.40"
  std::optional<Money> bare(std::size_t i) const {
    const std::size_t from = i > 4 ? i - 4 : 0;
    bool money_word = false;
    for (std::size_t k = from; k < i; ++k) {
      money_word = money_word || std::ranges::find(kMoneyWords, tokens_[k].word) != kMoneyWords.end();
    }
    const bool the = i > 0 && (word(i - 1) == "the" || word(i - 1) == "for" || word(i - 1) == "of");
    if (!money_word && !the) return std::nullopt;
    if (i > 0 && number(i - 1)) return std::nullopt;
    if (is_number(tokens_[i])) {
      const auto cents = point_cents(i + 1);
      if (cents && tokens_[i].word.size() <= 6)
        return Money{std::stoll(tokens_[i].word) * 100 + *cents, i, i + 2};
    }
    const auto sum = cardinal_at(tokens_, i);
    if (!sum || sum->value < 10 || sum->value > 20'000 ||
        (sum->last < tokens_.size() && word(sum->last) == "percent"))
      return std::nullopt;
    const auto cents = number(sum->last);
    if (cents && cents->digits.size() == 2 && !cents->ordinal && !tokens_[sum->last].stop &&
        !number(cents->last)) {
      if (!money_word && sum->value < 100) return std::nullopt;
      return Money{sum->value * 100 + cents->value, i, cents->last};
    }
    if (cents || !money_word || sum->value < 100 || is_time(word(sum->last))) return std::nullopt;
    // A year, or written digits, are no sum.
    if (is_number(tokens_[i])) return std::nullopt;
    return Money{sum->value * 100, i, sum->last};
  }

  static bool is_time(std::string_view word) {
    return word == "days" || word == "times" || word == "years" || word == "visits" || word == "people" ||
           word == "miles";
  }

  const Tokens& tokens_;
  const std::vector<bool>& taken_;
};

}  // namespace

std::optional<Money> read_money(const Tokens& tokens, const std::vector<bool>& taken) {
  const MoneyReader reader(tokens, taken);
  std::optional<Money> found;
  std::size_t i = 0;
  while (i < tokens.size()) {
    const auto money = reader.at(i);
    if (!money || money->cents > kMostCents) {
      ++i;
      continue;
    }
    if (!found || is_correction(tokens, found->last, money->first)) found = money;
    i = std::max(money->last, i + 1);
  }
  return found;
}

}  // namespace attendant::understanding
