#include "app/tool_bench.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace attendant::app {
namespace {

constexpr std::chrono::milliseconds kUnknownTool{2000};

ToolAnswer failed(std::string_view why) {
  return {.outcome = Outcome::failed,
          .say = {"I'm sorry, I can't get to that information right now."},
          .facts = {{"error", why}}};
}

// Answered once, by whoever is first: the tool, its timer or who stops it. Used on the loop's thread.
struct Pending {
  call::Services::ToolDone done;
  conversation::Identity identity;
  runtime::Timer timer;
  // Asked of the tool itself: by whoever dropped the call, and when its time is over.
  std::stop_source stop;
  std::optional<std::stop_callback<std::function<void()>>> dropped;

  void answer(ToolAnswer answer, conversation::Identity identity) {
    if (!done) return;
    timer.cancel();
    std::exchange(done, nullptr)(std::move(answer), std::move(identity));
  }
};

}  // namespace

void ToolBench::run(call::Services::ToolRun run, call::Services::ToolDone done) {
  auto pending = std::make_shared<Pending>();
  pending->done = std::move(done);
  pending->identity = run.identity;
  const auto catalogue = tools_.catalogue_now();
  const auto* spec = catalogue->find(run.name);
  pending->timer = loop_.after(spec == nullptr ? kUnknownTool : spec->timeout, [pending] {
    pending->stop.request_stop();
    pending->answer(failed("timed out"), pending->identity);
  });
  const bool may_cancel = spec != nullptr && spec->on_interrupt == tools::OnInterrupt::cancel;
  if (may_cancel) {
    // On the loop's thread, but inside a step of the call: its answer comes in a later job.
    pending->dropped.emplace(run.stop, [this, weak = std::weak_ptr(pending)] {
      const auto one = weak.lock();
      if (one == nullptr) return;
      one->stop.request_stop();
      loop_.post([one] { one->answer({.outcome = Outcome::cancelled}, one->identity); });
    });
  }
  auto& pool = tools_.waits_for_others(run.name) ? waiting_ : storage_;
  const bool taken = pool.post(
      [this, run = std::move(run), pending, stop = pending->stop.get_token()]() mutable {
        auto identity = run.identity;
        auto answer = tools_.run(run.context, identity, run.name, run.arguments, run.confirmed, stop);
        loop_.post([pending = std::move(pending), answer = std::move(answer),
                    identity = std::move(identity)]() mutable {
          pending->answer(std::move(answer), std::move(identity));
        });
      },
      runtime::Priority::urgent);
  if (!taken)
    loop_.post([pending] { pending->answer(failed("the pool of tools is full"), pending->identity); });
}

}  // namespace attendant::app
