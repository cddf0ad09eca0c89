// The caller's words on their way to a model: values hidden behind tokens where member data may not go there;
// and what of them can prove an identity, so that a model proves nobody by guessing. Pure; owned by one
// session.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/date.hpp"
#include "conversation/acts.hpp"
#include "guard/grounds.hpp"
#include "guard/placeholders.hpp"

namespace attendant::brain {

class CallerWords {
 public:
  // `hidden`: null where the model may see the words as they are.
  CallerWords(Date today, guard::Placeholders* hidden, guard::Grounds& grounds)
      : today_(today), hidden_(hidden), grounds_(&grounds) {}

  // How the model is shown a turn. `need`: what a tool had asked for; an address is hidden as a whole.
  std::string said(std::string_view text, conversation::Asked asked, std::string_view need);
  std::string keyed(std::string_view digits, conversation::Asked asked);

  // The last turn, in the caller's own words.
  const std::string& last() const { return last_; }

  // The name of an argument of a tool that proves identity which the caller never said; nothing: all was
  // said.
  std::optional<std::string> unsaid(const boost::json::object& arguments) const;

 private:
  void remember(std::string_view kind, const std::string& value, std::string& notes);
  bool was_said(std::string_view name, std::string_view value) const;
  std::string hide(std::string_view text, std::string notes);

  Date today_;
  guard::Placeholders* hidden_;
  guard::Grounds* grounds_;
  std::set<std::string, std::less<>> values_;  // in normal form
  std::string digits_;                         // all that were said, in their order
  std::string words_;                          // likewise, in lower case
  std::string last_;
};

}  // namespace attendant::brain
