// Reversible masking: a model sees "{amount_1}" where the caller hears "$143.34". One object per call; the
// same value has the same token all through the call, and a token of one call means nothing in another.
// Pure; owned by one session.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace attendant::guard {

class Placeholders {
 public:
  // A value of which it is known what it is, by whatever words it is said: {"name", "Dorothy"}. From now on
  // it is hidden wherever it stands as whole words.
  void know(std::string_view kind, std::string_view value);

  // Amounts, dates, ids, long numbers, links, and everything known, as tokens.
  std::string hide(std::string_view text);

  // The token of a value that stands for it.
  std::string token(std::string_view kind, std::string_view value);

  // The values in place of the tokens; nothing when it holds a token that this call never gave out.
  std::optional<std::string> fill(std::string_view text) const;

  // In a tool's arguments: a string that is one token becomes its value, an amount as whole cents.
  std::optional<boost::json::value> fill_arguments(const boost::json::value& value) const;

 private:
  struct Entry {
    std::string kind;
    std::string value;        // as it is spoken and given to tools
    std::string token;        // "{amount_1}"
    bool everywhere = false;  // hidden wherever its words stand
  };
  const Entry* of_token(std::string_view token) const;

  std::vector<Entry> entries_;
};

}  // namespace attendant::guard
