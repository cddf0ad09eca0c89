#include "telemetry/metrics.hpp"

#include <cmath>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::telemetry {
namespace {

using testing::HasSubstr;

TEST(Registry, WritesThePrometheusTextFormat) {
  Registry registry;
  registry.counter("attendant_calls_total", "calls by \\ outcome\nover all", {{"outcome", "say \"hi\"\n"}})
      .add(3);
  registry.gauge("attendant_calls_live", "calls now").set(2.5);
  auto& histogram = registry.histogram("attendant_wait_seconds", "wait", {0.1, 1});
  histogram.observe(0.05);
  histogram.observe(0.1);
  histogram.observe(7);
  EXPECT_EQ(registry.exposition(),
            "# HELP attendant_calls_live calls now\n"
            "# TYPE attendant_calls_live gauge\n"
            "attendant_calls_live 2.5\n"
            "# HELP attendant_calls_total calls by \\\\ outcome\\nover all\n"
            "# TYPE attendant_calls_total counter\n"
            "attendant_calls_total{outcome=\"say \\\"hi\\\"\\n\"} 3\n"
            "# HELP attendant_wait_seconds wait\n"
            "# TYPE attendant_wait_seconds histogram\n"
            "attendant_wait_seconds_bucket{le=\"0.1\"} 2\n"
            "attendant_wait_seconds_bucket{le=\"1\"} 2\n"
            "attendant_wait_seconds_bucket{le=\"+Inf\"} 3\n"
            "attendant_wait_seconds_sum 7.15\n"
            "attendant_wait_seconds_count 3\n");
}

TEST(Registry, GivesTheSameMetricForTheSameNameAndLabels) {
  Registry registry;
  Counter& one = registry.counter("attendant_x_total", "x", {{"a", "1"}});
  EXPECT_EQ(&one, &registry.counter("attendant_x_total", "x", {{"a", "1"}}));
  EXPECT_NE(&one, &registry.counter("attendant_x_total", "x", {{"a", "2"}}));
}

TEST(RegistryDeathTest, TakesOneNameAsTwoTypesForABug) {
  Registry registry;
  registry.counter("attendant_x_total", "x");
  EXPECT_DEATH(registry.gauge("attendant_x_total", "x"), "");
}

TEST(Registry, ReadsAGaugeWhenItIsAskedFor) {
  Registry registry;
  double value = 1;
  registry.gauge_from("attendant_lag_seconds", "lag", {}, [&] { return value; });
  value = 2;
  EXPECT_THAT(registry.exposition(), HasSubstr("attendant_lag_seconds 2\n"));
}

TEST(Counter, LosesNothingWhenManyThreadsCount) {
  Registry registry;
  Counter& counter = registry.counter("attendant_x_total", "x");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) counter.add();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 40'000U);
}

TEST(Histogram, EstimatesQuantilesWithinABucket) {
  Histogram histogram({1, 2, 4});
  EXPECT_TRUE(std::isnan(histogram.quantile(0.5)));
  for (int i = 0; i < 10; ++i) histogram.observe(1.5);
  for (int i = 0; i < 10; ++i) histogram.observe(3);
  EXPECT_DOUBLE_EQ(histogram.quantile(0.5), 2);
  EXPECT_DOUBLE_EQ(histogram.quantile(0.75), 3);
}

}  // namespace
}  // namespace attendant::telemetry
