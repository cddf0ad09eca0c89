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
};

class RescuableSession {
 public:
  using Tell = BrainSession::Tell;
  using Failed = std::function<void(GivenUp)>;

  virtual ~RescuableSession() = default;

  // As BrainSession::take; instead of any act `failed` may come, once, and then nothing more. One of them
  // comes within a time that the session bounds. After the first act it sees to it itself that the answer
  // ends.
  virtual void take(conversation::BrainInput input, Tell tell, Failed failed) = 0;

  // What happened while somebody else had the turn.
  virtual void witness(const conversation::BrainInput& input) = 0;
  virtual void witness(std::span<const conversation::Act> acts) = 0;
};

class RescuableBrain {
 public:
  virtual ~RescuableBrain() = default;
  virtual std::unique_ptr<RescuableSession> open(const CallSetting& call) = 0;
  virtual std::string version() const = 0;
};

}  // namespace attendant::brain
