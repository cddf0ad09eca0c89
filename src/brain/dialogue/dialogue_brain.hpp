// The dialogue engine behind the Brain seam: works out what was meant on a pool, then steps the dialogue on
// the call's shard.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "brain/brain.hpp"
#include "brain/dialogue/options.hpp"
#include "tools/spec.hpp"
#include "understanding/understander.hpp"

namespace attendant::brain {

// Runs `work` off the shard, then `then` on the shard of the call that asked. When the work cannot be taken
// (pool full) it must run it in place: a caller's turn is never dropped.
using Offload = std::function<void(std::function<void()> work, std::function<void()> then)>;

// For tests and the keyboard: everything at once, on the thread that asks.
Offload run_in_place();

// One per shard, whose Offload comes back to that shard; the Understander is shared by all.
class DialogueBrain final : public Brain {
 public:
  // `tools` must outlive the brain and its sessions.
  DialogueBrain(DialogueOptions options, const tools::Catalogue& tools,
                std::shared_ptr<const understanding::Understander> understander, Offload offload);

  std::unique_ptr<BrainSession> open(const CallSetting& call) override;
  std::string version() const override;

 private:
  DialogueOptions options_;
  const tools::Catalogue& tools_;
  std::shared_ptr<const understanding::Understander> understander_;
  Offload offload_;
};

}  // namespace attendant::brain
