// The HTTP client against servers that behave, and that do not.
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
#include "net/asio_http_client.hpp"
#include "net/blocking_fetch.hpp"
#include "net/development_certificate.hpp"
#include "net/http_server.hpp"
#include "net/scripted_server.hpp"

namespace attendant::net {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

class HttpClientTest : public testing::Test {
 protected:
  HttpClientTest() { shard.start(); }
  ~HttpClientTest() override { shard.stop(); }

  void use(AsioHttpClient::Options options = {}) {
    auto made = AsioHttpClient::make(shard, std::move(options));
    ASSERT_TRUE(made) << made.error().message;
    client = *std::move(made);
  }
  Result<ClientResponse> ask(ClientRequest request, std::size_t longest_body = 1 << 20) {
    if (!client) use();
    if (request.deadline == Instant{}) request.deadline = clock.now() + 20s;
    return fetch_blocking(shard, *client, std::move(request), longest_body);
  }
  Result<ClientResponse> get(const std::string& url) { return ask({.url = url}); }
  std::string why(const Result<ClientResponse>& response) {
    return response ? "answered"
                    : fmt::format("{}: {}", to_string(response.error().code), response.error().message);
  }
  // What becomes of a GET when the server says this and closes.
  std::string after(const std::string& said) {
    const ScriptedServer server([&](ScriptedConnection& c) {
      c.hear_head();
      c.say(said);
    });
    return why(get(server.url()));
  }

  SystemClock clock;
  TestDirectory directory;
  runtime::Shard shard{"client", clock};
  std::unique_ptr<AsioHttpClient> client;
};

TEST_F(HttpClientTest, ANameThatNobodyAnswersForHoldsUpNoOtherAndHasAnEnd) {
  std::promise<void> end;
  const auto ended = end.get_future().share();
  use({.resolve_timeout = 300ms,
       .names = std::make_shared<NameResolver>(
           NameResolver::Options{.lookup = [ended](const std::string& host) -> Result<Addresses> {
             if (host == "dead.example") ended.wait();
             return Addresses{"127.0.0.1"};
           }})});
  const ScriptedServer server([](ScriptedConnection& c) {
    c.hear_head();
    c.say(kHello);
  });
  const auto url = [&](const char* host) { return fmt::format("http://{}:{}/", host, server.port()); };
  auto dead = std::async(std::launch::async, [&] { return why(get(url("dead.example"))); });
  EXPECT_EQ(get(url("good.example"))->body, "hello");
  EXPECT_THAT(dead.get(), HasSubstr("cannot resolve the name: no name server has answered in time"));
  end.set_value();
}

TEST_F(HttpClientTest, AsksAServerAndReadsItsAnswer) {
  Router router;
  router.add("POST", "/echo", [](const Request& r) {
    Response response = Response::text(r.headers.at("x-mark") + r.query.at("q") + r.body, 201);
    response.headers.emplace_back("X-Answer", "yes");
    return response;
  });
  HttpServer server(shard, {}, router, telemetry::Logger());
  ASSERT_TRUE(server.start());
  const auto answer = ask({.method = "POST",
                           .url = fmt::format("http://localhost:{}/echo?q=%20", server.port()),
                           .headers = {{"X-Mark", "1"}},
                           .body = "body"});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->head.status, 201);
  EXPECT_EQ(answer->head.header("x-answer"), "yes");
  EXPECT_EQ(answer->head.header("x-none"), "");
  EXPECT_EQ(answer->body, "1 body");
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
  const ScriptedServer server([](ScriptedConnection& c) {
    while (!c.hear_head().empty()) c.say(kHello);
  });
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(server.url())->body, "hello");
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(client->idle_connections(), 1);
}

TEST_F(HttpClientTest, KeepsNoConnectionThatItsServerEnds) {
  const ScriptedServer server([](ScriptedConnection& c) {
    c.hear_head();
    c.say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
  });
  EXPECT_EQ(get(server.url())->body, "until the end");
  EXPECT_EQ(client->idle_connections(), 0);
}

TEST_F(HttpClientTest, KeepsAConnectionForAWhile) {
  std::promise<void> closed;
  const ScriptedServer server([&](ScriptedConnection& c) {
    c.hear_head();
    c.say(kHello);
    c.wait_for_its_end();
    closed.set_value();
  });
  use({.idle_timeout = 1ms});
  ASSERT_TRUE(get(server.url()));
  closed.get_future().wait();
}

TEST_F(HttpClientTest, KeepsNoMoreConnectionsThanAsked) {
  const ScriptedServer server([](ScriptedConnection& c) {
    while (!c.hear_head().empty()) c.say(kHello);
  });
  use({.max_idle_per_origin = 2});
  std::vector<std::unique_ptr<Exchange>> exchanges;
  std::size_t done = 0;
  std::promise<void> all;
  shard.post([&] {
    for (int i = 0; i < 4; ++i)
      exchanges.push_back(
          fetch(*client, {.url = server.url(), .deadline = clock.now() + 20s}, 100, [&](const auto&) {
            if (++done == 4) all.set_value();
          }));
  });
  all.get_future().wait();
  shard.stop();
  EXPECT_EQ(server.connections(), 4);
  EXPECT_EQ(client->idle_connections(), 2);
}

TEST_F(HttpClientTest, AsksOnceMoreWhenAKeptConnectionWasClosedUnderIt) {
  std::atomic<int> posts = 0;
  const ScriptedServer server([&](ScriptedConnection& c) {
    c.hear_head();
    c.say(kHello);
    if (c.number() == 1) c.hear_head();  // and closes without an answer
  });
  ASSERT_TRUE(get(server.url()));
  EXPECT_EQ(why(get(server.url())), "answered");
  EXPECT_EQ(server.connections(), 2);

  const ScriptedServer other([&](ScriptedConnection& c) {
    c.hear_head();
    c.say(kHello);
    if (!c.hear_head().empty()) ++posts;
  });
  ASSERT_TRUE(get(other.url()));
  EXPECT_THAT(why(ask({.method = "POST", .url = other.url()})),
              HasSubstr("the connection was closed before the whole response came"));
  EXPECT_EQ(posts, 1) << "what was sent, and may have been done, is not sent again";
  EXPECT_EQ(other.connections(), 1);
}

TEST_F(HttpClientTest, LetsGoOfConnectionsThatWereClosedMeanwhile) {
  const ScriptedServer server([](ScriptedConnection& c) {
    c.hear_head();
    c.say(kHello);
  });
  ASSERT_TRUE(get(server.url()));
  EXPECT_EQ(why(ask({.method = "GET", .url = server.url()})), "answered");
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpClientTest, TellsABodyAsItComes) {
  use();
  std::promise<void> first;
  const ScriptedServer server([&](ScriptedConnection& c) {
    c.hear_head();
    c.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\ndata: \r\n");
    first.get_future().wait();  // nothing more is said until that was heard
    c.say("3\r\nend\r\n0\r\n\r\n");
    c.wait_for_its_end();
  });
  std::vector<std::string> heard;
  std::promise<void> over;
  std::unique_ptr<Exchange> exchange;
  shard.post([&] {
    exchange = client->start(
        {.url = server.url(), .deadline = clock.now() + 20s},
        {.head = [&](const ResponseHead& head) { heard.push_back(std::to_string(head.status)); },
         .body =
             [&](std::string_view piece) {
               heard.emplace_back(piece);
               if (heard.size() == 2) first.set_value();
             },
         .done =
             [&](const Status& status) {
               heard.emplace_back(status ? "done" : status.error().message);
               exchange.reset();
               over.set_value();
             }});
  });
  over.get_future().wait();
  EXPECT_THAT(heard, ElementsAre("200", "data: ", "end", "done"));
}

TEST_F(HttpClientTest, ClosesTheConnectionOfAnExchangeThatIsGivenUp) {
  use();
  std::promise<void> ended;
  const ScriptedServer server([&](ScriptedConnection& c) {
    c.hear_head();
    c.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
    c.wait_for_its_end();
    ended.set_value();
  });
  std::string heard;
  std::unique_ptr<Exchange> exchange;
  shard.post([&] {
    exchange = client->start({.url = server.url(), .deadline = clock.now() + 20s},
                             {.head = {},
                              .body =
                                  [&](std::string_view piece) {
                                    heard += piece;
                                    exchange.reset();
                                  },
                              .done = [&](const Status&) { heard += " done"; }});
  });
  ended.get_future().wait();
  shard.stop();
  EXPECT_EQ(heard, "some");
}

TEST_F(HttpClientTest, PassesOverInformationalResponses) {
  const ScriptedServer server([&](ScriptedConnection& c) {
    c.hear_head();
    c.say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
  });
  EXPECT_EQ(get(server.url())->head.status, 204);
}

TEST_F(HttpClientTest, SaysWhatIsWrongWithAResponse) {
  EXPECT_THAT(after(""), HasSubstr("unavailable: http://127.0.0.1:"));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nContent-Le"), HasSubstr("closed before the whole response"));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
              HasSubstr("closed before the whole response"));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"),
              HasSubstr("closed before the whole response"));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
              HasSubstr("no HTTP/1.1: bad chunk"));
  EXPECT_THAT(after("SSH-2.0-OpenSSH_9.2\r\n\r\n"), HasSubstr("no HTTP/1.1"));
  EXPECT_THAT(after("HTTP/1.1 101 Switching\r\n\r\n"), HasSubstr("no HTTP/1.1"));
  EXPECT_THAT(after("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"),
              HasSubstr("exhausted: http://127.0.0.1:"));
}

TEST_F(HttpClientTest, TakesNoLongerBodyThanAsked) {
  const ScriptedServer server([&](ScriptedConnection& c) {
    c.hear_head();
    c.say(kHello);
  });
  EXPECT_EQ(why(ask({.url = server.url()}, 5)), "answered");
  EXPECT_THAT(why(ask({.url = server.url()}, 4)), HasSubstr("longer than the 4 bytes"));
}

TEST_F(HttpClientTest, WaitsNoLongerThanTheDeadline) {
  use();
  const ScriptedServer silent([](ScriptedConnection& c) { c.wait_for_its_end(); });
  EXPECT_THAT(
      why(ask({.url = silent.url(), .deadline = clock.now() + 30ms})),
      AllOf(HasSubstr("timed_out: http://127.0.0.1:"), HasSubstr("waiting for the head of the response")));
  const ScriptedServer stalled([](ScriptedConnection& c) {
    c.hear_head();
    c.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    c.wait_for_its_end();
  });
  EXPECT_THAT(why(ask({.url = stalled.url(), .deadline = clock.now() + 200ms})),
              HasSubstr("waiting for the rest of the body"));
  const std::string no_tls = fmt::format("https://127.0.0.1:{}/", silent.port());
  EXPECT_THAT(why(ask({.url = no_tls, .deadline = clock.now() + 30ms})),
              HasSubstr("waiting for a connection"));
  EXPECT_THAT(why(ask({.url = silent.url(), .deadline = clock.now() - 1s})), HasSubstr("timed_out"));
}

TEST_F(HttpClientTest, SaysWhyThereIsNoConnection) {
  std::uint16_t free_port = 0;
  {
    const ScriptedServer gone([](ScriptedConnection&) {});
    free_port = gone.port();
  }
  EXPECT_THAT(why(get(fmt::format("http://127.0.0.1:{}/", free_port))),
              HasSubstr("cannot connect: Connection refused"));
  EXPECT_THAT(why(get("http://" + std::string(70, 'x') + "/")), HasSubstr("cannot resolve the name"));
}

TEST_F(HttpClientTest, RefusesWhatCannotBeSent) {
  EXPECT_THAT(why(get("/relative")), HasSubstr("invalid: this is no absolute URL"));
  EXPECT_THAT(why(get("ftp://host/")), HasSubstr("'ftp:' cannot be asked"));
  EXPECT_THAT(why(get("ws://host/")), HasSubstr("'ws:' is no HTTP"));
  EXPECT_THAT(why(get("http://user:secret@host/")), AllOf(HasSubstr("user name"), Not(HasSubstr("secret"))));
  const auto with = [&](std::string name, std::string value) {
    return why(ask({.url = "http://127.0.0.1:1/", .headers = {{std::move(name), std::move(value)}}}));
  };
  EXPECT_THAT(with("X", "a\r\nHost: b"), HasSubstr("value of the header 'X' cannot be sent"));
  EXPECT_THAT(with("X:\r\n", ""), HasSubstr("a header's name cannot be sent"));
  EXPECT_THAT(with("Host", "other"), HasSubstr("'Host' is written by the client itself"));
  EXPECT_THAT(why(ask({.method = "GET / HTTP/1.1\r\n", .url = "http://127.0.0.1:1/"})), HasSubstr("method"));
}

TEST_F(HttpClientTest, GoesToAllowedHostsOnly) {
  const ScriptedServer server([](ScriptedConnection& c) {
    while (!c.hear_head().empty()) c.say(kHello);
  });
  const auto ask_allowed = [&](const std::string& host, const std::vector<std::string>& allowed) {
    return why(ask({.url = fmt::format("http://{}:{}/", host, server.port()),
                    .allowed_hosts = std::make_shared<const AllowedHosts>(allowed)}));
  };
  EXPECT_THAT(ask_allowed("127.0.0.1", {"example.com"}), HasSubstr("refused: host '127.0.0.1' is not among"));
  EXPECT_EQ(server.connections(), 0);
  EXPECT_EQ(ask_allowed("127.0.0.1", {"127.0.0.1"}), "answered");
  EXPECT_EQ(ask_allowed("localhost", {"LOCALHOST"}), "answered");
}

TEST_F(HttpClientTest, TrustsCertificatesOfTheHostOnly) {
  const TlsFiles files{(directory.path() / "cert.pem").string(), (directory.path() / "key.pem").string()};
  ASSERT_TRUE(ensure_development_certificate(
      {.certificate = files.certificate_chain, .key = files.key, .names = {"localhost"}}, clock.wall()));
  Router router;
  router.add("GET", "/", [](const Request&) { return Response::text("safe"); });
  HttpServer server(shard, {.tls = files}, router, telemetry::Logger());
  ASSERT_TRUE(server.start());
  const std::string by_name = fmt::format("https://localhost:{}/", server.port());

  EXPECT_THAT(why(get(by_name)), HasSubstr("no TLS: self-signed certificate"));
  use({.ca_file = files.certificate_chain});
  EXPECT_EQ(get(by_name)->body, "safe");
  EXPECT_EQ(get(by_name)->body, "safe");
  EXPECT_EQ(client->idle_connections(), 1);
  EXPECT_THAT(why(get(fmt::format("https://127.0.0.1:{}/", server.port()))), HasSubstr("no TLS: "));
  EXPECT_THAT(why(get(fmt::format("http://localhost:{}/", server.port()))), HasSubstr("unavailable"));

  const auto bad = AsioHttpClient::make(shard, {.ca_file = files.key});
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message, HasSubstr("key.pem' holds no certificates"));
}

TEST_F(HttpClientTest, TellsNobodyWhenTheLoopHasStopped) {
  use();
  shard.stop();
  EXPECT_THAT(why(ask({.url = "http://127.0.0.1:1/", .deadline = clock.now() + 1ms})),
              HasSubstr("timed_out"));
}

}  // namespace
}  // namespace attendant::net
