#include "speech/embedded/phonemizer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace attendant::speech::embedded {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array kIpa = {
    Entry{"aa", "ɑː"}, Entry{"ae", "æ"},  Entry{"ah", "ʌ"},  Entry{"ao", "ɔː"}, Entry{"aw", "aʊ"},
    Entry{"ax", "ə"},  Entry{"ay", "aɪ"}, Entry{"b", "b"},   Entry{"ch", "tʃ"}, Entry{"d", "d"},
    Entry{"dh", "ð"},  Entry{"eh", "ɛ"},  Entry{"er", "ɜː"}, Entry{"ey", "eɪ"}, Entry{"f", "f"},
    Entry{"g", "ɡ"},   Entry{"hh", "h"},  Entry{"ih", "ɪ"},  Entry{"iy", "iː"}, Entry{"jh", "dʒ"},
    Entry{"k", "k"},   Entry{"l", "l"},   Entry{"m", "m"},   Entry{"n", "n"},   Entry{"ng", "ŋ"},
    Entry{"ow", "oʊ"}, Entry{"oy", "ɔɪ"}, Entry{"p", "p"},   Entry{"r", "ɹ"},   Entry{"s", "s"},
    Entry{"sh", "ʃ"},  Entry{"t", "t"},   Entry{"th", "θ"},  Entry{"uh", "ʊ"},  Entry{"uw", "uː"},
    Entry{"v", "v"},   Entry{"w", "w"},   Entry{"y", "j"},   Entry{"z", "z"},   Entry{"zh", "ʒ"}};
constexpr std::array kUnstressedIpa = {Entry{"er", "ɚ"}, Entry{"iy", "i"}, Entry{"ah", "ə"}};

// Words that carry no stress in a sentence; with them in full the voice sounds like a list being read.
constexpr std::array kWeakForms = {
    Entry{"a", "ə"},       Entry{"an", "ən"},    Entry{"the", "ðə"},   Entry{"and", "ænd"},
    Entry{"of", "ʌv"},     Entry{"to", "tə"},    Entry{"in", "ɪn"},    Entry{"is", "ɪz"},
    Entry{"was", "wʌz"},   Entry{"it", "ɪt"},    Entry{"for", "fɔːɹ"}, Entry{"from", "fɹʌm"},
    Entry{"you", "juː"},   Entry{"your", "jʊɹ"}, Entry{"i", "aɪ"},     Entry{"we", "wiː"},
    Entry{"can", "kæn"},   Entry{"at", "æt"},    Entry{"on", "ɔn"},    Entry{"that", "ðæt"},
    Entry{"be", "biː"},    Entry{"have", "hæv"}, Entry{"has", "hæz"},  Entry{"are", "ɑːɹ"},
    Entry{"or", "ɔːɹ"},    Entry{"am", "æm"},    Entry{"so", "sˌoʊ"},  Entry{"my", "maɪ"},
    Entry{"with", "wɪð"},  Entry{"by", "baɪ"},   Entry{"will", "wɪl"}, Entry{"would", "wʊd"},
    Entry{"could", "kʊd"}, Entry{"as", "æz"},    Entry{"this", "ðɪs"}};

// The names of the letters; upper-case single letters are names, except the words "A" and "I" which look the
// same.
constexpr std::array<std::string_view, 26> kLetters = {
    "ˈeɪ",   "bˈiː", "sˈiː", "dˈiː", "ˈiː",        "ˈɛf",  "dʒˈiː", "ˈeɪtʃ", "ˈaɪ",
    "dʒˈeɪ", "kˈeɪ", "ˈɛl",  "ˈɛm",  "ˈɛn",        "ˈoʊ",  "pˈiː",  "kjˈuː", "ˈɑːɹ",
    "ˈɛs",   "tˈiː", "jˈuː", "vˈiː", "dˈʌbəljˌuː", "ˈɛks", "wˈaɪ",  "zˈiː"};

template <std::size_t N>
std::optional<std::string_view> find(const std::array<Entry, N>& table, std::string_view key) {
  const auto entry = std::ranges::find(table, key, &Entry::first);
  return entry == table.end() ? std::nullopt : std::optional(entry->second);
}

bool is_vowel(std::string_view phone) {
  return std::string_view("aeiou").find(phone[0]) != std::string_view::npos;
}

bool begins_with_vowel_letter(std::string_view word) {
  return !word.empty() && std::string_view("aeioAEIO").find(word[0]) != std::string_view::npos;
}

bool is_upper_letter(std::string_view word) { return word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z'; }

std::string to_ipa(const std::vector<Phone>& phones) {
  std::string ipa;
  for (const Phone& phone : phones) {
    auto symbol = phone.stressed ? std::nullopt : find(kUnstressedIpa, phone.name);
    if (!symbol) symbol = find(kIpa, phone.name);
    if (!symbol) continue;  // a pause
    if (phone.stressed && is_vowel(phone.name)) ipa += "ˈ";
    ipa += *symbol;
  }
  return ipa;
}

// How a possessive or plural ending sounds after `phones`.
std::vector<Phone> s_ending(const std::vector<Phone>& phones) {
  constexpr std::array kHissing = {"s", "z", "sh", "zh", "ch", "jh"};
  constexpr std::array kVoiceless = {"p", "t", "k", "f", "th"};
  if (phones.empty()) return {{.name = "s"}};
  const auto ends_in = [&](const auto& set) {
    return std::ranges::find(set, phones.back().name) != set.end();
  };
  if (ends_in(kHissing)) return {{.name = "ih"}, {.name = "z"}};
  return {{.name = ends_in(kVoiceless) ? "s" : "z"}};
}

}  // namespace

std::string Phonemizer::lexicon_phonemes(const std::string& word) {
  std::string stem = word;
  const bool possessive = stem.size() > 2 && stem.ends_with("'s");
  if (possessive) stem.resize(stem.size() - 2);
  std::erase_if(stem, [](char c) { return !((c >= 'a' && c <= 'z') || c == '\''); });
  if (stem.empty()) return {};
  std::vector<Phone> phones = flite_.phones_of(stem);
  if (possessive) {
    for (Phone& phone : s_ending(phones)) phones.push_back(std::move(phone));
  }
  return to_ipa(phones);
}

std::string Phonemizer::word_phonemes(std::string_view word, std::string_view next) {
  if (const Pronunciation* entry = table_.find(word)) {
    if (entry->is_ipa) return entry->text;
    std::string ipa;
    for (const std::string_view syllable : split_words(entry->text)) ipa += lexicon_phonemes(lower(syllable));
    return ipa;
  }
  // "the claim A, B": the article is lower case everywhere but at the start of a sentence, where no letter
  // name stands.
  if (is_upper_letter(word) && word != "A")
    return std::string(kLetters[static_cast<std::size_t>(word[0] - 'A')]);
  const std::string key = lower(word);
  if (key == "the" && begins_with_vowel_letter(next)) return "ði";
  if (const auto weak = find(kWeakForms, key)) return std::string(*weak);
  return lexicon_phonemes(key);
}

std::vector<Phonemizer::Word> Phonemizer::words(std::string_view words, std::string_view next) {
  std::vector<Word> said;
  const std::vector<std::string_view> list = split_words(words);
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::string_view word = list[i];
    std::string pause;
    while (!word.empty() && std::string_view(".,?!;:").find(word.back()) != std::string_view::npos) {
      pause = word.back();
      word.remove_suffix(1);
    }
    // A letter between letters or numbers is a name: "A 1 C", "M R A".
    const bool spelled = word == "A" && list.size() > 1;
    const std::string_view following = i + 1 < list.size() ? list[i + 1] : next;
    said.push_back({.phonemes = spelled ? std::string(kLetters[0]) : word_phonemes(word, following),
                    .pause = std::move(pause)});
  }
  return said;
}

}  // namespace attendant::speech::embedded
