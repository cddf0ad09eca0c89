#include "net/outbox.hpp"

#include <gtest/gtest.h>

namespace attendant::net {
namespace {

TEST(Outbox, GivesMessagesInTheOrderTheyCameInAndCountsWhatHasNotLeft) {
  Outbox outbox(100);
  EXPECT_TRUE(outbox.push("first"));
  EXPECT_TRUE(outbox.push(std::vector<std::byte>(3)));
  EXPECT_EQ(outbox.bytes(), 8U);
  EXPECT_EQ(outbox.begin_to_leave(), SocketMessage("first"));
  EXPECT_EQ(outbox.bytes(), 8U);
  outbox.left();
  EXPECT_EQ(outbox.bytes(), 3U);
  EXPECT_EQ(outbox.begin_to_leave(), SocketMessage(std::vector<std::byte>(3)));
  outbox.left();
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, IsFullAtItsLimitAndKeepsOnlyWhatHasBegunToLeave) {
  Outbox outbox(10);
  EXPECT_TRUE(outbox.push("12345"));
  EXPECT_TRUE(outbox.push("67890"));
  EXPECT_EQ(outbox.begin_to_leave(), SocketMessage("12345"));
  EXPECT_FALSE(outbox.push("x"));
  EXPECT_EQ(outbox.bytes(), 5U);
  outbox.left();
  EXPECT_TRUE(outbox.empty());

  EXPECT_FALSE(outbox.push("longer than ten"));
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 0U);
}

}  // namespace
}  // namespace attendant::net
