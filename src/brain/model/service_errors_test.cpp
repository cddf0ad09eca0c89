// What a service says when it does not serve: its errors, and when to come again.
#include <gtest/gtest.h>

#include "brain/model/attempt_fault.hpp"
#include "brain/model/rate_limits.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST(RateLimits, AreReadInEachOfTheirForms) {
  struct Case {
    const char* reset;
    std::optional<milliseconds> expected;
  };
  const Case cases[] = {{"20ms", 20ms}, {"1s", 1s}, {"1m0.5s", 60s}, {"0m7.66s", 7660ms},
                        {"6m0s", 60s},  {"2", 2s},  {"", {}},        {"soon", {}},
                        {"-1s", {}},    {"1x", {}}, {"1s5", 6s},     {"s", {}}};
  for (const Case& c : cases)
    EXPECT_EQ(rate_limits({.reset_tokens = c.reset}).tokens_reset, c.expected) << c.reset;
  const RateLimits limits = rate_limits({.remaining_requests = " 59 ", .remaining_tokens = "-1"});
  EXPECT_EQ(limits.requests_left, 59);
  EXPECT_EQ(limits.tokens_left, 0);
  EXPECT_FALSE(rate_limits({.remaining_tokens = "many"}).tokens_left);
}

TEST(AttemptFault, OfAResponseIsItsStatusAndTheCodeInItsBody) {
  struct Case {
    int status;
    const char* body;
    FaultKind expected;
  };
  const Case cases[] = {
      {429, R"({"error":{"code":"429","message":"wait"}})", FaultKind::throttled},
      {429, R"({"error":{"code":"insufficient_quota"}})", FaultKind::unauthorized},
      {500, "", FaultKind::overloaded},
      {503, "<html>", FaultKind::overloaded},
      {408, "{}", FaultKind::overloaded},
      {401, R"({"error":{"code":"invalid_api_key"}})", FaultKind::unauthorized},
      {403, "", FaultKind::unauthorized},
      {404, R"({"error":{"code":"DeploymentNotFound"}})", FaultKind::no_such_model},
      {400, R"({"error":{"code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
       FaultKind::filtered},
      {400, R"({"error":{"code":null,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
       FaultKind::filtered},
      {400, R"({"error":{"code":"context_length_exceeded"}})", FaultKind::bad_request},
      {422, R"({"error":["?"]})", FaultKind::bad_request},
      {302, "", FaultKind::overloaded},
  };
  for (const Case& c : cases)
    EXPECT_EQ(fault_of_response(c.status, c.body, {}).kind, c.expected) << c.status << " " << c.body;
}

TEST(AttemptFault, RepeatsNoWordsOfThePrompt) {
  const auto fault = fault_of_response(
      400, R"({"error":{"code":"NW12345678 is no id","type":"bad_thing","message":"NW12345678"}})", {});
  EXPECT_EQ(fault.message, "status 400, bad_thing");
}

TEST(AttemptFault, TellsTheSessionWhatToDo) {
  const Error throttled = to_error({.kind = FaultKind::throttled, .message = {}, .retry_after = 3s});
  EXPECT_EQ(throttled.code, ErrorCode::exhausted);
  EXPECT_EQ(throttled.retry_after, 3s);
  EXPECT_EQ(to_error({.kind = FaultKind::bad_request, .message = {}}).retry, Retry::never);
  EXPECT_EQ(to_error({.kind = FaultKind::stalled, .message = {}}).code, ErrorCode::timed_out);
}

}  // namespace
}  // namespace attendant::brain
