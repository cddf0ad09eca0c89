#include "net/http.hpp"

#include <gtest/gtest.h>

namespace attendant::net {
namespace {

Router router_with_calls() {
  Router router;
  router.add("GET", "/v1/calls", [](const Request&) { return Response::text("all"); });
  router.add("GET", "/v1/calls/{id}",
             [](const Request& r) { return Response::text("one " + r.parameters.at("id")); });
  router.add("DELETE", "/v1/calls/{id}", [](const Request&) { return Response::text("gone"); });
  return router;
}
Response ask(const Router& router, std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  return router.handle(std::move(request));
}

TEST(Router, FindsAHandlerByMethodAndPathAndNamesItsParameters) {
  const Router router = router_with_calls();
  EXPECT_EQ(ask(router, "GET", "/v1/calls").body, "all");
  EXPECT_EQ(ask(router, "GET", "/v1/calls/c-01").body, "one c-01");
  EXPECT_EQ(ask(router, "HEAD", "/v1/calls/c-01").body, "one c-01");
  EXPECT_EQ(ask(router, "DELETE", "/v1/calls/c-01").body, "gone");
}

TEST(Router, SaysNotFoundForAPathThatFitsNoPattern) {
  const Router router = router_with_calls();
  for (const char* path : {"/", "/v1/calls/", "/v1/calls/a/b", "/v1/call", "", "//v1/calls"}) {
    EXPECT_EQ(ask(router, "GET", path).status, 404) << path;
  }
}

TEST(Router, NamesTheMethodsThatAPathAllows) {
  const Response response = ask(router_with_calls(), "PUT", "/v1/calls/c-01");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.content_type, "application/problem+json");
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].second, "GET, DELETE");
}

TEST(Router, FindsASocketByItsPathAndSaysUpgradeToWhoAsksForAPageThere) {
  Router router = router_with_calls();
  router.add_socket("/v1/calls/{id}/media", [](const Request& r) {
    return Response::text("media of " + r.parameters.at("id"), 403);
  });
  Request request;
  request.method = "GET";
  request.path = "/v1/calls/c-01/media";
  const auto answer = router.handle_socket(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::get<Response>(*answer).body, "media of c-01");
  const Response page = router.handle(request);
  EXPECT_EQ(page.status, 426);
  EXPECT_EQ(page.headers.at(0).second, "websocket");
  request.path = "/v1/calls/c-01";
  EXPECT_FALSE(router.handle_socket(request));
}

TEST(RouterDeathTest, TakesTheSameRouteTwiceForABug) {
  Router router = router_with_calls();
  EXPECT_DEATH(router.add("GET", "/v1/calls", [](const Request&) { return Response(); }), "");
}

TEST(Response, IsAProblemDocumentInTheFormOfRfc9457) {
  EXPECT_EQ(Response::problem(503, "Not Ready", "it \"hangs\"").body,
            R"({"type":"about:blank","title":"Not Ready","status":503,"detail":"it \"hangs\""})");
}

}  // namespace
}  // namespace attendant::net
