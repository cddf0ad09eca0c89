// The gateway's shell: what it sends, what it makes of what comes back, and what is told of it. The clock is
// a fake one, and the endpoints are the test.
#include "brain/model/pool_gateway.hpp"

#include <functional>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/fake_http_client.hpp"
#include "runtime/fake_loop.hpp"
#include "telemetry/redact.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto* kHello = R"(data: {"choices":[{"delta":{"content":"Hello"}}]})";
constexpr auto* kStop = R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})";
constexpr auto* kUsage = R"(data: {"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":10}})";

class Lines final : public telemetry::LogSink {
 public:
  void write(std::string line) override { all += line + "\n"; }
  std::string all;
};

class PoolGatewayTest : public testing::Test {
 protected:
  static PoolEndpoint endpoint(const std::string& name, int priority) {
    return {.endpoint = {.name = name, .priority = priority, .price = {.prompt = 100, .completion = 1000}},
            .dialect = {.model = "m-" + name},
            .origin = "http://" + name + ".test:80",
            .key = "secret-" + name};
  }
  void make(std::vector<ModelPoolOptions> pools = {}) {
    if (pools.empty()) pools.push_back({.name = "talk", .endpoints = {endpoint("a", 0), endpoint("b", 1)}});
    gateway = std::make_unique<PoolGateway>(loop, client, std::move(pools), registry,
                                            telemetry::Logger(lines, clock, telemetry::Level::debug,
                                                              std::make_shared<const telemetry::Redactor>()));
  }
  ModelRequestId ask(ModelQuestion question) {
    if (!gateway) make();
    if (question.deadline == Instant{}) question.deadline = clock.now() + 2500ms;
    question.request.messages = {{.role = ChatRole::user, .text = "Is my claim paid?"}};
    question.request.max_tokens = 50;
    return gateway->ask(
        std::move(question),
        {.delta =
             [this](const AnswerDelta& delta) {
               heard.push_back(std::get<TextDelta>(delta).text);
               if (on_delta) on_delta();
             },
         .restart = [this] { heard.emplace_back("(again)"); },
         .finished =
             [this](const AnswerEnd& end, const Served& served) {
               heard.push_back(fmt::format("finished {} after {}", to_string(end.reason), served.attempts));
               last_served = served;
             },
         .failed =
             [this](const Error& error, bool committed, const Served& served) {
               heard.push_back(
                   fmt::format("failed {}{}", to_string(error.code), committed ? " committed" : ""));
               why = error.message;
               last_served = served;
             }});
  }
  ModelRequestId ask() { return ask({.call = "c-1", .agent = "claims"}); }
  net::FakeHttpClient::Asked& asked(std::size_t i) { return *client.exchanges.at(i); }
  void stream(std::size_t i, const std::vector<std::string>& events) {
    if (!asked(i).request.url.empty() && started.insert(i).second)
      asked(i).head(200, {{"content-type", "text/event-stream"}});
    for (const std::string& event : events) asked(i).body(event + "\n\n");
  }
  void answer_whole(std::size_t i) {
    stream(i, {kHello, kStop, kUsage, "data: [DONE]"});
    asked(i).end();
  }

  FakeClock clock;
  runtime::FakeLoop loop{clock};
  net::FakeHttpClient client;
  telemetry::Registry registry;
  Lines lines;
  std::unique_ptr<PoolGateway> gateway;
  std::set<std::size_t> started;
  std::vector<std::string> heard;
  std::function<void()> on_delta;
  std::string why;
  Served last_served;
};

TEST_F(PoolGatewayTest, AsksTheFirstEndpointAndTellsItsAnswer) {
  ask();
  ASSERT_EQ(client.exchanges.size(), 1);
  EXPECT_EQ(asked(0).request.method, "POST");
  EXPECT_EQ(asked(0).request.url, "http://a.test:80/v1/chat/completions");
  EXPECT_EQ(asked(0).header("authorization"), "Bearer secret-a");
  EXPECT_THAT(asked(0).request.body, AllOf(HasSubstr("Is my claim paid?"), HasSubstr("\"m-a\"")));
  EXPECT_THAT(asked(0).header("traceparent"), testing::MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  loop.advance(120ms);
  answer_whole(0);
  EXPECT_THAT(heard, ElementsAre("Hello", "finished stop after 1"));
  EXPECT_EQ(last_served.first_token, 120ms);
  EXPECT_EQ(last_served.cost, 110);
}

TEST_F(PoolGatewayTest, NamesOneTraceForACall) {
  ask({.call = "c-1"});
  ask({.call = "c-1"});
  ask({.call = "c-2"});
  const auto trace = [&](std::size_t i) { return asked(i).header("traceparent").substr(3, 32); };
  EXPECT_EQ(trace(0), trace(1));
  EXPECT_NE(trace(0), trace(2));
  EXPECT_NE(asked(0).header("traceparent"), asked(1).header("traceparent"));
}

TEST_F(PoolGatewayTest, KeepsTheConnectionOfAWholeAnswerUntilTheResponseEnds) {
  ask();
  stream(0, {kHello, kStop, kUsage});
  EXPECT_THAT(heard.back(), StartsWith("finished"));
  EXPECT_FALSE(asked(0).given_up);
  asked(0).end();
  loop.run_posted();
  EXPECT_TRUE(asked(0).given_up);

  ask();
  stream(1, {kHello, kStop, kUsage});
  loop.advance(1001ms);
  EXPECT_TRUE(asked(1).given_up) << "an endpoint that does not end its response";
}

// What an endpoint does instead of answering, and how the record names it.
struct Misbehaviour {
  const char* fault;
  std::function<void(net::FakeHttpClient::Asked&)> act;
};
class Misbehaving : public PoolGatewayTest, public testing::WithParamInterface<Misbehaviour> {};

TEST_P(Misbehaving, EndpointGivesWayToTheNextAndIsNamedInTheRecord) {
  ask();
  GetParam().act(asked(0));
  loop.advance(300ms);
  ASSERT_EQ(client.exchanges.size(), 2);
  EXPECT_EQ(asked(1).request.url, "http://b.test:80/v1/chat/completions");
  answer_whole(1);
  EXPECT_EQ(heard.back(), "finished stop after 2");
  loop.advance(1s);
  EXPECT_TRUE(asked(0).given_up);
  EXPECT_THAT(lines.all, AllOf(HasSubstr(fmt::format("\"fault\":\"{}\"", GetParam().fault)),
                               HasSubstr("\"endpoint\":\"a\""), Not(HasSubstr("secret"))));
  EXPECT_THAT(registry.exposition(), HasSubstr(fmt::format("outcome=\"{}\"", GetParam().fault)));
}

void begin_stream(net::FakeHttpClient::Asked& asked) {
  asked.head(200, {{"content-type", "text/event-stream"}});
}

INSTANTIATE_TEST_SUITE_P(
    Every, Misbehaving,
    testing::Values(
        Misbehaviour{"throttled",
                     [](auto& asked) {
                       asked.head(429, {{"retry-after", "86400"}});
                       asked.body(R"({"error":{"code":"rate_limit_exceeded"}})");
                       asked.end();
                     }},
        Misbehaviour{"throttled", [](auto& asked) { asked.head(429, {{"retry-after-ms", "100"}}); }},
        Misbehaviour{"overloaded",
                     [](auto& asked) {
                       asked.head(503);
                       asked.body(std::string(100'000, 'x'));
                     }},
        Misbehaviour{"unauthorized",
                     [](auto& asked) {
                       asked.head(401);
                       asked.end();
                     }},
        Misbehaviour{"unreachable",
                     [](auto& asked) { asked.break_off(ErrorCode::unavailable, "cannot connect: refused"); }},
        Misbehaviour{"cut",
                     [](auto& asked) {
                       begin_stream(asked);
                       asked.body("data: {\"choices\":[{\"delta\":{\"content\":\"Hal\"}}]}\n\n");
                       asked.break_off(ErrorCode::unavailable, "closed before the whole response came");
                     }},
        Misbehaviour{"malformed",
                     [](auto& asked) {
                       begin_stream(asked);
                       asked.body("data: {\"choices\":[{\n\ndata: nonsense\n\n");
                     }},
        Misbehaviour{"malformed",
                     [](auto& asked) {
                       begin_stream(asked);
                       asked.body("data: " + std::string(2 << 20, 'x'));
                     }},
        Misbehaviour{
            "empty",
            [](auto& asked) {
              begin_stream(asked);
              // Azure: filter results and no delta at all.
              asked.body(
                  "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n"
                  "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
            }},
        Misbehaviour{"malformed",
                     [](auto& asked) {
                       asked.head(200, {{"content-type", "application/json"}});
                       asked.body(R"({"choices":[{"message":{"content":"Hello"}}]})");
                       asked.end();
                     }},
        Misbehaviour{"overloaded", [](auto& asked) {
                       asked.head(200, {{"content-type", "application/json"}});
                       asked.body(R"({"error":{"type":"server_error"}})");
                       asked.end();
                     }}));

TEST_F(PoolGatewayTest, LeavesAnEndpointThatSaysNothing) {
  ask();
  loop.advance(1500ms);
  ASSERT_EQ(client.exchanges.size(), 2);
  EXPECT_TRUE(asked(0).given_up);
  answer_whole(1);
  EXPECT_EQ(heard.back(), "finished stop after 2");
  EXPECT_THAT(lines.all, HasSubstr("\"fault\":\"late\""));
}

TEST_F(PoolGatewayTest, BeginsAnewWhereAStreamStopsBeforeAWordWasSpoken) {
  ask({.call = "c-1", .deadline = clock.now() + 6s});
  stream(0, {kHello});
  loop.advance(2s);
  EXPECT_TRUE(asked(0).given_up);
  answer_whole(1);
  EXPECT_THAT(heard, ElementsAre("Hello", "(again)", "Hello", "finished stop after 2"));
  EXPECT_THAT(lines.all, HasSubstr("\"fault\":\"stalled\""));
}

TEST_F(PoolGatewayTest, DoesNotBeginAnewOnceWordsWereSpoken) {
  const ModelRequestId id = ask();
  stream(0, {kHello});
  gateway->commit(id);
  asked(0).break_off(ErrorCode::unavailable, "closed before the whole response came");
  EXPECT_THAT(heard, ElementsAre("Hello", "failed unavailable committed"));
  EXPECT_EQ(client.exchanges.size(), 1);
}

TEST_F(PoolGatewayTest, FailsInTimeWhenNobodyAnswers) {
  ask();
  loop.advance(2500ms);
  EXPECT_THAT(heard, ElementsAre("failed timed_out"));
  EXPECT_TRUE(std::ranges::all_of(client.exchanges, [](const auto& one) { return one->given_up; }));
}

TEST_F(PoolGatewayTest, HearsNothingOfWhatWasDropped) {
  const ModelRequestId id = ask();
  stream(0, {kHello});
  on_delta = [&] { gateway->drop(id); };
  stream(0, {kHello, kHello, kStop, kUsage});
  EXPECT_THAT(heard, ElementsAre("Hello", "Hello"));
  EXPECT_TRUE(asked(0).given_up);
  gateway->drop(id);
  loop.advance(10s);
  EXPECT_EQ(heard.size(), 2);
}

TEST_F(PoolGatewayTest, MayBeAskedFromWithinAnEvent) {
  ask();
  on_delta = [this] {
    on_delta = nullptr;
    ask();
  };
  stream(0, {kHello});
  answer_whole(1);
  EXPECT_EQ(heard.back(), "finished stop after 1");
}

TEST_F(PoolGatewayTest, HasSeveralPools) {
  make({{.name = "talk", .endpoints = {endpoint("a", 0)}},
        {.name = "think", .endpoints = {endpoint("c", 0)}}});
  ask({.pool = "think"});
  EXPECT_EQ(asked(0).request.url, "http://c.test:80/v1/chat/completions");
  ask({.pool = ""});
  EXPECT_EQ(asked(1).request.url, "http://a.test:80/v1/chat/completions");
  ask({.pool = "dream"});
  EXPECT_EQ(heard.back(), "failed not_found");
  EXPECT_THAT(why, HasSubstr("'dream'"));
}

TEST_F(PoolGatewayTest, HoldsConsumersToTheirQuota) {
  make({{.name = "talk", .endpoints = {endpoint("a", 0)}, .quotas = {{"wire", 60}}}});
  ask({.consumer = "wire"});
  EXPECT_EQ(client.exchanges.size(), 1);
  ask({.consumer = "wire"});
  EXPECT_EQ(client.exchanges.size(), 1);
  EXPECT_EQ(heard.back(), "failed exhausted");
  ask({.consumer = "phone"});
  EXPECT_EQ(client.exchanges.size(), 2);
}

TEST_F(PoolGatewayTest, CountsInTheNamesOfOpenTelemetry) {
  ask();
  loop.advance(100ms);
  answer_whole(0);
  const std::string page = registry.exposition();
  EXPECT_THAT(page, HasSubstr("gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name=\"chat\","
                              "gen_ai_provider_name=\"openai\",gen_ai_request_model=\"m-a\",pool=\"talk\","
                              "endpoint=\"a\",error_type=\"\"} 1"));
  EXPECT_THAT(page, HasSubstr("gen_ai_client_operation_time_to_first_chunk_seconds_sum{"));
  EXPECT_THAT(page, HasSubstr("gen_ai_token_type=\"input\"} 1000"));
  EXPECT_THAT(page, HasSubstr("agent=\"claims\"} 110"));
}

}  // namespace
}  // namespace attendant::brain
