// The seam between the conversation and whatever decides what to say: a dialogue engine or a language model.
//
// The call's core gives one BrainInput at a time and is answered with the acts to carry out: at once, or
// sentence by sentence as they come. Thread: `open` and `take` are called on the call's shard, and `tell` is
// called there too, at once or later; the brain moves its own computing to a pool. A session lives as long as
// its call; when it is destroyed first, `tell` may never be called.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/agent.hpp"
#include "base/date.hpp"
#include "base/named.hpp"
#include "conversation/acts.hpp"

namespace attendant::brain {

class BrainSession {
 public:
  // Called once or more for each input, in order; `more`: further acts for the same input follow. The last
  // call says false, also when nothing more is wanted (an `Interrupted` came meanwhile, say).
  using Tell = std::function<void(std::vector<conversation::Act> acts, bool more)>;

  virtual ~BrainSession() = default;

  // One at a time: the next input may be given before the last was answered only if that answer is no longer
  // wanted; inputs are taken in the order given and each is answered.
  virtual void take(conversation::BrainInput input, Tell tell) = 0;
};

// What a brain knows of a call before it begins.
struct CallSetting {
  CallId call;
  Date today;  // of the insurer's records
  // The agents, and through them tools, words and voices; for the whole call. Null: one agent with
  // everything.
  agents::TeamPtr team = nullptr;
};

class Brain {
 public:
  virtual ~Brain() = default;
  virtual std::unique_ptr<BrainSession> open(const CallSetting& call) = 0;
  virtual std::string version() const = 0;  // for the journal: what a replay needs to know
};

}  // namespace attendant::brain
