#include "app/rehearsed_tools.hpp"

#include <memory>
#include <utility>

#include "base/clock.hpp"

namespace attendant::app {
namespace {

class RehearsedTool final : public tools::OutsideTool {
 public:
  RehearsedTool(std::shared_ptr<tools::OutsideTool> tool, Rehearsal rehearsal)
      : tool_(std::move(tool)), rehearsal_(rehearsal) {}

  Result<ToolAnswer> call(const tools::OutsideCall& call) override {
    const bool elsewhere = tool_->waits_for_others();
    const bool writes = call.spec.access == tools::Access::write;
    if (elsewhere && (writes || rehearsal_ == Rehearsal::nothing))
      return fail(ErrorCode::refused,
                  call.spec.name + ": nothing is changed or asked elsewhere in a rehearsal");
    auto timed = call;
    timed.deadline = SystemClock().now() + call.spec.timeout;
    return tool_->call(timed);
  }
  bool waits_for_others() const override { return tool_->waits_for_others(); }

 private:
  const std::shared_ptr<tools::OutsideTool> tool_;
  const Rehearsal rehearsal_;
};

}  // namespace

tools::OutsideTools rehearsed(const tools::OutsideTools& tools, Rehearsal rehearsal) {
  tools::OutsideTools made;
  for (const auto& [name, tool] : tools) made.emplace(name, std::make_shared<RehearsedTool>(tool, rehearsal));
  return made;
}

}  // namespace attendant::app
