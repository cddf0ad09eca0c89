// For tests: an HTTP service on this machine that answers as a test says, and the client that asks it. What
// it answers is decided on its own thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "net/asio_http_client.hpp"
#include "net/blocking_fetch.hpp"
#include "net/http_server.hpp"
#include "net/responder.hpp"
#include "records/file_source.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"

namespace attendant::records {

class LoopbackService {
 public:
  // Nothing: it never answers.
  using Answer = std::function<std::optional<net::Response>(const net::Request&)>;

  LoopbackService(const std::vector<std::string>& paths, Answer answer) : answer_(std::move(answer)) {
    for (const auto& path : paths)
      router_.add_async("GET", path, [this](const net::Request& request, auto responder) {
        return take(request, std::move(responder));
      });
    server_ =
        std::make_unique<net::HttpServer>(serving_, net::HttpServer::Options{}, router_, telemetry::Logger());
    auto client = net::AsioHttpClient::make(asking_, {});
    if (!client) throw std::runtime_error(client.error().message);
    client_ = *std::move(client);
    serving_.start();
    asking_.start();
    if (const auto started = server_->start(); !started) throw std::runtime_error(started.error().message);
  }
  ~LoopbackService() {
    asking_.stop();
    server_->stop();
    serving_.stop();
  }
  LoopbackService(const LoopbackService&) = delete;
  LoopbackService& operator=(const LoopbackService&) = delete;

  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + std::string(path);
  }
  // From now on instead of the service's own answers; empty: those again.
  void answer_with(Answer answer) {
    const std::lock_guard lock(mutex_);
    instead_ = std::move(answer);
  }
  Fetch fetch(std::size_t longest_body = std::size_t{16} << 20) {
    return [this, longest_body](net::ClientRequest request) {
      return net::fetch_blocking(asking_, *client_, std::move(request), longest_body);
    };
  }
  const Clock& clock() const { return clock_; }
  std::vector<net::Request> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  struct Holding final : net::PendingAnswer {
    explicit Holding(std::shared_ptr<net::Responder> held) : responder(std::move(held)) {}
    std::shared_ptr<net::Responder> responder;
  };

  std::unique_ptr<net::PendingAnswer> take(const net::Request& request,
                                           std::shared_ptr<net::Responder> responder) {
    const std::lock_guard lock(mutex_);
    asked_.push_back(request);
    auto response = instead_ ? instead_(request) : answer_(request);
    if (!response) return std::make_unique<Holding>(std::move(responder));
    responder->answer(*std::move(response));
    return nullptr;
  }

  SystemClock clock_;
  runtime::Shard serving_{"serving", clock_};
  runtime::Shard asking_{"asking", clock_};
  net::Router router_;
  mutable std::mutex mutex_;  // of what follows
  Answer answer_, instead_;
  std::vector<net::Request> asked_;
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<net::AsioHttpClient> client_;
};

}  // namespace attendant::records
