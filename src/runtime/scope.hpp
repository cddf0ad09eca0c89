// Structured concurrency: a Scope owns the coroutines that it started. Leaving is cancel() and then co_await
// join(): after that none of them runs. One per call, per turn, per server; lives on one shard, used on its
// thread only.
#pragma once

#include <functional>
#include <memory>

#include "runtime/task.hpp"

namespace boost::asio {
class io_context;
}

namespace attendant::runtime {

class Scope {
 public:
  // `on_error` is told of a child that ended with an error other than cancelled (an exception is
  // ErrorCode::internal).
  explicit Scope(boost::asio::io_context& context, std::move_only_function<void(Error)> on_error = {});
  ~Scope();  // children must have ended, or their io_context have stopped
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  void spawn(Task<Status> child);  // refused silently after cancel()
  void cancel();                   // asks all children to end; a second call does nothing
  Task<void> join();               // returns when the last child has ended
  std::size_t children() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace attendant::runtime
