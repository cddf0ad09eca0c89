// The brain of a call with a speech-to-speech model. What the model says becomes Say acts, clause by clause,
// whose sound the call's LiveVoice has; its function calls become CallTool acts, so that the one tool runtime
// decides on identity and ownership; what it is told of the call are items of its conversation. When the
// model fails or is late, another brain takes the call over, with the same tools. On the call's shard.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brain/brain.hpp"
#include "call/live_voice.hpp"
#include "runtime/loop.hpp"
#include "speech/live_model.hpp"

namespace attendant::call {

// Functions by which the model acts on the call itself; they are no tools of the tool runtime.
inline constexpr std::string_view kTransferFunction = "transfer_to_person";  // {"summary"}
inline constexpr std::string_view kEndFunction = "end_call";                 // {"reason"}
std::vector<speech::LiveTool> call_functions();

class LiveBrain final : public brain::BrainSession {
 public:
  struct Options {
    std::string greeting;  // said in the ordinary voice: the notice of the recording must be exact
    std::string person_target = "person";  // of the transfer allow-list
    // Whether the model sees what a tool answered. Else it is told the outcome, and the tool's sentences are
    // said in the ordinary voice, as they are.
    bool share_answers = false;
    // Of a question; then the other brain takes the call.
    std::chrono::milliseconds first_words_within{2'500};
  };
  // The session that takes the call over.
  using OpenRescue = std::function<std::unique_ptr<brain::BrainSession>()>;

  LiveBrain(runtime::Loop& loop, LiveVoice& voice, Options options, OpenRescue open_rescue);

  // The session, once it is open; what it tells goes to on_event.
  void attach(speech::LiveSession* session) { session_ = session; }
  void on_event(speech::LiveEvent event);
  // Of the model's answer, so much was played when playback was cut.
  void on_cut(std::chrono::milliseconds played) { cut_at_ = played; }

  void take(conversation::BrainInput input, Tell tell) override;

  bool rescued() const { return rescue_ != nullptr; }

 private:
  struct OpenTool {
    std::string call_id;
    std::string what;  // name and arguments, to know a confirmation by
  };

  void on(const conversation::Started& started);
  void on(const conversation::Heard& heard);
  void on(const conversation::Keyed& keyed);
  void on(const conversation::Silence& silence);
  void on(const conversation::ToolDone& done);
  void on(const conversation::TransferDone& done);
  void on(const conversation::Interrupted& interrupted);

  void on(const speech::LiveReady&) {}
  void on(const speech::LiveWords& words);
  void on(const speech::LiveSound& sound) { voice_.add_sound(sound.pcm); }
  void on(const speech::LiveToolCall& call);
  void on(const speech::LiveAnswered& answered);
  void on(const speech::LiveSpeech&) {}
  void on(const speech::LiveHeard&) {}
  void on(const speech::LiveFailed& failed);

  void begin_turn();
  void expect_answer();
  void say_whole_clauses(bool all);
  void act(conversation::Act act);
  void end_turn();
  void call_tool(const speech::LiveToolCall& call, boost::json::object arguments);
  void rescue();
  static void say_answer(const ToolAnswer& answer, const Tell& tell);
  void ask_rescue(conversation::BrainInput input, Tell tell);

  runtime::Loop& loop_;
  LiveVoice& voice_;
  const Options options_;
  const OpenRescue open_rescue_;
  speech::LiveSession* session_ = nullptr;
  bool failed_ = false;

  conversation::Started started_;
  conversation::Heard last_heard_;
  // The input being answered, and who is told.
  std::optional<conversation::BrainInput> input_;
  Tell tell_;
  runtime::Timer late_;
  std::string words_;         // of the answer, not yet said
  bool said_ = false;         // anything of the answer
  bool wants_leave_ = false;  // it asked to transfer or to end
  bool told_ = false;         // a tool's own sentences answered the caller

  std::uint32_t tools_ = 0;  // ids given
  std::map<std::uint32_t, OpenTool> open_tools_;
  std::map<std::string, int> confirmable_;  // what was read back, and in which turn of the caller
  int heard_ = 0;                           // turns of the caller
  std::optional<std::chrono::milliseconds> cut_at_;

  std::unique_ptr<brain::BrainSession> rescue_;
  std::uint32_t rescue_offset_ = 0;  // its tools are numbered after ours
};

}  // namespace attendant::call
