// The WebSocket client against our server and against one that does not behave.
#include <condition_variable>
#include <deque>
#include <mutex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
#include "net/asio_web_socket_client.hpp"
#include "net/development_certificate.hpp"
#include "net/http_server.hpp"
#include "net/scripted_server.hpp"

namespace attendant::net {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

// What a side of a connection heard, for the test's thread to wait for.
class Heard {
 public:
  void add(std::string event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_one();
  }
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 20s, [this] { return !events_.empty(); })) return "nothing";
    std::string event = std::move(events_.front());
    events_.pop_front();
    return event;
  }
  bool nothing() {
    const std::lock_guard lock(mutex_);
    return events_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> events_;
};

class Listening final : public SocketEvents {
 public:
  Listening(Heard& heard, bool echoes) : heard_(heard), echoes_(echoes) {}
  void on_open(std::shared_ptr<WebSocket> socket) override {
    heard_.add("open");
    socket_ = std::move(socket);
    if (echoes_) return;
    socket_->send_text("words");
    socket_->send_binary({std::byte{1}, std::byte{2}});
  }
  void on_text(std::string_view text) override {
    heard_.add("text " + std::string(text));
    if (echoes_) socket_->send_text(std::string(text));
  }
  void on_binary(std::span<const std::byte> bytes) override {
    heard_.add(fmt::format("{} bytes", bytes.size()));
    if (echoes_) return socket_->send_binary({bytes.begin(), bytes.end()});
    socket_->close(close_code::kNormal, "enough");
  }
  void on_closed(std::uint16_t code) override {
    heard_.add(fmt::format("closed {}", code));
    socket_.reset();
  }

 private:
  Heard& heard_;
  bool echoes_;
  std::shared_ptr<WebSocket> socket_;
};

class WebSocketClientTest : public testing::Test {
 protected:
  WebSocketClientTest() {
    router.add_socket("/echo", [this](const Request& request) -> SocketAnswer {
      const auto key = request.headers.find("authorization");
      if (key == request.headers.end()) return Response::problem(401, "Unauthorized");
      const auto offered = request.headers.find("sec-websocket-protocol");
      return SocketAcceptance{.events = std::make_shared<Listening>(server_heard, true),
                              .subprotocol = offered == request.headers.end() ? "" : "realtime"};
    });
    shard.start();
  }
  ~WebSocketClientTest() override {
    server.reset();
    shard.stop();
  }

  void serve(HttpServer::Options options = {}) {
    server = std::make_unique<HttpServer>(shard, std::move(options), router, telemetry::Logger());
    ASSERT_TRUE(server->start());
  }
  void connect(SocketRequest request, AsioWebSocketClient::Options options = {}) {
    auto made = AsioWebSocketClient::make(shard, std::move(options));
    ASSERT_TRUE(made) << made.error().message;
    client = *std::move(made);
    if (request.deadline == Instant{}) request.deadline = clock.now() + 20s;
    shard.post([this, request = std::move(request)]() mutable {
      connection = client->connect(std::move(request), std::make_shared<Listening>(heard, false),
                                   [this](const Error& error) {
                                     heard.add(fmt::format("{}: {}", to_string(error.code), error.message));
                                   });
    });
  }
  std::string url(std::string_view scheme, const std::string& path = "/echo") const {
    return fmt::format("{}://localhost:{}{}", scheme, server->port(), path);
  }
  void expect_a_talk() {
    EXPECT_EQ(heard.next(), "open");
    EXPECT_EQ(heard.next(), "text words");
    EXPECT_EQ(heard.next(), "2 bytes");
    EXPECT_EQ(heard.next(), "closed 1000");
    for (const auto* event : {"open", "text words", "2 bytes", "closed 1000"})
      EXPECT_EQ(server_heard.next(), event);
  }

  SystemClock clock;
  TestDirectory directory;
  Heard heard, server_heard;
  runtime::Shard shard{"client", clock};
  Router router;
  std::unique_ptr<HttpServer> server;
  std::unique_ptr<AsioWebSocketClient> client;
  std::unique_ptr<Exchange> connection;
};

TEST_F(WebSocketClientTest, TalksToAServer) {
  serve();
  connect(
      {.url = url("ws"), .headers = {{"Authorization", "Bearer k"}}, .subprotocols = {"realtime", "other"}});
  expect_a_talk();
}

TEST_F(WebSocketClientTest, TalksOverTls) {
  const TlsFiles files{(directory.path() / "cert.pem").string(), (directory.path() / "key.pem").string()};
  ASSERT_TRUE(ensure_development_certificate(
      {.certificate = files.certificate_chain, .key = files.key, .names = {"localhost"}}, clock.wall()));
  serve({.tls = files});
  connect({.url = url("wss"), .headers = {{"Authorization", "Bearer k"}}},
          {.ca_file = files.certificate_chain});
  expect_a_talk();
  connect({.url = url("wss")});
  EXPECT_THAT(heard.next(), HasSubstr("no TLS: self-signed certificate"));
}

TEST_F(WebSocketClientTest, SaysWhyAServerDidNotAccept) {
  serve();
  connect({.url = url("ws")});
  EXPECT_THAT(heard.next(), AllOf(HasSubstr("refused: ws://localhost:"), HasSubstr("status 401")));
  connect({.url = url("ws", "/none")});
  EXPECT_THAT(heard.next(), HasSubstr("not_found: ws://localhost:"));
  connect({.url = url("http")});
  EXPECT_THAT(heard.next(), HasSubstr("'http:' is no WebSocket"));
  connect({.url = url("ws"), .headers = {{"Upgrade", "x"}}});
  EXPECT_THAT(heard.next(), HasSubstr("'Upgrade' is written by the client itself"));
  connect({.url = url("ws"),
           .allowed_hosts = std::make_shared<const AllowedHosts>(std::vector<std::string>{"example.com"})});
  EXPECT_THAT(heard.next(), HasSubstr("refused: host 'localhost' is not among"));
}

TEST_F(WebSocketClientTest, WaitsNoLongerThanTheDeadline) {
  const ScriptedServer silent([](ScriptedConnection& c) { c.wait_for_its_end(); });
  connect({.url = fmt::format("ws://127.0.0.1:{}/", silent.port()), .deadline = clock.now() + 30ms});
  EXPECT_THAT(heard.next(), HasSubstr("timed_out"));
}

TEST_F(WebSocketClientTest, HearsNothingOfAConnectionThatWasGivenUp) {
  serve();
  connect({.url = url("ws"), .headers = {{"Authorization", "Bearer k"}}});
  EXPECT_EQ(server_heard.next(), "open");
  shard.post([this] { connection.reset(); });
  std::string last;
  while (!last.starts_with("closed") && last != "nothing") last = server_heard.next();
  EXPECT_EQ(last, "closed 1006");
}

}  // namespace
}  // namespace attendant::net
