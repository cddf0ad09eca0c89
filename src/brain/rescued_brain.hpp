// A language model whose every turn is rescued when it fails: the dialogue engine runs beside it, is given
// the same caller, and takes the turn with the same tools when the model is down, late, or says what must not
// be said. The caller never waits longer for it than the model's own time for its first words.
//
// What the engine beside would have said is kept back while the model has the turn. Its tool calls are
// answered with what the model's tools of that turn answered, so that it stays in step; where it left the
// conversation (it would have hung up) it is opened anew. Who is in danger is heard by the engine alone.
// One per shard; used on its thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "brain/brain.hpp"
#include "brain/rescuable.hpp"
#include "tools/spec.hpp"

namespace attendant::brain {

class RescuedBrain final : public Brain {
 public:
  // All of them must outlive the brain and its sessions; the catalogue is that of both.
  RescuedBrain(RescuableBrain& model, Brain& rescue, const tools::Catalogue& catalogue)
      : model_(model), rescue_(rescue), catalogue_(catalogue) {}

  std::unique_ptr<BrainSession> open(const CallSetting& call) override;
  std::string version() const override;

 private:
  RescuableBrain& model_;
  Brain& rescue_;
  const tools::Catalogue& catalogue_;
};

}  // namespace attendant::brain
