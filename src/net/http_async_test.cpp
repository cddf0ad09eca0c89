// Answers that come later or in pieces, against a real listener.
#include <future>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"

namespace attendant::net {
namespace {

using boost::asio::ip::tcp;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(context_) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }
  void ask(const std::string& path, const std::string& version = "1.1") {
    boost::asio::write(socket_,
                       boost::asio::buffer("GET " + path + " HTTP/" + version + "\r\nHost: x\r\n\r\n"));
  }
  std::string read_until(const std::string& mark) {
    const std::size_t end = boost::asio::read_until(socket_, boost::asio::dynamic_buffer(read_), mark);
    std::string text = read_.substr(0, end);
    read_.erase(0, end);
    return text;
  }
  std::string read_to_the_end() {
    boost::system::error_code error;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(read_), error);
    return read_;
  }
  void hang_up() { socket_.close(); }

 private:
  boost::asio::io_context context_;
  tcp::socket socket_;
  std::string read_;
};

// Work on an answer: it hands its responder to the test, and says when it is given up.
class Work : public PendingAnswer {
 public:
  explicit Work(std::promise<void>& given_up) : given_up_(given_up) {}
  ~Work() override { given_up_.set_value(); }

 private:
  std::promise<void>& given_up_;
};

class AsyncAnswers : public testing::Test {
 protected:
  AsyncAnswers() {
    router.add_async("GET", "/later", [this](const Request&, std::shared_ptr<Responder> responder) {
      asked.set_value(std::move(responder));
      return std::make_unique<Work>(given_up);
    });
    router.add_async("GET", "/now", [](const Request& request, const std::shared_ptr<Responder>& responder) {
      responder->answer(Response::text("for " + request.path));
      return nullptr;
    });
    shard.start();
  }
  ~AsyncAnswers() override {
    server.reset();
    shard.stop();
  }
  void serve(HttpServer::Options options = {}) {
    server = std::make_unique<HttpServer>(shard, std::move(options), router, telemetry::Logger());
    const Status started = server->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  // On the shard, once the handler was called; returns when it has run.
  void tell(const std::function<void(Responder&)>& what) {
    if (!responder) responder = asked.get_future().get();
    std::promise<void> done;
    shard.post([&] {
      what(*responder);
      done.set_value();
    });
    done.get_future().wait();
  }
  void TearDown() override { responder.reset(); }

  SystemClock clock;
  runtime::Shard shard{"http", clock};
  Router router;
  std::promise<std::shared_ptr<Responder>> asked;
  std::promise<void> given_up;
  std::shared_ptr<Responder> responder;
  std::unique_ptr<HttpServer> server;
};

TEST_F(AsyncAnswers, EachPieceLeavesAsItComesAndTheConnectionGoesOn) {
  serve();
  Client client(server->port());
  client.ask("/later");
  tell([](Responder& r) { r.begin({.content_type = "text/event-stream", .body = "one"}); });
  const std::string head = client.read_until("one\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(head, EndsWith("\r\n\r\n3\r\none\r\n"));
  tell([](Responder& r) { r.send("more"); });
  EXPECT_EQ(client.read_until("more\r\n"), "4\r\nmore\r\n");
  tell([](Responder& r) {
    r.finish();
    r.send("too late");
  });
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "0\r\n\r\n");
  given_up.get_future().wait();
  client.ask("/now");
  EXPECT_THAT(client.read_until("for /now"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(AsyncAnswers, AnAnswerMayComeWholeAndLater) {
  serve();
  Client client(server->port());
  client.ask("/later");
  tell([](Responder& r) {
    r.answer(Response::problem(429, "Too Many Requests"));
    r.begin({});
  });
  EXPECT_THAT(client.read_until("}"), StartsWith("HTTP/1.1 429 "));
  given_up.get_future().wait();
}

TEST_F(AsyncAnswers, TheWorkIsGivenUpWhenTheClientGoesThoughNothingIsSent) {
  serve();
  Client client(server->port());
  client.ask("/later");
  tell([](Responder&) {});
  client.hang_up();
  given_up.get_future().wait();
  tell([](Responder& r) { r.answer({}); });  // dropped
}

TEST_F(AsyncAnswers, TheWorkIsGivenUpWhenTheServerStops) {
  serve();
  Client client(server->port());
  client.ask("/later");
  tell([](Responder& r) { r.begin({.body = "x"}); });
  server->stop();
  given_up.get_future().wait();
}

TEST_F(AsyncAnswers, AnAbortedAnswerIsSeenToBeCut) {
  serve();
  Client client(server->port());
  client.ask("/later");
  tell([](Responder& r) { r.begin({.body = "half"}); });
  client.read_until("half\r\n");
  tell([](Responder& r) { r.abort(); });
  EXPECT_EQ(client.read_to_the_end(), "");
  given_up.get_future().wait();
}

TEST_F(AsyncAnswers, AClientThatDoesNotReadIsCutOffAtTheBound) {
  serve({.max_unsent_bytes = 1000});
  Client client(server->port());
  client.ask("/later");
  tell([](Responder& r) {
    r.begin({});
    r.send(std::string(600, 'a'));
    EXPECT_EQ(r.unsent_bytes(), 600U);
    r.send(std::string(600, 'b'));
  });
  given_up.get_future().wait();
  EXPECT_THAT(client.read_to_the_end(), testing::Not(HasSubstr("b")));
}

TEST_F(AsyncAnswers, PiecesNeedHttp11) {
  serve();
  Client client(server->port());
  client.ask("/later", "1.0");
  tell([](Responder& r) { r.begin({.body = "x"}); });
  EXPECT_THAT(client.read_to_the_end(), StartsWith("HTTP/1.1 505 "));
}

TEST_F(AsyncAnswers, OtherMethodsAreNotAllowedAndProblemsHaveTheFormOfTheRouter) {
  router = Router([](int status, std::string_view title, std::string_view) {
    return Response::text("own form: " + std::string(title), status);
  });
  router.add_async("POST", "/later",
                   [](const Request&, const std::shared_ptr<Responder>&) { return nullptr; });
  serve();
  Client client(server->port());
  client.ask("/later");
  EXPECT_THAT(client.read_until("own form: Method Not Allowed"), HasSubstr("Allow: POST\r\n"));
  client.ask("/none");
  EXPECT_THAT(client.read_until("own form: Not Found"), StartsWith("HTTP/1.1 404 "));
}

}  // namespace
}  // namespace attendant::net
