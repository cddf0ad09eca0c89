#include "records/sqlite_store.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/import.hpp"

namespace attendant::records {
namespace {

namespace fs = std::filesystem;
using namespace insurance;

const std::string kDemo = ATTENDANT_SOURCE_DIR "/data/demo";

// A folder of its own for each test, gone afterwards.
class SqliteStoreTest : public testing::Test {
 protected:
  SqliteStoreTest() {
    folder = fs::temp_directory_path() /
             ("records-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
              std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  ~SqliteStoreTest() override { fs::remove_all(folder); }

  fs::path copy_of_demo() {
    const fs::path data = folder / "data";
    fs::copy(kDemo, data);
    return data;
  }
  std::string path() const { return (folder / "records.db").string(); }

  static Write appeal(const std::string& key) {
    Write write;
    write.key = key;
    write.member_id = "NW28319242";
    write.change = StartAppeal{"CLM4532427", *parse_date("2026-11-01"), *parse_date("2026-12-31")};
    write.answer.outcome = Outcome::ok;
    write.answer.say = {"Number {reference}."};
    write.answer.facts = {{"reference", "{reference}"}};
    return write;
  }

  fs::path folder;
};

TEST_F(SqliteStoreTest, LoadsTheDemoInsurerAndServesAFamily) {
  auto store = SqliteStore::open({.path = path(), .data = kDemo});
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ((*store)->directory()->plans.size(), 7U);
  EXPECT_EQ((*store)->directory()->providers.size(), 65U);
  const auto file = (*store)->family_of("NW67616490", {}).value();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->subscriber_id, "NW99032500");
  EXPECT_EQ(file->members.size(), 4U);
  ASSERT_NE(file->claim("CLM4555290"), nullptr);
  EXPECT_EQ(file->claim("CLM4555290")->totals.patient_due, 40910);
  for (std::size_t i = 1; i < file->claims.size(); ++i) {
    EXPECT_GE(file->claims[i - 1].service_from, file->claims[i].service_from) << "newest first";
  }
}

TEST_F(SqliteStoreTest, GivesEveryRowOfTheDemoDataBackToItsFamily) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo});
  ASSERT_TRUE(store);
  std::size_t members = 0, claims = 0, invoices = 0, payments = 0, auths = 0, eobs = 0;
  for (const auto& id : (*store)->member_ids().value()) {
    const auto file = (*store)->family_of(id, {}).value().value();
    if (file.subscriber_id != id) continue;
    members += file.members.size();
    claims += file.claims.size();
    invoices += file.invoices.size();
    payments += file.payments.size();
    auths += file.prior_auths.size();
    eobs += file.eobs.size();
  }
  EXPECT_EQ(members, 96U);
  EXPECT_EQ(claims, 566U);
  EXPECT_EQ(invoices, 390U);
  EXPECT_EQ(payments, 417U);
  EXPECT_EQ(auths, 36U);
  EXPECT_EQ(eobs, 513U);
}

TEST_F(SqliteStoreTest, NobodyHasAnUnknownMemberId) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo});
  EXPECT_FALSE((*store)->family_of("NW00000000", {}).value());
  EXPECT_EQ((*store)->audit_count("").value(), 0);
}

TEST_F(SqliteStoreTest, ABadRowIsNamedByFileLineAndKeyAndNothingIsLoaded) {
  const fs::path data = copy_of_demo();
  {
    std::ofstream file(data / "autopay.jsonl", std::ios::app);
    file
        << R"({"subscriber_id":"NW28319242","enrolled":"yes","method":null,"account_last4":null,"status":"off"})"
        << "\n";
  }
  const auto broken = SqliteStore::open({.path = path(), .data = data.string()});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message,
              testing::HasSubstr("autopay.jsonl:27: enrolled: expected true or false"));
  // Loading failed at the last file; the members of the first are not there either.
  const auto again = SqliteStore::open({.path = path(), .data = ""});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::not_found);
}

TEST_F(SqliteStoreTest, ARowOfNobodyIsRefused) {
  const fs::path data = copy_of_demo();
  std::ofstream(data / "eob.jsonl", std::ios::app)
      << R"({"eob_id":"EOB1","claim_id":"CLM1","member_id":"NW99999999","addressed_to":"NW99999999","issued_date":"2026-01-01",)"
      << R"("channel":"mail","delivery_status":"sent"})" << "\n";
  const auto broken = SqliteStore::open({.path = path(), .data = data.string()});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message,
              testing::HasSubstr("eob.jsonl:514: member_id: NW99999999 is no member"));
}

TEST_F(SqliteStoreTest, AnIdThatIsThereTwiceIsRefused) {
  const fs::path data = copy_of_demo();
  std::string first;
  std::getline(std::ifstream(data / "providers.jsonl") >> std::ws, first);
  std::ofstream(data / "providers.jsonl", std::ios::app) << first << "\n";
  const auto broken = SqliteStore::open({.path = path(), .data = data.string()});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, testing::HasSubstr("providers.jsonl:66: provider_id: "));
  EXPECT_THAT(broken.error().message, testing::HasSubstr("is there twice"));
}

TEST_F(SqliteStoreTest, AMissingFileIsNamed) {
  const auto broken = SqliteStore::open({.path = path(), .data = folder.string()});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, testing::HasSubstr("members.jsonl: cannot be read"));
}

TEST_F(SqliteStoreTest, AWriteHappensOncePerKeyAndKeepsItsAnswer) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  const auto first = store->write(appeal("k1"), {}).value();
  EXPECT_EQ(first.say.front(), "Number APL600001.");
  EXPECT_EQ(first.facts.at("reference"), "APL600001");
  EXPECT_EQ(store->write(appeal("k1"), {}).value().say, first.say);
  EXPECT_EQ(store->written("k1").value()->say, first.say);
  EXPECT_FALSE(store->written("k2").value());
  EXPECT_EQ(store->audit_count("").value(), 1);
}

TEST_F(SqliteStoreTest, AWriteThatTheRecordNoLongerAllowsChangesNothing) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  ASSERT_TRUE(store->write(appeal("k1"), {}));
  const auto second = store->write(appeal("k2"), {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_FALSE(store->written("k2").value());
  EXPECT_EQ(store->audit_count("").value(), 1);
}

TEST_F(SqliteStoreTest, WhatWasWrittenIsThereAfterOpeningAgain) {
  {
    ASSERT_TRUE(SqliteStore::open({.path = path(), .data = kDemo}).value()->write(appeal("k1"), {}));
  }
  auto store = SqliteStore::open({.path = path(), .data = kDemo}).value();
  EXPECT_EQ(store->family_of("NW28319242", {}).value()->claim("CLM4532427")->status, "appealed");
  EXPECT_TRUE(store->written("k1").value());
}

TEST_F(SqliteStoreTest, TheDatabaseIsForItsOwnerOnly) {
  auto store = SqliteStore::open({.path = path(), .data = kDemo}).value();
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_EQ(entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none)
        << entry;
  }
}

TEST_F(SqliteStoreTest, FailuresAreCountedWithinTheWindowUntilCleared) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  const WallTime now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
  ASSERT_TRUE(store->add_failure("member:NW1", now));
  ASSERT_TRUE(store->add_failure("member:NW1", now + std::chrono::minutes(20)));
  EXPECT_EQ(store->failures_since("member:NW1", now - std::chrono::minutes(1)).value(), 2);
  EXPECT_EQ(store->failures_since("member:NW1", now + std::chrono::minutes(10)).value(), 1);
  EXPECT_EQ(store->failures_since("member:NW2", now - std::chrono::minutes(1)).value(), 0);
  ASSERT_TRUE(store->clear_failures("member:NW1"));
  EXPECT_EQ(store->failures_since("member:NW1", now - std::chrono::minutes(1)).value(), 0);
}

TEST(CheckRow, NamesTheKeyInsideListsAndObjects) {
  const auto problem = [](const char* kind, const char* line) {
    return check_row(kind, line).error().message;
  };
  EXPECT_EQ(problem("payments", "{"), "not JSON: incomplete JSON");
  EXPECT_EQ(problem("payments", "[]"), "expected a JSON object");
  EXPECT_EQ(problem("members", "{}"), "member_id: is missing");
  EXPECT_EQ(problem("rockets", "{}"), "rockets: no such kind of record");
  EXPECT_EQ(
      problem(
          "payment_plans",
          R"({"payment_plan_id":"P","member_id":"M","invoice_ids":[],"total_cents":1,"paid_cents":0,"remaining_cents":1,)"
          R"("installments":[{"number":1,"due_date":"2026-02-30","amount_cents":1,"status":"paid"}],"status":"active"})"),
      "installments[0].due_date: expected a date like 2026-11-01");
  EXPECT_EQ(
      problem("autopay",
              R"({"enrolled":true,"method":null,"account_last4":null,"status":"on","next_draft_date":null,)"
              R"("next_draft_amount_cents":12.5})"),
      "next_draft_amount_cents: expected whole cents");
}

}  // namespace
}  // namespace attendant::records
