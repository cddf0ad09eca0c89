// Calls whose agent's brain is a speech-to-speech model: the model of the configuration, and a conversation
// with it for each call. On the calls' shard.
#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "brain/brain.hpp"
#include "call/live_conversation.hpp"
#include "config/model_settings.hpp"
#include "net/web_socket_client.hpp"
#include "runtime/shard.hpp"
#include "speech/realtime/realtime_model.hpp"
#include "speech/synthesizer.hpp"
#include "telemetry/log.hpp"
#include "tools/spec.hpp"

namespace attendant::app {

class LiveCalls {
 public:
  // All of it outlives the calls.
  struct Needs {
    runtime::Shard& shard;
    const Clock& clock;
    telemetry::Logger log;
    speech::Synthesizer& voice;  // of what the model does not say
    call::LiveTexts texts;
    std::string person_target;
    brain::Brain& rescue;  // takes the turns that the model cannot
  };

  // Null where no such model is configured. Destroyed on the shard, or when that has stopped. Blocks on the
  // disk.
  static Result<std::unique_ptr<LiveCalls>> make(const config::Models& settings, Needs needs);

  // Null: the call's agent has another brain. The call has a catalogue.
  std::unique_ptr<call::LiveConversation> open(const brain::CallSetting& call);

 private:
  LiveCalls(const config::LiveSettings& settings, std::unique_ptr<net::WebSocketClient> client, Needs needs);

  const config::LiveSettings settings_;
  const Needs needs_;
  std::shared_ptr<const call::LiveTeam> team_for(const brain::CallSetting& call);

  // Of the agents and the tools that the last call had.
  std::shared_ptr<const call::LiveTeam> team_;
  std::shared_ptr<const tools::Catalogue> catalogue_;
  const std::unique_ptr<net::WebSocketClient> client_;
  speech::RealtimeModel model_;
};

}  // namespace attendant::app
