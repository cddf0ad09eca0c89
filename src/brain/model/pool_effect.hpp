// What the model pool wants done. The gateway's shell carries effects out in their order and turns their
// results into events. Values.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "brain/model/cost.hpp"
#include "brain/model/pool_event.hpp"

namespace attendant::brain {

enum class AttemptReason {
  first,
  retry,  // another one failed
  hedge,  // another one is slow; the first with a token wins
};

// Sends the request to an endpoint; answered by AttemptSpoke ..., then AttemptEnded or AttemptFailed.
struct StartAttempt {
  ModelRequestId request;
  AttemptId attempt;
  std::size_t endpoint = 0;  // index in the pool's list
  AttemptReason reason = AttemptReason::first;
};
// Closes the attempt's stream. Nothing more is heard of it.
struct CancelAttempt {
  ModelRequestId request;
  AttemptId attempt;
  std::optional<FaultKind> fault = {};  // late or stalled; nothing: it was not wanted any more
};
struct StartPoolTimer {
  ModelRequestId request;
  PoolTimerId timer;
  std::chrono::milliseconds after{0};
};
// A piece of the answer, for the session.
struct Deliver {
  ModelRequestId request;
  AnswerDelta delta;
};
// What was delivered so far is void: another try begins from the first word. Never after AnswerCommitted.
struct Restart {
  ModelRequestId request;
};
// What one attempt cost, won or lost.
struct Charge {
  std::string call, agent;
  std::size_t endpoint = 0;
  TokenUsage usage;
  bool estimated = false;  // it was given up before it said what it took
  MicroCents cost = 0;
};
// How the request was served, for metrics and the turn's record.
struct Served {
  std::optional<std::size_t> endpoint;  // nothing: from the cache, or nobody answered
  int attempts = 0;
  bool hedged = false;
  bool hedge_won = false;
  std::optional<std::chrono::milliseconds> first_token;  // since the request
  std::chrono::milliseconds took{0};
  MicroCents cost = 0;  // of all its attempts, won or lost
};
struct Finish {
  ModelRequestId request;
  AnswerEnd end;
  Served served;
};
// No whole answer will come. The session has the dialogue engine take the turn; when `committed`, words of
// this answer were heard, and the sentence has to be brought to an end instead.
struct Fail {
  ModelRequestId request;
  Error error;
  bool committed = false;
  Served served;
};

using PoolEffect =
    std::variant<StartAttempt, CancelAttempt, StartPoolTimer, Deliver, Restart, Charge, Finish, Fail>;

}  // namespace attendant::brain
