#include "admin/operations.hpp"

#include <gtest/gtest.h>

namespace attendant::admin {
namespace {

using namespace std::chrono_literals;

class Operations : public testing::Test {
 protected:
  net::Response get(std::string path) {
    net::Router router;
    add_operations(router, metrics, health);
    net::Request request;
    request.method = "GET";
    request.path = std::move(path);
    return router.handle(std::move(request));
  }
  telemetry::Registry metrics;
  Health health;
};

TEST_F(Operations, ShowMetricsInPrometheusForm) {
  metrics.counter("attendant_calls_total", "calls").add();
  const auto page = get("/metrics");
  EXPECT_EQ(page.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(page.body.find("attendant_calls_total 1\n"), std::string::npos);
}

TEST_F(Operations, SayReadyWhileEveryCheckIsContent) {
  Duration lag = 5ms;
  health.add("loop", loop_lag_check([&] { return lag; }, 250ms));
  health.add("models", [] { return std::nullopt; });
  EXPECT_EQ(get("/health/ready").status, 200);
  lag = 251ms;
  const auto late = get("/health/ready");
  EXPECT_EQ(late.status, 503);
  EXPECT_EQ(late.body,
            "{\"ready\":false,\"checks\":[{\"name\":\"loop\",\"ok\":false,\"problem\":\"a loop runs 251 ms "
            "late; the "
            "limit is 250 ms\"},{\"name\":\"models\",\"ok\":true}]}\n");
  EXPECT_EQ(get("/health/live").status, 200) << "a busy process lives";
}

}  // namespace
}  // namespace attendant::admin
