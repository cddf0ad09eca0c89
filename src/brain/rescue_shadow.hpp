// The engine that runs beside a model: what it would have said and done in the turn, kept back. Internal to
// rescued_brain.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "brain/brain.hpp"
#include "conversation/identity.hpp"
#include "tools/spec.hpp"

namespace attendant::brain {

class RescueShadow {
 public:
  using Acts = std::vector<conversation::Act>;

  RescueShadow(Brain& brain, CallSetting call, const tools::Catalogue& catalogue)
      : brain_(brain), call_(std::move(call)), catalogue_(call_.catalogue ? *call_.catalogue : catalogue) {}

  void start(const conversation::Started& started);
  // A turn of the caller; what comes of it is kept.
  void hear(conversation::BrainInput input, const conversation::Identity& identity);
  // A tool of the model has answered in this turn.
  void model_tool(std::string name, ToolAnswer answer);
  // The model has failed: the turn is the engine's. `then` is given all that it wants done, once it knows.
  void take_over(const conversation::Identity& identity, std::function<void(Acts)> then);
  // An input of a turn that is the engine's.
  void take(conversation::BrainInput input, BrainSession::Tell tell);
  // The engine has the caller's turn from the beginning.
  void forget_turn();
  // It has read the turn and made nothing of it.
  bool is_lost() const;

 private:
  struct ToolOfModel {
    std::string name;
    ToolAnswer answer;
  };

  void open();
  void settle(const conversation::Identity& identity, bool only_known);
  ToolAnswer answer_for(const conversation::CallTool& call, const conversation::Identity& identity) const;
  bool model_has_run(const std::string& tool) const;
  void keep(Acts acts);

  Brain& brain_;
  CallSetting call_;
  const tools::Catalogue& catalogue_;
  conversation::Started started_;
  std::unique_ptr<BrainSession> session_;
  Acts kept_;                                    // of this turn, but tool calls
  std::vector<conversation::CallTool> pending_;  // of this turn, not answered
  std::vector<ToolOfModel> tools_;               // of this turn
  bool left_ = false;                            // it would have ended or transferred the call
  bool busy_ = false;                            // it has not answered the last input
  std::uint32_t turn_ = 0;
  std::function<void(Acts)> then_;
  conversation::Identity identity_;
};

}  // namespace attendant::brain
