#include "app/model_service.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "brain/model/serving/model_server.hpp"
#include "net/http_server.hpp"

namespace attendant::app {
namespace {

constexpr std::size_t kIdleBeside = 64;  // connections that are kept for the next request
// Reading one on the calls' shard takes a few milliseconds at most.
constexpr std::size_t kLargestBody = std::size_t{1} << 20U;
// A client reads a stream as it comes; one that stands still for so long has stopped.
constexpr std::chrono::seconds kSlowestRead{30};

std::vector<brain::VirtualKey> to_keys(const std::vector<config::ModelKey>& keys) {
  std::vector<brain::VirtualKey> made;
  for (const config::ModelKey& key : keys)
    made.push_back({.name = key.name,
                    .sha256 = key.sha256,
                    .pools = key.pools,
                    .tokens_a_minute = key.tokens_a_minute,
                    .requests_a_minute = key.requests_a_minute});
  return made;
}

}  // namespace

struct ModelService::Parts {
  config::ModelServing settings;
  brain::ModelServer server;
  net::Router router;
  std::unique_ptr<net::HttpServer> http;
};

ModelService::ModelService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ModelService::~ModelService() = default;

Result<std::unique_ptr<ModelService>> ModelService::make(const config::ModelServing& settings,
                                                         const Needs& needs) {
  auto keys = brain::VirtualKeys::make(to_keys(settings.keys));
  if (!keys) return fail(keys.error().in("models.serve"));
  std::unique_ptr<Parts> parts(new Parts{
      .settings = settings,
      .server = brain::ModelServer(
          {.gateway = needs.gateway, .clock = needs.clock, .metrics = needs.metrics, .log = needs.log},
          *std::move(keys), {.most_requests = static_cast<std::size_t>(settings.max_requests)}),
      .router = net::Router(brain::ModelServer::problem),
      .http = nullptr});
  parts->server.add_routes(parts->router);
  net::HttpServer::Options listener{.address = settings.listen.host, .port = settings.listen.port};
  listener.max_connections = static_cast<std::size_t>(settings.max_requests) + kIdleBeside;
  listener.max_body_bytes = kLargestBody;
  listener.request_timeout = kSlowestRead;
  if (!settings.certificate_file.empty())
    listener.tls = net::TlsFiles{settings.certificate_file, settings.key_file};
  parts->http = std::make_unique<net::HttpServer>(needs.shard, std::move(listener), parts->router, needs.log);
  return std::unique_ptr<ModelService>(new ModelService(std::move(parts)));
}

Status ModelService::open() {
  if (const auto started = parts_->http->start(); !started)
    return fail(started.error().in("models.serve.listen"));
  return {};
}

void ModelService::close() { parts_->http->stop(); }

std::string ModelService::where() const {
  return fmt::format("{}://{}:{}/v1", parts_->settings.certificate_file.empty() ? "http" : "https",
                     parts_->settings.listen.host, parts_->http->port());
}

}  // namespace attendant::app
