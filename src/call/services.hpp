// What a call needs of the server. Interfaces and functions, filled in by app (or by a test or a benchmark
// with fakes); all of it outlives every call of the shard.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "audio/recording_sink.hpp"
#include "base/clock.hpp"
#include "base/date.hpp"
#include "base/named.hpp"
#include "brain/brain.hpp"
#include "call/live_conversation.hpp"
#include "call/projection.hpp"
#include "conversation/core.hpp"
#include "media/line.hpp"
#include "runtime/loop.hpp"
#include "security/key_ring.hpp"
#include "speech/recognizer.hpp"
#include "speech/synthesizer.hpp"
#include "store/journal.hpp"
#include "telephony/media_ports.hpp"
#include "tools/runtime.hpp"

namespace attendant::call {

// Sees every event of every call of a shard after it acted; on the shard. For the live view and metrics.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_event(const CallId& call, const conversation::Event& event,
                        const std::vector<conversation::Effect>& effects) = 0;
  virtual void on_problem(const CallId& call, std::string_view what, const Error& error) = 0;
  virtual void on_line_stats(const CallId& call,
                             const media::LineStats& stats) = 0;  // at the end of the call
};

struct Services {
  runtime::Loop& loop;
  const Clock& clock;
  conversation::Policy policy;
  std::string versions;  // of agent, models, configuration: journaled first

  // Media of a leg; null when the port is unknown.
  std::function<media::Line*(telephony::MediaPortId)> line;
  speech::Recognizer& ear;
  speech::Synthesizer& voice;
  std::function<std::unique_ptr<brain::BrainSession>(const brain::CallSetting&)> open_brain;
  // The agents in force: asked once a call, which keeps them. Not set: the brain's defaults.
  std::function<agents::TeamPtr()> team;
  // The speech-to-speech model of a call, which takes the place of its brain and its voice. Empty, or null
  // for a call: the call has none.
  std::function<std::unique_ptr<LiveConversation>(const brain::CallSetting&)> open_live{};
  // Takes card, account and government numbers out of what was heard, before an event exists.
  std::function<std::string(std::string_view text, conversation::Asked asked)> mask;
  // How what was heard answers a question; a null one where any words may. Empty: never expected.
  std::function<speech::JudgeReading(conversation::Asked asked)> judge_readings;

  // Probability that the words of a turn are whole; none: nobody judges it. Costs microseconds.
  std::function<float(std::string_view text, conversation::Asked asked,
                      const std::optional<SentenceEnding>& ending)>
      completeness;

  const tools::ToolRuntime* tool_catalogue =
      nullptr;  // for timeouts and access; run() is only called through run_tool
  // Runs a tool on the storage pool and calls `done` on this shard.
  struct ToolRun {
    tools::CallContext context;
    conversation::Identity identity;
    std::string name;
    boost::json::object arguments;
    bool confirmed = false;
    std::stop_token stop;  // requested when the brain drops the tool, or the call ended
  };
  using ToolDone = std::function<void(ToolAnswer answer, conversation::Identity identity)>;
  std::function<void(ToolRun run, ToolDone done)> run_tool;

  store::Journal& journal;
  const security::KeyRing& keys;
  std::function<void(Row)> keep;  // to history and outbox; any row of projection.hpp
  // Opens the encrypted recording of a call. Called on the shard: must only hand over, never touch the disk.
  std::function<std::unique_ptr<audio::RecordingSink>(const CallId&, const security::Key&, WallTime started)>
      record;

  std::function<Date(WallTime)> today;        // insurance.as_of, or the civil date
  std::function<bool(WallTime)> office_open;  // whether a person can be reached
  std::function<std::optional<std::string>(std::string_view)> transfer_target;  // allow-list: name -> URI
  std::chrono::seconds transfer_patience{30};
  Observer* observer = nullptr;
};

}  // namespace attendant::call
