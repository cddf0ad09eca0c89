#include "config/model_settings.hpp"

#include <set>

#include <fmt/format.h>

namespace attendant::config {
namespace {

constexpr float kDearest = 10'000.0F;  // dollars for a million tokens

void bind(Fields& f, ModelPrice& s) {
  f.value("prompt", s.prompt, Range{0.0F, kDearest}, "for a million tokens asked");
  f.value("cached", s.cached, Range{0.0F, kDearest}, "... that the service had in its prompt cache");
  f.value("completion", s.completion, Range{0.0F, kDearest}, "for a million tokens answered");
}

void bind(Fields& f, ModelEndpointSettings& s) {
  f.value("name", s.name, "in logs and metrics");
  f.value("url", s.url, "of the service: openai with its path (https://host/v1), azure without one");
  f.value("dialect", s.dialect, {"openai", "azure", "azure_v1"},
          "openai and what is compatible; azure: deployments; azure_v1: its /openai/v1");
  f.value("api", s.api, {"chat", "responses"}, "Chat Completions or Responses");
  f.value("model", s.model, "the model, or azure's deployment");
  f.value("api_version", s.api_version, "azure only, such as \"2024-10-21\"");
  f.value("key", s.key, "only as a reference, such as ${env:OPENAI_API_KEY}; \"\": none is sent");
  f.value("bearer", s.bearer, "false: the key goes into Azure's header api-key");
  f.value("reasoning", s.reasoning, "a reasoning model: no temperature, \"developer\" for \"system\"");
  f.value("old_max_tokens", s.old_max_tokens, "knows max_tokens only: older models, many local servers");
  f.value("stream_options", s.stream_options, "can tell the tokens used at a stream's end");
  f.value("priority", s.priority, {0, 100}, "the lowest is asked first");
  f.value("weight", s.weight, Range{0.01F, 1000.0F}, "share within its priority");
  f.value("most_requests", s.most_requests, {0, 100'000}, "at the same time; 0: without a limit");
  f.section("price", [&](Fields& in) { bind(in, s.price); }, "for what calls cost");
}

void bind(Fields& f, ModelQuota& s) {
  f.value("consumer", s.consumer, "phone, or a virtual key's name");
  f.value("tokens_a_minute", s.tokens_a_minute, {1, 1'000'000'000}, "asked and answered together");
}

void bind(Fields& f, ModelPolicy& s) {
  f.value("shortest_first_token", s.shortest_first_token, "an endpoint gets at least this for a first token");
  f.value("longest_first_token", s.longest_first_token, "... and at most this, then the next is asked");
  f.value("first_token_goal", s.first_token_goal, "one that is slower gives way to the next priority");
  f.value("stall", s.stall, "no further token for so long: the stream is given up");
  f.value("longest_answer", s.longest_answer, "from the question to the last token");
  f.value("longest_wait", s.longest_wait, "for an endpoint that opens soon, when none is open");
  f.value("hedge_after", s.hedge_after, "a second endpoint is asked, while an endpoint's p95 is not known");
  f.value("hedged_share", s.hedged_share, Range{0.0F, 1.0F}, "of questions that a second one may be asked");
  f.value("most_attempts", s.most_attempts, {1, 16}, "endpoints asked for one question");
}

void bind(Fields& f, ModelPoolSettings& s) {
  f.value("name", s.name, "what agents and virtual keys call it");
  f.sections(
      "endpoints", s.endpoints.size(), [&s](std::size_t n) { s.endpoints.assign(n, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.endpoints[i]); }, "who serves it");
  f.sections(
      "quotas", s.quotas.size(), [&s](std::size_t n) { s.quotas.assign(n, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.quotas[i]); },
      "tokens a minute for a consumer; without one there is no limit");
  f.section("policy", [&](Fields& in) { bind(in, s.policy); }, "");
}

void check(const ModelEndpointSettings& s, const std::string& at, std::vector<std::string>& broken) {
  const auto rule = [&](bool holds, std::string_view sentence) {
    if (!holds) broken.push_back(fmt::format("{}.{}", at, sentence));
  };
  rule(!s.name.empty(), "name: must not be empty");
  rule(s.url.starts_with("https://") || s.url.starts_with("http://"),
       "url: expects https://host/... (or http:// on a trusted network)");
  rule(!s.model.empty(), "model: must not be empty");
  rule(s.dialect != ModelVendor::azure || !s.api_version.empty(), "api_version: azure needs one");
  rule(s.dialect == ModelVendor::azure || s.api_version.empty(), "api_version: is of azure only");
  const std::size_t host = s.url.find("://") == std::string::npos ? 0 : s.url.find("://") + 3;
  const std::size_t path = s.url.find('/', host);
  rule(s.dialect == ModelVendor::openai || path == std::string::npos || path + 1 == s.url.size(),
       "url: azure's path comes from the dialect; write the host only");
}

}  // namespace

void bind(Fields& f, Models& s) {
  f.sections(
      "pools", s.pools.size(), [&s](std::size_t n) { s.pools.assign(n, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.pools[i]); },
      "language models; []: none, and nothing leaves this machine");
  f.value("ca_file", s.ca_file, "PEM, trusted beside the system's roots; \"\": none");
  f.value("guesses_a_turn", s.guesses_a_turn, {0, 10},
          "times that a model is asked before a caller's turn is over; each costs a prompt; 0: never");
  f.section("serve", [&](Fields& in) { bind(in, s.serve); }, "the pools for other programs");
  f.section("live", [&](Fields& in) { bind(in, s.live); }, "a model that hears and speaks itself");
  f.section("local", [&](Fields& in) { bind(in, s.local); }, "a model file in this process");
}

std::vector<std::string> broken_rules(const Models& models) {
  std::vector<std::string> broken;
  std::set<std::string> pools;
  for (std::size_t p = 0; p < models.pools.size(); ++p) {
    const ModelPoolSettings& pool = models.pools[p];
    const std::string at = fmt::format("models.pools[{}]", p);
    if (pool.name.empty() || !pools.insert(pool.name).second)
      broken.push_back(at + ".name: must be there, and of one pool only");
    if (pool.endpoints.empty()) broken.push_back(at + ".endpoints: a pool needs at least one");
    std::set<std::string> endpoints;
    for (std::size_t e = 0; e < pool.endpoints.size(); ++e) {
      const std::string endpoint = fmt::format("{}.endpoints[{}]", at, e);
      check(pool.endpoints[e], endpoint, broken);
      if (!endpoints.insert(pool.endpoints[e].name).second)
        broken.push_back(endpoint + ".name: must be of one endpoint only");
    }
    for (std::size_t q = 0; q < pool.quotas.size(); ++q)
      if (pool.quotas[q].consumer.empty())
        broken.push_back(fmt::format("{}.quotas[{}].consumer: must not be empty", at, q));
    const ModelPolicy& policy = pool.policy;
    if (policy.shortest_first_token > policy.longest_first_token)
      broken.push_back(at + ".policy.shortest_first_token: must not be longer than longest_first_token");
    if (policy.stall < std::chrono::milliseconds(1) || policy.longest_answer < policy.stall)
      broken.push_back(at + ".policy.longest_answer: must not be shorter than stall");
  }
  for (std::string& sentence : broken_rules(models.local)) broken.push_back(std::move(sentence));
  if (!models.local.file.empty() && !pools.insert(models.local.name).second)
    broken.emplace_back("models.local.name: is a pool's already");
  for (std::string& sentence : broken_rules(models.serve)) broken.push_back(std::move(sentence));
  for (const ModelKey& key : models.serve.keys)
    for (const std::string& pool : key.pools)
      if (!pools.contains(pool))
        broken.push_back(
            fmt::format("models.serve.keys: '{}' names no pool that there is: {}", key.name, pool));
  for (std::string& sentence : broken_rules(models.live)) broken.push_back(std::move(sentence));
  return broken;
}

}  // namespace attendant::config
