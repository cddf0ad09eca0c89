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

}  // namespace
}  // namespace attendant::call
