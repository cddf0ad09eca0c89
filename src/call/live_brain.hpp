// The brain of a call with a speech-to-speech model. What the model says becomes Say acts, clause by clause,
// each once it has passed the gate; their sound the call's LiveVoice has. Its function calls become CallTool
// acts, so that the one tool runtime decides on identity and ownership; what it is told of the call are items
// of its conversation. A turn that it cannot, or must not, word is given up, and brain::RescuedBrain has the
// dialogue engine take it. On the call's shard.
//
//   live_brain.cpp         what the call tells, and how an answer ends
//   live_brain_answer.cpp  what the model tells, and the gate
//   live_brain_tools.cpp   functions, read-backs, hand-overs
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "brain/called_tool.hpp"
#include "brain/caller_words.hpp"
#include "brain/read_back.hpp"
#include "brain/rescuable.hpp"
#include "call/live_team.hpp"
#include "call/live_voice.hpp"
#include "guard/grounds.hpp"
#include "guard/placeholders.hpp"
#include "runtime/loop.hpp"
#include "speech/live_model.hpp"

namespace attendant::call {

class LiveBrain final : public brain::RescuableSession {
 public:
  struct Options {
    std::shared_ptr<const LiveTeam> team;
    Date today;                            // of the insurer's records
    std::string person_target = "person";  // of the transfer allow-list
    // Of a question; then the turn is given up.
    std::chrono::milliseconds first_words_within{2'500};
  };

  // All but the options outlive it.
  LiveBrain(runtime::Loop& loop, LiveVoice& voice, const tools::Catalogue& catalogue, Options options);

  // The session, once it is open; what it tells goes to on_event.
  void attach(speech::LiveSession* session) { session_ = session; }
  void on_event(speech::LiveEvent event);
  // Of the model's answer, so much was played when playback was cut.
  void on_cut(std::chrono::milliseconds played) { cut_at_ = played; }
  // The caller's sound is for the model: the agent who has the call is one, and the session is of use.
  bool listens() const { return agent().live && !gone_; }

  void take(conversation::BrainInput input, Tell tell, Failed failed) override;
  void witness(const conversation::BrainInput& input) override;
  void witness(std::span<const conversation::Act> acts) override;

 private:
  using Acts = std::vector<conversation::Act>;

  enum class Source { ours, records };  // of a sentence: member data may be in the tools' own

  // ---- live_brain.cpp
  void hear(const conversation::Started& started);
  void hear(const conversation::Heard& heard);
  void hear(const conversation::Keyed& keyed);
  void hear(const conversation::Silence& silence);
  void hear(const conversation::ToolDone& done);
  void hear(const conversation::TransferDone& done);
  void hear(const conversation::Interrupted& interrupted);
  void cancel(const brain::CalledTool& tool);
  void begin_turn();
  // Asks the model: for its answer to what it heard, or to go on with what it was told.
  void ask(bool to_the_caller);
  void expect_answer();
  void more(Acts acts);
  void end(Acts acts);
  void say_and_listen(std::vector<std::string> sentences, Source source, Acts before = {});
  void give_up(std::string why);  // the tools' own words, or somebody else's turn
  void close();                   // something was said: the answer ends decently
  void tell_unsaid();
  void tell_model(std::string_view words, Source source);
  void was_interrupted(const conversation::Interrupted& interrupted);
  void note(std::string key, std::string value);

  // ---- live_brain_answer.cpp
  void on(const speech::LiveReady&) {}
  void on(const speech::LiveWords& words);
  void on(const speech::LiveSound& sound);
  void on(const speech::LiveToolCall& call);
  void on(const speech::LiveAnswered& answered);
  void on(const speech::LiveSpeech&) {}
  void on(const speech::LiveHeard&) {}
  void on(const speech::LiveFailed& failed);
  void on_late();
  void wait_for_more();
  bool say_clauses(bool all);  // false: the answer is over
  bool say_clause(std::string_view clause);
  void drop_answer();  // what comes of it is not wanted; what was let pass is played

  // ---- live_brain_tools.cpp
  void start_tools(std::vector<speech::LiveToolCall> calls);
  Result<conversation::CallTool> prepare(const speech::LiveToolCall& call);
  std::string filler_of(const tools::ToolSpec& spec) const;
  bool act_on_call(const speech::LiveToolCall& call);  // transfer, hand-over, the end; false: none of them
  void transfer(std::string summary);
  bool hand_over(const speech::LiveToolCall& call, std::string summary);
  void finish_tool(const conversation::ToolDone& done);
  void after_tools();
  void carry_out(brain::ReadBack read_back);
  void know_identity(const conversation::Identity& identity);
  bool switch_to(const std::string& agent);

  const LiveAgent& agent() const { return *agent_; }

  runtime::Loop& loop_;
  LiveVoice& voice_;
  const tools::Catalogue& catalogue_;
  const Options options_;
  const LiveAgent* agent_;  // that has the call
  speech::LiveSession* session_ = nullptr;
  bool gone_ = false;   // the session is of no use any more
  int late_turns_ = 0;  // in a row

  guard::Grounds grounds_;
  guard::Placeholders no_tokens_;
  brain::CallerWords caller_;
  conversation::Identity identity_;
  std::optional<brain::ReadBack> read_back_;
  bool office_open_ = true;
  conversation::Listen listen_;
  std::string last_said_;                // the last sentence of ours
  std::vector<std::string> said_since_;  // the caller's last turn, as heard
  std::string need_;                     // what the last tool asked for

  // The input that is being answered.
  Tell tell_;
  Failed failed_;
  bool told_ = false;
  Acts notes_;  // for the next acts

  // The caller's turn.
  int rounds_ = 0;
  int wrong_calls_ = 0;
  std::vector<std::string> unsaid_;  // sentences of this turn's tools

  // The model's answer.
  bool answering_ = false;
  bool said_ = false;             // anything of it
  std::size_t answer_bytes_ = 0;  // of its words
  std::string words_;             // of it, not yet said
  std::string sentence_;          // what was said of the present one
  std::vector<speech::LiveToolCall> calls_;
  std::optional<std::chrono::milliseconds> cut_at_;
  runtime::Timer late_;
  runtime::Timer pause_;

  std::map<std::uint32_t, brain::CalledTool> running_;
  std::vector<brain::ReadBack> to_read_back_;
  std::uint32_t last_tool_ = 0;
};

}  // namespace attendant::call
