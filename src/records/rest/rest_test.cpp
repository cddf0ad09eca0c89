#include <fstream>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/joined_store.hpp"
#include "records/rest/rest_source.hpp"

namespace attendant::records::rest {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

const std::string kData = ATTENDANT_SOURCE_DIR "/data/demo";

// A service with names of its own: "number" for claim_id, money in "sum", rows under "data.items".
class RestTest : public testing::Test {
 protected:
  RestTest() {
    std::ifstream in(kData + "/claims.jsonl");
    for (std::string line; std::getline(in, line);) {
      auto row = json::parse(line).as_object();
      if (row.at("subscriber_id") != "NW28319242") continue;
      row["number"] = row.at("claim_id");
      row.erase("claim_id");
      row.erase("network");
      rows.push_back(std::move(row));
    }
  }
  std::unique_ptr<RestSource> source() {
    return std::make_unique<RestSource>(
        RestOptions{.url = "https://records.example/api/",
                    .headers = {{"Authorization", "Bearer x"}},
                    .parts = {{.kind = "claims",
                               .path = "/members/{member_id}/claims",
                               .list = "data.items",
                               .keys = {{"claim_id", "number"}},
                               .constants = {{"network", "\"in\""}}}}},
        [this](const net::ClientRequest& request) -> Result<net::ClientResponse> {
          urls.push_back(request.url);
          return net::ClientResponse{
              .head = {.status = status},
              .body = body.empty() ? json::serialize(json::object{{"data", json::object{{"items", rows}}}})
                                   : body};
        },
        clock);
  }

  json::array rows;
  std::vector<std::string> urls;
  int status = 200;
  std::string body;
  FakeClock clock;
};

TEST_F(RestTest, RowsComeUnderOurNamesAndTheRestFromOurDatabase) {
  auto local = SqliteStore::open({.path = ":memory:", .data = kData}).value();
  auto store = JoinedStore::open(source(), *local).value();
  const auto file = store->family_of("NW28319242", {"c-1", "member", "NW28319242", "NW28319242", "t", {}});
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_NE((*file)->claim("CLM4532427"), nullptr);
  EXPECT_EQ((*file)->claim("CLM4532427")->status, "denied");
  EXPECT_FALSE((*file)->members.empty()) << "from our own database";
  EXPECT_EQ(urls, std::vector<std::string>{"https://records.example/api/members/NW28319242/claims"});
}

TEST_F(RestTest, WhatIsNoRecordIsNamed) {
  rows[0].as_object()["status"] = 7;
  EXPECT_THAT(source()->family_of("NW28319242").error().message,
              HasSubstr("claims[0]: status: expected text"));
  body = "{}";
  EXPECT_THAT(source()->family_of("NW28319242").error().message, HasSubstr("no rows at \"data.items\""));
  body = "<html>";
  EXPECT_THAT(source()->family_of("NW28319242").error().message, HasSubstr("not JSON"));
  status = 500;
  EXPECT_EQ(source()->family_of("NW28319242").error().message,
            "claims: the records service answered status 500");
}

TEST_F(RestTest, AnIdThatWouldLeadElsewhereIsNotAskedFor) {
  EXPECT_EQ(source()->family_of("../admin").value(), std::nullopt);
  EXPECT_TRUE(urls.empty());
}

}  // namespace
}  // namespace attendant::records::rest
