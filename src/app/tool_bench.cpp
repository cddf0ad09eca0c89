#include "app/tool_bench.hpp"

#include <memory>
#include <utility>

namespace attendant::app {
namespace {

constexpr std::chrono::milliseconds kUnknownTool{2000};

ToolAnswer failed(std::string_view why) {
  return {.outcome = Outcome::failed,
          .say = {"I'm sorry, I can't get to that information right now."},
          .facts = {{"error", why}}};
}

// Answered once, by whoever is first: the tool or its timer. Used on the loop's thread.
struct Pending {
  call::Services::ToolDone done;
  conversation::Identity identity;
  runtime::Timer timer;

  void answer(ToolAnswer answer, conversation::Identity identity) {
    if (!done) return;
    timer.cancel();
    std::exchange(done, nullptr)(std::move(answer), std::move(identity));
  }
};

}  // namespace

void ToolBench::run(call::Services::ToolRun run, call::Services::ToolDone done) {
  auto pending = std::make_shared<Pending>(Pending{.done = std::move(done), .identity = run.identity});
  const auto* spec = tools_.catalogue().find(run.name);
  pending->timer = loop_.after(spec == nullptr ? kUnknownTool : spec->timeout,
                               [pending] { pending->answer(failed("timed out"), pending->identity); });
  const bool taken = storage_.post(
      [this, run = std::move(run), pending]() mutable {
        auto identity = run.identity;
        auto answer = tools_.run(run.context, identity, run.name, run.arguments, run.confirmed);
        loop_.post([pending = std::move(pending), answer = std::move(answer),
                    identity = std::move(identity)]() mutable {
          pending->answer(std::move(answer), std::move(identity));
        });
      },
      runtime::Priority::urgent);
  if (!taken)
    loop_.post([pending] { pending->answer(failed("the storage pool is full"), pending->identity); });
}

}  // namespace attendant::app
