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
#include "tools/spec.hpp"

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

  // A guess: what would be wanted if the caller had finished now. Begun by a Heard, continued by the ToolDone
  // of tools that ran for it; answered through `tell` like take(). Nothing of it counts until it is kept, and
  // at most one is open. false: this brain does not guess (now); `tell` is not called and nothing is open.
  // Ids of tools that a guess called are not used again.
  virtual bool guess(conversation::BrainInput input, Tell tell);
  // The turn was taken with the words of the guess: its inputs count as taken. What it has not answered yet
  // it answers now.
  virtual void keep_guess() {}
  // The caller went on: `tell` of the guess is not called any more, and what is on its way for it (a request
  // to a model, say) is cancelled.
  virtual void forget_guess() {}
};

inline bool BrainSession::guess(conversation::BrainInput /*input*/, Tell /*tell*/) { return false; }

// What a brain knows of a call before it begins.
struct CallSetting {
  CallId call;
  Date today;  // of the insurer's records
  // The agents, and through them tools, words and voices; for the whole call. Null: one agent with
  // everything.
  agents::TeamPtr team = nullptr;
  // The tools as they are now; for the whole call. Null: as they were when the brain was made.
  std::shared_ptr<const tools::Catalogue> catalogue = nullptr;
};

class Brain {
 public:
  virtual ~Brain() = default;
  virtual std::unique_ptr<BrainSession> open(const CallSetting& call) = 0;
  virtual std::string version() const = 0;  // for the journal: what a replay needs to know
};

}  // namespace attendant::brain
