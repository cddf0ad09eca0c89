#include "brain/dialogue/follow_up.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using understanding::Intent;

Topic about(std::string tool) {
  Topic topic;
  topic.tool = std::move(tool);
  return topic;
}

TEST(FollowUp, AfterADenialWhatToDoIsTheAppeal) {
  for (const auto* text : {"okay and is there anything I can do about it", "so what can I do now?",
                           "what are my options", "how long do I have"})
    EXPECT_EQ(follow_up(Cues(text), about("claim_denial")), Intent::claim_appeal) << text;
}

TEST(FollowUp, AfterAStatusItIsTheReasonWithItsNextStep) {
  EXPECT_EQ(follow_up(Cues("what happens next"), about("claim_status")), Intent::claim_denial);
}

TEST(FollowUp, ATermOfABillIsItsDueDay) {
  EXPECT_EQ(follow_up(Cues("how long do I have"), about("billing_balance")), Intent::billing_due);
}

TEST(FollowUp, WithoutATopicTheWordsMeanNothing) {
  EXPECT_EQ(follow_up(Cues("how long do I have"), about("")), std::nullopt);
  EXPECT_EQ(follow_up(Cues("what can I do"), about("benefit_cost")), std::nullopt);
  EXPECT_EQ(follow_up(Cues("why was it denied"), about("claim_denial")), std::nullopt);
}

}  // namespace
}  // namespace attendant::brain
