#include "telemetry/redact.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.hpp"

namespace attendant::telemetry {
namespace {

constexpr std::string_view kMark = "[redacted]";
constexpr std::size_t kShortestSecret = 6;
// Nine digits is a government number; ids of ours have seven or eight, a date eight, a ZIP five.
constexpr std::size_t kTooManyDigits = 9;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The length of "2026-11-01" at the front of `text`, with "T09:30" or " 09:30" after it left for the next
// look.
std::size_t date_length(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() < kShape.size()) return 0;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return 0;
  }
  const bool plausible =
      (text.starts_with("19") || text.starts_with("20")) && text[5] <= '1' && text[8] <= '3';
  const bool ends = text.size() == kShape.size() || !is_digit(text[kShape.size()]);
  return plausible && ends ? kShape.size() : 0;
}

// A run of digits, in which one or two separators may stand between two digits ("4111 1111-1111 1111",
// "(555) 010-0199"). Returns its length and how many digits it has.
struct Run {
  std::size_t length = 0;
  std::size_t digits = 0;
};
Run digit_run(std::string_view text) {
  constexpr std::string_view kSeparators = " -().\t,";
  Run run;
  std::size_t gap = 0;
  for (std::size_t i = 0; i < text.size() && gap <= 2; ++i) {
    if (is_digit(text[i])) {
      run.length = i + 1;
      ++run.digits;
      gap = 0;
    } else if (kSeparators.contains(text[i])) {
      ++gap;
    } else {
      break;
    }
  }
  return run;
}

// "192.168.100.200": digits enough to look like a number to hide, and none.
std::size_t address_length(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 4; ++part) {
    int value = 0;
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at]) && value <= 255) value = value * 10 + (text[at++] - '0');
    if (at == begin || value > 255) return 0;
    if (part == 3) break;
    if (at >= text.size() || text[at] != '.') return 0;
    ++at;
  }
  // "41.11.111.111-1111" goes on after four parts: no address.
  const bool goes_on =
      at + 1 < text.size() && !is_letter(text[at]) && text[at] != ':' && is_digit(text[at + 1]);
  return goes_on || (at < text.size() && is_digit(text[at])) ? 0 : at;
}

std::string redact_figures(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      out += text[at++];
      continue;
    }
    const std::string_view rest = text.substr(at);
    std::size_t keep = std::max(date_length(rest), address_length(rest));
    if (keep == 0) {
      const Run run = digit_run(rest);
      if (run.digits >= kTooManyDigits) {
        out += kMark;
        at += run.length;
        continue;
      }
      keep = run.length;
    }
    out += rest.substr(0, keep);
    at += keep;
  }
  return out;
}

bool is_digit_word(std::string_view word) {
  static constexpr std::array<std::string_view, 13> kWords{
      "zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double"};
  const std::string small = lower(word);
  return std::ranges::find(kWords, small) != kWords.end();
}

// "four one one one ...", as a transcript has it.
std::string redact_spoken(std::string_view text) {
  struct Word {
    std::size_t begin, end;
  };
  std::string out;
  std::size_t copied = 0;
  std::vector<Word> run;
  const auto close = [&] {
    if (run.size() >= kTooManyDigits) {
      out += text.substr(copied, run.front().begin - copied);
      out += kMark;
      copied = run.back().end;
    }
    run.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      if (is_digit(text[at])) close();
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    if (is_digit_word(text.substr(begin, at - begin))) {
      run.push_back({begin, at});
    } else {
      close();
    }
  }
  close();
  out += text.substr(copied);
  return out;
}

}  // namespace

Redactor::Redactor(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
  std::erase_if(secrets_, [](const std::string& secret) { return secret.size() < kShortestSecret; });
  std::ranges::sort(secrets_, [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Redactor::redact(std::string_view text) const {
  std::string out(text);
  for (const auto& secret : secrets_) out = replace_all(out, secret, kMark);
  return redact_spoken(redact_figures(out));
}

}  // namespace attendant::telemetry
