#include "brain/listening.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

using conversation::Asked;
using conversation::Listen;

bool has_one_of(std::string_view text, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return text.contains(phrase); });
}

constexpr std::string_view kMemberId[] = {"member id", "member number", "member i.d", "number on your card"};
constexpr std::string_view kBirth[] = {"date of birth", "birth date", "birthday", "were you born",
                                       "birthdate"};
constexpr std::string_view kZip[] = {"zip"};
constexpr std::string_view kPhone[] = {"phone number", "call you back", "number can we reach"};
constexpr std::string_view kClaim[] = {"claim number", "which claim", "which one", "which bill", "which of"};
constexpr std::string_view kService[] = {"which service", "what service", "kind of service",
                                         "what kind of care"};
constexpr std::string_view kMore[] = {"anything else", "something else", "what else"};
constexpr std::string_view kOpenWords[] = {"what ", "which ", "how ", "when ", "where ", "why ", "who "};
constexpr std::string_view kConfirm[] = {"is that right",  "is that correct", "shall i", "should i",
                                         "would you like", "do you want",     "may i",   "right?",
                                         "correct?",       "is it "};

}  // namespace

Listen listening_for_answer(std::string_view said) {
  const auto text = lower(said);
  if (!text.contains('?') && !text.contains("please ")) return {};
  const bool id = has_one_of(text, kMemberId);
  const bool birth = has_one_of(text, kBirth);
  if (id) return {.asked = Asked::ask_member_id, .digits = birth ? 0 : 8, .sensitive = true};
  if (birth) return {.asked = Asked::ask_dob, .digits = 8, .sensitive = true};
  if (has_one_of(text, kMore)) return {.asked = Asked::anything_else};
  if (!has_one_of(text, kOpenWords) && has_one_of(text, kConfirm)) return {.asked = Asked::confirm};
  if (has_one_of(text, kZip)) return {.asked = Asked::ask_zip, .digits = 5, .sensitive = true};
  if (has_one_of(text, kPhone)) return {.asked = Asked::ask_phone, .digits = 10};
  if (has_one_of(text, kClaim)) return {.asked = Asked::ask_claim};
  if (has_one_of(text, kService)) return {.asked = Asked::ask_service};
  return {};
}

}  // namespace attendant::brain
