// A model pool under a fake clock: its timers fire when time is moved, and what it wants done is a story of
// lines. One test, one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "brain/model/model_pool.hpp"

namespace attendant::brain {

using Story = std::vector<std::string>;

class PoolUnderTest {
 public:
  using milliseconds = std::chrono::milliseconds;

  explicit PoolUnderTest(std::vector<ModelEndpoint> endpoints, PoolPolicy policy = {})
      : policy_(policy), state_(std::move(endpoints), AnswerCache(8, std::chrono::seconds(60))) {}

  // A turn of 2.5 seconds, 100 tokens asked and 50 answered at most, unless it says otherwise.
  AnswerWanted wanted(std::uint64_t request = 1) const {
    return {.request = ModelRequestId(request),
            .call = "c-1",
            .agent = "claims",
            .consumer = "phone",
            .prefix_key = {},
            .cache_key = {},
            .prompt_tokens = 100,
            .most_tokens = 50,
            .deadline = now_ + milliseconds(2500)};
  }
  void want(std::uint64_t request = 1) { take(wanted(request)); }
  void commit(std::uint64_t request = 1) { take(AnswerCommitted{ModelRequestId(request)}); }
  void drop(std::uint64_t request = 1) { take(AnswerUnwanted{ModelRequestId(request)}); }

  // Attempts are 1, 2, 3 ... in the order in which they were started.
  void token(std::uint64_t attempt, std::string text = "word") {
    take(AttemptSpoke{request_of(attempt), AttemptId(attempt), TextDelta{std::move(text)}});
  }
  void limits(std::uint64_t attempt, RateLimits limits) {
    take(LimitsTold{request_of(attempt), AttemptId(attempt), limits});
  }
  void tool(std::uint64_t attempt, ToolCallDelta piece) {
    take(AttemptSpoke{request_of(attempt), AttemptId(attempt), std::move(piece)});
  }
  void end(std::uint64_t attempt, AnswerEnd end = {}) {
    take(AttemptEnded{request_of(attempt), AttemptId(attempt), end});
  }
  void fail(std::uint64_t attempt, FaultKind kind, std::optional<milliseconds> retry_after = {}) {
    take(AttemptFailed{request_of(attempt),
                       AttemptId(attempt),
                       {.kind = kind, .message = "told", .retry_after = retry_after}});
  }
  // A whole request that is answered after `first_token`.
  void serve(std::uint64_t request, milliseconds first_token) {
    want(request);
    const std::uint64_t attempt = state_.last_attempt;
    advance(first_token);
    token(attempt);
    end(attempt);
    forget();
  }

  void take(PoolEventBody body) {
    for (PoolEffect& effect : step(state_, {.at = now_, .body = std::move(body)}, policy_)) {
      note(effect);
      std::visit([this](auto& what) { tell(what); }, effect);
    }
  }
  void advance(milliseconds by) {
    const Instant until = now_ + by;
    while (!timers_.empty() && timers_.begin()->first <= until) {
      const auto due = timers_.extract(timers_.begin());
      now_ = due.key();
      take(due.mapped());
    }
    now_ = until;
  }

  // What happened since it was last asked: "start 1 on ptu: first", "deliver word", "restart" ...
  Story story() { return std::exchange(story_, {}); }
  void forget() { story_.clear(); }

  const std::vector<Charge>& charges() const { return charges_; }
  const std::optional<Finish>& finished() const { return finished_; }
  const std::optional<Fail>& failed() const { return failed_; }
  PoolState& state() { return state_; }
  Instant now() const { return now_; }

 private:
  ModelRequestId request_of(std::uint64_t attempt) const { return requests_.at(AttemptId(attempt)); }

  void note(const PoolEffect& effect) {
    if (const auto* start = std::get_if<StartAttempt>(&effect)) requests_[start->attempt] = start->request;
    if (const auto* timer = std::get_if<StartPoolTimer>(&effect))
      timers_.emplace(now_ + timer->after, PoolTimerFired{timer->request, timer->timer});
  }

  void tell(const StartAttempt& start) {
    constexpr const char* kReasons[] = {"first", "retry", "hedge"};
    story_.push_back(fmt::format("start {} on {}: {}", start.attempt.value(),
                                 state_.endpoints[start.endpoint].endpoint.name,
                                 kReasons[static_cast<int>(start.reason)]));
  }
  void tell(const CancelAttempt& cancel) {
    story_.push_back(fmt::format("cancel {}", cancel.attempt.value()));
  }
  void tell(const Deliver& deliver) {
    const auto* text = std::get_if<TextDelta>(&deliver.delta);
    story_.push_back("deliver " + (text != nullptr ? text->text : std::string("a tool call")));
  }
  void tell(const Restart&) { story_.emplace_back("restart"); }
  void tell(const Finish& finish) {
    finished_ = finish;
    story_.push_back(fmt::format("finish: {}", to_string(finish.end.reason)));
  }
  void tell(const Fail& fail) {
    failed_ = fail;
    story_.push_back(
        fmt::format("fail: {}{}", to_string(fail.error.code), fail.committed ? ", words were spoken" : ""));
  }
  void tell(const Charge& charge) { charges_.push_back(charge); }
  void tell(const StartPoolTimer&) {}

  PoolPolicy policy_;
  PoolState state_;
  Instant now_{};
  std::multimap<Instant, PoolTimerFired> timers_;
  std::map<AttemptId, ModelRequestId> requests_;
  Story story_;
  std::vector<Charge> charges_;
  std::optional<Finish> finished_;
  std::optional<Fail> failed_;
};

}  // namespace attendant::brain
