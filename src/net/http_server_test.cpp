#include "net/http_server.hpp"

#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::net {
namespace {

using boost::asio::ip::tcp;
using testing::HasSubstr;
using testing::StartsWith;

// A client that says exactly what the test wants on the wire.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(context_) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }
  void say(const std::string& text) { boost::asio::write(socket_, boost::asio::buffer(text)); }
  std::string read_to_the_end() {
    std::string text;
    boost::system::error_code error;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(text), error);
    return text;
  }
  std::string read_until(const std::string& mark) {
    std::string text;
    boost::asio::read_until(socket_, boost::asio::dynamic_buffer(text), mark);
    return text;
  }

 private:
  boost::asio::io_context context_;
  tcp::socket socket_;
};

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    router.add("GET", "/hello", [](const Request& r) {
      const auto name = r.query.find("name");
      return Response::text("hello " + (name == r.query.end() ? std::string("you") : name->second) + "\n");
    });
    router.add("POST", "/echo",
               [](const Request& r) { return Response::text(r.headers.at("x-mark") + r.body); });
    shard.start();
  }
  ~HttpServerTest() override { shard.stop(); }

  void serve(HttpServer::Options options = {}) {
    server = std::make_unique<HttpServer>(shard, std::move(options), router, telemetry::Logger());
    const Status started = server->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  std::string ask(const std::string& request) {
    Client client(server->port());
    client.say(request);
    return client.read_to_the_end();
  }

  SystemClock clock;
  runtime::Shard shard{"http", clock};
  Router router;
  std::unique_ptr<HttpServer> server;  // before the shard stops
  void TearDown() override { server.reset(); }
};

TEST_F(HttpServerTest, AnswersSeveralRequestsOnOneConnection) {
  serve();
  Client client(server->port());
  client.say("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string first = client.read_until("hello you\n");
  EXPECT_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(first, HasSubstr("Cache-Control: no-store\r\n"));
  client.say("GET /hello?name=J%20D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read_to_the_end(), HasSubstr("hello J D\n"));
}

TEST_F(HttpServerTest, AnswersRequestsThatAreSentInOneGo) {
  serve();
  const std::string both =
      ask("POST /echo HTTP/1.1\r\nHost: x\r\nX-Mark: 1\r\nContent-Length: 1\r\n\r\na"
          "POST /echo HTTP/1.1\r\nHost: x\r\nX-Mark: 2\r\nContent-Length: 1\r\nConnection: close\r\n\r\nb");
  EXPECT_THAT(both, HasSubstr("\r\n\r\n1a"));
  EXPECT_THAT(both, HasSubstr("\r\n\r\n2b"));
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody) {
  serve();
  const std::string answer = ask("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, RefusesWhatIsMalformedOrTooLarge) {
  serve({.max_header_bytes = 1024, .max_body_bytes = 64});
  EXPECT_THAT(ask("nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET /hello HTTP/1.1\r\nX: " + std::string(4000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 65\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask("GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(HttpServerTest, ClosesConnectionsThatSayNothingOrStopHalfWay) {
  serve({.request_timeout = std::chrono::milliseconds(30), .idle_timeout = std::chrono::milliseconds(30)});
  EXPECT_EQ(ask(""), "");
  EXPECT_EQ(ask("GET /hello HTT"), "");
}

TEST_F(HttpServerTest, ClosesConnectionsBeyondItsLimit) {
  serve({.max_connections = 1});
  Client first(server->port());
  first.say("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  first.read_until("hello you\n");
  Client second(server->port());
  EXPECT_EQ(second.read_to_the_end(), "");
}

TEST_F(HttpServerTest, EndsOpenConnectionsWhenItStops) {
  serve();
  Client idle(server->port());
  idle.say("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.read_until("hello you\n");
  server->stop();
  EXPECT_EQ(idle.read_to_the_end(), "");
  server->stop();
}

TEST_F(HttpServerTest, NamesAnAddressThatIsTaken) {
  serve();
  HttpServer second(shard, {.port = server->port()}, router, telemetry::Logger());
  const Status started = second.start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message, StartsWith("cannot listen on 127.0.0.1:"));
}

}  // namespace
}  // namespace attendant::net
