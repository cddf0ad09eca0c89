// What a caller calls for, and how one sees that they got it: data/simulation/goals/*.yaml. Values.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lab/persona.hpp"

namespace attendant::lab {

// One thing that the caller wants. What they must hear is held against the records: "{claims/CLM4532427/
// denial/appeal_deadline}" stands for the value there, ":money" behind it for dollars.
struct Wish {
  std::map<Register, std::vector<std::string>> wordings;  // plain is never empty
  // Words for what the agent may ask about it: "claim", "service", "which", "city", ...
  std::map<std::string, std::vector<std::string>, std::less<>> answers;
  std::vector<std::string> about;    // words by which a guess of the agent is right
  std::vector<std::string> hears;    // all of them, in what was said to the caller and heard
  std::vector<std::string> tools;    // each must answer; "a|b": one of them
  std::vector<std::string> writes;   // kinds of change that must be in the store: "start_appeal"
  std::vector<std::string> accepts;  // offers that are said yes to: "appeal", "person"
  // Words that the read-back of a write must hold for a yes.
  std::vector<std::string> read_back;
  bool may_be_refused = false;  // the right answer is a refusal: its tools need not answer ok
};

enum class Line { claims, benefits, billing };
std::string_view to_string(Line line);

struct Goal {
  std::string id;     // "claims-denied-mri"
  std::string title;  // for people
  Line line = Line::claims;
  int story = 0;  // of data/demo/STORIES.md; 0: none

  std::string member_id;                     // whose details the caller has
  std::map<std::string, std::string> knows;  // instead of the record's: "dob", "zip", "own_name", ...
  std::string said_first;                    // who they are, before the first wish: "I'm calling for ..."
  bool office_open = true;
  std::string caller_number;

  std::vector<Wish> wishes;
  std::vector<std::string> never_hears;  // a breach when said
  std::string ends;                      // "transferred", "goodbye"; empty: either side says goodbye
  bool unidentified = false;             // the caller cannot be identified: nobody's data may be said
  std::vector<std::string> writes() const;
};

// Reads one file; the error names the file, line and key.
Result<std::vector<Goal>> parse_goals(std::string_view yaml, std::string_view name);

}  // namespace attendant::lab
