#include "admin/operations.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace attendant::admin {
namespace {

net::Response readiness(const Health& health) {
  bool ready = true;
  boost::json::array checks;
  for (const auto& [name, problem] : health.look()) {
    boost::json::object check{{"name", name}, {"ok", !problem}};
    if (problem) check["problem"] = *problem;
    checks.push_back(std::move(check));
    ready = ready && !problem;
  }
  const boost::json::object answer{{"ready", ready}, {"checks", std::move(checks)}};
  return net::Response::json(boost::json::serialize(answer) + "\n", ready ? 200 : 503);
}

}  // namespace

void add_operations(net::Router& router, const telemetry::Registry& metrics, const Health& health) {
  router.add("GET", "/metrics", [&metrics](const net::Request&) {
    net::Response page = net::Response::text(metrics.exposition());
    page.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return page;
  });
  router.add("GET", "/health/live",
             [](const net::Request&) { return net::Response::json("{\"live\":true}\n"); });
  router.add("GET", "/health/ready", [&health](const net::Request&) { return readiness(health); });
}

}  // namespace attendant::admin
