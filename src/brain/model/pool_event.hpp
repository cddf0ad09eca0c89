// Everything that can change a decision of the model pool. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "brain/model/attempt_fault.hpp"
#include "brain/model/model_answer.hpp"
#include "brain/model/rate_limits.hpp"

namespace attendant::brain {

using ModelRequestId = Named<std::uint64_t, struct ModelRequestIdTag>;  // the session's own count
using AttemptId = Named<std::uint64_t, struct AttemptIdTag>;            // 1, 2, 3 ... within a pool
using PoolTimerId = Named<std::uint64_t, struct PoolTimerIdTag>;        // 1, 2, 3 ... within a pool

// A session wants an answer.
struct AnswerWanted {
  ModelRequestId request;
  std::string call, agent;  // whom it is charged to
  std::string consumer;     // whose quota it takes from
  // What the request shares with the ones before it (agent's prompt, conversation): requests with the same
  // key go to the same endpoint where they can, whose prompt cache is warm. May be empty.
  std::string prefix_key;
  // The whole text asked, where the answer is fixed for everybody; empty for all else.
  std::string cache_key;
  std::int64_t prompt_tokens = 0;  // estimated
  std::int64_t most_tokens = 0;    // of the answer
  Instant deadline{};              // of the whole turn: no try begins after it

  // What it is expected to take of every quota.
  std::int64_t estimate() const { return prompt_tokens + most_tokens; }
};
// Words of it went to the speaker, or a tool of it was started: nothing of it can be taken back any more.
struct AnswerCommitted {
  ModelRequestId request;
};
// The session no longer wants it: the caller speaks, or hung up.
struct AnswerUnwanted {
  ModelRequestId request;
};
// The headers of the attempt's response came, with what is left of the endpoint's quota.
struct LimitsTold {
  ModelRequestId request;
  AttemptId attempt;
  RateLimits limits;
};
// A token came. Headers, the role and filter results are none.
struct AttemptSpoke {
  ModelRequestId request;
  AttemptId attempt;
  AnswerDelta delta;
};
struct AttemptEnded {
  ModelRequestId request;
  AttemptId attempt;
  AnswerEnd end;
};
struct AttemptFailed {
  ModelRequestId request;
  AttemptId attempt;
  AttemptFault fault;
};
struct PoolTimerFired {
  ModelRequestId request;
  PoolTimerId timer;  // one that is no longer waited for is ignored
};

using PoolEventBody = std::variant<AnswerWanted, AnswerCommitted, AnswerUnwanted, LimitsTold, AttemptSpoke,
                                   AttemptEnded, AttemptFailed, PoolTimerFired>;
struct PoolEvent {
  Instant at{};  // never before the event before it
  PoolEventBody body;
};

}  // namespace attendant::brain
