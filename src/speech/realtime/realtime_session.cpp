#include "speech/realtime/realtime_session.hpp"

#include <utility>

#include <boost/json.hpp>

namespace attendant::speech {
namespace {

namespace json = boost::json;

constexpr int kPcmRate = 24'000;

json::array tools_of(const LiveSetting& setting) {
  json::array tools;
  for (const LiveTool& tool : setting.tools)
    tools.emplace_back(json::object{{"type", "function"},
                                    {"name", tool.name},
                                    {"description", tool.description},
                                    {"parameters", tool.parameters}});
  return tools;
}

// Null: the model waits until it is told to answer. As an adviser its detector neither answers nor stops
// anything by itself: that is for the core of the conversation, which knows what the caller heard.
json::value turn_detection(const RealtimeDialect& dialect) {
  if (dialect.turns == RealtimeTurns::ours) return nullptr;
  const bool azure = dialect.vendor == RealtimeVendor::voice_live;
  return json::object{{"type", azure ? "azure_semantic_vad" : "server_vad"},
                      {"create_response", false},
                      {"interrupt_response", false}};
}

// The general release has all that concerns sound in an object of its own.
void write_general_release(const RealtimeDialect& dialect, json::object& session) {
  const json::object format = dialect.sound == RealtimeSound::mu_law_8k
                                  ? json::object{{"type", "audio/pcmu"}}
                                  : json::object{{"type", "audio/pcm"}, {"rate", kPcmRate}};
  json::object input{{"format", format}, {"turn_detection", turn_detection(dialect)}};
  if (!dialect.transcription_model.empty())
    input["transcription"] = json::object{{"model", dialect.transcription_model}};
  json::object output{{"format", format}};
  if (!dialect.voice.empty()) output["voice"] = dialect.voice;
  session["type"] = "realtime";
  session["output_modalities"] = json::array{"audio"};
  session["audio"] = json::object{{"input", std::move(input)}, {"output", std::move(output)}};
}

// Voice Live kept the beta's flat fields.
void write_voice_live(const RealtimeDialect& dialect, json::object& session) {
  const bool mu_law = dialect.sound == RealtimeSound::mu_law_8k;
  session["modalities"] = json::array{"text", "audio"};
  session["input_audio_format"] = mu_law ? "g711_ulaw" : "pcm16";
  session["output_audio_format"] = mu_law ? "g711_ulaw" : "pcm16";
  if (!mu_law) session["input_audio_sampling_rate"] = kPcmRate;
  session["turn_detection"] = turn_detection(dialect);
  if (!dialect.transcription_model.empty())
    session["input_audio_transcription"] = json::object{{"model", dialect.transcription_model}};
  // A name with a locale ("en-US-Ava:DragonHDLatestNeural") is one of Azure's voices.
  if (dialect.voice.find('-') != std::string::npos)
    session["voice"] = json::object{{"type", "azure-standard"}, {"name", dialect.voice}};
  else if (!dialect.voice.empty())
    session["voice"] = dialect.voice;
}

void write_tools(const LiveSetting& setting, json::object& session) {
  if (setting.tools.empty()) return;
  session["tools"] = tools_of(setting);
  session["tool_choice"] = "auto";
}

}  // namespace

json::object session_update(const RealtimeDialect& dialect, const LiveSetting& setting) {
  json::object session{{"instructions", setting.instructions}};
  if (dialect.vendor == RealtimeVendor::voice_live)
    write_voice_live(dialect, session);
  else
    write_general_release(dialect, session);
  write_tools(setting, session);
  for (const auto& extra : dialect.extras) session[extra.key()] = extra.value();
  return {{"type", "session.update"}, {"session", std::move(session)}};
}

json::object setting_update(const RealtimeDialect& dialect, const LiveSetting& setting) {
  json::object session{{"instructions", setting.instructions}};
  if (dialect.vendor != RealtimeVendor::voice_live) session["type"] = "realtime";
  write_tools(setting, session);
  return {{"type", "session.update"}, {"session", std::move(session)}};
}

}  // namespace attendant::speech
