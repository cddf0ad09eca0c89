#include "net/web_socket.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
#include "net/development_certificate.hpp"
#include "net/http_server.hpp"
#include "net/test_socket.hpp"

namespace attendant::net {
namespace {

using namespace std::chrono_literals;

// What the server's side of a connection heard, for the test's thread to wait for.
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

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> events_;
};

class Recorder : public SocketEvents {
 public:
  explicit Recorder(Heard& heard) : heard_(heard) {}
  void on_open(std::shared_ptr<WebSocket> socket) override { socket_ = std::move(socket); }
  void on_text(std::string_view text) override { heard_.add("text " + std::string(text)); }
  void on_binary(std::span<const std::byte> bytes) override {
    heard_.add(fmt::format("{} bytes", bytes.size()));
  }
  void on_closed(std::uint16_t code) override {
    heard_.add(fmt::format("closed {}", code));
    socket_.reset();
  }

 protected:
  WebSocket& socket() { return *socket_; }
  Heard& heard_;

 private:
  std::shared_ptr<WebSocket> socket_;
};

class Echo final : public Recorder {
 public:
  using Recorder::Recorder;
  void on_text(std::string_view text) override { socket().send_text(std::string(text)); }
  void on_binary(std::span<const std::byte> bytes) override {
    socket().send_binary({bytes.begin(), bytes.end()});
  }
};

// Says its part as soon as it is open.
class Speaker final : public Recorder {
 public:
  Speaker(Heard& heard, std::function<void(WebSocket&)> speak) : Recorder(heard), speak_(std::move(speak)) {}
  void on_open(std::shared_ptr<WebSocket> socket) override {
    Recorder::on_open(socket);
    speak_(*socket);
  }

 private:
  std::function<void(WebSocket&)> speak_;
};

class WebSocketTest : public testing::Test {
 protected:
  WebSocketTest() {
    add("/record", [this] { return std::make_shared<Recorder>(heard); });
    add("/echo", [this] { return std::make_shared<Echo>(heard); });
    add("/speak", [this] { return std::make_shared<Speaker>(heard, speak); });
    router.add("GET", "/page", [](const Request&) { return Response::text("a page"); });
    shard.start();
  }
  ~WebSocketTest() override {
    server.reset();
    shard.stop();
  }

  void add(std::string_view pattern, std::function<std::shared_ptr<SocketEvents>()> make) {
    router.add_socket(pattern, [make = std::move(make)](const Request&) {
      return SocketAcceptance{.events = make(), .subprotocol = {}};
    });
  }
  void serve(WebSocketLimits limits = {}) { serve_with({.sockets = limits}); }
  void serve_with(HttpServer::Options options) {
    server = std::make_unique<HttpServer>(shard, std::move(options), router, telemetry::Logger());
    const Status started = server->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  void serve_tls() {
    const TlsFiles files{(directory.path() / "cert.pem").string(), (directory.path() / "key.pem").string()};
    ASSERT_TRUE(ensure_development_certificate(
        {.certificate = files.certificate_chain, .key = files.key, .names = {"localhost"}}, clock.wall()));
    serve_with({.tls = files});
  }

  SystemClock clock;
  TestDirectory directory;
  runtime::Shard shard{"http", clock};
  Router router;
  Heard heard;
  std::function<void(WebSocket&)> speak;
  std::unique_ptr<HttpServer> server;
};

template <class Socket>
void check_echo(std::uint16_t port) {
  Socket client(port);
  ASSERT_EQ(client.open("/echo"), 101);
  ASSERT_TRUE(client.say("grüß Gott"));
  EXPECT_EQ(client.hear(), "grüß Gott");
  EXPECT_TRUE(client.heard_text());
  const std::string audio(64000, '\x80');
  ASSERT_TRUE(client.say_bytes(audio));
  EXPECT_EQ(client.hear(), audio);
  EXPECT_FALSE(client.heard_text());
  ASSERT_TRUE(client.say(""));
  EXPECT_EQ(client.hear(), "");
  client.close(4321);
}

TEST_F(WebSocketTest, CarriesTextAndBytesBothWays) {
  serve();
  check_echo<PlainTestSocket>(server->port());
  EXPECT_EQ(heard.next(), "closed 4321");
}

TEST_F(WebSocketTest, CarriesTextAndBytesBothWaysOverTls) {
  serve_tls();
  check_echo<TlsTestSocket>(server->port());
  EXPECT_EQ(heard.next(), "closed 4321");
}

TEST_F(WebSocketTest, KeepsTheOrderOfManyMessagesAmongPings) {
  speak = [](WebSocket& socket) {
    for (std::size_t i = 0; i < 3000; ++i) socket.send_text(std::string(i % 700, '.') + std::to_string(i));
  };
  serve({.max_unsent_bytes = 4 << 20, .ping_every = 1ms});
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/speak"), 101);
  for (std::size_t i = 0; i < 3000; ++i)
    ASSERT_EQ(client.hear(), std::string(i % 700, '.') + std::to_string(i));
}

TEST_F(WebSocketTest, ClosesOnAMessageThatIsTooLong) {
  serve({.max_message_bytes = 1000});
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/record"), 101);
  ASSERT_TRUE(client.say(std::string(1000, 'x')));
  EXPECT_EQ(heard.next(), "text " + std::string(1000, 'x'));
  ASSERT_TRUE(client.say(std::string(1001, 'x')));
  EXPECT_EQ(client.hear(), std::nullopt);
  EXPECT_EQ(client.close_code(), close_code::kTooBig);
  EXPECT_EQ(heard.next(), "closed 1009");
}

TEST_F(WebSocketTest, ClosesOnTextThatIsNotUtf8) {
  serve();
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/record"), 101);
  ASSERT_TRUE(client.say("\xff"));
  EXPECT_EQ(client.hear(), std::nullopt);
  EXPECT_EQ(client.close_code(), close_code::kBadPayload);
  EXPECT_EQ(heard.next(), "closed 1007");
}

TEST_F(WebSocketTest, ClosesOnFramesThatBreakTheProtocol) {
  serve();
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/record"), 101);
  boost::asio::write(client.stream().next_layer(), boost::asio::buffer("\x81\x01x", 3));  // without a mask
  EXPECT_EQ(client.hear(), std::nullopt);
  EXPECT_EQ(client.close_code(), close_code::kProtocolError);
  EXPECT_EQ(heard.next(), "closed 1002");
}

TEST_F(WebSocketTest, ClosesAPeerThatReadsTooSlowlyAfterTheMessageThatIsLeaving) {
  std::size_t most = 0;
  speak = [&most](WebSocket& socket) {
    for (char c = 'a'; c <= 'z'; ++c) {
      socket.send_text(std::string(100'000, c));
      most = std::max(most, socket.unsent_bytes());
    }
  };
  serve({.max_unsent_bytes = 250'000, .close_timeout = 20s});
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/speak"), 101);
  EXPECT_EQ(client.hear(), std::string(100'000, 'a'));
  EXPECT_EQ(client.hear(), std::nullopt);
  EXPECT_EQ(client.close_code(), close_code::kPolicy);
  EXPECT_EQ(heard.next(), "closed 1008");
  EXPECT_LE(most, 250'000U);
}

TEST_F(WebSocketTest, DropsAPeerThatReadsNothingAndDoesNotAnswerTheClose) {
  speak = [](WebSocket& socket) {
    socket.send_binary(std::vector<std::byte>(30 << 20));  // more than the network takes
    socket.send_text("one too many");
  };
  serve({.max_unsent_bytes = 30 << 20, .close_timeout = 30ms});
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/speak"), 101);
  EXPECT_EQ(heard.next(), "closed 1008");
}

TEST_F(WebSocketTest, PingsAndKeepsAPeerThatAnswers) {
  serve({.ping_every = 10ms, .idle_timeout = 500ms});
  PlainTestSocket client(server->port());
  int pings = 0;
  client.stream().control_callback([&](boost::beast::websocket::frame_type kind, boost::beast::string_view) {
    if (kind == boost::beast::websocket::frame_type::ping && ++pings == 60) client.say("60 pings");
  });
  ASSERT_EQ(client.open("/echo"), 101);
  EXPECT_EQ(client.hear(), "60 pings");  // reading answers pings
}

TEST_F(WebSocketTest, DropsAPeerThatHasGoneSilent) {
  serve({.ping_every = 10ms, .idle_timeout = 40ms});
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/record"), 101);
  EXPECT_EQ(heard.next(), "closed 1006");
}

TEST_F(WebSocketTest, HearsThatAPeerVanished) {
  serve();
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/record"), 101);
  client.stream().next_layer().close();
  EXPECT_EQ(heard.next(), "closed 1006");
}

TEST_F(WebSocketTest, HearsACloseWithoutACodeAndDoesNotWaitForThePeerToHangUp) {
  serve({.close_timeout = 30ms});
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/record"), 101);
  boost::asio::write(client.stream().next_layer(), boost::asio::buffer("\x88\x80\0\0\0\0", 6));
  EXPECT_EQ(heard.next(), "closed 1005");
}

TEST_F(WebSocketTest, SendsWhatWasSaidBeforeItCloses) {
  speak = [](WebSocket& socket) {
    socket.send_text("last words");
    socket.close(4000, std::string(200, 'x'));
    socket.send_text("too late");
    socket.close(4001, "again");
  };
  serve();
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/speak"), 101);
  ASSERT_TRUE(client.say("not heard any more"));
  EXPECT_EQ(client.hear(), "last words");
  EXPECT_EQ(client.hear(), std::nullopt);
  EXPECT_EQ(client.close_code(), 4000);
  EXPECT_EQ(std::string(client.stream().reason().reason.c_str()), std::string(123, 'x'));
  EXPECT_EQ(heard.next(), "closed 4000");
}

TEST_F(WebSocketTest, ShowsTheHandlerTheWholeRequestAndTellsThePeerTheSubprotocol) {
  router.add_socket("/calls/{id}", [this](const Request& r) {
    heard.add(r.parameters.at("id") + r.query.at("key") + r.headers.at("origin") + r.headers.at("cookie"));
    return SocketAcceptance{.events = std::make_shared<Recorder>(heard), .subprotocol = "talk.v1"};
  });
  serve();
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open(
                "/calls/7?key=k",
                {{"Origin", "https://a"}, {"Cookie", "b=c"}, {"Sec-WebSocket-Protocol", "talk.v2, talk.v1"}}),
            101);
  EXPECT_EQ(heard.next(), "7khttps://ab=c");
  EXPECT_EQ(client.answer()["Sec-WebSocket-Protocol"], "talk.v1");
}

TEST_F(WebSocketTest, AnswersARefusalInPlainHttp) {
  router.add_socket("/no", [](const Request&) { return Response::problem(403, "Forbidden", "bad link"); });
  serve();
  PlainTestSocket refused(server->port());
  EXPECT_EQ(refused.open("/no"), 403);
  EXPECT_EQ(refused.answer()["Content-Type"], "application/problem+json");
  EXPECT_THAT(std::string(refused.answer().body()), testing::HasSubstr("bad link"));
  EXPECT_EQ(refused.open("/none"), 404);  // the connection goes on
  EXPECT_EQ(refused.open("/page"), 200);
}

TEST_F(WebSocketTest, CountsAmongTheServersConnections) {
  serve_with({.max_connections = 1});
  PlainTestSocket first(server->port());
  ASSERT_EQ(first.open("/echo"), 101);
  PlainTestSocket second(server->port());
  EXPECT_NE(second.open("/echo"), 101);
  ASSERT_TRUE(first.say("still here"));
  EXPECT_EQ(first.hear(), "still here");
}

TEST_F(WebSocketTest, IsClosedWhenTheServerStops) {
  serve({.close_timeout = 30ms});
  PlainTestSocket polite(server->port());
  ASSERT_EQ(polite.open("/record"), 101);
  PlainTestSocket silent(server->port());
  ASSERT_EQ(silent.open("/record"), 101);
  server->stop();
  EXPECT_EQ(heard.next(), "closed 1001");
  EXPECT_EQ(heard.next(), "closed 1001");
  EXPECT_EQ(polite.hear(), std::nullopt);
  EXPECT_EQ(polite.close_code(), close_code::kGoingAway);
}

TEST_F(WebSocketTest, DropsWhatIsSaidAfterTheEnd) {
  class Late final : public Recorder {
   public:
    using Recorder::Recorder;
    void on_closed(std::uint16_t /*code*/) override {
      socket().send_text("to nobody");
      socket().close(close_code::kNormal, "twice");
      heard_.add(fmt::format("{} unsent", socket().unsent_bytes()));
    }
  };
  add("/late", [this] { return std::make_shared<Late>(heard); });
  serve();
  PlainTestSocket client(server->port());
  ASSERT_EQ(client.open("/late"), 101);
  client.close(close_code::kNormal);
  EXPECT_EQ(heard.next(), "0 unsent");
}

}  // namespace
}  // namespace attendant::net
