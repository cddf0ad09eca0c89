// The values that a sentence tells: sums, dates, ids, numbers, addresses of the internet; written or in
// words. Made for sentences of an agent, who speaks clearly; a caller's words are read by `understanding`.
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::guard {

enum class ValueKind {
  amount,  // "$1,638.15", "twenty dollars", "owe nothing"
  date,    // "2026-09-03", "September third", "in May"
  day,     // "tomorrow", "on Friday", "next week"
  id,      // "CLM4532427", "N W two eight ..."
  number,  // "12 visits", "four", "0601", "630-555-0120"
  link,    // "example.com", "a@b.org"
};
std::string_view to_string(ValueKind kind);

struct Value {
  ValueKind kind = ValueKind::number;
  std::int64_t number = 0;           // amount: cents; number: its value
  std::string text;                  // id: "CLM4532427"; number: its digits; day and link: the words
  int year = 0, month = 0, day = 0;  // of a date; 0: not said
  std::size_t begin = 0, end = 0;    // bytes of the sentence

  bool operator==(const Value&) const = default;
};

// Left to right. Numbers that state nothing are left out: "press 1", "eight digits", 911, "one moment".
std::vector<Value> values_in(std::string_view sentence);

}  // namespace attendant::guard
