// How one endpoint of the Realtime protocol wants to be asked. Values; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace attendant::speech {

enum class RealtimeVendor {
  openai,      // /v1/realtime?model=
  azure,       // /openai/v1/realtime?model=DEPLOYMENT
  voice_live,  // Azure Voice Live: /voice-live/realtime?api-version=&model=, with Azure's own settings
};

enum class RealtimeSound {
  mu_law_8k,  // G.711, as on the telephone: nothing is converted
  pcm_24k,
};

enum class RealtimeTurns {
  ours,    // our ear and core decide; the model is told when to answer
  server,  // the service hears all sound, and its detector advises; it still answers only when told
};

struct RealtimeDialect {
  RealtimeVendor vendor = RealtimeVendor::openai;
  std::string host;  // "api.openai.com", with the port where it is not 443
  bool tls = true;
  std::string model;        // or the deployment's name
  std::string api_version;  // voice_live only: "2025-10-01"
  std::string voice;        // of the model; empty: its default
  RealtimeSound sound = RealtimeSound::mu_law_8k;
  RealtimeTurns turns = RealtimeTurns::ours;
  std::string transcription_model;  // of the caller's words, for logs and history; empty: none
  // Further fields of the session, passed through as they are: "input_audio_noise_reduction",
  // "turn_detection": {"type": "azure_semantic_vad"} ... They win over ours.
  boost::json::object extras{};
};

std::string realtime_url(const RealtimeDialect& dialect);  // ws: or wss:, with the query

std::vector<std::pair<std::string, std::string>> realtime_headers(const RealtimeDialect& dialect,
                                                                  const std::string& key);

}  // namespace attendant::speech
