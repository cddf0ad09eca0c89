#include "insurance/find_claim.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"

namespace attendant::insurance {
namespace {

using boost::json::object;

constexpr Date kToday = std::chrono::year(2026) / 11 / 1;

Claim claim(const char* id, const char* date, const char* service, const char* type, const char* status) {
  Claim c;
  c.claim_id = id;
  c.member_id = "NW1";
  c.provider_id = "PRV1";
  c.service_from = c.service_to = c.received_date = *parse_date(date);
  c.status = status;
  c.lines.resize(1);
  c.lines[0].description = service;
  c.lines[0].service_type = type;
  c.totals.billed = 10000;
  return c;
}

class FindClaim : public testing::Test {
 protected:
  FindClaim() {
    Provider provider;
    provider.provider_id = "PRV1";
    provider.name = "Meridian Row Imaging";
    directory.providers = {provider};
    Member member;
    member.member_id = member.subscriber_id = file.subscriber_id = "NW1";
    member.given_name = "Ada";
    file.members = {member};
    file.claims = {claim("CLM4000006", "2026-09-14", "Mental health visit", "mental_health", "paid"),
                   claim("CLM4000005", "2026-09-03", "Chest X-ray", "imaging", "denied"),
                   claim("CLM4000004", "2026-09-03", "Chest X-ray", "imaging", "paid"),
                   claim("CLM4000003", "2026-06-24", "MRI of the knee", "advanced_imaging", "paid"),
                   claim("CLM4000002", "2025-06-20", "Dental cleaning", "dental_preventive", "paid"),
                   claim("CLM4000001", "2025-03-01", "Urgent care visit", "urgent_care", "pending")};
    file.claims[0].sensitive_categories = {"mental_health"};
  }

  // The id found, or the outcome and need of the step.
  std::string find(const object& arguments, const Likely& likely = {}) {
    const Question question{file, directory, asker, arguments, kToday};
    auto found = find_claim(question, likely);
    if (auto* one = std::get_if<const Claim*>(&found)) return (*one)->claim_id;
    const ToolAnswer& answer = std::get<Step>(found).answer;
    said = join(answer.say, " ");
    options = answer.options.size();
    return std::string(to_string(answer.outcome)) + " " + answer.need;
  }

  FamilyFile file;
  Directory directory;
  Asker asker{"NW1", "NW1", true, ""};
  std::string said;
  std::size_t options = 0;
};

TEST_F(FindClaim, ByItsNumberOrTheEndOfIt) {
  EXPECT_EQ(find({{"claim_id", "CLM4000003"}}), "CLM4000003");
  EXPECT_EQ(find({{"claim_id", "CLM0003"}}), "CLM4000003");
  EXPECT_EQ(find({{"claim_id", "CLM03"}}), "not_found ");
}

TEST_F(FindClaim, AnotherSystemsShortNumberIsInNobodysWay) {
  file.claims.push_back(claim("7", "2026-06-24", "MRI of the knee", "advanced_imaging", "paid"));
  EXPECT_EQ(find({{"claim_id", "CLM0003"}}), "CLM4000003");
}

TEST_F(FindClaim, ByMonthOfTheLastTimeItCameBy) {
  EXPECT_EQ(find({{"service_date", "--06"}}), "CLM4000003");
  EXPECT_EQ(find({{"service_date", "2025-06"}}), "CLM4000002");
}

TEST_F(FindClaim, ByServiceAndTheCallersWords) {
  EXPECT_EQ(find({{"service", "dental"}}), "CLM4000002");
  EXPECT_EQ(find({{"service", "imaging"}}), "need claim");
  EXPECT_EQ(options, 3U);
  EXPECT_EQ(find({{"service", "imaging"}, {"said", "my MRI"}}), "CLM4000003");
}

TEST_F(FindClaim, AsksWhichOfTheSameDayAndTellsThemApartByStatus) {
  EXPECT_EQ(find({{"service_date", "2026-09-03"}}), "need claim");
  EXPECT_THAT(said, testing::HasSubstr("the chest X-ray that was denied and the chest X-ray that was paid"));
}

TEST_F(FindClaim, TakesTheLikelyOneWhenNothingParticularWasSaid) {
  EXPECT_EQ(find({}, [](const Claim& c) { return c.status == "denied"; }), "CLM4000005");
}

TEST_F(FindClaim, OffersWhatTheRestFitsWhenANameOrSumWasMisheard) {
  EXPECT_EQ(find({{"service", "dental"}, {"provider", "doctor nobody"}}), "need claim");
  EXPECT_THAT(said, testing::HasSubstr("Do you mean the dental cleaning on 2025-06-20?"));
  EXPECT_EQ(find({{"service", "dental"}, {"amount", 77}}), "need claim");
  EXPECT_EQ(find({{"provider", "doctor nobody"}}), "not_found ");
}

TEST_F(FindClaim, NeverGuessesAnotherDay) {
  EXPECT_EQ(find({{"service_date", "2026-07-04"}, {"service", "imaging"}}), "not_found ");
}

TEST_F(FindClaim, ASensitiveClaimNeedsTheZipAndLooksAbsentUntilThen) {
  asker.zip_proved = false;
  EXPECT_EQ(find({{"service", "mental_health"}}), "needs_identity member_zip");
  EXPECT_EQ(find({{"service", "vision"}}), "needs_identity member_zip");  // the same for what does not exist
  asker.zip_proved = true;
  EXPECT_EQ(find({{"service", "mental_health"}}), "CLM4000006");
}

TEST_F(FindClaim, ASensitiveClaimDoesNotExistForAnybodyElse) {
  asker.member_id = "NW2";
  EXPECT_EQ(find({{"service", "mental_health"}}), "not_found ");
  EXPECT_EQ(find({{"claim_id", "CLM4000006"}}), "not_found ");
  EXPECT_EQ(find({{"service_date", "--09-14"}}), "not_found ");
  EXPECT_EQ(find({}), "need claim");
  EXPECT_THAT(said, testing::HasSubstr("I see 5 claims"));
}

}  // namespace
}  // namespace attendant::insurance
