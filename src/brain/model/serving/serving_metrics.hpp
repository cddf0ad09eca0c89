// What is counted of the requests of other programs, by OpenTelemetry's semantic conventions for generative
// AI servers, in the spelling of Prometheus. Made once; counting is for any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "telemetry/metrics.hpp"

namespace attendant::brain {

struct PoolMetrics {
  telemetry::Histogram& duration;     // gen_ai.server.request.duration
  telemetry::Histogram& first_token;  // gen_ai.server.time_to_first_token
  telemetry::Histogram& input;        // gen_ai.client.token.usage, of each request
  telemetry::Histogram& output;       // likewise
  telemetry::Counter& failures;
};

// By operation ("chat", "responses") and pool.
class ServingMetrics {
 public:
  ServingMetrics(telemetry::Registry& registry, const std::vector<std::string>& pools);

  PoolMetrics& of(std::string_view operation, const std::string& pool);  // one of those it was made for
  telemetry::Counter& refused() { return refused_; }                     // before any pool was asked

 private:
  std::map<std::pair<std::string, std::string>, PoolMetrics> pools_;
  telemetry::Counter& refused_;
};

}  // namespace attendant::brain
