// A line of any of the insurer's files: the first byte chooses which. Never a crash; a row that is taken is
// whole.
#include <array>
#include <cstdint>
#include <string_view>

#include "records/import.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<std::string_view, 12> kKinds = {
      "members", "plans", "providers", "coverage", "accumulators",  "prior_auths",
      "claims",  "eob",   "invoices",  "payments", "payment_plans", "autopay"};
  if (size == 0) return 0;
  const std::string_view line(reinterpret_cast<const char*>(data) + 1, size - 1);
  static_cast<void>(attendant::records::check_row(kKinds[data[0] % kKinds.size()], line));
  return 0;
}
