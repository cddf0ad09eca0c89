// What an operator can set of an agent that a language model speaks for. A value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace attendant::brain {

// Another agent to whom the model may hand the caller over.
struct HandOverTarget {
  std::string to;
  std::string when;  // for the model: "questions about bills"
};

struct ModelOptions {
  std::string agent = "front_desk";  // whom its answers are charged to
  std::string company = "Northwind Health Plan";
  std::string persona = "You are the telephone assistant of {company}: calm, brief, friendly.";
  std::string greeting;  // spoken first, word for word
  std::string first_question = "How can I help you today?";
  std::string office_hours = "Monday to Friday, 8 AM to 6 PM";
  std::string person_target = "person";  // of the transfer allow-list

  std::string pool;  // of the gateway; empty: its first
  std::vector<std::string> tools;  // names; empty: all of the catalogue
  std::vector<HandOverTarget> hand_overs;
  // Whether values of the caller's records go to the model as they are. Else it sees "{amount_1}" and the
  // caller hears "$143.34".
  bool data_to_model = false;

  int tool_rounds = 4;  // questions to the model in one turn
  int max_tokens = 300;
  std::optional<double> temperature = 0.3;
  // From the caller's turn, or a tool's answer, to the first act; then the turn is given up.
  std::chrono::milliseconds first_words{1500};
  std::chrono::milliseconds turn{8000};   // deadline of a whole turn, over all rounds
  std::chrono::milliseconds pause{250};   // of the stream, after which the first clause is spoken
};

}  // namespace attendant::brain
