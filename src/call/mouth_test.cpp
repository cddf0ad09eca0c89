#include "call/mouth.hpp"

#include <gtest/gtest.h>

#include "call/test_fakes.hpp"
#include "runtime/fake_loop.hpp"

namespace attendant::call {
namespace {

class MouthTest : public ::testing::Test {
 protected:
  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  testing::FakeVoice voice_;
  testing::FakeLine line_;
  int failures_ = 0;
  Mouth mouth_{loop_,
               voice_,
               {.queued = [](UtteranceId) {}, .failed = [this](UtteranceId, const Error&) { ++failures_; }}};
};

TEST_F(MouthTest, PlaysWhatTheVoiceGives) {
  mouth_.attach(line_);
  mouth_.speak({.utterance = UtteranceId(1), .text = "It was paid."});
  loop_.run_posted();
  EXPECT_EQ(line_.played[UtteranceId(1)], 1200);
}

TEST_F(MouthTest, PlaysNothingOnALineThatWentAwayMeanwhile) {
  mouth_.attach(line_);
  mouth_.speak({.utterance = UtteranceId(1), .text = "It was paid."});
  mouth_.speak({.utterance = UtteranceId(2), .text = "You owe nothing."});
  mouth_.detach();  // the sound of the first is on its way
  loop_.run_posted();
  EXPECT_TRUE(line_.played.empty());
  EXPECT_TRUE(line_.ended.empty());
  EXPECT_EQ(failures_, 0);
}

TEST_F(MouthTest, WhatIsPreparedWaitsUntilItIsSpoken) {
  mouth_.attach(line_);
  mouth_.prepare({.utterance = UtteranceId(1), .text = "It was paid."});
  mouth_.prepare({.utterance = UtteranceId(2), .text = "You owe nothing."});
  loop_.run_posted();
  EXPECT_TRUE(line_.played.empty());
  mouth_.speak({.utterance = UtteranceId(1), .text = "It was paid."});
  EXPECT_EQ(line_.played[UtteranceId(1)], 1200);
  EXPECT_EQ(line_.played.count(UtteranceId(2)), 0U);
  mouth_.speak({.utterance = UtteranceId(2), .text = "You owe nothing."});
  EXPECT_EQ(line_.ended, (std::vector{UtteranceId(1), UtteranceId(2)}));
  EXPECT_EQ(mouth_.heard(UtteranceId(1), 700), "It was");
  EXPECT_EQ(voice_.said.size(), 2U) << "nothing is synthesised twice";
}

TEST_F(MouthTest, WhatIsSpokenWhileItIsBeingPreparedIsPlayedAsItComes) {
  mouth_.attach(line_);
  mouth_.prepare({.utterance = UtteranceId(1), .text = "It was paid."});
  mouth_.speak({.utterance = UtteranceId(1), .text = "It was paid."});
  loop_.run_posted();
  EXPECT_EQ(line_.played[UtteranceId(1)], 1200);
  EXPECT_EQ(line_.ended, std::vector{UtteranceId(1)});
}

TEST_F(MouthTest, WhatWasPreparedForNothingIsNotPlayed) {
  mouth_.attach(line_);
  mouth_.prepare({.utterance = UtteranceId(1), .text = "It was paid."});
  mouth_.prepare({.utterance = UtteranceId(2), .text = "You owe nothing."});
  mouth_.forget_prepared();
  mouth_.speak({.utterance = UtteranceId(3), .text = "Which one?"});
  loop_.run_posted();
  EXPECT_EQ(line_.played.size(), 1U);
  EXPECT_EQ(line_.played[UtteranceId(3)], 1000);
}

TEST_F(MouthTest, APreparedSentenceThatFailedIsToldWhenItIsSpoken) {
  mouth_.attach(line_);
  voice_.broken = true;
  mouth_.prepare({.utterance = UtteranceId(1), .text = "It was paid."});
  loop_.run_posted();
  EXPECT_EQ(failures_, 0);
  mouth_.speak({.utterance = UtteranceId(1), .text = "It was paid."});
  EXPECT_EQ(failures_, 1);
}

}  // namespace
}  // namespace attendant::call
