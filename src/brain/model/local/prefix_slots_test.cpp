#include "brain/model/local/prefix_slots.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using Tokens = std::vector<TokenId>;

// Chooses, then evaluates the rest of the prompt.
PrefixSlots::Plan evaluate(PrefixSlots& slots, const Tokens& prompt, const std::string& conversation) {
  const auto plan = slots.choose(prompt, conversation);
  slots.add(plan.slot, std::span(prompt).subspan(plan.kept));
  return plan;
}

TEST(PrefixSlots, KeepWhatAConversationBeganWith) {
  PrefixSlots slots(1);
  EXPECT_EQ(evaluate(slots, {1, 2, 3}, "a").kept, 0U);
  EXPECT_EQ(evaluate(slots, {1, 2, 3, 4, 5}, "a").kept, 3U);
  EXPECT_EQ(evaluate(slots, {1, 2, 9}, "a").kept, 2U);
  EXPECT_EQ(evaluate(slots, {1, 2, 9}, "a").kept, 2U) << "the last token is evaluated always";
  EXPECT_EQ(evaluate(slots, {7}, "a").kept, 0U);
}

TEST(PrefixSlots, GiveEachConversationItsOwnAndCopyWhatTheyShare) {
  PrefixSlots slots(2);
  const auto first = evaluate(slots, {1, 2, 3, 4}, "a");
  const auto second = evaluate(slots, {1, 2, 8, 9}, "b");
  EXPECT_NE(first.slot, second.slot);
  EXPECT_EQ(second.kept, 2U);
  EXPECT_EQ(second.copied_from, first.slot);

  const auto again = evaluate(slots, {1, 2, 3, 4, 5}, "a");
  EXPECT_EQ(again.slot, first.slot);
  EXPECT_EQ(again.kept, 4U);
  EXPECT_FALSE(again.copied_from);
}

TEST(PrefixSlots, TakeTheSlotThatWasUsedLongestAgo) {
  PrefixSlots slots(2);
  evaluate(slots, {1, 2}, "a");
  const auto b = evaluate(slots, {3, 4}, "b");
  evaluate(slots, {1, 2, 5}, "a");
  EXPECT_EQ(evaluate(slots, {6}, "c").slot, b.slot);
}

TEST(PrefixSlots, ForgetWhatTheMemoryLost) {
  PrefixSlots slots(1);
  evaluate(slots, {1, 2, 3, 4}, "a");
  slots.cut(0, 2);
  EXPECT_EQ(slots.size(0), 2U);
  EXPECT_EQ(slots.choose(Tokens{1, 2, 3, 4}, "a").kept, 2U);
}

}  // namespace
}  // namespace attendant::brain
