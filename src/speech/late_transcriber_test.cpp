#include "speech/late_transcriber.hpp"

#include <future>

#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

class Echo final : public Transcriber {
 public:
  Result<Transcript> transcribe(audio::SamplesView, audio::SampleRate, const ReadingRequest&,
                                std::stop_token) override {
    return Transcript{.text = "heard"};
  }
};

TEST(LateTranscriber, SaysThatItIsNotReadyUntilItIsLoaded) {
  std::promise<void> go, done;
  LateTranscriber late(
      [&]() -> Result<std::unique_ptr<Transcriber>> {
        go.get_future().wait();
        return std::make_unique<Echo>();
      },
      [&](const Status& outcome) {
        EXPECT_TRUE(outcome);
        done.set_value();
      });
  EXPECT_FALSE(late.ready());
  EXPECT_EQ(late.transcribe({}, audio::kTelephoneRate, {}, {}).error().code, ErrorCode::unavailable);
  go.set_value();
  done.get_future().wait();
  EXPECT_TRUE(late.ready());
  EXPECT_EQ(late.transcribe({}, audio::kTelephoneRate, {}, {})->text, "heard");
}

TEST(LateTranscriber, OneThatCannotBeLoadedIsNeverReadyAndIsReported) {
  std::promise<Status> outcome;
  LateTranscriber late(
      []() -> Result<std::unique_ptr<Transcriber>> { return fail(ErrorCode::invalid, "broken"); },
      [&](const Status& status) { outcome.set_value(status); });
  EXPECT_EQ(outcome.get_future().get().error().message, "broken");
  EXPECT_FALSE(late.ready());
}

}  // namespace
}  // namespace attendant::speech
