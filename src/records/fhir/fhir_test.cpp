// The demo insurer behind a FHIR server: a family's file is the same from there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/fhir/demo_fhir_server.hpp"
#include "records/fhir/fhir_source.hpp"
#include "records/joined_store.hpp"

namespace attendant::records::fhir {
namespace {

using testing::HasSubstr;

const std::string kData = ATTENDANT_SOURCE_DIR "/data/demo";

class FhirTest : public testing::Test {
 protected:
  FhirTest() { local = SqliteStore::open({.path = ":memory:", .data = kData}).value(); }
  std::unique_ptr<FhirSource> source() {
    return std::make_unique<FhirSource>(
        FhirOptions{.url = DemoFhirServer::kUrl},
        [this](const net::ClientRequest& request) { return server.answer(request); }, clock);
  }

  DemoFhirServer server{kData};
  FakeClock clock;
  std::unique_ptr<SqliteStore> local;
  insurance::Access access{"c-1", "member", "NW99032500", "NW99032500", "claim_status", {}};
};

TEST_F(FhirTest, AFamilysFileIsTheSameAsFromOurOwnDatabase) {
  auto store = JoinedStore::open(source(), *local).value();
  for (const auto* member : {"NW99032500", "NW28319242", "NW76317817"}) {
    const auto ours = local->family_of(member, access);
    const auto theirs = store->family_of(member, access);
    ASSERT_TRUE(theirs) << theirs.error().message;
    ASSERT_TRUE(*theirs);
    EXPECT_EQ((*theirs)->subscriber_id, (*ours)->subscriber_id);
    ASSERT_EQ((*theirs)->members.size(), (*ours)->members.size());
    ASSERT_EQ((*theirs)->claims.size(), (*ours)->claims.size());
    EXPECT_EQ((*theirs)->prior_auths.size(), (*ours)->prior_auths.size());
    EXPECT_EQ((*theirs)->eobs.size(), (*ours)->eobs.size());
    for (std::size_t i = 0; i < (*ours)->claims.size(); ++i) {
      const auto& a = (*ours)->claims[i];
      const auto* b = (*theirs)->claim(a.claim_id);
      ASSERT_NE(b, nullptr) << a.claim_id;
      EXPECT_EQ(a.status, b->status);
      EXPECT_EQ(a.totals.patient_due, b->totals.patient_due);
      EXPECT_EQ(a.lines.size(), b->lines.size());
      EXPECT_EQ(a.denial.has_value(), b->denial.has_value());
      EXPECT_EQ(a.sensitive_categories, b->sensitive_categories);
    }
    EXPECT_EQ((*theirs)->coverage_of(member)->plan_id, (*ours)->coverage_of(member)->plan_id);
    EXPECT_EQ((*theirs)->coverage_of(member)->status, (*ours)->coverage_of(member)->status);
  }
  EXPECT_EQ(store->directory()->providers.size(), local->directory()->providers.size());
}

TEST_F(FhirTest, PagesAreFollowed) {
  server.page_size = 3;
  auto store = JoinedStore::open(source(), *local).value();
  EXPECT_EQ(store->directory()->providers.size(), 65U);
  EXPECT_EQ((*store->family_of("NW28319242", access))->claims.size(),
            (*local->family_of("NW28319242", access))->claims.size());
}

TEST_F(FhirTest, ANextPageOnAnotherServerIsNotAskedFor) {
  server.page_size = 3;
  server.next_host = "https://elsewhere.example/r4";
  EXPECT_THAT(source()->providers().error().message, HasSubstr("another server"));
  EXPECT_EQ(server.requests, 1);
}

TEST_F(FhirTest, NobodyOfThatIdIsNoErrorAndLeavesNoAuditRow) {
  auto store = JoinedStore::open(source(), *local).value();
  EXPECT_EQ(store->family_of("NW00000000", access).value(), std::nullopt);
  EXPECT_TRUE(local->audit_of("NW99032500")->empty());
  ASSERT_TRUE(store->family_of("NW99032500", access));
  EXPECT_EQ(local->audit_of("NW99032500")->size(), 1U);
}

TEST_F(FhirTest, AServerThatRefusesIsAnErrorWithItsCode) {
  auto from = source();
  server.status = 429;
  EXPECT_EQ(from->family_of("NW99032500").error().message, "the FHIR server answered status 429, throttled");
  server.status = 401;
  EXPECT_EQ(from->family_of("NW99032500").error().code, ErrorCode::refused);
}

TEST(FhirRows, WhatIsRestrictedForAnUnknownReasonIsSensitive) {
  const auto row = claim_row(
      boost::json::parse(
          R"({"meta":{"security":[{"code":"R"}]},"outcome":"queued","created":"2026-10-01T10:00:00Z"})")
          .as_object(),
      "CLM1", {});
  EXPECT_EQ(row.at("sensitive_categories").as_array().front().as_string(), "restricted");
  EXPECT_EQ(row.at("status").as_string(), "received");
  EXPECT_EQ(row.at("received_date").as_string(), "2026-10-01");
}

}  // namespace
}  // namespace attendant::records::fhir
