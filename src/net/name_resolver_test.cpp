#include "net/name_resolver.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::net {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;

constexpr auto kLong = 20s;  // far more than anything here needs

// A directory of names in which "dead" is not answered until the test says so.
class Directory {
 public:
  Lookup lookup() {
    return [shared = shared_](const std::string& host) -> Result<Addresses> {
      ++shared->lookups;
      if (host.starts_with("dead")) shared->released.wait();
      if (host == "nobody") return fail(ErrorCode::unavailable, "not known");
      return Addresses{"192.0.2.7"};
    };
  }
  ~Directory() { release(); }
  void release() {
    if (!std::exchange(released_, true)) shared_->release.set_value();
  }
  int lookups() const { return shared_->lookups; }

 private:
  struct Shared {
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    std::atomic<int> lookups = 0;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  bool released_ = false;
};

std::future<Result<Addresses>> ask(NameResolver& names, const std::string& host) {
  auto answer = std::make_shared<std::promise<Result<Addresses>>>();
  auto future = answer->get_future();
  names.resolve(host, [answer](Result<Addresses> found) { answer->set_value(std::move(found)); });
  return future;
}

TEST(NameResolver, OneThatIsNotAnsweredHoldsUpNoOther) {
  Directory directory;
  NameResolver names({.lookup = directory.lookup()});
  auto dead = ask(names, "dead");
  auto good = ask(names, "good");
  ASSERT_EQ(good.wait_for(kLong), std::future_status::ready);
  EXPECT_THAT(good.get().value(), ElementsAre("192.0.2.7"));
  EXPECT_EQ(dead.wait_for(0s), std::future_status::timeout);
  directory.release();
  EXPECT_TRUE(dead.get());
}

TEST(NameResolver, ANameIsLookedUpOnceForAllWhoWait) {
  Directory directory;
  NameResolver names({.lookup = directory.lookup()});
  auto one = ask(names, "dead");
  auto other = ask(names, "dead");
  directory.release();
  EXPECT_TRUE(one.get());
  EXPECT_TRUE(other.get());
  EXPECT_EQ(directory.lookups(), 1);
}

TEST(NameResolver, ThereIsAnEndToLookupsAndToThoseThatWait) {
  Directory directory;
  NameResolver names({.lookup = directory.lookup(), .most_lookups = 1, .most_waiting = 1});
  auto first = ask(names, "dead-1");
  while (directory.lookups() == 0) std::this_thread::yield();
  auto second = ask(names, "dead-2");
  EXPECT_EQ(ask(names, "dead-3").get().error().code, ErrorCode::exhausted);
  directory.release();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
}

TEST(NameResolver, ItsEndDoesNotWaitForALookupThatHangs) {
  Directory directory;
  std::future<Result<Addresses>> answer;
  {
    NameResolver names({.lookup = directory.lookup()});
    answer = ask(names, "dead");
  }
  directory.release();
  EXPECT_THROW(answer.get(), std::future_error) << "nobody is told";
}

TEST(NameResolver, ErrorsAreTold) {
  Directory directory;
  NameResolver names({.lookup = directory.lookup()});
  EXPECT_EQ(ask(names, "nobody").get().error().message, "not known");
}

TEST(SystemLookup, KnowsThisMachine) {
  EXPECT_THAT(system_lookup("localhost").value(), Contains("127.0.0.1"));
  EXPECT_FALSE(system_lookup(std::string(70, 'x')));
}

}  // namespace
}  // namespace attendant::net
