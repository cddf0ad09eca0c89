#include "net/static_content.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace attendant::net {
namespace {

std::string header(const Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, [](const auto& pair) { return pair.first; });
  return found == response.headers.end() ? "" : found->second;
}
Response ask(const Handler& handler, const std::string& if_none_match) {
  Request request;
  if (!if_none_match.empty()) request.headers["if-none-match"] = if_none_match;
  return handler(request);
}
Response script(std::string body) {
  return {.status = 200,
          .content_type = "text/javascript",
          .body = std::move(body),
          .headers = {{"Content-Security-Policy", "default-src 'self'"}}};
}

TEST(StaticContent, IsGivenWithATagThatIsThatOfItsBody) {
  const Response first = ask(static_content(script("let a")), "");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "let a");
  EXPECT_EQ(first.content_type, "text/javascript");
  EXPECT_EQ(header(first, "Content-Security-Policy"), "default-src 'self'");
  EXPECT_EQ(header(first, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(ask(static_content(script("let a")), ""), "ETag"), header(first, "ETag"));
  EXPECT_NE(header(ask(static_content(script("let b")), ""), "ETag"), header(first, "ETag"));
}

TEST(StaticContent, IsNotGivenAgainToWhoHasIt) {
  const Handler handler = static_content(script("let a"));
  const std::string tag = header(ask(handler, ""), "ETag");
  for (const auto& known : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const Response unchanged = ask(handler, known);
    EXPECT_EQ(unchanged.status, 304) << known;
    EXPECT_EQ(unchanged.body, "");
    EXPECT_EQ(header(unchanged, "ETag"), tag);
  }
  for (const char* other : {"\"x\"", "x", ",", "W/"}) EXPECT_EQ(ask(handler, other).status, 200) << other;
}

}  // namespace
}  // namespace attendant::net
