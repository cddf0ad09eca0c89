// What an operator can set of the dialogue engine. A value.
#pragma once

#include <chrono>
#include <string>

namespace attendant::brain {

struct DialogueOptions {
  std::string company = "Northwind Health Plan";
  // Spoken first, {company} filled in: the caller's notice that a machine answers and that the call is
  // recorded.
  std::string greeting =
      "Thank you for calling {company}. I'm an automated assistant, and this call is recorded.";
  std::string office_hours = "Monday to Friday, 8 AM to 6 PM";  // as said to a caller who wants a person
  std::string person_target = "person";                         // names of the transfer allow-list
  // How long a caller who said "hold on" may look for a letter before we say that we are still here.
  std::chrono::milliseconds patience{45'000};
  std::string emergency_target;  // empty: no nurse line, the caller is told to call 911
};

std::string greeting_of(const DialogueOptions& options);

}  // namespace attendant::brain
