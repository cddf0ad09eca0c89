// One call of RescuedBrain. Internal to rescued_brain.hpp.
//
//   rescued_session.cpp         whose turn it is, and the rescue
//   rescued_session_guess.cpp   an answer of the model that is begun before the turn is over
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "brain/brain.hpp"
#include "brain/rescuable.hpp"
#include "brain/rescue_shadow.hpp"

namespace attendant::brain {

class RescuedSession final : public BrainSession {
 public:
  RescuedSession(std::unique_ptr<RescuableSession> model, Brain& rescue, const CallSetting& call,
                 const tools::Catalogue& catalogue);

  void take(conversation::BrainInput input, Tell tell) override;
  bool guess(conversation::BrainInput input, Tell tell) override;
  void keep_guess() override;
  void forget_guess() override;

 private:
  using Acts = std::vector<conversation::Act>;
  enum class Engine { model, rescue };

  // What the model has done so far in the caller's turn.
  struct ModelTurn {
    bool asks = false;  // its last sentence is a question
    bool does_something = false;
    void add(const Acts& acts);
  };
  struct RunningTool {
    Engine engine = Engine::model;
    std::uint32_t id = 0;  // as its engine knows it
    std::string name;
  };
  // What the model would answer if the turn were over.
  struct Guess {
    conversation::Heard heard;
    Tell tell;  // of the input that is being answered
    bool open = true;
    bool spoke = false, over = false;
    std::optional<GivenUp> failed;
    ModelTurn turn;
    std::string agent;                                                     // after its own hand-overs
    std::vector<std::uint32_t> tools;                                      // as the core knows them
    std::vector<std::pair<std::string, conversation::ToolDone>> answered;  // with their names
  };

  void take_one(conversation::Started started, Tell tell);
  void take_one(conversation::Heard heard, Tell tell);
  void take_one(conversation::Keyed keyed, Tell tell);
  void take_one(conversation::Silence silence, Tell tell);
  void take_one(conversation::ToolDone done, Tell tell);
  void take_one(conversation::TransferDone done, Tell tell);
  void take_one(conversation::Interrupted interrupted, Tell tell);

  void ask_model(conversation::BrainInput input, Tell tell);
  Tell as_model(Tell tell);
  Tell as_rescue(Tell tell);
  void rescue(GivenUp given_up, Tell tell);
  void tell_of_turn(Acts acts, bool more, const Tell& tell);  // of the model
  void tell_of(Engine engine, Acts acts, bool more, const Tell& tell);
  bool is_fruitless(const Acts& acts, bool more);
  void call_a_person(Acts acts, const Tell& tell);
  const agents::Limits& limits() const;
  std::uint32_t id_of(Engine engine, std::uint32_t id) const;

  bool go_on_guessing(conversation::ToolDone done, Tell tell);
  Tell tell_of_guess();
  RescuableSession::Failed failed_guess();

  std::unique_ptr<RescuableSession> model_;
  RescueShadow shadow_;
  agents::TeamPtr team_;
  std::string agent_;              // who has the call
  Engine engine_ = Engine::model;  // who has spoken last
  std::optional<ModelTurn> turn_;  // while it is the model's
  std::shared_ptr<Guess> guess_;   // while one is open
  int lost_turns_ = 0;             // in a row, that neither engine understood
  conversation::Identity identity_;
  std::map<std::uint32_t, RunningTool> running_;
  std::uint32_t last_tool_ = 0;
};

}  // namespace attendant::brain
