#include "brain/model/serving/model_server.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "brain/model/serving/trace_parent.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

class FakeGateway final : public ModelGateway {
 public:
  ModelRequestId ask(ModelQuestion asked, AnswerEvents events) override {
    question = std::move(asked);
    told = std::move(events);
    return ModelRequestId(7);
  }
  void commit(ModelRequestId) override { committed = true; }
  void drop(ModelRequestId) override { dropped = true; }

  ModelQuestion question;
  AnswerEvents told;
  bool committed = false;
  bool dropped = false;
};

class FakeResponder final : public net::Responder {
 public:
  void answer(net::Response whole) override { response = std::move(whole); }
  void begin(net::Response head) override {
    response = std::move(head);
    stream = response->body;
  }
  void send(std::string piece) override { stream += piece; }
  void finish() override { finished = true; }
  void abort() override { FAIL() << "nothing is aborted"; }
  std::size_t unsent_bytes() const override { return 0; }

  std::optional<net::Response> response;
  std::string stream;
  bool finished = false;
};

class ModelServerTest : public testing::Test {
 protected:
  ModelServerTest()
      : server({.gateway = gateway, .clock = clock, .metrics = metrics, .log = {}},
               *VirtualKeys::make({{.name = "reports",
                                    .sha256 = VirtualKeys::sha256_hex("k1"),
                                    .pools = {"main"},
                                    .tokens_a_minute = 1000,
                                    .requests_a_minute = 3}}),
               {.most_requests = 1}) {
    server.add_routes(router);
  }

  net::Request request(std::string path, std::string body, std::string key = "k1") {
    return {.method = "POST",
            .path = std::move(path),
            .headers = {{"authorization", "Bearer " + std::move(key)}},
            .body = std::move(body)};
  }
  void ask(net::Request asked) {
    responder = std::make_shared<FakeResponder>();
    const net::AsyncHandler* const handler = router.find_async(asked);
    ASSERT_NE(handler, nullptr);
    pending = (*handler)(asked, responder);
  }
  void ask_chat(bool stream) {
    ask(request("/v1/chat/completions",
                json::serialize(json::object{{"model", "main"},
                                             {"stream", stream},
                                             {"max_tokens", 100},
                                             {"messages", {{{"role", "user"}, {"content", "Hi"}}}}})));
  }
  int status() const { return responder->response ? responder->response->status : 0; }
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : responder->response->headers)
      if (key == name) return value;
    return {};
  }
  json::value error() const { return json::parse(responder->response->body).at("error"); }

  FakeClock clock;
  FakeGateway gateway;
  telemetry::Registry metrics;
  ModelServer server;
  net::Router router;
  std::shared_ptr<FakeResponder> responder;
  std::unique_ptr<net::PendingAnswer> pending;
};

TEST_F(ModelServerTest, StreamsFromTheFirstTokenAndCommitsThere) {
  ask_chat(true);
  EXPECT_EQ(gateway.question.pool, "main");
  EXPECT_EQ(gateway.question.consumer, "reports");
  EXPECT_EQ(status(), 0);
  gateway.told.delta(TextDelta{"Hello"});
  EXPECT_EQ(responder->response->content_type, "text/event-stream");
  EXPECT_TRUE(gateway.committed);
  EXPECT_NE(responder->stream.find("Hello"), std::string::npos);
  gateway.told.finished({}, {});
  EXPECT_TRUE(responder->finished);
  EXPECT_TRUE(responder->stream.ends_with("[DONE]\n\n"));
  pending.reset();
  EXPECT_FALSE(gateway.dropped);
}

TEST_F(ModelServerTest, AStreamOfResponsesBeginsWithItsFirstEvent) {
  ask(request("/v1/responses", R"({"model":"main","input":"Hi","stream":true})"));
  gateway.told.delta(TextDelta{"Hello"});
  EXPECT_TRUE(responder->stream.starts_with("event: response.created\n"));
  const auto first = responder->stream.substr(0, responder->stream.find("\n\n"));
  EXPECT_NE(first.find(R"("sequence_number":0)"), std::string::npos) << first;
  EXPECT_NE(first.find(R"("output":[])"), std::string::npos) << first;
}

TEST_F(ModelServerTest, AWholeAnswerMayBeTakenBackUntilItsEnd) {
  ask_chat(false);
  gateway.told.delta(TextDelta{"He"});
  EXPECT_FALSE(gateway.committed);
  gateway.told.restart();
  gateway.told.delta(TextDelta{"Hello"});
  gateway.told.finished({}, {});
  EXPECT_EQ(json::parse(responder->response->body).at("choices").at(0).at("message").at("content"), "Hello");
}

TEST_F(ModelServerTest, AClientThatGoesGivesItsQuestionUp) {
  ask_chat(true);
  pending.reset();
  EXPECT_TRUE(gateway.dropped);
}

TEST_F(ModelServerTest, AFailureBeforeTheFirstTokenIsAStatusAfterItAnEvent) {
  ask_chat(true);
  gateway.told.failed({.code = ErrorCode::exhausted,
                       .message = "busy",
                       .retry = Retry::after,
                       .retry_after = std::chrono::milliseconds(1500)},
                      false, {});
  EXPECT_EQ(status(), 429);
  EXPECT_EQ(header("Retry-After"), "2");
  pending.reset();
  ask_chat(true);
  gateway.told.delta(TextDelta{"Hel"});
  gateway.told.failed({.code = ErrorCode::unavailable, .message = "cut"}, true, {});
  EXPECT_NE(responder->stream.find(R"("message":"cut")"), std::string::npos);
  EXPECT_EQ(responder->stream.find("[DONE]"), std::string::npos);
  EXPECT_TRUE(responder->finished);
}

TEST_F(ModelServerTest, RefusesWithoutAKeyAnUnknownModelAndABadBody) {
  ask(request("/v1/chat/completions", "{}", "other"));
  EXPECT_EQ(status(), 401);
  EXPECT_EQ(error().at("code"), "invalid_api_key");
  ask(request("/v1/chat/completions", R"({"model":"other","messages":[{"role":"user","content":"a"}]})"));
  EXPECT_EQ(status(), 404);
  EXPECT_EQ(error().at("code"), "model_not_found");
  ask(request("/v1/responses", R"({"model":"main"})"));
  EXPECT_EQ(status(), 400);
  EXPECT_EQ(error().at("message"), "input: expects a text or a list of items");
}

TEST_F(ModelServerTest, HoldsEachKeyToItsRateItsQuotaAndTheServerToItsSize) {
  ask_chat(true);
  const auto first = std::move(pending);
  ask_chat(true);
  EXPECT_EQ(status(), 429);
  EXPECT_EQ(header("Retry-After"), "1");
  gateway.told.delta(TextDelta{"x"});
  gateway.told.finished({.usage = TokenUsage{.prompt = 900, .completion = 50}}, {});
  ask_chat(true);
  EXPECT_EQ(status(), 429) << "the key's tokens of this minute are spent";
  clock.advance(std::chrono::minutes(1));
  ask(request("/v1/chat/completions",
              R"({"model":"main","max_tokens":2000,"messages":[{"role":"user","content":"a"}]})"));
  EXPECT_EQ(status(), 403);
  EXPECT_EQ(error().at("code"), "insufficient_quota");
}

TEST_F(ModelServerTest, TakesTheRateOfRequestsFromTheKey) {
  for (int i = 0; i < 3; ++i) {
    ask_chat(true);
    pending.reset();
  }
  ask_chat(true);
  EXPECT_EQ(status(), 429);
}

TEST_F(ModelServerTest, AzuresDeploymentIsTheModelAndItsHeaderTheKey) {
  ask({.method = "POST",
       .path = "/openai/deployments/main/chat/completions",
       .headers = {{"api-key", "k1"},
                   {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}},
       .body = R"({"messages":[{"role":"user","content":"a"}]})"});
  EXPECT_EQ(gateway.question.pool, "main");
  EXPECT_EQ(gateway.question.trace_parent, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
}

TEST_F(ModelServerTest, ListsTheModelsOfTheKey) {
  net::Request get{.method = "GET", .path = "/v1/models", .headers = {{"authorization", "Bearer k1"}}};
  const auto list = router.handle(get);
  EXPECT_EQ(json::parse(list.body).at("data").at(0).at("id"), "main");
  get.path = "/v1/models/none";
  EXPECT_EQ(router.handle(get).status, 404);
  get.headers.clear();
  EXPECT_EQ(router.handle(get).status, 401);
}

TEST_F(ModelServerTest, CountsInTheNamesOfOpenTelemetry) {
  ask_chat(true);
  gateway.told.delta(TextDelta{"x"});
  gateway.told.finished({.usage = TokenUsage{.prompt = 9, .completion = 2}}, {});
  const std::string page = metrics.exposition();
  EXPECT_NE(
      page.find(R"(gen_ai_client_token_usage_sum{gen_ai_operation_name="chat",gen_ai_request_model="main",)"
                R"(gen_ai_token_type="input"} 9)"),
      std::string::npos)
      << page;
  EXPECT_NE(page.find("gen_ai_server_time_to_first_token_seconds_count"), std::string::npos);
}

TEST(VirtualKeys, AreCheckedWhenTheyAreMade) {
  const std::string digest = VirtualKeys::sha256_hex("k");
  const auto made = [&](std::vector<VirtualKey> keys) {
    return VirtualKeys::make(std::move(keys)).has_value();
  };
  EXPECT_TRUE(made({{.name = "a", .sha256 = digest, .pools = {"p"}}}));
  EXPECT_FALSE(made({{.name = "a", .sha256 = "k", .pools = {"p"}}}));
  EXPECT_FALSE(made({{.name = "a", .sha256 = digest}}));
  EXPECT_FALSE(made(
      {{.name = "a", .sha256 = digest, .pools = {"p"}}, {.name = "b", .sha256 = digest, .pools = {"p"}}}));
  EXPECT_EQ(VirtualKeys::presented("bearer  k ", ""), "k");
  EXPECT_EQ(VirtualKeys::presented("Basic k", ""), "");
}

TEST(TraceParent, IsPassedOnOnlyIfItIsOne) {
  EXPECT_NE(valid_trace_parent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), "");
  for (const char* bad : {"", "00-1-2-3", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y"})
    EXPECT_EQ(valid_trace_parent(bad), "") << bad;
}

}  // namespace
}  // namespace attendant::brain
