// Streamable HTTP (MCP 2025-06-18, "Transports"): each message is a POST whose response is a JSON message or
// a stream of server-sent events that holds it. Thread: whoever calls, many at once.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "net/allowed_hosts.hpp"
#include "tools/mcp/http_listener.hpp"
#include "tools/mcp/json_rpc.hpp"
#include "tools/mcp/transport.hpp"
#include "tools/tool_file.hpp"
#include "tools/waited_exchange.hpp"

namespace attendant::tools::mcp {

class HttpTransport final : public Transport {
 public:
  struct Options {
    std::string url;
    Auth auth;
    std::size_t largest_answer = 0;
    std::shared_ptr<const net::AllowedHosts> hosts;  // the URL's own
  };
  HttpTransport(Options options, const HttpAccess& http) : options_(std::move(options)), http_(http) {}

  Result<boost::json::value> request(std::string_view method, boost::json::object params,
                                     const Limits& limits) override;
  Status notify(std::string_view method, boost::json::object params, const Limits& limits) override;
  void use_version(const std::string& version) override;
  void listen() override;
  void reset() override;

 private:
  net::ClientRequest post(std::string body, const Limits& limits);
  net::ClientRequest with_session(net::ClientRequest request);
  // What a message of the server is to the request `id`: its result, or nothing. Others are passed on.
  Result<std::optional<RpcResponse>> look_at(std::string_view message, std::int64_t id);

  Options options_;
  HttpAccess http_;
  std::atomic<std::int64_t> last_id_ = 0;
  std::mutex mutex_;
  std::string session_;  // Mcp-Session-Id
  std::string version_;
  std::unique_ptr<HttpListener> listener_;  // of this session; its thread tells on_notification
};

// The result, or the error as ours.
Result<boost::json::value> result_of(RpcResponse response);

}  // namespace attendant::tools::mcp
