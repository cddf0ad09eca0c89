// The HTTP client for whatever is elsewhere (tools, records), on a loop of its own: a service that is slow to
// connect to keeps no call waiting.
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/asio_http_client.hpp"
#include "records/file_source.hpp"
#include "runtime/shard.hpp"
#include "tools/waited_exchange.hpp"

namespace attendant::app {

class OutsideHttp {
 public:
  static Result<std::unique_ptr<OutsideHttp>> start(const Clock& clock);
  ~OutsideHttp();  // nobody waits for it any more

  tools::HttpAccess access() { return {*loop_, *client_}; }
  // For records: to `host` and nowhere else.
  records::Fetch fetch_from(const std::string& host);

 private:
  OutsideHttp() = default;

  std::unique_ptr<runtime::Shard> loop_;
  std::unique_ptr<net::AsioHttpClient> client_;
};

}  // namespace attendant::app
