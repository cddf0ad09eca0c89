#include "tools/http/http_tools.hpp"

#include <fstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
#include "runtime/shard.hpp"
#include "tools/http/openapi.hpp"
#include "tools/http/operation_call.hpp"

namespace attendant::tools::http {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr std::string_view kApi = R"(openapi: 3.1.0
info: {title: Pharmacy, version: "1"}
servers:
  - url: https://pharmacy.example/v1/
paths:
  /pharmacies/{city}:
    parameters:
      - {name: city, in: path, required: true, schema: {type: string}}
    get:
      operationId: findPharmacies
      summary: Pharmacies of a city.
      parameters:
        - {name: open, in: query, schema: {type: boolean}}
        - {name: tags, in: query, schema: {type: array}}
        - {name: X-Member, in: header, schema: {type: string}}
  /orders:
    post:
      operationId: order
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Order"}
    delete:
      operationId: upload
      requestBody: {required: true, content: {text/csv: {schema: {type: string}}}}
    put:
      summary: nameless
components:
  schemas:
    Order:
      type: object
      required: [drug]
      properties:
        drug: {type: string, maxLength: 50}
        quantity: {type: integer, minimum: 1, maximum: 9}
)";

TEST(OpenApi, OperationsAreReadWithTheirParameters) {
  const auto api = parse_openapi(kApi, "pharmacy.yaml");
  ASSERT_TRUE(api) << api.error().message;
  EXPECT_EQ(api->server, "https://pharmacy.example/v1");
  ASSERT_EQ(api->operations.size(), 2U);
  const auto& find = api->operations[0];
  EXPECT_EQ(find.id, "findPharmacies");
  ASSERT_EQ(find.parameters.size(), 3U);
  EXPECT_EQ(find.parameters[2].place, Place::path);
  EXPECT_TRUE(find.parameters[2].argument.required);
  const auto& order = api->operations[1];
  EXPECT_EQ(order.method, "POST");
  EXPECT_TRUE(order.has_body);
  EXPECT_EQ(order.parameters[1].argument.most, 9);
  EXPECT_THAT(api->left_out, ElementsAre("findPharmacies: argument tags: a value of array is not taken",
                                         "PUT /orders: has no operationId",
                                         "upload: its requestBody is not application/json"));
}

TEST(OpenApi, AReferenceThatComesBackToItselfIsNamed) {
  const auto api = parse_openapi(R"(openapi: 3.1.0
paths:
  /orders:
    get:
      operationId: find
      parameters:
        - {name: reference, in: query, schema: {$ref: "#/components/schemas/Self"}}
        - {name: choice, in: query, schema: {$ref: "#/components/schemas/Choice"}}
components:
  schemas:
    Self: {$ref: "#/components/schemas/Self"}
    Choice: {anyOf: [{$ref: "#/components/schemas/Choice"}, {type: "null"}]}
)",
                                 "circles.yaml");
  ASSERT_TRUE(api) << api.error().message;
  EXPECT_THAT(api->left_out, ElementsAre("find: argument reference: its $ref goes round in a circle",
                                         "find: argument choice: its choices go round in a circle"));
}

TEST(OpenApi, WhatIsNoneIsRefused) {
  EXPECT_THAT(parse_openapi("{", "a.json").error().message, HasSubstr("a.json: not JSON"));
  EXPECT_THAT(parse_openapi("swagger: \"2.0\"", "a.yaml").error().message,
              HasSubstr("expects openapi: 3.0.x"));
  EXPECT_THAT(parse_openapi("openapi: 3.0.3", "a.yaml").error().message, HasSubstr("has no paths"));
}

TEST(OperationRequest, ArgumentsGoToTheirPlacesAndNoFurther) {
  const auto api = parse_openapi(kApi, "pharmacy.yaml").value();
  const auto request =
      operation_request("https://pharmacy.example/v1", api.operations[0],
                        {{"city", "a/../b c"}, {"open", true}, {"X-Member", "NW1\r\nEvil: 1"}},
                        {AuthKind::bearer, "", "", "s3cret"});
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, "https://pharmacy.example/v1/pharmacies/a%2F..%2Fb%20c?open=true");
  EXPECT_THAT(request.headers, Contains(Pair("X-Member", "NW1Evil: 1")));
  EXPECT_THAT(request.headers, Contains(Pair("Authorization", "Bearer s3cret")));
  const auto up = operation_request("https://p.example", api.operations[0], {{"city", ".."}}, {});
  EXPECT_EQ(up.url, "https://p.example/pharmacies/%2E%2E");

  const auto order =
      operation_request("https://p.example", api.operations[1], {{"drug", "x"}, {"quantity", 2}}, {});
  EXPECT_EQ(order.body, R"({"drug":"x","quantity":2})");
}

TEST(OperationAnswer, IsByItsStatus) {
  const ToolEntry tool{.name = "t", .say = {"There is {name}."}};
  const auto with = [](int status, std::string body) {
    return net::ClientResponse{.head = {.status = status}, .body = std::move(body)};
  };
  EXPECT_THAT(operation_answer(tool, with(200, R"({"name":"Lakeside"})"))->say,
              ElementsAre("There is Lakeside."));
  EXPECT_EQ(operation_answer(tool, with(204, ""))->outcome, Outcome::ok);
  EXPECT_EQ(operation_answer(tool, with(404, "<html>"))->outcome, Outcome::not_found);
  EXPECT_EQ(operation_answer(tool, with(401, "")).error().code, ErrorCode::refused);
  EXPECT_EQ(operation_answer(tool, with(500, "stack trace")).error().message,
            "t: the service answered status 500");
  EXPECT_EQ(operation_answer(tool, with(200, "<html>")).error().code, ErrorCode::invalid);
}

// ---- through a client ----

// Answers every request with what a test says, on the loop.
class FakeClient final : public net::HttpClient {
 public:
  explicit FakeClient(runtime::Loop& loop) : loop_(loop) {}
  std::unique_ptr<net::Exchange> start(net::ClientRequest request, net::ExchangeEvents events) override {
    requests.push_back(std::move(request));
    if (hangs) return std::make_unique<net::Exchange>();
    loop_.post([this, events] {
      events.head({.status = 200, .headers = {{"content-type", "application/json"}}});
      events.body(body);
      events.done({});
    });
    return std::make_unique<net::Exchange>();
  }
  std::vector<net::ClientRequest> requests;
  std::string body = "{}";
  bool hangs = false;

 private:
  runtime::Loop& loop_;
};

class HttpToolTest : public testing::Test {
 protected:
  HttpToolTest() {
    std::ofstream(directory.path() / "api.yaml") << kApi;
    shard.start();
  }
  ~HttpToolTest() override { shard.stop(); }

  Result<Tools> open(std::vector<ToolEntry> entries, std::string server = "") {
    ToolFile file{.name = "pharmacy",
                  .place = directory.path().string(),
                  .http = {.openapi = "api.yaml", .server = std::move(server)},
                  .tools = std::move(entries)};
    return open_http_tools(file, {shard, client});
  }
  Result<ToolAnswer> call(OutsideTool& tool, const boost::json::object& arguments,
                          const std::string& key = "", std::stop_token stop = {}) {
    const KnownCaller caller{.call_id = "c-1", .member_id = "NW1", .subject_id = "NW1"};
    return tool.call(
        {ToolSpec{}, arguments, caller, key, clock.now() + std::chrono::milliseconds(300), std::move(stop)});
  }

  TestDirectory directory;
  SystemClock clock;
  runtime::Shard shard{"test", clock};
  FakeClient client{shard};
};

TEST_F(HttpToolTest, SendsWhatTheFileFillsInAndTheKeyOfAWrite) {
  const auto tools = open({{.name = "order",
                            .operation = "order",
                            .read_back = "Order {drug}?",
                            .fill = {{"drug", "for {identity.member_id}"}}}});
  ASSERT_TRUE(tools) << tools.error().message;
  EXPECT_EQ(tools->specs[0].access, Access::write);
  EXPECT_EQ(tools->specs[0].arguments.size(), 1U) << "what is filled in is not offered";
  client.body = R"({"number":"O-1"})";
  const auto answer = call(*tools->tools.at("order"), {}, "key of the runtime");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->facts.at("number").as_string(), "O-1");
  EXPECT_EQ(client.requests[0].body, R"({"drug":"for NW1"})");
  EXPECT_THAT(client.requests[0].headers, Contains(Pair("Idempotency-Key", testing::SizeIs(32))));
  EXPECT_TRUE(client.requests[0].allowed_hosts->check_host("pharmacy.example"));
  EXPECT_FALSE(client.requests[0].allowed_hosts->check_host("elsewhere.example"));
}

TEST_F(HttpToolTest, AnAnswerThatIsTooLongOrNeverComesIsAnError) {
  const auto tools = open({{.name = "find", .operation = "findPharmacies"}});
  ASSERT_TRUE(tools);
  client.body = std::string(300'000, 'x');
  EXPECT_EQ(call(*tools->tools.at("find"), {{"city", "x"}}).error().code, ErrorCode::exhausted);
  client.hangs = true;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(call(*tools->tools.at("find"), {{"city", "x"}}, "", stop.get_token()).error().code,
            ErrorCode::cancelled);
}

TEST_F(HttpToolTest, WhatCannotBeAToolIsNamed) {
  EXPECT_THAT(open({{.name = "u", .operation = "upload"}}).error().message,
              HasSubstr("u cannot be a tool: upload: its requestBody"));
  EXPECT_THAT(open({{.name = "n", .operation = "nothing"}}).error().message,
              HasSubstr("has no operation nothing"));
  EXPECT_THAT(open({{.name = "f", .operation = "findPharmacies"}}, "http://pharmacy.example").error().message,
              HasSubstr("must be https"));
}

}  // namespace
}  // namespace attendant::tools::http
