#include "app/model_pools.hpp"

#include <gtest/gtest.h>

namespace attendant::app {
namespace {

config::Models with(config::ModelEndpointSettings endpoint) {
  config::Models models;
  models.pools.push_back({.name = "talk", .endpoints = {std::move(endpoint)}, .quotas = {{"reports", 100}}});
  return models;
}

TEST(ModelPools, TakeTheUrlApart) {
  const auto openai = to_pools(with({.name = "a", .url = "https://host.test/api/v1/", .model = "m"}));
  EXPECT_EQ(openai.at(0).endpoints.at(0).origin, "https://host.test");
  EXPECT_EQ(openai[0].endpoints[0].dialect.base_path, "/api/v1");
  EXPECT_EQ(openai[0].quotas.at(0).second, 100);
  const auto bare = to_pools(with({.name = "a", .url = "http://[::1]:8080", .model = "m"}));
  EXPECT_EQ(bare[0].endpoints[0].origin, "http://[::1]:8080");
  EXPECT_EQ(bare[0].endpoints[0].dialect.base_path, "/v1");
}

TEST(ModelPools, TakeDollarsForAMillionTokens) {
  const auto pools = to_pools(with({.name = "a",
                                    .url = "https://h",
                                    .model = "m",
                                    .price = {.prompt = 2.5F, .cached = 0.075F, .completion = 10}}));
  EXPECT_EQ(pools[0].endpoints[0].endpoint.price.prompt, 250'000);
  EXPECT_EQ(pools[0].endpoints[0].endpoint.price.cached, 7'500);
  EXPECT_EQ(pools[0].endpoints[0].endpoint.price.completion, 1'000'000);
}

}  // namespace
}  // namespace attendant::app
