#include "config/live_settings.hpp"

#include <boost/json/parse.hpp>

namespace attendant::config {
namespace {

Status check_json(std::string_view text) {
  boost::system::error_code failure;
  static_cast<void>(boost::json::parse(text, failure));
  if (failure) return fail(ErrorCode::invalid, "expects JSON, such as '{\"type\": \"near_field\"}'");
  return {};
}

// "wss://host" or "wss://host:port": the rest is the dialect's.
bool is_origin(std::string_view url) {
  for (const std::string_view scheme : {"wss://", "ws://"})
    if (url.starts_with(scheme)) {
      const std::string_view host = url.substr(scheme.size());
      return !host.empty() && host.find_first_of("/?# ") == std::string_view::npos;
    }
  return false;
}

}  // namespace

void bind(Fields& f, LiveSettings& s) {
  f.value("url", s.url, "host of a speech-to-speech model: wss://host; \"\": none");
  f.value("dialect", s.dialect, {"openai", "azure", "voice_live"}, "whose paths and settings");
  f.value("model", s.model, "or the deployment's name");
  f.value("api_version", s.api_version, "voice_live only");
  f.value("key", s.key, "only as a reference, such as ${env:OPENAI_API_KEY}");
  f.value("voice", s.voice, "of the model; \"\": its default");
  f.value("sound", s.sound, {"mu_law_8k", "pcm_24k"}, "G.711 as on the telephone, where it is offered");
  f.value("turns", s.turns, {"ours", "server"}, "server: its own detector advises when a turn is over");
  f.value("transcription_model", s.transcription_model, "of what it hears; \"\": none");
  f.named_texts("extras", s.extras, check_json, "further fields of the session, as JSON");
  f.value("ready_within", s.ready_within, "connecting included; then the dialogue engine has the call");
  f.value("first_words_within", s.first_words_within, "of a turn; then the dialogue engine takes it");
}

std::vector<std::string> broken_rules(const LiveSettings& s) {
  std::vector<std::string> broken;
  if (s.url.empty()) return broken;
  if (!is_origin(s.url)) broken.emplace_back("models.live.url: expects wss://host, without a path");
  if (s.model.empty()) broken.emplace_back("models.live.model: must not be empty");
  if (s.dialect == LiveVendor::voice_live && s.api_version.empty())
    broken.emplace_back("models.live.api_version: voice_live needs one, such as 2025-10-01");
  return broken;
}

}  // namespace attendant::config
