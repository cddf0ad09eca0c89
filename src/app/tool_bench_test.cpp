// What callers get of tools that hang, end late, or are no longer wanted.
#include "app/tool_bench.hpp"

#include <chrono>
#include <future>
#include <memory>

#include <gtest/gtest.h>

#include "records/sqlite_store.hpp"
#include "runtime/shard.hpp"

namespace attendant::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLong = 20s;  // far more than anything here needs

// Waits for its stop, and tells that it came.
class Hanging final : public tools::OutsideTool {
 public:
  Result<ToolAnswer> call(const tools::OutsideCall& call) override {
    begun.set_value();
    std::promise<void> stopped;
    const std::stop_callback tell(call.stop, [&] { stopped.set_value(); });
    if (call.spec.access == tools::Access::write)
      finish.get_future().wait();
    else
      stopped.get_future().wait();
    return ToolAnswer{.outcome = Outcome::ok, .say = {"Done."}};
  }
  bool waits_for_others() const override { return true; }

  std::promise<void> begun;
  std::promise<void> finish;
};

class ToolBenchTest : public testing::Test {
 protected:
  ToolBenchTest() { loop_.start(); }
  ~ToolBenchTest() override {
    waiting_.stop();
    storage_.stop();
    loop_.stop();
  }
  void offer(tools::Access access, std::chrono::milliseconds timeout) {
    tools::ToolSpec spec;
    spec.name = "hangs";
    spec.level = conversation::AuthLevel::none;
    spec.access = access;
    spec.timeout = timeout;
    spec.on_interrupt =
        access == tools::Access::write ? tools::OnInterrupt::finish : tools::OnInterrupt::cancel;
    runtime_.emplace(tools::Catalogue({spec}), *store_, tools::LockOutPolicy{},
                     std::make_shared<SystemClock>(), tools::OutsideTools{{"hangs", tool_}});
    bench_.emplace(*runtime_, storage_, waiting_, loop_);
  }
  std::future<ToolAnswer> run() {
    auto answered = std::make_shared<std::promise<ToolAnswer>>();
    auto future = answered->get_future();
    loop_.post([this, answered] {
      bench_->run({.context = {.call = CallId("c-1"), .source_number = {}, .today = {}, .now = {}},
                   .identity = {},
                   .name = "hangs",
                   .arguments = {},
                   .stop = stop_.get_token()},
                  [answered](ToolAnswer answer, const conversation::Identity&) {
                    answered->set_value(std::move(answer));
                  });
    });
    return future;
  }
  void drop() {
    loop_.post([this] { stop_.request_stop(); });
  }

  SystemClock clock_;
  runtime::Shard loop_{"calls", clock_};
  runtime::Pool storage_{{.name = "storage"}};
  runtime::Pool waiting_{{.name = "waiting"}};
  std::unique_ptr<records::SqliteStore> store_ =
      records::SqliteStore::open({.path = ":memory:", .data = ATTENDANT_SOURCE_DIR "/data/demo"}).value();
  std::shared_ptr<Hanging> tool_ = std::make_shared<Hanging>();
  std::stop_source stop_;
  std::optional<tools::ToolRuntime> runtime_;
  std::optional<ToolBench> bench_;
};

TEST_F(ToolBenchTest, AToolThatHangsIsAnsweredForWhenItsTimeIsOver) {
  offer(tools::Access::read, 50ms);
  auto answer = run();
  ASSERT_EQ(answer.wait_for(kLong), std::future_status::ready);
  const auto told = answer.get();
  EXPECT_EQ(told.outcome, Outcome::failed);
  EXPECT_FALSE(told.say.empty()) << "the caller hears something";
}

TEST_F(ToolBenchTest, AReadThatWasDroppedIsAnsweredAtOnceAndStopped) {
  offer(tools::Access::read, 60s);
  auto answer = run();
  ASSERT_EQ(tool_->begun.get_future().wait_for(kLong), std::future_status::ready);
  drop();
  ASSERT_EQ(answer.wait_for(kLong), std::future_status::ready);
  EXPECT_EQ(answer.get().outcome, Outcome::cancelled);
}

TEST_F(ToolBenchTest, AWriteThatWasDroppedIsFinished) {
  offer(tools::Access::write, 60s);
  auto answer = run();
  ASSERT_EQ(tool_->begun.get_future().wait_for(kLong), std::future_status::ready);
  drop();
  tool_->finish.set_value();
  ASSERT_EQ(answer.wait_for(kLong), std::future_status::ready);
  EXPECT_EQ(answer.get().outcome, Outcome::ok);
}

}  // namespace
}  // namespace attendant::app
