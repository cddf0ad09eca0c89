#include "tools/waited_exchange.hpp"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace attendant::tools {
namespace {

constexpr std::chrono::seconds kGrace{1};  // the loop tells of the deadline itself, unless it hangs

// Shared by the thread that waits and the loop.
struct Waiting {
  std::unique_ptr<net::Exchange> running;  // the loop's alone
  net::ClientResponse response;            // the loop's until there is a result
  std::size_t longest_body = 0;

  std::mutex mutex;
  std::condition_variable changed;
  SeeBody see;  // called under the mutex, so never after the waiting thread has gone on
  std::optional<Result<net::ClientResponse>> result;
  bool given_up = false;

  // On the loop.
  void take(std::string_view piece) {
    const std::lock_guard lock(mutex);
    if (given_up || result) return;
    if (response.body.size() + piece.size() > longest_body)
      return tell(fail(ErrorCode::exhausted, "the answer is longer than we take"));
    response.body += piece;
    if (!see) return;
    const auto enough = see(response.head, piece);
    if (!enough) return tell(fail(enough.error()));
    if (*enough) tell(std::move(response));
  }
  void end(const Status& status) {
    const std::lock_guard lock(mutex);
    if (given_up || result) return;
    if (status)
      tell(std::move(response));
    else
      tell(fail(status.error()));
  }

 private:
  void tell(Result<net::ClientResponse> outcome) {  // under the mutex
    result.emplace(std::move(outcome));
    changed.notify_all();
  }
};

}  // namespace

Result<net::ClientResponse> exchange(const HttpAccess& http, net::ClientRequest request,
                                     std::size_t longest_body, const std::stop_token& stop, SeeBody see) {
  CHECK(!http.loop.on_this_thread());
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "the answer is no longer wanted");
  const Duration left = std::max(request.deadline - http.loop.clock().now(), Duration::zero());
  const auto waiting = std::make_shared<Waiting>();
  waiting->longest_body = longest_body;
  waiting->see = std::move(see);
  http.loop.post([waiting, &client = http.client, request = std::move(request)]() mutable {
    if (const std::lock_guard lock(waiting->mutex); waiting->given_up) return;
    const std::weak_ptr weak(waiting);
    waiting->running = client.start(std::move(request), {.head =
                                                             [weak](const net::ResponseHead& head) {
                                                               if (const auto alive = weak.lock())
                                                                 alive->response.head = head;
                                                             },
                                                         .body =
                                                             [weak](std::string_view piece) {
                                                               if (const auto alive = weak.lock())
                                                                 alive->take(piece);
                                                             },
                                                         .done =
                                                             [weak](const Status& status) {
                                                               if (const auto alive = weak.lock())
                                                                 alive->end(status);
                                                             }});
  });
  const std::stop_callback wake(stop, [&waiting] {
    const std::lock_guard lock(waiting->mutex);
    waiting->changed.notify_all();
  });
  std::unique_lock lock(waiting->mutex);
  waiting->changed.wait_for(lock, left + kGrace, [&] { return waiting->result || stop.stop_requested(); });
  waiting->given_up = true;
  auto result = std::move(waiting->result);
  lock.unlock();
  // Destroyed where it runs: that closes the connection of one that did not end.
  http.loop.post([waiting] { waiting->running.reset(); });
  if (result) return *std::move(result);
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "the answer is no longer wanted");
  return fail(ErrorCode::timed_out, "there was no answer in time");
}

}  // namespace attendant::tools
