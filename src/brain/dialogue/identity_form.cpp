#include "brain/dialogue/identity_form.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/text.hpp"
#include "understanding/slots.hpp"

namespace attendant::brain {
namespace {

constexpr std::size_t kMemberIdLength = 10;  // "NW" + 8 digits
constexpr std::size_t kClaimIdLength = 10;   // "CLM" + 7 digits
constexpr std::size_t kZipLength = 5;
constexpr std::size_t kMonthAlone = 4;  // "--09"

bool is_whole_date(std::string_view dob) { return parse_date(dob).has_value(); }

// "november ninth", "the fourteenth": a new day in a date that is already there.
std::string with_day(const std::string& date, int day) {
  return date.substr(0, 8) + fmt::format("{:02}", day);
}

// Where `text` goes on behind the longest of these phrases, in lower case, and one of the marks; 0: nowhere.
std::size_t behind(std::string_view text, std::span<const std::string_view> phrases, std::string_view marks) {
  const std::string low = lower(text);
  std::size_t best = 0;
  for (const auto phrase : phrases) {
    if (!low.starts_with(phrase) || low.find_first_of(marks, phrase.size()) != phrase.size()) continue;
    const auto next = text.find_first_not_of(" ,.!", phrase.size());
    if (next != std::string_view::npos) best = std::max(best, next);
  }
  return best;
}

// Without what people say before a name: "Well, um, my name is ...".
std::string without_lead_in(std::string_view text) {
  static constexpr std::array<std::string_view, 15> kLeads = {
      "um",      "uh",  "er",   "it's",          "its",   "it is",  "my name is",  "the name is",
      "this is", "i'm", "i am", "the office of", "we're", "we are", "calling from"};
  // Some of them are names where no mark follows: "So Young Kim".
  static constexpr std::array<std::string_view, 14> kMarked = {
      "well", "so",   "oh",    "oh sure", "oh yes", "of course", "yes",
      "sure", "okay", "hello", "hi",      "right",  "fine",      "let me see now"};
  std::string_view name = trim(text);
  for (;;) {
    const auto cut = std::max(behind(name, kLeads, " ,.!"), behind(name, kMarked, ",.!"));
    if (cut == 0) break;
    name.remove_prefix(cut);
  }
  if (const auto cut = behind(name, std::array<std::string_view, 1>{"from"}, " "); cut > 0)
    name.remove_prefix(cut);
  while (!name.empty() && std::string_view(".,!").find(name.back()) != std::string_view::npos)
    name.remove_suffix(1);
  return std::string(name);
}

}  // namespace

IdentityForm::Taken IdentityForm::accept_member_id(std::string member_id) {
  const bool changed = member_id != member_id_;
  if (changed) member_proved_ = false;
  member_id_ = std::move(member_id);
  partial_.clear();
  rejected_.clear();
  doubt_.reset();
  return Taken::filled;
}

IdentityForm::Taken IdentityForm::take_member_id(const understanding::Understanding& meant) {
  using understanding::has_valid_check_digit;
  const auto& known = member_id_.empty() ? rejected_ : member_id_;
  if (meant.id_tail && !doubts_claim() && known.size() == kMemberIdLength &&
      meant.id_tail->size() < known.size() - 2) {
    auto corrected = known.substr(0, kMemberIdLength - meant.id_tail->size()) + *meant.id_tail;
    return has_valid_check_digit(corrected) ? accept_member_id(std::move(corrected)) : Taken::wrong;
  }
  std::vector<std::string> readings = meant.member_id_readings;
  if (meant.slots.member_id && std::ranges::find(readings, *meant.slots.member_id) == readings.end())
    readings.insert(readings.begin(), *meant.slots.member_id);
  if (readings.empty()) return Taken::nothing;

  std::vector<std::string> fitting;
  for (const auto& reading : readings) {
    if (has_valid_check_digit(reading)) fitting.push_back(reading);
    if (partial_.empty() || reading.size() <= 2) continue;
    // The rest of a number whose beginning is known.
    if (auto joined = partial_ + reading.substr(2); has_valid_check_digit(joined))
      fitting.push_back(std::move(joined));
  }
  if (!fitting.empty()) {
    const bool several = fitting.size() > 1 && fitting[1] != fitting[0];
    const auto taken = accept_member_id(fitting[0]);
    if (several) doubt_ = member_id_;
    return taken;
  }
  const auto& best = readings[0];
  if (best.size() < kMemberIdLength && best.size() > 2) {
    if (!partial_.empty() && partial_.size() + best.size() - 2 < kMemberIdLength) {
      partial_ += best.substr(2);
      return Taken::partial;
    }
    if (partial_.empty()) {
      partial_ = best;
      return Taken::partial;
    }
  }
  partial_.clear();
  rejected_ = best;
  return Taken::wrong;
}

IdentityForm::Taken IdentityForm::take(const understanding::Understanding& meant, std::string_view text,
                                       std::optional<Slot> asked) {
  const auto& slots = meant.slots;
  auto taken = take_member_id(meant);
  const auto fill = [&](std::string& field, std::string value) {
    field = std::move(value);
    if (taken == Taken::nothing) taken = Taken::filled;
  };

  if (slots.dob) {
    if (is_whole_date(*slots.dob)) {
      fill(dob_, *slots.dob);
    } else if (taken == Taken::nothing) {
      taken = Taken::no_year;
    }
  } else if (meant.day && !dob_.empty() && !member_proved_) {
    if (auto corrected = with_day(dob_, *meant.day); is_whole_date(corrected))
      fill(dob_, std::move(corrected));
  }
  if (slots.zip && slots.zip->size() == kZipLength) fill(zip_, *slots.zip);
  if (party_ == Party::provider_office) {
    if (slots.provider) fill(provider_, *slots.provider);
    if (slots.claim_id && slots.claim_id->size() == kClaimIdLength) {
      fill(claim_id_, *slots.claim_id);
      doubt_ = claim_id_;  // a claim number has no check digit
    } else if (meant.id_tail && !claim_id_.empty() && asked != Slot::member_id) {
      fill(claim_id_, claim_id_.substr(0, kClaimIdLength - std::min<std::size_t>(meant.id_tail->size(), 7)) +
                          *meant.id_tail);
      doubt_.reset();  // corrected by the caller, who knows it
    } else if (asked == Slot::claim_id && slots.claim_id) {
      taken = Taken::wrong;
    }
    if (asked == Slot::provider && provider_.empty() && !text.empty()) fill(provider_, without_lead_in(text));
  }
  if (party_ == Party::representative && asked == Slot::own_name)
    fill(own_name_, without_lead_in(slots.person ? std::string_view(*slots.person) : text));
  return taken;
}

bool IdentityForm::correct_birth_date(const understanding::Understanding& meant) {
  if (dob_.empty() || member_proved_) return false;
  const auto& said = meant.slots.dob ? meant.slots.dob : meant.slots.service_date;
  std::string date;
  if (said && is_whole_date(*said)) {
    date = *said;
  } else if (said && said->starts_with("--")) {
    date = dob_.substr(0, 4) + said->substr(1) + (said->size() == kMonthAlone ? dob_.substr(7) : "");
  } else if (meant.day) {
    date = with_day(dob_, *meant.day);
  }
  if (!is_whole_date(date) || date == dob_) return false;
  dob_ = std::move(date);
  return true;
}

IdentityForm::Taken IdentityForm::take_keys(std::string_view digits, Slot asked) {
  std::string figures;
  for (const char c : digits)
    if (c >= '0' && c <= '9') figures.push_back(c);
  switch (asked) {
    case Slot::member_id:
      if (figures.size() != 8 || !understanding::has_valid_check_digit("NW" + figures)) return Taken::wrong;
      return accept_member_id("NW" + figures);
    case Slot::dob: {
      if (figures.size() != 8) return Taken::wrong;
      auto date = figures.substr(4) + "-" + figures.substr(0, 2) + "-" + figures.substr(2, 2);
      if (!is_whole_date(date)) return Taken::wrong;
      dob_ = std::move(date);
      return Taken::filled;
    }
    case Slot::zip:
      if (figures.size() != kZipLength) return Taken::wrong;
      zip_ = figures;
      return Taken::filled;
    case Slot::claim_id:
      if (figures.size() != 7) return Taken::wrong;
      claim_id_ = "CLM" + figures;
      return Taken::filled;
    case Slot::own_name:
    case Slot::provider:
      return Taken::nothing;
  }
  return Taken::nothing;
}

std::optional<IdentityForm::Slot> IdentityForm::missing() const {
  if (party_ == Party::provider_office && provider_.empty()) return Slot::provider;
  if (party_ == Party::representative && own_name_.empty()) return Slot::own_name;
  if (!member_proved_) {
    if (member_id_.empty()) return Slot::member_id;
    if (dob_.empty()) return Slot::dob;
  }
  if (party_ == Party::provider_office && claim_id_.empty()) return Slot::claim_id;
  if ((zip_wanted_ || party_ == Party::representative) &&
      (member_proved_ || party_ == Party::representative) && zip_.empty())
    return Slot::zip;
  return std::nullopt;
}

void IdentityForm::reject_doubt() {
  if (doubt_ == member_id_) member_id_.clear();
  if (doubt_ == claim_id_) claim_id_.clear();
  doubt_.reset();
}

IdentityForm::Verification IdentityForm::verification() const {
  switch (party_) {
    case Party::provider_office:
      return {"verify_provider_office",
              {{"provider", provider_}, {"member_id", member_id_}, {"dob", dob_}, {"claim_id", claim_id_}}};
    case Party::representative:
      return {"verify_representative",
              {{"member_id", member_id_}, {"dob", dob_}, {"zip", zip_}, {"person", own_name_}}};
    case Party::member:
      break;
  }
  if (member_proved_) return {"verify_zip", {{"zip", zip_}}};
  return {"verify_member", {{"member_id", member_id_}, {"dob", dob_}}};
}

void IdentityForm::forget() {
  if (member_proved_) {
    zip_.clear();
    return;
  }
  member_id_.clear();
  dob_.clear();
  zip_.clear();
  claim_id_.clear();
  partial_.clear();
  doubt_.reset();
}

Line question_for(IdentityForm::Slot slot, int times) {
  using Slot = IdentityForm::Slot;
  const auto pick = [times](Line first, Line second, Line third) {
    return times <= 0 ? first : times == 1 ? second : third;
  };
  switch (slot) {
    case Slot::member_id:
      return pick(Line::ask_member_id, Line::ask_member_id_plain, Line::ask_member_id_keypad);
    case Slot::dob:
      return pick(Line::ask_dob, Line::ask_dob_plain, Line::ask_dob_keypad);
    case Slot::zip:
      return pick(Line::ask_zip, Line::ask_zip_plain, Line::ask_zip_keypad);
    case Slot::own_name:
      return Line::ask_own_name;
    case Slot::provider:
      return Line::ask_provider;
    case Slot::claim_id:
      return pick(Line::ask_office_claim, Line::ask_office_claim_plain, Line::ask_office_claim_plain);
  }
  return Line::ask_member_id;
}

conversation::Listen listening_for(IdentityForm::Slot slot) {
  using conversation::Asked;
  using Slot = IdentityForm::Slot;
  switch (slot) {
    case Slot::member_id:
      return {Asked::ask_member_id, 8, true};
    case Slot::dob:
      return {Asked::ask_dob, 8, true};
    case Slot::zip:
      return {Asked::ask_zip, 5, true};
    case Slot::claim_id:
      return {Asked::ask_claim, 7, false};
    case Slot::own_name:
    case Slot::provider:
      return {Asked::open, 0, false};
  }
  return {};
}

}  // namespace attendant::brain
