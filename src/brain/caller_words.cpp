#include "brain/caller_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/number_lexicon.hpp"
#include "base/text.hpp"
#include "guard/word_scan.hpp"
#include "understanding/slots.hpp"

namespace attendant::brain {
namespace {

constexpr std::size_t kMostKept = 4096;     // bytes of words and digits of a call
constexpr std::size_t kLongestTurn = 1500;  // bytes that a tool is given of a turn

std::string figures_in(std::string_view text) {
  std::string digits;
  for (const auto& word : guard::words_of(text)) {
    if (word.kind == guard::Word::Kind::figure) {
      std::ranges::copy_if(word.text, std::back_inserter(digits), [](char c) { return c != '.'; });
    } else if (const auto digit = digit_word(word.text)) {
      digits += std::to_string(*digit);
    }
  }
  return digits;
}

// Digits in a row that no token covers ("double five, oh, six"): the model need not see them.
std::string without_digit_runs(std::string_view text) {
  constexpr std::size_t kLongest = 2;
  const auto words = guard::words_of(text);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < words.size();) {
    auto end = at;
    while (end < words.size() &&
           (words[end].kind == guard::Word::Kind::figure || digit_word(words[end].text) ||
            words[end].text == "double" || words[end].text == "triple"))
      ++end;
    const bool token = at > 0 && (words[at - 1].text == "_" || words[at - 1].text == "{");
    if (end - at > kLongest && !token) {
      out += text.substr(copied, words[at].begin - copied);
      out += "[digits]";
      copied = words[end - 1].end;
    }
    at = std::max(end, at + 1);
  }
  return out + std::string(text.substr(copied));
}

bool hides_whole(std::string_view need) {
  static constexpr std::array<std::string_view, 3> kNeeds = {"address_line", "city", "email"};
  return std::ranges::find(kNeeds, need) != kNeeds.end();
}

}  // namespace

void CallerWords::remember(std::string_view kind, const std::string& value, std::string& notes) {
  values_.insert(value);
  grounds_->add_caller_value(value);
  if (hidden_ != nullptr) notes += fmt::format("{}{}", notes.empty() ? "" : " ", hidden_->token(kind, value));
}

std::string CallerWords::hide(std::string_view text, std::string notes) {
  if (hidden_ == nullptr) return std::string(text);
  auto shown = without_digit_runs(hidden_->hide(text));
  // What the words hold in normal form, where the sentence itself does not show it.
  std::string missing;
  for (const auto token : split_words(notes))
    if (!shown.contains(token)) missing += " " + std::string(token);
  return missing.empty() ? shown : shown + " [said:" + missing + "]";
}

std::string CallerWords::said(std::string_view text, conversation::Asked asked, std::string_view need) {
  last_ = text.substr(0, kLongestTurn);
  grounds_->add_caller(text);
  const auto reading = understanding::read_slots(text, asked, today_);
  const auto& slots = reading.slots;
  std::string notes;
  if (slots.member_id) remember("member", *slots.member_id, notes);
  for (const auto& other : reading.member_id_readings) values_.insert(other);
  if (slots.claim_id) remember("claim", *slots.claim_id, notes);
  if (slots.dob) remember("date", *slots.dob, notes);
  if (slots.service_date) remember("date", *slots.service_date, notes);
  if (slots.zip) remember("zip", *slots.zip, notes);
  if (slots.phone) remember("phone", *slots.phone, notes);
  digits_ += figures_in(text);
  words_ += " " + lower(text);
  if (digits_.size() > kMostKept) digits_.erase(0, digits_.size() - kMostKept);
  if (words_.size() > kMostKept) words_.erase(0, words_.size() - kMostKept);
  if (hidden_ != nullptr) {
    if (slots.person) hidden_->know("name", *slots.person);
    if (slots.provider) hidden_->know("provider", *slots.provider);
    if (hides_whole(need)) return hidden_->token("text", text);
  }
  return hide(text, std::move(notes));
}

std::string CallerWords::keyed(std::string_view digits, conversation::Asked asked) {
  using conversation::Asked;
  std::string notes;
  std::string value(digits);
  std::string_view kind = "number";
  if (digits.size() == 8 && asked == Asked::ask_dob) {
    kind = "date";
    value = fmt::format("{}-{}-{}", digits.substr(4), digits.substr(0, 2), digits.substr(2, 2));
  } else if (digits.size() == 8) {
    kind = "member";
    value = fmt::format("NW{}", digits);
  } else if (digits.size() == 7) {
    kind = "claim";
    value = fmt::format("CLM{}", digits);
  } else if (digits.size() == 5) {
    kind = "zip";
  } else if (digits.size() == 10) {
    kind = "phone";
  }
  digits_ += digits;
  remember(kind, value, notes);
  return fmt::format("[keyed: {}]", hidden_ != nullptr && digits.size() > 2 ? notes : value);
}

bool CallerWords::was_said(std::string_view name, std::string_view value) const {
  if (values_.contains(value)) return true;
  std::string figures;
  std::ranges::copy_if(value, std::back_inserter(figures), [](char c) { return c >= '0' && c <= '9'; });
  if (name == "dob" && figures.size() == 8) {
    // Said in pieces: the day in one turn, the year in another.
    const auto day = "--" + std::string(value.substr(5));
    return values_.contains(day) && digits_.contains(figures.substr(0, 4));
  }
  if (figures.size() >= 5) return digits_.contains(figures);
  return std::ranges::all_of(split_words(lower(value)),
                             [this](std::string_view word) { return words_.contains(word); });
}

std::optional<std::string> CallerWords::unsaid(const boost::json::object& arguments) const {
  for (const auto& [name, value] : arguments) {
    const auto* text = value.if_string();
    if (text != nullptr && !was_said(std::string_view(name), std::string_view(*text)))
      return std::string(name);
  }
  return std::nullopt;
}

}  // namespace attendant::brain
