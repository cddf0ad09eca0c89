#include "runtime/task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace attendant::runtime {
namespace asio = boost::asio;

Task<Status> sleep_for(Duration delay) {
  asio::steady_timer timer(co_await asio::this_coro::executor, delay);
  const auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (error) co_return fail(ErrorCode::cancelled, "the wait was cancelled");
  co_return Status();
}

}  // namespace attendant::runtime
