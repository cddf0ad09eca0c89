#include "app/outside_http.hpp"

#include "net/allowed_hosts.hpp"
#include "net/blocking_fetch.hpp"

namespace attendant::app {
namespace {

constexpr std::size_t kLargestPage = std::size_t{16} << 20;  // of records

}  // namespace

Result<std::unique_ptr<OutsideHttp>> OutsideHttp::start(const Clock& clock) {
  std::unique_ptr<OutsideHttp> http(new OutsideHttp);
  http->loop_ = std::make_unique<runtime::Shard>("outside", clock);
  TRY_ASSIGN(http->client_, net::AsioHttpClient::make(*http->loop_, {}));
  http->loop_->start();
  return http;
}

OutsideHttp::~OutsideHttp() {
  if (loop_) loop_->stop();
}

records::Fetch OutsideHttp::fetch_from(const std::string& host) {
  auto hosts = std::make_shared<const net::AllowedHosts>(std::vector<std::string>{host});
  return [this, hosts](net::ClientRequest request) {
    request.allowed_hosts = hosts;
    return net::fetch_blocking(*loop_, *client_, std::move(request), kLargestPage);
  };
}

}  // namespace attendant::app
