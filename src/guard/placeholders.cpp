#include "guard/placeholders.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "guard/spoken_values.hpp"

namespace attendant::guard {
namespace {

constexpr std::size_t kMostEntries = 400;  // of a call; above it everything is "{hidden}"
constexpr std::size_t kFewestDigits = 4;   // a shorter number ("12 visits") stays as it is
constexpr std::string_view kTooMany = "{hidden}";

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// Where `value` stands in `text` as whole words, upper and lower case alike.
std::size_t find_words(std::string_view text, std::string_view value, std::size_t from) {
  const auto small_text = lower(text);
  const auto small = lower(value);
  for (auto at = small_text.find(small, from); at != std::string::npos; at = small_text.find(small, at + 1)) {
    const auto end = at + small.size();
    const bool begins = at == 0 || !is_word(text[at - 1]) || !is_word(value.front());
    const bool ends = end >= text.size() || !is_word(text[end]) || !is_word(value.back());
    const bool inside_token =
        text.substr(0, at).rfind('{') != std::string_view::npos &&
        text.substr(text.substr(0, at).rfind('{'), end).find('}') == std::string_view::npos;
    if (begins && ends && !inside_token) return at;
  }
  return std::string::npos;
}

std::string_view kind_of(const Value& value) {
  switch (value.kind) {
    case ValueKind::amount:
      return "amount";
    case ValueKind::date:
      return "date";
    case ValueKind::day:
      return "";  // "tomorrow" tells nobody apart
    case ValueKind::id: {
      if (value.text.starts_with("CLM")) return "claim";
      if (value.text.starts_with("NW")) return "member";
      if (value.text.starts_with("INV")) return "invoice";
      return "id";
    }
    case ValueKind::number:
      return value.text.size() >= kFewestDigits ? "number" : "";
    case ValueKind::link:
      return "link";
  }
  return "";
}

// How the value is spoken and given to tools: an id without spaces, a date as it stands.
std::string spoken(const Value& value, std::string_view text) {
  if (value.kind == ValueKind::id) return value.text;
  if (value.kind == ValueKind::amount && value.number % 100 == 0 && value.number == 0) return "$0.00";
  if (value.kind == ValueKind::amount)
    return fmt::format("${}.{:02}", value.number / 100, value.number % 100);
  if (value.kind == ValueKind::date && value.year != 0 && value.month != 0 && value.day != 0)
    return fmt::format("{:04}-{:02}-{:02}", value.year, value.month, value.day);
  return std::string(text.substr(value.begin, value.end - value.begin));
}

}  // namespace

std::string Placeholders::token(std::string_view kind, std::string_view value) {
  const auto known = std::ranges::find_if(
      entries_, [&](const Entry& entry) { return entry.kind == kind && entry.value == value; });
  if (known != entries_.end()) return known->token;
  if (entries_.size() >= kMostEntries) return std::string(kTooMany);
  const auto count = std::ranges::count(entries_, kind, &Entry::kind);
  entries_.push_back({std::string(kind), std::string(value), fmt::format("{{{}_{}}}", kind, count + 1)});
  return entries_.back().token;
}

void Placeholders::know(std::string_view kind, std::string_view value) {
  if (trim(value).size() < 2) return;
  const auto token = this->token(kind, value);
  const auto entry = std::ranges::find(entries_, token, &Entry::token);
  if (entry != entries_.end()) entry->everywhere = true;
}

std::string Placeholders::hide(std::string_view text) {
  std::string out(text);
  // The longest first: "Dorothy Kempfer" before "Dorothy".
  std::vector<std::pair<std::string, std::string>> known;
  for (const auto& entry : entries_)
    if (entry.everywhere) known.emplace_back(entry.value, entry.token);
  std::ranges::sort(known, [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const auto& [value, token] : known)
    for (auto at = find_words(out, value, 0); at != std::string::npos;
         at = find_words(out, value, at + token.size()))
      out.replace(at, value.size(), token);

  std::string hidden;
  std::size_t copied = 0;
  for (const auto& value : values_in(out)) {
    const auto kind = kind_of(value);
    const auto open = out.rfind('{', value.begin);
    const bool inside_token =
        open != std::string::npos && open < value.begin && out.find('}', open) >= value.end;
    if (kind.empty() || inside_token || value.begin < copied) continue;
    hidden += out.substr(copied, value.begin - copied);
    hidden += token(kind, spoken(value, out));
    copied = value.end;
  }
  return hidden + out.substr(copied);
}

const Placeholders::Entry* Placeholders::of_token(std::string_view token) const {
  const auto entry = std::ranges::find(entries_, token, &Entry::token);
  return entry == entries_.end() ? nullptr : &*entry;
}

std::optional<std::string> Placeholders::fill(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('{', at);
    if (open == std::string_view::npos) return out + std::string(text.substr(at));
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    const auto* entry = of_token(text.substr(open, close - open + 1));
    if (entry == nullptr) return std::nullopt;
    out += text.substr(at, open - at);
    // A model may write "${amount_1}".
    if (out.ends_with('$') && entry->value.starts_with('$')) out.pop_back();
    out += entry->value;
    at = close + 1;
  }
  return out;
}

std::optional<boost::json::value> Placeholders::fill_arguments(const boost::json::value& value) const {
  if (const auto* text = value.if_string()) {
    const auto* entry = of_token(*text);
    if (entry != nullptr && entry->kind == "amount") {
      const auto read = values_in(entry->value);
      if (!read.empty()) return boost::json::value(read.front().number);
    }
    const auto filled = fill(*text);
    if (!filled) return std::nullopt;
    return boost::json::value(*filled);
  }
  if (const auto* list = value.if_array()) {
    boost::json::array out;
    for (const auto& item : *list) {
      auto filled = fill_arguments(item);
      if (!filled) return std::nullopt;
      out.push_back(*std::move(filled));
    }
    return out;
  }
  if (const auto* object = value.if_object()) {
    boost::json::object out;
    for (const auto& [name, item] : *object) {
      auto filled = fill_arguments(item);
      if (!filled) return std::nullopt;
      out[name] = *std::move(filled);
    }
    return out;
  }
  return value;
}

}  // namespace attendant::guard
