// A brain that may fail to answer, so that another must be there to take the turn: a language model. Used by
// RescuedBrain only. Threads: as brain.hpp.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "brain/brain.hpp"

namespace attendant::brain {

struct GivenUp {
  std::string why;  // for the journal: "no first words in time"; no words of the caller; empty: by plan
  std::vector<conversation::Act> notes;  // what the journal should know besides
  // Of the caller's turn, what was said already: the answer broke off. It is not said again.
  std::vector<std::string> said;
};

class RescuableSession {
 public:
  using Tell = BrainSession::Tell;
  using Failed = std::function<void(GivenUp)>;

  virtual ~RescuableSession() = default;

  // As BrainSession::take; instead of the last acts `failed` may come, once, and then nothing more: somebody
  // else ends the turn. Something comes within a time that the session bounds, and again after it.
  virtual void take(conversation::BrainInput input, Tell tell, Failed failed) = 0;

  // As BrainSession::guess, keep_guess and forget_guess.
  virtual bool guess(conversation::BrainInput input, Tell tell, Failed failed);
  virtual void keep_guess() {}
  virtual void forget_guess() {}

  // What happened while somebody else had the turn.
  virtual void witness(const conversation::BrainInput& input) = 0;
  virtual void witness(std::span<const conversation::Act> acts) = 0;
};

inline bool RescuableSession::guess(conversation::BrainInput /*input*/, Tell /*tell*/, Failed /*failed*/) {
  return false;
}

class RescuableBrain {
 public:
  virtual ~RescuableBrain() = default;
  virtual std::unique_ptr<RescuableSession> open(const CallSetting& call) = 0;
  virtual std::string version() const = 0;
};

}  // namespace attendant::brain
