// A FHIR R4 server over a real socket: the demo insurer's, and ones that are busy, slow, broken or careless.
#include <chrono>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/fhir/fhir_source.hpp"
#include "records/fhir/loopback_fhir_server.hpp"
#include "records/joined_store.hpp"

namespace attendant::records::fhir {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string kData = ATTENDANT_SOURCE_DIR "/data/demo";

std::string bundle_of(const std::string& resources) {
  std::string entries;
  for (const auto& one : split(resources, '\n')) {
    if (trim(one).empty()) continue;
    entries += (entries.empty() ? "" : ",") + std::string(R"({"resource":)") + std::string(one) + "}";
  }
  return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]}";
}

net::Response fhir(std::string body, int status = 200) {
  return {.status = status, .content_type = "application/fhir+json", .body = std::move(body)};
}

class FhirServerTest : public testing::Test {
 protected:
  std::unique_ptr<FhirSource> source(std::chrono::milliseconds deadline = 10s) {
    return std::make_unique<FhirSource>(FhirOptions{.url = server.url(), .deadline = deadline},
                                        server.service.fetch(), server.service.clock());
  }
  Error asked_in_vain(const LoopbackService::Answer& answer, std::chrono::milliseconds deadline = 10s) {
    server.service.answer_with(answer);
    const auto file = source(deadline)->family_of("NW28319242");
    return file ? Error{.code = ErrorCode::invalid, .message = "it was answered"} : file.error();
  }

  LoopbackFhirServer server{kData};
};

TEST_F(FhirServerTest, AFamilysFileComesInPages) {
  server.demo.page_size = 4;
  const auto file = source()->family_of("NW28319242");
  ASSERT_TRUE(file) << file.error().message;
  const auto local = SqliteStore::open({.path = ":memory:", .data = kData}).value();
  const auto ours = local->family_of("NW28319242", {"c-1", "member", "NW28319242", "NW28319242", "t", {}});
  EXPECT_EQ((*file)->claims.size(), (*ours)->claims.size());
  EXPECT_EQ((*file)->members.size(), (*ours)->members.size());
  for (const auto& request : server.service.asked()) {
    EXPECT_EQ(request.headers.at("accept"), "application/fhir+json");
    EXPECT_EQ(request.headers.at("prefer"), "handling=strict");
  }
  EXPECT_EQ(source()->providers()->size(), local->directory()->providers.size());
}

TEST_F(FhirServerTest, OneThatIsBusyIsUnavailableAndSaysWhy) {
  for (const int status : {429, 503}) {
    const auto error = asked_in_vain([status](const auto&) {
      auto busy = fhir(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"throttled",
                           "diagnostics":"tenant 17 of db-3"}]})",
                       status);
      busy.headers.emplace_back("Retry-After", "86400");
      return busy;
    });
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.message, HasSubstr(std::to_string(status) + ", throttled"));
    EXPECT_THAT(error.message, Not(HasSubstr("db-3")));
  }
}

TEST_F(FhirServerTest, OneThatNeverAnswersCostsItsTimeAndNoMore) {
  EXPECT_EQ(asked_in_vain([](const auto&) { return std::nullopt; }, 200ms).code, ErrorCode::timed_out);
}

TEST_F(FhirServerTest, OneThatIsBrokenIsInvalid) {
  for (const std::string body :
       {"", "{", "<html>maintenance</html>", "[]", "null", R"({"resourceType":"Patient"})",
        R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","identifier":)"}) {
    EXPECT_EQ(asked_in_vain([&](const auto&) { return fhir(body); }).code, ErrorCode::invalid) << body;
  }
}

TEST_F(FhirServerTest, PagesThatNeverEndAreNotFollowedForEver) {
  const auto error = asked_in_vain([&](const auto&) {
    return fhir(R"({"resourceType":"Bundle","entry":[],"link":[{"relation":"next","url":")" + server.url() +
                R"(/Patient?_page=1"}]})");
  });
  EXPECT_EQ(error.code, ErrorCode::exhausted);
  EXPECT_EQ(server.service.asked().size(), 100U);
}

// It overlooks what it was asked for, as servers do with parameters that they do not know.
TEST_F(FhirServerTest, WhoWasNotAskedForIsNobody) {
  server.service.answer_with([](const auto&) {
    return fhir(bundle_of(
        R"({"resourceType":"Patient","id":"p-1","identifier":[{"system":"urn:attendant:member-id","value":"NW11111111"}]})"));
  });
  const auto file = source()->family_of("NW28319242");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_FALSE(*file);
}

TEST_F(FhirServerTest, TwoOfOneMemberIdAreAnErrorAndNobodysFile) {
  const std::string one =
      R"({"resourceType":"Patient","id":"ID","identifier":[{"system":"urn:attendant:member-id","value":"NW28319242"}]})";
  const auto error = asked_in_vain([&](const auto&) {
    return fhir(bundle_of(replace_all(one, "ID", "p-1") + "\n" + replace_all(one, "ID", "p-2")));
  });
  EXPECT_THAT(error.message, HasSubstr("more than one Patient"));
}

// Resources as a payer's server has them (CARIN Blue Button, US Core), with nothing of ours in them.
TEST_F(FhirServerTest, APayersOwnResourcesAreUnderstood) {
  std::ifstream in(ATTENDANT_SOURCE_DIR "/src/records/fhir/payer_resources.jsonl");
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  ASSERT_FALSE(all.empty());
  server.service.answer_with([&](const net::Request& request) {
    const auto type = request.path.substr(request.path.rfind('/') + 1);
    std::string found;
    for (const auto line : split(all, '\n')) {
      const bool included = type == "Coverage" && line.contains(R"("resourceType":"Patient")");
      if (line.contains("\"resourceType\":\"" + type + "\"") || included ||
          line.contains(R"("resourceType":"OperationOutcome")"))
        found += std::string(line) + "\n";
    }
    return fhir(bundle_of(found));
  });
  const auto file = source()->family_of("NW55500017");
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_TRUE(*file);
  const auto* member = (*file)->member("NW55500017");
  ASSERT_NE(member, nullptr);
  EXPECT_EQ(member->family_name, "Okafor");
  EXPECT_EQ(member->address.city, "Peoria") << "not the old address";
  ASSERT_EQ((*file)->claims.size(), 2U) << "one was entered in error, one is another's";
  const auto* paid = (*file)->claim("CLM7000001");
  ASSERT_NE(paid, nullptr);
  EXPECT_EQ(paid->status, "paid");
  EXPECT_EQ(paid->totals.patient_due, 4'150);
  EXPECT_EQ(paid->lines.at(0).description, "Office visit, established patient");
  const auto* denied = (*file)->claim("CLM7000002");
  ASSERT_NE(denied, nullptr);
  EXPECT_EQ(denied->status, "denied");
  EXPECT_EQ(to_iso(denied->lines.at(0).service_date), "2026-08-02");
  const auto providers = source()->providers();
  ASSERT_TRUE(providers) << providers.error().message;
  ASSERT_EQ(providers->size(), 1U) << "of one there is no number to call";
  EXPECT_EQ(providers->front().name, "Dr. Ana Maria Ruiz");
}

}  // namespace
}  // namespace attendant::records::fhir
