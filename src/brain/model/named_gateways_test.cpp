#include "brain/model/named_gateways.hpp"

#include <gtest/gtest.h>

#include "brain/model/fake_gateway.hpp"

namespace attendant::brain {
namespace {

class NamedGatewaysTest : public testing::Test {
 protected:
  ModelRequestId ask(std::string pool) {
    return gateways_.ask({.pool = std::move(pool)}, {.delta = [](const AnswerDelta&) {},
                                                     .restart = [] {},
                                                     .finished = [](const AnswerEnd&, const Served&) {},
                                                     .failed = [](const Error&, bool, const Served&) {}});
  }

  FakeGateway desk_, pools_;
  NamedGateways gateways_{{{.name = "desk", .gateway = &desk_}, {.gateway = &pools_}}};
};

TEST_F(NamedGatewaysTest, AskTheOneThatThePoolNames) {
  ask("desk");
  ask("talk");
  ask("");
  EXPECT_EQ(desk_.asked.size(), 1U);
  EXPECT_EQ(pools_.asked.size(), 2U);
  EXPECT_EQ(pools_.asked.at(0).question.pool, "talk");
}

TEST_F(NamedGatewaysTest, TellRequestsWithTheSameNumberApart) {
  const auto at_desk = ask("desk");
  const auto at_pools = ask("talk");
  EXPECT_NE(at_desk, at_pools);
  gateways_.commit(at_pools);
  gateways_.drop(at_desk);
  EXPECT_TRUE(desk_.asked.at(0).dropped);
  EXPECT_FALSE(desk_.asked[0].committed);
  EXPECT_TRUE(pools_.asked.at(0).committed);
  EXPECT_FALSE(pools_.asked[0].dropped);
}

}  // namespace
}  // namespace attendant::brain
