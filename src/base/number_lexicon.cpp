#include "base/number_lexicon.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace attendant {
namespace {

using Entry = std::pair<std::string_view, int>;

constexpr std::array<Entry, 15> kDigits{{{"zero", 0},
                                         {"oh", 0},
                                         {"o", 0},
                                         {"nought", 0},
                                         {"aught", 0},
                                         {"one", 1},
                                         {"two", 2},
                                         {"three", 3},
                                         {"four", 4},
                                         {"five", 5},
                                         {"six", 6},
                                         {"seven", 7},
                                         {"eight", 8},
                                         {"nine", 9},
                                         {"niner", 9}}};
constexpr std::array<Entry, 10> kTeens{{{"ten", 10},
                                        {"eleven", 11},
                                        {"twelve", 12},
                                        {"thirteen", 13},
                                        {"fourteen", 14},
                                        {"fifteen", 15},
                                        {"sixteen", 16},
                                        {"seventeen", 17},
                                        {"eighteen", 18},
                                        {"nineteen", 19}}};
constexpr std::array<Entry, 9> kTens{{{"twenty", 20},
                                      {"thirty", 30},
                                      {"forty", 40},
                                      {"fourty", 40},
                                      {"fifty", 50},
                                      {"sixty", 60},
                                      {"seventy", 70},
                                      {"eighty", 80},
                                      {"ninety", 90}}};
constexpr std::array<Entry, 21> kOrdinals{
    {{"first", 1},      {"second", 2},       {"third", 3},       {"fourth", 4},      {"fifth", 5},
     {"sixth", 6},      {"seventh", 7},      {"eighth", 8},      {"ninth", 9},       {"tenth", 10},
     {"eleventh", 11},  {"twelfth", 12},     {"thirteenth", 13}, {"fourteenth", 14}, {"fifteenth", 15},
     {"sixteenth", 16}, {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
     {"thirtieth", 30}}};
constexpr std::array<Entry, 16> kHomophones{{{"oath", 0},
                                             {"fife", 5},
                                             {"ait", 8},
                                             {"of", 0},
                                             {"to", 2},
                                             {"too", 2},
                                             {"tu", 2},
                                             {"for", 4},
                                             {"fore", 4},
                                             {"ate", 8},
                                             {"won", 1},
                                             {"tree", 3},
                                             {"free", 3},
                                             {"sex", 6},
                                             {"sicks", 6},
                                             {"nein", 9}}};

template <std::size_t N>
std::optional<int> look_up(const std::array<Entry, N>& table, std::string_view word) {
  const auto* const at = std::ranges::find(table, word, &Entry::first);
  if (at == table.end()) return std::nullopt;
  return at->second;
}

}  // namespace

std::optional<int> digit_word(std::string_view word) { return look_up(kDigits, word); }
std::optional<int> teen_word(std::string_view word) { return look_up(kTeens, word); }
std::optional<int> tens_word(std::string_view word) { return look_up(kTens, word); }
std::optional<int> ordinal_word(std::string_view word) { return look_up(kOrdinals, word); }
std::optional<int> digit_homophone(std::string_view word) { return look_up(kHomophones, word); }

}  // namespace attendant
