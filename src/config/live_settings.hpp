// models.live: a model that hears and speaks itself, for the agents whose brain is "live".
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "config/fields.hpp"

namespace attendant::config {

enum class LiveVendor { openai, azure, voice_live };
enum class LiveSound { mu_law_8k, pcm_24k };
enum class LiveTurns { ours, server };

struct LiveSettings {
  std::string url;  // "wss://host" or "wss://host:port"; empty: none
  LiveVendor dialect = LiveVendor::openai;
  std::string model;
  std::string api_version;  // voice_live only
  std::string key;          // from a reference only
  std::string voice;
  LiveSound sound = LiveSound::mu_law_8k;
  LiveTurns turns = LiveTurns::ours;
  std::string transcription_model;
  NamedTexts extras;  // further fields of the session, as JSON
  std::chrono::milliseconds ready_within{5'000};
  std::chrono::milliseconds first_words_within{2'500};
};

void bind(Fields& fields, LiveSettings& live);

// Sentences about rules that the values break, each with the setting in front.
std::vector<std::string> broken_rules(const LiveSettings& live);

}  // namespace attendant::config
