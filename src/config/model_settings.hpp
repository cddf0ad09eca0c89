// The language models of an installation: pools of endpoints behind one name each.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "config/fields.hpp"
#include "config/live_settings.hpp"
#include "config/local_model.hpp"
#include "config/model_serving.hpp"

namespace attendant::config {

enum class ModelVendor { openai, azure, azure_v1 };
enum class ModelWireApi { chat, responses };

// US dollars, or whatever the price list is in, for a million tokens.
struct ModelPrice {
  float prompt = 0.0F;
  float cached = 0.0F;
  float completion = 0.0F;
};

struct ModelEndpointSettings {
  std::string name;
  std::string url;
  ModelVendor dialect = ModelVendor::openai;
  ModelWireApi api = ModelWireApi::chat;
  std::string model;
  std::string api_version;
  std::string key;
  bool bearer = true;
  bool reasoning = false;
  bool old_max_tokens = false;
  bool stream_options = true;
  int priority = 0;
  float weight = 1.0F;
  int most_requests = 0;
  ModelPrice price;
};

struct ModelQuota {
  std::string consumer;
  int tokens_a_minute = 0;
};

struct ModelPolicy {
  std::chrono::milliseconds shortest_first_token{400};
  std::chrono::milliseconds longest_first_token{1500};
  std::chrono::milliseconds first_token_goal{900};
  std::chrono::milliseconds stall{2000};
  std::chrono::milliseconds longest_answer{30000};
  std::chrono::milliseconds longest_wait{700};
  std::chrono::milliseconds hedge_after{800};
  float hedged_share = 0.05F;
  int most_attempts = 4;
};

struct ModelPoolSettings {
  std::string name;
  std::vector<ModelEndpointSettings> endpoints;
  std::vector<ModelQuota> quotas;
  ModelPolicy policy;
};

struct Models {
  std::vector<ModelPoolSettings> pools;  // empty: no language models
  std::string ca_file;                   // PEM, trusted beside the system's roots
  int guesses_a_turn = 1;                // times that a model is asked before a turn is over; 0: never
  ModelServing serve;                    // the pools for other programs
  LiveSettings live;                     // speech to speech
  LocalModelSettings local;              // a file in this process
};

void bind(Fields& fields, Models& models);

// A sentence for each rule that `models` breaks, beginning with the setting.
std::vector<std::string> broken_rules(const Models& models);

}  // namespace attendant::config
