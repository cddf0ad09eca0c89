// What the gateway counts, in OpenTelemetry's names for generative AI (semantic conventions, "gen_ai.client"
// metrics) as Prometheus writes them, and in names of ours where there are none. On the gateway's loop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "brain/model/pool_effect.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::brain {

// Of one pool.
class GatewayMetrics {
 public:
  struct Endpoint {
    std::string name;
    std::string provider;  // gen_ai.provider.name: "openai", "azure.ai.openai"
    std::string model;     // gen_ai.request.model
  };

  // `registry` outlives it.
  GatewayMetrics(telemetry::Registry& registry, std::string pool, std::vector<Endpoint> endpoints);

  void charged(const Charge& charge);
  void attempt_ended(std::size_t endpoint, std::string_view outcome);  // "answered", or a FaultKind
  void restarted();
  // `error`: of a request that nobody answered.
  void served(const Served& served, const Error* error);

 private:
  telemetry::Labels labels_of(std::optional<std::size_t> endpoint) const;
  telemetry::Counter& counter(std::string name, std::string help, telemetry::Labels labels);
  telemetry::Histogram& histogram(std::string name, std::string help, const std::vector<double>& bounds,
                                  telemetry::Labels labels);

  telemetry::Registry& registry_;
  const std::string pool_;
  const std::vector<Endpoint> endpoints_;
  // The registry locks; what it gave is kept by name and labels.
  std::map<std::pair<std::string, telemetry::Labels>, telemetry::Counter*> counters_;
  std::map<std::pair<std::string, telemetry::Labels>, telemetry::Histogram*> histograms_;
};

}  // namespace attendant::brain
