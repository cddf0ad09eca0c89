#include "speech/embedded/pronunciation.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::speech::embedded {

Result<PronunciationTable> PronunciationTable::parse(std::string_view file) {
  PronunciationTable table;
  std::size_t number = 0;
  for (std::string_view line : split(file, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty() || line.starts_with('#')) continue;
    const std::size_t tab = line.find('\t');
    const std::string_view word = trim(line.substr(0, tab));
    const std::string_view said = tab == std::string_view::npos ? "" : trim(line.substr(tab + 1));
    if (word.empty() || said.empty()) {
      return fail(ErrorCode::invalid,
                  fmt::format("line {}: expected a word, a tab and its pronunciation", number));
    }
    if (split_words(word).size() != 1)
      return fail(ErrorCode::invalid, fmt::format("line {}: one word, not several", number));
    const bool is_ipa = said.starts_with('/');
    if (is_ipa && (said.size() < 3 || !said.ends_with('/'))) {
      return fail(ErrorCode::invalid, fmt::format("line {}: IPA stands between two slashes", number));
    }
    table.entries_.insert_or_assign(
        lower(word), Pronunciation{.text = std::string(is_ipa ? said.substr(1, said.size() - 2) : said),
                                   .is_ipa = is_ipa});
  }
  return table;
}

const Pronunciation* PronunciationTable::find(std::string_view word) const {
  const auto entry = entries_.find(lower(word));
  return entry == entries_.end() ? nullptr : &entry->second;
}

}  // namespace attendant::speech::embedded
