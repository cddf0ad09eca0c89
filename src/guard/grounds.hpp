// What may be stated in a call: the amounts, dates, ids, numbers and states that its tools answered, and what
// the operator's own texts say. A sentence that states anything else is not spoken. What was told to one
// identity counts only for that identity: after another person was verified it grounds nothing.
// Pure; owned by one session.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/tool_answer.hpp"
#include "conversation/identity.hpp"
#include "guard/spoken_values.hpp"
#include "guard/statements.hpp"

namespace attendant::guard {

class Grounds {
 public:
  // Office hours, company, greeting: true for every caller; of their states ("never say that a claim was
  // approved") nothing follows.
  void add_text(std::string_view text);
  // `wrote`: the tool has changed something.
  void add_answer(std::string_view tool, bool wrote, const ToolAnswer& answer,
                  const conversation::Identity& identity);
  // What the caller said may be asked back, and ids and dates read back; it proves nothing.
  void add_caller(std::string_view text);
  // A value that the caller said, in its normal form: "NW28319242", "1979-03-22".
  void add_caller_value(std::string_view value);

  // Why the sentence must not be spoken to this identity: "an amount that no tool told". Nothing: it may.
  std::optional<std::string> objection(std::string_view sentence,
                                       const conversation::Identity& identity) const;

 private:
  struct Ground {
    std::optional<conversation::Identity> identity;  // nothing: everybody's
    std::vector<Value> values;
    std::vector<StateSaid> states;
    std::vector<Deed> deeds;
    std::string words;  // of the answer or text, in lower case
  };

  static bool counts_for(const Ground& ground, const conversation::Identity& identity);
  bool told(const Value& value, const conversation::Identity& identity) const;
  bool said_by_caller(const Value& value) const;
  bool told(const StateSaid& state, const conversation::Identity& identity) const;
  bool knows(std::string_view person, const conversation::Identity& identity) const;
  bool done(const DeedMention& deed, const conversation::Identity& identity) const;

  std::vector<Ground> grounds_;
  std::vector<Value> caller_values_;
  std::vector<State> caller_states_;
};

}  // namespace attendant::guard
