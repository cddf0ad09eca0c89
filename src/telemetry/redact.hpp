// The last net before a string leaves the process in a log: digits that could be a card, an account, a
// telephone or a government number, in figures or spoken as words, and configured secrets become
// "[redacted]". Pure. It is a net, not the rule: such numbers become typed tokens before an event exists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::telemetry {

class Redactor {
 public:
  Redactor() = default;
  // Values that must never appear, as they are read from the configuration; shorter than 6 characters are
  // ignored, for they would hide ordinary text.
  explicit Redactor(std::vector<std::string> secrets);

  std::string redact(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  // longest first, so that a secret within a secret leaves no tail
};

}  // namespace attendant::telemetry
