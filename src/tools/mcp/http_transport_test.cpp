// The client against a server on a real socket: one that keeps to the protocol, and ones that hang and lie.
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/asio_http_client.hpp"
#include "tools/mcp/loopback_server.hpp"
#include "tools/mcp/mcp_tools.hpp"
#include "tools/mcp/tool_server.hpp"

namespace attendant::tools::mcp {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kForecast = R"([{"name":"forecast","inputSchema":{"type":"object"}}])";
constexpr auto kLong = 20s;     // far more than anything here needs
constexpr auto kShort = 300ms;  // what a server that hangs may cost

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    made_ = net::AsioHttpClient::make(loop_, {});
    loop_.start();
    file_ = {.name = "weather",
             .mcp = {.url = server_->url()},
             .largest_answer = 4096,
             .tools = {{.name = "weather", .operation = "forecast", .access = AccessRule::read}}};
    server_->offer(kForecast);
  }
  ~HttpServerTest() override {
    client_.reset();
    loop_.stop();
  }
  McpClient& client() { return *shared_client(); }
  std::shared_ptr<McpClient> shared_client() {
    if (!client_) client_ = make_client(file_, {loop_, **made_}, clock_).value();
    return client_;
  }
  Limits within(std::chrono::milliseconds time) { return {.deadline = clock_.now() + time, .stop = {}}; }
  Result<CallResult> call(std::chrono::milliseconds time = kLong) {
    return client().call("forecast", {}, {}, within(time));
  }
  // Begins the session, and has every call from then on answered like this.
  void calls_are_answered(LoopbackServer::Behaviour behaviour) {
    ASSERT_TRUE(client().keep_warm(within(kLong)));
    server_->instead_of("tools/call", std::move(behaviour));
  }

  SystemClock clock_;
  runtime::Shard loop_{"client", clock_};
  Result<std::unique_ptr<net::AsioHttpClient>> made_ = fail(ErrorCode::invalid, "");
  std::optional<LoopbackServer> server_{std::in_place};
  ToolFile file_;
  std::shared_ptr<McpClient> client_;
};

TEST_F(HttpServerTest, ACallComesBackWithItsAnswer) {
  const auto answer = call();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->answer.at("sky").as_string(), "blue");
}

TEST_F(HttpServerTest, WhatItsStreamSaysOfItsListReachesUs) {
  ToolServer tools(file_, shared_client());
  std::promise<void> changed;
  client().on_list_changed = [&] { changed.set_value(); };
  ASSERT_TRUE(tools.look(clock_.now() + kLong).changed);
  server_->offer("[]");
  // The stream may be on its way still.
  while (!server_->tell(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"))
    std::this_thread::yield();
  ASSERT_EQ(changed.get_future().wait_for(kLong), std::future_status::ready);
  EXPECT_TRUE(tools.look(clock_.now() + kLong).changed);
  EXPECT_THAT(tools.offered().specs, IsEmpty());
}

TEST_F(HttpServerTest, AServerThatIsDownAtTheStartIsThereLater) {
  const auto port = server_->port();
  server_.reset();
  ToolServer tools(file_, shared_client());
  EXPECT_FALSE(tools.look(clock_.now() + kLong).reached);
  server_.emplace(port);
  server_->offer(kForecast);
  EXPECT_TRUE(tools.look(clock_.now() + kLong).changed);
}

TEST_F(HttpServerTest, AServerThatStartedAnewAndForgotTheSessionIsGreetedAgain) {
  ToolServer tools(file_, shared_client());
  ASSERT_TRUE(tools.look(clock_.now() + kLong).reached);
  server_->instead_of(
      "ping", [](net::Responder& responder, std::int64_t) { responder.answer({.status = 404, .body = ""}); });
  EXPECT_TRUE(tools.look(clock_.now() + kLong).reached);
  EXPECT_EQ(server_->asked("initialize"), 2);
}

TEST_F(HttpServerTest, OneThatHangsCostsTheDeadlineOfTheCall) {
  calls_are_answered([](net::Responder&, std::int64_t) {});
  EXPECT_EQ(call(kShort).error().code, ErrorCode::timed_out);
}

TEST_F(HttpServerTest, OneThatStallsInTheMiddleOfItsAnswerDoesToo) {
  calls_are_answered([](net::Responder& responder, std::int64_t id) {
    responder.begin({.content_type = "text/event-stream",
                     .body = "data: " + LoopbackServer::result(id, "{}").substr(0, 20)});
  });
  EXPECT_EQ(call(kShort).error().code, ErrorCode::timed_out);
}

TEST_F(HttpServerTest, AnotherRequestsIdIsNoAnswer) {
  calls_are_answered([](net::Responder& responder, std::int64_t id) {
    responder.answer(net::Response::json(LoopbackServer::result(id + 7, R"({"content":[]})")));
  });
  EXPECT_THAT(call().error().message, HasSubstr("another request's id"));
}

TEST_F(HttpServerTest, AHugeAnswerIsNotTaken) {
  calls_are_answered([](net::Responder& responder, std::int64_t id) {
    const std::string text = R"({"content":[{"type":"text","text":")" + std::string(100'000, 'x') + "\"}]}";
    responder.answer(net::Response::json(LoopbackServer::result(id, text)));
  });
  EXPECT_EQ(call().error().code, ErrorCode::exhausted);
}

TEST_F(HttpServerTest, AnAnswerOfAnotherShapeIsInvalid) {
  for (const std::string shape : {"[]", R"({"contents":[]})", R"("sunny")", "7"}) {
    calls_are_answered([shape](net::Responder& responder, std::int64_t id) {
      responder.answer(net::Response::json(LoopbackServer::result(id, shape)));
    });
    EXPECT_EQ(call().error().code, ErrorCode::invalid) << shape;
  }
  for (const std::string body : {"", "{", "<html>", "null", R"({"jsonrpc":"2.0"})"}) {
    calls_are_answered(
        [body](net::Responder& responder, std::int64_t) { responder.answer(net::Response::json(body)); });
    EXPECT_EQ(call().error().code, ErrorCode::invalid) << body;
  }
}

TEST_F(HttpServerTest, AnAnswerMayComeBehindOtherMessages) {
  calls_are_answered([](net::Responder& responder, std::int64_t id) {
    responder.begin({.content_type = "text/event-stream",
                     .body = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"});
    responder.send("data: " + LoopbackServer::result(id, R"({"content":[],"structuredContent":{"a":1}})") +
                   "\n\n");
  });
  const auto answer = call();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->answer.at("a").as_int64(), 1);
}

TEST_F(HttpServerTest, AListThatTakesForEverCostsTheLookItsTimeAndNothingElse) {
  server_->instead_of("tools/list", [](net::Responder&, std::int64_t) {});
  ToolServer tools(file_, shared_client());
  const auto look = tools.look(clock_.now() + kShort);
  EXPECT_FALSE(look.reached);
  EXPECT_THAT(look.problems, ElementsAre(HasSubstr("weather: ")));
  EXPECT_TRUE(call()) << "its tools can be called";
}

TEST(HttpServer, WithoutAStreamOfItsOwnIsAskedForOneOnce) {
  LoopbackServer server(0, false);
  server.offer(kForecast);
  const SystemClock clock;
  runtime::Shard loop("client", clock);
  const auto http = net::AsioHttpClient::make(loop, {});
  ASSERT_TRUE(http);
  loop.start();
  const ToolFile file{.name = "weather",
                      .mcp = {.url = server.url()},
                      .tools = {{.name = "weather", .operation = "forecast", .access = AccessRule::read}}};
  {
    ToolServer tools(file, make_client(file, {loop, **http}, clock).value());
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(tools.look(clock.now() + kLong).reached);
    EXPECT_EQ(server.asked("ping"), 2);
  }
  loop.stop();
}

}  // namespace
}  // namespace attendant::tools::mcp
