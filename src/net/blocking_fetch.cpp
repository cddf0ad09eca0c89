#include "net/blocking_fetch.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

namespace attendant::net {
namespace {

constexpr std::chrono::seconds kGrace{1};  // the loop tells of the deadline itself, unless it hangs

// Shared by the thread that waits and the loop; the exchange belongs to the loop.
struct Waiting {
  std::promise<Result<ClientResponse>> answer;
  std::unique_ptr<Exchange> exchange;
  std::atomic<bool> over = false;  // nobody waits any more
};

}  // namespace

Result<ClientResponse> fetch_blocking(runtime::Loop& loop, HttpClient& client, ClientRequest request,
                                      std::size_t longest_body) {
  CHECK(!loop.on_this_thread());
  const Duration left = std::max(request.deadline - loop.clock().now(), Duration::zero());
  const auto waiting = std::make_shared<Waiting>();
  auto answer = waiting->answer.get_future();
  loop.post([waiting, &client, request = std::move(request), longest_body]() mutable {
    if (waiting->over) return;
    const auto told = [weak = std::weak_ptr(waiting)](Result<ClientResponse> response) {
      const auto alive = weak.lock();
      if (!alive) return;
      alive->exchange.reset();
      alive->answer.set_value(std::move(response));
    };
    waiting->exchange = fetch(client, std::move(request), longest_body, told);
  });
  if (answer.wait_for(left + kGrace) == std::future_status::ready) return answer.get();
  waiting->over = true;
  loop.post([waiting] { waiting->exchange.reset(); });
  return fail({.code = ErrorCode::timed_out,
               .message = "the loop of the HTTP client did not answer by the request's deadline"});
}

}  // namespace attendant::net
