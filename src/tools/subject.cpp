#include "tools/subject.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/sound_key.hpp"
#include "base/text.hpp"
#include "insurance/find_claim.hpp"

namespace attendant::tools {
namespace {

using insurance::Member;

std::string argument(const boost::json::object& arguments, std::string_view name) {
  const auto* value = arguments.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

struct Kin {
  std::string_view word, relationship, sex;  // sex empty: either
};

constexpr std::array<Kin, 26> kKin = {{
    {"son", "child", "male"},
    {"stepson", "child", "male"},
    {"boy", "child", "male"},
    {"daughter", "child", "female"},
    {"stepdaughter", "child", "female"},
    {"girl", "child", "female"},
    {"kid", "child", ""},
    {"child", "child", ""},
    {"baby", "child", ""},
    {"newborn", "child", ""},
    {"toddler", "child", ""},
    {"teenager", "child", ""},
    {"dependent", "child", ""},
    {"dependant", "child", ""},
    {"wife", "spouse", "female"},
    {"husband", "spouse", "male"},
    {"spouse", "spouse", ""},
    {"partner", "spouse", ""},
    {"hubby", "spouse", "male"},
    {"stepchild", "child", ""},
    {"kids", "child", ""},
    {"children", "child", ""},
    {"little one", "child", ""},
    {"oldest", "child", ""},
    {"eldest", "child", ""},
    {"youngest", "child", ""},
}};

// "My oldest, Isaiah, ...": the name stands beside the word for them; `alike` says when a word is it.
bool stands_in(std::string_view said, const Member& member, auto alike) {
  return std::ranges::any_of(split_words(said), [&](std::string_view word) {
    while (!word.empty() && (word.back() == ',' || word.back() == '.' || word.back() == '?'))
      word.remove_suffix(1);
    return alike(word, member.given_name);
  });
}

// Leaves the one whose name was said, where it was one.
void keep_named(std::vector<const Member*>& members, std::string_view said, auto alike) {
  if (members.size() < 2) return;
  const auto is_said = [&](const Member* member) { return stands_in(said, *member, alike); };
  if (std::ranges::count_if(members, is_said) == 1)
    std::erase_if(members, [&](const Member* member) { return !is_said(member); });
}

ToolAnswer answer(Outcome outcome, std::string say) {
  ToolAnswer result;
  result.outcome = outcome;
  result.say.push_back(std::move(say));
  return result;
}

ToolAnswer which(const std::vector<const Member*>& members) {
  ToolAnswer result;
  result.outcome = Outcome::need;
  result.need = "person";
  std::string names;
  for (const Member* member : members) {
    if (!names.empty()) names += member == members.back() ? " or " : ", ";
    names += member->given_name;
    result.options.push_back({member->given_name, member->given_name});
  }
  result.say.push_back(fmt::format("Is it for {}?", names));
  return result;
}

bool is_kin(const Member& member, const Member& asker, const Kin& kin) {
  const bool sex_fits = kin.sex.empty() || kin.sex == member.sex;
  if (kin.relationship == "child")
    return asker.relationship != "child" && member.relationship == "child" && sex_fits;
  const bool couple = (asker.relationship == "self" && member.relationship == "spouse") ||
                      (asker.relationship == "spouse" && member.relationship == "self");
  return couple && sex_fits;
}

bool is_named(const Member& member, const std::string& name) {
  return insurance::name_fit(name, member.given_name + " " + member.family_name) >= 1;
}

// "Alvin's visit", "for Alvin", "did Alvin": a bare "may" or "will" names nobody.
bool is_meant(const std::vector<std::string_view>& words, std::string_view name) {
  static constexpr std::array<std::string_view, 14> kBefore = {"for",     "about", "did", "is",       "was",
                                                               "has",     "does",  "son", "daughter", "wife",
                                                               "husband", "child", "kid", "spouse"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with(name)) continue;
    const auto rest = words[i].substr(name.size());
    if (rest == "'s" || rest == "s" || rest == "'") return true;
    const bool whole = rest.empty() || rest == "," || rest == "?" || rest == ".";
    if (whole && i > 0 && std::ranges::find(kBefore, words[i - 1]) != kBefore.end()) return true;
  }
  return false;
}

}  // namespace

bool names_somebody(const boost::json::object& arguments) {
  return !argument(arguments, "relation").empty() || !argument(arguments, "person").empty();
}

bool names_self(const boost::json::object& arguments) {
  static constexpr std::array<std::string_view, 5> kSelf = {"self", "me", "myself", "mine", "my"};
  const std::string relation = argument(arguments, "relation");
  return std::ranges::find(kSelf, relation) != kSelf.end();
}

std::string named_relative(const insurance::FamilyFile& file, const std::string& asker_id,
                           std::string_view said) {
  const std::string text = lower(said);
  const auto words = split_words(text);
  const Member* named = nullptr;
  for (const Member& member : file.members) {
    if (!is_meant(words, lower(member.given_name))) continue;
    if (member.member_id == asker_id || named != nullptr) return {};
    named = &member;
  }
  return named == nullptr ? std::string() : named->given_name;
}

std::variant<std::string, ToolAnswer> find_subject(const insurance::FamilyFile& file,
                                                   const std::string& asker_id,
                                                   const boost::json::object& arguments) {
  const Member* asker = file.member(asker_id);
  if (asker == nullptr) return answer(Outcome::refused, "I can't open that record.");
  if (names_self(arguments)) return asker_id;

  const std::string relation = argument(arguments, "relation");
  const std::string person = argument(arguments, "person");
  const std::string birth_date = argument(arguments, "dob");
  const auto kin = std::ranges::find(kKin, std::string_view(relation), &Kin::word);
  if (!person.empty() && relation.empty() && is_named(*asker, person)) return asker_id;
  std::vector<const Member*> found;
  for (const Member& member : file.members) {
    if (member.member_id == asker_id) continue;
    const bool kin_fits = relation.empty() || (kin != kKin.end() && is_kin(member, *asker, *kin));
    const bool name_fits = person.empty() || is_named(member, person);
    const bool birth_fits = birth_date.empty() || to_iso(member.date_of_birth) == birth_date;
    if (kin_fits && name_fits && birth_fits) found.push_back(&member);
  }
  if (found.empty()) {
    const std::string name = !person.empty() ? person : relation.empty() ? "that person" : "your " + relation;
    return answer(Outcome::not_found, fmt::format("I don't find {} on this plan.", name));
  }
  const std::string said = argument(arguments, "said");
  keep_named(found, said, equals_ignoring_case);
  keep_named(found, said, sounds_like);  // "our little one, Alban", where there is an Alvin
  if (found.size() > 1) return which(found);
  const Member& subject = *found.front();
  if (asker->relationship == "child" || subject.relationship == "self") {
    return answer(Outcome::refused, fmt::format("I can talk about {}'s record only with {}.",
                                                subject.given_name, subject.given_name));
  }
  return subject.member_id;
}

}  // namespace attendant::tools
