#include "runtime/run_here.hpp"

#include <chrono>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace attendant::runtime {

void run_here(Shard& shard, Duration longest, const std::function<bool()>& enough) {
  auto& context = shard.context();
  const auto stays = boost::asio::make_work_guard(context);  // with nothing to do it waits, too
  context.restart();
  const auto until = std::chrono::steady_clock::now() + longest;
  while (!enough() && context.run_one_until(until) > 0) {
  }
}

}  // namespace attendant::runtime
