#include "records/second_try.hpp"

#include <thread>
#include <utility>

#include "net/retry_after.hpp"

namespace attendant::records {
namespace {

constexpr std::chrono::milliseconds kTimeToAnswer{200};  // at least, for the second answer

bool is_busy(int status) { return status == 429 || status == 503; }

}  // namespace

Fetch with_second_try(Fetch fetch, const Clock& clock, std::function<void(Duration)> wait) {
  return [fetch = std::move(fetch), &clock,
          wait = std::move(wait)](net::ClientRequest request) -> Result<net::ClientResponse> {
    auto first = fetch(request);
    if (!first || !is_busy(first->head.status)) return first;
    const auto away = net::retry_after(first->head.header("retry-after-ms"),
                                       first->head.header("retry-after"), clock.wall());
    if (!away || clock.now() + *away + kTimeToAnswer > request.deadline) return first;
    wait(*away);
    return fetch(std::move(request));
  };
}

Fetch with_second_try(Fetch fetch, const Clock& clock) {
  return with_second_try(std::move(fetch), clock, [](Duration time) { std::this_thread::sleep_for(time); });
}

}  // namespace attendant::records
