// Who is calling, as a manner of speaking and behaving: data/simulation/personas.yaml. A value.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lab/spoken_details.hpp"

namespace attendant::lab {

// Which of a wish's wordings a persona takes.
enum class Register { plain, terse, wordy, broken };

struct Persona {
  std::string id;
  std::string about;  // one line for the report
  Register speech = Register::plain;
  std::vector<DigitManner> digits{DigitManner::one_by_one};
  std::vector<DateManner> dates{DateManner::month_first};
  bool keys = false;  // ids, dates and ZIP codes are keyed

  // How often, 0 .. 1.
  double pauses = 0;        // a sentence has a pause of 0.3 .. 1.2 s at a word boundary
  double fillers = 0;       // a sentence has an "um"
  double silent = 0;        // a question is let pass in silence (at most twice a call)
  double interrupts = 0;    // a question is answered before it was said to its end
  double backchannels = 0;  // "uh-huh" while the agent speaks
  double asks_again = 0;    // "sorry, what was that" (at most twice)
  double holds_on = 0;      // "one second" before an id is given (at most twice)
  double slips = 0;         // a digit or a day is said wrong and corrected in the same breath
  double remarks = 0;       // a side remark before what is said
  double says_more = 0;     // an id is followed by the birth date without being asked

  bool volunteers = false;        // member id and birth date come with the first wish
  bool wrong_birth_date = false;  // the first one given is wrong
  bool asks_for_person = false;   // when everything was answered
  bool hesitates = false;         // says no to the first read-back, and yes to the next
  bool changes_mind = false;      // starts with something else, and drops it
  int patience = 3;               // how often the same wish is said again

  // Words of their own; empty: the common ones.
  std::vector<std::string> openings;  // before the first wish
  std::vector<std::string> remarks_said;
  std::vector<std::string> yes, no, goodbyes;
};

// What all personas say when they have no words of their own, by what it is for.
using CommonWords = std::map<std::string, std::vector<std::string>, std::less<>>;

struct Personas {
  std::vector<Persona> all;
  CommonWords common;
};

// The error names the file, line and key.
Result<Personas> parse_personas(std::string_view yaml, std::string_view name);

}  // namespace attendant::lab
