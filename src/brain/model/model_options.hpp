// What an operator can set of an agent that a language model speaks for. A value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "agents/agent.hpp"

namespace attendant::brain {

// A tool that the model may call, and what it is told of it beside the catalogue's description.
struct OfferedTool {
  std::string name;
  std::string when;
  std::vector<std::string> examples;
};

struct ModelOptions {
  std::string agent = "front_desk";  // whom its answers are charged to
  std::string company = "Northwind Health Plan";
  std::string persona = "You are the telephone assistant of {company}: calm, brief, friendly.";
  std::string greeting;  // spoken first, word for word
  std::string first_question = "How can I help you today?";
  std::string office_hours = "Monday to Friday, 8 AM to 6 PM";
  std::string person_target = "person";  // of the transfer allow-list

  std::string pool;                // of the gateway; empty: its first
  std::vector<OfferedTool> tools;  // empty: all of the catalogue
  std::vector<agents::HandOver> hand_overs;
  agents::DataToModel data_to_model = agents::DataToModel::masked;
  agents::GuardRails guard;
  bool by_dialogue = false;  // the agent is the dialogue engine's: the model is not asked

  bool hides_records() const { return data_to_model != agents::DataToModel::everything; }
  bool hides_caller() const { return hides_records() || guard.mask_personal_data; }

  int tool_rounds = 4;  // questions to the model in one turn
  int no_input = 3;     // the silence in a row at which a person is offered; the next one ends the call
  int max_tokens = 300;
  std::optional<double> temperature = 0.3;
  // From the caller's turn, or a tool's answer, to the first act; then the turn is given up.
  std::chrono::milliseconds first_words{1500};
  std::chrono::milliseconds turn{8000};  // deadline of a whole turn, over all rounds
  int guesses_a_turn = 1;                // times that it is asked before a turn is over; each costs a prompt
  std::chrono::milliseconds pause{250};  // of the stream, after which the first clause is spoken
};

}  // namespace attendant::brain
