#include "app/model_pools.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "net/asio_http_client.hpp"

namespace attendant::app {
namespace {

// Of the price for a million tokens, in dollars, to micro-cents for a thousand.
brain::MicroCents to_micro_cents(float dollars) { return std::llround(static_cast<double>(dollars) * 1e5); }

brain::ChatVendor to_vendor(config::ModelVendor vendor) {
  switch (vendor) {
    case config::ModelVendor::openai:
      return brain::ChatVendor::openai;
    case config::ModelVendor::azure:
      return brain::ChatVendor::azure;
    case config::ModelVendor::azure_v1:
      return brain::ChatVendor::azure_v1;
  }
  return brain::ChatVendor::openai;
}

brain::PoolEndpoint to_endpoint(const config::ModelEndpointSettings& s) {
  const std::size_t host = s.url.find("://") + 3;
  const std::size_t path = std::min(s.url.find('/', host), s.url.size());
  std::string base_path = s.url.substr(path);
  while (base_path.ends_with('/')) base_path.pop_back();
  return {.endpoint = {.name = s.name,
                       .priority = s.priority,
                       .weight = static_cast<double>(s.weight),
                       .most_requests = s.most_requests,
                       .price = {.prompt = to_micro_cents(s.price.prompt),
                                 .cached = to_micro_cents(s.price.cached),
                                 .completion = to_micro_cents(s.price.completion)}},
          .dialect = {.vendor = to_vendor(s.dialect),
                      .api = s.api == config::ModelWireApi::responses ? brain::ModelApi::responses
                                                                      : brain::ModelApi::chat,
                      .base_path = base_path.empty() ? "/v1" : base_path,
                      .model = s.model,
                      .api_version = s.api_version,
                      .old_max_tokens = s.old_max_tokens,
                      .reasoning = s.reasoning,
                      .stream_options = s.stream_options,
                      .bearer = s.bearer},
          .origin = s.url.substr(0, path),
          .key = s.key};
}

brain::PoolPolicy to_policy(const config::ModelPolicy& s) {
  brain::PoolPolicy policy;
  policy.shortest_first_token = s.shortest_first_token;
  policy.longest_first_token = s.longest_first_token;
  policy.stall = s.stall;
  policy.longest_answer = s.longest_answer;
  policy.hedged_share = static_cast<double>(s.hedged_share);
  policy.hedge_after = s.hedge_after;
  policy.most_attempts = s.most_attempts;
  policy.longest_wait = s.longest_wait;
  policy.first_token_goal = s.first_token_goal;
  return policy;
}

}  // namespace

std::vector<brain::ModelPoolOptions> to_pools(const config::Models& models) {
  std::vector<brain::ModelPoolOptions> pools;
  for (const config::ModelPoolSettings& settings : models.pools) {
    brain::ModelPoolOptions& pool = pools.emplace_back();
    pool.name = settings.name;
    pool.policy = to_policy(settings.policy);
    for (const auto& endpoint : settings.endpoints) pool.endpoints.push_back(to_endpoint(endpoint));
    for (const auto& quota : settings.quotas) pool.quotas.emplace_back(quota.consumer, quota.tokens_a_minute);
  }
  return pools;
}

ModelPools::ModelPools(runtime::Shard& shard, std::unique_ptr<net::HttpClient> client,
                       const config::Models& models, telemetry::Registry& registry,
                       const telemetry::Logger& log)
    : client_(std::move(client)), gateway_(shard, *client_, to_pools(models), registry, log) {}

Result<std::unique_ptr<ModelPools>> ModelPools::make(runtime::Shard& shard, const config::Models& models,
                                                     telemetry::Registry& registry,
                                                     const telemetry::Logger& log) {
  if (models.pools.empty()) return nullptr;
  auto client = net::AsioHttpClient::make(shard, {.ca_file = models.ca_file});
  if (!client) return fail(client.error().in("models.ca_file"));
  return std::unique_ptr<ModelPools>(new ModelPools(shard, *std::move(client), models, registry, log));
}

}  // namespace attendant::app
