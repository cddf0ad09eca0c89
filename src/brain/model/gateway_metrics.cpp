#include "brain/model/gateway_metrics.hpp"

#include <utility>

namespace attendant::brain {
namespace {

// As the conventions advise for each.
const std::vector<double>& seconds() {
  static const std::vector<double> kBounds{0.01, 0.02, 0.04, 0.08,  0.16,  0.32,  0.64,
                                           1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92};
  return kBounds;
}
const std::vector<double>& tokens() {
  static const std::vector<double> kBounds{1,     4,     16,     64,      256,     1024,     4096,
                                           16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864};
  return kBounds;
}
const std::vector<double>& first_token() {
  static const std::vector<double> kBounds{0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 5};
  return kBounds;
}

double in_seconds(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

}  // namespace

GatewayMetrics::GatewayMetrics(telemetry::Registry& registry, std::string pool,
                               std::vector<Endpoint> endpoints)
    : registry_(registry), pool_(std::move(pool)), endpoints_(std::move(endpoints)) {}

void GatewayMetrics::charged(const Charge& charge) {
  const auto used = [&](std::string type, std::int64_t count) {
    auto labels = labels_of(charge.endpoint);
    labels.emplace_back("gen_ai_token_type", std::move(type));
    histogram("gen_ai_client_token_usage", "tokens of an attempt, as billed or estimated", tokens(),
              std::move(labels))
        .observe(static_cast<double>(count));
  };
  used("input", charge.usage.prompt);
  used("output", charge.usage.completion);
  auto labels = labels_of(charge.endpoint);
  labels.emplace_back("agent", charge.agent);
  counter("attendant_model_cost_microcents_total", "what models cost, in 1e-8 of the price's currency",
          std::move(labels))
      .add(static_cast<std::uint64_t>(charge.cost));
}

void GatewayMetrics::attempt_ended(std::size_t endpoint, std::string_view outcome) {
  auto labels = labels_of(endpoint);
  labels.emplace_back("outcome", outcome);
  counter("attendant_model_attempts_total", "requests sent to endpoints by how they ended", std::move(labels))
      .add();
}

void GatewayMetrics::restarted() {
  counter("attendant_model_restarts_total", "answers begun anew before a word of them was spoken",
          {{"pool", pool_}})
      .add();
}

void GatewayMetrics::served(const Served& served, const Error* error) {
  auto labels = labels_of(served.endpoint);
  labels.emplace_back("error_type", error == nullptr ? "" : std::string(to_string(error->code)));
  histogram("gen_ai_client_operation_duration_seconds",
            "a question, from asked to its last token, over all tries", seconds(), std::move(labels))
      .observe(in_seconds(served.took));
  if (served.first_token)
    histogram("gen_ai_client_operation_time_to_first_chunk_seconds",
              "a question, from asked to the first token of its answer, over all tries", first_token(),
              labels_of(served.endpoint))
        .observe(in_seconds(*served.first_token));
  if (served.hedged)
    counter("attendant_model_hedges_total", "questions that a second endpoint was asked, by which one won",
            {{"pool", pool_}, {"won", served.hedge_won ? "second" : "first"}})
        .add();
}

telemetry::Labels GatewayMetrics::labels_of(std::optional<std::size_t> endpoint) const {
  const Endpoint nobody;
  const Endpoint& by = endpoint ? endpoints_[*endpoint] : nobody;
  return {{"gen_ai_operation_name", "chat"},
          {"gen_ai_provider_name", by.provider},
          {"gen_ai_request_model", by.model},
          {"pool", pool_},
          {"endpoint", by.name}};
}

telemetry::Counter& GatewayMetrics::counter(std::string name, std::string help, telemetry::Labels labels) {
  telemetry::Counter*& kept = counters_[{name, labels}];
  if (kept == nullptr) kept = &registry_.counter(std::move(name), std::move(help), std::move(labels));
  return *kept;
}

telemetry::Histogram& GatewayMetrics::histogram(std::string name, std::string help,
                                                const std::vector<double>& bounds, telemetry::Labels labels) {
  telemetry::Histogram*& kept = histograms_[{name, labels}];
  if (kept == nullptr)
    kept = &registry_.histogram(std::move(name), std::move(help), bounds, std::move(labels));
  return *kept;
}

}  // namespace attendant::brain
