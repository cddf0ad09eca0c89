// One call of ModelBrain. Internal to model_brain.hpp.
//
//   model_session.cpp         what comes in, and how an answer ends
//   model_session_stream.cpp  the model's answer as it streams: sentences through the gate
//   model_session_tools.cpp   tool calls, read-backs, and their results
//   model_session_guess.cpp   an answer that is begun before the turn is over
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brain/called_tool.hpp"
#include "brain/caller_words.hpp"
#include "brain/model/call_collector.hpp"
#include "brain/model/model_brain.hpp"
#include "brain/model/model_history.hpp"
#include "brain/model/sentence_cutter.hpp"
#include "brain/read_back.hpp"
#include "conversation/identity.hpp"
#include "guard/grounds.hpp"
#include "guard/placeholders.hpp"
#include "runtime/timer.hpp"

namespace attendant::brain {

class ModelSession final : public RescuableSession {
 public:
  ModelSession(std::shared_ptr<const ModelSetups> setups, const tools::Catalogue& catalogue,
               ModelGateway& gateway, runtime::Loop& loop, const CallSetting& call);
  ~ModelSession() override;

  void take(conversation::BrainInput input, Tell tell, Failed failed) override;
  bool guess(conversation::BrainInput input, Tell tell, Failed failed) override;
  void keep_guess() override;
  void forget_guess() override;
  void witness(const conversation::BrainInput& input) override;
  void witness(std::span<const conversation::Act> acts) override;

 private:
  using Acts = std::vector<conversation::Act>;

  // What a guess may change, as it was before.
  struct Before {
    const ModelSetup* setup;
    guard::Grounds grounds;
    guard::Placeholders placeholders;
    CallerWords caller;
    ModelHistory history;
    conversation::Identity identity;
    std::optional<ReadBack> read_back;
    conversation::Listen listen;
    std::string last_said, need;
    Acts notes;
    Spent noted;
  };

  // ---- model_session.cpp
  void answer(const conversation::BrainInput& input, Tell tell, Failed failed);
  void hear(const conversation::Started& started);
  void hear(const conversation::Heard& heard);
  void hear(const conversation::Keyed& keyed);
  void hear(const conversation::Silence& silence);
  void hear(const conversation::ToolDone& done);
  void hear(const conversation::TransferDone& done);
  void hear(const conversation::Interrupted& interrupted);
  void begin_turn();
  void stop_answer();  // what was being answered is not wanted any more
  void more(Acts acts);
  void end(Acts acts);
  void say_and_listen(std::vector<std::string> sentences, Acts before = {});
  void give_up(std::string why);  // the tools' own words, or somebody else's turn
  bool tell_plainly(const std::string& why);
  void tell_unsaid();
  void note(std::string key, std::string value);
  void note_cost();

  // ---- model_session_stream.cpp
  void ask();
  AnswerEvents events();
  void on_delta(const AnswerDelta& delta);
  void on_finished(const AnswerEnd& end);
  void on_failed(const Error& error);
  void on_late();
  bool speak(std::string_view piece);  // false: the answer is over
  void commit();
  void drop_request();
  void wait_for_words();

  // ---- model_session_tools.cpp
  void start_tools(std::vector<ToolCall> calls);
  Result<conversation::CallTool> prepare(const ToolCall& call);
  std::string announcement(const agents::HandOver& target) const;
  std::optional<Acts> act_on_call(const ToolCall& call);  // transfer, hand-over, the end
  void finish_tool(const conversation::ToolDone& done);
  void after_tools();
  void carry_out(ReadBack read_back);
  void know_identity(const conversation::Identity& identity);

  std::string filler_of(const tools::ToolSpec& spec) const;
  const ModelOptions& options() const { return setup_->options; }
  const agents::ToolUse* use_of(std::string_view tool) const;
  guard::Placeholders* hidden() { return options().hides_records() ? &placeholders_ : nullptr; }
  // By another agent from now on.
  bool switch_to(const std::string& agent);

  std::shared_ptr<const ModelSetups> setups_;
  const ModelSetup* setup_;  // of the agent that has the call
  const tools::Catalogue& catalogue_;
  ModelGateway& gateway_;
  runtime::Loop& loop_;
  CallSetting call_;

  guard::Grounds grounds_;
  guard::Placeholders placeholders_;
  CallerWords caller_;
  ModelHistory history_;
  conversation::Identity identity_;
  std::optional<ReadBack> read_back_;
  bool office_open_ = true;
  conversation::Listen listen_;
  std::string last_said_;  // the last sentence of ours
  std::string need_;       // what the last tool asked for

  // The input that is being answered.
  Tell tell_;
  Failed failed_;
  bool told_ = false;
  Acts notes_;   // for the next acts
  Spent noted_;  // of the call, as the journal has it

  // The caller's turn.
  Instant deadline_{};
  int rounds_ = 0;
  int wrong_arguments_ = 0;
  std::vector<std::string> unsaid_;  // sentences of this turn's tools
  std::vector<std::string> spoken_;  // of this turn's answers

  std::optional<Before> before_guess_;  // while one is open
  int guesses_ = 0;                     // since the last turn was taken

  // The question to the model.
  std::uint32_t generation_ = 0;  // of the question: what an older one brings is ignored
  std::optional<ModelRequestId> request_;
  bool committed_ = false;
  bool extended_ = false;  // it has begun to answer, and got more time for the first words
  SentenceCutter cutter_;
  std::string sentence_;  // what of the model's sentence was spoken, while the rest is not there
  CallCollector calls_;
  runtime::Timer pause_;
  runtime::Timer late_;

  std::map<std::uint32_t, CalledTool> running_;
  std::vector<ReadBack> to_read_back_;
  std::uint32_t last_tool_ = 0;
  std::shared_ptr<ModelSession*> alive_;
};

}  // namespace attendant::brain
