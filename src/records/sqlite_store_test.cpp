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

  // All bytes of every file in the folder.
  std::string stored_bytes() const {
    std::string bytes;
    for (const auto& entry : fs::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }

  fs::path folder;
  const security::KeyRing keys{security::Key::random()};
};

TEST_F(SqliteStoreTest, LoadsTheDemoInsurerAndServesAFamily) {
  auto store = SqliteStore::open({.path = path(), .data = kDemo, .keys = keys});
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
  EXPECT_EQ((*store)->audit_of("").value().size(), 0U);
}

TEST_F(SqliteStoreTest, ABadRowIsNamedByFileLineAndKeyAndNothingIsLoaded) {
  const fs::path data = copy_of_demo();
  {
    std::ofstream file(data / "autopay.jsonl", std::ios::app);
    file
        << R"({"subscriber_id":"NW28319242","enrolled":"yes","method":null,"account_last4":null,"status":"off"})"
        << "\n";
  }
  const auto broken = SqliteStore::open({.path = path(), .data = data.string(), .keys = keys});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message,
              testing::HasSubstr("autopay.jsonl:27: enrolled: expected true or false"));
  // Loading failed at the last file; the members of the first are not there either.
  const auto again = SqliteStore::open({.path = path(), .data = "", .keys = keys});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::not_found);
}

TEST_F(SqliteStoreTest, ARowOfNobodyIsRefused) {
  const fs::path data = copy_of_demo();
  std::ofstream(data / "eob.jsonl", std::ios::app)
      << R"({"eob_id":"EOB1","claim_id":"CLM1","member_id":"NW99999999","addressed_to":"NW99999999","issued_date":"2026-01-01",)"
      << R"("channel":"mail","delivery_status":"sent"})" << "\n";
  const auto broken = SqliteStore::open({.path = path(), .data = data.string(), .keys = keys});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message,
              testing::HasSubstr("eob.jsonl:514: member_id: NW99999999 is no member"));
}

TEST_F(SqliteStoreTest, AnIdThatIsThereTwiceIsRefused) {
  const fs::path data = copy_of_demo();
  std::string first;
  std::getline(std::ifstream(data / "providers.jsonl") >> std::ws, first);
  std::ofstream(data / "providers.jsonl", std::ios::app) << first << "\n";
  const auto broken = SqliteStore::open({.path = path(), .data = data.string(), .keys = keys});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, testing::HasSubstr("providers.jsonl:66: provider_id: "));
  EXPECT_THAT(broken.error().message, testing::HasSubstr("is there twice"));
}

TEST_F(SqliteStoreTest, AMissingFileIsNamed) {
  const auto broken = SqliteStore::open({.path = path(), .data = folder.string(), .keys = keys});
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
  EXPECT_EQ(store->audit_of("").value().size(), 1U);
}

TEST_F(SqliteStoreTest, WhatACallHasMadeIsKnownByTheChangeAndNotByItsKey) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  const Access access{
      .call_id = "c-1", .identity = "member_zip", .asker_id = {}, .subject_id = {}, .tool = {}, .when = {}};
  const auto phone = [&](const std::string& key, const std::string& number) {
    return store->write({key, SetPhone{number}, "NW28319242", {}}, access);
  };
  ASSERT_TRUE(store->write(appeal("k1"), access));
  EXPECT_TRUE(store->made_in_call("c-1", "NW28319242", appeal("k2").change).value());
  EXPECT_FALSE(store->made_in_call("c-2", "NW28319242", appeal("k2").change).value());
  EXPECT_FALSE(store->made_in_call("c-1", "NW92133222", appeal("k2").change).value());
  ASSERT_TRUE(phone("k3", "+13125550111"));
  EXPECT_TRUE(store->made_in_call("c-1", "NW28319242", SetPhone{"+13125550111"}).value());
  ASSERT_TRUE(phone("k4", "+13125550122"));
  EXPECT_FALSE(store->made_in_call("c-1", "NW28319242", SetPhone{"+13125550111"}).value());
}

TEST_F(SqliteStoreTest, AWriteThatTheRecordNoLongerAllowsChangesNothing) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  ASSERT_TRUE(store->write(appeal("k1"), {}));
  const auto second = store->write(appeal("k2"), {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_FALSE(store->written("k2").value());
  EXPECT_EQ(store->audit_of("").value().size(), 1U);
}

TEST_F(SqliteStoreTest, WhatWasWrittenIsThereAfterOpeningAgain) {
  {
    ASSERT_TRUE(
        SqliteStore::open({.path = path(), .data = kDemo, .keys = keys}).value()->write(appeal("k1"), {}));
  }
  auto store = SqliteStore::open({.path = path(), .data = kDemo, .keys = keys}).value();
  EXPECT_EQ(store->family_of("NW28319242", {}).value()->claim("CLM4532427")->status, "appealed");
  EXPECT_TRUE(store->written("k1").value());
}

TEST_F(SqliteStoreTest, TheDatabaseIsForItsOwnerOnly) {
  auto store = SqliteStore::open({.path = path(), .data = kDemo, .keys = keys}).value();
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_EQ(entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none)
        << entry;
  }
}

TEST_F(SqliteStoreTest, NoByteOfAPersonStandsInItsFiles) {
  const WallTime now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
  const Access access{.call_id = "c-01",
                      .identity = "member_zip",
                      .asker_id = "NW28319242",
                      .subject_id = "NW28319242",
                      .tool = "start_appeal",
                      .when = now};
  auto store = SqliteStore::open({.path = path(), .data = kDemo, .keys = keys}).value();
  ASSERT_TRUE(store->family_of("NW28319242", access));
  Write callback{.key = "c-01/callback/+13125550142",
                 .change = ScheduleCallback{.phone = "+13125550142", .topic = "the denied scan"},
                 .member_id = "NW28319242",
                 .answer = {.outcome = Outcome::ok, .say = {"We call +13125550142."}}};
  ASSERT_TRUE(store->write(callback, access));
  ASSERT_TRUE(store->add_failure("source:+13125550142", now));
  const auto file = store->family_of("NW28319242", access).value().value();
  ASSERT_FALSE(file.members.empty());

  const std::string bytes = stored_bytes();
  ASSERT_GT(bytes.size(), 100'000U) << "the database and its log";
  for (const std::string& personal :
       {std::string("NW28319242"), std::string("CLM4532427"), std::string("3125550142"),
        std::string("the denied scan"), file.members.front().family_name, file.members.front().phone,
        std::string("member_zip"), std::string("service_from"), std::string("CBK600001")}) {
    ASSERT_FALSE(personal.empty());
    EXPECT_EQ(bytes.find(personal), std::string::npos) << personal;
  }
}

TEST_F(SqliteStoreTest, CannotBeOpenedWithAnotherKey) {
  ASSERT_TRUE(SqliteStore::open({.path = path(), .data = kDemo, .keys = keys}));
  const auto other =
      SqliteStore::open({.path = path(), .data = kDemo, .keys = security::KeyRing(security::Key::random())});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::refused);
}

TEST_F(SqliteStoreTest, AFileOfAnEarlierVersionIsRefusedAndLeftAsItIs) {
  {
    auto old = sqlite::Database::open(path()).value();
    ASSERT_TRUE(old.execute("CREATE TABLE rows(family TEXT); INSERT INTO rows VALUES('NW1')"));
  }
  const auto store = SqliteStore::open({.path = path(), .data = kDemo, .keys = keys});
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::unsupported);
  EXPECT_THAT(store.error().message, testing::HasSubstr("unencrypted"));
}

TEST_F(SqliteStoreTest, RequestsCanBeReadByWhoWorksThroughThem) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  const WallTime now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
  ASSERT_TRUE(store->write(appeal("k1"), {.call_id = "c-01", .when = now}));
  const auto requests = store->requests(std::nullopt).value();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].reference, "APL600001");
  EXPECT_EQ(requests[0].member_id, "NW28319242");
  EXPECT_EQ(requests[0].detail, R"({"claim_id":"CLM4532427"})");
  EXPECT_EQ(requests[0].at, now);
  EXPECT_TRUE(store->requests(now + std::chrono::hours(1)).value().empty());
}

TEST_F(SqliteStoreTest, ErasingReachesAuditAndRequestsAndNeverGivesAReferenceTwice) {
  auto store = SqliteStore::open({.path = path(), .data = kDemo, .keys = keys}).value();
  const auto look = [&](const char* call, const char* asker, const char* subject) {
    EXPECT_TRUE(store->family_of(subject, {.call_id = call, .asker_id = asker, .subject_id = subject}));
  };
  look("c-01", "NW28319242", "NW28319242");
  look("c-02", "NW99032500", "NW67616490");
  look("c-03", "NW67616490", "NW67616490");
  ASSERT_TRUE(store->write(appeal("k1"), {.call_id = "c-01", .subject_id = "NW28319242"}));
  EXPECT_EQ(store->calls_about("NW67616490").value(), (std::vector<std::string>{"c-02", "c-03"}));

  EXPECT_EQ(store->erase_call("c-01").value(), 3);
  EXPECT_TRUE(store->requests(std::nullopt).value().empty());
  EXPECT_EQ(store->erase_member("NW67616490").value(), 2);
  EXPECT_TRUE(store->audit_of("").value().empty());
  EXPECT_EQ(fs::file_size(path() + "-wal"), 0U) << "nor is anything in the log";
  EXPECT_EQ(store->family_of("NW28319242", {}).value()->claim("CLM4532427")->status, "appealed")
      << "the insurer's own record stays as it is";

  Write complaint{.key = "k2", .change = FileComplaint{.text = "slow"}, .member_id = "", .answer = {}};
  ASSERT_TRUE(store->write(complaint, {}));
  EXPECT_EQ(store->requests(std::nullopt).value().at(0).reference, "CMP600002");
}

TEST_F(SqliteStoreTest, RetentionTakesAuditAndRequestsEachInItsTime) {
  auto store = SqliteStore::open({.path = ":memory:", .data = kDemo}).value();
  const WallTime now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
  ASSERT_TRUE(store->write(appeal("k1"), {.call_id = "c-01", .when = now}));
  const auto kept = store->erase_before(now, now).value();
  EXPECT_EQ(kept.audit + kept.requests, 0);
  const auto later = now + std::chrono::days(1);
  EXPECT_EQ(store->erase_before(later, std::nullopt).value().audit, 1);
  EXPECT_EQ(store->requests(std::nullopt).value().size(), 1U);
  EXPECT_EQ(store->erase_before(std::nullopt, later).value().requests, 1);
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
