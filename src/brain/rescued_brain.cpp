#include "brain/rescued_brain.hpp"

#include "brain/rescued_session.hpp"

namespace attendant::brain {

std::unique_ptr<BrainSession> RescuedBrain::open(const CallSetting& call) {
  return std::make_unique<RescuedSession>(model_.open(call), rescue_, call, catalogue_);
}

std::string RescuedBrain::version() const { return model_.version() + ", rescued by " + rescue_.version(); }

}  // namespace attendant::brain
