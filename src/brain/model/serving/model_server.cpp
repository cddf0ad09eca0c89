#include "brain/model/serving/model_server.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "brain/model/serving/answer_writer.hpp"
#include "brain/model/serving/served_answer.hpp"
#include "brain/model/serving/served_request.hpp"
#include "brain/model/serving/served_response.hpp"
#include "brain/model/serving/serving_metrics.hpp"
#include "brain/model/serving/trace_parent.hpp"
#include "brain/model/token_quota.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::int64_t kBytesAToken = 4;

enum class Api { chat, responses };
std::string_view operation_of(Api api) { return api == Api::chat ? "chat" : "responses"; }

std::string header(const net::Request& request, const std::string& name) {
  const auto at = request.headers.find(name);
  return at == request.headers.end() ? std::string() : at->second;
}

// A quota that a request of this size never fits is not a matter of waiting.
ServedError over_quota(const Error& error) {
  if (error.retry == Retry::never)
    return served_error(403, "the request is larger than the whole quota of its key", "insufficient_quota");
  return served_error(error);
}

std::vector<std::string> pools_of(const VirtualKeys& keys) {
  std::set<std::string> pools;
  for (const auto& [digest, key] : keys.all()) pools.insert(key.pools.begin(), key.pools.end());
  return {pools.begin(), pools.end()};
}

}  // namespace

struct ModelServer::Impl {
  Impl(const Needs& server_needs, VirtualKeys virtual_keys, Options server_options)
      : needs(server_needs),
        keys(std::move(virtual_keys)),
        options(server_options),
        metrics(needs.metrics, pools_of(keys)),
        started(std::chrono::floor<std::chrono::seconds>(needs.clock.wall())) {
    for (const auto& [digest, key] : keys.all()) {
      tokens.set_limit(key.name, key.tokens_a_minute);
      requests.set_limit(key.name, key.requests_a_minute);
    }
  }

  // Nothing: let in.
  using Refusal = std::optional<ServedError>;

  const VirtualKey* who(const net::Request& request) const {
    return keys.find(VirtualKeys::presented(header(request, "authorization"), header(request, "api-key")));
  }
  std::unique_ptr<net::PendingAnswer> answer(Api api, const net::Request& request,
                                             const std::shared_ptr<net::Responder>& responder);
  Result<ServedRequest> read(Api api, const net::Request& request) const;
  Refusal refusal(const VirtualKey& key, const ServedRequest& served, std::int64_t estimate);
  void ended(Api api, const VirtualKey& key, const std::string& pool, std::int64_t prompt,
             std::int64_t reserved, const ServedAnswer::Outcome& outcome);
  net::Response models(const net::Request& request) const;
  net::Response model(const net::Request& request) const;
  json::object model_object(const std::string& pool) const;

  Needs needs;
  const VirtualKeys keys;
  const Options options;
  ServingMetrics metrics;
  TokenQuota tokens, requests;  // a minute, of each key
  std::size_t under_way = 0;
  std::uint64_t asked = 0;  // ever
  const std::chrono::sys_seconds started;
};

std::unique_ptr<net::PendingAnswer> ModelServer::Impl::answer(
    Api api, const net::Request& request, const std::shared_ptr<net::Responder>& responder) {
  const auto refuse = [&](const ServedError& error) {
    metrics.refused().add();
    responder->answer(response_of(error));
    return nullptr;
  };
  const VirtualKey* const key = who(request);
  if (key == nullptr)
    return refuse(served_error(401, "the key is missing or is nobody's here", "invalid_api_key"));
  auto served = read(api, request);
  if (!served) return refuse(served_error(served.error()));
  const std::int64_t prompt = estimated_prompt_tokens(served->request);
  const std::int64_t estimate =
      prompt + (served->request.max_tokens > 0 ? served->request.max_tokens : options.usual_answer);
  if (const Refusal refused = refusal(*key, *served, estimate)) return refuse(*refused);

  const Instant now = needs.clock.now();
  const AnswerHead head{
      .id = fmt::format("{:x}{:06x}", started.time_since_epoch().count(), ++asked),
      .created = std::chrono::floor<std::chrono::seconds>(needs.clock.wall()).time_since_epoch().count()};
  ++under_way;
  auto pending = std::make_unique<ServedAnswer>(
      needs.gateway, needs.clock, "req_" + head.id,
      api == Api::chat ? chat_answer_writer(head, *served) : responses_answer_writer(head, *served),
      responder, served->stream,
      [this, api, key, pool = served->model, prompt, estimate](const ServedAnswer::Outcome& outcome) {
        ended(api, *key, pool, prompt, estimate, outcome);
      });
  pending->ask({.request = std::move(served->request),
                .pool = served->model,
                .call = {},
                .agent = "key:" + key->name,
                .consumer = key->name,
                .prefix_key = "key:" + key->name,
                .cache_key = {},
                .trace_parent = valid_trace_parent(header(request, "traceparent")),
                .deadline = now + options.patience});
  return pending;
}

Result<ServedRequest> ModelServer::Impl::read(Api api, const net::Request& request) const {
  TRY_ASSIGN(ServedRequest served,
             api == Api::chat ? read_chat_completion(request.body) : read_response_request(request.body));
  const auto deployment = request.parameters.find("deployment");
  if (deployment != request.parameters.end()) served.model = deployment->second;
  if (served.model.empty()) return fail(ErrorCode::invalid, "model: expects the name of a model");
  return served;
}

ModelServer::Impl::Refusal ModelServer::Impl::refusal(const VirtualKey& key, const ServedRequest& served,
                                                      std::int64_t estimate) {
  if (std::ranges::find(key.pools, served.model) == key.pools.end())
    return served_error(
        404, fmt::format("the model '{}' does not exist, or this key may not use it", served.model),
        "model_not_found");
  if (under_way >= options.most_requests) {
    ServedError busy = served_error(429, "too many requests are under way", "rate_limit_exceeded");
    busy.retry_after = std::chrono::seconds(1);
    return busy;
  }
  const Instant now = needs.clock.now();
  if (const Status reserved = requests.reserve(key.name, 1, now); !reserved)
    return over_quota(reserved.error());
  if (const Status reserved = tokens.reserve(key.name, estimate, now); !reserved)
    return over_quota(reserved.error());
  return std::nullopt;
}

void ModelServer::Impl::ended(Api api, const VirtualKey& key, const std::string& pool, std::int64_t prompt,
                              std::int64_t reserved, const ServedAnswer::Outcome& outcome) {
  --under_way;
  const TokenUsage usage = outcome.usage.value_or(TokenUsage{
      .prompt = outcome.first_token ? prompt : 0, .completion = outcome.completion_bytes / kBytesAToken});
  tokens.settle(key.name, reserved, usage.total(), needs.clock.now());
  PoolMetrics& counted = metrics.of(operation_of(api), pool);
  const auto seconds = [](Duration took) { return std::chrono::duration<double>(took).count(); };
  counted.duration.observe(seconds(outcome.took));
  if (outcome.first_token) counted.first_token.observe(seconds(*outcome.first_token));
  if (outcome.usage) {
    counted.input.observe(static_cast<double>(usage.prompt));
    counted.output.observe(static_cast<double>(usage.completion));
  }
  if (outcome.status != 200) counted.failures.add();
  needs.log.info("model request served", {{"key", key.name},
                                          {"operation", operation_of(api)},
                                          {"pool", pool},
                                          {"status", outcome.status},
                                          {"took_ms", to_ms(outcome.took)},
                                          {"prompt_tokens", usage.prompt},
                                          {"completion_tokens", usage.completion}});
}

json::object ModelServer::Impl::model_object(const std::string& pool) const {
  return {{"id", pool},
          {"object", "model"},
          {"created", started.time_since_epoch().count()},
          {"owned_by", "attendant"}};
}

net::Response ModelServer::Impl::models(const net::Request& request) const {
  const VirtualKey* const key = who(request);
  if (key == nullptr)
    return response_of(served_error(401, "the key is missing or is nobody's here", "invalid_api_key"));
  json::array list;
  for (const std::string& pool : key->pools) list.emplace_back(model_object(pool));
  return net::Response::json(json::serialize(json::object{{"object", "list"}, {"data", std::move(list)}}));
}

net::Response ModelServer::Impl::model(const net::Request& request) const {
  const VirtualKey* const key = who(request);
  if (key == nullptr)
    return response_of(served_error(401, "the key is missing or is nobody's here", "invalid_api_key"));
  const std::string& pool = request.parameters.at("model");
  if (std::ranges::find(key->pools, pool) == key->pools.end())
    return response_of(
        served_error(404, "the model does not exist, or this key may not use it", "model_not_found"));
  return net::Response::json(json::serialize(model_object(pool)));
}

ModelServer::ModelServer(const Needs& needs, VirtualKeys keys, Options options)
    : impl_(std::make_unique<Impl>(needs, std::move(keys), options)) {}
ModelServer::~ModelServer() = default;

void ModelServer::add_routes(net::Router& router) {
  const auto serve = [&](const char* path, Api api) {
    router.add_async("POST", path,
                     [impl = impl_.get(), api](const net::Request& request,
                                               const std::shared_ptr<net::Responder>& responder) {
                       return impl->answer(api, request, responder);
                     });
  };
  serve("/v1/chat/completions", Api::chat);
  serve("/v1/responses", Api::responses);
  // Azure's, with and without a version in the query, which we do not need to know.
  serve("/openai/deployments/{deployment}/chat/completions", Api::chat);
  serve("/openai/v1/chat/completions", Api::chat);
  serve("/openai/v1/responses", Api::responses);
  serve("/openai/responses", Api::responses);
  for (const char* path : {"/v1/models", "/openai/v1/models", "/openai/models"}) {
    router.add("GET", path,
               [impl = impl_.get()](const net::Request& request) { return impl->models(request); });
    router.add("GET", std::string(path) + "/{model}",
               [impl = impl_.get()](const net::Request& request) { return impl->model(request); });
  }
}

net::Response ModelServer::problem(int status, std::string_view title, std::string_view detail) {
  return response_of(served_error(status, detail.empty() ? title : detail));
}

}  // namespace attendant::brain
