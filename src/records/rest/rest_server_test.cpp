// A records service over a real socket: one that works, and ones that are busy, slow, broken or boundless.
#include <chrono>
#include <fstream>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/joined_store.hpp"
#include "records/loopback_service.hpp"
#include "records/rest/rest_source.hpp"

namespace attendant::records::rest {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string kData = ATTENDANT_SOURCE_DIR "/data/demo";

class RestServerTest : public testing::Test {
 protected:
  RestServerTest() {
    std::ifstream in(kData + "/claims.jsonl");
    for (std::string line; std::getline(in, line);) {
      auto row = json::parse(line).as_object();
      if (row.at("subscriber_id") == "NW28319242") rows.push_back(std::move(row));
    }
  }
  std::unique_ptr<RestSource> source(std::chrono::milliseconds deadline = 10s,
                                     std::size_t longest = 1 << 20) {
    return std::make_unique<RestSource>(
        RestOptions{.url = service.url("/api"),
                    .headers = {{"Authorization", "Bearer x"}},
                    .parts = {{.kind = "claims", .path = "/members/{member_id}/claims", .list = "data"}},
                    .deadline = deadline},
        service.fetch(longest), service.clock());
  }
  Error asked_in_vain(const LoopbackService::Answer& answer, std::chrono::milliseconds deadline = 10s) {
    service.answer_with(answer);
    const auto file = source(deadline)->family_of("NW28319242");
    return file ? Error{.code = ErrorCode::not_found, .message = "it was answered"} : file.error();
  }

  int service_was_busy = 0;  // times
  json::array rows;
  LoopbackService service{{"/api/members/{member}/claims"}, [this](const net::Request&) {
                            return net::Response::json(json::serialize(json::object{{"data", rows}}));
                          }};
};

TEST_F(RestServerTest, ClaimsComeFromThereAndTheRestFromHere) {
  const auto local = SqliteStore::open({.path = ":memory:", .data = kData}).value();
  const auto store = JoinedStore::open(source(), *local).value();
  const auto file = store->family_of("NW28319242", {"c-1", "member", "NW28319242", "NW28319242", "t", {}});
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ((*file)->claims.size(), rows.size());
  EXPECT_FALSE((*file)->invoices.empty());
  EXPECT_EQ(service.asked().at(0).headers.at("authorization"), "Bearer x");
}

TEST_F(RestServerTest, OneThatIsBusyIsUnavailable) {
  for (const int status : {429, 500, 503}) {
    const auto error = asked_in_vain([status](const auto&) { return net::Response::text("later", status); });
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.message, HasSubstr(std::to_string(status)));
  }
}

TEST_F(RestServerTest, OneThatIsBusyForAMomentIsAskedAgain) {
  service.answer_with([this](const auto&) -> std::optional<net::Response> {
    if (service_was_busy++ > 0) return net::Response::json(json::serialize(json::object{{"data", rows}}));
    auto busy = net::Response::text("later", 429);
    busy.headers.emplace_back("Retry-After", "0");
    return busy;
  });
  const auto file = source()->family_of("NW28319242");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ((*file)->claims.size(), rows.size());
}

TEST_F(RestServerTest, OneThatNeverAnswersCostsItsTimeAndNoMore) {
  EXPECT_EQ(asked_in_vain([](const auto&) { return std::nullopt; }, 200ms).code, ErrorCode::timed_out);
}

TEST_F(RestServerTest, WhatIsNoRecordIsInvalid) {
  for (const std::string body : {"", "{", "<html>", "[]", "7", R"({"data":7})", R"({"data":[7]})",
                                 R"({"data":[{"claim_id":"CLM1"}]})"})
    EXPECT_EQ(asked_in_vain([&](const auto&) { return net::Response::json(body); }).code, ErrorCode::invalid)
        << body;
}

TEST_F(RestServerTest, AnAnswerWithoutEndIsNotTaken) {
  service.answer_with([](const auto&) { return net::Response::json(std::string(200'000, ' ')); });
  EXPECT_EQ(source(10s, 100'000)->family_of("NW28319242").error().code, ErrorCode::exhausted);
}

}  // namespace
}  // namespace attendant::records::rest
