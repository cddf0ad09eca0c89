#include "understanding/word_classes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace attendant::understanding {
namespace {

// Class and its words, separated by single spaces.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kClasses = {{
    {"det",
     "a an the my your his her its our their this that these those some any every each no another which "
     "whose"},
    {"prep",
     "of in on at to for from with by about into onto over under through between without during after before "
     "since until as than like per near around against behind off up out down"},
    {"pron",
     "i you he she it we they me him us them myself i'm i've i'd i'll you're you've you'd he's she's it's "
     "we're "
     "we've they're they've there's that's what's who's where's how's let's"},
    {"aux",
     "is are was were be been being am do does did has have had will would can could should may might must "
     "isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't wouldn't "
     "shouldn't"},
    {"opens", "what why when where who how whether if because so and but or then"},
    {"adv", "not never just really also still only even very too already ever actually"},
    {"small",
     "um uh er hmm well okay ok yeah yes hi hello hey please thanks thank sorry right alright bye goodbye"},
    {"number",
     "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
     "sixteen "
     "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
     "double "
     "triple first second third fourth fifth sixth seventh eighth ninth tenth"},
    {"month", "january february march april june july august september october november december"},
    {"verb",
     "want need know get see check find tell call calling called pay send sent give got take took make made "
     "understand ask asking talk speak figure try trying change update cancel stop start set file dispute "
     "schedule look looking wondering wanted owe owed say said says mean cover covers covered denied paid "
     "charged billed received"},
    {"topic",
     "claim claims bill bills deductible card doctor mri visit visits plan premium payment payments copay "
     "coverage insurance balance address email phone person name id xray therapy surgery prescription drug "
     "drugs hospital letter money appeal authorization referral network statement help account date birth"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kEndings = {{{"ing", "~ing"},
                                                                                    {"ed", "~ed"},
                                                                                    {"ly", "~ly"},
                                                                                    {"tion", "~tion"},
                                                                                    {"ment", "~ment"},
                                                                                    {"ness", "~ness"},
                                                                                    {"er", "~er"},
                                                                                    {"es", "~es"},
                                                                                    {"s", "~s"}}};

std::unordered_map<std::string_view, std::string_view> by_word() {
  std::unordered_map<std::string_view, std::string_view> classes;
  for (const auto& [name, words] : kClasses) {
    for (std::size_t at = 0; at < words.size();) {
      const auto end = std::min(words.find(' ', at), words.size());
      classes.emplace(words.substr(at, end - at), name);
      at = end + 1;
    }
  }
  return classes;
}

}  // namespace

std::string_view word_class(std::string_view word) {
  static const auto classes = by_word();
  if (const auto known = classes.find(word); known != classes.end()) return known->second;
  if (std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; })) return "digits";
  for (const auto& [ending, name] : kEndings)
    if (word.size() > ending.size() + 2 && word.ends_with(ending)) return name;
  return "~";
}

}  // namespace attendant::understanding
