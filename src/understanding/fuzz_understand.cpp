// Values, masking and emergencies over any bytes: no crash, masking settles, slots keep their form.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "understanding/emergency.hpp"
#include "understanding/hearing.hpp"
#include "understanding/mask.hpp"
#include "understanding/segments.hpp"
#include "understanding/slots.hpp"
#include "understanding/yes_no.hpp"

namespace {

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void demand(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::understanding;
  if (size < 1 || size > 2048) return 0;
  const auto asked = static_cast<attendant::conversation::Asked>(data[0] % 9);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const attendant::Date today{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(1)};

  const SlotReading read = read_slots(text, asked, today);
  if (read.slots.zip) demand(read.slots.zip->size() == 5 && is_digits(*read.slots.zip));
  if (read.slots.phone) demand(read.slots.phone->size() == 10 && is_digits(*read.slots.phone));
  if (read.slots.member_id)
    demand(read.slots.member_id->starts_with("NW") && is_digits(read.slots.member_id->substr(2)));
  if (read.slots.claim_id)
    demand(read.slots.claim_id->starts_with("CLM") && is_digits(read.slots.claim_id->substr(3)));
  if (read.slots.dob && read.slots.dob->size() == 10)
    demand(attendant::parse_date(*read.slots.dob).has_value());

  static_cast<void>(mask(text, asked));
  static_cast<void>(is_emergency(text));
  const std::string mend = without_denied_topics(mended(text));
  const Tokens tokens = tokenize(mend);
  static_cast<void>(leading_yes_no(tokens));
  for (const Cut& cut : possible_cuts(tokens, 0)) demand(cut.at < tokens.size());
  return 0;
}
