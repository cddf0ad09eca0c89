// The operator's listener, apart from every other: /metrics, /health/live, /health/ready. No member's data
// passes here.
#pragma once

#include "admin/health.hpp"
#include "net/http.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::admin {

// Both must outlive the router.
//   GET /metrics       Prometheus text
//   GET /health/live   200 while the listener's loop answers
//   GET /health/ready  200, or 503 with what is wrong:
//   {"ready":false,"checks":[{"name":..,"ok":..,"problem":..}]}
void add_operations(net::Router& router, const telemetry::Registry& metrics, const Health& health);

}  // namespace attendant::admin
