#include "tools/runtime.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "records/sqlite_store.hpp"

namespace attendant::tools {
namespace {

using conversation::AuthLevel;
using conversation::Identity;

class RuntimeTest : public testing::Test {
 protected:
  RuntimeTest() {
    auto opened = records::SqliteStore::open({.path = ":memory:", .data = ATTENDANT_SOURCE_DIR "/data/demo"});
    if (!opened) ADD_FAILURE() << opened.error().message;
    store = std::move(opened).value();
    runtime.emplace(insurance_catalogue(), *store, LockOutPolicy{});
  }

  ToolAnswer run(const char* name, const char* arguments = "{}", bool confirmed = false) {
    return runtime->run(context, identity, name, boost::json::parse(arguments).as_object(), confirmed);
  }
  void verify_eli(bool zip) {
    ASSERT_EQ(run("verify_member", R"({"member_id":"NW28319242","dob":"1978-10-23"})").outcome, Outcome::ok);
    if (zip) ASSERT_EQ(run("verify_zip", R"({"zip":"60605"})").outcome, Outcome::ok);
  }
  std::string wrong_birth_date(const char* member_id) {
    return join(run("verify_member",
                    (R"({"member_id":")" + std::string(member_id) + R"(","dob":"1900-01-01"})").c_str())
                    .say,
                " ");
  }

  static constexpr auto kToday = std::chrono::year(2026) / 11 / 1;
  std::unique_ptr<records::SqliteStore> store;
  std::optional<ToolRuntime> runtime;
  CallContext context{CallId("c-1"), "+13125550199", kToday, std::chrono::sys_days(kToday)};
  Identity identity;
};

TEST_F(RuntimeTest, AsksForTheMemberBeforeAnythingOfTheirsIsTold) {
  const auto answer = run("claim_status", R"({"claim_id":"CLM4532427"})");
  EXPECT_EQ(answer.outcome, Outcome::needs_identity);
  EXPECT_EQ(answer.need, "member");
  EXPECT_TRUE(answer.facts.empty());
}

TEST_F(RuntimeTest, AsksForTheZipBeforeAChange) {
  verify_eli(false);
  const auto answer = run("update_phone", R"({"phone":"3125550188"})");
  EXPECT_EQ(answer.outcome, Outcome::needs_identity);
  EXPECT_EQ(answer.need, "member_zip");
}

TEST_F(RuntimeTest, EveryFailureSoundsTheSameWhetherThePersonExistsOrNot) {
  const std::string wrong_date = wrong_birth_date("NW28319242");
  const std::string nobody = wrong_birth_date("NW00000000");
  EXPECT_EQ(wrong_date, nobody);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(wrong_birth_date("NW28319242"), wrong_date);
  EXPECT_EQ(identity, Identity());
}

TEST_F(RuntimeTest, ThreeFailuresLockAMemberEvenForTheRightBirthDateUntilTheWindowIsOver) {
  for (int i = 0; i < 3; ++i) wrong_birth_date("NW28319242");
  const char* right = R"({"member_id":"NW28319242","dob":"1978-10-23"})";
  EXPECT_EQ(run("verify_member", right).outcome, Outcome::refused);
  EXPECT_EQ(join(run("verify_member", right).say, " "), kNotVerified);
  context.now += std::chrono::minutes(31);
  EXPECT_EQ(run("verify_member", right).outcome, Outcome::ok);
}

TEST_F(RuntimeTest, ASourceThatTriesManyMembersIsLockedOutForAllOfThem) {
  for (int i = 0; i < 10; ++i) wrong_birth_date(("NW1234567" + std::to_string(i)).c_str());
  const char* right = R"({"member_id":"NW28319242","dob":"1978-10-23"})";
  EXPECT_EQ(run("verify_member", right).outcome, Outcome::refused);
  context.source_number = "+13125550111";
  EXPECT_EQ(run("verify_member", right).outcome, Outcome::ok);
}

TEST_F(RuntimeTest, AWrongZipCountsAgainstTheMember) {
  verify_eli(false);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(run("verify_zip", R"({"zip":"00000"})").outcome, Outcome::refused);
  EXPECT_EQ(run("verify_zip", R"({"zip":"60605"})").outcome, Outcome::refused);
  EXPECT_EQ(identity.level, AuthLevel::member);
}

TEST_F(RuntimeTest, AWriteIsReadBackThenDoneOnceThenRememberedForTheRestOfTheCall) {
  verify_eli(true);
  const char* arguments = R"({"claim_id":"CLM4532427"})";
  const auto asked = run("start_appeal", arguments);
  EXPECT_EQ(asked.need, "confirm");
  EXPECT_THAT(join(asked.say, " "), testing::HasSubstr("Is that right?"));
  const auto done = run("start_appeal", arguments, true);
  ASSERT_EQ(done.outcome, Outcome::ok);
  EXPECT_THAT(join(done.say, " "), testing::HasSubstr("APL"));
  EXPECT_EQ(run("start_appeal", arguments, true).say, done.say);
  // From another call the claim is seen as it is now: under appeal.
  context.call = CallId("c-2");
  EXPECT_THAT(join(run("start_appeal", arguments, true).say, " "), testing::HasSubstr("already open"));
}

TEST_F(RuntimeTest, AWriteAskedForAgainInOtherWordsIsAnsweredWithWhatWasDone) {
  verify_eli(true);
  const char* first = R"({"provider":"doctor feeney","said":"a copy of the EOB for Doctor Feeney"})";
  const char* again = R"({"provider":"dr. feeney","said":"I need the EOB of the consultation again"})";
  EXPECT_EQ(run("eob_copy", first).need, "confirm");
  const auto done = run("eob_copy", first, true);
  ASSERT_EQ(done.outcome, Outcome::ok);
  const auto told = run("eob_copy", again);
  EXPECT_EQ(told.outcome, Outcome::ok);
  EXPECT_EQ(told.say, done.say);
  EXPECT_EQ(store->requests(std::nullopt).value().size(), 1U);
  // Another call may want another copy.
  context.call = CallId("c-2");
  EXPECT_EQ(run("eob_copy", again).need, "confirm");
}

TEST_F(RuntimeTest, AValueThatIsSetBackIsSetAgain) {
  verify_eli(true);
  const char* first = R"({"phone":"3125550111"})";
  const char* other = R"({"phone":"3125550122"})";
  for (const char* phone : {first, other, first}) {
    context.now += std::chrono::seconds(20);
    EXPECT_EQ(run("update_phone", phone).need, "confirm");
    EXPECT_EQ(run("update_phone", phone, true).outcome, Outcome::ok);
    EXPECT_EQ(run("update_phone", phone).outcome, Outcome::ok);  // asked for again: done already
  }
  const auto written = store->requests(std::nullopt).value();
  ASSERT_EQ(written.size(), 3U);
  EXPECT_EQ(written[2].detail, written[0].detail);
}

TEST_F(RuntimeTest, ARequestForAnAppealPastItsDeadlineWritesNothing) {
  verify_eli(true);
  EXPECT_THAT(join(run("start_appeal", R"({"claim_id":"CLM4241949"})", true).say, " "),
              testing::HasSubstr("can no longer be appealed"));
  EXPECT_THAT(join(run("claim_status", R"({"claim_id":"CLM4241949"})").say, " "),
              testing::HasSubstr("was denied on 2025-07-29"));
}

TEST_F(RuntimeTest, ChangesOfDetailsAreSeenAfterwards) {
  verify_eli(true);
  EXPECT_EQ(run("update_phone", R"({"phone":"3125550188"})", true).outcome, Outcome::ok);
  context.call = CallId("c-2");
  EXPECT_THAT(join(run("update_phone", R"({"phone":"3125550188"})").say, " "), testing::HasSubstr("already"));
  const char* address = R"({"address_line":"12 Elm Street","city":"Chicago","zip":"60611"})";
  EXPECT_EQ(run("update_address", address, true).outcome, Outcome::ok);
  EXPECT_THAT(join(run("id_card").say, " "), testing::HasSubstr("12 Elm Street in Chicago"));
}

TEST_F(RuntimeTest, APaymentPlanSplitsABillToTheCentAndIsFoundAfterwards) {
  ASSERT_EQ(run("verify_member", R"({"member_id":"NW99032500","dob":"1976-03-07"})").outcome, Outcome::ok);
  ASSERT_EQ(run("verify_zip", R"({"zip":"60185"})").outcome, Outcome::ok);
  EXPECT_EQ(run("payment_plan", R"({"invoice_id":"INV5015794"})").need, "installments");
  const char* arguments = R"({"invoice_id":"INV5015794","installments":4})";
  EXPECT_THAT(join(run("payment_plan", arguments).say, " "),
              testing::HasSubstr("4 monthly payments of $102.27"));
  EXPECT_EQ(run("payment_plan", arguments, true).outcome, Outcome::ok);
  context.call = CallId("c-2");
  EXPECT_THAT(join(run("payment_plan", arguments).say, " "),
              testing::HasSubstr("already a payment plan: the next $102.27"));
}

TEST_F(RuntimeTest, StoppingAutopayAndDisputingABillAreKept) {
  ASSERT_EQ(run("verify_member", R"({"member_id":"NW92133222","dob":"1976-09-14"})").outcome, Outcome::ok);
  ASSERT_EQ(run("verify_zip", R"({"zip":"60564"})").outcome, Outcome::ok);
  EXPECT_EQ(run("change_autopay", R"({"action":"stop"})", true).outcome, Outcome::ok);
  EXPECT_THAT(join(run("autopay").say, " "), testing::HasSubstr("Autopay is off"));
  EXPECT_EQ(run("billing_dispute", R"({"invoice_id":"INV5005134"})", true).outcome, Outcome::ok);
  context.call = CallId("c-2");
  EXPECT_THAT(join(run("billing_dispute", R"({"invoice_id":"INV5005134"})").say, " "),
              testing::HasSubstr("already open"));
}

TEST_F(RuntimeTest, AComplaintNeedsNoIdentityAndGetsANumber) {
  EXPECT_THAT(join(run("complaint", R"({"text":"I was hung up on twice"})").say, " "),
              testing::HasSubstr("CMP"));
}

TEST_F(RuntimeTest, ACallBackIsReadBackFirst) {
  EXPECT_EQ(run("schedule_callback").need, "phone");
  EXPECT_THAT(join(run("schedule_callback", R"({"phone":"3125550188"})").say, " "),
              testing::HasSubstr("312-555-0188"));
  EXPECT_THAT(join(run("schedule_callback", R"({"phone":"3125550188"})", true).say, " "),
              testing::HasSubstr("CBK"));
}

TEST_F(RuntimeTest, AProvidersOfficeHearsWhereOneClaimStandsAndNothingElse) {
  const char* office =
      R"({"provider":"juniper urgent care","member_id":"NW76317817","dob":"1997-07-31","claim_id":"CLM4507108"})";
  ASSERT_EQ(run("verify_provider_office", office).outcome, Outcome::ok);
  EXPECT_EQ(identity.level, AuthLevel::none);
  EXPECT_THAT(join(run("provider_claim_status").say, " "), testing::HasSubstr("denied on 2026-07-28"));
  EXPECT_EQ(run("provider_claim_status", R"({"claim_id":"CLM4495946"})").outcome, Outcome::refused);
  EXPECT_EQ(run("claim_denial", R"({"claim_id":"CLM4507108"})").outcome, Outcome::refused);
  EXPECT_EQ(run("eligibility").outcome, Outcome::refused);
}

TEST_F(RuntimeTest, AnOfficeOfAnotherProviderIsNotVerified) {
  const char* office =
      R"({"provider":"meridian row imaging","member_id":"NW76317817","dob":"1997-07-31","claim_id":"CLM4507108"})";
  EXPECT_EQ(run("verify_provider_office", office).outcome, Outcome::refused);
  EXPECT_EQ(run("provider_claim_status", R"({"claim_id":"CLM4507108"})").outcome, Outcome::needs_identity);
}

TEST_F(RuntimeTest, ARepresentativeHearsWhatTheAuthorizationCovers) {
  // Charlette's representative Beatrice Holloway may ask about claims, not bills; a first name alone proves
  // nothing.
  const auto zip = store->family_of("NW11022001", {})->value().member("NW11022001")->address.zip;
  const auto proof = [&](const char* name) {
    return R"({"member_id":"NW11022001","dob":"1994-04-16","zip":")" + zip + R"(","person":")" + name +
           R"("})";
  };
  EXPECT_EQ(run("verify_representative", proof("beatrice").c_str()).outcome, Outcome::refused);
  ASSERT_EQ(run("verify_representative", proof("beatrice holloway").c_str()).outcome, Outcome::ok);
  EXPECT_NE(run("claim_status").outcome, Outcome::refused);
  EXPECT_EQ(run("claim_status", R"({"claim_id":"CLM4529424"})").outcome,
            Outcome::not_found);  // a sensitive claim
  EXPECT_EQ(run("billing_balance").outcome, Outcome::refused);
  EXPECT_EQ(run("update_phone", R"({"phone":"3125550188"})").outcome, Outcome::refused);
}

TEST_F(RuntimeTest, AnExpiredAuthorizationProvesNothing) {
  const auto zip = store->family_of("NW89512271", {})->value().member("NW89512271")->address.zip;
  const auto proof =
      R"({"member_id":"NW89512271","dob":"1989-01-19","zip":")" + zip + R"(","person":"samuel durgan"})";
  EXPECT_EQ(run("verify_representative", proof.c_str()).outcome, Outcome::refused);
}

TEST_F(RuntimeTest, ARelativeWhoIsNamedOnlyInTheCallersWordsIsTheSubject) {
  ASSERT_EQ(run("verify_member", R"({"member_id":"NW39951181","dob":"1972-07-21"})").outcome, Outcome::ok);
  const char* arguments =
      R"({"service":"emergency","said":"how much do we owe for Alvin's emergency visit"})";
  EXPECT_EQ(run("claim_cost", arguments).need, "member_zip");
  ASSERT_EQ(run("verify_zip", R"({"zip":"60185"})").outcome, Outcome::ok);
  EXPECT_THAT(join(run("claim_cost", arguments).say, " "), testing::HasSubstr("$409.10"));
}

TEST_F(RuntimeTest, ANameInPassingIsNoRelative) {
  ASSERT_EQ(run("verify_member", R"({"member_id":"NW39951181","dob":"1972-07-21"})").outcome, Outcome::ok);
  EXPECT_EQ(run("benefit_visits", R"({"said":"hello alvin, how many visits do I have"})").need, "service");
  EXPECT_EQ(run("benefit_visits", R"({"said":"this is Hortencia, how many visits do I have"})").need,
            "service");
}

TEST_F(RuntimeTest, ADependantNeverReachesTheSubscribersRecord) {
  ASSERT_EQ(run("verify_member", R"({"member_id":"NW39951181","dob":"1972-07-21"})").outcome, Outcome::ok);
  ASSERT_EQ(run("verify_zip", R"({"zip":"60185"})").outcome, Outcome::ok);
  EXPECT_EQ(run("claim_status", R"({"person":"shirley"})").outcome, Outcome::refused);
  EXPECT_EQ(identity.subject_id, "NW39951181");
  EXPECT_EQ(run("select_subject", R"({"person":"alvin"})").outcome, Outcome::ok);
  EXPECT_EQ(identity.subject_id, "NW67616490");
  EXPECT_EQ(run("claim_status", R"({"relation":"self"})").outcome, Outcome::need);
  EXPECT_EQ(identity.subject_id, "NW39951181");
}

TEST_F(RuntimeTest, BadArgumentsAreNamed) {
  verify_eli(false);
  const auto error = [&](const char* tool, const char* arguments) {
    return std::string(run(tool, arguments).facts.at("error").as_string());
  };
  EXPECT_THAT(error("claim_status", R"({"member_id":"NW28319242"})"), testing::HasSubstr("member_id"));
  EXPECT_THAT(error("claim_status", R"({"amount":"forty"})"),
              testing::HasSubstr("amount: expected a whole number"));
  EXPECT_THAT(error("claim_status", R"({"claim_id":"4532427"})"),
              testing::HasSubstr("claim_id: has not the form"));
  EXPECT_THAT(error("payment_plan", R"({"installments":99})"),
              testing::HasSubstr("installments: not from 2 to 12"));
  EXPECT_THAT(error("change_autopay", "{}"), testing::HasSubstr("action: is missing"));
  EXPECT_THAT(error("delete_everything", "{}"), testing::HasSubstr("no tool is called delete_everything"));
}

TEST_F(RuntimeTest, EveryLookAtAMemberLeavesAnAuditRow) {
  verify_eli(false);
  const auto before = store->audit_of("NW28319242").value().size();
  run("claim_status", R"({"claim_id":"CLM4532427"})");
  EXPECT_EQ(store->audit_of("NW28319242").value().size(), before + 1);
}

// A clock that has moved on each time it is looked at.
class HurryingClock final : public Clock {
 public:
  Instant now() const override { return time_ += std::chrono::seconds(60); }
  WallTime wall() const override { return {}; }

 private:
  mutable Instant time_;
};

TEST_F(RuntimeTest, AToolThatTakesTooLongFailsAndWritesNothing) {
  verify_eli(true);
  runtime.emplace(insurance_catalogue(), *store, LockOutPolicy{}, std::make_shared<HurryingClock>());
  EXPECT_EQ(run("start_appeal", R"({"claim_id":"CLM4532427"})", true).outcome, Outcome::failed);
  runtime.emplace(insurance_catalogue(), *store);
  EXPECT_THAT(join(run("claim_status", R"({"claim_id":"CLM4532427"})").say, " "),
              testing::HasSubstr("was denied on"));
}

TEST_F(RuntimeTest, ACardAskedForAgainInOtherWordsIsMailedOnce) {
  verify_eli(true);
  const auto first = run("id_card", R"({"said":"I need a new card","relation":"self"})", true);
  const auto second = run("id_card", R"({"said":"I lost mine, can you send one"})", true);
  ASSERT_EQ(first.outcome, Outcome::ok);
  EXPECT_EQ(second.outcome, Outcome::ok);
  EXPECT_EQ(second.facts.at("reference"), first.facts.at("reference"));
}

TEST(Catalogue, DescribesEveryToolWithASchema) {
  const auto tools = insurance_catalogue().describe();
  EXPECT_EQ(tools.size(), insurance_catalogue().all().size());
  for (const auto& tool : tools) {
    EXPECT_FALSE(tool.at("description").as_string().empty());
    EXPECT_FALSE(tool.at("filler").as_string().empty());
    EXPECT_FALSE(tool.at("parameters").at("additionalProperties").as_bool());
    const bool writes = tool.at("access") == "write";
    EXPECT_EQ(writes, tool.at("on_interrupt") == "finish" && tool.at("idempotency_key") != "")
        << tool.at("name");
  }
}

}  // namespace
}  // namespace attendant::tools
