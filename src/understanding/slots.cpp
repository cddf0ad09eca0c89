#include "understanding/slots.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "understanding/dates.hpp"
#include "understanding/ids.hpp"
#include "understanding/lexicon.hpp"
#include "understanding/misheard_digits.hpp"
#include "understanding/money.hpp"
#include "understanding/names.hpp"
#include "understanding/numbers.hpp"
#include "understanding/sensitive.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;

constexpr std::size_t kZipDigits = 5, kPhoneDigits = 10;

// Reads the values in an order that lets a sure one take its words away from the unsure ones.
class SlotReader {
 public:
  SlotReader(std::string_view text, Asked asked, Date today)
      : text_(text), tokens_(tokenize(text)), taken_(tokens_.size(), false), asked_(asked), today_(today) {}

  SlotReading run() {
    sensitive();
    prefixed_ids();
    if (asked_ == Asked::ask_dob) birth_date();
    if (asked_ == Asked::ask_zip) zip_asked();
    if (asked_ == Asked::ask_phone) phone_asked();
    if (asked_ == Asked::ask_member_id) {
      if (names_a_month(tokens_))
        birth_date();  // the next answer given already: its year is no part of an id
      member_id_asked();
      misheard_member_id();
    }
    keyword_claim();
    keyword_member();
    money();
    other_date();
    if (asked_ == Asked::ask_claim) claim_asked();
    phone_anywhere();
    zip_anywhere();
    tail();
    words();
    date_phrase();
    return std::move(out_);
  }

 private:
  void take(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < std::min(last, taken_.size()); ++i) taken_[i] = true;
  }

  std::string before(std::size_t at, std::size_t words) const {
    return padded_words(tokens_, at > words ? at - words : 0, at);
  }

  void sensitive() {
    for (const SensitiveNumber& number : find_sensitive(tokens_, asked_)) {
      out_.slots.digits = number.digits;
      take(number.first, number.last);
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::string& word = tokens_[i].word;
      if (word.empty() || word[0] != '[') continue;
      const auto at = word.find_last_of(' ');
      out_.slots.digits =
          word.starts_with("[card ending ") ? word.substr(at + 1, word.size() - at - 2) : std::string();
      take(i, i + 1);
    }
  }

  void prefixed_ids() {
    for (const IdKind kind : {IdKind::claim, IdKind::member}) {
      for (std::size_t i = 0; i < tokens_.size(); ++i) {
        if (taken_[i]) continue;
        const auto end = id_prefix_at(tokens_, i, kind);
        if (!end) continue;
        const bool read = read_id(kind, i, *end, tokens_.size());
        // "... that's with the N W in front"
        if (!read && i > 0 && kind == IdKind::member && !out_.slots.member_id) read_id(kind, i, 0, i);
        i = *end - 1;
      }
    }
  }

  // The digits of an id in tokens [first, last); the prefix begins at `from`.
  bool read_id(IdKind kind, std::size_t from, std::size_t first, std::size_t last) {
    const std::size_t length = kind == IdKind::member ? kMemberIdDigits : kClaimIdDigits;
    SpokenDigits said = spoken_digits(tokens_, first, last, taken_, length, first > from);
    if (!said.any || said.digits.size() < 2) return false;
    // Behind a prefix the digits follow at once, but for "is", "number" and the like.
    if (first > from && said.first > first + 4) return false;
    shorten(said, length);
    if (kind == IdKind::member) {
      set_member_id(said);
    } else {
      out_.slots.claim_id = "CLM" + said.digits;
    }
    take(std::min(from, said.first), said.last);
    return true;
  }

  // More digits than an id has: what follows begins something else (a date of birth in the same breath).
  void shorten(SpokenDigits& said, std::size_t length) {
    if (said.digits.size() < length + 3) return;
    std::size_t count = 0, i = said.first;
    while (i < said.last && count < length) {
      const auto number = number_at(tokens_, i);
      if (!number) {
        const auto soft = homophone_at(tokens_, i);
        count += soft ? 1 : 0;
        ++i;
        continue;
      }
      count += number->digits.size();
      i = number->last;
    }
    if (count != length) return;
    said.last = i;
    said.digits.resize(length);
    said.readings = {said.digits};
  }

  void set_member_id(const SpokenDigits& said) {
    member_id_first_ = said.first;
    member_id_last_ = said.last;
    out_.slots.member_id = "NW" + said.digits;
    std::vector<std::string> readings;
    for (const std::string& digits : said.readings) {
      const std::string id = "NW" + digits;
      if (digits.size() == kMemberIdDigits && std::ranges::find(readings, id) == readings.end())
        readings.push_back(id);
    }
    std::ranges::sort(readings, {},
                      [](const std::string& id) { return std::pair(!has_valid_check_digit(id), id); });
    std::erase(readings, *out_.slots.member_id);
    out_.member_id_readings = std::move(readings);
  }

  void member_id_asked() {
    if (out_.slots.member_id) return;
    SpokenDigits said = spoken_digits(tokens_, 0, tokens_.size(), taken_, kMemberIdDigits);
    if (!said.any || said.digits.size() < 3 || (said.digits.size() == 4 && says_year(said))) return;
    shorten(said, kMemberIdDigits);
    if (said.digits.size() != kMemberIdDigits && has_tail_words(said.first)) return;
    set_member_id(said);
    take(said.first, said.last);
  }

  // An id of another length than ids have, or whose check digit does not fit, may hold digits that the
  // recogniser wrote as words.
  void misheard_member_id() {
    const std::size_t said = out_.slots.member_id ? out_.slots.member_id->size() - 2 : 0;
    if (out_.slots.dob && said == 0) return;
    if (said > kMemberIdDigits || (out_.slots.member_id && has_valid_check_digit(*out_.slots.member_id)))
      return;
    const auto heard = misheard_digits(tokens_, free_of_member_id(), kMemberIdDigits);
    if (!heard) return;
    std::vector<std::string> fitting;
    for (const std::string& digits : heard->readings) {
      if (has_valid_check_digit("NW" + digits)) fitting.push_back(digits);
    }
    if (said == kMemberIdDigits) {  // as said; the others are readings
      for (const std::string& digits : fitting) add_reading("NW" + digits);
      return;
    }
    // With no check digit to tell them apart only one reading is taken.
    if (fitting.empty() && heard->readings.size() > 1) return;
    SpokenDigits digits{.digits = fitting.empty() ? heard->readings.front() : fitting.front(),
                        .readings = fitting,
                        .first = heard->first,
                        .last = heard->last,
                        .any = true};
    set_member_id(digits);
    take(heard->first, heard->last);
  }

  // Words that no other value has; those of the member id read so far are free.
  std::vector<bool> free_of_member_id() const {
    std::vector<bool> taken = taken_;
    for (std::size_t i = member_id_first_; i < std::min(member_id_last_, taken.size()); ++i) taken[i] = false;
    return taken;
  }

  void add_reading(std::string id) {
    if (id != out_.slots.member_id &&
        std::ranges::find(out_.member_id_readings, id) == out_.member_id_readings.end())
      out_.member_id_readings.push_back(std::move(id));
  }

  bool says_year(const SpokenDigits& said) const {
    return said.digits.starts_with("19") && contains_word(tokens_, 0, said.first, {"in", "born", "year"});
  }

  void birth_date() {
    const auto date = read_date(tokens_, taken_, DateSense::birth);
    if (!date) return;
    if (auto iso = to_normal_form(*date, DateSense::birth, today_)) {
      out_.slots.dob = std::move(iso);
      take(0, tokens_.size() > date->last ? date->last : tokens_.size());
    }
  }

  void zip_asked() {
    const SpokenDigits said = spoken_digits(tokens_, 0, tokens_.size(), taken_, kZipDigits);
    if (said.any && (said.digits.size() == kZipDigits || said.digits.size() == 9)) {
      out_.slots.zip = said.digits.substr(0, kZipDigits);
      take(said.first, said.last);
      return;
    }
    if (const auto heard = misheard_digits(tokens_, taken_, kZipDigits)) {
      out_.slots.zip = heard->readings.front();
      take(heard->first, heard->last);
    }
  }

  void phone_asked() {
    SpokenDigits said = spoken_digits(tokens_, 0, tokens_.size(), taken_, kPhoneDigits);
    if (said.digits.size() == kPhoneDigits + 1 && said.digits[0] == '1') said.digits.erase(0, 1);
    if (said.digits.size() == kPhoneDigits) {
      out_.slots.phone = said.digits;
      take(said.first, said.last);
      return;
    }
    misheard_phone();
  }

  void misheard_phone() {
    const auto heard = misheard_digits(tokens_, taken_, kPhoneDigits);
    if (!heard) return;
    out_.slots.phone = heard->readings.front();
    take(heard->first, heard->last);
  }

  // "claim number three oh eight ...", "claim 4021773"
  void keyword_claim() {
    if (out_.slots.claim_id) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::string& word = tokens_[i].word;
      if (word != "claim" && word != "claims" && !words_at(tokens_, i, {"clean", "number"}) &&
          !words_at(tokens_, i, {"reference", "number"}))
        continue;
      const SpokenDigits said = spoken_digits(tokens_, i + 1, tokens_.size(), taken_, kClaimIdDigits);
      if (!said.any || said.first > i + 5 || said.digits.size() < 4 || said.digits.size() > 9) continue;
      if (is_dollars_at(said.last) || tokens_[said.first].joint == '$') continue;
      if (contains_word(tokens_, i + 1, said.first, {"member"}))
        continue;  // "... MRI claim? I'm member 2831 ..."
      if (contains_word(tokens_, i + 1, said.first, {"from", "for", "on", "in", "of"}) &&
          said.digits.size() != kClaimIdDigits)
        continue;
      out_.slots.claim_id = "CLM" + said.digits;
      take(said.first, said.last);
      return;
    }
  }

  bool is_dollars_at(std::size_t i) const {
    return i < tokens_.size() &&
           (tokens_[i].word == "dollars" || tokens_[i].word == "bucks" || tokens_[i].word == "cents");
  }

  // "my member number is two eight three ...", "the number on my card is ..."
  void keyword_member() {
    if (out_.slots.member_id || asked_ == Asked::ask_phone || asked_ == Asked::ask_zip) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      std::size_t words = 0;
      for (const auto phrase : {"member id", "member number", "member i d", "id number", "number on my card",
                                "number on the card", "my id", "subscriber number", "subscriber id",
                                "i'm member", "i am member"}) {
        words = std::max(words, phrase_at(tokens_, i, phrase));
      }
      if (words == 0) continue;
      const SpokenDigits said = spoken_digits(tokens_, i + words, tokens_.size(), taken_, kMemberIdDigits);
      if (!said.any || said.first > i + words + 4 || said.digits.size() < 4 || said.digits.size() > 9)
        continue;
      set_member_id(said);
      take(said.first, said.last);
      return;
    }
  }

  void money() {
    if (asked_ == Asked::ask_dob || asked_ == Asked::ask_phone || asked_ == Asked::ask_zip) return;
    if (const auto money = read_money(tokens_, taken_)) {
      out_.slots.amount = money->cents;
      take(money->first, money->last);
    }
  }

  void other_date() {
    if (asked_ == Asked::ask_dob) return;
    const bool birth = birth_words();
    const auto sense = birth ? DateSense::birth : DateSense::service;
    const auto date = read_date(tokens_, taken_, sense);
    if (!date) return;
    const auto iso = to_normal_form(*date, sense, today_);
    if (!iso) return;
    const bool long_ago =
        date->year > 100 && date->day != 0 && date->year + 4 <= static_cast<int>(today_.year());
    if (birth || (long_ago && asked_ == Asked::ask_member_id)) {
      out_.slots.dob = iso;
    } else {
      out_.slots.service_date = iso;
    }
    take(date->first, date->last);
  }

  bool birth_words() const {
    for (const auto phrase :
         {"born", "birthday", "date of birth", "birth date", "d o b", "dob", "birthdate"}) {
      if (has_phrase(tokens_, phrase)) return true;
    }
    return false;
  }

  void claim_asked() {
    if (out_.slots.claim_id || out_.slots.service_date) return;
    const SpokenDigits said = spoken_digits(tokens_, 0, tokens_.size(), taken_, kClaimIdDigits);
    if (!said.any) return;
    if (has_tail_words(said.first)) return;
    if (said.digits.size() >= 5 && said.digits.size() <= 9) {
      out_.slots.claim_id = "CLM" + said.digits;
      take(said.first, said.last);
      return;
    }
    spoken_month_day(said);
  }

  // "the one from nine fourteen"
  void spoken_month_day(const SpokenDigits& said) {
    const auto month = number_at(tokens_, said.first);
    if (!month || month->last >= said.last) return;
    const auto day = number_at(tokens_, month->last);
    if (!day || day->last != said.last || month->value < 1 || month->value > 12 || day->value < 1 ||
        day->value > 31)
      return;
    if (!contains_word(tokens_, said.first > 3 ? said.first - 3 : 0, said.first,
                       {"from", "on", "for", "of", "date"}))
      return;
    out_.slots.service_date = to_normal_form({0, month->value, day->value, false, said.first, said.last},
                                             DateSense::service, today_);
    take(said.first, said.last);
  }

  void phone_anywhere() {
    if (out_.slots.phone) return;
    for (const DigitRun& run : digit_runs(tokens_, 0, tokens_.size(), taken_)) {
      std::string digits = run.digits();
      if (digits.size() == kPhoneDigits + 1 && digits[0] == '1') digits.erase(0, 1);
      if (digits.size() != kPhoneDigits) continue;
      out_.slots.phone = digits;
      take(run.first, run.last);
    }
    if (out_.slots.phone) return;
    // In groups: "it's four oh six, uh, it's five five five, oh one one nine".
    const std::string all = padded_words(tokens_);
    for (const std::string_view word :
         {" phone ", " cell ", " number ", " telephone ", " mobile ", " call me ", " reach me "}) {
      const auto at = all.find(word);
      if (at == std::string::npos) continue;
      const SpokenDigits said = spoken_digits(tokens_, 0, tokens_.size(), taken_, kPhoneDigits);
      if (said.digits.size() != kPhoneDigits) return misheard_phone();
      out_.slots.phone = said.digits;
      take(said.first, said.last);
      return;
    }
  }

  void zip_anywhere() {
    if (out_.slots.zip || asked_ == Asked::ask_phone) return;
    for (const DigitRun& run : digit_runs(tokens_, 0, tokens_.size(), taken_)) {
      const std::string digits = run.digits();
      if (digits.size() != 5) continue;
      const std::string lead = before(run.first, 6);
      for (const std::string_view word :
           {" zip ", " zip's ", " zipcode ", " near ", " around ", " by ", " in ", " to ", " live ",
            " close ", " code ", " area ", " from ", " of ", " nearby ", " at ", " now ", " is ", " it's "}) {
        if (lead.find(word) == std::string::npos) continue;
        out_.slots.zip = digits;
        take(run.first, run.last);
        return;
      }
    }
  }

  bool has_tail_words(std::size_t at) const {
    return contains_word(tokens_, at > 6 ? at - 6 : 0, at, {"last", "ends", "ending", "end"});
  }

  // "no, one oh eight, not one eighty": an end of an id put right, whatever the words before it.
  bool is_put_right(const DigitRun& run) const {
    const bool about_number = asked_ == Asked::confirm || asked_ == Asked::ask_claim ||
                              asked_ == Asked::ask_member_id || asked_ == Asked::ask_phone;
    return about_number && words_at(tokens_, 0, {"no"}) && words_at(tokens_, run.last, {"not"}) &&
           number_at(tokens_, run.last + 1);
  }

  // "the last digits are one oh eight, not one eighty"
  void tail() {
    for (const DigitRun& run : digit_runs(tokens_, 0, tokens_.size(), taken_)) {
      const std::string digits = run.digits();
      if (digits.size() < 2 || digits.size() > 6 || !(has_tail_words(run.first) || is_put_right(run)))
        continue;
      if (run.first > 0 && tokens_[run.first - 1].word == "not") continue;
      out_.id_tail = digits;
      take(run.first, run.last);
      return;
    }
  }

  void words() {
    std::vector<bool> named(tokens_.size(), false);
    if (const auto provider = find_provider(text_, tokens_)) {
      out_.slots.provider = provider->value;
      for (std::size_t i = provider->first; i < provider->last; ++i) {
        // The facility's name may still say the service ("Lakeside Imaging" does not, "the scan at ..."
        // does).
        named[i] = true;
        taken_[i] = true;
      }
    }
    if (const auto person = find_person(text_, tokens_, asked_); person && !taken_[person->first])
      out_.slots.person = person->value;
    if (const auto drug = find_drug(tokens_)) out_.slots.drug = drug->value;
    if (const auto language = find_language(tokens_)) out_.slots.language = language->value;
    if (const auto relation = find_relation(tokens_)) out_.slots.relation = relation->value;
    const bool asked_for = asked_ == Asked::ask_service || asked_ == Asked::ask_claim;
    if (const auto service = find_service(tokens_, named, asked_for)) out_.slots.service = service->value;
    if (out_.slots.drug) out_.slots.service = "drugs";
  }

  void date_phrase() {
    if (out_.slots.dob || asked_ == Asked::ask_dob) return;
    if (const auto phrase = read_date_phrase(tokens_, taken_)) out_.slots.date_phrase = phrase->text;
    if (const auto day = read_day(tokens_, taken_)) out_.day = day->day;
  }

  std::string_view text_;
  Tokens tokens_;
  std::vector<bool> taken_;
  Asked asked_;
  Date today_;
  std::size_t member_id_first_ = 0, member_id_last_ = 0;  // the words of its digits
  SlotReading out_;
};

}  // namespace

SlotReading read_slots(std::string_view text, Asked asked, Date today) {
  return SlotReader(text, asked, today).run();
}

}  // namespace attendant::understanding
