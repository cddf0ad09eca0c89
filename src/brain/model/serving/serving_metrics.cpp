#include "brain/model/serving/serving_metrics.hpp"

#include <utility>

#include "base/result.hpp"

namespace attendant::brain {
namespace {

// The conventions' own advice for token counts: powers of four.
std::vector<double> token_buckets() { return {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576}; }
// And for durations; a first token takes the same.
std::vector<double> second_buckets() {
  return {0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92};
}

}  // namespace

ServingMetrics::ServingMetrics(telemetry::Registry& registry, const std::vector<std::string>& pools)
    : refused_(registry.counter("attendant_model_requests_refused_total",
                                "Requests of other programs refused before a pool was asked")) {
  for (const char* operation : {"chat", "responses"}) {
    for (const std::string& pool : pools) {
      const telemetry::Labels labels = {{"gen_ai_operation_name", operation}, {"gen_ai_request_model", pool}};
      const auto tokens = [&](const char* type) -> telemetry::Histogram& {
        telemetry::Labels typed = labels;
        typed.emplace_back("gen_ai_token_type", type);
        return registry.histogram("gen_ai_client_token_usage", "Tokens of a request", token_buckets(), typed);
      };
      pools_.emplace(
          std::pair(std::string(operation), pool),
          PoolMetrics{
              .duration =
                  registry.histogram("gen_ai_server_request_duration_seconds",
                                     "From a request to the end of its answer", second_buckets(), labels),
              .first_token = registry.histogram("gen_ai_server_time_to_first_token_seconds",
                                                "From a request to the first token of its answer",
                                                second_buckets(), labels),
              .input = tokens("input"),
              .output = tokens("output"),
              .failures = registry.counter("attendant_model_requests_failed_total",
                                           "Requests of other programs that got no whole answer", labels)});
    }
  }
}

PoolMetrics& ServingMetrics::of(std::string_view operation, const std::string& pool) {
  const auto at = pools_.find({std::string(operation), pool});
  CHECK(at != pools_.end());
  return at->second;
}

}  // namespace attendant::brain
