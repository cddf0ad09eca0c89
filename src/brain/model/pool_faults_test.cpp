// Ten thousand turns against endpoints that throttle, stall and cut, on a virtual clock: what holds whatever
// happens, and what a caller waits.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "brain/model/model_pool.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

struct Faults {
  double throttled = 0.30;
  double stalled = 0.10;  // half of them before the first token
  double cut = 0.05;
  milliseconds retry_after{1000};
};

// Endpoints whose first token takes 300 ms or so with a long tail, and sessions that speak the third token.
class World {
 public:
  World(std::size_t endpoints, Faults faults, PoolPolicy policy)
      : faults_(faults), policy_(policy), state_(named(endpoints), AnswerCache(0, 0s)) {}

  void run(int turns, milliseconds apart) {
    for (int turn = 1; turn <= turns; ++turn) {
      const Instant at = Instant() + apart * turn;
      AnswerWanted wanted{.request = ModelRequestId(static_cast<std::uint64_t>(turn)),
                          .prompt_tokens = 100,
                          .most_tokens = 50,
                          .deadline = at + 2000ms};
      agenda_.emplace(at, wanted);
    }
    while (!agenda_.empty()) {
      const auto next = agenda_.extract(agenda_.begin());
      now_ = next.key();
      take(next.mapped());
    }
  }

  const PoolState& state() const { return state_; }
  int answered() const { return answered_; }
  int failed_unspoken() const { return failed_unspoken_; }
  int failed_spoken() const { return failed_spoken_; }
  int hedged() const { return hedged_; }
  // For the first token of the answer that was spoken.
  milliseconds waited_for_token(double quantile) { return quantile_of(token_waits_, quantile); }
  // For that, or until it was known that the dialogue engine has to take the turn.
  milliseconds waited(double quantile) {
    auto all = token_waits_;
    all.insert(all.end(), failure_waits_.begin(), failure_waits_.end());
    return quantile_of(all, quantile);
  }

 private:
  struct Session {
    int tokens = 0;
    bool committed = false, over = false;
  };

  static std::vector<ModelEndpoint> named(std::size_t count) {
    std::vector<ModelEndpoint> endpoints(count);
    for (std::size_t i = 0; i < count; ++i) endpoints[i].name = "endpoint " + std::to_string(i);
    return endpoints;
  }

  static milliseconds quantile_of(std::vector<milliseconds>& waits, double quantile) {
    std::ranges::sort(waits);
    return waits[static_cast<std::size_t>(quantile * static_cast<double>(waits.size() - 1))];
  }

  void take(const PoolEventBody& body) {
    if (const auto* spoke = std::get_if<AttemptSpoke>(&body); spoke != nullptr && cancelled(spoke->attempt))
      return;
    if (const auto* ended = std::get_if<AttemptEnded>(&body); ended != nullptr && cancelled(ended->attempt))
      return;
    for (const PoolEffect& effect : step(state_, {.at = now_, .body = body}, policy_))
      std::visit([this](const auto& what) { carry_out(what); }, effect);
  }
  bool cancelled(AttemptId attempt) const { return cancelled_.contains(attempt); }

  void later(milliseconds after, PoolEventBody body) { agenda_.emplace(now_ + after, std::move(body)); }

  void carry_out(const StartAttempt& start) {
    const Session& session = sessions_[start.request];
    EXPECT_FALSE(session.committed) << "a try after spoken words";
    EXPECT_FALSE(session.over);
    if (start.reason == AttemptReason::hedge) ++hedged_;
    const double luck = std::uniform_real_distribution<double>()(random_);
    if (luck < faults_.throttled) {
      const AttemptFault fault{
          .kind = FaultKind::throttled, .message = {}, .retry_after = faults_.retry_after};
      return later(30ms, AttemptFailed{start.request, start.attempt, fault});
    }
    const bool stalls = luck < faults_.throttled + faults_.stalled;
    const bool is_cut = !stalls && luck < faults_.throttled + faults_.stalled + faults_.cut;
    const bool silent = stalls && luck < faults_.throttled + faults_.stalled / 2;
    if (silent) return;
    auto at = milliseconds(static_cast<int>(std::lognormal_distribution<double>(5.7, 0.4)(random_)));
    const int tokens = stalls || is_cut ? 5 : 20;
    for (int i = 0; i < tokens; ++i, at += 20ms)
      later(at, AttemptSpoke{start.request, start.attempt, TextDelta{"word "}});
    if (stalls) return;
    if (is_cut)
      later(at, AttemptFailed{start.request, start.attempt, {.kind = FaultKind::cut, .message = {}}});
    else
      later(at, AttemptEnded{start.request, start.attempt, {}});
  }
  void carry_out(const CancelAttempt& cancel) { cancelled_[cancel.attempt] = true; }
  void carry_out(const StartPoolTimer& timer) {
    later(timer.after, PoolTimerFired{timer.request, timer.timer});
  }
  void carry_out(const Deliver& deliver) {
    Session& session = sessions_[deliver.request];
    EXPECT_FALSE(session.over);
    if (++session.tokens < 3 || session.committed) return;
    session.committed = true;
    later(0ms, AnswerCommitted{deliver.request});
  }
  void carry_out(const Restart& restart) {
    Session& session = sessions_[restart.request];
    EXPECT_FALSE(session.committed) << "spoken words were taken back";
    session.tokens = 0;
  }
  void carry_out(const Charge&) {}
  void carry_out(const Finish& finish) {
    close(finish.request);
    ++answered_;
    token_waits_.push_back(*finish.served.first_token);
  }
  void carry_out(const Fail& fail) {
    close(fail.request);
    if (fail.committed) {
      ++failed_spoken_;
      token_waits_.push_back(*fail.served.first_token);
      return;
    }
    ++failed_unspoken_;
    failure_waits_.push_back(fail.served.took);
  }
  void close(ModelRequestId request) {
    EXPECT_FALSE(sessions_[request].over) << "ended twice";
    sessions_[request].over = true;
  }

  Faults faults_;
  PoolPolicy policy_;
  PoolState state_;
  std::mt19937 random_{20261101};
  Instant now_{};
  std::multimap<Instant, PoolEventBody> agenda_;
  std::map<ModelRequestId, Session> sessions_;
  std::map<AttemptId, bool> cancelled_;
  std::vector<milliseconds> token_waits_, failure_waits_;
  int answered_ = 0, failed_unspoken_ = 0, failed_spoken_ = 0, hedged_ = 0;
};

TEST(PoolUnderFaults, EveryRequestEndsOnceAndNothingSpokenIsTakenBack) {
  constexpr int kTurns = 10'000;
  World world(3, {}, {});
  world.run(kTurns, 100ms);
  EXPECT_EQ(world.answered() + world.failed_unspoken() + world.failed_spoken(), kTurns);
  EXPECT_TRUE(world.state().requests.empty());
  for (const EndpointState& endpoint : world.state().endpoints) EXPECT_EQ(endpoint.running, 0);
  EXPECT_GE(world.answered(), kTurns * 6 / 10);
  EXPECT_LE(world.hedged(), kTurns * 5 / 100 + 5);
  EXPECT_GE(world.hedged(), kTurns * 1 / 100);
  EXPECT_LE(world.waited_for_token(0.99), 1600ms);
  EXPECT_LE(world.waited(1.0), 2000ms);
}

}  // namespace
}  // namespace attendant::brain
