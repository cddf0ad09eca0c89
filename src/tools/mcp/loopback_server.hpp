// For tests: an MCP server over streamable HTTP on this machine, which keeps to the protocol unless a test
// has it do something else. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/clock.hpp"
#include "net/http_server.hpp"
#include "net/responder.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"

namespace attendant::tools::mcp {

class LoopbackServer {
 public:
  // Answers one message, or does not.
  using Behaviour = std::function<void(net::Responder& responder, std::int64_t id)>;

  // `port`: 0 takes a free one.
  explicit LoopbackServer(std::uint16_t port = 0, bool streams = true) {
    router_.add_async("POST", "/mcp", [this](const net::Request& request, auto responder) {
      return take(request, std::move(responder));
    });
    if (streams)
      router_.add_async("GET", "/mcp",
                        [this](const net::Request&, std::shared_ptr<net::Responder> responder) {
                          responder->begin({.content_type = "text/event-stream", .body = ": welcome\n\n"});
                          const std::lock_guard lock(mutex_);
                          stream_ = std::move(responder);
                          return std::make_unique<net::PendingAnswer>();
                        });
    server_ = std::make_unique<net::HttpServer>(shard_, net::HttpServer::Options{.port = port}, router_,
                                                telemetry::Logger());
    shard_.start();
    if (const auto started = server_->start(); !started) throw std::runtime_error(started.error().message);
  }
  ~LoopbackServer() {
    server_->stop();
    shard_.stop();
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const { return server_->port(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/mcp"; }

  // The answer of tools/list from now on: a JSON array.
  void offer(std::string tools) {
    const std::lock_guard lock(mutex_);
    tools_ = std::move(tools);
  }
  void instead_of(const std::string& method, Behaviour behaviour) {
    const std::lock_guard lock(mutex_);
    instead_[method] = std::move(behaviour);
  }
  // To whoever listens; true when somebody does.
  bool tell(const std::string& message) {
    const std::lock_guard lock(mutex_);
    if (!stream_) return false;
    shard_.post([stream = stream_, message] { stream->send("data: " + message + "\n\n"); });
    return true;
  }
  int asked(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = asked_.find(method);
    return found == asked_.end() ? 0 : found->second;
  }

  static std::string result(std::int64_t id, const std::string& result) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":)" + result + "}";
  }

 private:
  std::unique_ptr<net::PendingAnswer> take(const net::Request& request,
                                           const std::shared_ptr<net::Responder>& responder) {
    const auto message = boost::json::parse(request.body).as_object();
    const std::string method(message.at("method").as_string());
    const auto* number = message.if_contains("id");
    const std::int64_t id = number == nullptr ? 0 : number->as_int64();
    const std::lock_guard lock(mutex_);
    ++asked_[method];
    if (const auto other = instead_.find(method); other != instead_.end()) {
      other->second(*responder, id);
      // An answer that never comes is held for as long as the client waits.
      return std::make_unique<Holding>(responder);
    }
    if (number == nullptr) {
      responder->answer({.status = 202, .body = ""});
    } else if (method == "initialize") {
      responder->answer(net::Response::json(
          result(id, R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true}}})")));
    } else if (method == "tools/list") {
      responder->answer(net::Response::json(result(id, R"({"tools":)" + tools_ + "}")));
    } else if (method == "tools/call") {
      responder->answer(
          net::Response::json(result(id, R"({"content":[],"structuredContent":{"sky":"blue"}})")));
    } else {
      responder->answer(net::Response::json(result(id, "{}")));
    }
    return nullptr;
  }

  struct Holding final : net::PendingAnswer {
    explicit Holding(std::shared_ptr<net::Responder> held) : responder(std::move(held)) {}
    std::shared_ptr<net::Responder> responder;
  };

  SystemClock clock_;
  runtime::Shard shard_{"mcp", clock_};
  net::Router router_;
  std::unique_ptr<net::HttpServer> server_;
  mutable std::mutex mutex_;
  std::string tools_ = "[]";
  std::map<std::string, Behaviour> instead_;
  std::map<std::string, int> asked_;
  std::shared_ptr<net::Responder> stream_;
};

}  // namespace attendant::tools::mcp
