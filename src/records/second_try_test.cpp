#include "records/second_try.hpp"

#include <gtest/gtest.h>

namespace attendant::records {
namespace {

using namespace std::chrono_literals;

// A service that gives its answers in turn, and a thread that waits by a fake clock.
class SecondTryTest : public testing::Test {
 protected:
  int status_after(std::vector<net::ClientResponse> answers) {
    answers_ = std::move(answers);
    const Fetch fetch = with_second_try(
        [this](const net::ClientRequest&) -> Result<net::ClientResponse> { return answers_.at(asked_++); },
        clock_, [this](Duration time) { clock_.advance(time); });
    const auto response = fetch({.url = "https://records.example/claims", .deadline = clock_.now() + 1500ms});
    return response ? response->head.status : 0;
  }
  static net::ClientResponse answer(int status, const char* retry_after = nullptr) {
    net::ClientResponse response{.head = {.status = status, .headers = {}}, .body = {}};
    if (retry_after != nullptr) response.head.headers.emplace_back("retry-after", retry_after);
    return response;
  }

  FakeClock clock_;
  std::vector<net::ClientResponse> answers_;
  std::size_t asked_ = 0;
};

TEST_F(SecondTryTest, WhoIsBusyForAMomentIsAskedAgainAfterIt) {
  const Instant before = clock_.now();
  EXPECT_EQ(status_after({answer(429, "1"), answer(200)}), 200);
  EXPECT_EQ(clock_.now() - before, 1s);
}

TEST_F(SecondTryTest, OnlyOnce) {
  EXPECT_EQ(status_after({answer(503, "0"), answer(429, "0"), answer(200)}), 429);
  EXPECT_EQ(asked_, 2U);
}

TEST_F(SecondTryTest, NotWhenTheAnswerWouldComeTooLate) {
  EXPECT_EQ(status_after({answer(429, "1.4"), answer(200)}), 429);
  asked_ = 0;
  EXPECT_EQ(status_after({answer(429, "86400"), answer(200)}), 429);
}

TEST_F(SecondTryTest, NotWithoutATimeNorForOtherAnswers) {
  EXPECT_EQ(status_after({answer(429), answer(200)}), 429);
  asked_ = 0;
  EXPECT_EQ(status_after({answer(500, "0"), answer(200)}), 500);
}

}  // namespace
}  // namespace attendant::records
