// Every question of data/demo/STORIES.md, asked as the dialogue engine asks it, gets its right answer. Each
// row: who calls, the tool with its arguments, what must be said, and what must not.
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "records/fhir/demo_fhir_server.hpp"
#include "records/fhir/fhir_source.hpp"
#include "records/joined_store.hpp"
#include "records/sqlite_store.hpp"
#include "tools/runtime.hpp"

namespace attendant::tools {
namespace {

struct Caller {
  const char* member_id;
  const char* birth_date;
  const char* zip;
};
constexpr Caller kEli{"NW28319242", "1978-10-23", "60605"};
constexpr Caller kJefferson{"NW76156405", "1979-01-18", "60585"};
constexpr Caller kShirley{"NW99032500", "1976-03-07", "60185"};
constexpr Caller kHortencia{"NW39951181", "1972-07-21", "60185"};
constexpr Caller kIsaiah{"NW87701983", "2008-09-09", "60185"};
constexpr Caller kThanh{"NW92133222", "1976-09-14", "60564"};
constexpr Caller kBlanch{"NW16763831", "2002-02-16", "60107"};
constexpr Caller kMarx{"NW75856658", "1968-02-10", "62236"};
constexpr Caller kLizette{"NW76317817", "1997-07-31", "61832"};
constexpr Caller kIrene{"NW34795146", "1995-04-10", "60950"};

struct Row {
  const char* question;
  Caller caller;
  bool zip;  // whether the ZIP code was given too
  const char* tool;
  const char* arguments;
  Outcome outcome;
  std::vector<const char*> says;
  std::vector<const char*> never_says;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.question; }

std::unique_ptr<records::SqliteStore> demo_store() {
  auto store = records::SqliteStore::open({.path = ":memory:", .data = ATTENDANT_SOURCE_DIR "/data/demo"});
  if (!store) ADD_FAILURE() << store.error().message;
  return std::move(store).value();
}

// One demo store for all rows: the questions only read.
class Stories : public testing::TestWithParam<Row> {
 protected:
  static void SetUpTestSuite() {
    store_ = demo_store();
    server_ = std::make_unique<records::fhir::DemoFhirServer>(ATTENDANT_SOURCE_DIR "/data/demo");
    auto source = std::make_unique<records::fhir::FhirSource>(
        records::fhir::FhirOptions{.url = records::fhir::DemoFhirServer::kUrl},
        [](const net::ClientRequest& request) { return server_->answer(request); }, clock_);
    over_fhir_ = records::JoinedStore::open(std::move(source), *store_).value();
  }
  static void TearDownTestSuite() {
    over_fhir_.reset();
    store_.reset();
  }
  static FakeClock clock_;
  static std::unique_ptr<records::SqliteStore> store_;
  static std::unique_ptr<records::fhir::DemoFhirServer> server_;
  static std::unique_ptr<records::JoinedStore> over_fhir_;
};
FakeClock Stories::clock_;
std::unique_ptr<records::SqliteStore> Stories::store_;
std::unique_ptr<records::fhir::DemoFhirServer> Stories::server_;
std::unique_ptr<records::JoinedStore> Stories::over_fhir_;

void expect_right_answer(insurance::RecordStore& store, const Row& row) {
  const ToolRuntime runtime(insurance_catalogue(), store);
  const Date today = *parse_date("2026-11-01");
  const CallContext context{CallId("c-1"), "", today, std::chrono::sys_days(today)};
  conversation::Identity identity;
  ASSERT_EQ(runtime
                .run(context, identity, "verify_member",
                     {{"member_id", row.caller.member_id}, {"dob", row.caller.birth_date}}, false)
                .outcome,
            Outcome::ok);
  if (row.zip) {
    ASSERT_EQ(runtime.run(context, identity, "verify_zip", {{"zip", row.caller.zip}}, false).outcome,
              Outcome::ok);
  }
  const auto answer =
      runtime.run(context, identity, row.tool, boost::json::parse(row.arguments).as_object(), false);
  const std::string said = join(answer.say, " ");
  EXPECT_EQ(answer.outcome, row.outcome) << row.question << "\n" << said;
  for (const char* words : row.says) EXPECT_THAT(said, testing::HasSubstr(words)) << row.question;
  for (const char* words : row.never_says)
    EXPECT_THAT(said, testing::Not(testing::HasSubstr(words))) << row.question;
  EXPECT_LE(answer.say.size(), 4U) << said;
}

TEST_P(Stories, GetTheirRightAnswer) { expect_right_answer(*store_, GetParam()); }

// The same questions with members, coverage, claims and authorizations behind a FHIR server.
TEST_P(Stories, GetTheSameAnswerFromAFhirServer) { expect_right_answer(*over_fhir_, GetParam()); }

constexpr auto kOk = Outcome::ok;
constexpr auto kNeed = Outcome::need;

INSTANTIATE_TEST_SUITE_P(
    DeniedMri, Stories,
    testing::Values(
        Row{"Why was my MRI denied?",
            kEli,
            false,
            "claim_denial",
            R"({"service":"imaging","said":"why was my MRI denied"})",
            kOk,
            {"MRI of the lower back on 2026-08-18 was denied because no prior authorization was on file",
             "You owe $0.00", "until 2027-03-09"},
            {"X-ray"}},
        Row{"Why was my imaging denied?",
            kEli,
            false,
            "claim_denial",
            R"({"service":"imaging"})",
            kNeed,
            {"MRI of the lower back on 2026-08-18", "X-ray of the lower back on 2025-07-08"},
            {}},
        Row{"What do I do now, and until when can I appeal?",
            kEli,
            false,
            "claim_appeal",
            R"({"claim_id":"CLM4532427"})",
            kOk,
            {"until 2027-03-09", "retroactive authorization"},
            {"medically"}},
        Row{"Do I have to pay the imaging center?",
            kEli,
            false,
            "claim_cost",
            R"({"claim_id":"CLM4532427"})",
            kOk,
            {"You owe $0.00", "Meridian Row Imaging"},
            {"1,685"}},
        Row{"(the X-ray of 2025)",
            kEli,
            true,
            "start_appeal",
            R"({"claim_id":"CLM4241949"})",
            kOk,
            {"deadline", "2026-01-25", "can no longer be appealed"},
            {"Is that right?"}}));

INSTANTIATE_TEST_SUITE_P(
    DeductibleNearlyMet, Stories,
    testing::Values(Row{"How much of my deductible is left?",
                        kJefferson,
                        false,
                        "benefit_deductible",
                        "{}",
                        kOk,
                        {"$150.00 is left", "$2,850.00 of $3,000.00"},
                        {}},
                    Row{"(and the out-of-pocket maximum)",
                        kJefferson,
                        false,
                        "benefit_oop_max",
                        "{}",
                        kOk,
                        {"$3,150.00 is left", "$2,850.00 of $6,000.00"},
                        {}},
                    Row{"If my heart MRI is in November, what will I pay?",
                        kJefferson,
                        false,
                        "benefit_cost",
                        R"({"service":"imaging","said":"if my heart MRI is in November what will I pay"})",
                        kOk,
                        {"First the $150.00", "then 20% of the rest", "not known before the claim",
                         "On or after 2027-01-01, a new deductible starts"},
                        {}},
                    Row{"Does it need approval?",
                        kJefferson,
                        false,
                        "prior_auth",
                        R"({"service":"imaging","said":"does it need approval"})",
                        kOk,
                        {"MRI of the heart", "already on file until 2027-01-18", "one service", "2027-01-01"},
                        {}}));

INSTANTIATE_TEST_SUITE_P(FamilyPlan, Stories,
                         testing::Values(Row{"(spouse) How much do we owe for Alvin's emergency visit?",
                                             kHortencia,
                                             true,
                                             "claim_cost",
                                             R"({"person":"alvin","service":"emergency"})",
                                             kOk,
                                             {"$409.10", "$300.00 is the copay"},
                                             {}},
                                         Row{"(spouse, no ZIP yet)",
                                             kHortencia,
                                             false,
                                             "claim_cost",
                                             R"({"person":"alvin","service":"emergency"})",
                                             Outcome::needs_identity,
                                             {},
                                             {"$"}},
                                         Row{"(spouse, whose son)",
                                             kHortencia,
                                             true,
                                             "claim_cost",
                                             R"({"relation":"son","service":"emergency"})",
                                             kNeed,
                                             {"Alvin", "Isaiah"},
                                             {"$"}},
                                         Row{"(subscriber) What was the claim for Isaiah in September?",
                                             kShirley,
                                             true,
                                             "claim_status",
                                             R"({"person":"isaiah","service_date":"--09"})",
                                             Outcome::not_found,
                                             {"no claim like that for Isaiah that I can share"},
                                             {"mental", "CLM4558213", "2026-09-16"}},
                                         Row{"(subscriber) the same by its number",
                                             kShirley,
                                             true,
                                             "claim_status",
                                             R"({"person":"isaiah","claim_id":"CLM4558213"})",
                                             Outcome::not_found,
                                             {"no claim like that for Isaiah that I can share"},
                                             {"mental"}},
                                         Row{"(subscriber) all of Isaiah's claims",
                                             kShirley,
                                             true,
                                             "claim_status",
                                             R"({"person":"isaiah"})",
                                             kNeed,
                                             {"I see 3 claims"},
                                             {"mental", "2026-09-16"}},
                                         Row{"(Isaiah) Was my visit paid?",
                                             kIsaiah,
                                             true,
                                             "claim_status",
                                             R"({"service_date":"2026-09"})",
                                             kOk,
                                             {"mental health visit on 2026-09-16", "paid"},
                                             {}},
                                         Row{"(Isaiah, no ZIP yet)",
                                             kIsaiah,
                                             false,
                                             "claim_status",
                                             R"({"service_date":"2026-09"})",
                                             Outcome::needs_identity,
                                             {},
                                             {"mental"}},
                                         Row{"(spouse asks for the account)",
                                             kHortencia,
                                             true,
                                             "billing_balance",
                                             "{}",
                                             Outcome::refused,
                                             {"policyholder"},
                                             {"$"}}));

INSTANTIATE_TEST_SUITE_P(AgeBand, Stories,
                         testing::Values(Row{"Why did my premium go up?",
                                             kThanh,
                                             false,
                                             "billing_change",
                                             "{}",
                                             kOk,
                                             {"went up by $136.68, to $747.72 a month, from 2026-10-01",
                                              "You turned 50 on 2026-09-14", "50 to 54"},
                                             {"January"}},
                                         Row{"When is the next payment?",
                                             kThanh,
                                             false,
                                             "billing_due",
                                             "{}",
                                             kOk,
                                             {"$747.72", "started on 2026-10-31 and is pending"},
                                             {}},
                                         Row{"(payment plan for it)",
                                             kThanh,
                                             false,
                                             "payment_plan",
                                             R"({"installments":2})",
                                             Outcome::needs_identity,
                                             {},
                                             {}}));

INSTANTIATE_TEST_SUITE_P(
    ReturnedPayment, Stories,
    testing::Values(Row{"I have autopay, why is there an overdue bill?",
                        kBlanch,
                        false,
                        "autopay",
                        "{}",
                        kOk,
                        {"suspended until a payment is made", "returned: insufficient funds"},
                        {}},
                    Row{"Am I still covered?",
                        kBlanch,
                        false,
                        "eligibility",
                        "{}",
                        kOk,
                        {"You are still covered", "until 2026-12-29", "October premium"},
                        {}},
                    Row{"How much to be current?",
                        kBlanch,
                        false,
                        "billing_balance",
                        "{}",
                        kOk,
                        {"$744.12", "$372.06 for the October premium and $372.06 for the November premium"},
                        {}},
                    Row{"(did it arrive)",
                        kBlanch,
                        false,
                        "payment_status",
                        "{}",
                        kOk,
                        {"came back on 2026-10-05: insufficient funds", "still open"},
                        {"was posted"}}));

INSTANTIATE_TEST_SUITE_P(
    DuplicateClaims, Stories,
    testing::Values(
        Row{"I have a claim from September third that was denied, why?",
            kMarx,
            false,
            "claim_denial",
            R"({"service_date":"--09-03","said":"I have a claim from september third that was denied, why"})",
            kNeed,
            {"There are 3 claims on 2026-09-03", "the chest X-ray that was denied",
             "the chest X-ray that was paid", "complete blood count", "Which one"},
            {}},
        Row{"The denied X-ray.",
            kMarx,
            false,
            "claim_denial",
            R"({"claim_id":"CLM4565608"})",
            kOk,
            {"copy of a claim that was already processed",
             "$0.00 for the copy, and $143.34 for the original"},
            {}},
        Row{"Do I need to pay twice?",
            kMarx,
            false,
            "claim_cost",
            R"({"claim_id":"CLM4565608"})",
            kOk,
            {"You owe $0.00", "$143.34"},
            {}}));

INSTANTIATE_TEST_SUITE_P(
    TerminatedCoverage, Stories,
    testing::Values(Row{"Why did you not pay my urgent care visit?",
                        kLizette,
                        false,
                        "claim_denial",
                        R"({"service":"urgent_care"})",
                        kOk,
                        {"your coverage ended on 2026-06-30",
                         "the full $265.00, unless another plan covers it", "new plan", "2027-01-24"},
                        {}},
                    Row{"The June visit was paid, so why not July?",
                        kLizette,
                        false,
                        "claim_status",
                        R"({"service_date":"--06"})",
                        kOk,
                        {"2026-06-24", "paid"},
                        {}},
                    Row{"Can I still reach you about old claims?",
                        kLizette,
                        false,
                        "eligibility",
                        "{}",
                        kOk,
                        {"ended on 2026-06-30, because employment ended", "still help with claims"},
                        {}},
                    Row{"(a benefit)",
                        kLizette,
                        false,
                        "benefit_cost",
                        R"({"service":"primary_care"})",
                        kOk,
                        {"ended on 2026-06-30", "no benefits are in force"},
                        {"$"}}));

INSTANTIATE_TEST_SUITE_P(
    TherapyNearlyUsed, Stories,
    testing::Values(Row{"How many therapy sessions are left this year?",
                        kIrene,
                        false,
                        "benefit_visits",
                        R"({"service":"physical_therapy"})",
                        kOk,
                        {"2 visits left", "18 of 20", "2027-01-01"},
                        {}},
                    Row{"How much is each session?",
                        kIrene,
                        false,
                        "benefit_cost",
                        R"({"service":"physical_therapy"})",
                        kOk,
                        {"$45.00 copay"},
                        {}},
                    Row{"Why are there so many equal claims?",
                        kIrene,
                        false,
                        "claim_status",
                        R"({"service":"physical_therapy"})",
                        kNeed,
                        {"18 claims, each for a physical therapy session on its own day"},
                        {"duplicate"}}));

}  // namespace
}  // namespace attendant::tools
